/** What recorded days say of cards, computed from their files alone, as the pages have to show it. */
import { hash } from 'node:crypto';
import type { RecordedRow } from '../../../src/embedded/sandbox/recorded-market.js';

/** Amounts in cents: `null` where the file has none. */
export interface DayNumbers {
  readonly day: string;
  /** `null`: the file of the day does not have the printing. */
  readonly row: {
    readonly low: number | null;
    readonly mid: number | null;
    readonly high: number | null;
    readonly market: number | null;
    readonly directLow: number | null;
  } | null;
}

export interface RecordedPrinting {
  readonly card: string;
  readonly printing: string;
  readonly group: number;
  /** From the first day that has it, in order. */
  readonly days: readonly DayNumbers[];
}

const cents = (amount: number | null): number | null => (amount === null ? null : Math.round(amount * 100));

/** Returns an amount as a page in English writes it. */
export const dollars = (amount: number | null): string => {
  if (amount === null) return '–';
  const whole = String(Math.floor(amount / 100)).replaceAll(/\B(?=(\d{3})+$)/g, ',');
  return `$${whole}.${String(amount % 100).padStart(2, '0')}`;
};

/** Returns every printing of the files. */
export const recordedPrintings = (
  days: readonly string[],
  rows: (day: string) => readonly RecordedRow[],
): RecordedPrinting[] => {
  const all = new Map<string, { card: string; printing: string; group: number; days: DayNumbers[] }>();
  for (const day of days) {
    const seen = new Set<string>();
    for (const { category, product, printing, group, low, mid, high, market, directLow } of rows(day)) {
      const card = `${category === 3 ? 'pokemon' : 'onepiece'}-${product}`;
      const key = `${card}|${printing}`;
      const found = all.get(key) ?? { card, printing, group, days: [] };
      all.set(key, found);
      seen.add(key);
      const numbers = [low, mid, high, market, directLow].map(cents);
      const [l = null, m = null, h = null, its = null, direct = null] = numbers;
      found.group = group;
      found.days.push({ day, row: { low: l, mid: m, high: h, market: its, directLow: direct } });
    }
    for (const [key, { days: its }] of all) if (!seen.has(key)) its.push({ day, row: null });
  }
  return [...all.values()];
};

/** A row of the table of changes, the newest first. */
export interface ExpectedChange {
  readonly day: string;
  readonly price: string;
  /** The market prices at both ends, where both are known and differ. */
  readonly ends: readonly [from: number, to: number] | null;
}

/** Returns what changed from day to day. */
export const expectedChanges = ({ days }: RecordedPrinting): ExpectedChange[] =>
  days
    .flatMap(({ day, row }, at): ExpectedChange[] => {
      const before = days[at - 1]?.row ?? null;
      if (at > 0 && JSON.stringify(row) === JSON.stringify(before)) return [];
      const [from, to] = [before?.market ?? null, row?.market ?? null];
      const ends = from === null || to === null || from === to ? null : ([from, to] as const);
      return [{ day, price: dollars(to), ends }];
    })
    .reverse();

/** Returns some of `items`, the same in every run. */
export const sample = <T>(items: readonly T[], size: number, nameOf: (item: T) => string): T[] =>
  items
    .map((item) => ({ item, place: hash('sha256', `a sample ${nameOf(item)}`) }))
    .sort((a, b) => (a.place < b.place ? -1 : 1))
    .slice(0, size)
    .map(({ item }) => item);
