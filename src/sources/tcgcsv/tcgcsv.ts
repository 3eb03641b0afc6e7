/**
 * The source tcgcsv, and the sandbox marketplace, which serves the same format. A category is one list of groups (sets); a
 * group is a file of products and a file of prices. The site is written once a day, in one go, under one stamp.
 */
import { productTypeOf } from '../../domain/cards/product-type.js';
import { dayMs } from '../../domain/instant.js';
import type { SourceName } from '../../domain/source.js';
import type { FileContent, Source, SourceFile, SourceRun, SourceSettings } from '../../collecting/source.js';
import type { Category } from '../tcgplayer-rows/categories.js';
import {
  type CategorySet,
  fetchSets,
  followedCategories,
  needsProducts,
  type SetFetching,
} from '../tcgplayer-rows/fetch-sets.js';
import { parseListing } from '../tcgplayer-rows/listing.js';
import { parseGroups, parsePrices, parseProducts } from '../tcgplayer-rows/parse.js';
import { groupsPath, parseStamp, pricesPath, productsPath, stampPath } from './wire-format.js';

export interface TcgcsvSettings extends SourceSettings {
  /** Categories to follow, by number. */
  readonly categories: readonly number[];
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

const fetchSet = async (run: SourceRun, wanted: CategorySet): Promise<void> => {
  const { set } = wanted;
  const content = await run.get(pricesFile(wanted));
  if (content === null && !run.isRecorded(set.set_id)) return;
  const cardIds = content?.prices?.flatMap((list) => list.cardIds) ?? null;
  if (needsProducts(run, set, cardIds)) await run.get(productsFile(wanted));
};

const fetching: SetFetching = {
  list: async (run, category) => (await run.get(groupsFile(category)))?.sets,
  files: fetchSet,
  // They are part of the stamp, and say what was modified.
  listsForKnown: true,
};

/** Raised when the same body would be read differently. */
export const parserVersion = 2;

/** Creates the source. Throws CONFIG_INVALID for a category that the ledger cannot follow. */
export const createTcgcsvSource = (name: SourceName, settings: TcgcsvSettings): Source => {
  const followed = followedCategories(name, settings.categories);
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
    fetch: (run) => fetchSets(run, followed, fetching),
  };
};
