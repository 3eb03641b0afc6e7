/** Helpers of the embedded Postgres' specs: directories, child processes, conditions. */
import { spawn, type ChildProcess } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdtempSync, readdirSync, realpathSync, rmSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import pg from 'pg';
import { openEmbeddedPostgres, type EmbeddedPostgres } from '../../../../src/embedded/postgres/cluster.js';
import { findPostmaster, stopProcess } from '../../../../src/embedded/postgres/postmaster.js';
import { isRunning, identify } from '../../../../src/embedded/postgres/processes.js';
import type { Internals } from '../../../../src/embedded/postgres/start.js';
import { defaultTimeouts } from '../../../../src/embedded/postgres/timeouts.js';
import { packageRoot } from '../../../../src/base/paths.js';
import { systemRuntime } from '../../../../src/base/runtime.js';
import { ownScript } from '../../../support/own-script.js';

export const runtime = systemRuntime();
export const isRoot = process.getuid?.() === 0;
/** Small and without fsync, since these clusters live for a second. */
export const fast = { fsync: 'off', shared_buffers: '16MB', max_connections: '20' };

/**
 * Folder of the clusters: in memory if there is room, which makes a copy 20 times as fast. Not for programs:
 * containers forbid execution there.
 */
const fastFolder = ((): string => {
  try {
    const { bavail, bsize } = statfsSync('/dev/shm');
    return bavail * bsize > 2 ** 30 ? '/dev/shm' : tmpdir();
  } catch {
    return tmpdir();
  }
})();

const subfolders = (path: string): string[] =>
  readdirSync(path, { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? [join(path, entry.name)] : []));

/** Stops a server that a killed process of a spec left behind, unless its watchdog is faster. */
const stopLeftover = async (pgdata: string): Promise<void> => {
  const server = findPostmaster(pgdata);
  if (server.kind === 'running' && server.certain) {
    await stopProcess(server.process, { runtime, timeouts: { ...defaultTimeouts, stopMs: 0 } });
  }
};

/** Creates folders, clusters and child processes for a spec, and removes all of them in `clean`. */
export const makeWorkshop = () => {
  const folders: string[] = [];
  const opened: EmbeddedPostgres[] = [];
  const children: ChildProcess[] = [];

  const folder = (place = fastFolder): string => {
    const path = realpathSync(mkdtempSync(join(place, 'tcg-ledger-')));
    chmodSync(path, 0o755);
    folders.push(path);
    return path;
  };
  const open = async (
    dataDir: string,
    options: Partial<Parameters<typeof openEmbeddedPostgres>[0]> = {},
    internals?: Internals,
  ): Promise<EmbeddedPostgres> => {
    const cluster = await openEmbeddedPostgres({ dataDir, runtime, settings: fast, ...options }, internals);
    opened.push(cluster);
    return cluster;
  };
  const child = (
    order: { dataDir: string; internals?: Internals; binDir?: string },
    how: { as?: number; quiet?: boolean } = {},
  ): Child => {
    const { as } = how;
    const args = [...ownScript('cluster-child', import.meta.url), JSON.stringify({ settings: fast, ...order })];
    const process_ = spawn(process.execPath, args, {
      cwd: packageRoot,
      stdio: ['pipe', 'pipe', how.quiet === true ? 'ignore' : 'inherit'],
      detached: true, // a separate process group, as a shell creates for its programs
      ...(as === undefined ? {} : { uid: as, gid: as }),
      env: { ...process.env, HOME: tmpdir(), NODE_V8_COVERAGE: '' },
    });
    children.push(process_);
    return talkTo(process_);
  };
  const clean = async (): Promise<void> => {
    for (const cluster of opened.splice(0)) await cluster.close();
    for (const process_ of children.splice(0)) {
      if (process_.exitCode === null && process_.signalCode === null) {
        process_.stdin?.end();
        await new Promise((done) => process_.once('exit', done));
      }
    }
    for (const path of folders.splice(0)) {
      for (const dataDir of [path, ...subfolders(path)]) await stopLeftover(join(dataDir, 'pgdata'));
      rmSync(path, { recursive: true, force: true });
    }
  };
  return { folder, programFolder: () => folder(tmpdir()), open, child, clean };
};

interface Opened {
  readonly url: string;
  readonly adminUrl: string;
  readonly joined: boolean;
  readonly alone: boolean;
  readonly version: string;
  readonly pid: number;
  readonly code?: string;
  readonly message?: string;
}

export interface Child {
  readonly pid: number;
  /** Returns its next output line. */
  next(): Promise<Opened & { closed?: boolean; interrupted?: boolean; restarted?: string; lost?: string }>;
  tell(line: string): void;
  /** Sends kill -9; resolves when the process has ended. */
  kill(): Promise<void>;
  ended(): Promise<number | null>;
}

const talkTo = (process_: ChildProcess): Child => {
  const lines = createInterface({ input: process_.stdout! })[Symbol.asyncIterator]();
  const ended = new Promise<number | null>((done) => process_.once('exit', (code) => done(code)));
  return {
    pid: process_.pid!,
    next: async () => {
      const { value, done } = await lines.next();
      if (done === true) throw new Error('the child ended without an answer');
      return JSON.parse(value) as Opened;
    },
    tell: (line) => void process_.stdin!.write(`${line}\n`),
    kill: async () => {
      process_.kill('SIGKILL');
      await ended;
    },
    ended: () => ended,
  };
};

/** Returns a condition that is met once the process with this pid has ended. */
export const goneLater = (pid: number): (() => boolean) => {
  const identity = identify(pid);
  return () => !isRunning(identity);
};

/** Runs one statement. Returns its column `answer` of the first row. */
export const ask = async (url: string, sql: string): Promise<unknown> => {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    const { rows } = await client.query<{ answer: unknown }>(sql);
    return rows[0]?.answer;
  } finally {
    await client.end().catch(() => undefined);
  }
};

/** Returns the error with which a promise rejects; throws if it does not reject. */
export const rejection = async (promise: Promise<unknown>): Promise<Error & { code?: string }> => {
  try {
    await promise;
  } catch (error) {
    return error as Error & { code?: string };
  }
  throw new Error('expected a rejection');
};

let template: string | null = null;

/** Copies a stopped cluster to `dataDir`: initdb takes a second, a copy a twentieth. */
export const seed = async (dataDir: string): Promise<string> => {
  if (template === null) {
    const folder = mkdtempSync(join(fastFolder, 'tcg-ledger-template-'));
    process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
    const cluster = await openEmbeddedPostgres({ dataDir: folder, runtime, settings: fast });
    await cluster.close();
    // the port of the template would be the first choice of all copies
    rmSync(join(folder, 'pgdata', 'postmaster.opts'));
    template = folder;
  }
  for (const name of ['pgdata', 'secrets.json']) cpSync(join(template, name), join(dataDir, name), { recursive: true });
  // Node 22 and 24 do not keep the mode of a copied folder; Postgres refuses a folder that others may read.
  chmodSync(join(dataDir, 'pgdata'), 0o700);
  if (!existsSync(join(dataDir, 'pgdata', 'PG_VERSION'))) throw new Error('the template is not a cluster');
  return dataDir;
};
