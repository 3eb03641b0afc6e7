/** The pages of groups and products. */
import type { SetFacts } from '../../domain/cards/facts.js';
import type { RowOmission, SetList, SourceFile } from '../../collecting/source.js';
import type { Category } from '../tcgplayer-rows/categories.js';
import type { CategorySet } from '../tcgplayer-rows/fetch-sets.js';
import { type Listing, parseListing } from '../tcgplayer-rows/listing.js';
import { parseGroups, parseProducts } from '../tcgplayer-rows/parse.js';
import { omittedRow } from '../tcgplayer-rows/row-fields.js';
import { areWhole, noPages, type Page, type Pages, withPage } from './pages.js';
import { readSkus, type Sku } from './skus.js';
import { groupsPath, productsPath } from './wire-format.js';

/** A page as a list of its own: what the source counts is the whole list. */
const ofPage = (listing: Listing): Listing => ({ ...listing, totalItems: null });

/** Notes rows that an earlier page has shown. They say nothing new, and others are missing for them. */
const overlap = (setId: string | null, ids: readonly string[], before: Pages): readonly RowOmission[] => {
  const again = ids.filter((id) => before.ids.has(id)).length;
  return again === 0 ? [] : [omittedRow(setId, 'results', `${again} rows stand on an earlier page too`)];
};

/** A page of groups. The last one has the list of all. */
export interface GroupsPage extends Page {
  /** Sets of the pages up to this one. */
  readonly setsSoFar: readonly SetFacts[];
  readonly unreadSoFar: readonly string[];
}

/** Returns the page of groups that follows `before`. */
export const groupsFile = (category: Category, before: GroupsPage | null): SourceFile<GroupsPage> => {
  const pages = before?.pages ?? noPages;
  const path = groupsPath(category.id, pages.received);
  const read = (text: string): GroupsPage => {
    const listing = parseListing(path, text);
    const { scope, sets, unread, whole, omissions } = parseGroups(category, ofPage(listing));
    const ids = [...sets.map(({ set_id }) => set_id), ...unread];
    const now = withPage(pages, listing, { ids, readable: whole });
    const setsSoFar = [...(before?.setsSoFar ?? []), ...sets.filter(({ set_id }) => !pages.ids.has(set_id))];
    const named = new Set(setsSoFar.map(({ set_id }) => set_id));
    const unreadSoFar = [...new Set([...(before?.unreadSoFar ?? []), ...unread])].filter((id) => !named.has(id));
    const list: SetList = { scope, sets: setsSoFar, unread: unreadSoFar, whole: areWhole(now) };
    return {
      pages: now,
      setsSoFar,
      unreadSoFar,
      omissions: [...omissions, ...overlap(null, ids, pages)],
      ...(now.ended ? { sets: list } : {}),
    };
  };
  return { path, kind: 'sets', setId: null, read };
};

/** A page of products. */
export interface ProductsPage extends Page {
  /** SKUs of the page's products, where they were asked for. */
  readonly skus: readonly Sku[];
  /** Whether every SKU of the page could be read. */
  readonly skusReadable: boolean;
}

/**
 * Returns the page of products that follows `before`. With SKUs it is needed for the prices of the set; otherwise it may wait
 * for a later run.
 */
export const productsFile = (
  { category, set, group }: CategorySet,
  before: ProductsPage | null,
  withSkus: boolean,
): SourceFile<ProductsPage> => {
  const pages = before?.pages ?? noPages;
  const setId = set.set_id;
  const path = productsPath(group, pages.received, withSkus);
  const read = (text: string): ProductsPage => {
    const listing = parseListing(path, text);
    const { cards, unread, whole, omissions } = parseProducts(category, setId, ofPage(listing));
    const ids = [...cards.map(({ card_id }) => card_id), ...unread];
    const now = withPage(pages, listing, { ids, readable: whole });
    const isNew = (id: string): boolean => !pages.ids.has(id);
    const skus = withSkus ? readSkus(category, setId, listing.rows) : { skus: [], omissions: [] };
    return {
      pages: now,
      skus: skus.skus,
      skusReadable: skus.omissions.length === 0,
      omissions: [...omissions, ...skus.omissions, ...overlap(setId, ids, pages)],
      cards: [
        {
          setId,
          cards: cards.filter(({ card_id }) => isNew(card_id)),
          unread: unread.filter(isNew),
          // The last page answers for all: a set counts as whole if each of its files does.
          whole: now.ended ? areWhole(now) : whole,
        },
      ],
    };
  };
  return { path, kind: withSkus ? 'prices' : 'cards', setId, read };
};
