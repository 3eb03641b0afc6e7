/**
 * Inspects other processes: whether one lives, since when, and whether it is the Postgres of a directory.
 *
 * A pid alone is no proof. It is reused, in a container within seconds of a restart, and a dead zombie still accepts
 * signal 0. A process is therefore identified by pid and start time, from /proc if the system has it.
 */
import { readFileSync, readdirSync, readlinkSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import { systemCode } from './errors.js';

export interface ProcessIdentity {
  readonly pid: number;
  /** Boot id and clock ticks since boot; `null` on systems without /proc. */
  readonly startTime: string | null;
}

export type ProcessState =
  | { readonly kind: 'dead' }
  | { readonly kind: 'zombie' }
  | { readonly kind: 'running'; readonly startTime: string | null };

const readText = (path: string): string | null => {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
};

const answersSignal = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return systemCode(error) === 'EPERM';
  }
};

/** Returns the state of process `pid`. If /proc does not show it (other systems, hidepid), signal 0 decides. */
export const processState = (pid: number, proc = '/proc'): ProcessState => {
  const stat = readText(`${proc}/${pid}/stat`);
  if (stat === null) return answersSignal(pid) ? { kind: 'running', startTime: null } : { kind: 'dead' };
  // the command name stands in brackets and may contain brackets: count the fields from the last one
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  if (fields[0] === 'Z' || fields[0] === 'X') return { kind: 'zombie' };
  const boot = readText(`${proc}/sys/kernel/random/boot_id`)?.trim() ?? '';
  return { kind: 'running', startTime: `${boot}:${fields[19] ?? ''}` };
};

/** Returns the identity of a process; a dead one has no start time. */
export const identify = (pid: number, proc = '/proc'): ProcessIdentity => {
  const state = processState(pid, proc);
  return { pid, startTime: state.kind === 'running' ? state.startTime : null };
};

/** Returns whether that very process still runs. Compares only pids if a start time is missing. */
export const isRunning = (identity: ProcessIdentity, proc = '/proc'): boolean => {
  const state = processState(identity.pid, proc);
  if (state.kind !== 'running') return false;
  return state.startTime === null || identity.startTime === null || state.startTime === identity.startTime;
};

const workingDirectory = (pid: number | string, proc: string): string | null => {
  try {
    return readlinkSync(`${proc}/${pid}/cwd`);
  } catch {
    return null;
  }
};

const commandLine = (pid: number | string, proc: string): string[] =>
  readText(`${proc}/${pid}/cmdline`)?.split('\0') ?? [];

/**
 * Returns whether a process runs as another user than the directory's owner, so that it cannot be its Postgres. Root
 * proves nothing: /proc shows root as the owner of processes that may not be inspected.
 */
const runsAsOtherUser = (pid: number | string, directory: string, proc: string): boolean => {
  const user = statSync(`${proc}/${pid}`, { throwIfNoEntry: false })?.uid;
  const owner = statSync(directory, { throwIfNoEntry: false })?.uid;
  return user !== undefined && owner !== undefined && user !== 0 && user !== owner;
};

/**
 * Returns whether process `pid` is the Postgres of `directory`; 'unknown' if the system does not show it. Checks the
 * command line first, since every user may read it; the working directory only its own user may.
 */
export const isPostgresOf = (pid: number, directory: string, proc = '/proc'): 'yes' | 'no' | 'unknown' => {
  const command = commandLine(pid, proc);
  const flag = command.indexOf('-D');
  if (flag > 0 && command[flag + 1] === directory) return 'yes';
  const cwd = workingDirectory(pid, proc);
  if (cwd !== null) return cwd === directory ? 'yes' : 'no';
  if (runsAsOtherUser(pid, directory, proc)) return 'no';
  const name = basename(command[0] ?? '');
  return name === '' || name.startsWith('postgres') ? 'unknown' : 'no';
};

/**
 * Returns whether a `postgres: …` process that may not be inspected belongs to another directory. Its parent, the
 * postmaster, has the directory on its command line, which every user may read. Orphaned children prove nothing.
 */
const servesOtherDirectory = (pid: string, directory: string, proc: string): boolean => {
  const stat = readText(`${proc}/${pid}/stat`) ?? '';
  const parent = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1] ?? '';
  const command = commandLine(parent, proc);
  const flag = command.indexOf('-D');
  return flag > 0 && command[flag + 1] !== undefined && command[flag + 1] !== directory;
};

/**
 * Returns true if no process works in `directory`, which proves that its pid file is stale: every Postgres process
 * works in its data directory. Returns false also if the system does not show it.
 */
export const isUnused = (directory: string, proc = '/proc'): boolean => {
  let pids: string[];
  try {
    pids = readdirSync(proc).filter((name) => /^\d+$/.test(name));
  } catch {
    return false;
  }
  // an empty list means a system without /proc: otherwise this process would be listed
  if (pids.length === 0) return false;
  return pids.every((pid) => {
    const cwd = workingDirectory(pid, proc);
    if (cwd !== null) return cwd !== directory;
    if (runsAsOtherUser(pid, directory, proc)) return true;
    const command = commandLine(pid, proc);
    if (command.includes(directory)) return false;
    return !(command[0] ?? '').startsWith('postgres:') || servesOtherDirectory(pid, directory, proc);
  });
};
