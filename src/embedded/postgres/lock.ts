/**
 * Lock under which one process at a time initialises, starts, joins or leaves a directory.
 *
 * The lock is a series of numbered files. The file with the highest number names the holder and is never deleted. A
 * process acquires the lock by creating the next number exclusively, once the highest is released or its holder is dead.
 * Rejected: one lock file that is deleted if its holder is dead, because another process may acquire the lock between
 * the read and the delete, and the delete then hits the new holder's file. Rejected: a kernel lock, because Node has none.
 */
import {
  linkSync,
  readFileSync,
  readdirSync,
  renameSync,
  statSync,
  truncateSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import type { Runtime } from '../../base/runtime.js';
import { systemCode } from './errors.js';
import { matchOwner } from './layout.js';
import { identify, isRunning, type ProcessIdentity } from './processes.js';

export interface Lock {
  release(): void;
}

interface LockOptions {
  readonly folder: string;
  readonly runtime: Runtime;
  /** Timeout while the holder lives, in milliseconds. */
  readonly waitMs: number;
  readonly pollMs: number;
  readonly signal?: AbortSignal | undefined;
}

interface Entry {
  readonly holder: ProcessIdentity | null;
}

const numbersIn = (folder: string): number[] =>
  readdirSync(folder)
    .filter((name) => /^\d+$/.test(name))
    .map(Number);

const highestIn = (folder: string): number => Math.max(0, ...numbersIn(folder));

const readEntry = (folder: string, number: number): Entry | null => {
  try {
    return JSON.parse(readFileSync(join(folder, String(number)), 'utf8')) as Entry;
  } catch {
    return null;
  }
};

/** Writes `entry` to a temporary file and passes that to `place`, so that a number never exists without its content. */
const withEntry = (options: LockOptions, entry: Entry, place: (temporary: string) => void): void => {
  const temporary = join(options.folder, `.${options.runtime.secret(8)}`);
  writeFileSync(temporary, JSON.stringify(entry), { flag: 'wx', mode: 0o644 });
  try {
    matchOwner(options.folder, temporary);
    place(temporary);
  } finally {
    try {
      unlinkSync(temporary);
    } catch {
      // it was renamed
    }
  }
};

const tryCreate = (options: LockOptions, number: number, holder: ProcessIdentity): boolean => {
  const path = join(options.folder, String(number));
  let made = false;
  try {
    withEntry(options, { holder }, (temporary) => {
      linkSync(temporary, path);
      // A process that was suspended after its read may create a number that was removed meanwhile: a higher number
      // proves that. A listing can miss two higher numbers if one replaces the other meanwhile. Then this lower number
      // was removed before, and the file has lost its second link. The next holder removes a loser's file.
      made = highestIn(options.folder) === number && statSync(temporary).nlink === 2;
    });
  } catch (error) {
    if (systemCode(error) !== 'EEXIST') throw error;
  }
  return made;
};

/** Removes lower numbers in ascending order, on which `tryCreate` relies. */
const removeBelow = (folder: string, number: number): void => {
  const lower = numbersIn(folder).filter((other) => other < number);
  for (const old of lower.sort((left, right) => left - right)) {
    try {
      unlinkSync(join(folder, String(old)));
    } catch {
      // another process cleans up too
    }
  }
};

const release = (options: LockOptions, path: string): void => {
  try {
    withEntry(options, { holder: null }, (temporary) => renameSync(temporary, path));
  } catch {
    // A full disk has no room for the entry; an empty one names no holder either. The folder may have been deleted.
    try {
      truncateSync(path);
    } catch {
      // the end of this process releases the lock
    }
  }
};

/** Acquires the lock, or returns the holder's pid after `waitMs`. Rejects with the signal's reason. */
export const acquireLock = async (options: LockOptions): Promise<Lock | { readonly heldBy: number }> => {
  const { folder, runtime } = options;
  const self = identify(process.pid);
  const deadline = runtime.monotonicMs() + options.waitMs;
  for (;;) {
    options.signal?.throwIfAborted();
    const highest = highestIn(folder);
    const holder = highest === 0 ? null : (readEntry(folder, highest)?.holder ?? null);
    if (holder === null || !isRunning(holder)) {
      const mine = highest + 1;
      if (!tryCreate(options, mine, self)) continue;
      removeBelow(folder, mine);
      const path = join(folder, String(mine));
      return { release: () => release(options, path) };
    }
    if (runtime.monotonicMs() >= deadline) return { heldBy: holder.pid };
    await runtime.sleep(options.pollMs, options.signal);
  }
};
