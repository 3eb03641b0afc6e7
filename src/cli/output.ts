/** Writes the output of commands: data on stdout, everything else on stderr, a progress bar only on a terminal. */
import cliProgress from 'cli-progress';
import { errorCode, isLedgerError } from '../base/errors.js';
import { redact } from '../base/redact.js';
import { explainError } from './explain-error.js';

export interface Output {
  /** Writes the command's answer: `value` as JSON under --json, else `text`. */
  answer(value: unknown, text: () => string): void;
  /** Writes a line to stderr; nothing under --json. */
  note(line: string): void;
  /** Writes a line to stderr that programs must see too: under --json as an object. */
  warn(line: string): void;
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

/** Creates the output of a command, for programs if `json` is set. */
export const createOutput = (options: { json: boolean }): Output => ({
  answer(value, text) {
    process.stdout.write(`${options.json ? JSON.stringify(value) : text()}\n`);
  },
  note(line) {
    if (!options.json) process.stderr.write(`${line}\n`);
  },
  warn(line) {
    process.stderr.write(`${options.json ? JSON.stringify({ warning: line }) : line}\n`);
  },
  progress: () => (process.stderr.isTTY && !options.json ? bar() : quiet),
});

/** Writes an error to stderr as one line, or as one JSON object. Adds the stack if it is not a ledger error. */
export const reportFailure = (thrown: unknown, json: boolean): void => {
  const error = explainError(thrown);
  const expected = isLedgerError(error);
  const message = redact(error instanceof Error ? error.message : String(error));
  if (json) {
    const details = expected ? error.details : {};
    process.stderr.write(`${JSON.stringify({ code: errorCode(error), detail: message, details })}\n`);
    return;
  }
  process.stderr.write(`tcg-ledger: ${expected ? `${error.code}: ` : ''}${message}\n`);
  if (!expected && error instanceof Error) process.stderr.write(`${redact(error.stack ?? '')}\n`);
};

/** Formats rows as aligned columns; `null` is a dash. */
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
