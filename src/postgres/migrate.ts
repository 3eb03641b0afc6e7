/** Migrates the schema of the log, the subscriptions and the accounts. Read models create their own tables. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runner } from 'node-pg-migrate';
import pg from 'pg';
import { openDatabase } from './database.js';
import { packageRoot } from '../base/paths.js';
import { engineUnavailable } from '../base/errors.js';
import { appRole, connectionOf, forgetConnection, isAway, postgresAt } from './connection.js';

/** The key under which node-pg-migrate takes its advisory lock. */
const migrationLock = '7241865325823964';

/** Returns whether the database was set up for the service's role; `null` before the first migration. */
const setUpSql = `
  select to_regnamespace('ledger') is not null as migrated,
         exists (select from pg_roles where rolname = $1
                 and has_schema_privilege(oid, to_regnamespace('ledger'), 'usage')) as granted`;

/** SQLSTATE insufficient_privilege. */
const isRefused = (error: unknown): boolean => (error as { code?: unknown } | null)?.code === '42501';

/**
 * Creates the role where it is missing, and lets the user become it. Returns whether the user can: one without CREATEROLE
 * can only if an administrator granted the role.
 */
const haveRole = async (client: pg.Client): Promise<boolean> => {
  const name = client.escapeIdentifier(appRole);
  await client.query('begin');
  try {
    const { rows } = await client.query('select from pg_roles where rolname = $1', [appRole]);
    // Roles belong to the whole server: another database's ledger may be creating it at this moment.
    if (rows.length === 0)
      await client.query(
        `do $$ begin create role ${name} nologin; exception when duplicate_object or unique_violation then null; end $$`,
      );
    await client.query('savepoint becoming');
    try {
      await client.query(`set local role ${name}; reset role`);
    } catch (error) {
      if (!isRefused(error)) throw error;
      // Since Postgres 16 creating a role gives the right to grant it, not to use it.
      await client.query(
        `rollback to savepoint becoming; grant ${name} to current_user; set local role ${name}; reset role`,
      );
    }
    await client.query('commit');
    return true;
  } catch (error) {
    await client.query('rollback');
    if (!isRefused(error)) throw error;
    return false;
  }
};

/** Returns a migration for a database without the service's role: the owner gets the rights, which it has anyway. */
const withoutRole = (sql: string): string =>
  sql.replaceAll(new RegExp(`\\b(to|from) ${appRole}\\b`, 'g'), '$1 current_user');

/** Loads migrations as node-pg-migrate does, without the role. */
const loadWithoutRole = (paths: string[]) =>
  Promise.resolve(
    paths.map((path) => ({
      id: path,
      filePaths: [path],
      actions: {
        up: (builder: { sql(text: string): void }) => builder.sql(withoutRole(readFileSync(path, 'utf8'))),
        down: false as const,
      },
    })),
  );

/**
 * Applies the files of migrations/ that the database lacks, in order, each once. An advisory lock makes it safe for two
 * processes to start at once. Returns the names applied. Needs the owner's rights. A user who may not create or use the
 * service's role gets a database without it: there only triggers keep the log append-only.
 */
export const migrate = async (url: string): Promise<string[]> => {
  const connection = await connectionOf(url, { asApp: false });
  const open = async (): Promise<pg.Client> => {
    const client = new pg.Client({ ...connection.client, application_name: 'tcg-ledger migrate' });
    client.on('error', () => undefined);
    await client.connect();
    return client;
  };
  const client = await open();
  // A lock of the session would be another's after the next statement, behind a pooler in transaction mode. This one is
  // held by a transaction of its own.
  const locking = connection.pooling === 'transaction' ? await open() : undefined;
  try {
    await locking?.query(`begin; select pg_advisory_xact_lock(${migrationLock})`);
    const { rows } = await client.query<{ migrated: boolean; granted: boolean }>(setUpSql, [appRole]);
    const [before] = rows;
    const hasRole = before?.migrated === true ? before.granted : await haveRole(client);
    const applied = await runner({
      dbClient: client,
      dir: join(packageRoot, 'migrations'),
      direction: 'up',
      migrationsTable: 'migrations',
      migrationsSchema: 'public',
      checkOrder: true,
      ...(locking === undefined ? { advisoryLockMode: 'wait' as const } : { noLock: true }),
      ...(hasRole ? {} : { migrationLoaderStrategies: [{ extensions: ['.sql'], loader: loadWithoutRole }] }),
      log: () => undefined,
      logger: { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined },
    });
    if (applied.length > 0) forgetConnection(url);
    if (hasRole) {
      // The service creates the schemas of read models. Rejected: this grant as a migration, because a dump does not
      // include rights on the database itself, so that a restored ledger would lack it.
      // The lock is needed because Postgres fails one of two such grants at once ("tuple concurrently updated").
      await client.query('begin');
      await client.query(`select pg_advisory_xact_lock(hashtextextended('tcg-ledger grants', 0))`);
      const { rows: names } = await client.query<{ name: string }>('select current_database() as name');
      await client.query(`grant create on database ${client.escapeIdentifier(names[0]?.name ?? '')} to ${appRole}`);
      await client.query('commit');
    }
    return applied.map((migration) => migration.name);
  } catch (error) {
    if (!(error instanceof Error) || !isAway(error)) throw error;
    throw engineUnavailable('DATABASE_UNAVAILABLE', postgresAt(url), { cause: error });
  } finally {
    await locking?.end().catch(() => undefined);
    await client.end().catch(() => undefined);
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
