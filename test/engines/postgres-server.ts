/** A Postgres of the test's own, from the system's binaries: one that can be stopped, killed and started again. */
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, chown, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { freePort } from '../../src/embedded/postgres/postmaster.js';

const run = promisify(execFile);

export interface PostgresServer {
  /** Of database `postgres`, as its superuser; no password. */
  readonly url: string;
  start(): Promise<void>;
  /** `fast` ends its clients and shuts down; `immediate` dies as if the power had gone. */
  stop(mode: 'fast' | 'immediate'): Promise<void>;
  remove(): Promise<void>;
}

/** The newest installed binaries; null: none. Debian's layout. */
export const postgresBinaries = async (): Promise<string | null> => {
  const root = '/usr/lib/postgresql';
  const versions = await readdir(root).catch(() => []);
  const newest = versions.map(Number).filter(Number.isFinite).sort((a, b) => b - a)[0];
  return newest === undefined ? null : join(root, String(newest), 'bin');
};

/** Postgres refuses to run as root: there it runs as the system's postgres user. */
const user = async (): Promise<{ uid: number; gid: number } | null> => {
  if (process.getuid?.() !== 0) return null;
  const [uid, gid] = await Promise.all([run('id', ['-u', 'postgres']), run('id', ['-g', 'postgres'])]);
  return { uid: Number(uid.stdout), gid: Number(gid.stdout) };
};

/** Makes a cluster and starts it on a free port of loopback. Throws where no binaries are installed. */
export const startPostgresServer = async (): Promise<PostgresServer> => {
  const bin = await postgresBinaries();
  if (bin === null) throw new Error('no PostgreSQL binaries are installed');
  const as = await user();
  const folder = await mkdtemp(join(tmpdir(), 'tcg-ledger-postgres-'));
  await chmod(folder, 0o700);
  if (as !== null) await chown(folder, as.uid, as.gid);
  const data = join(folder, 'data');
  const port = await freePort();
  const options = { cwd: folder, ...(as ?? {}) };
  await run(join(bin, 'initdb'), ['-D', data, '-U', 'postgres', '--auth=trust', '--no-sync', '--locale=C.UTF-8', '-E', 'UTF8'], options);
  const control = async (...args: string[]): Promise<void> => {
    // Its output goes nowhere: a server that inherits a pipe keeps it open.
    const child = spawn(join(bin, 'pg_ctl'), ['-D', data, '-w', '-t', '60', ...args], { ...options, stdio: 'ignore' });
    const [code] = (await once(child, 'exit')) as [number | null];
    if (code !== 0) throw new Error(`pg_ctl ${args.join(' ')} ended with ${code}; see ${folder}/log`);
  };
  const settings = `-p ${port} -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c max_connections=200`;
  const start = (): Promise<void> => control('-l', join(folder, 'log'), '-o', settings, 'start');
  await start();
  return {
    url: `postgres://postgres@127.0.0.1:${port}/postgres`,
    start,
    stop: (mode) => control('-m', mode, 'stop'),
    async remove() {
      await control('-m', 'immediate', 'stop').catch(() => undefined);
      await rm(folder, { recursive: true, force: true });
    },
  };
};
