/**
 * Chooses the user that runs Postgres.
 *
 * Postgres refuses to run as root. Root therefore launches it in one of three ways, in this order:
 * (1) as the owner of an existing cluster, unless that is root;
 * (2) in a user namespace that shows root as `nobody`: the files stay root's, and a checkout below a mode-700 directory
 *     such as /root stays readable;
 * (3) as `nobody`, with the cluster's files changed to that owner, where namespaces are forbidden (most containers).
 * Rejected: creating a system user, because that changes the machine for a demo.
 */
import { readFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { run, type Command } from './run.js';

export interface FileOwner {
  readonly uid: number;
  readonly gid: number;
}

export interface Launcher {
  readonly mode: 'self' | 'namespace' | 'user';
  /** Required owner of the cluster's files; `null` if that is this user, who may not change it anyway. */
  readonly owner: FileOwner | null;
  command(program: string, args: readonly string[]): Command;
}

export interface PrivilegeOptions {
  /** Owner of an existing cluster, or of the folder for a new one. */
  readonly filesOwner: FileOwner;
  /** For tests: the mode to use even if a better one works. */
  readonly force?: 'namespace' | 'nobody' | undefined;
  /** For tests: whether to behave as root. */
  readonly isRoot?: boolean | undefined;
  /** For tests: the program instead of the system's. */
  readonly unshare?: string | undefined;
  /** For tests: the list of users instead of the system's. */
  readonly passwdFile?: string | undefined;
}

const idsInPasswd = (file: string): { name: string; owner: FileOwner }[] => {
  try {
    return readFileSync(file, 'utf8')
      .split('\n')
      .map((line) => line.split(':'))
      .filter((fields) => fields.length >= 4)
      .map(([name = '', , uid, gid]) => ({ name, owner: { uid: Number(uid), gid: Number(gid) } }));
  } catch {
    return [];
  }
};

/** Returns an unprivileged user with a name: initdb refuses a uid that it cannot look up. */
const unprivilegedUser = (file: string): FileOwner => {
  const users = idsInPasswd(file);
  const user = users.find(({ name }) => name === 'nobody') ?? users.find(({ owner }) => owner.uid > 0);
  return user?.owner ?? { uid: 65_534, gid: 65_534 };
};

const hasName = (): boolean => {
  try {
    return userInfo().username !== '';
  } catch {
    return false;
  }
};

const works = async (command: Command): Promise<boolean> => (await run(command)).code === 0;

const namespaceArgs = (as: FileOwner): string[] => ['--user', `--map-user=${as.uid}`, `--map-group=${as.gid}`, '--'];

const selfLauncher: Launcher = { mode: 'self', owner: null, command: (program, args) => ({ file: program, args }) };

const namespaceLauncher = (unshare: string, as: FileOwner, isRoot: boolean): Launcher => ({
  mode: 'namespace',
  owner: isRoot ? { uid: 0, gid: 0 } : null,
  command: (program, args) => ({ file: unshare, args: [...namespaceArgs(as), program, ...args] }),
});

const userLauncher = (as: FileOwner): Launcher => ({
  mode: 'user',
  owner: as,
  command: (program, args) => ({ file: program, args, uid: as.uid, gid: as.gid }),
});

/** Chooses how to launch Postgres on this machine, by a trial of a few milliseconds. */
export const chooseLauncher = async (options: PrivilegeOptions): Promise<Launcher> => {
  const unshare = options.unshare ?? 'unshare';
  const passwdFile = options.passwdFile ?? '/etc/passwd';
  const nobody = unprivilegedUser(passwdFile);
  const isRoot = options.isRoot ?? process.getuid?.() === 0;
  if (!isRoot && options.force === undefined && hasName()) return selfLauncher;

  const { filesOwner } = options;
  const ownerHasName = idsInPasswd(passwdFile).some((user) => user.owner.uid === filesOwner.uid);
  if (isRoot && options.force === undefined && filesOwner.uid !== 0 && ownerHasName) return userLauncher(filesOwner);
  if (options.force !== 'nobody') {
    const possible = await works({ file: unshare, args: [...namespaceArgs(nobody), 'true'] });
    if (possible) return namespaceLauncher(unshare, nobody, isRoot);
  }
  return isRoot ? userLauncher(nobody) : selfLauncher;
};
