/** Migrates the schema of the log, the subscriptions and the accounts. Read models create their own tables. */
import { join } from 'node:path';
import { runner } from 'node-pg-migrate';
import pg from 'pg';
import { appRole, openDatabase } from './database.js';
import { packageRoot } from '../base/paths.js';

/**
 * Applies the files of migrations/ that the database lacks, in order, each once. An advisory lock makes it safe for two
 * processes to start at once. Returns the names applied. Needs the owner's rights.
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
    // The service creates the schemas of read models. Rejected: this grant as a migration, because a dump does not include
    // rights on the database itself, so that a restored ledger would lack it.
    // The lock is needed because Postgres fails one of two such grants at once ("tuple concurrently updated").
    await client.query('begin');
    await client.query(`select pg_advisory_xact_lock(hashtextextended('tcg-ledger grants', 0))`);
    await client.query(`grant create on database ${client.escapeIdentifier(client.database ?? '')} to ${appRole}`);
    await client.query('commit');
    return applied.map((migration) => migration.name);
  } finally {
    await client.end();
  }
};

/** Returns the names of the migrations that the database has, in order. Needs the owner's rights. */
export const appliedMigrations = async (url: string): Promise<string[]> => {
  const owner = openDatabase({ url, application: 'tcg-ledger migrate', connectionsMax: 1, asApp: false });
  try {
    const rows = await owner.query<{ name: string }>('select name from public.migrations order by id');
    return rows.map(({ name }) => name);
  } finally {
    await owner.close();
  }
};
