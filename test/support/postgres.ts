/**
 * A fresh, migrated database per spec file, cloned from a template that is migrated once a run. The server is the
 * embedded one, started for the run (fsync off: tests check what is written, not the disk), or the one of
 * TEST_DATABASE_URL in the run against real engines. Workers of a parallel run share both (TEST_TEMPLATE).
 */
import { randomUUID } from 'node:crypto';
import { rm, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { openEmbeddedPostgres } from '../../src/embedded/postgres/cluster.js';
import { appRole, type Database, type OpenDatabase, openDatabase } from '../../src/postgres/database.js';
import { migrate } from '../../src/postgres/migrate.js';
import { systemRuntime } from '../../src/base/runtime.js';

export interface TestServer {
  /** A superuser's URL on the server. */
  readonly adminUrl: string;
  stop(): Promise<void>;
}

/** The owner of the test ledgers. Not a superuser, as in production. */
const owner = 'tcg_ledger_test_owner';

let server: Promise<TestServer> | undefined;
let template: Promise<string> | undefined;

const startServer = async (): Promise<TestServer> => {
  const given = process.env['TEST_DATABASE_URL'];
  if (given !== undefined) return { adminUrl: given, stop: async () => undefined };
  const folder = await mkdtemp(join(tmpdir(), 'tcg-ledger-test-'));
  const cluster = await openEmbeddedPostgres({
    dataDir: join(folder, 'postgres'),
    runtime: systemRuntime(),
    settings: { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' },
  });
  return {
    adminUrl: cluster.adminUrl,
    stop: async () => {
      await cluster.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
};

/** The server of this run, started at the first use. */
const testServer = (): Promise<TestServer> => (server ??= startServer());

const admin = async (sql: string): Promise<void> => {
  const client = new pg.Client({ connectionString: (await testServer()).adminUrl });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
};

const urlOf = async (database: string, user?: string): Promise<string> => {
  const url = new URL((await testServer()).adminUrl);
  url.pathname = `/${database}`;
  if (user !== undefined) {
    url.username = user;
    url.password = user;
  }
  return url.href;
};

const makeOwner = (): Promise<void> =>
  admin(`do $$ begin
    create role ${owner} login createrole password '${owner}';
  exception when duplicate_object or unique_violation then null; end $$`);

const makeTemplate = async (): Promise<string> => {
  const given = process.env['TEST_TEMPLATE'];
  if (given !== undefined) return given;
  const name = `template_${randomUUID().replaceAll('-', '')}`;
  await makeOwner();
  await admin(`create database ${name} owner ${owner}`);
  await migrate(await urlOf(name, owner));
  return name;
};

export interface TestDatabase {
  /** URL of the owner, who is no superuser. */
  readonly url: string;
  /** URL of a superuser. */
  readonly adminUrl: string;
  drop(): Promise<void>;
}

/** Creates a database with all migrations applied; with `empty`, with none. */
export const freshDatabase = async (options: { empty?: boolean } = {}): Promise<TestDatabase> => {
  const from = options.empty === true ? 'template0' : await (template ??= makeTemplate());
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  if (options.empty === true) await makeOwner();
  await admin(`create database ${name} template ${from} owner ${owner}`);
  // Rights on the database itself are not part of a template.
  if (options.empty !== true) await admin(`grant create on database ${name} to ${appRole}`);
  return {
    url: await urlOf(name, owner),
    adminUrl: await urlOf(name),
    drop: () => admin(`drop database if exists ${name} with (force)`),
  };
};

export interface UsedDatabase {
  /** The owner's URL, who is no superuser. */
  readonly url: string;
  readonly adminUrl: string;
  /** Opens a pool, as the service unless told otherwise. It is closed before the database is dropped. */
  open(options?: Partial<Omit<OpenDatabase, 'url'>> & { readonly asSuperuser?: boolean }): Database;
  /** Registers `close` to run before the database is dropped; the last one registered runs first. */
  defer(close: () => Promise<unknown>): void;
}

/**
 * Registers hooks that give the surrounding `describe` a fresh database, and drop it at the end. `each`: one for every spec
 * instead. `empty`: without migrations. Call it before other hooks of the `describe` that use the database.
 */
export const useDatabase = ({ each = false, empty = false } = {}): UsedDatabase => {
  let current: TestDatabase | undefined;
  const closing: (() => Promise<unknown>)[] = [];
  const opened = (): TestDatabase => {
    if (current === undefined) throw new Error('the database exists only while specs and their hooks run');
    return current;
  };
  (each ? beforeEach : before)(async () => {
    current = await freshDatabase({ empty });
  });
  (each ? afterEach : after)(async () => {
    for (const close of closing.splice(0).reverse()) await close();
    await current?.drop();
    current = undefined;
  });
  return {
    get url() {
      return opened().url;
    },
    get adminUrl() {
      return opened().adminUrl;
    },
    open({ asSuperuser = false, ...options } = {}) {
      const url = asSuperuser ? opened().adminUrl : opened().url;
      const database = openDatabase({ url, application: 'test', asApp: !asSuperuser, ...options });
      closing.push(() => database.close());
      return database;
    },
    defer: (close) => void closing.push(close),
  };
};

/** Starts the server, migrates the template, and passes both to the workers of a parallel run by environment. */
export const exportTestServer = async (): Promise<void> => {
  const { adminUrl } = await testServer();
  process.env['TEST_TEMPLATE'] = await (template ??= makeTemplate());
  process.env['TEST_DATABASE_URL'] = adminUrl;
};

/** Drops the template and stops the server, called once after all specs. */
export const stopTestServer = async (): Promise<void> => {
  if (server === undefined) return;
  if (template !== undefined) await admin(`drop database if exists ${await template} with (force)`);
  await (await server).stop();
  server = undefined;
  template = undefined;
};
