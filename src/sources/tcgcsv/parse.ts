/** Groups and products of tcgcsv as sets and cards. */
import { cardIdOf, setIdOf } from '../../domain/cards/card.js';
import type { CardFacts, SetFacts } from '../../domain/cards/facts.js';
import { productTypeOf } from '../../domain/cards/product-type.js';
import type { CardList, PriceList, SetList } from '../../collecting/source.js';
import type { Category } from './categories.js';
import { readPriceRow } from './price-row.js';
import { groupRow, type Listing, productRow } from './wire-format.js';

/** Absent, null and empty mean the same: the source states nothing. */
const stated = (text: string | null | undefined): string | null => (text === undefined || text === '' ? null : text);

/** Reads the groups of a category as sets. */
export const parseGroups = ({ id, game, language }: Category, listing: Listing): SetList => {
  const sets: SetFacts[] = [];
  for (const row of listing.rows) {
    const parsed = groupRow.safeParse(row);
    if (!parsed.success || parsed.data.categoryId !== id) continue;
    const group = parsed.data;
    const published = /^\d{4}-\d{2}-\d{2}(?=T|$)/.exec(group.publishedOn ?? '');
    sets.push({
      set_id: setIdOf(game, group.groupId),
      game,
      language,
      name: group.name,
      abbreviation: stated(group.abbreviation),
      published_on: published?.[0] ?? null,
      supplemental: group.isSupplemental ?? group.supplemental ?? false,
      source_modified_at: stated(group.modifiedOn),
    });
  }
  return { scope: { game, language }, sets, whole: !listing.partial && sets.length === listing.rows.length };
};

const extended = (rows: readonly { name: string; value: string }[]): Record<string, string> => {
  const attributes: Record<string, string> = {};
  for (const { name, value } of rows) if (value !== '') attributes[name] ??= value;
  return attributes;
};

/** Reads the products of a group as cards. */
export const parseProducts = ({ game, language }: Category, setId: string, listing: Listing): CardList => {
  const cards: CardFacts[] = [];
  for (const row of listing.rows) {
    const parsed = productRow.safeParse(row);
    if (!parsed.success || setIdOf(game, parsed.data.groupId) !== setId) continue;
    const product = parsed.data;
    const { Number: number, Rarity: rarity, ...attributes } = extended(product.extendedData ?? []);
    if ((number?.length ?? 0) > 100 || (rarity?.length ?? 0) > 100) continue;
    const presale = product.presaleInfo;
    cards.push({
      card_id: cardIdOf(game, product.productId),
      game,
      language,
      set_id: setId,
      name: product.name,
      clean_name: stated(product.cleanName),
      number: number ?? null,
      rarity: rarity ?? null,
      product_type: productTypeOf({ name: product.name, number: number ?? null, rarity: rarity ?? null, attributes }),
      image_url: stated(product.imageUrl),
      url: stated(product.url),
      presale: presale
        ? { is_presale: presale.isPresale, released_on: stated(presale.releasedOn), note: stated(presale.note) }
        : null,
      attributes,
    });
  }
  return { setId, cards, whole: !listing.partial && cards.length === listing.rows.length };
};

/** Reads the prices of a group. Rows are read when they are asked for; only their product is looked at before. */
export const parsePrices = (category: Category, setId: string, listing: Listing): PriceList => {
  const { rows, partial } = listing;
  const cardIds = new Set<string>();
  let readable = true;
  for (const row of rows) {
    const product = typeof row === 'object' && row !== null && 'productId' in row ? row.productId : undefined;
    const isId = typeof product === 'number' && Number.isInteger(product) && product > 0 && product <= 9_999_999_999;
    if (isId) cardIds.add(cardIdOf(category.game, product));
    else readable = false;
  }
  const readRows = function* () {
    for (const row of rows) yield readPriceRow(category, row);
  };
  return { setId, cardIds: [...cardIds], readable, whole: !partial, rows: rows.length, readRows };
};
