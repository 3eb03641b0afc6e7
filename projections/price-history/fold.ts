/** Events of price streams → rows of the history and its daily roll-up. */
import type { LedgerEvent } from '../../src/domain/envelope.js';
import type { PriceNumbers } from '../../src/domain/events.js';
import { dayMs } from '../../src/domain/instant.js';
import { type PriceKey, priceKeyText } from '../../src/domain/price-key.js';
import { copyRows } from '../../src/postgres/binary.js';
import type { Client } from '../../src/postgres/database.js';
import type { Fold } from '../../src/projecting/projection.js';
import { copyDays, type DayCandle, rebuildDays, type SeriesDay } from './daily.js';
import { ensurePartitions, monthOf } from './partitions.js';
import { createSeriesBook, type Series } from './series.js';

/** What an event says of one key at one instant. `numbers` null: withdrawn or voided. */
interface Entry {
  readonly kind: 'observed' | 'withdrawn' | 'voided';
  readonly key: PriceKey;
  readonly effectiveAt: string;
  readonly recordedAt: string;
  readonly numbers: PriceNumbers | null;
}

const entriesOf = (event: LedgerEvent): Entry[] => {
  const recordedAt = event.recorded_at;
  switch (event.type) {
    case 'PriceObserved':
    case 'PriceCorrected':
      return [{ kind: 'observed', key: event.data, effectiveAt: event.data.effective_at, recordedAt, numbers: event.data }];
    case 'QuarantineReleased': {
      const data = event.data.observation;
      return [{ kind: 'observed', key: data, effectiveAt: data.effective_at, recordedAt, numbers: data }];
    }
    case 'PriceWithdrawn':
      return [{ kind: 'withdrawn', key: event.data, effectiveAt: event.data.effective_at, recordedAt, numbers: null }];
    case 'ObservationVoided': {
      const { effective_at: effectiveAt, standing } = event.data;
      const voided: Entry = { kind: 'voided', key: event.data, effectiveAt, recordedAt, numbers: null };
      // An earlier observation of the same stamp stands again: recorded anew, after the void.
      return standing !== null && Date.parse(standing.effective_at) === Date.parse(effectiveAt)
        ? [voided, { kind: 'observed', key: event.data, effectiveAt, recordedAt, numbers: standing }]
        : [voided];
    }
    default:
      return [];
  }
};

const observationColumns = {
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

/** The newest `recorded_after_s` that the tables have for instants an entry comes back to. */
const recordedSoFar = async (client: Client, schema: string, returns: readonly SeriesDay[]): Promise<Map<string, number>> => {
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

/** Adds an observation to the day it falls on; only for series whose time goes forwards. */
const addToDay = (days: Map<string, DayCandle>, series: number, atMs: number, market: number | null): void => {
  const day = Math.floor(atMs / dayMs);
  const held = days.get(`${series} ${day}`);
  if (held === undefined) {
    const price = market;
    days.set(`${series} ${day}`, { series, day, open: price, high: price, low: price, close: price, observations: 1 });
    return;
  }
  held.observations += 1;
  if (market === null) return;
  held.open ??= market;
  held.high = Math.max(held.high ?? market, market);
  held.low = Math.min(held.low ?? market, market);
  held.close = market;
};

interface Plan {
  readonly observations: (readonly unknown[])[];
  readonly withdrawals: Mark[];
  readonly voids: Mark[];
  /** Whole days of one page, ready to be copied. */
  readonly days: Map<string, DayCandle>;
  /** Days to be computed again from the observations: late, corrected, voided, or begun in an earlier page. */
  readonly again: Map<string, SeriesDay>;
}

const plan = (
  entries: readonly Entry[],
  book: ReadonlyMap<string, Series>,
  recorded: Map<string, number>,
): Plan => {
  const result: Plan = { observations: [], withdrawals: [], voids: [], days: new Map(), again: new Map() };
  for (const { kind, key, effectiveAt, recordedAt, numbers } of entries) {
    const series = book.get(priceKeyText(key)) as Series;
    const atMs = Date.parse(effectiveAt);
    const seconds = Math.ceil((Date.parse(recordedAt) - atMs) / 1000);
    // Several facts about one instant may be recorded within a second; their order must survive.
    const instant = `${series.id} ${atMs}`;
    const before = recorded.get(instant);
    const recordedAfterS = before === undefined ? seconds : Math.max(seconds, before + 1);
    recorded.set(instant, recordedAfterS);
    if (kind === 'withdrawn') {
      series.newestMs = Math.max(series.newestMs, atMs);
      result.withdrawals.push([series.id, effectiveAt, recordedAfterS]);
      continue;
    }
    const day = `${series.id} ${Math.floor(atMs / dayMs)}`;
    const forwards = kind === 'observed' && atMs > series.newestMs;
    const dayBegunBefore = Math.floor(series.newestMs / dayMs) === Math.floor(atMs / dayMs) && !result.days.has(day);
    if (!forwards || dayBegunBefore || result.again.has(day)) {
      result.days.delete(day);
      result.again.set(day, { series: series.id, at: effectiveAt });
    } else {
      addToDay(result.days, series.id, atMs, numbers?.market ?? null);
    }
    series.newestMs = Math.max(series.newestMs, atMs);
    if (kind === 'voided') {
      result.voids.push([series.id, effectiveAt, recordedAfterS]);
      continue;
    }
    result.observations.push([
      effectiveAt, series.id, recordedAfterS,
      numbers?.low, numbers?.mid, numbers?.high, numbers?.market, numbers?.direct_low,
    ]); // prettier-ignore
  }
  return result;
};

/** Starts folding into `schema`. */
export const foldPriceHistory = (schema: string): Fold => {
  const series = createSeriesBook(schema);
  const months = new Set<string>();
  return async (client, events) => {
    const entries = events.flatMap(entriesOf);
    const keys = new Map<string, PriceKey>();
    for (const { key } of entries) {
      // The first to name a key gives its series the source's spelling of the printing, wherever the page ends.
      if (!keys.has(priceKeyText(key))) keys.set(priceKeyText(key), key);
    }
    const book = await series.resolve(client, keys);
    const newMonths = new Set(entries.map(({ effectiveAt }) => monthOf(effectiveAt)).filter((month) => !months.has(month)));
    await ensurePartitions(client, schema, newMonths);
    for (const month of newMonths) months.add(month);
    const returns = entries.flatMap(({ key, effectiveAt }) => {
      const held = book.get(priceKeyText(key)) as Series;
      return Date.parse(effectiveAt) <= held.newestMs ? [{ series: held.id, at: effectiveAt }] : [];
    });
    const rows = plan(entries, book, await recordedSoFar(client, schema, returns));
    await copyRows(client, `${schema}.observations`, observationColumns, rows.observations);
    if (rows.withdrawals.length > 0) await copyRows(client, `${schema}.withdrawals`, markColumns, rows.withdrawals);
    if (rows.voids.length > 0) await copyRows(client, `${schema}.voids`, markColumns, rows.voids);
    await copyDays(client, schema, rows.days.values());
    await rebuildDays(client, schema, [...rows.again.values()]);
  };
};
