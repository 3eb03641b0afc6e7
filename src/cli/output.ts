/** How commands speak: data on stdout, everything else on stderr, a progress bar only on a terminal. */
import cliProgress from 'cli-progress';
import { errorCode, isLedgerError } from '../base/errors.js';

export interface Output {
  /** Answers with `value` as JSON, or with the text a person reads. */
  answer(value: unknown, text: () => string): void;
  /** A line for people, on stderr. Silent under --json. */
  say(line: string): void;
  progress(): Progress;
}

export interface Progress {
  update(done: number, total: number, label: string): void;
  stop(): void;
}

const quiet: Progress = { update: () => undefined, stop: () => undefined };

const bar = (): Progress => {
  const view = new cliProgress.SingleBar(
    { stream: process.stderr, clearOnComplete: true, hideCursor: true, format: '{bar} {value}/{total} {label}' },
    cliProgress.Presets.shades_classic,
  );
  let started = false;
  return {
    update(done, total, label) {
      if (started) {
        view.setTotal(total);
        view.update(done, { label });
      } else {
        started = true;
        view.start(total, done, { label });
      }
    },
    stop() {
      if (started) view.stop();
    },
  };
};

/** The output of a command; `json`: for programs. */
export const createOutput = (options: { json: boolean }): Output => ({
  answer(value, text) {
    process.stdout.write(`${options.json ? JSON.stringify(value) : text()}\n`);
  },
  say(line) {
    if (!options.json) process.stderr.write(`${line}\n`);
  },
  progress: () => (process.stderr.isTTY && !options.json ? bar() : quiet),
});

/** One clear line, or one JSON object; the stack only where the error is not one of ours. */
export const reportFailure = (error: unknown, json: boolean): void => {
  const known = isLedgerError(error);
  const message = error instanceof Error ? error.message : String(error);
  if (json) {
    const details = known ? error.details : {};
    process.stderr.write(`${JSON.stringify({ code: errorCode(error), detail: message, details })}\n`);
    return;
  }
  process.stderr.write(`tcg-ledger: ${known ? `${error.code}: ` : ''}${message}\n`);
  if (!known && error instanceof Error) process.stderr.write(`${error.stack ?? ''}\n`);
};

/** Rows as aligned columns. */
export const table = (rows: readonly (readonly (string | number | null)[])[]): string => {
  const texts = rows.map((row) => row.map((cell) => String(cell ?? '-')));
  const widths = texts.reduce<number[]>((all, row) => row.map((cell, at) => Math.max(all[at] ?? 0, cell.length)), []);
  return texts
    .map((row) =>
      row
        .map((cell, at) => cell.padEnd(widths[at] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
};
