/**
 * Values of sets at the starts of windows, remembered in the process from answer to answer. The newest prices move with every page
 * of a collection; what stood days ago changes only by events that say so (`pastTag`). So a start is computed once after a collection, and again
 * only after a late fact, a correction, a void, or a change of what sets consist of.
 *
 * Rejected: a table of values folded at each snapshot, because the fold would need the newest price of every key a second time, and the
 * history for each late fact (docs/adr/0017-set-values.md).
 */
import { LRUCache } from 'lru-cache';
import { valuesOfSets } from '../../../projections/catalog/set-values.js';
import type { ValuesAt } from '../../../projections/catalog/value-changes.js';
import type { SetValueAt } from '../../domain/prices/set-value.js';
import { pastTag } from '../../projecting/invalidation-tags.js';
import type { VersionVector } from '../../projecting/read-model-versions.js';
import type { Database } from '../../postgres/database.js';
import type { Dependencies } from './invalidation-index.js';
import type { ReadCache } from './read-cache.js';

/** Sets whose values are remembered, each at the starts of its newest windows. */
const setsMax = 10_000;

/** The read models that the values come from. */
const models = ['catalog', 'price_history', 'coverage'];

interface Remembered {
  readonly instants: string;
  readonly values: readonly SetValueAt[];
  readonly dependencies: Dependencies;
}

/** What tells of changes. */
type Follower = Pick<ReadCache, 'holds'>;

const memories = new WeakMap<Follower, LRUCache<string, Remembered>>();

const memoryOf = (cache: Follower): LRUCache<string, Remembered> => {
  const memory = memories.get(cache) ?? new LRUCache<string, Remembered>({ max: setsMax });
  memories.set(cache, memory);
  return memory;
};

/**
 * Returns the function that gives the values of sets at the starts of windows. `marks` are the versions of the read models of the
 * answer, read before. Without a cache, which hears of what changes, nothing is remembered.
 */
export const rememberPastValues = (
  { cache, database }: { readonly cache?: Follower | undefined; readonly database: Database },
  marks: VersionVector,
): ValuesAt => {
  if (cache === undefined) return (setIds, instants) => valuesOfSets(database, setIds, instants);
  const memory = memoryOf(cache);
  const own = Object.fromEntries(Object.entries(marks).filter(([model]) => models.includes(model)));
  const dependencies: Dependencies = { marks: own, tags: [pastTag], anyOf: [] };
  return async (setIds, instants) => {
    const asked = instants.join(' ');
    const known = new Map<string, readonly SetValueAt[]>();
    for (const setId of setIds) {
      const remembered = memory.get(setId);
      if (remembered?.instants === asked && cache.holds(remembered.dependencies, own))
        known.set(setId, remembered.values);
    }
    const unknown = setIds.filter((setId) => !known.has(setId));
    if (unknown.length === 0) return known;
    for (const [setId, values] of await valuesOfSets(database, unknown, instants)) {
      memory.set(setId, { instants: asked, values, dependencies });
      known.set(setId, values);
    }
    return known;
  };
};
