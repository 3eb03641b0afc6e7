/** Folds events of price streams into the history and its daily roll-up. */
import type { LedgerEvent } from '../../src/domain/envelope.js';
import { dayMs } from '../../src/domain/instant.js';
import { type PriceChange, priceChangeOf } from '../../src/domain/prices/price-change.js';
import { type PriceKey, priceKeyText } from '../../src/domain/prices/price-key.js';
import type { PriceNumbers } from '../../src/domain/prices/price-numbers.js';
import { copyRows } from '../../src/postgres/binary-format.js';
import type { Client } from '../../src/postgres/database.js';
import type { Fold } from '../../src/projecting/projection.js';
import { copyDays, type DayCandle, rebuildDays, type SeriesDay } from './daily.js';
import { ensurePartitions, monthOf } from './partitions.js';
import { createSeriesBook, type Series } from './series.js';

/** A change of one key at one instant. `numbers` is `null` for a withdrawal and a void. */
interface Entry {
  readonly kind: PriceChange['kind'];
  readonly key: PriceKey;
  /** The key as text. */
  readonly text: string;
  readonly effectiveAt: string;
  /** `effectiveAt` and the time of recording, in milliseconds since 1970. */
  readonly atMs: number;
  readonly recordedMs: number;
  readonly numbers: PriceNumbers | null;
  /** What the entry before it, a void of the same instant, leaves standing. */
  readonly standsAgain?: true;
}

/** Creates a parser of instants that remembers the last one, because most events of a page have the same. */
const remembered = (): ((instant: string) => number) => {
  let last = '';
  let ms = 0;
  return (instant) => {
    if (instant !== last) {
      last = instant;
      ms = Date.parse(instant);
    }
    return ms;
  };
};
const effectiveMs = remembered();
const recordedMs = remembered();

const addEntries = (entries: Entry[], event: LedgerEvent): void => {
  const change = priceChangeOf(event);
  if (change === null) return;
  const { kind, key, effectiveAt } = change;
  const instant = {
    key,
    text: priceKeyText(key),
    effectiveAt,
    atMs: effectiveMs(effectiveAt),
    recordedMs: recordedMs(event.recorded_at),
  };
  entries.push({ kind, ...instant, numbers: kind === 'observed' ? change.numbers : null });
  // An earlier fact of the same instant stands again: recorded a second time, with the void.
  if (kind === 'voided' && change.standing !== null && Date.parse(change.standing.effective_at) === instant.atMs) {
    if (change.standing.withdrawn === true)
      entries.push({ kind: 'withdrawn', ...instant, numbers: null, standsAgain: true });
    else entries.push({ kind: 'observed', ...instant, numbers: change.standing, standsAgain: true });
  }
};

/** Columns of the history. */
export const observationColumns = {
  effective_at: 'timestamptz',
  series_id: 'int4',
  recorded_after_s: 'int4',
  low: 'int4',
  mid: 'int4',
  high: 'int4',
  market: 'int4',
  direct_low: 'int4',
} as const;
const markColumns = { series_id: 'int4', effective_at: 'timestamptz', recorded_after_s: 'int4' } as const;

type Mark = readonly [series: number, effectiveAt: string, recordedAfterS: number];

/** Returns the newest `recorded_after_s` in the tables of every instant in `returns`. */
const recordedSoFar = async (
  client: Client,
  schema: string,
  returns: readonly SeriesDay[],
): Promise<Map<string, number>> => {
  if (returns.length === 0) return new Map();
  const values = [returns.map(({ series }) => series), returns.map(({ at }) => at)];
  const rows = await client.query<{ series_id: number; effective_at: string; newest: number }>(
    `select series_id, effective_at, max(recorded_after_s) as newest from (
       select series_id, effective_at, recorded_after_s from ${schema}.observations
         where (series_id, effective_at) in (select * from unnest($1::int4[], $2::timestamptz[]))
       union all
       select series_id, effective_at, recorded_after_s from ${schema}.voids
         where (series_id, effective_at) in (select * from unnest($1::int4[], $2::timestamptz[]))
       union all
       select series_id, effective_at, recorded_after_s from ${schema}.withdrawals
         where (series_id, effective_at) in (select * from unnest($1::int4[], $2::timestamptz[]))
     ) as recorded group by series_id, effective_at`,
    values,
  );
  return new Map(rows.rows.map((row) => [`${row.series_id} ${Date.parse(row.effective_at)}`, row.newest]));
};

interface Plan {
  readonly observations: (readonly unknown[])[];
  readonly withdrawals: Mark[];
  readonly voids: Mark[];
  /** Days that began in this page, in order; some may have moved to `again`. */
  readonly days: DayCandle[];
  /** Days to recompute from the observations: late, corrected, voided, or begun in an earlier page. */
  readonly again: Map<string, SeriesDay>;
}

/** Adds an observation to the day it falls on; only for series whose time goes forwards. */
const addToDay = (days: DayCandle[], series: Series, day: number, market: number | null): void => {
  const { today } = series;
  if (today?.day !== day) {
    series.today = { series: series.id, day, open: market, high: market, low: market, close: market, observations: 1 };
    days.push(series.today);
    return;
  }
  today.observations += 1;
  if (market === null) return;
  today.open ??= market;
  today.high = Math.max(today.high ?? market, market);
  today.low = Math.min(today.low ?? market, market);
  today.close = market;
};

/**
 * Returns `recorded_after_s` of an entry. Facts about one instant recorded within a second get growing values, to keep
 * order. What a void leaves standing is recorded with it: a void removes only what was recorded before.
 */
const recordedAfter = (entry: Entry, series: Series, recorded: Map<string, number>): number => {
  const seconds = Math.ceil((entry.recordedMs - entry.atMs) / 1000);
  // Most entries have a new instant and are the only ones of their key in the page.
  if (entry.atMs > series.newestMs) {
    if (series.newestRecordedS !== undefined) recorded.set(`${series.id} ${series.newestMs}`, series.newestRecordedS);
    series.newestRecordedS = seconds;
    return seconds;
  }
  const instant = `${series.id} ${entry.atMs}`;
  const isNewest = entry.atMs === series.newestMs;
  const before = (isNewest ? series.newestRecordedS : undefined) ?? recorded.get(instant);
  if (before !== undefined && entry.standsAgain === true) return before;
  const after = before === undefined ? seconds : Math.max(seconds, before + 1);
  if (isNewest) series.newestRecordedS = after;
  else recorded.set(instant, after);
  return after;
};

const plan = (entries: readonly Entry[], book: ReadonlyMap<string, Series>, recorded: Map<string, number>): Plan => {
  const result: Plan = { observations: [], withdrawals: [], voids: [], days: [], again: new Map() };
  for (const entry of entries) {
    const { kind, atMs, numbers } = entry;
    const series = book.get(entry.text) as Series;
    const recordedAfterS = recordedAfter(entry, series, recorded);
    const before = series.newestMs;
    series.newestMs = Math.max(before, atMs);
    const day = Math.floor(atMs / dayMs);
    if (kind === 'withdrawn') {
      result.withdrawals.push([series.id, entry.effectiveAt, recordedAfterS]);
      // An observation of the same instant no longer counts.
      if (atMs <= before) {
        if (series.today?.day === day) series.today.observations = 0;
        result.again.set(`${series.id} ${day}`, { series: series.id, at: entry.effectiveAt });
      }
      continue;
    }
    const begunBefore = Math.floor(before / dayMs) === day && series.today?.day !== day;
    if (kind === 'observed' && atMs > before && !begunBefore) {
      addToDay(result.days, series, day, numbers?.market ?? null);
    } else {
      // The day is recomputed as a whole, so nothing is added to it.
      if (series.today?.day === day) series.today.observations = 0;
      result.again.set(`${series.id} ${day}`, { series: series.id, at: entry.effectiveAt });
    }
    if (kind === 'voided') {
      result.voids.push([series.id, entry.effectiveAt, recordedAfterS]);
      continue;
    }
    result.observations.push([
      atMs,
      series.id,
      recordedAfterS,
      numbers?.low,
      numbers?.mid,
      numbers?.high,
      numbers?.market,
      numbers?.direct_low,
    ]);
  }
  return result;
};

/** Creates the fold. */
export const foldPriceHistory = (schema: string): Fold => {
  const series = createSeriesBook(schema);
  const months = new Set<string>();
  return async (client, events) => {
    const entries: Entry[] = [];
    for (const event of events) addEntries(entries, event);
    const book = await series.resolve(client, entries);
    const instants = new Set(entries.map(({ effectiveAt }) => effectiveAt));
    const newMonths = new Set([...instants].map(monthOf).filter((month) => !months.has(month)));
    await ensurePartitions(client, schema, newMonths);
    for (const month of newMonths) months.add(month);
    const returns = entries.flatMap(({ text, atMs, effectiveAt }) => {
      const { id, newestMs } = book.get(text) as Series;
      return atMs <= newestMs ? [{ series: id, at: effectiveAt }] : [];
    });
    const rows = plan(entries, book, await recordedSoFar(client, schema, returns));
    await copyRows(client, `${schema}.observations`, observationColumns, rows.observations);
    if (rows.withdrawals.length > 0) await copyRows(client, `${schema}.withdrawals`, markColumns, rows.withdrawals);
    if (rows.voids.length > 0) await copyRows(client, `${schema}.voids`, markColumns, rows.voids);
    await copyDays(client, schema, rows.days);
    await rebuildDays(client, schema, [...rows.again.values()]);
    // The next page recomputes the day, as after a restart, so memory and tables cannot differ.
    for (const { text } of entries) {
      const folded = book.get(text) as Series;
      folded.today = undefined;
      folded.newestRecordedS = undefined;
    }
  };
};
