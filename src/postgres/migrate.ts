/** Brings the schema of the log, the checkpoints and the accounts up to date; read models make their own tables. */
import { join } from 'node:path';
import { runner } from 'node-pg-migrate';
import pg from 'pg';
import { appRole } from './database.js';
import { packageRoot } from '../base/paths.js';

/**
 * Applies the files of migrations/ that the database lacks, in order, each once, under an advisory lock (two starting
 * processes are safe). Returns the names applied. Needs the owner's rights.
 */
export const migrate = async (url: string): Promise<string[]> => {
  const client = new pg.Client({ connectionString: url, application_name: 'tcg-ledger migrate' });
  await client.connect();
  try {
    const applied = await runner({
      dbClient: client,
      dir: join(packageRoot, 'migrations'),
      direction: 'up',
      migrationsTable: 'migrations',
      migrationsSchema: 'public',
      checkOrder: true,
      advisoryLockMode: 'wait',
      log: () => undefined,
      logger: { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined },
    });
    // Read models are schemas of the service's own. Not in a migration: a right on the database itself is in no dump, so
    // a restored ledger gets it back here.
    // The lock: of two such grants at once, Postgres fails one ("tuple concurrently updated").
    await client.query('begin');
    await client.query(`select pg_advisory_xact_lock(hashtextextended('tcg-ledger grants', 0))`);
    await client.query(`grant create on database ${client.escapeIdentifier(client.database ?? '')} to ${appRole}`);
    await client.query('commit');
    return applied.map((migration) => migration.name);
  } finally {
    await client.end();
  }
};
