/** How a try ended, and what follows from it. */
import { instantOf } from '../domain/instant.js';

export type Outcome =
  | { readonly outcome: 'delivered'; readonly status: number | null }
  | {
      /** Another try can succeed. */
      readonly outcome: 'retry';
      readonly status: number | null;
      readonly reason: string;
      readonly retryAfterMs: number | null;
      /** The receiver is overloaded: what else waits for it waits too. */
      readonly throttled: boolean;
    }
  | {
      /** No other try can succeed. */
      readonly outcome: 'failed';
      readonly status: number | null;
      readonly reason: string;
      /** The receiver wants nothing more: its channel is switched off. */
      readonly disable: boolean;
    };

/** Statuses by which a receiver says that it is overloaded, as Standard Webhooks has them. */
const throttlingStatuses: readonly number[] = [429, 502, 504];

/** Returns the milliseconds that Retry-After, seconds or an HTTP date, asks to wait; `null` if it asks for none. */
export const readRetryAfter = (text: string | undefined, now: Date): number | null => {
  if (text === undefined) return null;
  if (/^\d+$/.test(text)) return Number(text) * 1_000;
  const at = Date.parse(text);
  return Number.isNaN(at) ? null : Math.max(0, at - now.getTime());
};

/**
 * Judges a receiver's answer. Success is 2xx only. A redirection is a failure and not followed: it could lead to an address
 * that the owner did not name.
 */
export const outcomeOfStatus = (status: number, retryAfterMs: number | null): Outcome => {
  if (status >= 200 && status < 300) return { outcome: 'delivered', status };
  if (status === 410) return { outcome: 'failed', status, reason: 'the receiver is gone (410)', disable: true };
  const isRedirect = status >= 300 && status < 400;
  const reason = isRedirect ? `redirected (${status}); redirections are not followed` : `answered ${status}`;
  return { outcome: 'retry', status, reason, retryAfterMs, throttled: throttlingStatuses.includes(status) };
};

/** Returns the instant so many milliseconds after another. */
export const after = (at: Date, ms: number): string => instantOf(new Date(at.getTime() + ms));
