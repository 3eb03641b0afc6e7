/** Starts the server in a free directory: checks or creates the cluster, then launches it. Call under the lock. */
import { chmodSync, existsSync, lchownSync, readFileSync, readdirSync, rmdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Runtime } from '../../base/runtime.js';
import { prepareBinaries, type Binaries } from './binaries.js';
import type { Timeouts } from './timeouts.js';
import { dataDirError, reasonOf, systemCode } from './errors.js';
import { initialise, grantTraversal } from './initialise.js';
import { ensureSecrets, ownerOf, readSecrets, type Layout } from './layout.js';
import { freePort, lastPort, launch, stopProcess } from './postmaster.js';
import { chooseLauncher, type Launcher, type PrivilegeOptions } from './privileges.js';
import type { ProcessIdentity } from './processes.js';
import { explainFailure, openServerLog, type ServerLog } from './server-log.js';

/** Overrides for tests. */
export interface Internals {
  readonly privileges?: Omit<PrivilegeOptions, 'filesOwner'>;
  readonly timeouts?: Partial<Timeouts>;
  /** Path of a /proc; a missing folder behaves like systems without /proc. */
  readonly proc?: string;
  /** Returns the port to try next. */
  readonly freePort?: (preferred: number) => Promise<number>;
}

interface StartOptions {
  readonly runtime: Runtime;
  readonly settings?: Record<string, string>;
  readonly binDir?: string;
  readonly signal?: AbortSignal;
}

export interface StartedCluster {
  readonly kind: 'started';
  readonly port: number;
  readonly process: ProcessIdentity;
  /** Stops a server that turned out unusable. Returns the error to throw. */
  readonly fail: (error: unknown) => Promise<Error>;
}

/**
 * Settings of the server. Durability stays at Postgres' defaults (fsync and synchronous_commit on), since users keep
 * their data here. Rejected: wal_compression=lz4, because the packaged server is built without it and refuses to start.
 */
const defaultSettings: Readonly<Record<string, string>> = {
  listen_addresses: '127.0.0.1',
  // socket files in /tmp would be reachable for other users and outlive a crash
  unix_socket_directories: '',
  max_connections: '100',
  shared_buffers: '256MB',
  // pg_wal stays below 256 MB: with 2 GB it took 737 MB of the demo's 1.1 GB. Measured in turns in one run, twice each: first
  // day of the demo 1.03 times, eight days 1.01 times as long. Rejected: wal_compression=pglz, at 1.11 and 1.02 times.
  max_wal_size: '192MB',
  min_wal_size: '48MB',
  // postgres.log is rotated at a start only: no two lines for every checkpoint
  log_checkpoints: 'off',
  checkpoint_warning: '0',
  lc_messages: 'C',
  timezone: 'UTC',
  log_timezone: 'UTC',
};

const portTries = 5;

const corrupt = (layout: Layout, found: string, cause?: unknown): Error =>
  dataDirError('DATA_DIR_CORRUPT', {
    dataDir: layout.dataDir,
    found,
    expected: 'a whole Postgres cluster in pgdata (restore it from a backup), or none at all',
    cause,
  });

const notPermitted = (layout: Layout, found: string, cause?: unknown): Error =>
  dataDirError('EMBEDDED_POSTGRES_FAILED', {
    dataDir: layout.dataDir,
    found,
    expected: 'files that belong to the user running it, pgdata with mode 0700',
    cause,
  });

const otherVersion = (layout: Layout, found: string, binaries: Binaries): Error =>
  dataDirError('DATA_DIR_OTHER_VERSION', {
    dataDir: layout.dataDir,
    found,
    expected: `a cluster of PostgreSQL ${binaries.version}, as installed (copy the log with the older release)`,
  });

/** Returns the major version of the cluster in pgdata; `null` if there is none. Throws DATA_DIR_CORRUPT. */
const clusterMajor = (layout: Layout): string | null => {
  if (!existsSync(layout.pgdata)) return null;
  let names: string[];
  try {
    names = readdirSync(layout.pgdata);
    if (names.includes('PG_VERSION')) return readFileSync(join(layout.pgdata, 'PG_VERSION'), 'utf8').trim();
  } catch (error) {
    const found = `a cluster that this user cannot read (${reasonOf(error)})`;
    throw /^E(ACCES|PERM)$/.test(systemCode(error) ?? '')
      ? notPermitted(layout, found, error)
      : corrupt(layout, found, error);
  }
  if (names.length > 0) throw corrupt(layout, `${names.length} files in pgdata but no PG_VERSION`);
  rmdirSync(layout.pgdata);
  return null;
};

/** Changes the owner of the cluster to the server's user. The top folder comes last: its owner marks completion. */
const chownTree = (launcher: Launcher, pgdata: string): void => {
  const { owner } = launcher;
  if (owner === null || ownerOf(pgdata).uid === owner.uid) return;
  for (const name of readdirSync(pgdata, { recursive: true, encoding: 'utf8' })) {
    lchownSync(join(pgdata, name), owner.uid, owner.gid);
  }
  lchownSync(pgdata, owner.uid, owner.gid);
};

/**
 * Takes the rights of other users from the cluster's folder: Postgres refuses a folder that they may read or write, which a
 * copy often is. Without the right to change it, the server's refusal is reported.
 */
const closeToOthers = (pgdata: string): void => {
  const { mode } = statSync(pgdata);
  if (process.platform === 'win32' || (mode & 0o027) === 0) return;
  try {
    chmodSync(pgdata, 0o700);
  } catch {
    // the folder belongs to another user
  }
};

interface Prepared {
  readonly binaries: Binaries;
  readonly launcher: Launcher;
}

/** Chooses user and binaries, creates a missing cluster, and checks the version of an existing one. */
const prepare = async (layout: Layout, options: StartOptions, internals: Internals): Promise<Prepared> => {
  const { runtime, settings, binDir, signal } = options;
  const major = clusterMajor(layout);
  const filesOwner = ownerOf(major === null ? layout.root : layout.pgdata);
  const launcher = await chooseLauncher({ filesOwner, ...internals.privileges });
  grantTraversal(layout.root, launcher.owner);
  const binaries = await prepareBinaries(layout, launcher, { binDir, runtime });
  if (major === null) {
    const adminPassword = ensureSecrets(layout, runtime).admin;
    const durable = settings?.['fsync'] !== 'off';
    await initialise({ layout, launcher, binaries, adminPassword, runtime, durable, signal });
  } else if (major !== binaries.version.split('.')[0]) {
    throw otherVersion(layout, `a cluster of PostgreSQL ${major}`, binaries);
  } else if (readSecrets(layout) === null) {
    throw corrupt(layout, 'a cluster without its secrets.json');
  }
  chownTree(launcher, layout.pgdata);
  closeToOthers(layout.pgdata);
  return { binaries, launcher };
};

const serverArgs = (layout: Layout, port: number, settings: Record<string, string>): string[] => [
  ...['-D', layout.pgdata, '-p', String(port)],
  ...Object.entries({ ...defaultSettings, ...settings }).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
];

const failure = (layout: Layout, log: ServerLog, binaries: Binaries, fallback: string, cause?: unknown): Error => {
  const explained = explainFailure(log.lines());
  const { kind } = explained;
  const reason = explained.reason ?? fallback;
  if (kind === 'other-version') return otherVersion(layout, reason, binaries);
  if (kind === 'not-permitted') return notPermitted(layout, `that the server may not use it: ${reason}`, cause);
  if (kind === 'damaged') return corrupt(layout, `that the server cannot use it: ${reason}`, cause);
  const code = kind === 'busy' ? 'DATA_DIR_IN_USE' : 'EMBEDDED_POSTGRES_FAILED';
  const found = `that the server did not start: ${reason}`;
  return dataDirError(code, { dataDir: layout.dataDir, found, expected: 'a server that starts', cause });
};

/**
 * Starts the server, and creates the cluster if there is none. Tries another port if the first was taken meanwhile.
 * Retries within `timeouts.reapMs` while dying processes still hold the directory.
 */
export const startCluster = async (
  layout: Layout,
  options: StartOptions,
  timeouts: Timeouts,
  internals: Internals,
): Promise<StartedCluster> => {
  const { runtime, signal } = options;
  const { binaries, launcher } = await prepare(layout, options, internals);
  const retryUntil = runtime.monotonicMs() + timeouts.reapMs;
  for (let tries = 1; ; tries += 1) {
    // The same port as before, if possible: processes whose server died find the restarted one there.
    const port = await (internals.freePort ?? freePort)(tries === 1 ? lastPort(layout.pgdata) : 0);
    const log = openServerLog(layout);
    const command = launcher.command(binaries.postgres, serverArgs(layout, port, options.settings ?? {}));
    const launched = await launch({ command, pgdata: layout.pgdata, log, runtime, timeouts, signal });
    if (launched.kind === 'ready') {
      return {
        kind: 'started',
        port,
        process: launched.process,
        fail: async (error) => {
          // a damaged server restarts itself repeatedly and may then ignore a fast shutdown (observed with 18.4)
          const quick = { ...timeouts, stopMs: Math.min(timeouts.stopMs, 1_000) };
          await stopProcess(launched.process, { runtime, timeouts: quick });
          return failure(layout, log, binaries, reasonOf(error), error);
        },
      };
    }
    const { kind } = explainFailure(log.lines());
    const portTaken = kind === 'port-taken' && tries < portTries;
    const stillHeld = kind === 'busy' && runtime.monotonicMs() < retryUntil;
    if (!portTaken && !stillHeld) throw failure(layout, log, binaries, launched.reason);
    await runtime.sleep(timeouts.pollMs, signal);
  }
};
