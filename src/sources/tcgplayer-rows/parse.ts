/** Lists of TCGplayer and tcgcsv as sets, cards and prices. */
import { cardIdOf } from '../../domain/cards/card.js';
import { canonicalJson } from '../../domain/ids.js';
import type { CardList, PriceList, RowOmission, SetList } from '../../collecting/source.js';
import { type ReadRow, readGroup, readProduct } from './catalog-rows.js';
import type { Category } from './categories.js';
import { readPriceRow } from './price-row.js';
import { omittedRow } from './row-fields.js';
import { type Listing, rowId } from './listing.js';

interface CatalogRows<Facts> {
  /** By id. */
  readonly taken: ReadonlyMap<string, Facts>;
  /** Ids of rows that are named and not taken. */
  readonly unread: readonly string[];
  /** Whether every row names what it is a row of, and none is missing. */
  readonly whole: boolean;
  readonly omissions: readonly RowOmission[];
}

/** Gathers rows by id. Of several rows with one id the first counts; one that says something else is noted. */
const gather = <Facts>(
  { rows, totalItems, faulty }: Listing,
  setId: string | null,
  read: (row: unknown, at: number) => ReadRow<Facts>,
): CatalogRows<Facts> => {
  const taken = new Map<string, Facts>();
  const unread = new Set<string>();
  const omissions: RowOmission[] = [];
  let nameless = 0;
  for (const [at, row] of rows.entries()) {
    const { id, facts, omissions: own } = read(row, at);
    const first = id === null ? undefined : taken.get(id);
    if (first !== undefined) {
      // A row that repeats another word for word says nothing; one that cannot be read or says otherwise is noted.
      if (facts === null) omissions.push(...own);
      else if (canonicalJson(facts) !== canonicalJson(first)) {
        omissions.push(omittedRow(setId ?? id, `results.${at}`, `${id} stands more than once with other facts`));
      }
      continue;
    }
    omissions.push(...own);
    if (id === null) nameless += 1;
    else if (facts === null) unread.add(id);
    else taken.set(id, facts);
  }
  for (const id of taken.keys()) unread.delete(id);
  const named = taken.size + unread.size + nameless;
  const whole = !faulty && nameless === 0 && (totalItems ?? 0) <= named;
  return { taken, unread: [...unread], whole, omissions };
};

/** A list with what was not taken of it. */
type WithOmissions<List> = List & { readonly omissions: readonly RowOmission[] };

/** Reads the groups of a category as sets. */
export const parseGroups = (category: Category, listing: Listing): WithOmissions<SetList> => {
  const { taken, unread, whole, omissions } = gather(listing, null, (row, at) => readGroup(category, row, at));
  const { game, language } = category;
  return { scope: { game, language }, sets: [...taken.values()], unread, whole, omissions };
};

/** Reads the products of a group as cards. */
export const parseProducts = (category: Category, setId: string, listing: Listing): WithOmissions<CardList> => {
  const rows = gather(listing, setId, (row, at) => readProduct(category, setId, row, at));
  const { taken, unread, whole, omissions } = rows;
  return { setId, cards: [...taken.values()], unread, whole, omissions };
};

/** Reads the prices of a group. Rows are read when they are asked for; only their product is looked at before. */
export const parsePrices = (category: Category, setId: string, listing: Listing): PriceList => {
  const { rows, totalItems, faulty } = listing;
  const cardIds = new Set<string>();
  let readable = true;
  for (const row of rows) {
    const product = rowId.safeParse((row as { productId?: unknown } | null)?.productId);
    if (product.success) cardIds.add(cardIdOf(category.game, product.data));
    else readable = false;
  }
  const readRows = function* () {
    for (const row of rows) yield readPriceRow(category, row);
  };
  const whole = !faulty && (totalItems ?? 0) <= rows.length;
  return { setId, cardIds: [...cardIds], readable, whole, rows: rows.length, readRows };
};
