/** A semaphore: work of many callers, a bounded number of it at once, in the order of the calls. */

export interface Semaphore {
  /** Runs `work` as soon as fewer than the bound run; settles as it does. */
  run<T>(work: () => Promise<T>): Promise<T>;
}

/** Creates a semaphore of `atOnceMax` permits. Rejected: p-limit, a dependency for twenty lines. */
export const createSemaphore = (atOnceMax: number): Semaphore => {
  const waiting: (() => void)[] = [];
  let running = 0;
  return {
    async run(work) {
      if (running >= atOnceMax) await new Promise<void>((resolve) => waiting.push(resolve));
      else running += 1;
      try {
        return await work();
      } finally {
        // The permit goes to the next caller, so that none overtakes it.
        const next = waiting.shift();
        if (next === undefined) running -= 1;
        else next();
      }
    },
  };
};
