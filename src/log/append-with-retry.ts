/** An append seen through: what may have happened or not is tried again, since known ids make a repeated append a no-op. */
import type { EventMetadata } from '../domain/envelope.js';
import { errorCode } from '../base/errors.js';
import { limits } from '../base/limits.js';
import { isTransient } from '../postgres/database.js';
import type { Runtime } from '../base/runtime.js';
import type { AppendOutcome, EventLog, StreamAppend } from './event-log.js';

const triesMax = 6;

/** Appends as the port says. Throws what the log throws when it stays away, and the reason of `signal`. */
export const appendWithRetry = async (
  { log, runtime, signal }: { readonly log: EventLog; readonly runtime: Runtime; readonly signal: AbortSignal },
  appends: readonly StreamAppend[],
  metadata: EventMetadata,
  recordedAt?: string,
): Promise<readonly AppendOutcome[]> => {
  for (let attempt = 1; ; attempt += 1) {
    signal.throwIfAborted();
    try {
      return await log.append(appends, metadata, recordedAt);
    } catch (error) {
      if (attempt >= triesMax || !(errorCode(error) === 'LOG_BUSY' || isTransient(error))) throw error;
      await runtime.sleep(Math.min(limits.retryDelayMsMax, limits.retryDelayMsMin * 2 ** attempt), signal);
    }
  }
};
