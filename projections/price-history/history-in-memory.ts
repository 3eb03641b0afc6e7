/** The history while it is rebuilt: takes facts in log order, and tells apart those of earlier instants. */
import type { LedgerEvent } from '../../src/domain/envelope.js';
import { dayMs } from '../../src/domain/instant.js';
import type { PriceNumbers } from '../../src/domain/prices/price-numbers.js';
import type { PriceKeys } from '../key-spellings.js';
import type { ObservedRows } from '../observed-rows.js';
import { int4Max, none } from '../observed-run.js';
import type { DayCandle } from './daily.js';
import { addEntries, type Entry, type HoldRow, type Mark } from './fold.js';
import { createRowsInMemory, type RowsInMemory } from './rows-in-memory.js';
import { type AllSeries, createAllSeries, type SeriesInMemory } from './series-in-memory.js';
import { addToTotals } from './series-totals.js';

/** A fact of an instant before the newest of its series. */
export interface LateFact {
  readonly kind: Entry['kind'];
  readonly series: number;
  readonly atMs: number;
  readonly effectiveAt: string;
  /** Seconds from effective_at to the recording, rounded up. */
  readonly seconds: number;
  readonly numbers: PriceNumbers | null;
  readonly standsAgain: boolean;
  /** The row that was set aside; its recorded_after_s is not known yet. */
  readonly hold: HoldRow | null;
}

/** What is written at the end of a page. */
export interface PageRows {
  readonly withdrawals: Mark[];
  readonly voids: Mark[];
  readonly holds: Map<string, HoldRow>;
  /** Events of rows set aside, in order, but rejections of late ones. */
  readonly rulings: LedgerEvent[];
  /** Days that ended and are more than an observation. */
  readonly days: DayCandle[];
}

export interface HistoryInMemory {
  readonly keys: PriceKeys;
  readonly rows: RowsInMemory;
  /** Observations in order of time whose month is packed already. */
  readonly stragglers: RowsInMemory;
  readonly series: AllSeries;
  readonly late: LateFact[];
  /** By the id of the row set aside. */
  readonly lateHolds: Map<string, HoldRow>;
  /** Days to be recomputed from the tables. */
  readonly again: Map<string, { readonly series: SeriesInMemory; readonly day: number; readonly at: string }>;
  /** Series whose totals are recomputed. */
  readonly recount: Set<SeriesInMemory>;
  /** The newest instant of all, in milliseconds since 1970. */
  newestMs: number;
  /** Months before it are packed. */
  closedMs: number;
  /** What the facts of the current page add to the tables. */
  page: PageRows;
}

const inRange = (value: number): number => {
  if (value > none && value <= int4Max) return value;
  throw new RangeError(`${value} does not fit four bytes`);
};

const numbersOf = ({ low, mid, high, market, direct_low }: PriceNumbers): Int32Array =>
  Int32Array.from([low, mid, high, market, direct_low].map((value) => (value === null ? none : inRange(value))));

const nullable = (value: number): number | null => (value === none ? null : value);

const nothing = (): PageRows => ({ withdrawals: [], voids: [], holds: new Map(), rulings: [], days: [] });

/** Adds an observation in order of time to the day of its series. A day that ends goes to `ended`. */
const addToDay = (series: SeriesInMemory, day: number, market: number | null, ended: DayCandle[]): void => {
  const { today } = series;
  if (today?.day !== day) {
    if (today !== null && today.observations > 1) ended.push(today);
    series.today = { series: series.id, day, open: market, high: market, low: market, close: market, observations: 1 };
    return;
  }
  today.observations += 1;
  if (market === null) return;
  today.open ??= market;
  today.high = Math.max(today.high ?? market, market);
  today.low = Math.min(today.low ?? market, market);
  today.close = market;
};

/** Creates it empty. `keys` are the numbers of keys in stored rows. */
export const createHistoryInMemory = (keys: PriceKeys): HistoryInMemory => ({
  keys,
  rows: createRowsInMemory(),
  stragglers: createRowsInMemory(),
  series: createAllSeries(keys),
  late: [],
  lateHolds: new Map(),
  again: new Map(),
  recount: new Set(),
  newestMs: -Infinity,
  closedMs: -Infinity,
  page: nothing(),
});

/** Returns what the page adds to the tables, and begins another. */
export const takePage = (history: HistoryInMemory): PageRows => {
  const { page } = history;
  history.page = nothing();
  return page;
};

/** Returns the days of all series that have not ended and are more than an observation. */
export const daysGoingOn = ({ series }: HistoryInMemory): DayCandle[] =>
  [...series].flatMap(({ today }) => (today !== null && today.observations > 1 ? [today] : []));

/** When a fact holds and was recorded, and the newest instant of its series before it, which is not later. */
interface Times {
  readonly atMs: number;
  readonly beforeMs: number;
  readonly recordedAfterS: number;
}

/** Returns the times of a fact that is not late, as fold.ts does, and moves the time of the series. */
const timesOf = (
  history: HistoryInMemory,
  of: SeriesInMemory,
  { atMs, seconds, standsAgain }: { atMs: number; seconds: number; standsAgain: boolean },
): Times => {
  const beforeMs = of.newestMs;
  if (atMs > beforeMs) of.newestRecordedS = seconds;
  else if (!standsAgain) of.newestRecordedS = inRange(Math.max(seconds, of.newestRecordedS + 1));
  of.newestMs = atMs;
  if (atMs > history.newestMs) history.newestMs = atMs;
  return { atMs, beforeMs, recordedAfterS: of.newestRecordedS };
};

const addAgain = ({ again }: HistoryInMemory, of: SeriesInMemory, day: number, at: string): void => {
  if (of.today?.day === day) of.today.observations = 0;
  again.set(`${of.id} ${day}`, { series: of, day, at });
};

/** Adds the five numbers from `from` on to totals, day and rows of a series. */
const observe = (
  history: HistoryInMemory,
  of: SeriesInMemory,
  times: Times,
  numbers: Int32Array,
  from: number,
): void => {
  const { atMs, beforeMs, recordedAfterS } = times;
  const market = nullable(numbers[from + 3] as number);
  const day = Math.floor(atMs / dayMs);
  if (atMs > beforeMs) addToTotals(of.totals, atMs, market);
  else history.recount.add(of);
  const isOfDay = of.today?.day === day || Math.floor(beforeMs / dayMs) !== day;
  if (atMs > beforeMs && isOfDay) addToDay(of, day, market, history.page.days);
  else addAgain(history, of, day, new Date(atMs).toISOString());
  const { rows, stragglers, closedMs } = history;
  (atMs < closedMs ? stragglers : rows).add(atMs, of.id, recordedAfterS, numbers, from);
};

const takeLate = (history: HistoryInMemory, of: SeriesInMemory, fact: LateFact): void => {
  history.late.push(fact);
  if (fact.hold !== null) {
    history.lateHolds.set(fact.hold.event.id, fact.hold);
    return;
  }
  history.recount.add(of);
  addAgain(history, of, Math.floor(fact.atMs / dayMs), fact.effectiveAt);
};

const takeEntry = (history: HistoryInMemory, entry: Entry): void => {
  const { kind, atMs, effectiveAt, numbers, quarantined, standsAgain = false } = entry;
  const { keys, page } = history;
  const of = history.series.of(keys.numberOf(entry.text), () => entry.key);
  const seconds = inRange(Math.ceil((entry.recordedMs - atMs) / 1000));
  const hold =
    quarantined === undefined
      ? null
      : { seriesId: of.id, effectiveAt, recordedAfterS: seconds, event: quarantined, rejection: null };
  if (atMs < of.newestMs) {
    if (numbers !== null) numbersOf(numbers);
    takeLate(history, of, { kind, series: of.id, atMs, effectiveAt, seconds, numbers, standsAgain, hold });
    return;
  }
  const times = timesOf(history, of, { atMs, seconds, standsAgain });
  const { beforeMs, recordedAfterS } = times;
  if (hold !== null) {
    page.holds.set(hold.event.id, { ...hold, recordedAfterS });
    return;
  }
  if (kind === 'observed' && numbers !== null) {
    observe(history, of, times, numbersOf(numbers), 0);
    return;
  }
  if (atMs === beforeMs) history.recount.add(of);
  (kind === 'withdrawn' ? page.withdrawals : page.voids).push([of.id, effectiveAt, recordedAfterS]);
  if (kind === 'voided' || atMs === beforeMs) addAgain(history, of, Math.floor(atMs / dayMs), effectiveAt);
};

/** Takes what an event says. Throws RangeError if a value does not fit its column. */
export const takeEvent = (history: HistoryInMemory, event: LedgerEvent): void => {
  const entries: Entry[] = [];
  addEntries(entries, event);
  for (const entry of entries) takeEntry(history, entry);
  if (event.type === 'ObservationQuarantined') history.page.rulings.push(event);
  if (event.type !== 'QuarantineRejected') return;
  const waiting = history.lateHolds.get(event.data.quarantine_id);
  if (waiting === undefined) history.page.rulings.push(event);
  else waiting.rejection ??= event;
};

/** Takes the plain observation at `index`. Throws RangeError if its times are further apart than a column holds. */
export const takeRow = (history: HistoryInMemory, read: ObservedRows, index: number, recordedMs: number): void => {
  const { keys } = history;
  const spelling = read.spellings[index] as number;
  const of = history.series.of(keys.keyOf(spelling), () => keys.spelled(spelling));
  const atMs = read.atMs[index] as number;
  const seconds = inRange(Math.ceil((recordedMs - atMs) / 1000));
  if (atMs >= of.newestMs) {
    const times = timesOf(history, of, { atMs, seconds, standsAgain: false });
    observe(history, of, times, read.numbers, index * 5);
    return;
  }
  const [low, mid, high, market, direct_low] = Array.from(read.numbers.subarray(index * 5, index * 5 + 5), nullable);
  const numbers = { low, mid, high, market, direct_low } as PriceNumbers;
  const effectiveAt = new Date(atMs).toISOString();
  const fact = { kind: 'observed', series: of.id, atMs, effectiveAt, seconds, numbers, standsAgain: false } as const;
  takeLate(history, of, { ...fact, hold: null });
};
