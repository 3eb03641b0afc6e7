/**
 * The end of stdout: `tcg-ledger replay | head` closes the pipe while the command writes. The command then ends early, cleans
 * up, and has succeeded: its reader has what it wanted.
 *
 * Rejected: process.exit at the error, as the package epipebomb does, which leaves the embedded Postgres to its watchdog.
 */
import { ledgerError } from '../base/errors.js';

/** The part of a stream used here. */
interface WatchedStream {
  on(event: 'error', listener: (error: NodeJS.ErrnoException) => void): unknown;
  write(text: string, written: () => void): unknown;
}

export interface StdoutEnd {
  /** Aborts when stdout takes no more: OUTPUT_FAILED. */
  readonly signal: AbortSignal;
  /** Returns whether that is because the reader closed the pipe. */
  isClosed(): boolean;
  /** Resolves when everything written before has been taken, or has failed. */
  flushed(): Promise<void>;
}

/** Codes of a pipe that its reader has closed; EOF is that of Windows. */
const closedCodes: readonly (string | undefined)[] = ['EPIPE', 'EOF', 'ECONNRESET'];

/** Watches stdout. Errors of stderr, where they would be reported, are dropped. */
export const watchStdout = (stdout: WatchedStream, stderr: Pick<WatchedStream, 'on'>): StdoutEnd => {
  const controller = new AbortController();
  let closed = false;
  stdout.on('error', (error) => {
    if (controller.signal.aborted) return;
    closed = closedCodes.includes(error.code);
    const detail = `stdout: expected to be able to write (${error.message})`;
    controller.abort(ledgerError('OUTPUT_FAILED', detail, { cause: error }));
  });
  stderr.on('error', () => undefined);
  return {
    signal: controller.signal,
    isClosed: () => closed,
    flushed: () => new Promise((resolve) => stdout.write('', () => resolve())),
  };
};

let ofProcess: StdoutEnd | undefined;

/** Returns the end of this process's stdout, watched from the first call on. */
export const stdoutEnd = (): StdoutEnd => (ofProcess ??= watchStdout(process.stdout, process.stderr));
