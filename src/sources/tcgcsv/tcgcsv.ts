/**
 * The source tcgcsv, and the sandbox marketplace, which serves the same format. A category is one list of groups (sets); a
 * group is a file of products and a file of prices. The site is written once a day, in one go, under one stamp.
 */
import { distance } from 'fastest-levenshtein';
import { type Game, parseIdentity } from '../../domain/cards/card.js';
import { scopeKey, type SetFacts } from '../../domain/cards/facts.js';
import { productTypeOf } from '../../domain/cards/product-type.js';
import { dayMs } from '../../domain/instant.js';
import type { SourceName } from '../../domain/source.js';
import { ledgerError } from '../../base/errors.js';
import type { FileContent, Source, SourceFile, SourceRun, SourceSettings } from '../../collecting/source.js';
import { vanishesAtOnce } from '../../collecting/withheld.js';
import { type Category, categoryOf } from '../tcgplayer-rows/categories.js';
import { parseGroups, parsePrices, parseProducts } from '../tcgplayer-rows/parse.js';
import { parseListing } from '../tcgplayer-rows/listing.js';
import { groupsPath, parseStamp, pricesPath, productsPath, stampPath } from './wire-format.js';

export interface TcgcsvSettings extends SourceSettings {
  /** Categories to follow, by number. */
  readonly categories: readonly number[];
}

const gameOf = (setId: string): Game => {
  const identity = parseIdentity(setId);
  if (identity === null) throw ledgerError('SET_NOT_FOUND', `"${setId}" is not a set id such as pokemon-604`);
  return identity.game;
};

interface CategorySet {
  readonly category: Category;
  readonly set: SetFacts;
  readonly group: number;
}

const groupsFile = (category: Category): SourceFile => {
  const path = groupsPath(category.id);
  const read = (text: string): FileContent => {
    const { omissions, ...sets } = parseGroups(category, parseListing(path, text));
    return { omissions, sets };
  };
  return { path, kind: 'sets', setId: null, read };
};

const pricesFile = ({ category, set, group }: CategorySet): SourceFile => {
  const path = pricesPath(category.id, group);
  const setId = set.set_id;
  return {
    path,
    kind: 'prices',
    setId,
    read: (text) => ({ prices: [parsePrices(category, setId, parseListing(path, text))] }),
  };
};

const productsFile = ({ category, set, group }: CategorySet): SourceFile => {
  const path = productsPath(category.id, group);
  const setId = set.set_id;
  const read = (text: string): FileContent => {
    const { omissions, ...cards } = parseProducts(category, setId, parseListing(path, text));
    return { omissions, cards: [cards] };
  };
  return { path, kind: 'cards', setId, read };
};

/**
 * Returns whether the products of a set are needed: the set is new, came back or was modified, its prices name a card that
 * is unknown or known in another set, or lack many cards at once, or the catalog is due. On a normal day that is a dozen
 * sets of 272.
 */
const needsProducts = (run: SourceRun, set: SetFacts, cardIds: readonly string[] | null): boolean => {
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

/** Gets the lists of groups. A set whose row cannot be read keeps the facts that are known of it. */
const fetchSets = async (run: SourceRun, categories: readonly Category[]): Promise<ListedSets> => {
  const sets = new Map<string, CategorySet>();
  const unread = new Set<string>();
  const unlisted = new Set<Game>();
  for (const category of categories) {
    const list = (await run.get(groupsFile(category)))?.sets;
    if (list === undefined) unlisted.add(category.game);
    const known = (list?.unread ?? []).flatMap((setId) => {
      const set = run.known.sets.get(setId);
      if (set === undefined || scopeKey(set) !== scopeKey(category)) unread.add(setId);
      else return [set];
      return [];
    });
    for (const set of [...(list?.sets ?? []), ...known]) {
      sets.set(set.set_id, { category, set, group: parseIdentity(set.set_id)?.number ?? 0 });
    }
  }
  return { sets, unread, unlisted };
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

const fetchSet = async (run: SourceRun, wanted: CategorySet): Promise<void> => {
  const { set } = wanted;
  const content = await run.get(pricesFile(wanted));
  if (content === null && !run.isRecorded(set.set_id)) return;
  const cardIds = content?.prices?.flatMap((list) => list.cardIds) ?? null;
  if (needsProducts(run, set, cardIds)) await run.get(productsFile(wanted));
};

const fetchFiles = async (run: SourceRun, followed: readonly Category[]): Promise<void> => {
  const { selection } = run;
  const wantedGames = selection?.map(gameOf);
  const categories = followed.filter(({ game }) => wantedGames?.includes(game) ?? true);
  const { sets, unread, unlisted } = await fetchSets(run, categories);
  const missing = selection?.find((setId) => !sets.has(setId) && !unread.has(setId) && !unlisted.has(gameOf(setId)));
  if (missing !== undefined) throw setNotListed(missing, sets);
  const setIds = selection?.filter((setId) => sets.has(setId)) ?? [...sets.keys()];
  await run.eachSet(setIds, async (setId) => {
    const wanted = sets.get(setId);
    if (wanted !== undefined) await fetchSet(run, wanted);
  });
};

/** Raised when the same body would be read differently. */
export const parserVersion = 2;

/** Creates the source. Throws CONFIG_INVALID for a category that the ledger cannot follow. */
export const createTcgcsvSource = (name: SourceName, settings: TcgcsvSettings): Source => {
  const followed = settings.categories.map((id) => {
    const category = categoryOf(id);
    if (category === undefined) throw ledgerError('CONFIG_INVALID', `tcgcsv: category ${id} cannot be followed`);
    return category;
  });
  return {
    name,
    settings,
    parserVersion,
    forbidsMissingFiles: true,
    // The site begins to publish at 20:00 and is done by 20:07.
    schedule: { cron: '30 20 * * *', lateAfterMs: dayMs / 2 },
    catalogRefreshMs: 7 * dayMs,
    productTypeOf,
    stamp: { path: stampPath, read: parseStamp },
    fetch: (run) => fetchFiles(run, followed),
  };
};
