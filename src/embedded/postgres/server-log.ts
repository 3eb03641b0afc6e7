/** What the server writes: kept in a file or handed to the caller, and read for the reason when a start fails. */
import { closeSync, openSync, readSync, renameSync, statSync } from 'node:fs';
import type { ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { matchOwner, type Layout } from './layout.js';

/** Above this many bytes the log file starts anew; one older part is kept. */
const logBytesMax = 10 * 1024 * 1024;
const tailBytes = 65_536;
const tailLines = 400;

export interface ServerLog {
  /** What spawn gets as the server's standard output and error. */
  readonly stdio: number | 'pipe';
  /** Call once with the child, right after spawn. */
  attach(child: ChildProcess): void;
  /** The last lines since this log was opened. */
  lines(): string[];
}

const fileLog = (layout: Layout): ServerLog => {
  const size = statSync(layout.log, { throwIfNoEntry: false })?.size ?? 0;
  if (size > logBytesMax) renameSync(layout.log, `${layout.log}.1`);
  const descriptor = openSync(layout.log, 'a', 0o600);
  matchOwner(layout.root, layout.log);
  const from = statSync(layout.log).size;
  return {
    stdio: descriptor,
    attach: () => closeSync(descriptor),
    lines: () => {
      const file = openSync(layout.log, 'r');
      try {
        const start = Math.max(from, statSync(layout.log).size - tailBytes);
        const buffer = Buffer.alloc(tailBytes);
        const count = readSync(file, buffer, 0, tailBytes, start);
        return buffer.toString('utf8', 0, count).split('\n');
      } finally {
        closeSync(file);
      }
    },
  };
};

const callerLog = (onLog: (line: string) => void): ServerLog => {
  const kept: string[] = [];
  const take = (line: string): void => {
    kept.push(line);
    if (kept.length > tailLines) kept.shift();
    onLog(line);
  };
  return {
    stdio: 'pipe',
    attach: (child) => {
      for (const stream of [child.stdout, child.stderr]) {
        if (stream !== null) createInterface({ input: stream }).on('line', take);
      }
    },
    lines: () => [...kept],
  };
};

/**
 * The file in DATA_DIR, or the caller. A file is better where nobody listens: it also keeps what the server says after
 * Node was killed.
 */
export const openServerLog = (layout: Layout, onLog?: (line: string) => void): ServerLog =>
  onLog === undefined ? fileLog(layout) : callerLog(onLog);

/** Why a start failed, as far as we must tell them apart. */
export type FailureKind = 'port-taken' | 'busy' | 'other-version' | 'damaged' | 'other';

const patterns: readonly (readonly [FailureKind, RegExp])[] = [
  ['port-taken', /could not bind|could not create any TCP\/IP sockets/],
  ['busy', /lock file "postmaster\.pid" already exists|pre-existing shared memory block/],
  ['other-version', /initialized (?:by PostgreSQL version|with CATALOG_VERSION_NO)/],
  ['other', /No space left on device|invalid value for parameter|unrecognized configuration parameter|shared memory/],
  [
    'damaged',
    new RegExp(
      [
        'PANIC:',
        'database files are incompatible',
        'incorrect checksum in control file',
        'is not a valid data(?:base)? directory',
        'could not find the database system',
        'could not access the server configuration file',
        'could not (?:open|read|access|stat) (?:file|directory|status of)',
        'invalid data in file',
        'relation mapping file',
        'checkpoint record',
        'has wrong ownership',
        'has invalid permissions',
        'invalid page',
        'is missing',
        'does not exist',
        'password authentication failed',
      ].join('|'),
    ),
  ],
];

/** The last fatal line of a server log with its detail (null when there is none), and what kind of failure it is. */
export const explainFailure = (lines: readonly string[]): { kind: FailureKind; reason: string | null } => {
  const spoken = lines.filter((line) => line.trim() !== '');
  // a server that restarts itself turns clients away with a FATAL too: that is not the reason
  const start = spoken.findLastIndex(
    (line) =>
      /\b(?:PANIC|FATAL): {2}|^(?:postgres|setpriv|unshare): /.test(line) &&
      !/FATAL: {2}the database system is (?:in recovery|starting|shutting|not )/.test(line),
  );
  if (start === -1) return { kind: 'other', reason: null };
  const details = spoken.slice(start + 1, start + 3).filter((line) => /DETAIL: {2}|^Expected |^but could /.test(line));
  const strip = (line: string): string => line.replace(/^.*?\b(?=(?:PANIC|FATAL|DETAIL): {2})/, '').trim();
  const reason = [spoken[start] ?? '', ...details].map(strip).join(' ');
  const kind = patterns.find(([, pattern]) => pattern.test(reason))?.[0] ?? 'other';
  return { kind, reason };
};
