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

export const useCommandKey = (): CommandKey => {
  const key = useRef<string | null>(null);
  return {
    next: () => (key.current ??= crypto.randomUUID()),
    settle(error) {
      const isUnknown = error instanceof ApiError && (error.status === 0 || error.status >= 500);
      if (!isUnknown) key.current = null;
    },
    drop() {
      key.current = null;
    },
  };
};
