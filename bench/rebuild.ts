/**
 * Measures the rebuild of all price read models from the log, against COPY of the resulting observations as plain rows into
 * a partitioned, indexed table, taking turns in one process on one server; and the memory of a rebuild in a process of its
 * own.
 */
import { latestPrices } from '../projections/latest-prices/projection.js';
import { observationColumns } from '../projections/price-history/packed-months.js';
import { priceHistory } from '../projections/price-history/projection.js';
import { execFile } from 'node:child_process';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { from as copyFrom } from 'pg-copy-streams';
import type { EventLog } from '../src/log/event-log.js';
import { createPostgresLog } from '../src/log/postgres/postgres-log.js';
import { copyRows } from '../src/postgres/binary-format.js';
import { type Client, type Database, openDatabase } from '../src/postgres/database.js';
import { dropTables } from '../src/projecting/tables.js';
import { buildTables } from '../src/projecting/rebuild.js';
import { systemRuntime } from '../src/base/runtime.js';
import { repeatDays } from './longer-log.js';
import { madeDay } from './made-observations.js';

/** Events or rows per second. */
export interface RebuildRound {
  readonly rebuild: number;
  readonly text: number;
  readonly binary: number;
}

export interface RebuildResult {
  readonly events: number;
  readonly rounds: readonly RebuildRound[];
  /** Most resident memory of a process that does nothing but the rebuild. */
  readonly rssMiB: number;
  /** In the log and in the history, indexes included. */
  readonly bytesAnEvent: number;
  readonly bytesARow: number;
}

const metadata = { correlation_id: '00000000-0000-4000-8000-000000000000', causation_id: null, actor: 'bench' };

/** Rows that are copied: a part of them for a large log, since they are in memory. */
const copiedRows = 300_000;

type HistoryRow = readonly [string, number, number, ...(number | null)[]];

const fill = async (log: EventLog, keys: number, days: number, perAppend = 100): Promise<number> => {
  let events = 0;
  for (let day = 0; day < days; day += 1) {
    for (const appends of madeDay(keys, day, perAppend)) {
      await log.append(appends, metadata);
      events += appends.reduce((sum, append) => sum + append.events.length, 0);
    }
  }
  return events;
};

const readHistory = async (database: Database): Promise<HistoryRow[]> => {
  const rows = await database.query(
    `select ${Object.keys(observationColumns).join(', ')} from price_history_bench.observations order by effective_at, series_id limit ${copiedRows}`,
  );
  return rows.map((row) => Object.values(row) as unknown as HistoryRow);
};

const copyText = async (client: Client, rows: readonly HistoryRow[]): Promise<void> => {
  const sink = client.query(
    copyFrom(`copy bench_copy.observations (${Object.keys(observationColumns).join(', ')}) from stdin`),
  );
  const lines = function* (): Generator<string> {
    for (let at = 0; at < rows.length; at += 1_000) {
      yield rows
        .slice(at, at + 1_000)
        .map((row) => `${row.map((cell) => cell ?? '\\N').join('\t')}\n`)
        .join('');
    }
  };
  await pipeline(Readable.from(lines()), sink);
};

/** An empty table of plain rows, partitioned by month and indexed by series, with partitions for `months`. */
const plainTable = (months: Iterable<string>): string => `
  drop schema if exists bench_copy cascade;
  create schema bench_copy;
  create table bench_copy.observations (
    effective_at timestamptz not null, series_id integer not null, recorded_after_s integer not null,
    low integer, mid integer, high integer, market integer, direct_low integer
  ) partition by range (effective_at);
  create index on bench_copy.observations (series_id, effective_at);
  ${[...months]
    .map(
      (month) =>
        `create table bench_copy.of_${month.replace('-', '_')} partition of bench_copy.observations
         for values from ('${month}-01') to (date '${month}-01' + interval '1 month');`,
    )
    .join('\n')}`;

/** COPYs the rows into an empty table of plain rows. Returns rows per second. */
const copySpeed = async (database: Database, rows: readonly HistoryRow[], how: 'text' | 'binary'): Promise<number> => {
  const months = new Set(rows.map(([at]) => at.slice(0, 7)));
  await database.transaction((client) => client.query(plainTable(months)));
  const started = performance.now();
  await database.transaction((client) =>
    how === 'text' ? copyText(client, rows) : copyRows(client, 'bench_copy.observations', observationColumns, rows),
  );
  return rows.length / ((performance.now() - started) / 1_000);
};

const rebuildSpeed = async (database: Database, log: EventLog, events: number): Promise<number> => {
  const started = performance.now();
  const plans = [latestPrices, priceHistory].map((projection) => ({
    projection,
    schema: `${projection.schema}_bench`,
    fence: 0,
  }));
  for (const outcome of await buildTables({ database, log, plans }))
    if (outcome.outcome === 'failed') throw outcome.error;
  return events / ((performance.now() - started) / 1_000);
};

const sizes = async (database: Database, events: number): Promise<{ log: number; history: number }> => {
  const [size] = await database.query<{ log: number; history: number }>(
    `select (select sum(pg_total_relation_size(c.oid)) from pg_class c join pg_namespace n on n.oid = c.relnamespace
              where n.nspname = 'ledger' and c.relkind = 'r')::bigint as log,
            (select sum(pg_total_relation_size(c.oid)) from pg_class c join pg_namespace n on n.oid = c.relnamespace
              where n.nspname = 'price_history_bench' and c.relname in ('unpacked_observations', 'packed_months'))::bigint as history`,
  );
  return { log: Math.round((size?.log ?? 0) / events), history: Math.round((size?.history ?? 0) / events) };
};

/** Rebuilds once in another process; returns its memory. */
const rebuildAlone = async (url: string): Promise<{ readonly seconds: number; readonly rssMiB: number }> => {
  const script = fileURLToPath(new URL('rebuild-once.js', import.meta.url));
  const { stdout } = await promisify(execFile)(process.execPath, [script, url]);
  return JSON.parse(stdout) as { seconds: number; rssMiB: number };
};

export interface RebuildMemory {
  readonly keys: number;
  readonly events: number;
  /** Most resident memory. */
  readonly rssMiB: number;
}

/** Measures the memory of a rebuild of about `events` observations of `keys` keys, in an empty, migrated log. Takes minutes. */
export const benchRebuildMemory = async (
  urls: { readonly url: string; readonly adminUrl: string },
  options: { keys: number; events: number; say: (line: string) => void },
): Promise<RebuildMemory> => {
  const { keys, say } = options;
  const database = openDatabase({ url: urls.url, application: 'bench' });
  const log = createPostgresLog({ database, runtime: systemRuntime() });
  try {
    await fill(log, keys, 2, 1_000);
  } finally {
    await log.close();
    await database.close();
  }
  const events = await repeatDays(urls.adminUrl, { days: 2, until: Math.ceil((options.events * 2) / keys) });
  say(`${events} events in the log`);
  const { rssMiB, seconds } = await rebuildAlone(urls.url);
  say(`${keys} keys: ${seconds.toFixed(0)} s, at most ${rssMiB} MiB`);
  return { keys, events, rssMiB };
};

/** Fills an empty, migrated log with `keys` × `days` / 2 observations and measures `rounds` times. */
export const benchRebuild = async (
  url: string,
  options: { keys: number; days: number; rounds: number; say: (line: string) => void },
): Promise<RebuildResult> => {
  const database = openDatabase({ url, application: 'bench' });
  const log = createPostgresLog({ database, runtime: systemRuntime() });
  try {
    const events = await fill(log, options.keys, options.days);
    options.say(`${events} events in the log`);
    const { rssMiB, seconds } = await rebuildAlone(url);
    options.say(`alone in a process: ${seconds.toFixed(1)} s, at most ${rssMiB} MiB`);
    const rounds: RebuildRound[] = [];
    for (let round = 0; round < options.rounds; round += 1) {
      const rebuild = await rebuildSpeed(database, log, events);
      const rows = await readHistory(database);
      const text = await copySpeed(database, rows, 'text');
      const binary = await copySpeed(database, rows, 'binary');
      rounds.push({ rebuild, text, binary });
      options.say(`rebuild ${Math.round(rebuild)}/s, COPY text ${Math.round(text)}/s, binary ${Math.round(binary)}/s`);
    }
    const { log: bytesAnEvent, history: bytesARow } = await sizes(database, events);
    for (const projection of [latestPrices, priceHistory]) {
      await database.transaction((client) => dropTables(client, `${projection.schema}_bench`));
    }
    return { events, rounds, rssMiB, bytesAnEvent, bytesARow };
  } finally {
    await log.close();
    await database.close();
  }
};
