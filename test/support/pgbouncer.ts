/** Starts PgBouncer in transaction mode before a Postgres, on a free port of loopback. */
import { spawn } from 'node:child_process';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createConnection } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../../src/embedded/postgres/postmaster.js';
import { endWithParent } from './end-with-parent.js';
import { until } from './wait-for.js';

export interface Pooler {
  /** Returns the URL of a database through the pooler. */
  through(url: string): string;
  close(): Promise<void>;
}

const answers = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = createConnection({ host: '127.0.0.1', port });
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });

/** Starts it before the server at `url`. `ignores`: startup parameters that it drops instead of refusing them. */
export const startPgBouncer = async (
  url: string,
  { ignores = '', poolSize = 4 }: { ignores?: string; poolSize?: number } = {},
): Promise<Pooler> => {
  const { hostname, port: serverPort } = new URL(url);
  const folder = await mkdtemp(join(tmpdir(), 'tcg-ledger-pgbouncer-'));
  await chmod(folder, 0o777);
  const port = await freePort();
  const file = join(folder, 'pgbouncer.ini');
  await writeFile(
    file,
    `[databases]
* = host=${hostname} port=${serverPort || '5432'}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${port}
unix_socket_dir =
auth_type = trust
auth_file = ${join(folder, 'users.txt')}
pool_mode = transaction
default_pool_size = ${poolSize}
max_client_conn = 200
ignore_startup_parameters = ${ignores}
`,
  );
  await writeFile(
    join(folder, 'users.txt'),
    ['postgres', 'tcg_ledger_test_owner', 'tcg_ledger_test_plain'].map((name) => `"${name}" "${name}"\n`).join(''),
  );
  const child = spawn(
    process.env['TEST_PGBOUNCER'] ?? 'pgbouncer',
    [...(process.getuid?.() === 0 ? ['-u', 'nobody'] : []), '-q', file],
    { stdio: 'ignore' },
  );
  const outlive = endWithParent(() => void child.kill('SIGKILL'));
  await until('pgbouncer', () => answers(port));
  return {
    through(of) {
      const through = new URL(of);
      through.hostname = '127.0.0.1';
      through.port = String(port);
      return through.href;
    },
    async close() {
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGKILL');
      await ended;
      outlive();
      await rm(folder, { recursive: true, force: true });
    },
  };
};
