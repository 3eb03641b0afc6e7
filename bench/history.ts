/**
 * Measures what an observation takes in the history, in the open month and packed, how fast a month is packed, and whether a
 * year's history of one card takes longer in a long history of many cards than in a small one.
 */
import { catalog } from '../projections/catalog/projection.js';
import { coverage } from '../projections/coverage/projection.js';
import { findSeries } from '../projections/price-history/find-series.js';
import { createMonthPacker, packingLimits } from '../projections/price-history/pack-closed-months.js';
import { observationColumns, packedColumns, packMonths } from '../projections/price-history/packed-months.js';
import { priceHistory } from '../projections/price-history/projection.js';
import { readHistory } from '../projections/price-history/queries.js';
import { dayMs } from '../src/domain/instant.js';
import { copyRows } from '../src/postgres/binary-format.js';
import { type Database, openDatabase } from '../src/postgres/database.js';
import { createTables } from '../src/projecting/tables.js';
import { madeHistory } from './made-history.js';

export interface HistoryBench {
  /** Bytes an observation, indexes included. */
  readonly openBytes: number;
  readonly packedBytes: number;
  readonly packing: {
    readonly observations: number;
    readonly seconds: number;
    /** The longest that one page packed. */
    readonly longestMs: number;
  };
  /** Histories of a year, in the small and in the large ledger. */
  readonly small: ReadTimes;
  readonly large: ReadTimes;
  /** The large p99 by the small one, median of the rounds. */
  readonly ratio: number;
}

interface ReadTimes {
  readonly observations: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
}

const observationsAMonth = 15.6;
/** The day on which all histories end, in days since 1970: the middle of a month. */
const endDay = Date.UTC(2026, 5, 15) / dayMs;
const openFromDay = Date.UTC(2026, 5) / dayMs;

const cardOf = (series: number): string => `pokemon-${series}`;
const quantile = (sorted: readonly number[], q: number): number => sorted[Math.floor((sorted.length - 1) * q)] ?? NaN;
const median = (values: readonly number[]): number =>
  quantile(
    [...values].sort((a, b) => a - b),
    0.5,
  );

interface Extent {
  readonly series: number;
  readonly months: number;
}

const firstDayOf = ({ months }: Extent): number => {
  const end = new Date(openFromDay * dayMs);
  return Date.UTC(end.getUTCFullYear(), end.getUTCMonth() - months) / dayMs;
};

/** Creates the read models of a ledger with these series, and their closed months but the last as packed rows. */
const fill = async (database: Database, extent: Extent): Promise<void> => {
  for (const projection of [catalog, coverage, priceHistory])
    await createTables(database, projection, { schema: projection.schema, state: 'live' });
  const { series } = extent;
  const fromDay = firstDayOf(extent);
  await database.query(
    `insert into catalog.cards (card_id, game, set_id, name, product_type, attributes, external_ids, source,
       listed_at, revised_at, changed_at, position, search_text, colours, subtypes, attribute_slugs,
       not_understood, name_text, number_text, search_vector)
     select 'pokemon-' || n, 'pokemon', 'pokemon-' || n / 150, 'A card', 'card', '{}', '{}', 'tcgcsv', now(), now(), now(), '0', '', '{}', '{}', '{}', '{}', '', '', ''
     from generate_series(1, $1::int) n`,
    [series],
  );
  await database.query(
    `insert into price_history.series (series_id, price_key, card_id, source, kind, printing, printing_slug, currency, priced)
     select n, 'pokemon-' || n || '|tcgcsv', 'pokemon-' || n, 'tcgcsv', 'market', 'Normal', 'normal', 'USD', true
     from generate_series(1, $1::int) n`,
    [series],
  );
  await database.query(
    `insert into coverage.snapshots (event_id, run_id, source, set_id, effective_at, recorded_at, url, payload_sha256,
       parser_version, rows, changed, unchanged, withdrawn, quarantined, withheld, withheld_keys)
     select gen_random_uuid(), gen_random_uuid(), 'tcgcsv', 'pokemon-' || n, d + interval '20 hours', d + interval '21 hours',
            '', '', 1, 150, 75, 75, 0, 0, 0, '{}'
     from generate_series($1::timestamptz, $2::timestamptz, interval '1 day') d, generate_series(0, $3::int / 150) n`,
    [new Date(fromDay * dayMs).toISOString(), new Date((endDay - 1) * dayMs).toISOString(), series],
  );
  // Month by month, as they are packed in use: the months of a series lie apart.
  for (let months = extent.months; months > 1; months -= 1) {
    const [from, to] = [firstDayOf({ series, months }), firstDayOf({ series, months: months - 1 })];
    const rows = function* () {
      for (let each = 1; each <= series; each += 1) yield* madeHistory(each, from, to);
    };
    await database.transaction((client) =>
      copyRows(client, 'price_history.packed_months', packedColumns, packMonths(rows())),
    );
  }
};

const sizeOf = async (database: Database, table: string): Promise<number> => {
  const [size] = await database.query<{ bytes: number }>('select pg_total_relation_size($1) as bytes', [table]);
  return size?.bytes ?? NaN;
};

/** Writes the last closed month as rows, day by day, and packs it page by page. */
const packMonth = async (database: Database, series: number) => {
  const [fromDay, toDay] = [firstDayOf({ series, months: 1 }), openFromDay];
  let observations = 0;
  const rows = function* (from: number, to: number) {
    for (let day = from; day < to; day += 1)
      for (let each = 1; each <= series; each += 1)
        for (const row of madeHistory(each, day, day + 1)) {
          observations += 1;
          yield row;
        }
  };
  const write = (from: number, to: number): Promise<void> =>
    database.transaction((client) =>
      copyRows(client, 'price_history.unpacked_observations', observationColumns, rows(from, to)),
    );
  for (let day = fromDay; day < toDay; day += 1) await write(day, day + 1);
  const openBytes = (await sizeOf(database, 'price_history.unpacked_observations')) / observations;
  const count = observations;
  const packer = createMonthPacker('price_history', packingLimits);
  const page = [...madeHistory(1, openFromDay + 10, openFromDay + 14)];
  let [seconds, longestMs] = [0, 0];
  for (let left = count; left > 0;) {
    const started = performance.now();
    await database.transaction((client) => packer(client, page));
    const tookMs = performance.now() - started;
    seconds += tookMs / 1_000;
    longestMs = Math.max(longestMs, tookMs);
    left -= packingLimits.rowsAtOnce;
  }
  const [packed] = await database.query<{ n: number }>(
    'select sum(cardinality(at_ms)) as n from price_history.packed_months',
  );
  const packedBytes = (await sizeOf(database, 'price_history.packed_months')) / (packed?.n ?? NaN);
  return { openBytes, packedBytes, packing: { observations: count, seconds, longestMs } };
};

/** Reads histories of a year of cards all over the ledger. Returns the times in milliseconds, sorted. */
const readTimes = async (database: Database, extent: Extent, { reads, round }: { reads: number; round: number }) => {
  const times: number[] = [];
  const toMs = endDay * dayMs;
  for (let read = 0; read < reads; read += 1) {
    const card = cardOf(1 + ((read * 7_919 + round * 104_729) % extent.series));
    const started = performance.now();
    const [series] = await findSeries(database, card);
    if (series === undefined) throw new Error(`no series of ${card}`);
    const window = { fromMs: toMs - 365 * dayMs, toMs, checkedUntilMs: toMs };
    const { points } = await readHistory(database, card, series, { ...window, interval: '1d' });
    times.push(performance.now() - started);
    if (points.length < 300) throw new Error(`${points.length} points of ${card}`);
  }
  return times.sort((a, b) => a - b);
};

/** Fills two empty, migrated ledgers with about these numbers of observations, and measures. */
export const benchHistory = async (
  urls: { readonly small: string; readonly large: string },
  options: {
    readonly small: number;
    readonly large: number;
    readonly rounds: number;
    readonly reads: number;
    readonly say: (line: string) => void;
  },
): Promise<HistoryBench> => {
  const { rounds, reads, say } = options;
  const largeSeries = Math.min(48_660, Math.round(options.large / observationsAMonth / 13));
  const extents = {
    small: { series: Math.round(options.small / observationsAMonth / 13), months: 13 },
    large: { series: largeSeries, months: Math.max(13, Math.round(options.large / observationsAMonth / largeSeries)) },
  };
  const open = (url: string): Database => openDatabase({ url, application: 'bench', asApp: false });
  const databases = { small: open(urls.small), large: open(urls.large) };
  try {
    for (const size of ['small', 'large'] as const) {
      await fill(databases[size], extents[size]);
      say(`${extents[size].series} series, ${extents[size].months} months`);
    }
    await packMonth(databases.small, extents.small.series);
    const stored = await packMonth(databases.large, extents.large.series);
    for (const database of Object.values(databases)) await database.query('vacuum analyze');
    const measured: Record<'small' | 'large', { p50: number; p99: number }[]> = { small: [], large: [] };
    for (let round = 0; round <= rounds; round += 1) {
      for (const size of ['small', 'large'] as const) {
        const times = await readTimes(databases[size], extents[size], { reads, round });
        // The first round warms connections, plans and pages.
        if (round > 0) measured[size].push({ p50: quantile(times, 0.5), p99: quantile(times, 0.99) });
      }
    }
    const timesOf = (size: 'small' | 'large'): ReadTimes => ({
      observations: Math.round(extents[size].series * extents[size].months * observationsAMonth),
      p50Ms: median(measured[size].map(({ p50 }) => p50)),
      p99Ms: median(measured[size].map(({ p99 }) => p99)),
    });
    const ratio = median(measured.large.map(({ p99 }, at) => p99 / (measured.small[at]?.p99 ?? NaN)));
    return { ...stored, small: timesOf('small'), large: timesOf('large'), ratio };
  } finally {
    await databases.small.close();
    await databases.large.close();
  }
};
