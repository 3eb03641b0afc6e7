/** A separate Postgres from the system's programs, which a test can stop, kill and restart. */
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { appendFile, chmod, chown, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { freePort } from '../../src/embedded/postgres/postmaster.js';
import type { Certificate } from './certificates.js';
import { endWithParent } from './end-with-parent.js';

const run = promisify(execFile);

export interface PostgresServer {
  /** URL of database `postgres` as superuser, without password. */
  readonly url: string;
  start(): Promise<void>;
  /** `fast` disconnects clients and shuts down; `immediate` ends like a power cut. */
  stop(mode: 'fast' | 'immediate'): Promise<void>;
  remove(): Promise<void>;
}

/** Postgres refuses to run as root: for root it runs as nobody. */
const ordinaryUser = async (): Promise<{ uid: number; gid: number } | undefined> => {
  if (process.getuid?.() !== 0) return undefined;
  const [uid, gid] = await Promise.all([run('id', ['-u', 'nobody']), run('id', ['-g', 'nobody'])]);
  return { uid: Number(uid.stdout), gid: Number(gid.stdout) };
};

/**
 * Makes a cluster and starts it on a free port of loopback. The programs are those in TEST_POSTGRES_BIN, which need-servers.ts
 * sets where there are any. `replicaOf`: the URL of a primary, of which it is then a streaming replica. `conf`: lines for
 * postgresql.conf. `tls`: the server's certificate. `hba`: the whole of pg_hba.conf.
 */
export const startPostgresServer = async (
  options: { replicaOf?: string; conf?: string; tls?: Certificate; hba?: string } = {},
): Promise<PostgresServer> => {
  const bin = process.env['TEST_POSTGRES_BIN'];
  if (bin === undefined) throw new Error('TEST_POSTGRES_BIN is not set: no PostgreSQL programs are known');
  const user = await ordinaryUser();
  const folder = await mkdtemp(join(tmpdir(), 'tcg-ledger-postgres-'));
  await chmod(folder, 0o700);
  if (user !== undefined) await chown(folder, user.uid, user.gid);
  const data = join(folder, 'data');
  const port = await freePort();
  const as = { cwd: folder, ...user };
  if (options.replicaOf === undefined) {
    const args = ['-D', data, '-U', 'postgres', '--auth=trust', '--no-sync', '--locale=C.UTF-8', '-E', 'UTF8'];
    await run(join(bin, 'initdb'), args, as);
  } else {
    await run(join(bin, 'pg_basebackup'), ['-D', data, '-R', '-X', 'stream', '--no-sync', '-d', options.replicaOf], as);
  }
  if (options.tls !== undefined) {
    for (const [name, content] of Object.entries({ 'server.crt': options.tls.cert, 'server.key': options.tls.key })) {
      await writeFile(join(data, name), content, { mode: 0o600 });
      if (user !== undefined) await chown(join(data, name), user.uid, user.gid);
    }
    await appendFile(join(data, 'postgresql.conf'), 'ssl = on\n');
  }
  if (options.hba !== undefined) await writeFile(join(data, 'pg_hba.conf'), options.hba);
  if (options.conf !== undefined) await appendFile(join(data, 'postgresql.conf'), options.conf);
  const control = async (...args: string[]): Promise<void> => {
    // The output is discarded: a server that inherits a pipe keeps it open.
    const child = spawn(join(bin, 'pg_ctl'), ['-D', data, '-w', '-t', '60', ...args], { ...as, stdio: 'ignore' });
    const [code] = (await once(child, 'exit')) as [number | null];
    if (code !== 0) throw new Error(`pg_ctl ${args.join(' ')} ended with ${code}; see ${folder}/log`);
  };
  const settings = `-p ${port} -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c max_connections=200`;
  const start = (): Promise<void> => control('-l', join(folder, 'log'), '-o', settings, 'start');
  const outlive = endWithParent(() => {
    try {
      process.kill(Number(readFileSync(join(data, 'postmaster.pid'), 'utf8').split('\n')[0]), 'SIGQUIT');
    } catch {
      // The server does not run.
    }
  });
  await start();
  return {
    url: `postgres://postgres@127.0.0.1:${port}/postgres`,
    start,
    stop: (mode) => control('-m', mode, 'stop'),
    async remove() {
      await control('-m', 'immediate', 'stop').catch(() => undefined);
      outlive();
      await rm(folder, { recursive: true, force: true });
    },
  };
};
