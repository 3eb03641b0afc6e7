/** Finds the server of a directory to join, or makes sure that there is none. */
import type { Runtime } from '../../base/runtime.js';
import { servesCluster, urlFor } from './database.js';
import { dataDirError, reasonOf } from './errors.js';
import { readSecrets, type Layout } from './layout.js';
import { findPostmaster, removeStalePidFile, stopProcess, type PostmasterState } from './postmaster.js';
import type { ProcessIdentity } from './processes.js';
import type { Timeouts } from './timeouts.js';
import { countUsers } from './users.js';

export interface Opening {
  readonly layout: Layout;
  readonly runtime: Runtime;
  readonly timeouts: Timeouts;
  /** Path of the process file system. */
  readonly proc: string;
  readonly signal: AbortSignal | undefined;
}

export const inUse = ({ layout }: Pick<Opening, 'layout'>, found: string, cause?: unknown): Error =>
  dataDirError('DATA_DIR_IN_USE', {
    dataDir: layout.dataDir,
    found,
    expected: 'a stopped cluster, or a running one that accepts the password in secrets.json',
    cause,
  });

/** Connects to the recorded port as the superuser. Returns true if that server runs this cluster, else the reason. */
const verifyServer = async ({ layout }: Opening, port: number): Promise<true | string> => {
  const secrets = readSecrets(layout);
  if (secrets === null) return 'secrets.json is missing';
  try {
    const matches = await servesCluster(urlFor('postgres', secrets.admin, port, 'postgres'), layout.pgdata);
    return matches || `the server on port ${port} serves another directory`;
  } catch (error) {
    return reasonOf(error);
  }
};

type RunningPostmaster = Extract<PostmasterState, { kind: 'running' }>;

/** Stops a server that nobody uses and that does not answer, unless the system hides whether the process is one. */
const stopUnresponsive = async (opening: Opening, server: RunningPostmaster, found: string): Promise<void> => {
  if (!server.certain || countUsers(opening.layout, opening.proc) > 1) throw inUse(opening, found);
  try {
    await stopProcess(server.process, opening);
  } catch (error) {
    throw inUse(
      opening,
      `the unused server ${server.process.pid}, which does not answer and could not be stopped`,
      error,
    );
  }
};

type Target =
  { readonly kind: 'running'; readonly port: number; readonly process: ProcessIdentity } | { readonly kind: 'free' };

/**
 * Waits for a server to join, or for a directory in which a server may be started. Call under the lock, registered as a
 * user. Rejects with DATA_DIR_IN_USE.
 */
export const waitUntilJoinableOrFree = async (opening: Opening): Promise<Target> => {
  const { layout, runtime, timeouts, proc, signal } = opening;
  const startedMs = runtime.monotonicMs();
  let occupant = 'a server that does not become ready';
  for (;;) {
    signal?.throwIfAborted();
    const postmaster = findPostmaster(layout.pgdata, proc);
    if (postmaster.kind === 'stopped') return { kind: 'free' };
    if (postmaster.kind === 'running') {
      if (postmaster.status === 'ready') {
        const answer = await verifyServer(opening, postmaster.port);
        if (answer === true) return { kind: 'running', port: postmaster.port, process: postmaster.process };
        occupant = `the running server ${postmaster.process.pid}, which refuses the connection (${answer})`;
      }
      const timeoutMs = postmaster.status === 'ready' ? timeouts.joinMs : timeouts.startMs;
      if (runtime.monotonicMs() - startedMs >= timeoutMs) await stopUnresponsive(opening, postmaster, occupant);
    } else {
      const waitedMs = runtime.monotonicMs() - startedMs;
      // a pid of another program is stale for certain; a zombie is usually reaped within a second or two
      const certain = postmaster.kind === 'stale' && postmaster.pid !== null;
      if ((certain || waitedMs >= timeouts.reapMs) && removeStalePidFile(layout.pgdata, proc)) return { kind: 'free' };
      const pid = postmaster.pid === null ? 'an empty postmaster.pid' : `postmaster.pid of process ${postmaster.pid}`;
      if (waitedMs >= timeouts.reapMs) throw inUse(opening, `${pid}, and processes that work in ${layout.pgdata}`);
    }
    await runtime.sleep(timeouts.pollMs, signal);
  }
};
