/** Opens the embedded Postgres: starts it, joins it, or takes it over from a dead owner. */
import type { Runtime } from '../../base/runtime.js';
import { defaultTimeouts, type Timeouts } from './timeouts.js';
import { prepareDatabase, ownerRole, servesCluster, urlFor } from './database.js';
import { dataDirError, isClusterError, reasonOf, systemCode } from './errors.js';
import { openLayout, readOwner, readSecrets, type Layout } from './layout.js';
import { acquireLock } from './lock.js';
import { findPostmaster, removeStalePidFile, stopProcess, type PostmasterState } from './postmaster.js';
import { isRunning } from './processes.js';
import { startCluster, type Internals, type StartedCluster } from './start.js';

export interface EmbeddedPostgres {
  /** postgres:// URL of the database, on 127.0.0.1, with password. The user owns the database and is no superuser. */
  readonly url: string;
  /** URL of the superuser on database `postgres`, for tests and administration. */
  readonly adminUrl: string;
  /** Whether another process, or an earlier call, runs this cluster. */
  readonly joined: boolean;
  /** "18.4" */
  readonly version: string;
  /** Process id of the server. */
  readonly pid: number;
  /** Stops the cluster and disconnects its clients; does nothing if joined. May be called again. */
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
  /** Receives the server's log line by line. Default: postgres.log in the folder. */
  readonly onLog?: (line: string) => void;
}

interface Joined {
  readonly kind: 'joined';
  readonly port: number;
  readonly pid: number;
}

type RunningPostmaster = Extract<PostmasterState, { kind: 'running' }>;

interface Context {
  readonly layout: Layout;
  readonly options: EmbeddedPostgresOptions;
  readonly timeouts: Timeouts;
  /** Path of the process file system. */
  readonly proc: string;
}

const inUse = ({ layout }: Context, found: string, cause?: unknown): Error =>
  dataDirError('DATA_DIR_IN_USE', {
    dataDir: layout.dataDir,
    found,
    expected: 'a stopped cluster, or a running one that accepts the password in secrets.json',
    cause,
  });

/** Connects to the recorded port as the superuser. Returns true if that server runs this cluster, else the reason. */
const verifyServer = async ({ layout }: Context, port: number): Promise<true | string> => {
  const secrets = readSecrets(layout);
  if (secrets === null) return 'secrets.json is missing';
  try {
    const matches = await servesCluster(urlFor('postgres', secrets.admin, port, 'postgres'), layout.pgdata);
    return matches || `the server on port ${port} serves another directory`;
  } catch (error) {
    return reasonOf(error);
  }
};

/**
 * Stops a server whose owner is dead, since no other process would stop it. The pid alone is no proof: if the system
 * hides the process, the server must answer with this cluster's directory. Otherwise returns a description of the
 * process. A dying process also shows nothing of itself, so the caller checks again.
 */
const takeOver = async (
  context: Context,
  server: RunningPostmaster,
): Promise<'stopped' | { readonly unproven: string }> => {
  const { options, timeouts } = context;
  if (!server.certain) {
    const answer = await verifyServer(context, server.port);
    if (answer !== true) return { unproven: `process ${server.process.pid}, which may be its server (${answer})` };
  }
  try {
    await stopProcess(server.process, { runtime: options.runtime, timeouts });
  } catch (error) {
    throw inUse(context, `the server ${server.process.pid} of a dead owner, which could not be stopped`, error);
  }
  return 'stopped';
};

/** Waits for a server to join, or for a directory in which a server may be started. Call under the lock. */
const waitUntilJoinableOrFree = async (context: Context): Promise<Joined | { readonly kind: 'free' }> => {
  const { layout, options, timeouts, proc } = context;
  const { runtime, signal } = options;
  const startedMs = runtime.monotonicMs();
  let occupant = 'a server that does not become ready';
  for (;;) {
    signal?.throwIfAborted();
    const waitedMs = runtime.monotonicMs() - startedMs;
    const postmaster = findPostmaster(layout.pgdata, proc);
    if (postmaster.kind === 'stopped') return { kind: 'free' };
    if (postmaster.kind === 'running') {
      const owner = readOwner(layout);
      if (owner !== null && !isRunning(owner, proc)) {
        const outcome = await takeOver(context, postmaster);
        if (outcome === 'stopped') continue;
        if (waitedMs >= timeouts.reapMs) throw inUse(context, outcome.unproven);
        await runtime.sleep(timeouts.pollMs, signal);
        continue;
      }
      if (postmaster.status === 'ready') {
        const answer = await verifyServer(context, postmaster.port);
        if (answer === true) return { kind: 'joined', port: postmaster.port, pid: postmaster.process.pid };
        occupant = `the running server ${postmaster.process.pid}, which refuses the connection (${answer})`;
      }
      const timeoutMs = postmaster.status === 'ready' ? timeouts.joinMs : timeouts.startMs;
      if (waitedMs >= timeoutMs) throw inUse(context, occupant);
    } else {
      // a pid of another program is stale for certain; a zombie is usually reaped within a second or two
      const certain = postmaster.kind === 'stale' && postmaster.pid !== null;
      if ((certain || waitedMs >= timeouts.reapMs) && removeStalePidFile(layout.pgdata, proc)) return { kind: 'free' };
      const pid = postmaster.pid === null ? 'an empty postmaster.pid' : `postmaster.pid of process ${postmaster.pid}`;
      if (waitedMs >= timeouts.reapMs) throw inUse(context, `${pid}, and processes that work in ${layout.pgdata}`);
    }
    await runtime.sleep(timeouts.pollMs, signal);
  }
};

const prepareForUse = async (context: Context, from: Joined | StartedCluster): Promise<EmbeddedPostgres> => {
  const { layout, options } = context;
  const secrets = readSecrets(layout);
  if (secrets === null) throw inUse(context, 'a cluster without its secrets.json');
  const database = options.database ?? 'tcg_ledger';
  const adminUrl = urlFor('postgres', secrets.admin, from.port, 'postgres');
  const version = await prepareDatabase(adminUrl, database, secrets);
  return {
    url: urlFor(ownerRole, secrets.ledger, from.port, database),
    adminUrl,
    joined: from.kind === 'joined',
    version,
    pid: from.pid,
    close: from.kind === 'joined' ? () => Promise.resolve() : from.stop,
  };
};

const openUnderLock = async (context: Context, internals: Internals): Promise<EmbeddedPostgres> => {
  for (;;) {
    const target = await waitUntilJoinableOrFree(context);
    if (target.kind === 'free') break;
    try {
      return await prepareForUse(context, target);
    } catch (error) {
      // the owner may close the server during the join: check again, and start it here
      const current = findPostmaster(context.layout.pgdata, context.proc);
      const sameServer = current.kind === 'running' && current.process.pid === target.pid && current.status === 'ready';
      if (isClusterError(error)) throw error;
      if (sameServer) throw inUse(context, `the server ${target.pid}, which refused (${reasonOf(error)})`, error);
    }
  }
  const started = await startCluster(context.layout, context.options, context.timeouts, internals);
  try {
    return await prepareForUse(context, started);
  } catch (error) {
    throw await started.fail(error);
  }
};

/**
 * Opens the cluster in `dataDir`. Creates it at first use, in about a second. Starts it if no process runs it, and joins
 * it if one does. Restarts it if its owner died, so that this process can stop it.
 *
 * Rejects with a ClusterError: DATA_DIR_IN_USE, DATA_DIR_OTHER_VERSION, DATA_DIR_CORRUPT, EMBEDDED_POSTGRES_UNAVAILABLE
 * or EMBEDDED_POSTGRES_FAILED; or with the signal's reason. Call it on the main thread: the kernel stops the server
 * when the thread that started it ends.
 */
export const openEmbeddedPostgres = async (
  options: EmbeddedPostgresOptions,
  internals: Internals = {},
): Promise<EmbeddedPostgres> => {
  const timeouts = { ...defaultTimeouts, ...internals.timeouts };
  const layout = openLayout(options.dataDir);
  const context: Context = { layout, options, timeouts, proc: internals.proc ?? '/proc' };
  const { runtime, signal } = options;
  try {
    const lock = await acquireLock({
      folder: layout.lock,
      runtime,
      waitMs: timeouts.lockMs,
      pollMs: timeouts.pollMs,
      signal,
    });
    if ('heldBy' in lock) throw inUse(context, `process ${lock.heldBy}, which has been opening it for too long`);
    try {
      return await openUnderLock(context, internals);
    } finally {
      lock.release();
    }
  } catch (error) {
    if (error === signal?.reason || systemCode(error) === null || isClusterError(error)) throw error;
    throw dataDirError('EMBEDDED_POSTGRES_FAILED', {
      dataDir: layout.dataDir,
      found: reasonOf(error),
      expected: 'a directory this user may read and write',
      cause: error,
    });
  }
};
