/**
 * Making a new cluster: all of it under a temporary name, then one rename. A `pgdata` therefore is always a finished
 * cluster, whatever was killed meanwhile; what an interrupted run left is recognised by its name and thrown away.
 */
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import type { Runtime } from '../../base/runtime.js';
import type { Binaries } from './binaries.js';
import { dataDirError } from './errors.js';
import { syncFolder, type Layout } from './layout.js';
import type { FileOwner, Launcher } from './privileges.js';
import { run } from './run.js';

interface InitOptions {
  readonly layout: Layout;
  readonly launcher: Launcher;
  readonly binaries: Binaries;
  readonly adminPassword: string;
  readonly runtime: Runtime;
  /** Whether the files must survive a power cut; tests say no. */
  readonly durable: boolean;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Collation by code point from Postgres itself: an index ordered by the C library or ICU breaks silently when these are
 * updated under it. The character type comes from the library all the same, because with type C the full-text parser
 * and pg_trgm take é and リ for punctuation. Its name differs by system; the last resort is C.
 */
const characterTypes = process.platform === 'darwin' ? ['en_US.UTF-8', 'C'] : ['C.UTF-8', 'C'];

const initArgs = (folder: string, passwordFile: string, characterType: string, durable: boolean): string[] => [
  ...['-D', folder, '-U', 'postgres', `--pwfile=${passwordFile}`, '--auth=scram-sha-256', '--data-checksums'],
  ...['--encoding=UTF8', '--locale=C', `--lc-ctype=${characterType}`],
  ...['--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--no-instructions'],
  ...(durable ? [] : ['--no-sync']),
];

/**
 * Throws away what interrupted runs left. A folder in which a server ever ran holds `postmaster.opts`, and we never let
 * one run in there: such a folder is not ours to delete.
 */
const removeInterrupted = (layout: Layout): void => {
  for (const name of readdirSync(layout.root).filter((entry) => /^initdb-[0-9a-f]+\.tmp$/.test(entry))) {
    if (existsSync(join(layout.root, name, 'pgdata', 'postmaster.opts'))) continue;
    rmSync(join(layout.root, name), { recursive: true, force: true });
  }
};

/** Lets another user pass through our folder, if that is who runs the server. */
export const grantTraversal = (folder: string, owner: FileOwner | null): void => {
  const { uid, mode } = statSync(folder);
  if (owner !== null && owner.uid !== uid && (mode & 0o001) === 0) chmodSync(folder, (mode & 0o7777) | 0o011);
};

/**
 * Makes the cluster. Call under the lock. Rejects with EMBEDDED_POSTGRES_FAILED when initdb does, or with the signal's
 * reason; takes about a second.
 */
export const initialise = async (options: InitOptions): Promise<void> => {
  const { layout, launcher } = options;
  removeInterrupted(layout);
  const work = join(layout.root, `initdb-${options.runtime.secret(8)}.tmp`);
  const folder = join(work, 'pgdata');
  const passwordFile = join(work, 'password');
  mkdirSync(work, { mode: 0o700 });
  writeFileSync(passwordFile, options.adminPassword, { mode: 0o600 });
  if (launcher.owner !== null) {
    for (const path of [passwordFile, work]) chownSync(path, launcher.owner.uid, launcher.owner.gid);
  }
  let output = '';
  try {
    for (const characterType of characterTypes) {
      const args = initArgs(folder, passwordFile, characterType, options.durable);
      const command = launcher.command(options.binaries.initdb, args);
      const result = await run(command, {
        cwd: layout.root,
        ...(options.signal === undefined ? {} : { signal: options.signal }),
      });
      output = result.output;
      if (result.code === 0) {
        renameSync(folder, layout.pgdata);
        if (options.durable) syncFolder(layout.root);
        return;
      }
      if (!/invalid locale name/.test(output)) break;
    }
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
  const reason = output.split('\n').findLast((line) => /error|denied|could not|refused|fatal/i.test(line)) ?? output;
  throw dataDirError('EMBEDDED_POSTGRES_FAILED', {
    dataDir: layout.dataDir,
    found: `that initdb could not make a cluster (${reason.trim()})`,
    expected: 'an empty directory which the user that runs Postgres can reach, and room on the disk',
  });
};
