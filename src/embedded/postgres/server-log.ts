/** Keeps the server's log in a file, and finds the reason of a failed start in it. */
import { closeSync, openSync, readSync, renameSync, statSync } from 'node:fs';
import { matchOwner, type Layout } from './layout.js';

/** Size at which the log file is rotated; one older part is kept. */
const logBytesMax = 10 * 1024 * 1024;
const tailBytes = 65_536;

export interface ServerLog {
  /** Descriptor of standard output and error of the server, for spawn. */
  readonly stdio: number;
  /** Closes the descriptor. Call once, directly after spawn. */
  close(): void;
  /** Returns the last lines since this log was opened. */
  lines(): string[];
}

/**
 * Opens the server's log, a file in DATA_DIR: the server writes to it after the process that started it has ended. Rejected:
 * a pipe to that process, because the other processes' server would lose its log with it.
 */
export const openServerLog = (layout: Layout): ServerLog => {
  const size = statSync(layout.log, { throwIfNoEntry: false })?.size ?? 0;
  if (size > logBytesMax) renameSync(layout.log, `${layout.log}.1`);
  const descriptor = openSync(layout.log, 'a', 0o600);
  matchOwner(layout.root, layout.log);
  const from = statSync(layout.log).size;
  return {
    stdio: descriptor,
    close: () => closeSync(descriptor),
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

/** Kinds of failed starts that need different handling. */
export type FailureKind = 'port-taken' | 'busy' | 'other-version' | 'not-permitted' | 'damaged' | 'other';

const patterns: readonly (readonly [FailureKind, RegExp])[] = [
  ['port-taken', /could not bind|could not create any TCP\/IP sockets/],
  ['busy', /lock file "postmaster\.pid" already exists|pre-existing shared memory block/],
  ['other-version', /initialized (?:by PostgreSQL version|with CATALOG_VERSION_NO)/],
  ['other', /No space left on device|invalid value for parameter|unrecognized configuration parameter|shared memory/],
  ['not-permitted', /has wrong ownership|has invalid permissions|Permission denied|Operation not permitted/],
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
        'invalid page',
        'is missing',
        'does not exist',
        'password authentication failed',
      ].join('|'),
    ),
  ],
];

/** Returns the last fatal line of a server log with its detail (`null` if there is none), and the kind of failure. */
export const explainFailure = (lines: readonly string[]): { kind: FailureKind; reason: string | null } => {
  const messages = lines.filter((line) => line.trim() !== '');
  // a server that restarts itself also rejects clients with a FATAL, which is not the reason
  const start = messages.findLastIndex(
    (line) =>
      /\b(?:PANIC|FATAL): {2}|^(?:postgres|unshare): /.test(line) &&
      !/FATAL: {2}the database system is (?:in recovery|starting|shutting|not )/.test(line),
  );
  if (start === -1) return { kind: 'other', reason: null };
  const details = messages
    .slice(start + 1, start + 3)
    .filter((line) => /DETAIL: {2}|^Expected |^but could /.test(line));
  const strip = (line: string): string => line.replace(/^.*?\b(?=(?:PANIC|FATAL|DETAIL): {2})/, '').trim();
  const reason = [messages[start] ?? '', ...details].map(strip).join(' ');
  const kind = patterns.find(([, pattern]) => pattern.test(reason))?.[0] ?? 'other';
  return { kind, reason };
};
