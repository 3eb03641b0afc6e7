/** A connection pool: queries, transactions, and values as the ledger uses them. */
import { createHash } from 'node:crypto';
import pg from 'pg';
import { outlast, type Patience } from '../base/async/patience.js';
import { engineUnavailable, isEngineError, isLedgerError, registerTransientErrors } from '../base/errors.js';
import { type Outages, silentOutages } from '../base/outages.js';
import { instantOf } from '../domain/instant.js';
import {
  appRole,
  beginWith,
  type Connection,
  connectionOf,
  isAway,
  postgresAt,
  transientMessages,
} from './connection.js';
import { timeouts } from './timeouts.js';

export { appRole };

export type Row = Record<string, unknown>;
export type Client = pg.PoolClient;

export interface QueryOptions {
  readonly timeoutMs?: number;
  readonly prepared?: boolean;
}

export interface Database {
  readonly url: string;
  /**
   * Runs one statement on any connection. Throws if there is no answer within `timeoutMs` (default: no limit); the
   * connection is not used again then. Set it where a connection to a vanished host must not block the caller.
   *
   * `prepared`: the server parses and plans the statement once a connection. For texts that are the same at every call, and
   * cost more to plan than to carry out. Behind a pooler in transaction mode, which gives each statement another session, it
   * is an ordinary statement.
   */
  query<R extends Row>(text: string, values?: readonly unknown[], options?: QueryOptions): Promise<R[]>;
  /** Runs `work` in a transaction on one connection. Commits when it returns, rolls back when it throws. */
  transaction<T>(work: (client: Client) => Promise<T>): Promise<T>;
  /** Takes a connection out of the pool (for LISTEN, cursors). Release it, with `true` if it is broken. */
  connect(): Promise<Client>;
  close(): Promise<void>;
}

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

/** Returns a timestamptz as Postgres writes it into JSON, in the ledger's form; one that has it as it is. */
export const instantInJson = (text: string): string => {
  if (text.length === 20 && text.endsWith('Z')) return text;
  return text.endsWith('+00:00') && text.length === 25 ? `${text.slice(0, 19)}Z` : instantOf(new Date(text));
};

/** Statements that read, on the pool or in a transaction. */
export type Reader = Pick<Database, 'query'>;

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
  /** Where outages of the server are reported; default: nowhere. */
  readonly outages?: Outages;
  /** Waits for the server, which was there when the command began; default: an outage is an error at once. */
  readonly patience?: Patience;
}

/** Ignores an error event, which would end the process without a listener. A pending query gets the error by itself. */
const ignoreError = (): void => undefined;

const statementNames = new Map<string, string>();
/** Returns the name of a prepared statement: its hash. */
const nameOfStatement = (text: string): string => {
  let name = statementNames.get(text);
  if (name === undefined) {
    name = createHash('sha256').update(text).digest('base64url').slice(0, 22);
    statementNames.set(text, name);
  }
  return name;
};

/** Statements that may be sent again when it is not known whether they were carried out. */
const readsOnly = /^\s*(select|show|table|values)\b(?!.*\binto\b)/is;

const createPool = (options: OpenDatabase, { client, pooling }: Connection): pg.Pool => {
  const { statementTimeoutMs = 0 } = options;
  const pool = new pg.Pool({
    ...client,
    application_name: options.application,
    max: options.connectionsMax ?? 10,
    // A pooler in transaction mode keeps it for one transaction only.
    ...(pooling === 'session' ? { statement_timeout: statementTimeoutMs } : {}),
    query_timeout: statementTimeoutMs === 0 ? 0 : statementTimeoutMs + timeouts.silenceMsMax,
    connectionTimeoutMillis: timeouts.connectMs,
    keepAlive: true,
    keepAliveInitialDelayMillis: timeouts.keepAliveMs,
    types,
  });
  // An idle connection that breaks is replaced at the next use.
  pool.on('error', ignoreError);
  pool.on('connect', (connected) => connected.on('error', ignoreError));
  return pool;
};

/** Returns the statement that begins a transaction: behind a pooler, with the settings that a session would have. */
const beginSql = ({ pooling, settings }: Connection, statementTimeoutMs: number): string => {
  if (pooling === 'session') return 'begin';
  return beginWith(
    statementTimeoutMs === 0 ? settings : { ...settings, statement_timeout: String(statementTimeoutMs) },
  );
};

/**
 * Opens a pool. Nothing is connected until the first use, which throws DATABASE_UNAVAILABLE if the server is unreachable,
 * and CONFIG_INVALID if the URL or the rights of its user are wrong.
 */
export const openDatabase = (options: OpenDatabase): Database => {
  const { url, statementTimeoutMs = 0, outages = silentOutages, patience } = options;
  const engine = postgresAt(url);
  const outage = outages.of(engine);
  let opened: { readonly pool: pg.Pool; readonly connection: Connection } | undefined;
  let isClosed = false;
  // It was there: its outage is worth a line.
  if (patience !== undefined) outage.succeeded();

  const open = async () => {
    if (opened !== undefined) return opened;
    const connection = await connectionOf(url, { asApp: options.asApp !== false }).catch((error: unknown) => {
      if (isEngineError(error)) outage.failed(error.reason);
      throw error;
    });
    if (isClosed) throw new Error('Cannot use a pool after calling end on the pool');
    return (opened ??= { pool: createPool(options, connection), connection });
  };
  /** Settles as `work` does; reports whether the server was away, and says so in the error. */
  const told = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      const result = await work();
      outage.succeeded();
      return result;
    } catch (error) {
      if (!(error instanceof Error) || isEngineError(error) || isClosed || !isAway(error)) throw error;
      const away = engineUnavailable('DATABASE_UNAVAILABLE', engine, { cause: error });
      outage.failed(away.reason);
      throw away;
    }
  };
  /** Repeats `work` while the server is away, where that is wanted. */
  const waited = <T>(work: () => Promise<T>): Promise<T> =>
    patience === undefined
      ? told(work)
      : outlast(() => told(work), { ...patience, isOutage: isEngineError, onlyReads: true });
  const connect = () => {
    // After the end of a command, to clean up: nothing is waited for, and the connection is wanted.
    const isEnding = patience?.signal.aborted ?? true;
    return waited(async () => {
      const client = await (await open()).pool.connect();
      // Nobody waits for it any more: closing the pool would wait for its release.
      if (!isEnding && patience?.signal.aborted === true) client.release();
      if (!isEnding) patience?.signal.throwIfAborted();
      return client;
    });
  };

  const transaction = async <T>(work: (client: Client) => Promise<T>): Promise<T> => {
    const client = await connect();
    let broken = false;
    try {
      return await told(async () => {
        await client.query(beginSql((await open()).connection, statementTimeoutMs));
        const result = await work(client);
        await client.query('commit');
        return result;
      });
    } catch (error) {
      await client.query('rollback').catch(() => {
        broken = true;
      });
      throw error;
    } finally {
      client.release(broken);
    }
  };

  return {
    url,
    query: <R extends Row>(
      text: string,
      values: readonly unknown[] = [],
      { timeoutMs = 0, prepared = false }: QueryOptions = {},
    ): Promise<R[]> => {
      const statement = { text, values: [...values], query_timeout: timeoutMs } as pg.QueryConfig;
      const once = async (): Promise<R[]> => {
        const { pool, connection } = await open();
        if (connection.pooling === 'session')
          return (await pool.query<R>(prepared ? { ...statement, name: nameOfStatement(text) } : statement)).rows;
        return transaction(async (client) => (await client.query<R>(statement)).rows);
      };
      if (patience === undefined) return told(once);
      // A write may have been carried out: only connecting is waited for, and the caller decides about the rest.
      return readsOnly.test(text) ? waited(once) : connect().then((client) => (client.release(), told(once)));
    },
    connect,
    transaction,
    async close() {
      isClosed = true;
      await opened?.pool.end();
    },
  };
};

/**
 * SQLSTATEs that trying again later can mend. Classes: connection (08), resources (53), operator intervention (57:
 * shutdown, but also a statement cancelled or timed out), system (58). Then serialization failure, deadlock, lock
 * timeout, read-only standby.
 */
const transientStates = /^((08|53|57|58)...|40001|40P01|55P03|25006)$/;

registerTransientErrors(
  (error) => ('code' in error && transientStates.test(String(error.code))) || transientMessages.test(error.message),
);

/** Checks that the server answers. Throws DATABASE_UNAVAILABLE with the error's message if it does not. */
export const assertReachable = async (database: Database): Promise<void> => {
  try {
    await database.query('select 1');
  } catch (error) {
    if (isLedgerError(error)) throw error;
    throw engineUnavailable('DATABASE_UNAVAILABLE', postgresAt(database.url), { cause: error });
  }
};
