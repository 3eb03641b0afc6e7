/** An AbortSignal as a promise. */

/**
 * Resolves when `signal` aborts. The promise stays pending, and its listener is removed, when `until` aborts first.
 *
 * Rejected: `once(signal, 'abort')` of node:events, which never resolves for a signal that has aborted already.
 */
export const aborted = (signal: AbortSignal, until?: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true, ...(until && { signal: until }) });
  });
