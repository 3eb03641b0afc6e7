/**
 * A page that arrives late: its sender looked at the lease, was paused or had to wait, and it was written when another holder
 * had published newer messages. Readers that compare positions drop it. In a compacted topic it would stand as the newest
 * state of its cards until they change again, so there the sender, as soon as it knows, has everything sent again from that
 * page on, by whoever holds the lease. Rejected: to send it again itself, beside the holder, which is how it came about.
 */
import type { LogPosition } from '../domain/envelope.js';
import { isTransient, ledgerError } from '../base/errors.js';
import { limits } from '../base/limits.js';
import type { Database } from '../postgres/database.js';
import type { Lease } from '../subscriptions/leases.js';
import { readCheckpoint, rewindCheckpoint } from '../subscriptions/checkpoints.js';
import type { Runtime } from '../base/runtime.js';
import type { Logger } from '../base/logger.js';
import type { EventSink } from './event-sink.js';

export interface CheckpointAccess {
  readonly database: Database;
  readonly runtime: Runtime;
  readonly logger: Logger;
  readonly checkpoint: string;
}

const isLost = (lease: Pick<Lease, 'throwIfLost'>): boolean => {
  try {
    lease.throwIfLost();
    return false;
  } catch {
    return true;
  }
};

/** Has all behind `from` sent again; a server that is away is waited out until `signal` aborts. Never throws. */
export const rewind = async (place: CheckpointAccess, from: LogPosition, signal: AbortSignal): Promise<void> => {
  const { database, runtime, logger, checkpoint } = place;
  for (;;) {
    try {
      if (await rewindCheckpoint(database, checkpoint, from)) {
        const publisher = checkpoint;
        logger.warn('a page may have arrived after newer ones: publishing again from there', {
          publisher,
          position: from,
        });
      }
      return;
    } catch (error) {
      if (!isTransient(error) || signal.aborted) return;
      await runtime.sleep(limits.retryDelayMsMax, signal).catch(() => undefined);
    }
  }
};

/** The sink, for the page behind `from`: what it may have written when the lease was lost already is sent again. */
export const withRewind = (
  sink: EventSink,
  place: CheckpointAccess,
  of: { readonly lease: Lease; readonly from: LogPosition; readonly signal: AbortSignal },
): EventSink => ({
  ...sink,
  async publish(messages, { beforeSend = () => undefined } = {}) {
    let mayBeWritten = false;
    const options = {
      beforeSend: (): void => {
        beforeSend();
        mayBeWritten = true;
      },
    };
    try {
      await sink.publish(messages, options);
    } finally {
      if (mayBeWritten && isLost(of.lease)) void rewind(place, of.from, of.signal);
    }
  },
});

/**
 * Looks now and then whether the checkpoint is where we left it, until `stop` aborts; throws LEASE_LOST when it is not. While
 * events come, the compare-and-set finds out; this is for when none do. `at`: where it should be; null while it is moved.
 */
export const watchCheckpoint = async (
  { database, runtime, checkpoint }: CheckpointAccess,
  at: () => LogPosition | null,
  stop: AbortSignal,
): Promise<void> => {
  while (!stop.aborted) {
    await runtime.sleep(limits.publishPlaceCheckMs, stop).catch(() => undefined);
    const expected = at();
    if (stop.aborted || expected === null) continue;
    const held = await readCheckpoint(database, checkpoint);
    if (at() === expected && held?.position !== expected) {
      throw ledgerError('LEASE_LOST', `${checkpoint} was taken from ${expected} to ${held?.position ?? 'nowhere'}`);
    }
  }
};
