/**
 * Which sets and files of TCGplayer's catalog a run needs: the lists of groups of its categories, then each set. TCGplayer and
 * tcgcsv differ only in how a list and a set are asked for.
 */
import { distance } from 'fastest-levenshtein';
import { type Game, parseIdentity } from '../../domain/cards/card.js';
import { scopeKey, type SetFacts } from '../../domain/cards/facts.js';
import { ledgerError } from '../../base/errors.js';
import type { SetList, SourceRun } from '../../collecting/source.js';
import { vanishesAtOnce } from '../../collecting/withheld.js';
import { type Category, categoryOf } from './categories.js';

/** A set and where it is in the source. */
export interface CategorySet {
  readonly category: Category;
  readonly set: SetFacts;
  readonly group: number;
}

/** How a marketplace asks for its files. */
export interface SetFetching {
  /** Gets the list of groups of a category; `undefined` if it could not be had. */
  readonly list: (run: SourceRun, category: Category) => Promise<SetList | undefined>;
  /** Gets the files of a set. */
  readonly files: (run: SourceRun, wanted: CategorySet) => Promise<void>;
  /** Whether the lists are asked for though every selected set is in the catalog. */
  readonly listsForKnown: boolean;
}

/** Returns the categories of the numbers. Throws CONFIG_INVALID for one that the ledger cannot follow. */
export const followedCategories = (source: string, ids: readonly number[]): readonly Category[] =>
  ids.map((id) => {
    const category = categoryOf(id);
    if (category === undefined) throw ledgerError('CONFIG_INVALID', `${source}: category ${id} cannot be followed`);
    return category;
  });

const gameOf = (setId: string): Game => {
  const identity = parseIdentity(setId);
  if (identity === null) throw ledgerError('SET_NOT_FOUND', `"${setId}" is not a set id such as pokemon-604`);
  return identity.game;
};

/**
 * Returns whether the products of a set are needed: the set is new, came back or was modified, its prices name a card that
 * is unknown or known in another set, or lack many cards at once, or the catalog is due. On a normal day that is a dozen
 * sets of 272.
 */
export const needsProducts = (run: SourceRun, set: SetFacts, cardIds: readonly string[] | null): boolean => {
  const { known, catalogDue } = run;
  const knownSet = known.sets.get(set.set_id);
  if (catalogDue || knownSet === undefined || knownSet.withdrawn) return true;
  if (knownSet.source_modified_at !== set.source_modified_at) return true;
  if (cardIds === null) return false;
  // Whether the cards are still listed decides what becomes of their prices.
  if (vanishesAtOnce(run.known, set.set_id, new Set(cardIds))) return true;
  return cardIds.some((cardId) => {
    const card = known.cards.get(cardId);
    return card === undefined || card.withdrawn || card.setId !== set.set_id;
  });
};

interface ListedSets {
  readonly sets: Map<string, CategorySet>;
  /** Sets that are listed in a row that cannot be read, and unknown besides. */
  readonly unread: Set<string>;
  /** Games of which a list could not be had. */
  readonly unlisted: Set<Game>;
}

const placed = (category: Category, set: SetFacts): CategorySet => ({
  category,
  set,
  group: parseIdentity(set.set_id)?.number ?? 0,
});

/** Gets the lists of groups. A set whose row cannot be read keeps the facts that are known of it. */
const fetchLists = async (
  run: SourceRun,
  categories: readonly Category[],
  list: SetFetching['list'],
): Promise<ListedSets> => {
  const sets = new Map<string, CategorySet>();
  const unread = new Set<string>();
  const unlisted = new Set<Game>();
  for (const category of categories) {
    const listed = await list(run, category);
    if (listed === undefined) unlisted.add(category.game);
    const known = (listed?.unread ?? []).flatMap((setId) => {
      const set = run.known.sets.get(setId);
      if (set === undefined || scopeKey(set) !== scopeKey(category)) unread.add(setId);
      else return [set];
      return [];
    });
    for (const set of [...(listed?.sets ?? []), ...known]) sets.set(set.set_id, placed(category, set));
  }
  return { sets, unread, unlisted };
};

/** Returns the selected sets as the catalog has them; `null` if it lacks one. */
const knownSelection = (run: SourceRun, followed: readonly Category[]): Map<string, CategorySet> | null => {
  if (run.selection === null) return null;
  const sets = new Map<string, CategorySet>();
  for (const setId of run.selection) {
    const set = run.known.sets.get(setId);
    const category = set === undefined ? undefined : followed.find((each) => scopeKey(each) === scopeKey(set));
    if (set === undefined || set.withdrawn || category === undefined) return null;
    sets.set(setId, placed(category, set));
  }
  return sets;
};

/** Sets that an error about an unknown one names. */
const nearestSets = 3;

/** Returns SET_NOT_FOUND with the listed sets whose ids are nearest to the one asked for. */
const setNotListed = (setId: string, sets: ReadonlyMap<string, CategorySet>): Error => {
  const nearest = [...sets.values()]
    .map(({ set }) => ({ text: `${set.set_id} (${set.name})`, far: distance(set.set_id, setId) }))
    .sort((a, b) => a.far - b.far)
    .slice(0, nearestSets);
  const names = nearest.map(({ text }) => text).join(', ');
  const there = nearest.length === 0 ? 'it lists none' : `the nearest of ${sets.size} are ${names}`;
  return ledgerError('SET_NOT_FOUND', `the source lists no set ${setId}; ${there}`, { details: { set: there } });
};

/** Gets the lists and the sets of a run. Throws SET_NOT_FOUND for a selected set that the source does not list. */
export const fetchSets = async (
  run: SourceRun,
  followed: readonly Category[],
  { list, files, listsForKnown }: SetFetching,
): Promise<void> => {
  const { selection } = run;
  const wantedGames = selection?.map(gameOf);
  const inCatalog = listsForKnown ? null : knownSelection(run, followed);
  const categories = followed.filter(({ game }) => wantedGames?.includes(game) ?? true);
  const { sets, unread, unlisted } =
    inCatalog === null
      ? await fetchLists(run, categories, list)
      : { sets: inCatalog, unread: new Set<string>(), unlisted: new Set<Game>() };
  const missing = selection?.find((setId) => !sets.has(setId) && !unread.has(setId) && !unlisted.has(gameOf(setId)));
  if (missing !== undefined) throw setNotListed(missing, sets);
  const setIds = selection?.filter((setId) => sets.has(setId)) ?? [...sets.keys()];
  await run.eachSet(setIds, async (setId) => {
    const wanted = sets.get(setId);
    if (wanted !== undefined) await files(run, wanted);
  });
};
