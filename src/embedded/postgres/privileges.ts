/**
 * Chooses the user that runs Postgres, and keeps the server from outliving this process.
 *
 * Postgres refuses to run as root. Root therefore launches it in one of three ways, in this order:
 * (1) as the owner of an existing cluster, unless that is root;
 * (2) in a user namespace that shows root as `nobody`: the files stay root's, and a checkout below a mode-700 directory
 *     such as /root stays readable;
 * (3) as `nobody`, with the cluster's files changed to that owner, where namespaces are forbidden (most containers).
 * Rejected: creating a system user, because that changes the machine for a demo.
 *
 * Node killed by -9 cannot stop the server, and an orphaned Postgres keeps the directory. `setpriv --pdeathsig INT`
 * makes the kernel send the fast-shutdown signal when the launching thread dies, so launch from the main thread.
 * setpriv must come last: a later change of user or namespace clears the signal.
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
  /** Whether the kernel stops the launched program when this process dies. */
  readonly stopsWithParent: boolean;
  command(program: string, args: readonly string[]): Command;
}

export interface PrivilegeOptions {
  /** Owner of an existing cluster, or of the folder for a new one. */
  readonly filesOwner: FileOwner;
  /** For tests: the mode to use even if a better one works. */
  readonly force?: 'namespace' | 'nobody' | undefined;
  /** For tests: whether to behave as root. */
  readonly isRoot?: boolean | undefined;
  /** For tests: programs instead of the system's. */
  readonly tools?: { readonly setpriv: string; readonly unshare: string } | undefined;
  /** For tests: the list of users instead of the system's. */
  readonly passwdFile?: string | undefined;
}

interface Tools {
  readonly setpriv: string;
  readonly unshare: string;
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

const selfLauncher = (tools: Tools, stopsWithParent: boolean): Launcher => ({
  mode: 'self',
  owner: null,
  stopsWithParent: stopsWithParent,
  command: (program, args) =>
    stopsWithParent
      ? { file: tools.setpriv, args: ['--pdeathsig', 'INT', '--', program, ...args] }
      : { file: program, args },
});

const namespaceLauncher = (tools: Tools, as: FileOwner, isRoot: boolean, stopsWithParent: boolean): Launcher => ({
  mode: 'namespace',
  owner: isRoot ? { uid: 0, gid: 0 } : null,
  stopsWithParent: stopsWithParent,
  command: (program, args) => {
    const inner = stopsWithParent ? [tools.setpriv, '--pdeathsig', 'INT', '--', program, ...args] : [program, ...args];
    return { file: tools.unshare, args: [...namespaceArgs(as), ...inner] };
  },
});

const userLauncher = (tools: Tools, as: FileOwner, stopsWithParent: boolean): Launcher => {
  const drop = ['--reuid', String(as.uid), '--regid', String(as.gid), '--clear-groups', '--pdeathsig', 'INT', '--'];
  return {
    mode: 'user',
    owner: as,
    stopsWithParent: stopsWithParent,
    command: (program, args) =>
      stopsWithParent
        ? { file: tools.setpriv, args: [...drop, program, ...args] }
        : { file: program, args, uid: as.uid, gid: as.gid },
  };
};

/** Chooses how to launch Postgres on this machine, by trials of a few milliseconds. */
export const chooseLauncher = async (options: PrivilegeOptions): Promise<Launcher> => {
  const tools = options.tools ?? { setpriv: 'setpriv', unshare: 'unshare' };
  const passwdFile = options.passwdFile ?? '/etc/passwd';
  const nobody = unprivilegedUser(passwdFile);
  const isRoot = options.isRoot ?? process.getuid?.() === 0;
  const stopsWithParent = await works({ file: tools.setpriv, args: ['--pdeathsig', 'INT', '--', 'true'] });
  if (!isRoot && options.force === undefined && hasName()) return selfLauncher(tools, stopsWithParent);

  const { filesOwner } = options;
  const ownerHasName = idsInPasswd(passwdFile).some((user) => user.owner.uid === filesOwner.uid);
  if (isRoot && options.force === undefined && filesOwner.uid !== 0 && ownerHasName) {
    return userLauncher(tools, filesOwner, stopsWithParent);
  }
  if (options.force !== 'nobody') {
    const possible = await works({ file: tools.unshare, args: [...namespaceArgs(nobody), 'true'] });
    if (possible) return namespaceLauncher(tools, nobody, isRoot, stopsWithParent);
  }
  return isRoot ? userLauncher(tools, nobody, stopsWithParent) : selfLauncher(tools, stopsWithParent);
};
