/** A connection pool: queries, transactions, and values as the ledger uses them. */
import pg from 'pg';
import { ledgerError, registerTransientErrors } from '../base/errors.js';
import { instantOf } from '../domain/instant.js';
import { timeouts } from './timeouts.js';

export type Row = Record<string, unknown>;
export type Client = pg.PoolClient;

export interface Database {
  readonly url: string;
  /**
   * Runs one statement on any connection. Throws if there is no answer within `timeoutMs` (default: no limit); the
   * connection is not used again then. Set it where a connection to a vanished host must not block the caller.
   */
  query<R extends Row>(
    text: string,
    values?: readonly unknown[],
    options?: { readonly timeoutMs?: number },
  ): Promise<R[]>;
  /** Runs `work` in a transaction on one connection. Commits when it returns, rolls back when it throws. */
  transaction<T>(work: (client: Client) => Promise<T>): Promise<T>;
  /** Takes a connection out of the pool (for LISTEN, cursors). Release it, with `true` if it is broken. */
  connect(): Promise<Client>;
  close(): Promise<void>;
}

/** The role of the service. Migrations let it read the log and append through the log's function, nothing else. */
export const appRole = 'tcg_ledger_app';

/**
 * Parses int8 as a number (positions and counts are far below 2^53; a larger one throws), timestamptz as an RFC 3339
 * string, and date as its text. Rejected: date as a Date, because it shifts the day by the local time zone.
 */
const types: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary'): unknown => {
    if (format !== 'binary') {
      if (oid === oids.INT8) return safeInteger;
      if (oid === oids.DATE) return (text: string) => text;
      if (oid === oids.TIMESTAMPTZ) return timestamptz;
    }
    return (pg.types.getTypeParser as (type: number, format?: string) => unknown)(oid, format);
  }) as pg.CustomTypesConfig['getTypeParser'],
};
const oids: Readonly<Record<'INT8' | 'DATE' | 'TIMESTAMPTZ', number>> = pg.types.builtins;
const safeInteger = (text: string): number => {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new RangeError(`${text} does not fit a JavaScript integer`);
  return value;
};
/** Sessions run in UTC, so that Postgres prints `2025-09-21 20:05:33.25+00`. */
const timestamptz = (text: string): string =>
  text.endsWith('+00') && text.length === 22
    ? `${text.slice(0, 10)}T${text.slice(11, 19)}Z`
    : instantOf(new Date(text));

export interface OpenDatabase {
  readonly url: string;
  /** The name shown in pg_stat_activity. */
  readonly application: string;
  readonly connectionsMax?: number;
  /**
   * Milliseconds that a statement may take; 0: no limit. With a limit, a silent connection is closed timeouts.silenceMsMax
   * later. TCP alone takes a quarter of an hour.
   */
  readonly statementTimeoutMs?: number;
  /** Whether to run as `appRole` instead of the owner; default: true. Migrations need the owner. */
  readonly asApp?: boolean;
}

/** Splits off the `options` of a URL, which pg would let replace the ones set here. They are put in front instead. */
const splitOptions = (text: string): { url: string; options: string[] } => {
  const url = new URL(text);
  const options = url.searchParams.getAll('options');
  if (options.length === 0) return { url: text, options };
  url.searchParams.delete('options');
  return { url: url.href, options };
};

/** Ignores an error event, which would end the process without a listener. A pending query gets the error by itself. */
const ignoreError = (): void => undefined;

/** Opens a pool. Nothing is connected until the first use, which throws if the server is unreachable. */
export const openDatabase = (options: OpenDatabase): Database => {
  const { url, options: urlOptions } = splitOptions(options.url);
  const settings = [...urlOptions, '-c TimeZone=UTC', '-c jit=off'];
  if (options.asApp !== false) settings.push(`-c role=${appRole}`);
  const { statementTimeoutMs = 0 } = options;
  const pool = new pg.Pool({
    connectionString: url,
    application_name: options.application,
    max: options.connectionsMax ?? 10,
    options: settings.join(' '),
    statement_timeout: statementTimeoutMs,
    query_timeout: statementTimeoutMs === 0 ? 0 : statementTimeoutMs + timeouts.silenceMsMax,
    connectionTimeoutMillis: timeouts.connectMs,
    keepAlive: true,
    keepAliveInitialDelayMillis: timeouts.keepAliveMs,
    types,
  });
  // An idle connection that breaks is replaced at the next use.
  pool.on('error', ignoreError);
  pool.on('connect', (client) => client.on('error', ignoreError));

  return {
    url: options.url,
    query: async <R extends Row>(
      text: string,
      values: readonly unknown[] = [],
      { timeoutMs = 0 }: { timeoutMs?: number } = {},
    ) => (await pool.query<R>({ text, values: [...values], query_timeout: timeoutMs } as pg.QueryConfig)).rows,
    connect: () => pool.connect(),
    async transaction(work) {
      const client = await pool.connect();
      let broken = false;
      try {
        await client.query('begin');
        const result = await work(client);
        await client.query('commit');
        return result;
      } catch (error) {
        await client.query('rollback').catch(() => {
          broken = true;
        });
        throw error;
      } finally {
        client.release(broken);
      }
    },
    close: () => pool.end(),
  };
};

/**
 * SQLSTATEs that trying again later can mend. Classes: connection (08), resources (53), operator intervention (57:
 * shutdown, but also a statement cancelled or timed out), system (58). Then serialization failure, deadlock, lock
 * timeout, read-only standby.
 */
const transientStates = /^((08|53|57|58)...|40001|40P01|55P03|25006)$/;

/** Errors that pg raises itself when a connection is lost or slow; they have no code. */
const transientMessages =
  /Connection terminated|Query read timeout|timeout exceeded when trying to connect|not queryable|Client has encountered/;

registerTransientErrors(
  (error) => ('code' in error && transientStates.test(String(error.code))) || transientMessages.test(error.message),
);

/** Checks that the server answers. Throws DATABASE_UNAVAILABLE with the error's message if it does not. */
export const assertReachable = async (database: Database): Promise<void> => {
  try {
    await database.query('select 1');
  } catch (error) {
    const where = new URL(database.url);
    throw ledgerError('DATABASE_UNAVAILABLE', `${where.host}${where.pathname}: ${(error as Error).message}`, {
      cause: error,
    });
  }
};
