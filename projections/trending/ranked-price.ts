/** The rows of rankings: a price of one printing at one source, its place, and the order of equals. */
import { instantOf } from '../../src/domain/instant.js';
import { type Currency, toMajorUnits } from '../../src/domain/prices/money.js';
import { percentage } from '../price-history/price-stats.js';
import type { Exclusions } from './exclusions.js';

/** A market price, and the source's stamp of the row that stated it. */
export interface PriceAt {
  readonly price: number;
  readonly effective_at: string;
}

/** A change from one market price to another. */
export interface PriceMove {
  readonly amount: number;
  /** With one decimal. */
  readonly percentage: number;
}

/** The price of a printing at a source. */
export interface RankedPrice {
  /** @isInt */
  readonly rank: number;
  readonly card_id: string;
  /** `null` until the card is listed. */
  readonly name: string | null;
  readonly set: { readonly set_id: string; readonly name: string | null } | null;
  readonly printing: string;
  readonly source: string;
  readonly currency: Currency;
}

/** A ranking, and how many prices were left out of it, by reason. */
export interface Ranking<R> {
  readonly rows: readonly R[];
  readonly excluded: Exclusions;
}

/** The columns of a ranked price. */
export interface RankedRow {
  readonly card_id: string;
  readonly name: string | null;
  readonly set_id: string | null;
  readonly set_name: string | null;
  readonly printing: string;
  readonly source: string;
  readonly currency: Currency;
}

/** Returns the price at a place of a ranking, from 0 on. */
export const rankedPrice = (row: RankedRow, place: number): RankedPrice => {
  const { card_id, name, set_id, set_name, printing, source, currency } = row;
  const set = set_id === null ? null : { set_id, name: set_name };
  return { rank: place + 1, card_id, name, set, printing, source, currency };
};

/** Returns a price in minor units and its stamp in milliseconds as an answer shows them. */
export const priceAt = (minor: number, atMs: number, currency: Currency): PriceAt => ({
  price: toMajorUnits(minor, currency),
  effective_at: instantOf(new Date(atMs)),
});

/** Returns the change between two prices in minor units. */
export const moveOf = (from: number, to: number, currency: Currency): PriceMove => ({
  amount: toMajorUnits(to - from, currency),
  percentage: percentage(from, to),
});

/** The order of equals. One key has one place, whatever its condition and language. */
export const tieOrder =
  't.card_id collate "C", t.printing_slug collate "C", t.source collate "C", t.condition nulls first, t.language nulls first';
