/**
 * The checks that a price row must pass before it may become an observation. A bad row is set aside with its reason and
 * costs the file nothing else. Measured on 29 real days (1.39 million rows): low ≤ mid ≤ high always holds, while
 * market < low (7.6 %) and market > high (1.6 %) are facts of the source. So market is not part of the order check.
 *
 * A high below low or mid is set aside alone: sellers park it anywhere, and the other numbers do not follow from it. A mid
 * below low costs the row. Rejected: to drop the mid alone, because either of the two may be the wrong one, and a wrong low
 * would reach prices and alerts; a person can release the row.
 */
import { type PriceNumbers, samePriceNumbers, withoutZeros } from '../domain/prices/price-numbers.js';
import { parseAmount } from '../domain/prices/money.js';
import { type PriceKey, priceKeyText } from '../domain/prices/price-key.js';
import type { PriceRow, QuarantineReason, RowAmounts } from './source.js';

/** A market price this many times above or below the last one is quarantined (29 real days: ≤ 12). */
const jumpFactorMax = 100;
/** A lower price counts as this much when a jump is computed: a 1 cent card may go to 1 dollar. */
const jumpFloorMinorUnits = 500;

/** A row set aside. */
export interface QuarantinedRow {
  readonly reason: QuarantineReason;
  readonly detail: string;
  /** The row as the source sent it. */
  readonly row: string;
  /** The price that would have been observed; `null` if the row could not be read that far. */
  readonly price: ValidatedPrice | null;
  /** What the row is a price of; `null` if the row does not name it. */
  readonly key: PriceKey | null;
}

export interface ValidatedPrice {
  readonly key: PriceKey;
  /** The numbers that may be observed. */
  readonly numbers: PriceNumbers;
  /** All numbers of the row; `numbers` is without those that were set aside. */
  readonly sent: PriceNumbers;
  /** Why a number was set aside; `null` if none was. */
  readonly fault: string | null;
  readonly sampleSize: number | null;
  /** What the lowest offer costs to send, in minor units; `null` if the source does not state it. */
  readonly shipping: number | null;
  /** The row as the source sent it. */
  readonly row: unknown;
}

/** The rows of one card. */
export interface ValidatedCard {
  readonly cardId: string;
  /** By the text of the key. */
  readonly prices: Map<string, ValidatedPrice>;
  readonly quarantined: QuarantinedRow[];
  /** Keys that rows name, those set aside included: they are not withdrawn. */
  readonly shown: Set<string>;
  /** Whether the key of a row could not be read. Then no key of the card can be proven missing. */
  unclear: boolean;
  /** Rows set aside beyond those in `quarantined`. */
  overflow: number;
}

export interface ValidatedRows {
  readonly cards: Map<string, ValidatedCard>;
  /** Rows that do not name a card. */
  readonly unidentified: readonly QuarantinedRow[];
  /** Rows that repeat another one word for word. */
  readonly repeated: number;
}

/** Returns the row for the record of a quarantine: 150 bytes in real files, bounded for others. */
export const rowText = (row: unknown): string => (JSON.stringify(row) ?? 'null').slice(0, 4_000);
/** Rows of one card that are set aside one by one; further ones are only counted. */
const quarantinedPerCardMax = 50;
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

/** Returns the amounts in minor units, 0 as `null`, or why one of them cannot be. */
const readNumbers = (amounts: RowAmounts, currency: PriceKey['currency']): Numbers => {
  const numbers: { -readonly [name in keyof PriceNumbers]: PriceNumbers[name] } = {
    low: null,
    mid: null,
    high: null,
    market: null,
    direct_low: null,
  };
  for (const name of Object.keys(numbers) as (keyof PriceNumbers)[]) {
    const value = amounts[name];
    if (value === null) continue;
    const amount = parseAmount(String(value), currency);
    if (!amount.ok)
      return { ok: false, reason: amountReasons[amount.reason], detail: `${name} ${value}: ${amount.reason}` };
    numbers[name] = amount.value;
  }
  return { ok: true, numbers: withoutZeros(numbers) };
};

const isAbove = (a: number | null, b: number | null): boolean => a !== null && b !== null && a > b;
const disorder = ({ low, mid, high }: PriceNumbers): string =>
  `low ${orNull(low)}, mid ${orNull(mid)}, high ${orNull(high)} are not in order`;

/**
 * Returns a sentence if `market` is too far from the last one, else `null`. Lower amounts count as
 * jumpFloorMinorUnits: cents move by large factors. On 29 real days, any two of them compared, the largest
 * factor is 12 against the 100 allowed (without the floor it is 115). Only market is checked: low and high are single
 * offers and move without bound.
 */
export const jump = (last: number | null, market: number | null): string | null => {
  if (last === null || market === null) return null;
  const floor = jumpFloorMinorUnits;
  const [a, b] = [Math.max(last, floor), Math.max(market, floor)];
  return Math.max(a / b, b / a) > jumpFactorMax ? `market ${market} after ${last}` : null;
};

/** Returns the shipping in minor units; `null` where it is not stated, or no amount: it costs the row nothing. */
const shippingOf = ({ shipping }: PriceRow & { outcome: 'price' }, currency: PriceKey['currency']): number | null => {
  const amount = shipping === undefined ? null : parseAmount(String(shipping), currency);
  return amount?.ok === true ? amount.value : null;
};

type Verdict = { readonly price: ValidatedPrice } | { readonly quarantined: QuarantinedRow };

/** Checks a row that could be read. */
const checkPrice = (row: PriceRow & { outcome: 'price' }, key: PriceKey): Verdict => {
  const setAside = (reason: QuarantineReason, detail: string, price: ValidatedPrice | null): Verdict => ({
    quarantined: { reason, detail, row: rowText(row.raw), price, key },
  });
  const read = readNumbers(row.amounts, key.currency);
  if (!read.ok) return setAside(read.reason, read.detail, null);
  const sent = read.numbers;
  const shipping = shippingOf(row, key.currency);
  const price = { key, numbers: sent, sent, fault: null, sampleSize: row.sampleSize, shipping, row: row.raw };
  if (isAbove(sent.low, sent.mid)) return setAside('order', disorder(sent), price);
  if (!isAbove(sent.low, sent.high) && !isAbove(sent.mid, sent.high)) return { price };
  const fault = `${disorder(sent)}: only the high is set aside`;
  return { price: { ...price, numbers: { ...sent, high: null }, fault } };
};

const quarantineRow = (card: ValidatedCard, row: QuarantinedRow): void => {
  if (card.quarantined.length < quarantinedPerCardMax) card.quarantined.push(row);
  else card.overflow += 1;
};

/** Adds a row whose key is shown already. Returns whether it only repeats another row. */
const addSecondRow = (card: ValidatedCard, keyText: string, key: PriceKey, verdict: Verdict, text: string): boolean => {
  const first = card.prices.get(keyText);
  const repeats =
    'price' in verdict &&
    first?.key.printing.name === verdict.price.key.printing.name &&
    samePriceNumbers(first.sent, verdict.price.sent);
  if (repeats || card.quarantined.some(({ row }) => row === text)) return true;
  // Which of the two is right cannot be known: neither is taken.
  const detail = `${key.printing.name} stands more than once with different numbers`;
  if (first !== undefined) {
    card.prices.delete(keyText);
    card.quarantined.push({ reason: 'duplicate', detail, row: rowText(first.row), price: first, key });
  }
  const price = 'price' in verdict ? verdict.price : verdict.quarantined.price;
  quarantineRow(card, { reason: 'duplicate', detail, row: text, price, key });
  return false;
};

/** A row that names its card. */
type CardRow = Exclude<PriceRow, { outcome: 'unidentified' }>;

/** Adds a row to its card. Returns whether it only repeats another row. */
const addRow = (card: ValidatedCard, row: CardRow, source: string): boolean => {
  if (row.outcome === 'fault') {
    const { reason, detail } = row;
    const key = row.key === null ? null : { card_id: card.cardId, source, ...row.key };
    if (key === null) card.unclear = true;
    else card.shown.add(priceKeyText(key));
    quarantineRow(card, { reason, detail, row: rowText(row.raw), price: null, key });
    return false;
  }
  const key = { card_id: card.cardId, source, ...row.key };
  const keyText = priceKeyText(key);
  if (row.outcome === 'unstated') {
    card.shown.add(keyText);
    return false;
  }
  const verdict = checkPrice(row, key);
  if (card.shown.has(keyText)) return addSecondRow(card, keyText, key, verdict, rowText(row.raw));
  card.shown.add(keyText);
  if ('price' in verdict) card.prices.set(keyText, verdict.price);
  else card.quarantined.push(verdict.quarantined);
  return false;
};

/** Checks the rows that a source shows of one set. */
export const validateRows = (source: string, rows: Iterable<PriceRow>): ValidatedRows => {
  const cards = new Map<string, ValidatedCard>();
  const unidentified = new Map<string, QuarantinedRow>();
  let repeated = 0;
  for (const row of rows) {
    if (row.outcome === 'unidentified') {
      const text = rowText(row.raw);
      if (unidentified.has(text)) repeated += 1;
      else unidentified.set(text, { reason: row.reason, detail: row.detail, row: text, price: null, key: null });
      continue;
    }
    let card = cards.get(row.cardId);
    if (card === undefined) {
      card = { cardId: row.cardId, prices: new Map(), quarantined: [], shown: new Set(), unclear: false, overflow: 0 };
      cards.set(row.cardId, card);
    }
    if (addRow(card, row, source)) repeated += 1;
  }
  return { cards, unidentified: [...unidentified.values()], repeated };
};
