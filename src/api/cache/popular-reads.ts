/** Which reads clients ask most often, so that they can be computed again before anyone asks. */
import { LRUCache } from 'lru-cache';

/** Reads that are counted at once; the one asked longest ago is forgotten first. */
const countedMax = 5_000;

export interface PopularReads {
  /** Notes that a read was asked. */
  note(url: string): void;
  /** Returns the `count` reads asked most often, the most popular first, and lets earlier ones count half from now on. */
  take(count: number): string[];
}

/** Creates the counts of one process. */
export const createPopularReads = (): PopularReads => {
  const counts = new LRUCache<string, { asked: number }>({ max: countedMax });
  return {
    note(url) {
      const count = counts.get(url);
      if (count === undefined) counts.set(url, { asked: 1 });
      else count.asked += 1;
    },
    take(count) {
      const all = [...counts.entries()].sort(([, a], [, b]) => b.asked - a.asked);
      for (const [, each] of all) each.asked /= 2;
      return all.slice(0, count).map(([url]) => url);
    },
  };
};
