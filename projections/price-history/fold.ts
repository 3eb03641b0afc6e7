/** Folds events of price streams into the history. */
import type { LedgerEvent, LedgerEventOf } from '../../src/domain/envelope.js';
import { quarantinedKey } from '../../src/domain/prices/held.js';
import { type PriceChange, priceChangeOf } from '../../src/domain/prices/price-change.js';
import { type PriceKey, priceKeyText } from '../../src/domain/prices/price-key.js';
import { noPriceNumbers, type PriceNumbers, withoutZeros } from '../../src/domain/prices/price-numbers.js';
import { copyRows } from '../../src/postgres/binary-format.js';
import type { Client } from '../../src/postgres/database.js';
import type { Fold } from '../../src/projecting/projection.js';
import { recordedAfter, type SeriesInstant } from './instants.js';
import { observationsBetween } from './observations.js';
import { createMonthPacker, type PackingLimits, packingLimits } from './pack-closed-months.js';
import { observationColumns, type ObservationRow } from './packed-months.js';
import { createSeriesBook, type Series } from './series.js';
import { addToTotals, noTotals, recomputeTotals, type SeriesTotals, writeTotals } from './series-totals.js';

/**
 * A change of one key at one instant, or a row of it that was set aside. `numbers` is `null` for a withdrawal, a void, and
 * a row that was set aside.
 */
export interface Entry {
  readonly kind: PriceChange['kind'] | 'held';
  readonly key: PriceKey;
  /** The key as text. */
  readonly text: string;
  readonly effectiveAt: string;
  /** `effectiveAt` and the time of recording, in milliseconds since 1970. */
  readonly atMs: number;
  readonly recordedMs: number;
  readonly numbers: PriceNumbers | null;
  /** The event of a row set aside. */
  readonly quarantined?: LedgerEventOf<'ObservationQuarantined'>;
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

/** Returns the part of an entry that is the same for all kinds. */
const entryOf = (event: LedgerEvent, key: PriceKey, effectiveAt: string) => ({
  key,
  text: priceKeyText(key),
  effectiveAt,
  atMs: effectiveMs(effectiveAt),
  recordedMs: recordedMs(event.recorded_at),
});

/** Adds what an event says of its series. */
export const addEntries = (entries: Entry[], event: LedgerEvent): void => {
  if (event.type === 'ObservationQuarantined') {
    const key = quarantinedKey(event.data);
    if (key === null) return;
    entries.push({ kind: 'held', ...entryOf(event, key, event.data.effective_at), numbers: null, quarantined: event });
    return;
  }
  const change = priceChangeOf(event);
  if (change === null) return;
  const { kind, key, effectiveAt } = change;
  const instant = entryOf(event, key, effectiveAt);
  entries.push({ kind, ...instant, numbers: kind === 'observed' ? change.numbers : null });
  // An earlier fact of the same instant stands again: recorded a second time, with the void.
  if (kind === 'voided' && change.standing !== null && Date.parse(change.standing.effective_at) === instant.atMs) {
    if (change.standing.withdrawn === true)
      entries.push({ kind: 'withdrawn', ...instant, numbers: null, standsAgain: true });
    else entries.push({ kind: 'observed', ...instant, numbers: change.standing, standsAgain: true });
  }
};

export const markColumns = { series_id: 'int4', effective_at: 'timestamptz', recorded_after_s: 'int4' } as const;

/** A row of the withdrawals or the voids. */
export type Mark = readonly [series: number, effectiveAt: string, recordedAfterS: number];

/** Returns the newest `recorded_after_s` in the tables of every instant in `returns`. */
export const recordedSoFar = async (
  client: Client,
  schema: string,
  returns: readonly SeriesInstant[],
): Promise<Map<string, number>> => {
  if (returns.length === 0) return new Map();
  const values = [returns.map(({ series }) => series), returns.map(({ at }) => at)];
  const ofInstant = observationsBetween(schema, {
    series: 'a.series_id',
    as: 'o',
    from: 'a.effective_at',
    to: 'a.effective_at',
    where: 'true',
  });
  const rows = await client.query<{ series_id: number; effective_at: string; newest: number }>(
    `select a.series_id, a.effective_at, max(r.recorded_after_s) as newest
     from unnest($1::int4[], $2::timestamptz[]) a (series_id, effective_at)
     cross join lateral (
       select o.recorded_after_s from (${ofInstant}) o
       ${['voids', 'withdrawals', 'holds']
         .map(
           (table) => `union all select t.recorded_after_s from ${schema}.${table} t
                     where t.series_id = a.series_id and t.effective_at = a.effective_at`,
         )
         .join(' ')}
     ) r
     group by a.series_id, a.effective_at`,
    values,
  );
  return new Map(rows.rows.map((row) => [`${row.series_id} ${Date.parse(row.effective_at)}`, row.newest]));
};

/** A row of the table of holds, before it is written. */
export interface HoldRow {
  readonly seriesId: number;
  readonly effectiveAt: string;
  readonly recordedAfterS: number;
  readonly event: LedgerEventOf<'ObservationQuarantined'>;
  rejection: LedgerEventOf<'QuarantineRejected'> | null;
}

interface Plan {
  readonly observations: ObservationRow[];
  readonly withdrawals: Mark[];
  readonly voids: Mark[];
  /** By the id of the row set aside. */
  readonly holds: Map<string, HoldRow>;
  /** Totals of the observations of new instants, by series. */
  readonly totals: Map<number, SeriesTotals>;
  /** Series of which a fact was replaced, withdrawn or voided: their totals are recomputed. */
  readonly recount: Set<number>;
}

/** Returns `recorded_after_s` of the newest fact of the entry's instant before it; undefined if it is the first. */
const recordedBefore = ({ atMs }: Entry, series: Series, recorded: ReadonlyMap<string, number>): number | undefined => {
  if (atMs > series.newestMs) return undefined;
  return (atMs === series.newestMs ? series.newestRecordedS : undefined) ?? recorded.get(`${series.id} ${atMs}`);
};

/** Notes `recorded_after_s` of an entry, and moves the time of its series. */
const note = ({ atMs }: Entry, series: Series, recorded: Map<string, number>, recordedAfterS: number): void => {
  // Most entries have a new instant and are the only ones of their key in the page.
  if (atMs > series.newestMs && series.newestRecordedS !== undefined)
    recorded.set(`${series.id} ${series.newestMs}`, series.newestRecordedS);
  if (atMs < series.newestMs) recorded.set(`${series.id} ${atMs}`, recordedAfterS);
  else {
    series.newestMs = atMs;
    series.newestRecordedS = recordedAfterS;
  }
};

const plan = (entries: readonly Entry[], book: ReadonlyMap<string, Series>, recorded: Map<string, number>): Plan => {
  const result: Plan = {
    observations: [],
    withdrawals: [],
    voids: [],
    holds: new Map(),
    totals: new Map(),
    recount: new Set(),
  };
  for (const entry of entries) {
    const { kind, atMs, numbers } = entry;
    const series = book.get(entry.text) as Series;
    const recordedS = recordedBefore(entry, series, recorded);
    const seconds = Math.ceil((entry.recordedMs - atMs) / 1000);
    const recordedAfterS = recordedAfter(seconds, recordedS, entry.standsAgain === true);
    note(entry, series, recorded, recordedAfterS);
    if (entry.quarantined !== undefined) {
      const hold = { seriesId: series.id, effectiveAt: entry.effectiveAt, recordedAfterS, event: entry.quarantined };
      result.holds.set(entry.quarantined.id, { ...hold, rejection: null });
      continue;
    }
    if (recordedS !== undefined) result.recount.add(series.id);
    else if (numbers !== null) {
      const totals = result.totals.get(series.id) ?? noTotals();
      result.totals.set(series.id, totals);
      addToTotals(totals, atMs, numbers.market);
    }
    if (kind === 'withdrawn' || kind === 'voided') {
      result[kind === 'voided' ? 'voids' : 'withdrawals'].push([series.id, entry.effectiveAt, recordedAfterS]);
      continue;
    }
    result.observations.push([
      atMs,
      series.id,
      recordedAfterS,
      numbers?.low ?? null,
      numbers?.mid ?? null,
      numbers?.high ?? null,
      numbers?.market ?? null,
      numbers?.direct_low ?? null,
    ]);
  }
  for (const id of result.recount) result.totals.delete(id);
  return result;
};

const holdColumns = {
  quarantine_id: 'uuid',
  series_id: 'int4',
  effective_at: 'timestamptz',
  recorded_after_s: 'int4',
  reason: 'text',
  low: 'int4',
  mid: 'int4',
  high: 'int4',
  market: 'int4',
  direct_low: 'int4',
  rejected_from: 'timestamptz',
  rejected_at: 'timestamptz',
} as const;

const holdCells = ({ seriesId, effectiveAt, recordedAfterS, event, rejection }: HoldRow): readonly unknown[] => {
  const { low, mid, high, market, direct_low } = withoutZeros(event.data.observation ?? noPriceNumbers);
  return [
    event.id,
    seriesId,
    effectiveAt,
    recordedAfterS,
    event.data.reason,
    ...[low, mid, high, market, direct_low],
    rejection?.data.effective_at,
    rejection?.recorded_at,
  ];
};

/** Writes the rows set aside of a page, and which of them and of earlier ones were rejected: the first rejection counts. */
export const writeHolds = async (
  client: Client,
  schema: string,
  holds: ReadonlyMap<string, HoldRow>,
  events: readonly LedgerEvent[],
): Promise<void> => {
  const earlier = new Map<string, LedgerEventOf<'QuarantineRejected'>>();
  const begun = new Set<string>();
  for (const event of events) {
    if (event.type === 'ObservationQuarantined') begun.add(event.id);
    if (event.type !== 'QuarantineRejected') continue;
    const { quarantine_id } = event.data;
    const hold = holds.get(quarantine_id);
    if (hold !== undefined && begun.has(quarantine_id)) hold.rejection ??= event;
    else if (hold === undefined && !earlier.has(quarantine_id)) earlier.set(quarantine_id, event);
  }
  if (holds.size > 0) await copyRows(client, `${schema}.holds`, holdColumns, [...holds.values()].map(holdCells));
  if (earlier.size === 0) return;
  const rejected = [...earlier.values()];
  await client.query(
    `update ${schema}.holds h set rejected_from = r.effective_at, rejected_at = r.recorded_at
     from unnest($1::uuid[], $2::timestamptz[], $3::timestamptz[]) r(id, effective_at, recorded_at)
     where h.quarantine_id = r.id and h.rejected_at is null`,
    [[...earlier.keys()], rejected.map(({ data }) => data.effective_at), rejected.map((event) => event.recorded_at)],
  );
};

/** Creates the fold. */
export const foldPriceHistory = (schema: string, packing: PackingLimits = packingLimits): Fold => {
  const series = createSeriesBook(schema);
  const packClosedMonths = createMonthPacker(schema, packing);
  return async (client, events) => {
    const entries: Entry[] = [];
    for (const event of events) addEntries(entries, event);
    const book = await series.resolve(client, entries);
    const returns = entries.flatMap(({ text, atMs, effectiveAt }) => {
      const { id, newestMs } = book.get(text) as Series;
      return atMs <= newestMs ? [{ series: id, at: effectiveAt }] : [];
    });
    const rows = plan(entries, book, await recordedSoFar(client, schema, returns));
    await series.writeNew(client, rows.totals);
    await copyRows(client, `${schema}.unpacked_observations`, observationColumns, rows.observations);
    if (rows.withdrawals.length > 0) await copyRows(client, `${schema}.withdrawals`, markColumns, rows.withdrawals);
    if (rows.voids.length > 0) await copyRows(client, `${schema}.voids`, markColumns, rows.voids);
    await writeHolds(client, schema, rows.holds, events);
    await writeTotals(client, schema, rows.totals);
    await recomputeTotals(client, schema, [...rows.recount]);
    await packClosedMonths(client, rows.observations);
    // The next page looks it up, as after a restart, so memory and tables cannot differ.
    for (const { text } of entries) (book.get(text) as Series).newestRecordedS = undefined;
  };
};
