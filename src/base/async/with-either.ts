/** Work that ends when any of several signals aborts. */

/**
 * Does the work with a signal that aborts with the first of `signals`, and with its reason. Lets go of them when the work is over.
 *
 * Rejected: AbortSignal.any, because a signal that lives as long as the process keeps some 60 bytes of each signal that was ever made of it
 * (Node 20): a poll a second costs 5 MB a day, and one whose listener stays 1 kB each.
 */
export const withEither = async <T>(
  signals: readonly AbortSignal[],
  work: (either: AbortSignal) => Promise<T>,
): Promise<T> => {
  const either = new AbortController();
  const listeners = signals.map((signal) => {
    const stop = (): void => either.abort(signal.reason);
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, { once: true });
    return () => signal.removeEventListener('abort', stop);
  });
  try {
    return await work(either.signal);
  } finally {
    for (const leave of listeners) leave();
  }
};
