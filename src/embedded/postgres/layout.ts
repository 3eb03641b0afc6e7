/**
 * Layout of DATA_DIR:
 *
 *   pgdata/          the cluster, Postgres' own data directory
 *   secrets.json     the passwords of its two roles, mode 0600
 *   users/           the processes that use the server (users.ts)
 *   lock/            the lock for starting, joining and leaving (lock.ts)
 *   postgres.log     the server's log; postgres.log.1 is the older part
 *   initdb-….tmp/    a cluster that is being created
 *   native-…/        a copy of the binaries, if those of node_modules cannot be used in place
 */
import {
  chownSync,
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  realpathSync,
  renameSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { Runtime } from '../../base/runtime.js';
import { clusterError, dataDirError, reasonOf, systemCode } from './errors.js';
import type { FileOwner } from './privileges.js';

export interface Layout {
  /** As configured, for messages. */
  readonly dataDir: string;
  /** Absolute, without symbolic links. The paths below start with it. */
  readonly root: string;
  readonly pgdata: string;
  readonly secrets: string;
  readonly users: string;
  readonly lock: string;
  readonly log: string;
}

export interface Secrets {
  /** Password of the superuser `postgres`. */
  readonly admin: string;
  /** Password of `tcg_ledger`, the owner of the database. */
  readonly ledger: string;
}

const layoutOf = (dataDir: string, root: string): Layout => ({
  dataDir,
  root,
  pgdata: join(root, 'pgdata'),
  secrets: join(root, 'secrets.json'),
  users: join(root, 'users'),
  lock: join(root, 'lock'),
  log: join(root, 'postgres.log'),
});

/**
 * Creates a folder and those above it. Rejected: mkdir with `recursive`, because Node 20 loops forever where a file system
 * answers ENOENT below a folder that exists, as /proc does.
 */
const makeFolder = (path: string): void => {
  try {
    mkdirSync(path, { mode: 0o700 });
  } catch (error) {
    const code = systemCode(error);
    if (code === 'EEXIST' && statSync(path).isDirectory()) return;
    const parent = dirname(path);
    if (code !== 'ENOENT' || parent === path || existsSync(parent)) throw error;
    makeFolder(parent);
    makeFolder(path);
  }
};

/** Creates the directory if it is missing. Throws EMBEDDED_POSTGRES_FAILED if it cannot be created or written. */
export const openLayout = (dataDir: string): Layout => {
  try {
    makeFolder(resolve(dataDir));
    const layout = layoutOf(dataDir, realpathSync(resolve(dataDir)));
    makeFolder(layout.lock);
    matchOwner(layout.root, layout.lock);
    return layout;
  } catch (error) {
    throw dataDirError('EMBEDDED_POSTGRES_FAILED', {
      dataDir,
      found: `that it cannot be created or written (${reasonOf(error)})`,
      expected: 'a directory this user may write, on a disk with free space',
      cause: error,
    });
  }
};

/** Returns the layout of a directory that holds a cluster; `null` if there is none. Creates nothing. */
export const findLayout = (dataDir: string): Layout | null => {
  try {
    const layout = layoutOf(dataDir, realpathSync(resolve(dataDir)));
    return existsSync(layout.pgdata) && existsSync(layout.lock) ? layout : null;
  } catch {
    return null;
  }
};

/** Returns the owner of a folder or file. */
export const ownerOf = (path: string): FileOwner => {
  const { uid, gid } = statSync(path);
  return { uid, gid };
};

/**
 * Changes the owner of a file that root created to the owner of its folder. Without this, `sudo tcg-ledger doctor` would
 * leave files that the ordinary start cannot write.
 */
export const matchOwner = (folder: string, path: string): void => {
  if (process.getuid?.() !== 0) return;
  const { uid, gid } = ownerOf(folder);
  chownSync(path, uid, gid);
};

/** Writes a file atomically, also across a power cut. */
const writeAtomically = (layout: Layout, path: string, text: string, runtime: Runtime): void => {
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

/** Flushes renames in a folder to disk. Windows, which cannot open a folder, does so by itself. */
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

/** Returns the stored passwords; `null` if there are none yet. Throws DATA_DIR_CORRUPT if the file is unreadable. */
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

/** Returns the stored passwords, and creates them on first use. Call under the lock. */
export const ensureSecrets = (layout: Layout, runtime: Runtime): Secrets => {
  const stored = readSecrets(layout);
  if (stored !== null) return stored;
  const secrets: Secrets = { admin: runtime.secret(32), ledger: runtime.secret(32) };
  writeAtomically(layout, layout.secrets, `${JSON.stringify(secrets)}\n`, runtime);
  return secrets;
};
