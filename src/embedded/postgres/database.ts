/** Creates the owner role and the database of the cluster. */
import { realpathSync } from 'node:fs';
import pg from 'pg';
import type { Secrets } from './layout.js';

export const ownerRole = 'tcg_ledger';

/** Advisory lock of the database `postgres` for processes that open the cluster concurrently. Any constant does. */
export const prepareLock = 7_214_001;

export const urlFor = (user: string, password: string, port: number, database: string): string =>
  `postgres://${user}:${encodeURIComponent(password)}@127.0.0.1:${port}/${encodeURIComponent(database)}`;

const withClient = async <T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> => {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  // the server may stop at any time; without a listener the error would end the process
  client.on('error', () => undefined);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end().catch(() => undefined);
  }
};

/** Returns whether the server at `adminUrl` runs the cluster in `pgdata`. Rejects if the connection fails. */
export const servesCluster = (adminUrl: string, pgdata: string): Promise<boolean> =>
  withClient(adminUrl, async (client) => {
    const { rows } = await client.query<{ directory: string }>(`select current_setting('data_directory') as directory`);
    const directory = rows[0]?.directory ?? '';
    return directory === pgdata || realpathSync(directory) === pgdata;
  });

/**
 * Creates the owner role and the database if they are missing. Returns the server's version, such as "18.4". The role
 * may create roles, since the migrations create one for the application. It is no superuser: the ledger's extensions are
 * trusted ones, which a database owner may create.
 */
export const prepareDatabase = (adminUrl: string, database: string, secrets: Secrets): Promise<string> =>
  withClient(adminUrl, async (client) => {
    // the server logs failing statements with their text, and one of these contains a password
    await client.query(`set log_min_error_statement = panic`);
    await client.query('select pg_advisory_lock($1)', [prepareLock]);
    const role = await client.query('select 1 from pg_roles where rolname = $1', [ownerRole]);
    if (role.rowCount === 0) {
      const password = client.escapeLiteral(secrets.ledger);
      await client.query(`create role ${ownerRole} login createrole password ${password}`);
    }
    const existing = await client.query('select 1 from pg_database where datname = $1', [database]);
    if (existing.rowCount === 0) {
      await client.query(`create database ${client.escapeIdentifier(database)} owner ${ownerRole}`);
    }
    const { rows } = await client.query<{ version: string }>(`select current_setting('server_version') as version`);
    return rows[0]?.version ?? '';
  });

/** Size of pg_wal that is left alone, in segments of 16 MB: 256 MB. */
const walSegmentsMax = 16;

/**
 * Shrinks a pg_wal that another max_wal_size let grow. Postgres renames old segments for later use and keeps them until it
 * has used them, which takes a laptop weeks: so they are used up now, at about a second for each gigabyte. Rejected:
 * deleting files, because only the server knows which of them it needs.
 */
export const shrinkWal = (adminUrl: string): Promise<void> =>
  withClient(adminUrl, async (client) => {
    const { rows } = await client.query<{ segments: number }>('select count(*)::int as segments from pg_ls_waldir()');
    const segments = rows[0]?.segments ?? 0;
    if (segments <= walSegmentsMax) return;
    for (let used = 0; used < segments; used += 1) {
      // without a record in it a segment is not left
      await client.query(`select pg_logical_emit_message(false, 'tcg-ledger', '')`);
      await client.query('select pg_switch_wal()');
    }
    await client.query('checkpoint');
  });
