/** Keys of commands: each is done once, however often it is sent (docs/commands.md). */
import { useRef } from 'preact/hooks';
import { ApiError } from './api.js';

export interface CommandKey {
  /** Returns the key of the next sending. */
  readonly next: () => string;
  /** Says how the sending ended. The key is used again only where the outcome is not known: a refusal would come again with it. */
  readonly settle: (error: unknown) => void;
  /** What is sent next is another command. */
  readonly drop: () => void;
}

/** Returns a random key. `crypto.randomUUID` is there on encrypted pages and loopback only: a ledger in one's own network may be neither. */
export const newCommandKey = (): string =>
  Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');

export const useCommandKey = (): CommandKey => {
  const key = useRef<string | null>(null);
  return {
    next: () => (key.current ??= newCommandKey()),
    settle(error) {
      const isUnknown = error instanceof ApiError && (error.status === 0 || error.status >= 500);
      if (!isUnknown) key.current = null;
    },
    drop() {
      key.current = null;
    },
  };
};
