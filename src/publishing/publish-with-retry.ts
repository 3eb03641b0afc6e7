/** One delivery to a sink, tried as often as a moment's trouble deserves. */
import { errorCode } from '../base/errors.js';
import { limits } from '../base/limits.js';
import type { Runtime } from '../base/runtime.js';
import { withGracePeriod } from '../base/async/deadline.js';
import { retry } from '../base/async/retry.js';
import type { EventSink, OutgoingMessage } from './event-sink.js';

export interface PublishWithRetryOptions {
  readonly sink: EventSink;
  readonly runtime: Runtime;
  /** Called before each try; throws when nothing may be sent any more. */
  readonly mayStillSend: () => void;
  /** Ends the trying. A try under way is given limits.publishDrainMs to be acknowledged. */
  readonly signal: AbortSignal;
}

/**
 * Publishes `messages`; returns when they are acknowledged. Trouble that may pass (a leader that moves, a broker that
 * starts) is waited out for limits.publishTriesMax tries, and then thrown: BROKER_UNAVAILABLE. MESSAGE_REFUSED and what
 * `mayStillSend` throws is thrown at once.
 */
export const publishWithRetry = async (
  delivery: PublishWithRetryOptions,
  messages: readonly OutgoingMessage[],
): Promise<void> => {
  const { sink, runtime, mayStillSend, signal } = delivery;
  const publish = async (): Promise<void> => {
    mayStillSend();
    // A server that hangs must not hold up an end.
    const sending = sink.publish(messages, { beforeSend: mayStillSend });
    await withGracePeriod(sending, { runtime, signal, graceMs: limits.publishDrainMs });
  };
  const isTransient = (error: unknown): boolean => errorCode(error) === 'BROKER_UNAVAILABLE';
  await retry(publish, { runtime, triesMax: limits.publishTriesMax, isTransient, signal });
};
