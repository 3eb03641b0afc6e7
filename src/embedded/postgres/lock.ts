/**
 * One process at a time initialises, starts or takes over a directory.
 *
 * The lock is a row of numbered files; the highest number says who holds it, and it is never deleted. It is taken by
 * making the next number (exclusively) once the highest is released or its process is dead. Rejected: one lock file
 * that a finder of a dead holder deletes, because between reading and deleting it another may have taken over, and the
 * delete then hits the new holder's file; and a lock of the kernel, which Node cannot take.
 */
import { linkSync, readFileSync, readdirSync, renameSync, statSync, unlinkSync, writeFileSync } from 'node:fs';
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
  /** How long to wait for a living holder, in milliseconds. */
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

/** Puts `entry` into a file of its own and hands it to `place`, so that a number never exists without its content. */
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

const tryMake = (options: LockOptions, number: number, holder: ProcessIdentity): boolean => {
  const path = join(options.folder, String(number));
  let made = false;
  try {
    withEntry(options, { holder }, (temporary) => {
      linkSync(temporary, path);
      // A process that slept since it looked may make a number that has come and gone: a higher one proves it. While
      // the folder is read, a higher one may give way to one higher still and both be missed; then ours, being lower,
      // was removed before, and the second name of our file is gone. What is left of a loser the next holder removes.
      made = highestIn(options.folder) === number && statSync(temporary).nlink === 2;
    });
  } catch (error) {
    if (systemCode(error) !== 'EEXIST') throw error;
  }
  return made;
};

/** From the lowest on: `tryMake` relies on it. */
const removeBelow = (folder: string, number: number): void => {
  const lower = numbersIn(folder).filter((other) => other < number);
  for (const old of lower.sort((left, right) => left - right)) {
    try {
      unlinkSync(join(folder, String(old)));
    } catch {
      // another one cleans up too
    }
  }
};

/** Takes the lock, or says which process still holds it after `waitMs`. Rejects with the signal's reason. */
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
      if (!tryMake(options, mine, self)) continue;
      removeBelow(folder, mine);
      const path = join(folder, String(mine));
      return { release: () => withEntry(options, { holder: null }, (temporary) => renameSync(temporary, path)) };
    }
    if (runtime.monotonicMs() >= deadline) return { heldBy: holder.pid };
    await runtime.sleep(options.pollMs, options.signal);
  }
};
