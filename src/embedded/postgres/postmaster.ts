/** Finds the server process through its pid file, launches it and stops it. */
import { spawn, type ChildProcess } from 'node:child_process';
import { readFileSync, renameSync } from 'node:fs';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { join } from 'node:path';
import type { Runtime } from '../../base/runtime.js';
import type { Timeouts } from './timeouts.js';
import { clusterError, reasonOf } from './errors.js';
import { identify, isPostgresOf, isRunning, isUnused, processState, type ProcessIdentity } from './processes.js';
import { serverEnvironment, userOf, type Command } from './run.js';
import type { ServerLog } from './server-log.js';

/** State of a cluster's server, by its pid file. */
export type PostmasterState =
  | { readonly kind: 'stopped' }
  /** Dead, but not reaped by its parent: Postgres would consider it alive. */
  | { readonly kind: 'zombie'; readonly pid: number }
  /** The pid belongs to another program, or the file is empty (`null`). */
  | { readonly kind: 'stale'; readonly pid: number | null }
  | {
      readonly kind: 'running';
      readonly process: ProcessIdentity;
      readonly port: number;
      readonly status: 'starting' | 'ready' | 'stopping';
      /** False if the system does not show whether this is the cluster's server. */
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

/** Returns the state of the server by the pid file of `pgdata` and the process in it. */
export const findPostmaster = (pgdata: string, proc = '/proc'): PostmasterState => {
  const lines = readPidFile(pgdata);
  if (lines === null) return { kind: 'stopped' };
  // a server in single-user mode writes its pid as a negative number
  const pid = Math.abs(Number(lines[0]));
  if (!Number.isSafeInteger(pid) || pid === 0) return { kind: 'stale', pid: null };
  const state = processState(pid, proc);
  if (state.kind === 'dead') return { kind: 'stopped' };
  if (state.kind === 'zombie') return { kind: 'zombie', pid };
  const serves = isPostgresOf(pid, pgdata, proc);
  if (serves === 'no') return { kind: 'stale', pid };
  return {
    kind: 'running',
    process: { pid, startTime: state.startTime },
    port: Number(lines[3] ?? 0),
    status: statusOf(lines),
    certain: serves === 'yes',
  };
};

/**
 * Renames a stale pid file to postmaster.pid.stale, which keeps the evidence. Returns false, and changes nothing, unless
 * it is proven that no process uses the directory.
 */
export const removeStalePidFile = (pgdata: string, proc = '/proc'): boolean => {
  if (!isUnused(pgdata, proc)) return false;
  renameSync(pidFile(pgdata), `${pidFile(pgdata)}.stale`);
  return true;
};

/** Returns a free TCP port of the loopback interface. Another process may take it first: the caller retries. */
export const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => resolve(port));
    });
  });

interface StopOptions {
  readonly runtime: Runtime;
  readonly timeouts: Timeouts;
}

const waitForExit = async (identity: ProcessIdentity, waitMs: number, options: StopOptions): Promise<boolean> => {
  const { runtime, timeouts } = options;
  const deadline = runtime.monotonicMs() + waitMs;
  while (isRunning(identity)) {
    if (runtime.monotonicMs() >= deadline) return false;
    await runtime.sleep(timeouts.pollMs);
  }
  return true;
};

const signalProcess = (identity: ProcessIdentity, signal: NodeJS.Signals): void => {
  try {
    if (isRunning(identity)) process.kill(identity.pid, signal);
  } catch {
    // the process has just ended, or belongs to another user: then the caller's wait times out
  }
};

/**
 * Stops a server: a fast shutdown (disconnects clients, writes a checkpoint), then an immediate one (the next start
 * replays the log), each with its timeout. Rejects with EMBEDDED_POSTGRES_FAILED if both time out. Windows has no
 * signals: there Node's kill is immediate.
 */
export const stopProcess = async (identity: ProcessIdentity, options: StopOptions): Promise<void> => {
  const { stopMs, quitMs } = options.timeouts;
  signalProcess(identity, 'SIGINT');
  if (await waitForExit(identity, stopMs, options)) return;
  signalProcess(identity, 'SIGQUIT');
  if (await waitForExit(identity, quitMs, options)) return;
  throw clusterError(
    'EMBEDDED_POSTGRES_FAILED',
    `The Postgres process ${identity.pid} did not stop within ${stopMs + quitMs} ms`,
  );
};

export type Launch =
  | { readonly kind: 'ready'; readonly process: ProcessIdentity; readonly child: ChildProcess }
  /** It ended, or was stopped after the timeout; the log has the reason. */
  | { readonly kind: 'failed'; readonly reason: string };

/** Unreferences the server, so that an unclosed cluster does not keep this process alive; the exit hook stops it. */
const detach = (child: ChildProcess): void => {
  child.unref();
  for (const stream of [child.stdout, child.stderr]) (stream as Socket | null)?.unref();
};

interface LaunchOptions extends StopOptions {
  readonly command: Command;
  readonly pgdata: string;
  readonly log: ServerLog;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Launches the server and waits until its pid file reports that it accepts connections. The server has its own session:
 * Ctrl-C on the terminal reaches only this process, which drains first. If the signal aborts, stops the server and
 * rejects with the signal's reason.
 */
export const launch = async (options: LaunchOptions): Promise<Launch> => {
  const { command, runtime, timeouts, pgdata } = options;
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
  const deadline = runtime.monotonicMs() + timeouts.startMs;
  const quickStop = { runtime, timeouts: { ...timeouts, stopMs: Math.min(timeouts.stopMs, 2_000) } };
  try {
    while (runtime.monotonicMs() < deadline) {
      if (ended !== null) {
        await drained;
        return { kind: 'failed', reason: ended };
      }
      const lines = readPidFile(pgdata);
      if (Number(lines?.[0]) === child.pid && statusOf(lines ?? []) === 'ready') {
        detach(child);
        return { kind: 'ready', process: identity, child };
      }
      await runtime.sleep(timeouts.pollMs, options.signal);
    }
  } catch (error) {
    await stopProcess(identity, quickStop);
    throw error;
  }
  await stopProcess(identity, quickStop);
  return { kind: 'failed', reason: `it was not ready within ${timeouts.startMs} ms` };
};
