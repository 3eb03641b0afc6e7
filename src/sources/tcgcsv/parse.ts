/** From tcgcsv's groups and products to what the ledger says of sets and cards. */
import { cardIdOf, categoryOfGame, type Game, setIdOf } from '../../domain/cards/card.js';
import type { EventData } from '../../domain/events.js';
import { groupRow, type Listing, productRow } from './wire-format.js';

/** A set or card as the source lists it: the event's data without who says so. */
export type SetFacts = Omit<EventData<'SetListed'>, 'source' | 'collection'>;
export type CardFacts = Omit<EventData<'CardListed'>, 'source' | 'collection'>;

export interface Parsed<T> {
  readonly items: readonly T[];
  /** Nothing is missing and every row could be read: what is not in it is not there. */
  readonly whole: boolean;
}

/** Absent, null and empty are one to a reader: the source says nothing. */
const said = (text: string | null | undefined): string | null => (text === undefined || text === '' ? null : text);

export const parseGroups = (game: Game, listing: Listing): Parsed<SetFacts> => {
  const items: SetFacts[] = [];
  for (const row of listing.rows) {
    const parsed = groupRow.safeParse(row);
    if (!parsed.success || parsed.data.categoryId !== categoryOfGame[game]) continue;
    const group = parsed.data;
    const published = /^\d{4}-\d{2}-\d{2}(?=T|$)/.exec(group.publishedOn ?? '');
    items.push({
      set_id: setIdOf(game, group.groupId),
      game,
      name: group.name,
      abbreviation: said(group.abbreviation),
      published_on: published?.[0] ?? null,
      supplemental: group.isSupplemental ?? group.supplemental ?? false,
      source_modified_at: said(group.modifiedOn),
    });
  }
  return { items, whole: !listing.partial && items.length === listing.rows.length };
};

const extended = (rows: readonly { name: string; value: string }[]): Record<string, string> => {
  const attributes: Record<string, string> = {};
  for (const { name, value } of rows) if (value !== '') attributes[name] ??= value;
  return attributes;
};

/** A product is a single card when it carries a number or a rarity; sealed products carry neither (tcgcsv docs). */
export const parseProducts = (game: Game, setId: string, listing: Listing): Parsed<CardFacts> => {
  const items: CardFacts[] = [];
  for (const row of listing.rows) {
    const parsed = productRow.safeParse(row);
    if (!parsed.success || setIdOf(game, parsed.data.groupId) !== setId) continue;
    const product = parsed.data;
    const { Number: number, Rarity: rarity, ...attributes } = extended(product.extendedData ?? []);
    if ((number?.length ?? 0) > 100 || (rarity?.length ?? 0) > 100) continue;
    const presale = product.presaleInfo;
    items.push({
      card_id: cardIdOf(game, product.productId),
      game,
      set_id: setId,
      name: product.name,
      clean_name: said(product.cleanName),
      number: number ?? null,
      rarity: rarity ?? null,
      product_type: number !== undefined || rarity !== undefined ? 'single' : 'sealed',
      image_url: said(product.imageUrl),
      url: said(product.url),
      presale: presale
        ? { is_presale: presale.isPresale, released_on: said(presale.releasedOn), note: said(presale.note) }
        : null,
      attributes,
    });
  }
  return { items, whole: !listing.partial && items.length === listing.rows.length };
};

/**
 * Card ids that a price file names, in file order, each once; `readable` unless some row names no product: that row may
 * be any card's.
 */
export const cardsPriced = (game: Game, listing: Listing): { cardIds: string[]; readable: boolean } => {
  const ids = new Set<string>();
  let readable = true;
  for (const row of listing.rows) {
    const product = typeof row === 'object' && row !== null && 'productId' in row ? row.productId : undefined;
    const isId = typeof product === 'number' && Number.isInteger(product) && product > 0 && product <= 9_999_999_999;
    if (isId) ids.add(cardIdOf(game, product));
    else readable = false;
  }
  return { cardIds: [...ids], readable };
};
