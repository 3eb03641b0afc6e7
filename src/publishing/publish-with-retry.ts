/** Publishing with a bounded number of tries. */
import { errorCode } from '../base/errors.js';
import { withGracePeriod } from '../base/async/deadline.js';
import { retry } from '../base/async/retry.js';
import { limits } from '../base/limits.js';
import type { Runtime } from '../base/runtime.js';
import type { EventSink, OutgoingMessage } from './event-sink.js';

/** Tries of one batch before its error is thrown, so that the lease is released and publishing restarts. */
const triesMax = 6;

export interface PublishWithRetryOptions {
  readonly sink: EventSink;
  readonly runtime: Runtime;
  /** Called before each try; throws when nothing may be sent any more. */
  readonly mayStillSend: () => void;
  /** Ends the tries. A try under way has limits.publishDrainMs to be acknowledged. */
  readonly signal: AbortSignal;
}

/**
 * Publishes `messages`; returns when they are acknowledged. Waits out a transient failure (a leader that moves, a broker
 * that starts) for triesMax tries, then throws it: BROKER_UNAVAILABLE. Throws MESSAGE_REFUSED, and what
 * `mayStillSend` throws, at once.
 */
export const publishWithRetry = (
  { sink, runtime, mayStillSend, signal }: PublishWithRetryOptions,
  messages: readonly OutgoingMessage[],
): Promise<void> => {
  const publish = async (): Promise<void> => {
    mayStillSend();
    // A server that hangs must not hold up the end.
    const sending = sink.publish(messages, { beforeSend: mayStillSend });
    await withGracePeriod(sending, { runtime, signal, graceMs: limits.publishDrainMs });
  };
  const isTransient = (error: unknown): boolean => errorCode(error) === 'BROKER_UNAVAILABLE';
  return retry(publish, { runtime, triesMax: triesMax, isTransient, signal });
};
