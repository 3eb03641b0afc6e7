/**
 * What a price row must pass before it may become an observation. Row by row: a bad row is set aside with its reason
 * and costs the file nothing else. Measured on 29 real days (1.39 million rows): low ≤ mid ≤ high always holds, while
 * market < low (7.6 %) and market > high (1.6 %) are facts of the source; so market is no part of the order rule.
 */
import { cardIdOf, type Game } from '../domain/cards/card.js';
import type { quarantineReasons } from '../domain/events.js';
import { type PriceNumbers, samePriceNumbers } from '../domain/prices/price-numbers.js';
import { parseAmount } from '../domain/prices/money.js';
import { type Printing, printingOf } from '../domain/prices/price-key.js';
import { limits } from '../base/limits.js';
import { type PriceRow, priceRow } from '../sources/tcgcsv/wire-format.js';

export type QuarantineReason = (typeof quarantineReasons)[number];

/** A row set aside. */
export interface QuarantinedRow {
  readonly reason: QuarantineReason;
  readonly detail: string;
  /** The row as the source sent it. */
  readonly row: string;
  /** What would have been observed, where the row could be read that far. */
  readonly price: ValidatedPrice | null;
}

export interface ValidatedPrice {
  readonly printing: Printing;
  readonly numbers: PriceNumbers;
  /** The row as the source sent it. */
  readonly row: unknown;
}

/** All that one file says of one card. */
export interface ValidatedCard {
  readonly cardId: string;
  /** By printing slug. */
  readonly prices: Map<string, ValidatedPrice>;
  readonly held: QuarantinedRow[];
  /** Printings the file shows, those set aside too: they are not withdrawn. */
  readonly shown: Set<string>;
  /** A row's printing could not be read: no printing of the card can be said to be missing. */
  unclear: boolean;
  /** Rows set aside beyond those in `held`. */
  heldBeyond: number;
}

export interface ValidatedFile {
  readonly rows: number;
  readonly cards: Map<string, ValidatedCard>;
  /** Rows without a readable product. */
  readonly unidentified: readonly QuarantinedRow[];
  /** Rows that repeat another one word for word. */
  readonly repeated: number;
}

/** The row for the record of a quarantine: 150 bytes in real files, bounded for those that are not. */
export const rowText = (row: unknown): string => (JSON.stringify(row) ?? 'null').slice(0, 4_000);
/** Rows of one card set aside one by one; what a file repeats beyond that is counted, not kept. */
const heldPerCardMax = 50;
const orNull = (amount: number | null): string => (amount === null ? 'null' : String(amount));

type Numbers =
  | { readonly ok: true; readonly numbers: PriceNumbers }
  | { readonly ok: false; readonly reason: QuarantineReason; readonly detail: string };

const amountReasons = {
  not_a_decimal: 'schema',
  negative: 'range',
  too_precise: 'precision',
  out_of_range: 'range',
} as const;

/** The five numbers in minor units, or why one of them cannot be one. */
const readNumbers = (row: PriceRow): Numbers => {
  const read: Record<keyof PriceNumbers, number | null> = {
    low: null,
    mid: null,
    high: null,
    market: null,
    direct_low: null,
  };
  const given = {
    low: row.lowPrice,
    mid: row.midPrice,
    high: row.highPrice,
    market: row.marketPrice,
    direct_low: row.directLowPrice,
  } as const;
  for (const name of Object.keys(given) as (keyof PriceNumbers)[]) {
    const value = given[name];
    if (value === null) continue;
    const amount = parseAmount(String(value), 'USD');
    if (!amount.ok)
      return { ok: false, reason: amountReasons[amount.reason], detail: `${name} ${value}: ${amount.reason}` };
    read[name] = amount.value;
  }
  return { ok: true, numbers: read };
};

const disorder = ({ low, mid, high }: PriceNumbers): string | null => {
  const above = (a: number | null, b: number | null): boolean => a !== null && b !== null && a > b;
  return above(low, mid) || above(mid, high) || above(low, high)
    ? `low ${orNull(low)}, mid ${orNull(mid)}, high ${orNull(high)} are not in order`
    : null;
};

/**
 * Whether `market` is too far from the last one, as a sentence; null when it is not. Lower amounts count as
 * limits.priceJumpFloorMinorUnits: cents move by large factors. On 29 real days, any two of them compared, the largest
 * factor is 12 against the 100 allowed (without the floor it is 115). Only market is judged: low and high are single
 * offers and move without bound.
 */
export const jump = (last: number | null, market: number | null): string | null => {
  if (last === null || market === null) return null;
  const floor = limits.priceJumpFloorMinorUnits;
  const [a, b] = [Math.max(last, floor), Math.max(market, floor)];
  return Math.max(a / b, b / a) > limits.priceJumpFactorMax ? `market ${market} after ${last}` : null;
};

const identityOf = (row: unknown): { productId: number | null; printing: Printing | null } => {
  const fields = (typeof row === 'object' && row !== null ? row : {}) as Record<string, unknown>;
  const product = priceRow.shape.productId.safeParse(fields['productId']);
  const name = priceRow.shape.subTypeName.safeParse(fields['subTypeName']);
  const printing = name.success ? printingOf(name.data) : null;
  return { productId: product.success ? product.data : null, printing: printing?.slug === '' ? null : printing };
};

/** What the gate says of one row that has a product and a printing. */
const judge = (
  parsed: PriceRow,
  printing: Printing,
  row: unknown,
): { price: ValidatedPrice } | { held: QuarantinedRow } => {
  const hold = (reason: QuarantineReason, detail: string, price: ValidatedPrice | null): { held: QuarantinedRow } => ({
    held: { reason, detail, row: rowText(row), price },
  });
  if (parsed.currency !== undefined && parsed.currency !== 'USD') {
    return hold('currency', `currency ${parsed.currency.slice(0, 20)} instead of USD`, null);
  }
  const read = readNumbers(parsed);
  if (!read.ok) return hold(read.reason, read.detail, null);
  const price = { printing, numbers: read.numbers, row };
  const wrong = disorder(read.numbers);
  return wrong === null ? { price } : hold('order', wrong, price);
};

/** Adds a row to its card. Returns whether it only repeats another row. */
const admit = (card: ValidatedCard, row: unknown, printing: Printing | null): boolean => {
  const parsed = priceRow.safeParse(row);
  if (!parsed.success || printing === null) {
    const issue = parsed.error?.issues[0];
    const detail =
      issue === undefined ? 'the printing has no letter or digit' : `${issue.path.join('.')}: ${issue.message}`;
    if (printing === null) card.unclear = true;
    else card.shown.add(printing.slug);
    if (card.held.length < heldPerCardMax) card.held.push({ reason: 'schema', detail, row: rowText(row), price: null });
    else card.heldBeyond += 1;
    return false;
  }
  const verdict = judge(parsed.data, printing, row);
  const text = rowText(row);
  if (card.shown.has(printing.slug)) {
    const standing = card.prices.get(printing.slug);
    const same =
      'price' in verdict &&
      standing?.printing.name === verdict.price.printing.name &&
      samePriceNumbers(standing.numbers, verdict.price.numbers);
    if (same || card.held.some((held) => held.row === text)) return true;
    // Which of the two is right cannot be known: neither is taken.
    const detail = `${printing.name} stands more than once with different numbers`;
    if (standing !== undefined) {
      card.prices.delete(printing.slug);
      card.held.push({ reason: 'duplicate', detail, row: rowText(standing.row), price: standing });
    }
    const price = 'price' in verdict ? verdict.price : verdict.held.price;
    if (card.held.length < heldPerCardMax) card.held.push({ reason: 'duplicate', detail, row: text, price });
    else card.heldBeyond += 1;
    return false;
  }
  card.shown.add(printing.slug);
  if ('price' in verdict) card.prices.set(printing.slug, verdict.price);
  else card.held.push(verdict.held);
  return false;
};

/** Passes the rows of one price file through the gate. */
export const validateFile = (game: Game, rows: readonly unknown[]): ValidatedFile => {
  const cards = new Map<string, ValidatedCard>();
  const unidentified: QuarantinedRow[] = [];
  const unidentifiedTexts = new Set<string>();
  let repeated = 0;
  for (const row of rows) {
    const { productId, printing } = identityOf(row);
    if (productId === null) {
      const held: QuarantinedRow = {
        reason: 'schema',
        detail: 'productId cannot be read',
        row: rowText(row),
        price: null,
      };
      if (unidentifiedTexts.has(held.row)) repeated += 1;
      else unidentified.push(held);
      unidentifiedTexts.add(held.row);
      continue;
    }
    const cardId = cardIdOf(game, productId);
    let card = cards.get(cardId);
    if (card === undefined) {
      card = { cardId, prices: new Map(), held: [], shown: new Set(), unclear: false, heldBeyond: 0 };
      cards.set(cardId, card);
    }
    if (admit(card, row, printing)) repeated += 1;
  }
  return { rows: rows.length, cards, unidentified, repeated };
};
