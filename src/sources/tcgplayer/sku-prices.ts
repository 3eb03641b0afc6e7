/**
 * Prices of SKUs, up to 250 a request: the only ones that state condition and language. The numbers taken are those that the
 * prices of products have too: the market price, the lowest offer, the lowest offer of TCGplayer's own shop.
 */
import { z } from 'zod';
import type { PriceList, PriceRow, RowKey, SourceFile } from '../../collecting/source.js';
import { type Listing, parseListing, rowId } from '../tcgplayer-rows/listing.js';
import type { Sku, SkuWords } from './skus.js';
import { idsMax, saysNothingFound, skuPricesPath } from './wire-format.js';

const price = z.number().nullable();
const skuRow = z.object({ skuId: rowId, lowPrice: price, marketPrice: price, directLowPrice: price });

/** SKUs of one request. */
export interface SkuBatch {
  readonly setId: string;
  readonly skus: readonly Sku[];
  readonly words: SkuWords;
  /** Whether the batches of the set together hold every SKU that it has. */
  readonly whole: boolean;
}

/** Returns the batches of a set's SKUs: each SKU once, in order of the numbers, so that a repeated run asks for the same. */
export const batchesOf = ({ setId, skus, words, whole }: SkuBatch): SkuBatch[] => {
  const once = [...new Map(skus.map((sku) => [sku.skuId, sku])).values()].sort((a, b) => a.skuId - b.skuId);
  return Array.from({ length: Math.ceil(once.length / idsMax) }, (_, at) => ({
    setId,
    skus: once.slice(at * idsMax, (at + 1) * idsMax),
    words,
    whole,
  }));
};

/** Returns what a SKU is a price of; a text names the number that has no word. */
const keyOf = ({ printingId, conditionId, languageId }: Sku, words: SkuWords): RowKey | string => {
  const printing = words.printings.get(printingId);
  const condition = words.conditions.get(conditionId);
  const language = words.languages.get(languageId);
  if (printing === undefined) return `printingId: ${printingId} is in no table`;
  if (condition === undefined) return `conditionId: ${conditionId} is in no table`;
  if (language === undefined) return `languageId: ${languageId} is in no table`;
  return { kind: 'market', printing, condition, grade: null, language, currency: 'USD' };
};

/** Returns whether a row shows no number: most SKUs have no offer and no sale. Such a row is no price, and not kept. */
const isEmpty = (row: unknown): boolean => {
  const { success, data } = skuRow.safeParse(row);
  return success && data.lowPrice === null && data.marketPrice === null && data.directLowPrice === null;
};

const readRow = (raw: unknown, bySku: ReadonlyMap<number, Sku>, words: SkuWords): PriceRow => {
  const skuId = rowId.safeParse((raw as { skuId?: unknown } | null)?.skuId);
  const sku = skuId.success ? bySku.get(skuId.data) : undefined;
  if (sku === undefined) {
    const detail = skuId.success ? `skuId: ${skuId.data} was not asked for` : 'skuId cannot be read';
    return { outcome: 'unidentified', raw, reason: 'schema', detail };
  }
  const { cardId } = sku;
  const key = keyOf(sku, words);
  if (typeof key === 'string') return { outcome: 'fault', raw, cardId, key: null, reason: 'schema', detail: key };
  const parsed = skuRow.safeParse(raw);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    const detail = `${issue?.path.join('.')}: ${issue?.message}`;
    return { outcome: 'fault', raw, cardId, key, reason: 'schema', detail };
  }
  const { lowPrice: low, marketPrice: market, directLowPrice: direct_low } = parsed.data;
  return {
    outcome: 'price',
    raw,
    cardId,
    key,
    amounts: { low, mid: null, high: null, market, direct_low },
    sampleSize: null,
  };
};

const parseSkuPrices = ({ setId, skus, words, whole }: SkuBatch, { rows }: Listing, complete: boolean): PriceList => {
  const bySku = new Map(skus.map((sku) => [sku.skuId, sku]));
  const shown = rows.filter((row) => !isEmpty(row));
  const readRows = function* () {
    for (const row of shown) yield readRow(row, bySku, words);
  };
  const cardIds = new Set<string>();
  let readable = true;
  for (const row of readRows()) {
    if (row.outcome === 'unidentified') readable = false;
    else cardIds.add(row.cardId);
  }
  return { setId, cardIds: [...cardIds], readable, whole: whole && complete, rows: rows.length, readRows };
};

/** Returns the file of a batch. */
export const skuPricesFile = (batch: SkuBatch): SourceFile => {
  const path = skuPricesPath(batch.skus.map(({ skuId }) => skuId));
  return {
    path,
    kind: 'prices',
    setId: batch.setId,
    read: (text) => {
      const listing = parseListing(path, text);
      // Ids without a price are named as errors.
      return { prices: [parseSkuPrices(batch, listing, listing.errors.every(saysNothingFound))] };
    },
  };
};
