/** One subscriber brought to a position of the log: processed here if no other instance does, else waited for. */
import { withEither } from '../base/async/with-either.js';
import type { LogPosition } from '../domain/envelope.js';
import { errorCode, ledgerError } from '../base/errors.js';
import { readCheckpoint } from './checkpoints.js';
import { acquireLease } from './leases.js';
import { isCurrent, processToHead, startSubscriber, type Subscriber, type SubscriberDeps } from './subscriber.js';

const pollMs = 25;

/**
 * Returns when `subscriber` has processed everything up to `target`. Throws PROJECTION_STOPPED if it cannot get there,
 * and the signal's reason if it aborts first.
 */
export const catchUpTo = async (
  deps: SubscriberDeps,
  subscriber: Subscriber,
  target: LogPosition,
  signal: AbortSignal,
): Promise<void> => {
  const { database, runtime, holder } = deps;
  const { name } = subscriber;
  for (;;) {
    signal.throwIfAborted();
    const checkpoint = await readCheckpoint(database, name);
    const current = checkpoint !== undefined && isCurrent(deps, subscriber, checkpoint);
    if (current && checkpoint.position >= target) return;
    if (checkpoint?.state === 'stopped' && !current) {
      throw ledgerError('PROJECTION_STOPPED', `${name} is stopped: ${checkpoint.error ?? ''}`);
    }
    const lease = await acquireLease({ database, runtime, holder, name });
    if (lease === null) {
      await runtime.sleep(pollMs, signal);
      continue;
    }
    const held = { token: lease.token, throwIfLost: () => lease.throwIfLost() };
    try {
      await withEither([signal, lease.signal], async (stop) => {
        await processToHead(deps, subscriber, await startSubscriber(deps, subscriber, { ...held, stop }), stop);
      });
    } catch (error) {
      // Another instance took over in the middle: it gets there, or the next turn does.
      signal.throwIfAborted();
      if (!lease.signal.aborted && errorCode(error) !== 'LEASE_LOST') throw error;
    } finally {
      await lease.release();
    }
  }
};
