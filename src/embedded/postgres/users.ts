/**
 * Registers the openings of a cluster, so that its server runs as long as one of them is in use. A registration counts
 * while its process lives: a process that was killed leaves a file behind that no longer counts. Rejected: the process
 * that started the server as its owner, because the server then ended in the middle of the others' work.
 */
import { mkdirSync, readFileSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Runtime } from '../../base/runtime.js';
import { systemCode } from './errors.js';
import { matchOwner, type Layout } from './layout.js';
import { identify, isRunning, type ProcessIdentity } from './processes.js';

export interface Registration {
  /** Removes the registration. May be called again. */
  remove(): void;
}

interface Entry {
  readonly process: ProcessIdentity;
  /** Identity of the folder: a copied directory has the registrations of the original in it. */
  readonly folder: string;
}

const folderIdentity = (layout: Layout): string => {
  const { dev, ino } = statSync(layout.users);
  return `${dev}:${ino}`;
};

/** Registers this process. Call under the lock. */
export const registerUser = (layout: Layout, runtime: Runtime): Registration => {
  mkdirSync(layout.users, { recursive: true, mode: 0o700 });
  matchOwner(layout.root, layout.users);
  const name = `${process.pid}-${runtime.secret(8)}`;
  const path = join(layout.users, name);
  const temporary = join(layout.users, `.${name}`);
  const entry: Entry = { process: identify(process.pid), folder: folderIdentity(layout) };
  try {
    writeFileSync(temporary, JSON.stringify(entry), { flag: 'wx', mode: 0o600 });
    matchOwner(layout.root, temporary);
    renameSync(temporary, path);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
  return { remove: () => rmSync(path, { force: true }) };
};

const readEntry = (path: string): Entry | null => {
  try {
    const { process: user, folder } = JSON.parse(readFileSync(path, 'utf8')) as Partial<Entry>;
    return typeof user?.pid === 'number' && typeof folder === 'string' ? { process: user, folder } : null;
  } catch {
    return null;
  }
};

/**
 * Returns whether a process of version 0.1 runs the server. It recorded itself in owner.json and ends the server with itself;
 * without this, a command of this version that joins it would stop the server under it.
 */
const isOwnedByOlderVersion = (layout: Layout, proc: string): boolean => {
  const path = join(layout.root, 'owner.json');
  try {
    const { pid, startTime } = JSON.parse(readFileSync(path, 'utf8')) as Partial<ProcessIdentity>;
    if (typeof pid === 'number' && isRunning({ pid, startTime: startTime ?? null }, proc)) return true;
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return false;
  }
  rmSync(path, { recursive: true, force: true });
  return false;
};

/** Returns the number of registrations whose process lives, and deletes the others. Call under the lock. */
export const countUsers = (layout: Layout, proc = '/proc'): number => {
  const older = isOwnedByOlderVersion(layout, proc) ? 1 : 0;
  let names: string[];
  try {
    names = readdirSync(layout.users);
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return older;
    throw error;
  }
  const folder = folderIdentity(layout);
  const living = names.filter((name) => {
    const path = join(layout.users, name);
    const entry = name.startsWith('.') ? null : readEntry(path);
    if (entry !== null && entry.folder === folder && isRunning(entry.process, proc)) return true;
    rmSync(path, { recursive: true, force: true });
    return false;
  });
  return living.length + older;
};
