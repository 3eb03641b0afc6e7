/** Opening the embedded Postgres: start it, join it, or take it over from a dead owner. */
import type { Runtime } from '../../base/runtime.js';
import { defaultTimeouts, type Timeouts } from './timeouts.js';
import { prepareDatabase, ownerRole, serves, urlFor } from './database.js';
import { dataDirError, isClusterError, reasonOf, systemCode } from './errors.js';
import { openLayout, readOwner, readSecrets, type Layout } from './layout.js';
import { acquireLock } from './lock.js';
import { findPostmaster, removeStalePidFile, stopProcess, type Found } from './postmaster.js';
import { isRunning } from './processes.js';
import { startCluster, type Internals, type StartedCluster } from './start.js';

export interface EmbeddedPostgres {
  /** postgres:// URL of the database, with user, password, host 127.0.0.1 and port. The user owns it, no superuser. */
  readonly url: string;
  /** The superuser on database `postgres`: for tests and what only it may do. */
  readonly adminUrl: string;
  /** True: another process (or an earlier call) runs this cluster and we only use it. */
  readonly joined: boolean;
  /** "18.4" */
  readonly version: string;
  /** Process id of the server. */
  readonly pid: number;
  /** Stops the cluster when we started it, cutting off its clients; does nothing when joined. May be called again. */
  close(): Promise<void>;
}

export interface EmbeddedPostgresOptions {
  /** The folder that holds the cluster and what belongs to it (layout.ts); made if missing. */
  readonly dataDir: string;
  readonly runtime: Runtime;
  /** Made if missing. Default: tcg_ledger. */
  readonly database?: string;
  /** Server settings over our defaults, e.g. `{ fsync: 'off' }` in tests. Without effect when joined. */
  readonly settings?: Record<string, string>;
  /** The folder of the binaries, instead of the npm package's. */
  readonly binDir?: string;
  /** Aborts the opening; has no effect afterwards. */
  readonly signal?: AbortSignal;
  /** Takes the server's log line by line; without it the log goes to postgres.log in the folder. */
  readonly onLog?: (line: string) => void;
}

interface Joined {
  readonly kind: 'joined';
  readonly port: number;
  readonly pid: number;
}

type Running = Extract<Found, { kind: 'running' }>;

interface Context {
  readonly layout: Layout;
  readonly options: EmbeddedPostgresOptions;
  readonly bounds: Timeouts;
  /** Where the system shows its processes. */
  readonly proc: string;
}

const inUse = ({ layout }: Context, found: string, cause?: unknown): Error =>
  dataDirError('DATA_DIR_IN_USE', {
    dataDir: layout.dataDir,
    found,
    expected: 'a stopped cluster, or a running one that accepts the password in secrets.json',
    cause,
  });

/** Asks the server on the recorded port whether it is ours, as the superuser: true, or why not. */
const askServer = async ({ layout }: Context, port: number): Promise<true | string> => {
  const secrets = readSecrets(layout);
  if (secrets === null) return 'secrets.json is missing';
  try {
    const ours = await serves(urlFor('postgres', secrets.admin, port, 'postgres'), layout.pgdata);
    return ours || `the server on port ${port} serves another directory`;
  } catch (error) {
    return reasonOf(error);
  }
};

/**
 * Stops a server whose owner is dead: what runs without an owner would not be stopped by anything. Never by the pid
 * alone: where the system does not show what the process is, it must have proved itself by its answer. Says what
 * process it may be otherwise: one that is just dying shows nothing of itself either, and is soon gone.
 */
const takeOver = async (context: Context, found: Running): Promise<'stopped' | { readonly unproven: string }> => {
  const { options, bounds } = context;
  if (!found.certain) {
    const answer = await askServer(context, found.port);
    if (answer !== true) return { unproven: `process ${found.process.pid}, which may be its server (${answer})` };
  }
  try {
    await stopProcess(found.process, { runtime: options.runtime, bounds });
  } catch (error) {
    throw inUse(context, `the server ${found.process.pid} of a dead owner, which we cannot stop`, error);
  }
  return 'stopped';
};

/** Waits until there is a server to join, or a directory in which we may start one. Under the lock. */
const settle = async (context: Context): Promise<Joined | { readonly kind: 'free' }> => {
  const { layout, options, bounds, proc } = context;
  const { runtime, signal } = options;
  const begun = runtime.monotonicMs();
  let trouble = 'a server that does not become ready';
  for (;;) {
    signal?.throwIfAborted();
    const waited = runtime.monotonicMs() - begun;
    const found = findPostmaster(layout.pgdata, proc);
    if (found.kind === 'stopped') return { kind: 'free' };
    if (found.kind === 'running') {
      const owner = readOwner(layout);
      if (owner !== null && !isRunning(owner, proc)) {
        const outcome = await takeOver(context, found);
        if (outcome === 'stopped') continue;
        if (waited >= bounds.lingerMs) throw inUse(context, outcome.unproven);
        await runtime.sleep(bounds.pollMs, signal);
        continue;
      }
      if (found.status === 'ready') {
        const answer = await askServer(context, found.port);
        if (answer === true) return { kind: 'joined', port: found.port, pid: found.process.pid };
        trouble = `the running server ${found.process.pid}, which does not let us in (${answer})`;
      }
      const patienceMs = found.status === 'ready' ? bounds.joinMs : bounds.startMs;
      if (waited >= patienceMs) throw inUse(context, trouble);
    } else {
      // the pid of somebody else proves itself at once; a zombie is usually reaped within a second or two
      const settled = found.kind === 'leftover' && found.pid !== null;
      if ((settled || waited >= bounds.lingerMs) && removeStalePidFile(layout.pgdata, proc)) return { kind: 'free' };
      const pid = found.pid === null ? 'an empty postmaster.pid' : `postmaster.pid of process ${found.pid}`;
      if (waited >= bounds.lingerMs) throw inUse(context, `${pid}, and processes that work in ${layout.pgdata}`);
    }
    await runtime.sleep(bounds.pollMs, signal);
  }
};

const finish = async (context: Context, from: Joined | StartedCluster): Promise<EmbeddedPostgres> => {
  const { layout, options } = context;
  const secrets = readSecrets(layout);
  if (secrets === null) throw inUse(context, 'a cluster whose secrets.json has gone');
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
  for (let settled = await settle(context); settled.kind === 'joined'; settled = await settle(context)) {
    try {
      return await finish(context, settled);
    } catch (error) {
      // its owner may close it while we join: then we look again, and start it ourselves
      const found = findPostmaster(context.layout.pgdata, context.proc);
      const sameServer = found.kind === 'running' && found.process.pid === settled.pid && found.status === 'ready';
      if (isClusterError(error)) throw error;
      if (sameServer) throw inUse(context, `the server ${settled.pid}, which refused (${reasonOf(error)})`, error);
    }
  }
  const started = await startCluster(context.layout, context.options, context.bounds, internals);
  try {
    return await finish(context, started);
  } catch (error) {
    throw await started.fail(error);
  }
};

/**
 * Opens the cluster in `dataDir`. At first use it is made (about a second); if no process runs it, it is started; if
 * one does, it is joined; if the process that ran it died, it is stopped and started anew, so that it is ours to stop.
 *
 * Rejects with a ClusterError: DATA_DIR_IN_USE, DATA_DIR_OTHER_VERSION, DATA_DIR_CORRUPT, EMBEDDED_POSTGRES_UNAVAILABLE
 * or EMBEDDED_POSTGRES_FAILED; or with the signal's reason. Call it on the main thread: the kernel stops the server
 * when the thread that started it ends.
 */
export const openEmbeddedPostgres = async (
  options: EmbeddedPostgresOptions,
  internals: Internals = {},
): Promise<EmbeddedPostgres> => {
  const bounds = { ...defaultTimeouts, ...internals.bounds };
  const layout = openLayout(options.dataDir);
  const context: Context = { layout, options, bounds, proc: internals.proc ?? '/proc' };
  const { runtime, signal } = options;
  try {
    const lock = await acquireLock({
      folder: layout.lock,
      runtime,
      waitMs: bounds.lockMs,
      pollMs: bounds.pollMs,
      signal,
    });
    if ('heldBy' in lock) throw inUse(context, `process ${lock.heldBy}, which has been opening it for long`);
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
