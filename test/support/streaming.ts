/**
 * A primary and a streaming replica of a test's own, from the PostgreSQL programs of the system, as an ordinary user. The
 * replica's replay can be held: it then lags for as long as the test likes.
 */
import { execFile } from 'node:child_process';
import { appendFile, chmod, chown, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { until } from './fake-runtime.js';
import { freePort } from '../../src/embedded/postgres/postmaster.js';

const run = promisify(execFile);

export interface Streaming {
  /** The owner's, on each. */
  readonly primaryUrl: string;
  readonly replicaUrl: string;
  hold(): Promise<void>;
  release(): Promise<void>;
  stop(): Promise<void>;
}

/** Ids of an ordinary user, where we are root: the servers refuse to run as root. */
const ordinary = async (): Promise<{ uid: number; gid: number } | undefined> => {
  if (process.getuid?.() !== 0) return undefined;
  const line = /^nobody:[^:]*:(\d+):(\d+):/m.exec(await readFile('/etc/passwd', 'utf8'));
  return { uid: Number(line?.[1]), gid: Number(line?.[2]) };
};

/** Starts both from the programs in `bin`. */
export const startStreaming = async (bin: string): Promise<Streaming> => {
  const user = await ordinary();
  const folder = await mkdtemp(join(tmpdir(), 'tcg-ledger-streaming-'));
  await chmod(folder, 0o700);
  if (user !== undefined) await chown(folder, user.uid, user.gid);
  const as = (program: string, ...args: string[]) => run(join(bin, program), args, { cwd: folder, ...user });
  const [primaryPort, replicaPort] = [await freePort(), await freePort()];
  const [primary, replica] = [join(folder, 'primary'), join(folder, 'replica')];
  const urlOf = (port: number): string => `postgres://postgres@127.0.0.1:${port}/postgres`;
  const start = async (data: string, port: number): Promise<void> => {
    // Its output goes to a file: a pipe of ours would keep pg_ctl waiting.
    await as('pg_ctl', '-D', data, '-l', `${data}.log`, '-w', '-o', `-p ${port} -c listen_addresses=127.0.0.1 -k ''`, 'start');
  };
  await as('initdb', '-D', primary, '-U', 'postgres', '-A', 'trust', '--no-sync');
  await appendFile(join(primary, 'postgresql.conf'), `fsync = off\nmax_wal_senders = 4\n`);
  await start(primary, primaryPort);
  await as('pg_basebackup', '-D', replica, '-R', '-X', 'stream', '--no-sync', '-d', urlOf(primaryPort));
  await start(replica, replicaPort);
  const standby = new pg.Client({ connectionString: urlOf(replicaPort) });
  await standby.connect();
  const stop = (data: string) => as('pg_ctl', '-D', data, '-m', 'immediate', '-w', 'stop').catch(() => undefined);
  return {
    primaryUrl: urlOf(primaryPort),
    replicaUrl: urlOf(replicaPort),
    async hold() {
      await standby.query('select pg_wal_replay_pause()');
      await until(async () => {
        const { rows } = await standby.query<{ state: string }>('select pg_get_wal_replay_pause_state() as state');
        return rows[0]?.state === 'paused';
      }, 'the replay to be held');
    },
    release: () => standby.query('select pg_wal_replay_resume()').then(() => undefined),
    async stop() {
      await standby.end();
      await stop(replica);
      await stop(primary);
      await rm(folder, { recursive: true, force: true });
    },
  };
};
