/** Work on many items, a bounded number of them at once. */
import assert from 'node:assert/strict';

/**
 * Returns the results of `work` in the order of `items`. Starts them in that order, at most `atOnceMax` (1 or more) at a
 * time. After the first rejection no further item is started; it is thrown once the work under way has settled.
 *
 * Rejected: p-map 7, which throws while other items are still under way: a lease would be released, or a connection
 * closed, with up to 255 calls still using it. With `stopOnError: false` it waits, but starts every remaining item first.
 */
export const inParallel = async <T, R>(
  items: readonly T[],
  atOnceMax: number,
  work: (item: T) => Promise<R>,
): Promise<R[]> => {
  assert(atOnceMax >= 1, 'at least one item at a time');
  const results = new Array<R>(items.length);
  const failures: unknown[] = [];
  const waiting = items.entries();
  const worker = async (): Promise<void> => {
    // The workers share one iterator: each takes the next item that no other has taken.
    for (const [index, item] of waiting) {
      try {
        results[index] = await work(item);
      } catch (error) {
        failures.push(error);
      }
      if (failures.length > 0) return;
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnceMax, items.length) }, worker));
  if (failures.length > 0) throw failures[0];
  return results;
};
