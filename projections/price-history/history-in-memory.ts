/** The history while it is rebuilt: takes facts in log order, and tells apart those of earlier instants. */
import type { LedgerEvent } from '../../src/domain/envelope.js';
import type { PriceNumbers } from '../../src/domain/prices/price-numbers.js';
import { int4OrNull, nullInt4 } from '../../src/postgres/binary-format.js';
import type { PriceKeys } from '../key-spellings.js';
import type { ObservedRows } from '../observed-rows.js';
import { int4Max } from '../observed-run.js';
import { addEntries, type Entry, type HoldRow, type Mark } from './fold.js';
import { recordedAfter } from './instants.js';
import { createRowsInMemory, type RowsInMemory } from './rows-in-memory.js';
import { type AllSeries, createAllSeries } from './series-in-memory.js';

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
  /** The newest instant of all, in milliseconds since 1970. */
  newestMs: number;
  /** Months before it are packed. */
  closedMs: number;
  /** What the facts of the current page add to the tables. */
  page: PageRows;
}

const inRange = (value: number): number => {
  if (value > nullInt4 && value <= int4Max) return value;
  throw new RangeError(`${value} does not fit four bytes`);
};

const numbersOf = ({ low, mid, high, market, direct_low }: PriceNumbers): Int32Array =>
  Int32Array.from([low, mid, high, market, direct_low].map((value) => (value === null ? nullInt4 : inRange(value))));

/** Returns the seconds from an instant to the recording, rounded up. */
const secondsBetween = (atMs: number, recordedMs: number): number => inRange(Math.ceil((recordedMs - atMs) / 1000));

const nothing = (): PageRows => ({ withdrawals: [], voids: [], holds: new Map(), rulings: [] });

/** Creates it empty. `keys` are the numbers of keys in stored rows. */
export const createHistoryInMemory = (keys: PriceKeys): HistoryInMemory => ({
  keys,
  rows: createRowsInMemory(),
  stragglers: createRowsInMemory(),
  series: createAllSeries(keys),
  late: [],
  lateHolds: new Map(),
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

// Arguments one by one: an object for each observation would be garbage.

/** Returns `recorded_after_s` of a fact that is not late, and moves the time of its series. */
const recordInOrder = (
  history: HistoryInMemory,
  id: number,
  atMs: number,
  seconds: number,
  standsAgain: boolean,
): number => {
  const { newestMs, newestRecordedS } = history.series.columns;
  const before = newestMs[id] === atMs ? newestRecordedS[id] : undefined;
  const recordedAfterS = inRange(recordedAfter(seconds, before, standsAgain));
  newestMs[id] = atMs;
  newestRecordedS[id] = recordedAfterS;
  if (atMs > history.newestMs) history.newestMs = atMs;
  return recordedAfterS;
};

/** Has the totals of a series recomputed if it has a fact of the instant already. Call it before the next one is recorded. */
const recountSecond = ({ series }: HistoryInMemory, id: number, atMs: number): void => {
  const { newestMs, recount } = series.columns;
  if (newestMs[id] === atMs) recount[id] = 1;
};

/** Adds the five numbers from `from` on, of an observation that is not late, to totals and rows of a series. */
const observe = (
  history: HistoryInMemory,
  id: number,
  atMs: number,
  recordedAfterS: number,
  numbers: Int32Array,
  from: number,
): void => {
  const { rows, stragglers, closedMs, series } = history;
  if (series.columns.recount[id] === 0) series.addToTotals(id, atMs, numbers[from + 3] as number);
  (atMs < closedMs ? stragglers : rows).add(atMs, id, recordedAfterS, numbers, from);
};

const takeLate = (history: HistoryInMemory, fact: LateFact): void => {
  history.late.push(fact);
  if (fact.hold === null) history.series.columns.recount[fact.series] = 1;
  else history.lateHolds.set(fact.hold.event.id, fact.hold);
};

const takeEntry = (history: HistoryInMemory, entry: Entry): void => {
  const { kind, atMs, effectiveAt, numbers, quarantined, standsAgain = false } = entry;
  const { keys, page, series } = history;
  const key = keys.numberOf(entry.text);
  const id = series.find(key) || series.add(key, keys.spell(entry.key));
  const seconds = secondsBetween(atMs, entry.recordedMs);
  const hold =
    quarantined === undefined
      ? null
      : { seriesId: id, effectiveAt, recordedAfterS: seconds, event: quarantined, rejection: null };
  if (atMs < (series.columns.newestMs[id] as number)) {
    if (numbers !== null) numbersOf(numbers);
    takeLate(history, { kind, series: id, atMs, effectiveAt, seconds, numbers, standsAgain, hold });
    return;
  }
  if (hold === null) recountSecond(history, id, atMs);
  const recordedAfterS = recordInOrder(history, id, atMs, seconds, standsAgain);
  if (hold !== null) page.holds.set(hold.event.id, { ...hold, recordedAfterS });
  else if (kind === 'observed' && numbers !== null) observe(history, id, atMs, recordedAfterS, numbersOf(numbers), 0);
  else (kind === 'withdrawn' ? page.withdrawals : page.voids).push([id, effectiveAt, recordedAfterS]);
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
  const { keys, series } = history;
  const spelling = read.spellings[index] as number;
  const key = keys.keyOf(spelling);
  const id = series.find(key) || series.add(key, spelling);
  const atMs = read.atMs[index] as number;
  const seconds = secondsBetween(atMs, recordedMs);
  if (atMs < (series.columns.newestMs[id] as number)) {
    const [low, mid, high, market, direct_low] = Array.from(
      read.numbers.subarray(index * 5, index * 5 + 5),
      int4OrNull,
    );
    const numbers = { low, mid, high, market, direct_low } as PriceNumbers;
    const effectiveAt = new Date(atMs).toISOString();
    takeLate(history, {
      kind: 'observed',
      series: id,
      ...{ atMs, effectiveAt, seconds, numbers, standsAgain: false, hold: null },
    });
    return;
  }
  recountSecond(history, id, atMs);
  observe(history, id, atMs, recordInOrder(history, id, atMs, seconds, false), read.numbers, index * 5);
};
