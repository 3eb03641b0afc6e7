/**
 * The source TCGplayer, by its API and a key of one's own: the marketplace that tcgcsv mirrors once a day. A category is a list
 * of groups (sets) in pages; a group is a list of products in pages, and one list of prices. Conditions and languages are
 * prices of SKUs, asked for only where wanted.
 */
import { productTypeOf } from '../../domain/cards/product-type.js';
import { dayMs } from '../../domain/instant.js';
import type { SourceName } from '../../domain/source.js';
import type { Authorisation, Source, SourceFile, SourceRun, SourceSettings } from '../../collecting/source.js';
import type { Category } from '../tcgplayer-rows/categories.js';
import {
  type CategorySet,
  fetchSets,
  followedCategories,
  needsProducts,
  type SetFetching,
} from '../tcgplayer-rows/fetch-sets.js';
import { parseListing } from '../tcgplayer-rows/listing.js';
import { parsePrices } from '../tcgplayer-rows/parse.js';
import { type GroupsPage, groupsFile, type ProductsPage, productsFile } from './catalog-files.js';
import { areWhole, fetchPages } from './pages.js';
import { batchesOf, skuPricesFile } from './sku-prices.js';
import { type SkuWords, wordsFiles } from './skus.js';
import { storeConsent, type StoreConsentSettings } from './store-consent.js';
import { pricesPath, readAnswer, tokenPath } from './wire-format.js';

export interface TcgplayerSettings extends SourceSettings, StoreConsentSettings {
  /** Categories to follow, by number. */
  readonly categories: readonly number[];
  /** Whether prices by condition and language are asked for: some four times as many requests. */
  readonly conditions: boolean;
}

const pricesFile = ({ category, set, group }: CategorySet): SourceFile => {
  const path = pricesPath(group);
  const setId = set.set_id;
  return {
    path,
    kind: 'prices',
    setId,
    read: (text) => ({ prices: [parsePrices(category, setId, parseListing(path, text))] }),
  };
};

/** Gets the prices by condition and language of a set: its products with their SKUs, and the prices of these. */
const fetchSkuPrices = async (run: SourceRun, wanted: CategorySet, words: SkuWords): Promise<void> => {
  const pages: ProductsPage[] = [];
  const last = await fetchPages<ProductsPage>(run, (before) => {
    if (before !== null) pages.push(before);
    return productsFile(wanted, before, true);
  });
  if (last === null) return;
  pages.push(last);
  const skus = pages.flatMap((page) => page.skus);
  const whole = areWhole(last.pages) && pages.every(({ skusReadable }) => skusReadable);
  for (const batch of batchesOf({ setId: wanted.set.set_id, skus, words, whole })) await run.get(skuPricesFile(batch));
};

/** Gets the tables of a category; `null` if one could not be had. */
const fetchWords = async (run: SourceRun, category: Category): Promise<SkuWords | null> => {
  const files = wordsFiles(category);
  const printings = (await run.get(files.printings))?.words;
  const conditions = (await run.get(files.conditions))?.words;
  const languages = (await run.get(files.languages))?.words;
  if (printings === undefined || conditions === undefined || languages === undefined) return null;
  return { printings, conditions, languages };
};

/** Creates what a run asks for. The tables of a category are asked for once a run, and only where conditions are wanted. */
const fetchingOf = ({ conditions }: TcgplayerSettings): SetFetching => {
  const tables = new Map<number, Promise<SkuWords | null>>();
  const wordsOf = (run: SourceRun, category: Category): Promise<SkuWords | null> => {
    const words = tables.get(category.id) ?? fetchWords(run, category);
    tables.set(category.id, words);
    return words;
  };
  return {
    list: async (run, category) => (await fetchPages<GroupsPage>(run, (before) => groupsFile(category, before)))?.sets,
    files: async (run, wanted) => {
      const { set } = wanted;
      const words = conditions ? await wordsOf(run, wanted.category) : null;
      // Without the tables the prices by condition would look withdrawn.
      if (conditions && words === null) return;
      const content = await run.get(pricesFile(wanted));
      if (content === null && !run.isRecorded(set.set_id)) return;
      if (words !== null && !run.isRecorded(set.set_id)) {
        await fetchSkuPrices(run, wanted, words);
        return;
      }
      const cardIds = content?.prices?.flatMap((list) => list.cardIds) ?? null;
      if (!needsProducts(run, set, cardIds)) return;
      await fetchPages<ProductsPage>(run, (before) => productsFile(wanted, before, false));
    },
    // Selected sets are visited up to every hour: a list of groups each time would cost more than their prices.
    listsForKnown: false,
  };
};

const authorisationOf = (settings: TcgplayerSettings): Authorisation => {
  const form = {
    grant_type: 'client_credentials',
    client_id: settings.publicKey,
    client_secret: settings.privateKey,
  };
  return { path: tokenPath, form, scheme: 'bearer', consent: storeConsent(settings, form) };
};

/** Creates the source. Throws CONFIG_INVALID for a category that the ledger cannot follow. */
export const createTcgplayerSource = (name: SourceName, settings: TcgplayerSettings): Source => {
  const followed = followedCategories(name, settings.categories);
  return {
    name,
    settings,
    parserVersion: 1,
    forbidsMissingFiles: false,
    authorisation: authorisationOf(settings),
    readAnswer,
    // After tcgcsv, which is done by 21:00: the two show the same evening.
    schedule: { cron: '0 21 * * *', lateAfterMs: 0 },
    ring: { cron: '30 * * * *', cardsMax: 1_000, requestsOfSet: settings.conditions ? 10 : 1, scopes: followed },
    catalogRefreshMs: 7 * dayMs,
    productTypeOf,
    // Prices have no stamp of their own: they are those of the moment at which they are asked for.
    stamp: null,
    fetch: (run) => fetchSets(run, followed, fetchingOf(settings)),
  };
};
