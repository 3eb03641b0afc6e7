/** A connection pool with the few things we want of one. */
import pg from 'pg';
import { ledgerError, registerTransientErrors } from '../base/errors.js';
import { instantOf } from '../domain/instant.js';
import { timeouts } from './timeouts.js';

export type Row = Record<string, unknown>;
export type Client = pg.PoolClient;

export interface Database {
  readonly url: string;
  /**
   * Runs one statement on any connection. Without an answer for `timeoutMs` (default: for ever) it throws, and the
   * connection is not used again: for what must not wait on one that a dead host has left behind.
   */
  query<R extends Row>(
    text: string,
    values?: readonly unknown[],
    options?: { readonly timeoutMs?: number },
  ): Promise<R[]>;
  /** Runs `work` in a transaction on one connection: committed when it returns, rolled back when it throws. */
  transaction<T>(work: (client: Client) => Promise<T>): Promise<T>;
  /** A connection of one's own (LISTEN, cursors); release it, with `true` when it is broken. */
  connect(): Promise<Client>;
  close(): Promise<void>;
}

/** What migrations grant the service: it may append through the log's function and nothing else on the log. */
export const appRole = 'tcg_ledger_app';

/**
 * Values come as the ledger uses them: int8 as a number (positions and counts are far below 2^53; a larger one throws),
 * timestamptz as an RFC 3339 string, date as its text (a Date would shift it by the local zone).
 */
const types: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary'): unknown => {
    if (format !== 'binary') {
      if (oid === oids.INT8) return safeInteger;
      if (oid === oids.DATE) return (text: string) => text;
      if (oid === oids.TIMESTAMPTZ) return timestamptz;
    }
    return (pg.types.getTypeParser as (of: number, format?: string) => unknown)(oid, format);
  }) as pg.CustomTypesConfig['getTypeParser'],
};
const oids: Readonly<Record<'INT8' | 'DATE' | 'TIMESTAMPTZ', number>> = pg.types.builtins;
const safeInteger = (text: string): number => {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new RangeError(`${text} does not fit a JavaScript integer`);
  return value;
};
/** Sessions run in UTC, so Postgres prints `2025-09-21 20:05:33.25+00`. */
const timestamptz = (text: string): string =>
  text.endsWith('+00') && text.length === 22
    ? `${text.slice(0, 10)}T${text.slice(11, 19)}Z`
    : instantOf(new Date(text));

export interface OpenDatabase {
  readonly url: string;
  /** Shown in pg_stat_activity. */
  readonly application: string;
  readonly connectionsMax?: number;
  /**
   * Milliseconds a statement may take; 0: no bound. With a bound a connection that was cut without a word is given up too
   * (timeouts.silenceMsMax), which TCP by itself does after a quarter of an hour.
   */
  readonly statementTimeoutMs?: number;
  /** Give up the rights of the owner for those of `appRole`. Migrations keep the owner's. */
  readonly asApp?: boolean;
}

/** A URL may bring `options` of its own, which pg would let replace ours: they go before ours instead. */
const splitOptions = (text: string): { url: string; options: string[] } => {
  const url = new URL(text);
  const options = url.searchParams.getAll('options');
  if (options.length === 0) return { url: text, options };
  url.searchParams.delete('options');
  return { url: url.href, options };
};

/** A connection in use that breaks says so to whoever waits for an answer; unheard, its event would end the process. */
const unheard = (): void => undefined;

/** Opens a pool. Nothing is connected until the first use; an unreachable server makes that throw. */
export const openDatabase = (options: OpenDatabase): Database => {
  const { url, options: theirs } = splitOptions(options.url);
  const settings = [...theirs, '-c TimeZone=UTC', '-c jit=off'];
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
  // An idle connection that breaks is replaced at the next use; without a listener it would end the process.
  pool.on('error', unheard);
  pool.on('connect', (client) => client.on('error', unheard));

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

/** Waits until the server answers. Throws DATABASE_UNAVAILABLE with the server's own words when it does not. */
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
