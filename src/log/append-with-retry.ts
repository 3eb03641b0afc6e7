/** Appends and retries: an append that may have happened can be repeated, since known ids make it a no-op. */
import { outlast, type Patience } from '../base/async/patience.js';
import { isTransient } from '../base/errors.js';
import { limits } from '../base/limits.js';
import type { EventMetadata } from '../domain/envelope.js';
import type { AppendOutcome, EventLog, StreamAppend } from './event-log.js';

/**
 * Appends as `EventLog.append` does, and again after transient errors, for limits.outageWaitMs. Throws the error of the last
 * try, and the reason of `signal` when it aborts. A restart of the server takes ten seconds and more. Rejected: eight tries,
 * which were over after ten.
 */
export const appendWithRetry = (
  { log, runtime, signal }: { readonly log: Pick<EventLog, 'append'> } & Pick<Patience, 'runtime' | 'signal'>,
  appends: readonly StreamAppend[],
  metadata: EventMetadata,
  recordedAt?: string,
): Promise<readonly AppendOutcome[]> => {
  signal.throwIfAborted();
  const append = () => log.append(appends, metadata, recordedAt);
  return outlast(append, { runtime, signal, limitMs: limits.outageWaitMs, isOutage: isTransient });
};
