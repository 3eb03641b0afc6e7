/**
 * Serialises the appends of this process to one stream. So a later append sees the ids of an earlier one, and of the same
 * batch sent twice at once only one gets `appended`. Other processes are detected by the expected revision.
 */

export interface StreamLocks {
  /** Runs `work` while no other work holds one of `streams`. Takes all locks at once, so that none deadlock. */
  withLocks<T>(streams: readonly string[], work: () => Promise<T>): Promise<T>;
}

/** Creates locks by stream name. */
export const createStreamLocks = (): StreamLocks => {
  /** Stream → the end of the last work that was queued for it. */
  const ends = new Map<string, Promise<unknown>>();
  return {
    async withLocks(streams, work) {
      const before = streams.flatMap((stream) => ends.get(stream) ?? []);
      const working = Promise.all(before).then(work);
      const end = working.then(
        () => undefined,
        () => undefined,
      );
      for (const stream of streams) ends.set(stream, end);
      try {
        return await working;
      } finally {
        for (const stream of streams) if (ends.get(stream) === end) ends.delete(stream);
      }
    },
  };
};
