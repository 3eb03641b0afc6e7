/**
 * Temporary files of tests, in memory where the system has a place for them: a database of a spec is made there in 15 ms,
 * on a disk in 240. A TMPDIR that is set stays.
 */
import { accessSync, chmodSync, constants, mkdtempSync, rmSync, statfsSync } from 'node:fs';
import { freemem } from 'node:os';
import { join } from 'node:path';

const memory = '/dev/shm';
/** Of the file system, and of the machine: in a container the file system is often small. */
const bytesMin = 6 * 2 ** 30;

const hasRoom = (): boolean => {
  try {
    accessSync(memory, constants.W_OK);
    const { bavail, bsize } = statfsSync(memory);
    return Math.min(bavail * bsize, freemem()) > bytesMin;
  } catch {
    return false;
  }
};

let made: string | undefined;

/** Makes the folder, and names it in TMPDIR for this process and those that it starts. */
export const useMemoryFolder = (): void => {
  if (process.env['TMPDIR'] !== undefined || !hasRoom()) return;
  made = mkdtempSync(join(memory, 'tcg-ledger-tests-'));
  // Some servers run as another user.
  chmodSync(made, 0o1777);
  process.env['TMPDIR'] = made;
};

/** Removes the folder, if this process made it. */
export const removeMemoryFolder = (): void => {
  if (made === undefined) return;
  delete process.env['TMPDIR'];
  rmSync(made, { recursive: true, force: true });
  made = undefined;
};
