/** Opens the embedded Postgres: joins the server that runs, or starts one; keeps it running, and stops it at last. */
import type { Runtime } from '../../base/runtime.js';
import { prepareDatabase, ownerRole, shrinkWal, urlFor } from './database.js';
import { dataDirError, isClusterError, reasonOf, systemCode } from './errors.js';
import { inUse, waitUntilJoinableOrFree, type Opening } from './find-server.js';
import { keepRunning } from './keep-running.js';
import { findLayout, openLayout, readSecrets } from './layout.js';
import { leave, stopUnlessUsed } from './leave.js';
import { acquireLock } from './lock.js';
import { findPostmaster } from './postmaster.js';
import type { ProcessIdentity } from './processes.js';
import { startCluster, type Internals } from './start.js';
import { defaultTimeouts } from './timeouts.js';
import { countUsers, registerUser, type Registration } from './users.js';
import { startWatchdog } from './watchdog.js';

export interface EmbeddedPostgres {
  /** postgres:// URL of the database, on 127.0.0.1, with password. The user owns the database and is no superuser. */
  readonly url: string;
  /** URL of the superuser on database `postgres`, for tests and administration. */
  readonly adminUrl: string;
  /** Whether the server ran before this call. */
  readonly joined: boolean;
  /** Whether no other process, and no earlier call, used the cluster at this call. */
  readonly alone: boolean;
  /** "18.4" */
  readonly version: string;
  /** Process id of the server; another one after a restart. */
  readonly pid: number;
  /** Aborts if the server died and could not be restarted under its URL. The reason is a ClusterError. */
  readonly lost: AbortSignal;
  /** Ends the use. The last one to close stops the server, which disconnects its clients. May be called again. */
  close(): Promise<void>;
}

export interface EmbeddedPostgresOptions {
  /** Folder of the cluster and its companion files (layout.ts); created if missing. */
  readonly dataDir: string;
  readonly runtime: Runtime;
  /** Created if missing. Default: tcg_ledger. */
  readonly database?: string;
  /** Server settings that override the defaults, such as `{ fsync: 'off' }` in tests. Ignored if joined. */
  readonly settings?: Record<string, string>;
  /** Folder of the binaries. Default: the npm package's. */
  readonly binDir?: string;
  /** Aborts the opening; has no effect afterwards. */
  readonly signal?: AbortSignal;
  /** Receives what became of a server that died, as one line. */
  readonly onRestart?: (line: string) => void;
}

interface Server {
  readonly url: string;
  readonly adminUrl: string;
  readonly joined: boolean;
  readonly version: string;
  readonly process: ProcessIdentity;
  readonly port: number;
}

interface Running {
  readonly joined: boolean;
  readonly port: number;
  readonly process: ProcessIdentity;
}

const prepareForUse = async (opening: Opening, options: EmbeddedPostgresOptions, from: Running): Promise<Server> => {
  const secrets = readSecrets(opening.layout);
  if (secrets === null) throw inUse(opening, 'a cluster without its secrets.json');
  const database = options.database ?? 'tcg_ledger';
  const adminUrl = urlFor('postgres', secrets.admin, from.port, 'postgres');
  const version = await prepareDatabase(adminUrl, database, secrets);
  return { ...from, url: urlFor(ownerRole, secrets.ledger, from.port, database), adminUrl, version };
};

/** Joins the running server, or starts one. Call under the lock. */
const joinOrStart = async (
  opening: Opening,
  options: EmbeddedPostgresOptions,
  internals: Internals,
): Promise<Server> => {
  for (;;) {
    const target = await waitUntilJoinableOrFree(opening);
    if (target.kind === 'free') break;
    try {
      return await prepareForUse(opening, options, { ...target, joined: true });
    } catch (error) {
      // the server may end during the join: check again, and start it here
      const current = findPostmaster(opening.layout.pgdata, opening.proc);
      const isSame = current.kind === 'running' && current.process.pid === target.process.pid;
      if (isClusterError(error)) throw error;
      if (isSame && current.status === 'ready') {
        throw inUse(opening, `the server ${target.process.pid}, which refused (${reasonOf(error)})`, error);
      }
    }
  }
  const started = await startCluster(opening.layout, options, opening.timeouts, internals);
  try {
    const { port, process } = started;
    const server = await prepareForUse(opening, options, { joined: false, port, process });
    await shrinkWal(server.adminUrl);
    return server;
  } catch (error) {
    throw await started.fail(error);
  }
};

/** Runs `work` under the lock of the directory. Rejects with DATA_DIR_IN_USE if another process keeps it for too long. */
const underLock = async <T>(opening: Opening, signal: AbortSignal | undefined, work: () => Promise<T>): Promise<T> => {
  const { layout, runtime, timeouts } = opening;
  const { lockMs: waitMs, pollMs } = timeouts;
  const lock = await acquireLock({ folder: layout.lock, runtime, waitMs, pollMs, signal });
  if ('heldBy' in lock) throw inUse(opening, `process ${lock.heldBy}, which has been opening it for too long`);
  try {
    return await work();
  } finally {
    lock.release();
  }
};

interface Registered {
  readonly server: Server;
  readonly alone: boolean;
  readonly registration: Registration;
}

/** Registers this process and opens the server. Call under the lock. If that fails, nothing of it is left. */
const register = async (
  opening: Opening,
  options: EmbeddedPostgresOptions,
  internals: Internals,
): Promise<Registered> => {
  const alone = countUsers(opening.layout, opening.proc) === 0;
  const registration = registerUser(opening.layout, opening.runtime);
  try {
    return { server: await joinOrStart(opening, options, internals), alone, registration };
  } catch (error) {
    registration.remove();
    // an orphan that was found but cannot be used would run forever; the first error is the one to report
    if (!isClusterError(error) || error.code !== 'DATA_DIR_IN_USE')
      await stopUnlessUsed(opening).catch(() => undefined);
    throw error;
  }
};

const withCode = async <T>(
  { layout }: Opening,
  signal: AbortSignal | undefined,
  work: () => Promise<T>,
): Promise<T> => {
  try {
    return await work();
  } catch (error) {
    if (error === signal?.reason || systemCode(error) === null || isClusterError(error)) throw error;
    throw dataDirError('EMBEDDED_POSTGRES_FAILED', {
      dataDir: layout.dataDir,
      found: reasonOf(error),
      expected: 'a directory this user may read and write, on a disk with free space',
      cause: error,
    });
  }
};

/** Returns whether the cluster in `dataDir` runs. Changes nothing. */
export const isClusterRunning = (dataDir: string): boolean => {
  const layout = findLayout(dataDir);
  return layout !== null && findPostmaster(layout.pgdata).kind === 'running';
};

/**
 * Opens the cluster in `dataDir`. Creates it at first use, in about a second. Joins the server if one runs, and starts it
 * if none does. The server runs until the last process that uses it has closed it or is dead. While this process uses it, a
 * server that dies is restarted at the same URL; at most `timeouts.restartsMax` times within `timeouts.restartWindowMs`.
 *
 * Rejects with a ClusterError: DATA_DIR_IN_USE, DATA_DIR_OTHER_VERSION, DATA_DIR_CORRUPT, EMBEDDED_POSTGRES_UNAVAILABLE
 * or EMBEDDED_POSTGRES_FAILED; or with the signal's reason.
 */
export const openEmbeddedPostgres = async (
  options: EmbeddedPostgresOptions,
  internals: Internals = {},
): Promise<EmbeddedPostgres> => {
  const { runtime, signal } = options;
  const opening: Opening = {
    layout: openLayout(options.dataDir),
    runtime,
    timeouts: { ...defaultTimeouts, ...internals.timeouts },
    proc: internals.proc ?? '/proc',
    signal,
  };
  const watchdog = startWatchdog(opening.layout);
  let opened: Registered;
  try {
    opened = await withCode(opening, signal, () =>
      underLock(opening, signal, () => register(opening, options, internals)),
    );
  } catch (error) {
    watchdog.dismiss();
    throw error;
  }
  const { server, alone, registration } = opened;
  const { url, adminUrl, joined, version } = server;
  const keeper = keepRunning(server, {
    runtime,
    timeouts: opening.timeouts,
    proc: opening.proc,
    dataDir: opening.layout.dataDir,
    onRestart: options.onRestart ?? (() => undefined),
    reopen: (stop) => {
      const again: Opening = { ...opening, signal: stop };
      return withCode(again, stop, () =>
        underLock(again, stop, () => joinOrStart(again, { ...options, signal: stop }, internals)),
      );
    },
  });
  let closing: Promise<void> | null = null;
  const end = async (): Promise<void> => {
    await keeper.stop();
    // otherwise the watchdog stops the server, once this process has ended
    if (await leave({ ...opening, registration })) watchdog.dismiss();
  };
  return {
    url,
    adminUrl,
    joined,
    alone,
    version,
    get pid() {
      return keeper.pid();
    },
    lost: keeper.lost,
    close: () => (closing ??= end()),
  };
};
