/**
 * What can be known about another process: whether it lives, since when, and whether it is the Postgres of a directory.
 *
 * A pid alone proves nothing: it is reused (in a container within seconds of a restart), and a zombie answers kill(0)
 * though it is dead. So a process is named by pid and start time, from /proc where the system has it.
 */
import { readFileSync, readdirSync, readlinkSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import { systemCode } from './errors.js';

export interface ProcessIdentity {
  readonly pid: number;
  /** Boot id and clock ticks since boot, or null where the system does not tell (no /proc). */
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

/** The state of process `pid`. Where /proc does not show it (other systems, hidepid), a signal 0 decides. */
export const processState = (pid: number, proc = '/proc'): ProcessState => {
  const stat = readText(`${proc}/${pid}/stat`);
  if (stat === null) return answersSignal(pid) ? { kind: 'running', startTime: null } : { kind: 'dead' };
  // the command name is in brackets and may hold anything, brackets too: fields are counted from the last one
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  if (fields[0] === 'Z' || fields[0] === 'X') return { kind: 'zombie' };
  const boot = readText(`${proc}/sys/kernel/random/boot_id`)?.trim() ?? '';
  return { kind: 'running', startTime: `${boot}:${fields[19] ?? ''}` };
};

/** Names a running process for later; a dead one gets no start time. */
export const identify = (pid: number, proc = '/proc'): ProcessIdentity => {
  const state = processState(pid, proc);
  return { pid, startTime: state.kind === 'running' ? state.startTime : null };
};

/** Whether that very process still runs. Without start times the pid has to do. */
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
 * Whether a process of somebody else cannot be the directory's Postgres: it runs as the owner of its files or not at
 * all. Root is left open, because /proc shows it as the owner of what may not be looked into.
 */
const isStranger = (pid: number | string, directory: string, proc: string): boolean => {
  const user = statSync(`${proc}/${pid}`, { throwIfNoEntry: false })?.uid;
  const owner = statSync(directory, { throwIfNoEntry: false })?.uid;
  return user !== undefined && owner !== undefined && user !== 0 && user !== owner;
};

/**
 * Whether process `pid` is the Postgres of `directory`: 'unknown' where the system does not let us see. The command
 * line comes first because it may be read by everybody; the working directory of another user's process may not.
 */
export const isPostgresOf = (pid: number, directory: string, proc = '/proc'): 'yes' | 'no' | 'unknown' => {
  const command = commandLine(pid, proc);
  const flag = command.indexOf('-D');
  if (flag > 0 && command[flag + 1] === directory) return 'yes';
  const cwd = workingDirectory(pid, proc);
  if (cwd !== null) return cwd === directory ? 'yes' : 'no';
  if (isStranger(pid, directory, proc)) return 'no';
  const name = basename(command[0] ?? '');
  return name === '' || name.startsWith('postgres') ? 'unknown' : 'no';
};

/**
 * Whether a `postgres: …` process that may not be looked into belongs to another directory: its parent, the postmaster,
 * names the directory on its command line, which everybody may read. Children that outlived theirs tell nothing.
 */
const servesAnother = (pid: string, directory: string, proc: string): boolean => {
  const stat = readText(`${proc}/${pid}/stat`) ?? '';
  const parent = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1] ?? '';
  const command = commandLine(parent, proc);
  const flag = command.indexOf('-D');
  return flag > 0 && command[flag + 1] !== undefined && command[flag + 1] !== directory;
};

/**
 * Whether no process at all works in `directory`. Every Postgres process does, so a `true` proves that a pid file there
 * is a leftover; `false` also where the system does not let us see.
 */
export const nobodyWorksIn = (directory: string, proc = '/proc'): boolean => {
  let pids: string[];
  try {
    pids = readdirSync(proc).filter((name) => /^\d+$/.test(name));
  } catch {
    return false;
  }
  // an empty list is a system without /proc, not one without processes: we ourselves would be in it
  if (pids.length === 0) return false;
  return pids.every((pid) => {
    const cwd = workingDirectory(pid, proc);
    if (cwd !== null) return cwd !== directory;
    if (isStranger(pid, directory, proc)) return true;
    const command = commandLine(pid, proc);
    if (command.includes(directory)) return false;
    return !(command[0] ?? '').startsWith('postgres:') || servesAnother(pid, directory, proc);
  });
};
