/** The value of a set over time: one point a day or week, gaps as gaps. */
import { ledgerError } from '../../src/base/errors.js';
import { limits } from '../../src/base/limits.js';
import { dayMs, dayOf, instantOf, mondayOf } from '../../src/domain/instant.js';
import { toMajorUnitsOrNull } from '../../src/domain/prices/money.js';
import { comparedCurrency } from '../../src/domain/prices/preference.js';
import type { Database } from '../../src/postgres/database.js';
import { checksOfSets } from '../coverage/set-checks.js';
import { valuesOfSets } from './set-values.js';
import { countsOf } from './value-changes.js';

export const valueIntervals = ['1d', '1w'] as const;
export type ValueInterval = (typeof valueIntervals)[number];

/** The value of a set at the last snapshot of a day or week. Everything but `date` is `null` where there was none. */
export interface SetValuePoint {
  /** UTC day, or the Monday of the week. */
  readonly date: string;
  /** Whether the set was collected in this time. Without a snapshot there is no value, and none is made up. */
  readonly collected: boolean;
  /** The source's stamp of the last snapshot. */
  readonly effective_at: string | null;
  /** `null` too if no card had a price. */
  readonly amount: number | null;
  /**
   * Single cards that were in the set.
   * @isInt
   */
  readonly card_count: number | null;
  /**
   * Cards in the sum.
   * @isInt
   */
  readonly priced_cards: number | null;
  /**
   * Cards among them whose source showed no market price then: their last one counts.
   * @isInt
   */
  readonly carried_cards: number | null;
  /**
   * Cards without a price: never sold, or no longer shown.
   * @isInt
   */
  readonly unpriced_cards: number | null;
  /**
   * Cards whose one price is in another currency: not in the sum, and not converted.
   * @isInt
   */
  readonly other_currency_cards: number | null;
}

/** A window of a value over time; milliseconds since 1970. */
export interface ValueWindow {
  /** -Infinity for the beginning. Its day is taken whole. */
  readonly fromMs: number;
  readonly toMs: number;
  /** From when on the set is not expected any more, because the source withdrew it; Infinity if it did not. */
  readonly withdrawnMs: number;
  /** RFC 3339; undefined for now. */
  readonly knownAt?: string | undefined;
  readonly interval: ValueInterval;
}

const gap = {
  collected: false,
  effective_at: null,
  amount: null,
  card_count: null,
  priced_cards: null,
  carried_cards: null,
  unpriced_cards: null,
  other_currency_cards: null,
} as const;

/** Returns the last check of each day or week from the first check to `lastMs`; `null` for one without a check. */
const periodsOf = (
  checkMs: readonly number[],
  lastMs: number,
  interval: ValueInterval,
): ReadonlyMap<string, number | null> => {
  const dateOf = interval === '1d' ? (ms: number): string => dayOf(new Date(ms)) : mondayOf;
  const periods = new Map<string, number | null>();
  const [firstMs] = checkMs;
  if (firstMs === undefined) return periods;
  const lastDay = Math.floor(lastMs / dayMs);
  for (let day = Math.floor(firstMs / dayMs); day <= lastDay; day += 1) periods.set(dateOf(day * dayMs), null);
  for (const ms of checkMs) periods.set(dateOf(ms), ms);
  return periods;
};

/**
 * Returns a point for each day or week from the first snapshot of the set in the window to the end of the window. Throws
 * VALIDATION_FAILED for more than limits.historyPointsMax.
 */
export const setValueSeries = async (
  database: Database,
  setId: string,
  { fromMs, toMs, withdrawnMs, knownAt, interval }: ValueWindow,
): Promise<SetValuePoint[]> => {
  const from = fromMs === -Infinity ? '-infinity' : instantOf(new Date(Math.floor(fromMs / dayMs) * dayMs));
  const checks = await checksOfSets(database, [setId], { from, to: instantOf(new Date(toMs)), knownAt });
  const checkMs = (checks.get(setId) ?? []).map(({ atMs }) => atMs);
  const periods = periodsOf(checkMs, Math.max(Math.min(toMs, withdrawnMs), checkMs.at(-1) ?? -Infinity), interval);
  if (periods.size > limits.historyPointsMax) {
    throw ledgerError('VALIDATION_FAILED', `more than ${limits.historyPointsMax} points: ask for a shorter period`, {
      details: { period: 'too long for the interval' },
    });
  }
  const asked = [...periods.values()].flatMap((ms) => (ms === null ? [] : [ms]));
  const instants = asked.map((ms) => instantOf(new Date(ms)));
  const values = (await valuesOfSets(database, [setId], instants, knownAt)).get(setId);
  const valueAt = new Map(asked.map((ms, at) => [ms, values?.[at]]));
  return [...periods].map(([date, ms]): SetValuePoint => {
    const value = ms === null ? undefined : valueAt.get(ms);
    if (ms === null || value === undefined) return { date, ...gap };
    return {
      date,
      collected: true,
      effective_at: instantOf(new Date(ms)),
      amount: toMajorUnitsOrNull(value.amount, comparedCurrency),
      card_count: value.cards,
      ...countsOf(value),
    };
  });
};
