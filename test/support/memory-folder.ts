/**
 * Temporary files of tests, in memory where the system has a place for them: a database of a spec is made there in 15 ms,
 * on a disk in 240. A TMPDIR that is set stays.
 */
import {
  accessSync,
  chmodSync,
  constants,
  existsSync,
  mkdtempSync,
  readdirSync,
  readlinkSync,
  rmSync,
  statfsSync,
} from 'node:fs';
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

const prefix = 'tcg-ledger-tests';

/** Returns the space that ids of processes belong to: containers may share memory and not processes. */
const processSpace = (): string => {
  try {
    return /\d+/.exec(readlinkSync('/proc/self/ns/pid'))?.[0] ?? '0';
  } catch {
    return '0';
  }
};

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
};

/** Returns the beginning of the name of a folder of process `pid`. */
export const folderNameOf = (pid: number): string => `${prefix}-${processSpace()}-${pid}-`;

/** Removes the folders in `parent` of runs that were killed. Those of live ones, and of other spaces of processes, stay. */
export const removeAbandoned = (parent: string): void => {
  const name = new RegExp(`^${prefix}-${processSpace()}-(\\d+)-`);
  for (const each of readdirSync(parent)) {
    const pid = name.exec(each)?.[1];
    if (pid === undefined || isAlive(Number(pid))) continue;
    try {
      rmSync(join(parent, each), { recursive: true, force: true });
    } catch {
      // Another user's.
    }
  }
};

let made: string | undefined;

/** Makes the folder, and names it in TMPDIR for this process and those that it starts. */
export const useMemoryFolder = (): void => {
  if (process.env['TMPDIR'] !== undefined) return;
  // Before the room is measured, of which a killed run may have taken most.
  if (existsSync(memory)) removeAbandoned(memory);
  if (!hasRoom()) return;
  made = mkdtempSync(join(memory, folderNameOf(process.pid)));
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
