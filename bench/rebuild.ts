/**
 * Rebuild of all price read models from the log, against COPY of the resulting history rows into the same partitioned
 * table, taken in turn in one process on one server.
 */
import { latestPrices } from '../projections/latest-prices/projection.js';
import { ensurePartitions } from '../projections/price-history/partitions.js';
import { priceHistory } from '../projections/price-history/projection.js';
import { priceHistoryTables } from '../projections/price-history/tables.js';
import { createPostgresLog } from '../src/log/postgres/postgres-log.js';
import { copyRows } from '../src/postgres/binary.js';
import { openDatabase } from '../src/postgres/database.js';
import { migrate } from '../src/postgres/migrate.js';
import { dropTables } from '../src/projecting/checkpoints.js';
import { buildTables } from '../src/projecting/rebuild.js';
import { systemRuntime } from '../src/runtime.js';
import { madeDay } from './made-observations.js';

export interface RebuildResult {
  readonly events: number;
  /** Each round: events a second of the rebuild, rows a second of COPY, their ratio. */
  readonly rounds: readonly { rebuild: number; copy: number; ratio: number }[];
  readonly rssMaxMb: number;
  readonly bytesAnEventInLog: number;
  readonly bytesARowInHistory: number;
}

const metadata = { correlation_id: '00000000-0000-4000-8000-000000000000', causation_id: null, actor: 'bench' };

/** Fills a log with `keys` × `days` / 2 observations and measures `rounds` times. */
export const benchRebuild = async (
  url: string,
  options: { keys: number; days: number; rounds: number; say: (line: string) => void },
): Promise<RebuildResult> => {
  await migrate(url);
  const database = openDatabase({ url, application: 'bench' });
  const runtime = systemRuntime();
  const log = createPostgresLog({ database, runtime });
  try {
    let events = 0;
    for (let day = 0; day < options.days; day += 1) {
      for (const appends of madeDay(options.keys, day, 100)) {
        await log.append(appends, metadata);
        events += appends.reduce((sum, append) => sum + append.events.length, 0);
      }
    }
    options.say(`${events} events in the log`);
    const rows: unknown[][] = [];
    const rounds: { rebuild: number; copy: number; ratio: number }[] = [];
    let rssMax = 0;
    for (let round = 0; round < options.rounds; round += 1) {
      let started = performance.now();
      const onPage = (): void => {
        rssMax = Math.max(rssMax, process.memoryUsage.rss());
      };
      await Promise.all(
        [latestPrices, priceHistory].map((projection) =>
          buildTables({ database, log, projection, schema: `${projection.schema}_bench`, fence: 0, onPage }),
        ),
      );
      const rebuild = events / ((performance.now() - started) / 1000);

      rows.length = 0;
      const read = await database.query<Record<string, unknown>>(
        `select effective_at, series_id, recorded_after_s, low, mid, high, market, direct_low
         from price_history_bench.observations order by effective_at, series_id`,
      );
      for (const row of read) rows.push(Object.values(row));
      const months = new Set(rows.map((row) => `${String(row[0]).slice(0, 7)}-01`));
      await database.transaction(async (client) => {
        await client.query('drop schema if exists bench_copy cascade; create schema bench_copy');
        await client.query(priceHistoryTables('bench_copy'));
        await ensurePartitions(client, 'bench_copy', months);
      });
      started = performance.now();
      await database.transaction((client) =>
        copyRows(
          client,
          'bench_copy.observations',
          {
            effective_at: 'timestamptz', series_id: 'int4', recorded_after_s: 'int4',
            low: 'int4', mid: 'int4', high: 'int4', market: 'int4', direct_low: 'int4',
          }, // prettier-ignore
          rows,
        ),
      );
      const copy = rows.length / ((performance.now() - started) / 1000);
      rows.length = 0;
      rounds.push({ rebuild, copy, ratio: rebuild / copy });
      options.say(`rebuild ${Math.round(rebuild)}/s, COPY ${Math.round(copy)}/s, ratio ${(rebuild / copy).toFixed(2)}`);
    }
    const [size] = await database.query<{ log: number; history: number }>(
      `select (select sum(pg_total_relation_size(c.oid)) from pg_class c join pg_namespace n on n.oid = c.relnamespace
                where n.nspname = 'ledger' and c.relkind = 'r')::bigint as log,
              (select sum(pg_total_relation_size(c.oid)) from pg_class c join pg_namespace n on n.oid = c.relnamespace
                where n.nspname = 'price_history_bench' and c.relname like 'observations\\_%' and c.relkind = 'r')::bigint as history`,
    );
    for (const projection of [latestPrices, priceHistory]) {
      await database.transaction((client) => dropTables(client, `${projection.schema}_bench`));
    }
    return {
      events,
      rounds,
      rssMaxMb: Math.round(rssMax / 1_048_576),
      bytesAnEventInLog: Math.round((size?.log ?? 0) / events),
      bytesARowInHistory: Math.round((size?.history ?? 0) / events),
    };
  } finally {
    await log.close();
    await database.close();
  }
};
