/**
 * A price row of TCGplayer and tcgcsv. It names a product and a printing, in US dollars; of condition and grade it states nothing, and
 * the language is the category's.
 */
import { z } from 'zod';
import { cardIdOf } from '../../domain/cards/card.js';
import { type Printing, printingOf } from '../../domain/prices/price-key.js';
import type { PriceRow, RowKey } from '../../collecting/source.js';
import type { Category } from './categories.js';
import { rowId } from './listing.js';

const price = z.number().nullable();

const priceRow = z.object({
  productId: rowId,
  subTypeName: z.string().trim().min(1).max(60),
  lowPrice: price,
  midPrice: price,
  highPrice: price,
  marketPrice: price,
  directLowPrice: price,
  /** Not part of the format, whose amounts are US dollars; a row that names another currency is set aside. */
  currency: z.string().optional(),
});

const identityOf = (row: unknown): { productId: number | null; printing: Printing | null } => {
  const fields = (typeof row === 'object' && row !== null ? row : {}) as Record<string, unknown>;
  const product = priceRow.shape.productId.safeParse(fields['productId']);
  const name = priceRow.shape.subTypeName.safeParse(fields['subTypeName']);
  const printing = name.success ? printingOf(name.data) : null;
  return { productId: product.success ? product.data : null, printing: printing?.slug === '' ? null : printing };
};

/** Reads a row of a price file. A printing is never guessed: a row without a readable one is a fault. */
export const readPriceRow = ({ game, language }: Category, raw: unknown): PriceRow => {
  const { productId, printing } = identityOf(raw);
  if (productId === null) {
    return { outcome: 'unidentified', raw, reason: 'schema', detail: 'productId cannot be read' };
  }
  const cardId = cardIdOf(game, productId);
  const key: RowKey | null =
    printing === null ? null : { kind: 'market', printing, condition: null, grade: null, language, currency: 'USD' };
  const parsed = priceRow.safeParse(raw);
  if (!parsed.success || key === null) {
    const issue = parsed.error?.issues[0];
    const detail =
      issue === undefined ? 'the printing has no letter or digit' : `${issue.path.join('.')}: ${issue.message}`;
    return { outcome: 'fault', raw, cardId, key, reason: 'schema', detail };
  }
  const { currency, lowPrice, midPrice, highPrice, marketPrice, directLowPrice } = parsed.data;
  if (currency !== undefined && currency !== key.currency) {
    const detail = `currency ${currency.slice(0, 20)} instead of ${key.currency}`;
    return { outcome: 'fault', raw, cardId, key, reason: 'currency', detail };
  }
  return {
    outcome: 'price',
    raw,
    cardId,
    key,
    amounts: { low: lowPrice, mid: midPrice, high: highPrice, market: marketPrice, direct_low: directLowPrice },
    sampleSize: null,
  };
};
