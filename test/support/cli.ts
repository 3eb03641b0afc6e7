/** Runs the command line in a separate process. */
import { spawn, type ChildProcess } from 'node:child_process';
import { packageRoot } from '../../src/base/paths.js';
import { endWithParent } from './end-with-parent.js';
import { unlimited } from './open-ledger.js';
import { ownScript } from './own-script.js';

export interface CliResult {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunningCli {
  readonly child: ChildProcess;
  readonly ended: Promise<CliResult>;
  /** Resolves with the first line of stdout that satisfies `accept`; rejects if the process ends before. */
  line(accept: (line: string) => boolean): Promise<string>;
}

/** Starts `tcg-ledger …args` with exactly `env` of the ledger's variables, and no rate limits. `input` is what stdin holds; default: nothing. */
export const startCli = (
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  input?: string,
): RunningCli => {
  const inherited = ['PATH', 'HOME', 'TMPDIR', 'NODE_V8_COVERAGE', 'LANG'].flatMap((name) =>
    process.env[name] === undefined ? [] : [[name, process.env[name]] as const],
  );
  const child = spawn(process.execPath, [...ownScript('../../src/cli/main', import.meta.url), ...args], {
    cwd: packageRoot,
    env: { ...Object.fromEntries(inherited), ...unlimited, ...env },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  child.stdin.on('error', () => undefined).end(input);
  const outlive = endWithParent(() => void child.kill('SIGKILL'));
  let stdout = '';
  let stderr = '';
  const waiting = new Set<() => void>();
  child.stdout.on('data', (chunk: Buffer) => {
    stdout += chunk.toString();
    waiting.forEach((look) => look());
  });
  child.stderr.on('data', (chunk: Buffer) => {
    stderr += chunk.toString();
  });
  const ended = new Promise<CliResult>((resolve) => {
    child.once('close', (code, signal) => {
      outlive();
      resolve({ code, signal, stdout, stderr });
      waiting.forEach((look) => look());
    });
  });
  return {
    child,
    ended,
    line: (accept) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          const found = stdout.split('\n').slice(0, -1).find(accept);
          if (found !== undefined) resolve(found);
          else if (child.exitCode !== null || child.signalCode !== null) reject(new Error(`ended early: ${stderr}`));
          else return;
          waiting.delete(look);
        };
        waiting.add(look);
        look();
      }),
  };
};

/** Runs `tcg-ledger …args` to its end. */
export const runCli = (
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
  input?: string,
): Promise<CliResult> => startCli(args, env, input).ended;
