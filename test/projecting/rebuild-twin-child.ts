/** A rebuild that drops the live tables in one transaction and puts the new ones in their place in the next. */
import { projections } from '../../projections/index.js';
import { systemRuntime } from '../../src/base/runtime.js';
import { createPostgresLog } from '../../src/log/postgres/postgres-log.js';
import { openDatabase } from '../../src/postgres/database.js';
import { buildTables, nextSchema } from '../../src/projecting/rebuild.js';
import { dropTables } from '../../src/projecting/tables.js';

const database = openDatabase({ url: process.argv[2] ?? '', application: 'twin' });
const log = createPostgresLog({ database, runtime: systemRuntime() });
const plans = projections.map((projection) => ({ projection, schema: nextSchema(projection), fence: 1_000 }));
await buildTables({ database, log, plans });
for (const { projection, schema: next } of plans) {
  const { schema } = projection;
  await database.transaction((client) => dropTables(client, schema));
  await database.transaction((client) => client.query(`alter schema ${next} rename to ${schema}`));
}
