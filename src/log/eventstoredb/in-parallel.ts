/** Work on many things, so many at once, begun in their order. */

/** Does `work` on each of `items`. It must not reject: who does the work keeps what went wrong. */
export const inParallel = async <T>(
  items: readonly T[],
  atOnceMax: number,
  work: (item: T) => Promise<void>,
): Promise<void> => {
  let next = 0;
  const run = async (): Promise<void> => {
    while (next < items.length) {
      const item = items[next] as T;
      next += 1;
      await work(item);
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnceMax, items.length) }, run));
};
