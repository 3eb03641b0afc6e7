/** The server process: found through its pid file, launched, stopped. */
import { spawn, type ChildProcess } from 'node:child_process';
import { readFileSync, renameSync } from 'node:fs';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { join } from 'node:path';
import type { Runtime } from '../../base/runtime.js';
import type { Timeouts } from './timeouts.js';
import { clusterError, reasonOf } from './errors.js';
import { identify, isPostgresOf, isRunning, nobodyWorksIn, processState, type ProcessIdentity } from './processes.js';
import { serverEnvironment, userOf, type Command } from './run.js';
import type { ServerLog } from './server-log.js';

/** What the pid file of a cluster tells. */
export type Found =
  | { readonly kind: 'stopped' }
  /** Dead, but its parent has not reaped it: Postgres would take it for alive. */
  | { readonly kind: 'zombie'; readonly pid: number }
  /** The pid belongs to somebody else by now, or the file is empty. */
  | { readonly kind: 'leftover'; readonly pid: number | null }
  | {
      readonly kind: 'running';
      readonly process: ProcessIdentity;
      readonly port: number;
      readonly status: 'starting' | 'ready' | 'stopping';
      /** False when the system does not let us see that this is really the cluster's server. */
      readonly certain: boolean;
    };

const pidFile = (pgdata: string): string => join(pgdata, 'postmaster.pid');

const readPidFile = (pgdata: string): string[] | null => {
  try {
    return readFileSync(pidFile(pgdata), 'utf8').split('\n');
  } catch {
    return null;
  }
};

const statusOf = (lines: readonly string[]): 'starting' | 'ready' | 'stopping' => {
  const word = lines[7]?.trim() ?? '';
  if (word === 'ready' || word === 'standby') return 'ready';
  return word === 'stopping' ? 'stopping' : 'starting';
};

/** Looks at the pid file of `pgdata` and at the process it names. */
export const findPostmaster = (pgdata: string, proc = '/proc'): Found => {
  const lines = readPidFile(pgdata);
  if (lines === null) return { kind: 'stopped' };
  // a server in single-user mode writes its pid as a negative number
  const pid = Math.abs(Number(lines[0]));
  if (!Number.isSafeInteger(pid) || pid === 0) return { kind: 'leftover', pid: null };
  const state = processState(pid, proc);
  if (state.kind === 'dead') return { kind: 'stopped' };
  if (state.kind === 'zombie') return { kind: 'zombie', pid };
  const ours = isPostgresOf(pid, pgdata, proc);
  if (ours === 'no') return { kind: 'leftover', pid };
  return {
    kind: 'running',
    process: { pid, startTime: state.startTime },
    port: Number(lines[3] ?? 0),
    status: statusOf(lines),
    certain: ours === 'yes',
  };
};

/**
 * Puts a pid file aside whose process is gone, but only with the proof that no process at all works in the directory;
 * false without it. Renamed and not deleted: the file is evidence.
 */
export const removeStalePidFile = (pgdata: string, proc = '/proc'): boolean => {
  if (!nobodyWorksIn(pgdata, proc)) return false;
  renameSync(pidFile(pgdata), `${pidFile(pgdata)}.stale`);
  return true;
};

/** A TCP port of the loopback interface that is free now. Another process may take it first: the caller tries again. */
export const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => resolve(port));
    });
  });

interface Waiting {
  readonly runtime: Runtime;
  readonly bounds: Timeouts;
}

const waitUntilGone = async (identity: ProcessIdentity, waitMs: number, waiting: Waiting): Promise<boolean> => {
  const { runtime, bounds } = waiting;
  const deadline = runtime.monotonicMs() + waitMs;
  while (isRunning(identity)) {
    if (runtime.monotonicMs() >= deadline) return false;
    await runtime.sleep(bounds.pollMs);
  }
  return true;
};

const signalProcess = (identity: ProcessIdentity, signal: NodeJS.Signals): void => {
  try {
    if (isRunning(identity)) process.kill(identity.pid, signal);
  } catch {
    // gone between the two: fine; somebody else's: waiting and then saying so is right
  }
};

/**
 * Stops a server: fast (clients are cut off, a checkpoint is written), then immediate (the next start plays back the
 * log), each within its bound. Rejects with EMBEDDED_POSTGRES_FAILED when it survives both. On Windows, which has no
 * signals, Node's kill is immediate.
 */
export const stopProcess = async (identity: ProcessIdentity, waiting: Waiting): Promise<void> => {
  signalProcess(identity, 'SIGINT');
  if (await waitUntilGone(identity, waiting.bounds.stopMs, waiting)) return;
  signalProcess(identity, 'SIGQUIT');
  if (await waitUntilGone(identity, waiting.bounds.quitMs, waiting)) return;
  throw clusterError('EMBEDDED_POSTGRES_FAILED', `The Postgres process ${identity.pid} did not stop within its bounds`);
};

export type Launch =
  | { readonly kind: 'ready'; readonly process: ProcessIdentity; readonly child: ChildProcess }
  /** It ended, or hung beyond the bound and was stopped; the log says why. */
  | { readonly kind: 'failed'; readonly reason: string };

/** A cluster never keeps our process open: whoever forgets to close it still ends, and the exit hook stops it. */
const letGo = (child: ChildProcess): void => {
  child.unref();
  for (const stream of [child.stdout, child.stderr]) (stream as Socket | null)?.unref();
};

interface LaunchOptions extends Waiting {
  readonly command: Command;
  readonly pgdata: string;
  readonly log: ServerLog;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Launches the server in a session of its own, so that Ctrl-C on the terminal reaches only us and we can drain first,
 * and waits until its pid file says it accepts connections. Rejects with the signal's reason, the server stopped.
 */
export const launch = async (options: LaunchOptions): Promise<Launch> => {
  const { command, runtime, bounds, pgdata } = options;
  options.signal?.throwIfAborted();
  const child = spawn(command.file, command.args, {
    ...userOf(command),
    cwd: pgdata,
    env: serverEnvironment(),
    detached: true,
    windowsHide: true,
    stdio: ['ignore', options.log.stdio, options.log.stdio],
  });
  let ended: string | null = null;
  child.once('error', (error) => {
    ended = reasonOf(error);
  });
  child.once('exit', (code, signal) => {
    ended ??= `it ended with ${signal ?? `exit code ${String(code)}`}`;
  });
  const drained = new Promise((resolve) => child.once('close', resolve));
  options.log.attach(child);
  if (child.pid === undefined) {
    await drained;
    return { kind: 'failed', reason: ended ?? 'it could not be launched' };
  }
  const identity = identify(child.pid);
  const deadline = runtime.monotonicMs() + bounds.startMs;
  const patience = { runtime, bounds: { ...bounds, stopMs: Math.min(bounds.stopMs, 2_000) } };
  try {
    while (runtime.monotonicMs() < deadline) {
      if (ended !== null) {
        await drained;
        return { kind: 'failed', reason: ended };
      }
      const lines = readPidFile(pgdata);
      if (Number(lines?.[0]) === child.pid && statusOf(lines ?? []) === 'ready') {
        letGo(child);
        return { kind: 'ready', process: identity, child };
      }
      await runtime.sleep(bounds.pollMs, options.signal);
    }
  } catch (error) {
    await stopProcess(identity, patience);
    throw error;
  }
  await stopProcess(identity, patience);
  return { kind: 'failed', reason: `it was not ready within ${bounds.startMs} ms` };
};
