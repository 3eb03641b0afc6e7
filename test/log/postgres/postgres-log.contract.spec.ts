import { createPostgresLog } from '../../../src/log/postgres/postgres-log.js';
import { openDatabase } from '../../../src/postgres/database.js';
import { systemRuntime } from '../../../src/base/runtime.js';
import { freshDatabase } from '../../support/postgres.js';
import { eventLogContract } from '../contract.js';

eventLogContract('Postgres', async () => {
  const fresh = await freshDatabase();
  const database = openDatabase({ url: fresh.url, application: 'contract' });
  return {
    log: createPostgresLog({ database, runtime: systemRuntime() }),
    close: async () => {
      await database.close();
      await fresh.drop();
    },
  };
});
