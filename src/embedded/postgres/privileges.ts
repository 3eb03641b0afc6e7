/**
 * As whom Postgres runs, and how it is kept from outliving us.
 *
 * Postgres refuses to run as root. As root we therefore (1) run as the user that owns the cluster already, if that is
 * not root; else (2) in a user namespace in which root looks like `nobody`, so that the files stay root's and a
 * checkout below a mode-700 directory such as /root can be read; else (3), where namespaces are forbidden (most
 * containers), as `nobody` with the cluster's files given to it. Rejected: making a system user, which changes the
 * machine for a demo.
 *
 * A killed Node (-9) cannot stop anything, and a Postgres left behind keeps the directory. `setpriv --pdeathsig INT`
 * makes the kernel send the fast-shutdown signal when the thread that launched it dies (so: launch from the main
 * thread). It must come last: the kernel forgets the signal when the user or the namespace changes after it.
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
  /** Who must own the cluster's files; null when that is us and we may not change it anyway. */
  readonly owner: FileOwner | null;
  /** Whether the kernel stops what we launch when we die. */
  readonly diesWithUs: boolean;
  command(program: string, args: readonly string[]): Command;
}

export interface PrivilegeOptions {
  /** Owner of an existing cluster, or of the folder for a new one. */
  readonly filesOwner: FileOwner;
  /** Tests: take this way even if a better one works. */
  readonly force?: 'namespace' | 'nobody' | undefined;
  /** Tests: whether to behave as for root. */
  readonly isRoot?: boolean | undefined;
  /** Tests: other programs than the system's. */
  readonly tools?: { readonly setpriv: string; readonly unshare: string } | undefined;
  /** Tests: another list of users than the system's. */
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

/** An unprivileged user that has a name: initdb refuses a uid it cannot look up. */
const nobodyIn = (file: string): FileOwner => {
  const users = idsInPasswd(file);
  const found = users.find((user) => user.name === 'nobody') ?? users.find((user) => user.owner.uid > 0);
  return found?.owner ?? { uid: 65_534, gid: 65_534 };
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

const selfLauncher = (tools: Tools, diesWithUs: boolean): Launcher => ({
  mode: 'self',
  owner: null,
  diesWithUs,
  command: (program, args) =>
    diesWithUs
      ? { file: tools.setpriv, args: ['--pdeathsig', 'INT', '--', program, ...args] }
      : { file: program, args },
});

const namespaceLauncher = (tools: Tools, as: FileOwner, isRoot: boolean, diesWithUs: boolean): Launcher => ({
  mode: 'namespace',
  owner: isRoot ? { uid: 0, gid: 0 } : null,
  diesWithUs,
  command: (program, args) => {
    const inner = diesWithUs ? [tools.setpriv, '--pdeathsig', 'INT', '--', program, ...args] : [program, ...args];
    return { file: tools.unshare, args: [...namespaceArgs(as), ...inner] };
  },
});

const userLauncher = (tools: Tools, as: FileOwner, diesWithUs: boolean): Launcher => {
  const drop = ['--reuid', String(as.uid), '--regid', String(as.gid), '--clear-groups', '--pdeathsig', 'INT', '--'];
  return {
    mode: 'user',
    owner: as,
    diesWithUs,
    command: (program, args) =>
      diesWithUs
        ? { file: tools.setpriv, args: [...drop, program, ...args] }
        : { file: program, args, uid: as.uid, gid: as.gid },
  };
};

/** Chooses how Postgres is launched on this machine, by trying. Takes a few milliseconds. */
export const chooseLauncher = async (options: PrivilegeOptions): Promise<Launcher> => {
  const tools = options.tools ?? { setpriv: 'setpriv', unshare: 'unshare' };
  const passwdFile = options.passwdFile ?? '/etc/passwd';
  const nobody = nobodyIn(passwdFile);
  const isRoot = options.isRoot ?? process.getuid?.() === 0;
  const diesWithUs = await works({ file: tools.setpriv, args: ['--pdeathsig', 'INT', '--', 'true'] });
  if (!isRoot && options.force === undefined && hasName()) return selfLauncher(tools, diesWithUs);

  const { filesOwner } = options;
  const ownerHasName = idsInPasswd(passwdFile).some((user) => user.owner.uid === filesOwner.uid);
  if (isRoot && options.force === undefined && filesOwner.uid !== 0 && ownerHasName) {
    return userLauncher(tools, filesOwner, diesWithUs);
  }
  if (options.force !== 'nobody') {
    const possible = await works({ file: tools.unshare, args: [...namespaceArgs(nobody), 'true'] });
    if (possible) return namespaceLauncher(tools, nobody, isRoot, diesWithUs);
  }
  return isRoot ? userLauncher(tools, nobody, diesWithUs) : selfLauncher(tools, diesWithUs);
};
