/**
 * Guesses whether a stream is new, by the last one of its category: the streams of a page are mostly all new, as on a first
 * day, or all there. A stream that is likely new is appended to as new, without a read; the server refuses that if it is
 * there. Rejected: trying every stream as new, because one that is there then takes three calls: try, read, append.
 */

export interface LikelyNew {
  /** Returns whether the stream is to be tried as new. */
  guess(stream: string): boolean;
  /** Notes whether a stream, which was read or tried, was new. */
  note(stream: string, isNew: boolean): void;
  /** Notes that the log has no event: every stream is new. */
  noteEmptyLog(): void;
}

/** Creates the guesses of one log. Until a stream of a category was seen, its streams count as there. */
export const createLikelyNew = (): LikelyNew => {
  const categories = new Map<string, boolean>();
  let byDefault = false;
  const categoryOf = (stream: string): string => stream.slice(0, stream.indexOf('-'));
  return {
    guess: (stream) => categories.get(categoryOf(stream)) ?? byDefault,
    note: (stream, isNew) => void categories.set(categoryOf(stream), isNew),
    noteEmptyLog() {
      categories.clear();
      byDefault = true;
    },
  };
};
