/**
 * How a Postgres is reached: the URL as libpq understands it, and what the server, or a pooler in front of it, lets a
 * session keep. Found out by a trial connection, once for each URL and process.
 *
 * The ledger's settings (role, time zone) are asked for when a connection starts. A pooler in transaction mode refuses or
 * ignores them, since another transaction gets another session. There every transaction sets them for itself. Rejected: to
 * go on without them, because the service would run as the owner, and times would be those of the server's zone. Rejected:
 * ALTER ROLE … SET role, because it changes psql and pg_dump of the same user too.
 */
import { readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import pg from 'pg';
import { parse, toClientConfig } from 'pg-connection-string';
import { engineUnavailable, isLedgerError, isNetworkError, ledgerError } from '../base/errors.js';
import { timeouts } from './timeouts.js';

/** The role of the service. Migrations let it read the log and append through the log's function, nothing else. */
export const appRole = 'tcg_ledger_app';

export interface Connection {
  /** Options of every client of this server, without application_name. */
  readonly client: pg.ClientConfig;
  /** `transaction`: behind a pooler that gives each transaction another session. */
  readonly pooling: 'session' | 'transaction';
  /** The role to run as; `null` for the user's own: it was not asked for, or the user may not have roles. */
  readonly role: string | null;
  /** Settings of a transaction, for `pooling: 'transaction'`. */
  readonly settings: Readonly<Record<string, string>>;
}

const sslModes = ['disable', 'allow', 'prefer', 'require', 'verify-ca', 'verify-full', 'no-verify'] as const;

/** Returns what is wrong with a URL of Postgres, as what was expected; `null` if it is well-formed. */
export const postgresUrlProblem = (text: string): string | null => {
  if (!/^postgres(ql)?:\/\//.test(text) || !URL.canParse(text)) {
    return 'a postgres:// URL (in a password, / ? # @ and % are written %2F %3F %23 %40 and %25)';
  }
  const url = new URL(text);
  // A password with a slash makes host and database of its parts.
  if (`${url.pathname}${url.search}${url.hash}`.includes('@') || url.hash !== '') {
    return 'a postgres:// URL whose password has / ? # and @ written %2F %3F %23 and %40';
  }
  try {
    for (const part of [url.username, url.password, url.pathname]) decodeURIComponent(part);
  } catch {
    return 'a postgres:// URL whose % signs are written %25';
  }
  const mode = url.searchParams.get('sslmode');
  if (mode !== null && !(sslModes as readonly string[]).includes(mode))
    return `sslmode to be one of ${sslModes.join(', ')}`;
  if (mode === 'verify-ca' && !url.searchParams.has('sslrootcert'))
    return 'sslrootcert beside sslmode=verify-ca, a file with the certificate of the authority';
  for (const name of ['sslrootcert', 'sslcert', 'sslkey']) {
    const path = url.searchParams.get(name);
    if (path === null || (name === 'sslrootcert' && path === 'system')) continue;
    try {
      readFileSync(path);
    } catch (error) {
      return `${name} to name a file that can be read (${(error as NodeJS.ErrnoException).code ?? 'unreadable'})`;
    }
  }
  return null;
};

interface Parsed {
  readonly client: pg.ClientConfig;
  /** TLS that the URL asks for; with `allow` and `prefer` the server decides. */
  readonly mode: (typeof sslModes)[number] | undefined;
  readonly options: string | undefined;
}

/** Parses a URL as psql does. pg 8 alone verifies certificates for every sslmode. Throws CONFIG_INVALID. */
const parseUrl = (text: string): Parsed => {
  const problem = postgresUrlProblem(text);
  if (problem !== null) throw ledgerError('CONFIG_INVALID', `DATABASE_URL: expected ${problem}`);
  const url = new URL(text);
  const mode = (url.searchParams.get('sslmode') ?? undefined) as Parsed['mode'];
  // Node's own authorities.
  if (url.searchParams.get('sslrootcert') === 'system') url.searchParams.delete('sslrootcert');
  url.searchParams.delete('uselibpqcompat');
  // Tried without and with TLS; pg itself has no such mode.
  if (mode === 'allow') url.searchParams.set('sslmode', 'prefer');
  const isPlainPg = mode === undefined || mode === 'no-verify';
  const { options, ...client } = toClientConfig(parse(url.href, isPlainPg ? {} : { useLibpqCompat: true }));
  const { ssl, host } = client;
  // Node verifies the certificate of a server named by its address against "localhost" unless the host is given.
  if (typeof ssl === 'object' && host !== undefined && isIP(host) !== 0) Object.assign(ssl, { host });
  return { client, mode, options };
};

/** Returns host, port and database, for messages. */
const whereOf = (text: string): string => {
  if (!URL.canParse(text)) return 'an invalid URL';
  const url = new URL(text);
  const host = url.searchParams.get('host') ?? url.hostname;
  return `${host || 'localhost'}:${url.searchParams.get('port') ?? (url.port || '5432')}${decodeURI(url.pathname)}`;
};

/** Returns the engine's name in messages. */
export const postgresAt = (url: string): string => `Postgres at ${whereOf(url)}`;

/** Errors that pg raises itself when a connection is lost or slow; they have no code. */
export const transientMessages =
  /Connection terminated|Query read timeout|timeout exceeded when trying to connect|not queryable|Client has encountered/;

/** SQLSTATEs of a server that ends or refuses connections: class 08, shutdowns and starts, too many connections. */
const awayStates = /^(08...|57P0[1-5]|53300)$/;

/** Returns whether the connection failed, not the statement. */
export const isAway = (error: Error): boolean => {
  const code = 'code' in error ? String(error.code) : '';
  return awayStates.test(code) || isNetworkError(error) || transientMessages.test(error.message);
};

const stateOf = (error: unknown): string => {
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === 'string' ? code : '';
};

/** Returns the ledger's error for one of connecting: DATABASE_UNAVAILABLE, with what a person can do. */
const connectError = (url: string, error: unknown): Error => {
  if (isLedgerError(error)) return error;
  const state = stateOf(error);
  const hints: Readonly<Record<string, string>> = {
    '28P01': 'correct the user and the password',
    '3D000': 'create the database, or correct its name',
  };
  const hint =
    hints[state] ??
    (/no pg_hba\.conf entry.*no encryption/.test((error as Error).message)
      ? 'the server wants TLS: add sslmode=require'
      : undefined);
  return engineUnavailable('DATABASE_UNAVAILABLE', postgresAt(url), {
    cause: error,
    ...(hint === undefined ? {} : { hint }),
  });
};

/** Connects, runs `work` and closes. */
const withClient = async <T>(config: pg.ClientConfig, work: (client: pg.Client) => Promise<T>): Promise<T> => {
  const client = new pg.Client({ ...config, connectionTimeoutMillis: timeouts.connectMs });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return await work(client);
  } finally {
    await client.end().catch(() => undefined);
  }
};

const asOptions = (own: string | undefined, settings: Readonly<Record<string, string>>): string =>
  [...(own === undefined ? [] : [own]), ...Object.entries(settings).map(([name, value]) => `-c ${name}=${value}`)].join(
    ' ',
  );

/** Settings of every session of the ledger. */
const sessionSettings = { TimeZone: 'UTC', jit: 'off' } as const;

/** Says what a session has of what its connection asked for. `granted`: whether its user may use this database's log. */
const lookSql = `
  select current_user::text as "user", session_user::text as login, current_setting('TimeZone') as zone,
         coalesce(has_schema_privilege(to_regnamespace('ledger'), 'usage'), true) as granted`;

/** Says whether the service's role was given its rights on this database's log. */
const roleSql = `
  select exists (select from pg_roles where rolname = $1
                 and has_schema_privilege(oid, to_regnamespace('ledger'), 'usage')) as granted`;

interface Session {
  readonly user: string;
  readonly login: string;
  readonly zone: string;
  readonly granted: boolean;
}

/** Returns the statement that begins a transaction with these settings. */
export const beginWith = (settings: Readonly<Record<string, string>>): string =>
  ['begin', ...Object.entries(settings).map(([name, value]) => `set local ${name} = '${value}'`)].join('; ');

/** Poolers refuse settings that they cannot keep: "unsupported startup parameter: options". */
const refusesSettings = (error: unknown): boolean =>
  error instanceof Error && /unsupported.*parameter/i.test(error.message);

/** The role does not exist, or the user may not take it. */
const refusesRole = (error: unknown): boolean =>
  error instanceof Error && ['42501', '22023', '42704'].includes(stateOf(error)) && /\brole\b/.test(error.message);

type Kept = 'kept' | 'lost' | 'no_role';

/** Connects as `connection` says. Returns whether its settings are in force, or whether the user may not have the role. */
const tryConnection = (connection: Connection): Promise<Kept> => {
  const { client, pooling, settings, role } = connection;
  const look = async (each: pg.Client): Promise<Kept> => {
    if (pooling === 'transaction') await each.query(beginWith(settings));
    const { rows } = await each.query<Session>(lookSql);
    const session = rows[0] as Session;
    if (session.zone !== settings['TimeZone'] || (role !== null && session.user !== role)) return 'lost';
    return session.granted ? 'kept' : 'no_role';
  };
  return withClient(client, look).catch((error: unknown): Kept => {
    if (refusesSettings(error)) return 'lost';
    if (role !== null && refusesRole(error)) return 'no_role';
    throw error;
  });
};

/** Throws CONFIG_INVALID if the database was set up for the service's role: the user lacks what it needs. */
const assertWithoutRole = async (url: string, client: pg.ClientConfig): Promise<void> => {
  const { granted, login } = await withClient(client, async (each) => {
    const [role, session] = [await each.query<Session>(roleSql, [appRole]), await each.query<Session>(lookSql)];
    return { granted: role.rows[0]?.granted === true, login: session.rows[0]?.login };
  });
  if (!granted) return;
  throw ledgerError(
    'CONFIG_INVALID',
    `DATABASE_URL: ${whereOf(url)}: the user ${login} may not use the role ${appRole}; as a superuser: grant ${appRole} to ${login}`,
    { details: { DATABASE_URL: `a user to whom ${appRole} is granted` } },
  );
};

/** Finds out how to connect, with or without TLS as `parsed` has it. */
const trySettings = async (url: string, { client, options }: Parsed, asApp: boolean): Promise<Connection> => {
  const own = { ...client, ...(options === undefined ? {} : { options }) };
  const connectionWith = (pooling: Connection['pooling'], role: string | null): Connection => {
    const settings = role === null ? sessionSettings : { ...sessionSettings, role };
    const asked = pooling === 'session' ? { ...client, options: asOptions(options, settings) } : own;
    return { client: asked, pooling, role, settings };
  };
  for (const pooling of ['session', 'transaction'] as const) {
    const connection = connectionWith(pooling, asApp ? appRole : null);
    const kept = await tryConnection(connection);
    if (kept === 'kept' || (kept === 'no_role' && !asApp)) return connection;
    if (kept === 'lost') continue;
    await assertWithoutRole(url, own);
    return connectionWith(pooling, null);
  }
  const expected = 'a direct connection, or a pooler that keeps the settings of a transaction';
  throw ledgerError('CONFIG_INVALID', `DATABASE_URL: ${whereOf(url)} ignores role and TimeZone: expected ${expected}`, {
    details: { DATABASE_URL: expected },
  });
};

const noTls = (error: unknown): boolean => error instanceof Error && /does not support SSL/i.test(error.message);

/** Tries the kinds of TLS that the URL allows. */
const tryUrl = async (url: string, asApp: boolean): Promise<Connection> => {
  const parsed = parseUrl(url);
  const plain: Parsed = { ...parsed, client: { ...parsed.client, ssl: false } };
  const { mode } = parsed;
  if (mode === 'prefer') {
    try {
      return await trySettings(url, parsed, asApp);
    } catch (error) {
      if (!noTls(error)) throw error;
      return trySettings(url, plain, asApp);
    }
  }
  if (mode === 'allow') {
    try {
      return await trySettings(url, plain, asApp);
    } catch (error) {
      if (stateOf(error) !== '28000') throw error;
      return trySettings(url, parsed, asApp);
    }
  }
  return trySettings(url, parsed, asApp);
};

const known = new Map<string, Promise<Connection>>();

/**
 * Returns how to connect to `url`, as the service's role (`asApp`) or as the user itself. Throws DATABASE_UNAVAILABLE if the
 * server does not answer or refuses the user, and CONFIG_INVALID if the URL or the user's rights are wrong.
 */
export const connectionOf = (url: string, { asApp }: { readonly asApp: boolean }): Promise<Connection> => {
  const key = `${String(asApp)} ${url}`;
  const before = known.get(key);
  if (before !== undefined) return before;
  const trying = tryUrl(url, asApp).catch((error: unknown) => {
    known.delete(key);
    throw connectError(url, error);
  });
  known.set(key, trying);
  return trying;
};

/** Forgets how to connect: after a migration the rights of the role may be others. */
export const forgetConnection = (url: string): void => {
  known.delete(`true ${url}`);
  known.delete(`false ${url}`);
};
