/**
 * Measures the rebuild of all price read models from the log, against COPY of the resulting history rows into the same
 * partitioned table, taking turns in one process on one server.
 */
import { latestPrices } from '../projections/latest-prices/projection.js';
import { observationColumns } from '../projections/price-history/packed-months.js';
import { priceHistory } from '../projections/price-history/projection.js';
import { priceHistoryTables } from '../projections/price-history/tables.js';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { from as copyFrom } from 'pg-copy-streams';
import type { EventLog } from '../src/log/event-log.js';
import { createPostgresLog } from '../src/log/postgres/postgres-log.js';
import { copyRows } from '../src/postgres/binary-format.js';
import { type Client, type Database, openDatabase } from '../src/postgres/database.js';
import { dropTables } from '../src/projecting/tables.js';
import { buildTables } from '../src/projecting/rebuild.js';
import { systemRuntime } from '../src/base/runtime.js';
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
  /** In the log and in the history, indexes included. */
  readonly bytesAnEvent: number;
  readonly bytesARow: number;
}

const metadata = { correlation_id: '00000000-0000-4000-8000-000000000000', causation_id: null, actor: 'bench' };

type HistoryRow = readonly [string, number, number, ...(number | null)[]];

const fill = async (log: EventLog, keys: number, days: number): Promise<number> => {
  let events = 0;
  for (let day = 0; day < days; day += 1) {
    for (const appends of madeDay(keys, day, 100)) {
      await log.append(appends, metadata);
      events += appends.reduce((sum, append) => sum + append.events.length, 0);
    }
  }
  return events;
};

const readHistory = async (database: Database): Promise<HistoryRow[]> => {
  const rows = await database.query(
    `select ${Object.keys(observationColumns).join(', ')} from price_history_bench.observations order by effective_at, series_id`,
  );
  return rows.map((row) => Object.values(row) as unknown as HistoryRow);
};

const copyText = async (client: Client, rows: readonly HistoryRow[]): Promise<void> => {
  const sink = client.query(
    copyFrom(`copy bench_copy.unpacked_observations (${Object.keys(observationColumns).join(', ')}) from stdin`),
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

/** COPYs the rows into an empty copy of the history with partitions and index. Returns rows per second. */
const copySpeed = async (database: Database, rows: readonly HistoryRow[], how: 'text' | 'binary'): Promise<number> => {
  await database.transaction(async (client) => {
    await client.query('drop schema if exists bench_copy cascade; create schema bench_copy');
    await client.query(priceHistoryTables('bench_copy'));
  });
  const started = performance.now();
  await database.transaction((client) =>
    how === 'text'
      ? copyText(client, rows)
      : copyRows(client, 'bench_copy.unpacked_observations', observationColumns, rows),
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
    return { events, rounds, bytesAnEvent, bytesARow };
  } finally {
    await log.close();
    await database.close();
  }
};
