/** The conditions of a search, in SQL on `c`, a card, and `p`, the number by which it is compared. */
import type { AttributeName } from '../../src/domain/cards/attributes.js';
import { boundInMinorUnits } from '../../src/domain/prices/money.js';
import { comparedCurrency } from '../../src/domain/prices/preference.js';
import { comparedPrice } from '../latest-prices/representative-price.js';
import { attributeConditions, type AttributeFilters } from './attribute-filters.js';
import type { Parameters } from './parameters.js';
import type { Question } from './readings.js';
import { cardsUpdated, laterThan, type UpdatedAfter } from './updated-after.js';
import { tsqueryOf } from './word-query.js';

export interface CardFilters {
  readonly tcgType?: string | undefined;
  readonly setId?: string | undefined;
  /** Only these, whatever has become of them since. */
  readonly cardIds?: readonly string[] | undefined;
  readonly productType?: string | undefined;
  readonly attributes: AttributeFilters;
  /** Major units of USD. */
  readonly minPrice?: number | undefined;
  readonly maxPrice?: number | undefined;
  readonly updatedAfter?: UpdatedAfter | undefined;
}

export interface Conditions {
  /** All but those on what a card is. */
  readonly general: readonly string[];
  /** Those on what a card is. */
  readonly ofAttributes: ReadonlyMap<AttributeName, string>;
}

/** Returns whether the filters bound the price. */
export const isBounded = ({ minPrice, maxPrice }: CardFilters): boolean =>
  minPrice !== undefined || maxPrice !== undefined;

/** Returns the conditions on cards, and adds their values. */
export const conditionsOf = (filters: CardFilters, question: Question | null, parameters: Parameters): Conditions => {
  const { add } = parameters;
  const { tcgType, setId, cardIds, productType, minPrice, maxPrice, updatedAfter } = filters;
  const general =
    cardIds === undefined ? ['c.merged_into is null', 'c.withdrawn_at is null'] : [`c.card_id = any(${add(cardIds)})`];
  // Not by to_tsquery: the lexemes are in their normal form.
  if (question !== null) general.push(`c.search_vector @@ ${add(tsqueryOf(question.condition, 'anywhere'))}::tsquery`);
  if (tcgType !== undefined) general.push(`c.game = ${add(tcgType)}`);
  if (setId !== undefined) general.push(`c.set_id = ${add(setId)}`);
  if (productType !== undefined) general.push(`c.product_type = ${add(productType)}`);
  // The bounds are narrowed to whole cents.
  if (minPrice !== undefined)
    general.push(`p.market >= ${add(boundInMinorUnits(minPrice, comparedCurrency, Math.ceil))}::bigint`);
  if (maxPrice !== undefined)
    general.push(`p.market <= ${add(boundInMinorUnits(maxPrice, comparedCurrency, Math.floor))}::bigint`);
  if (updatedAfter !== undefined)
    general.push(`c.card_id in (${cardsUpdated(updatedAfter, add(laterThan(updatedAfter).value))})`);
  return { general, ofAttributes: attributeConditions(filters.attributes, 'c', parameters) };
};

/** Returns all conditions as one. */
export const allOf = ({ general, ofAttributes }: Conditions): string =>
  [...general, ...ofAttributes.values()].join(' and ');

/** The join of the number by which a card is compared. */
export const joinComparedPrice = `left join lateral (${comparedPrice('c.card_id', 'c.set_id')}) p on true`;
