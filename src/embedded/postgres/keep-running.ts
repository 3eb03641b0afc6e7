/**
 * Restarts a server that died while this process uses it: the postmaster was killed, or the system was out of memory. The
 * first process that notices starts it again, the others join it. All had its URL, so it must come back at its port.
 */
import type { Runtime } from '../../base/runtime.js';
import { backoffMs } from '../../base/async/backoff.js';
import { dataDirError, reasonOf } from './errors.js';
import { isRunning, type ProcessIdentity } from './processes.js';
import type { Timeouts } from './timeouts.js';

interface Server {
  readonly process: ProcessIdentity;
  readonly port: number;
  readonly joined: boolean;
}

export interface Keeper {
  /** Returns the pid of the current server. */
  pid(): number;
  readonly lost: AbortSignal;
  /** Ends the watch, and a restart that is under way. */
  stop(): Promise<void>;
}

export interface KeepRunning {
  readonly runtime: Runtime;
  readonly timeouts: Timeouts;
  readonly proc: string;
  /** As configured, for messages. */
  readonly dataDir: string;
  readonly onRestart: (line: string) => void;
  /** Joins the server, or starts it. */
  readonly reopen: (stop: AbortSignal) => Promise<Server>;
}

/** Waits without keeping the process alive. Resolves early if `stop` aborts. */
const pause = (runtime: Runtime, ms: number, stop: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (stop.aborted) {
      resolve();
      return;
    }
    const timer = runtime.deadline(Math.ceil(ms));
    const done = (): void => {
      stop.removeEventListener('abort', done);
      timer.removeEventListener('abort', done);
      resolve();
    };
    stop.addEventListener('abort', done);
    timer.addEventListener('abort', done);
  });

/** Watches `server` and restarts it. After too many restarts, or at another port, `lost` aborts and the watch ends. */
export const keepRunning = (server: Server, options: KeepRunning): Keeper => {
  const { runtime, timeouts, proc, dataDir, onRestart } = options;
  const stopping = new AbortController();
  const lost = new AbortController();
  const { signal: stop } = stopping;
  let current = server.process;
  /** Times of the tries to restart it, by the monotonic clock. */
  let triedMs: number[] = [];

  const failed = (found: string, cause?: unknown): Error =>
    dataDirError('EMBEDDED_POSTGRES_FAILED', { dataDir, found, expected: 'a server that keeps running', cause });

  /** Tries until the server is back. Throws if it has died too often, or after as many failed tries. */
  const reopen = async (died: string): Promise<Server | null> => {
    for (let failures = 0; !stop.aborted; failures += 1) {
      const nowMs = runtime.monotonicMs();
      triedMs = [...triedMs.filter((atMs) => nowMs - atMs < timeouts.restartWindowMs), nowMs];
      if (triedMs.length > timeouts.restartsMax) {
        throw failed(
          `${died}, after ${timeouts.restartsMax} restarts within ${timeouts.restartWindowMs / 60_000} minutes`,
        );
      }
      try {
        return await options.reopen(stop);
      } catch (error) {
        if (stop.aborted) break;
        if (triedMs.length === timeouts.restartsMax) {
          throw failed(`${died} and could not be restarted (${reasonOf(error)})`, error);
        }
        onRestart(`DATA_DIR ${dataDir}: found ${died} and could not be restarted yet: ${reasonOf(error)}`);
        await pause(runtime, backoffMs(failures, runtime.random()), stop);
      }
    }
    return null;
  };

  const restart = async (): Promise<void> => {
    const died = `that the embedded Postgres (process ${current.pid}) has ended`;
    const again = await reopen(died);
    if (again === null) return;
    if (again.port !== server.port) {
      throw failed(`${died}, and its port ${server.port} taken: the restarted one is at ${again.port}`);
    }
    current = again.process;
    const how = again.joined ? 'joined the one that another process restarted' : 'restarted it';
    onRestart(`DATA_DIR ${dataDir}: found ${died}; ${how} (process ${current.pid})`);
  };

  const watch = async (): Promise<void> => {
    while (!stop.aborted) {
      await pause(runtime, timeouts.watchMs, stop);
      if (!stop.aborted && !isRunning(current, proc)) await restart();
    }
  };
  const watching = watch().catch((error: unknown) => lost.abort(error));

  return {
    pid: () => current.pid,
    lost: lost.signal,
    async stop() {
      stopping.abort(new Error('closed'));
      await watching;
    },
  };
};
