/** A group as a set and a product as a card. A row is taken as far as it is good; without an id or a name it is not. */
import { cardIdOf, setIdOf } from '../../domain/cards/card.js';
import type { CardFacts, SetFacts } from '../../domain/cards/facts.js';
import { productTypeOf } from '../../domain/cards/product-type.js';
import type { RowOmission } from '../../collecting/source.js';
import type { Category } from './categories.js';
import { dayOfText, describe, notAnId, omittedRow, openRow, type RowFields } from './row-fields.js';
import { rowId } from './listing.js';

/** A row as it was read. */
export interface ReadRow<Facts> {
  /** Id of the set or card that the row names; `null` if it names none of this file. */
  readonly id: string | null;
  /** `null` if the row is not taken. */
  readonly facts: Facts | null;
  readonly omissions: readonly RowOmission[];
}

/** Texts of a product, together: an event with all of them fits the log with room to spare. */
const attributesBytesMax = 100_000;
const attributeNameMax = 200;
const attributeValueMax = 20_000;

const idOf = (value: unknown): number | null => rowId.safeParse(value).data ?? null;

/** Returns a name: a text with something in it. */
const nameOf = (fields: RowFields, name: string, max: number): string | null => {
  const text = fields.text(name, { max, tooLong: 'cut' });
  return text === null || text.trim() === '' ? null : text;
};

/** Zone-less, as the format has it. With a zone it is the moment of a crawl, and every day would be a change. */
const modified = /^\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?$/;

const publishedOn = (group: RowFields): string | null => {
  const text = group.text('publishedOn', { max: 40, tooLong: 'drop' });
  if (text === null) return null;
  const day = dayOfText(text);
  // The moment of a crawl is usual, and worth no note; a day that does not exist is.
  if (day === null && dayOfText(text.slice(0, 10)) === null) group.omit('publishedOn', `"${text}" is not a day`);
  return day;
};

/** Reads the group at `at` in the list of a category. */
export const readGroup = ({ id, game, language }: Category, row: unknown, at: number): ReadRow<SetFacts> => {
  const place = `results.${at}`;
  const groupId = idOf((row as { groupId?: unknown } | null)?.groupId);
  const setId = groupId === null ? null : setIdOf(game, groupId);
  const omissions: RowOmission[] = [];
  const group = openRow(row, place, { setId, omissions });
  const refused = (why: string): ReadRow<SetFacts> => ({
    id: setId,
    facts: null,
    omissions: [...omissions, omittedRow(setId, place, why)],
  });
  if (group === null) return refused('expected an object');
  if (setId === null) return refused(notAnId('groupId', group.raw('groupId')));
  const category = group.raw('categoryId') ?? id;
  if (category !== id && category !== String(id))
    return refused(`categoryId: ${describe(category)} in the list of ${id}`);
  const name = nameOf(group, 'name', 300);
  if (name === null) return refused('name: expected a text');
  const source_modified_at = group.text('modifiedOn', { max: 40, tooLong: 'drop' });
  const facts: SetFacts = {
    set_id: setId,
    game,
    language,
    name,
    abbreviation: group.text('abbreviation', { max: 60, tooLong: 'drop' }),
    published_on: publishedOn(group),
    // `supplemental` is the flag's name in older TCGplayer clients.
    supplemental: group.flag('isSupplemental') ?? group.flag('supplemental') ?? false,
    source_modified_at: source_modified_at !== null && modified.test(source_modified_at) ? source_modified_at : null,
  };
  return { id: setId, facts, omissions };
};

/** Reads the texts printed on a card. The first of two with one name counts. */
const attributesOf = (product: RowFields): Map<string, string> => {
  const attributes = new Map<string, string>();
  let bytes = 0;
  for (const entry of product.list('extendedData')) {
    const value = entry.text('value', { max: attributeValueMax, tooLong: 'cut' });
    if (value === null) continue;
    const name = entry.text('name', { max: attributeNameMax, tooLong: 'drop' });
    if (name === null) {
      entry.omit('name', 'expected a text: the value is not taken');
      continue;
    }
    if (attributes.has(name) || name === '__proto__') continue;
    bytes += Buffer.byteLength(name) + Buffer.byteLength(value);
    if (bytes > attributesBytesMax) {
      product.omit('extendedData', `more than ${attributesBytesMax} bytes: "${name}" and what follows is not taken`);
      break;
    }
    attributes.set(name, value);
  }
  return attributes;
};

const presaleOf = (product: RowFields): CardFacts['presale'] => {
  const presale = product.object('presaleInfo');
  if (presale === null) return null;
  const is_presale = presale.flag('isPresale');
  const released = presale.text('releasedOn', { max: 40, tooLong: 'drop' });
  const released_on = released !== null && dayOfText(released) !== null ? released : null;
  if (released !== null && dayOfText(released.slice(0, 10)) === null) {
    presale.omit('releasedOn', `"${released}" is not a day`);
  }
  const note = presale.text('note', { max: 5_000, tooLong: 'cut' });
  if (is_presale === null && released_on === null && note === null) return null;
  return { is_presale: is_presale ?? false, released_on, note };
};

/** Returns an attribute that is a fact of its own; `null` if there is none, or if it is too long to be one. */
const shortText = (product: RowFields, attributes: Map<string, string>, name: string): string | null => {
  const value = attributes.get(name) ?? null;
  attributes.delete(name);
  if (value === null || value.length <= 100) return value;
  product.omit('extendedData', `${name}: expected at most 100 characters, got ${value.length}`);
  return null;
};

/** Reads the product at `at` in the file of a set. */
export const readProduct = (
  { game, language }: Category,
  setId: string,
  row: unknown,
  at: number,
): ReadRow<CardFacts> => {
  const place = `results.${at}`;
  const omissions: RowOmission[] = [];
  const product = openRow(row, place, { setId, omissions });
  const refused = (id: string | null, why: string): ReadRow<CardFacts> => ({
    id,
    facts: null,
    omissions: [...omissions, omittedRow(setId, place, why)],
  });
  if (product === null) return refused(null, 'expected an object');
  const productId = idOf(product.raw('productId'));
  if (productId === null) return refused(null, notAnId('productId', product.raw('productId')));
  const cardId = cardIdOf(game, productId);
  const group = product.raw('groupId');
  const groupId = idOf(group);
  // Not a row of this file: that it stands here proves nothing about the card.
  if (groupId !== null && setIdOf(game, groupId) !== setId) return refused(null, `groupId: ${groupId} in ${setId}`);
  if (groupId === null && group !== undefined && group !== null) product.omit('groupId', notAnId('groupId', group));
  const clean_name = product.text('cleanName', { max: 500, tooLong: 'cut' });
  const stated = nameOf(product, 'name', 500);
  const name = stated ?? nameOf(product, 'cleanName', 500);
  if (name === null) return refused(cardId, 'name: expected a text');
  if (stated === null) product.omit('name', 'expected a text: cleanName is taken instead');
  const attributes = attributesOf(product);
  const number = shortText(product, attributes, 'Number');
  const rarity = shortText(product, attributes, 'Rarity');
  const others = Object.fromEntries(attributes);
  const facts: CardFacts = {
    card_id: cardId,
    game,
    language,
    set_id: setId,
    name,
    clean_name,
    number,
    rarity,
    product_type: productTypeOf({ name, number, rarity, attributes: others }),
    image_url: product.text('imageUrl', { max: 1_000, tooLong: 'drop' }),
    url: product.text('url', { max: 1_000, tooLong: 'drop' }),
    presale: presaleOf(product),
    attributes: others,
  };
  return { id: cardId, facts, omissions };
};
