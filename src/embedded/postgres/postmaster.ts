/** Finds the server process through its pid file, launches it and stops it. */
import { spawn } from 'node:child_process';
import { readFileSync, renameSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
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

/** Returns the port of the cluster's last server, by the command line that Postgres keeps; 0 if there was none. */
export const lastPort = (pgdata: string): number => {
  try {
    const port = Number(/"-p" "(\d+)"/.exec(readFileSync(join(pgdata, 'postmaster.opts'), 'utf8'))?.[1] ?? 0);
    return port <= 65_535 ? port : 0;
  } catch {
    return 0;
  }
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

/**
 * Returns `preferred` if that TCP port of the loopback interface is free, else any free one. Another process may take it
 * first: the caller retries.
 */
export const freePort = (preferred = 0): Promise<number> =>
  new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', (error) => (preferred === 0 ? reject(error) : resolve(freePort())));
    probe.listen(preferred, '127.0.0.1', () => {
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
  | { readonly kind: 'ready'; readonly process: ProcessIdentity }
  /** It ended, or was stopped after the timeout; the log has the reason. */
  | { readonly kind: 'failed'; readonly reason: string };

interface LaunchOptions extends StopOptions {
  readonly command: Command;
  readonly pgdata: string;
  readonly log: ServerLog;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Launches the server and waits until its pid file reports that it accepts connections. The server has its own session:
 * neither Ctrl-C nor the end of the terminal reaches it, and it outlives this process if others use it. If the signal
 * aborts, stops the server and rejects with the signal's reason.
 */
export const launch = async (options: LaunchOptions): Promise<Launch> => {
  const { command, runtime, timeouts, pgdata, log } = options;
  options.signal?.throwIfAborted();
  const child = spawn(command.file, command.args, {
    ...userOf(command),
    cwd: pgdata,
    env: serverEnvironment(),
    detached: true,
    windowsHide: true,
    stdio: ['ignore', log.stdio, log.stdio],
  });
  log.close();
  let ended: string | null = null;
  const exited = new Promise<void>((resolve) => {
    child.once('error', (error) => {
      ended = reasonOf(error);
      resolve();
    });
    child.once('exit', (code, signal) => {
      ended ??= `it ended with ${signal ?? `exit code ${String(code)}`}`;
      resolve();
    });
  });
  if (child.pid === undefined) {
    await exited;
    return { kind: 'failed', reason: ended ?? 'it could not be launched' };
  }
  const identity = identify(child.pid);
  const deadline = runtime.monotonicMs() + timeouts.startMs;
  const quickStop = { runtime, timeouts: { ...timeouts, stopMs: Math.min(timeouts.stopMs, 2_000) } };
  try {
    while (runtime.monotonicMs() < deadline) {
      if (ended !== null) return { kind: 'failed', reason: ended };
      const lines = readPidFile(pgdata);
      if (Number(lines?.[0]) === child.pid && statusOf(lines ?? []) === 'ready') {
        child.unref();
        return { kind: 'ready', process: identity };
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
