/** Rebuilds the price read models once, in a process of its own: prints its time and the most memory that it took. */
import { latestPrices } from '../projections/latest-prices/projection.js';
import { priceHistory } from '../projections/price-history/projection.js';
import { createPostgresLog } from '../src/log/postgres/postgres-log.js';
import { openDatabase } from '../src/postgres/database.js';
import { buildTables } from '../src/projecting/rebuild.js';
import { systemRuntime } from '../src/base/runtime.js';

const database = openDatabase({ url: process.argv[2] ?? '', application: 'bench' });
const log = createPostgresLog({ database, runtime: systemRuntime() });
const started = performance.now();
const plans = [latestPrices, priceHistory].map((projection) => ({
  projection,
  schema: `${projection.schema}_bench`,
  fence: 0,
}));
for (const outcome of await buildTables({ database, log, plans }))
  if (outcome.outcome === 'failed') throw outcome.error;
const seconds = (performance.now() - started) / 1_000;
process.stdout.write(JSON.stringify({ seconds, rssMiB: Math.round(process.resourceUsage().maxRSS / 1_024) }));
await log.close();
await database.close();
