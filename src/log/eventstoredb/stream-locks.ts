/**
 * Appends of this process to one stream come one after another: the later one knows then what the earlier one wrote, and
 * the same batch sent twice at once is called appended only once. Other processes are met by the expected revision.
 */

export interface StreamLocks {
  /** Works while no other work holds one of `streams`. Locks are taken all at once, so that none wait in a circle. */
  holding<T>(streams: readonly string[], work: () => Promise<T>): Promise<T>;
}

export const createStreamLocks = (): StreamLocks => {
  /** The end of the last work that wants the stream. */
  const ends = new Map<string, Promise<unknown>>();
  return {
    async holding(streams, work) {
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
