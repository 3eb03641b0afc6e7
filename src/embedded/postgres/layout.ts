/**
 * What lies in DATA_DIR:
 *
 *   pgdata/          the cluster, as Postgres knows it
 *   secrets.json     the passwords of its two roles, mode 0600
 *   owner.json       which process started the server last
 *   lock/            who may start or initialise it (lock.ts)
 *   postgres.log     what the server wrote, if nobody else takes it; postgres.log.1 is the part before
 *   initdb-….tmp/    a cluster being made
 *   native-…/        a copy of the binaries, only where those of node_modules cannot be used in place
 */
import {
  chownSync,
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  realpathSync,
  renameSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join, resolve } from 'node:path';
import type { Runtime } from '../../base/runtime.js';
import { clusterError, dataDirError, reasonOf, systemCode } from './errors.js';
import type { FileOwner } from './privileges.js';
import type { ProcessIdentity } from './processes.js';

export interface Layout {
  /** As the person wrote it: for messages. */
  readonly dataDir: string;
  /** Absolute, without symbolic links: what the paths below start with. */
  readonly root: string;
  readonly pgdata: string;
  readonly secrets: string;
  readonly owner: string;
  readonly lock: string;
  readonly log: string;
}

export interface Secrets {
  /** Password of the superuser `postgres`. */
  readonly admin: string;
  /** Password of `tcg_ledger`, who owns the database. */
  readonly ledger: string;
}

/** Makes the directory if it is missing. Throws EMBEDDED_POSTGRES_FAILED when it cannot be made or written. */
export const openLayout = (dataDir: string): Layout => {
  try {
    mkdirSync(resolve(dataDir), { recursive: true, mode: 0o700 });
    const root = realpathSync(resolve(dataDir));
    const lock = join(root, 'lock');
    mkdirSync(lock, { recursive: true, mode: 0o700 });
    matchOwner(root, lock);
    return {
      dataDir,
      root,
      pgdata: join(root, 'pgdata'),
      secrets: join(root, 'secrets.json'),
      owner: join(root, 'owner.json'),
      lock,
      log: join(root, 'postgres.log'),
    };
  } catch (error) {
    throw dataDirError('EMBEDDED_POSTGRES_FAILED', {
      dataDir,
      found: `that it cannot be made or written (${reasonOf(error)})`,
      expected: 'a directory this user may write',
      cause: error,
    });
  }
};

/** Who owns the folder or file. */
export const ownerOf = (path: string): FileOwner => {
  const { uid, gid } = statSync(path);
  return { uid, gid };
};

/**
 * Gives a file made by root to the owner of its folder. Without this, one `sudo tcg-ledger doctor` would leave files
 * which the ordinary start cannot write any more.
 */
export const matchOwner = (folder: string, path: string): void => {
  if (process.getuid?.() !== 0) return;
  const { uid, gid } = ownerOf(folder);
  chownSync(path, uid, gid);
};

/** Puts a file down whole or not at all, also over a power cut. */
const writeWhole = (layout: Layout, path: string, text: string, runtime: Runtime): void => {
  const temporary = `${path}.${runtime.secret(8)}.tmp`;
  const file = openSync(temporary, 'wx', 0o600);
  try {
    writeFileSync(file, text);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  matchOwner(layout.root, temporary);
  renameSync(temporary, path);
  syncFolder(layout.root);
};

/** Makes renames in a folder durable. Systems that cannot open a folder (Windows) do it themselves. */
export const syncFolder = (folder: string): void => {
  if (process.platform === 'win32') return;
  const handle = openSync(folder, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
};

const readJson = (path: string): unknown => {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return null;
    throw error;
  }
};

const field = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;

/** The stored passwords, or null when there are none yet. Throws DATA_DIR_CORRUPT when the file cannot be read. */
export const readSecrets = (layout: Layout): Secrets | null => {
  try {
    const stored = readJson(layout.secrets);
    if (stored === null) return null;
    const admin = field(stored, 'admin');
    const ledger = field(stored, 'ledger');
    if (typeof admin === 'string' && typeof ledger === 'string') return { admin, ledger };
    throw clusterError('DATA_DIR_CORRUPT', 'a password is missing in it');
  } catch (error) {
    throw dataDirError('DATA_DIR_CORRUPT', {
      dataDir: layout.dataDir,
      found: `an unreadable ${layout.secrets} (${reasonOf(error)})`,
      expected: 'the passwords of the cluster, readable by this user',
      cause: error,
    });
  }
};

/** The stored passwords; makes them on first use. Call under the lock. */
export const ensureSecrets = (layout: Layout, runtime: Runtime): Secrets => {
  const stored = readSecrets(layout);
  if (stored !== null) return stored;
  const secrets: Secrets = { admin: runtime.secret(32), ledger: runtime.secret(32) };
  writeWhole(layout, layout.secrets, `${JSON.stringify(secrets)}\n`, runtime);
  return secrets;
};

/** Which process started the server last; null when no process has, or the record is unreadable. */
export const readOwner = (layout: Layout): ProcessIdentity | null => {
  let stored: unknown;
  try {
    stored = readJson(layout.owner);
  } catch {
    return null;
  }
  const pid = field(stored, 'pid');
  const startTime = field(stored, 'startTime');
  if (typeof pid !== 'number') return null;
  return { pid, startTime: typeof startTime === 'string' ? startTime : null };
};

/** Records the process that is about to start the server. Call under the lock, before the launch. */
export const writeOwner = (layout: Layout, owner: ProcessIdentity, runtime: Runtime): void =>
  writeWhole(layout, layout.owner, `${JSON.stringify(owner)}\n`, runtime);
