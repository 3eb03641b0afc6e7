/** Runs short-lived programs to their end: the probes and initdb. */
import { spawn } from 'node:child_process';
import { reasonOf } from './errors.js';

export interface Command {
  readonly file: string;
  readonly args: readonly string[];
  /** Node changes to this user before it runs the program (only root may). */
  readonly uid?: number;
  readonly gid?: number;
}

export interface RunResult {
  /** Exit code; `null` if the program could not be started or a signal ended it. */
  readonly code: number | null;
  /** Both output streams, in order of arrival. */
  readonly output: string;
}

const inheritedVariables = [
  'PATH',
  'HOME',
  'TMPDIR',
  'TEMP',
  'SystemRoot',
  'LD_LIBRARY_PATH',
  'DYLD_LIBRARY_PATH',
] as const;

/**
 * Returns the environment of every Postgres program, by an allow-list. The own environment contains secrets, and a
 * PGDATA, PGPORT or LC_ALL of the user's shell must not affect the server.
 */
export const serverEnvironment = (): Record<string, string> => {
  const environment: Record<string, string> = { LC_ALL: 'C', TZ: 'UTC' };
  for (const name of inheritedVariables) {
    const value = process.env[name];
    if (value !== undefined) environment[name] = value;
  }
  return environment;
};

/** Returns a command's options for spawn. */
export const userOf = (command: Command): { uid?: number; gid?: number } => ({
  ...(command.uid === undefined ? {} : { uid: command.uid }),
  ...(command.gid === undefined ? {} : { gid: command.gid }),
});

/** Runs `command` to its end. Rejects only if the signal aborts, with its reason; the program is ended then. */
export const run = (command: Command, options: { cwd?: string; signal?: AbortSignal } = {}): Promise<RunResult> =>
  new Promise((resolve, reject) => {
    options.signal?.throwIfAborted();
    const child = spawn(command.file, command.args, {
      ...userOf(command),
      cwd: options.cwd ?? '/',
      env: serverEnvironment(),
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    });
    const abort = (): void => void child.kill('SIGINT');
    options.signal?.addEventListener('abort', abort, { once: true });
    let output = '';
    const collect = (chunk: string): void => {
      output = (output + chunk).slice(-65_536);
    };
    child.stdout.setEncoding('utf8').on('data', collect);
    child.stderr.setEncoding('utf8').on('data', collect);
    const finish = (result: RunResult): void => {
      options.signal?.removeEventListener('abort', abort);
      if (options.signal?.aborted) reject(options.signal.reason as Error);
      else resolve(result);
    };
    child.once('error', (error) => finish({ code: null, output: reasonOf(error) }));
    child.once('close', (code) => finish({ code, output }));
  });
