/** What must be in the cluster before anybody uses it: the owner role and the database. */
import { realpathSync } from 'node:fs';
import pg from 'pg';
import type { Secrets } from './layout.js';

export const ownerRole = 'tcg_ledger';

/** Any constant does; two processes that open the cluster at once meet at this lock of the database `postgres`. */
export const prepareLock = 7_214_001;

export const urlFor = (user: string, password: string, port: number, database: string): string =>
  `postgres://${user}:${encodeURIComponent(password)}@127.0.0.1:${port}/${encodeURIComponent(database)}`;

const withClient = async <T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> => {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  // the server may be stopped under us at any time; without a listener that would end the process
  client.on('error', () => undefined);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end().catch(() => undefined);
  }
};

/** Whether the server behind `adminUrl` runs the cluster in `pgdata`. Rejects when it is not there or refuses us. */
export const serves = (adminUrl: string, pgdata: string): Promise<boolean> =>
  withClient(adminUrl, async (client) => {
    const { rows } = await client.query<{ directory: string }>(`select current_setting('data_directory') as directory`);
    const directory = rows[0]?.directory ?? '';
    return directory === pgdata || realpathSync(directory) === pgdata;
  });

/**
 * Makes the owner role and the database where they are missing and returns the server's version ("18.4"). The role may
 * make roles (the migrations make one for the application) but is no superuser; the extensions we use are trusted ones,
 * which the owner of a database may create.
 */
export const prepareDatabase = (adminUrl: string, database: string, secrets: Secrets): Promise<string> =>
  withClient(adminUrl, async (client) => {
    // a failing statement is logged with its text: not these, one carries a password
    await client.query(`set log_min_error_statement = panic`);
    await client.query('select pg_advisory_lock($1)', [prepareLock]);
    const role = await client.query('select 1 from pg_roles where rolname = $1', [ownerRole]);
    if (role.rowCount === 0) {
      const password = client.escapeLiteral(secrets.ledger);
      await client.query(`create role ${ownerRole} login createrole password ${password}`);
    }
    const found = await client.query('select 1 from pg_database where datname = $1', [database]);
    if (found.rowCount === 0) {
      await client.query(`create database ${client.escapeIdentifier(database)} owner ${ownerRole}`);
    }
    const { rows } = await client.query<{ version: string }>(`select current_setting('server_version') as version`);
    return rows[0]?.version ?? '';
  });
