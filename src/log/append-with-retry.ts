/** Appends and retries: an append that may have happened can be repeated, since known ids make it a no-op. */
import { retry } from '../base/async/retry.js';
import { isTransient } from '../base/errors.js';
import type { Runtime } from '../base/runtime.js';
import type { EventMetadata } from '../domain/envelope.js';
import type { AppendOutcome, EventLog, StreamAppend } from './event-log.js';

/** About ten seconds of waiting, as long as one append waits for the log's lock. */
const triesMax = 8;

/**
 * Appends as `EventLog.append` does, and again after transient errors. Throws the error of the last try, and the reason
 * of `signal` when it aborts.
 */
export const appendWithRetry = (
  { log, runtime, signal }: { readonly log: EventLog; readonly runtime: Runtime; readonly signal: AbortSignal },
  appends: readonly StreamAppend[],
  metadata: EventMetadata,
  recordedAt?: string,
): Promise<readonly AppendOutcome[]> =>
  retry(() => log.append(appends, metadata, recordedAt), { runtime, triesMax, isTransient, signal });
