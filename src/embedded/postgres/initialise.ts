/**
 * Creates a new cluster under a temporary name, then renames it. A `pgdata` therefore is always a complete cluster,
 * even after a kill. Leftovers of an interrupted run are recognised by their name and deleted.
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
  /** Whether the files must survive a power cut; false in tests. */
  readonly durable: boolean;
  readonly signal?: AbortSignal | undefined;
}

/**
 * The collation is Postgres' own, by code point. Rejected: collations of the C library or ICU, because an update of the
 * library silently breaks indexes. The character type still comes from the library: with type C the full-text parser
 * and pg_trgm treat é and リ as punctuation. Its name differs by system; the last resort is C.
 */
const characterTypes = process.platform === 'darwin' ? ['en_US.UTF-8', 'C'] : ['C.UTF-8', 'C'];

const initArgs = (folder: string, passwordFile: string, characterType: string, durable: boolean): string[] => [
  ...['-D', folder, '-U', 'postgres', `--pwfile=${passwordFile}`, '--auth=scram-sha-256', '--data-checksums'],
  ...['--encoding=UTF8', '--locale=C', `--lc-ctype=${characterType}`],
  ...['--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--no-instructions'],
  ...(durable ? [] : ['--no-sync']),
];

/**
 * Deletes the leftovers of interrupted runs. Keeps a folder with `postmaster.opts`: a server has run in it, which this
 * module never does before the rename.
 */
const removeInterrupted = (layout: Layout): void => {
  for (const name of readdirSync(layout.root).filter((entry) => /^initdb-[0-9a-f]+\.tmp$/.test(entry))) {
    if (existsSync(join(layout.root, name, 'pgdata', 'postmaster.opts'))) continue;
    rmSync(join(layout.root, name), { recursive: true, force: true });
  }
};

/** Grants other users traversal of the folder if another user runs the server. */
export const grantTraversal = (folder: string, owner: FileOwner | null): void => {
  const { uid, mode } = statSync(folder);
  if (owner !== null && owner.uid !== uid && (mode & 0o001) === 0) chmodSync(folder, (mode & 0o7777) | 0o011);
};

/**
 * Creates the cluster, in about a second. Call under the lock. Rejects with EMBEDDED_POSTGRES_FAILED if initdb fails, or
 * with the signal's reason.
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
    expected: 'an empty directory that the user running Postgres can reach, and free disk space',
  });
};
