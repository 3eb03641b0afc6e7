/** Starts Redis servers for one test, on free ports of loopback. Their data is deleted with them. */
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Redis } from 'ioredis';
import { endWithParent } from './end-with-parent.js';
import { until } from './fake-runtime.js';
import { freePort } from '../../src/embedded/postgres/postmaster.js';

const run = promisify(execFile);

/** Returns a free port whose cluster bus (10,000 above) is a valid port. */
const portForCluster = async (): Promise<number> => {
  for (;;) {
    const port = await freePort();
    if (port < 55_000) return port;
  }
};

export interface RedisServer {
  readonly url: string;
  readonly port: number;
  /** Sends SIGSTOP or SIGCONT. */
  pause(): void;
  resume(): void;
  /** Sends SIGKILL; resolves when the server has ended. */
  kill(): Promise<void>;
  start(): Promise<void>;
  flush(): Promise<void>;
  stop(): Promise<void>;
}

const answers = async (port: number, tls?: { ca: string }): Promise<boolean> => {
  const patience = { lazyConnect: true, retryStrategy: () => null };
  const client = new Redis({ host: '127.0.0.1', port, ...patience, ...(tls === undefined ? {} : { tls }) });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return (await client.ping()) === 'PONG';
  } catch {
    return false;
  } finally {
    client.disconnect();
  }
};

/** Starts a server; `options` are those of its command line. */
export const startRedisServer = async (
  options: { args?: readonly string[]; tls?: { folder: string } } = {},
): Promise<RedisServer> => {
  const folder = await mkdtemp(join(tmpdir(), 'tcg-ledger-redis-'));
  const port = await portForCluster();
  const { tls } = options;
  const ca = tls === undefined ? undefined : { ca: await readFile(join(tls.folder, 'ca.pem'), 'utf8') };
  const listening =
    tls === undefined
      ? ['--port', String(port)]
      : [
          '--port',
          '0',
          '--tls-port',
          String(port),
          '--tls-cert-file',
          join(tls.folder, 'server.pem'),
          '--tls-key-file',
          join(tls.folder, 'server.key'),
          '--tls-ca-cert-file',
          join(tls.folder, 'ca.pem'),
          '--tls-auth-clients',
          'no',
        ];
  let child: ChildProcess | undefined;
  const outlive = endWithParent(() => void child?.kill('SIGKILL'));
  const isDead = (): boolean => child === undefined || child.exitCode !== null || child.signalCode !== null;
  /** Does nothing if it runs. */
  const start = async (): Promise<void> => {
    if (!isDead()) return;
    child = spawn(
      'redis-server',
      [
        ...listening,
        '--bind',
        '127.0.0.1',
        '--save',
        '',
        '--appendonly',
        'no',
        '--dir',
        folder,
        ...(options.args ?? []),
      ],
      { stdio: 'ignore' },
    );
    await until(() => answers(port, ca), `redis-server on ${port}`);
  };
  const kill = async (): Promise<void> => {
    if (isDead()) return;
    const dead = new Promise((resolve) => child?.once('exit', resolve));
    child?.kill('SIGKILL');
    await dead;
  };
  await start();
  return {
    url: `${tls === undefined ? 'redis' : 'rediss'}://127.0.0.1:${port}`,
    port,
    pause: () => void child?.kill('SIGSTOP'),
    resume: () => void child?.kill('SIGCONT'),
    kill,
    start,
    async flush() {
      const client = new Redis({ host: '127.0.0.1', port });
      await client.flushall();
      client.disconnect();
    },
    async stop() {
      await kill();
      outlive();
      await rm(folder, { recursive: true, force: true });
    },
  };
};

/** Starts three masters that share the slots. */
export const startRedisCluster = async (): Promise<{ urls: string[]; nodes: RedisServer[]; stop(): Promise<void> }> => {
  const args = ['--cluster-enabled', 'yes', '--cluster-node-timeout', '2000'];
  const nodes = await Promise.all([0, 1, 2].map(() => startRedisServer({ args })));
  await run('redis-cli', ['--cluster', 'create', ...nodes.map(({ port }) => `127.0.0.1:${port}`), '--cluster-yes']);
  const client = new Redis({ host: '127.0.0.1', port: nodes[0]!.port });
  await until(async () => (await client.cluster('INFO')).includes('cluster_state:ok'), 'the cluster');
  client.disconnect();
  return {
    urls: nodes.map(({ url }) => url),
    nodes,
    stop: () => Promise.all(nodes.map((node) => node.stop())).then(() => undefined),
  };
};

/** Creates a certificate authority and a certificate for 127.0.0.1, in a separate folder. */
export const makeCertificates = async (): Promise<{ folder: string; ca: string }> => {
  const folder = await mkdtemp(join(tmpdir(), 'tcg-ledger-tls-'));
  const at = (name: string): string => join(folder, name);
  await run('openssl', [
    'req',
    '-x509',
    '-newkey',
    'rsa:2048',
    '-nodes',
    '-days',
    '2',
    '-subj',
    '/CN=test ca',
    '-keyout',
    at('ca.key'),
    '-out',
    at('ca.pem'),
  ]);
  await run('openssl', [
    'req',
    '-newkey',
    'rsa:2048',
    '-nodes',
    '-subj',
    '/CN=127.0.0.1',
    '-keyout',
    at('server.key'),
    '-out',
    at('server.csr'),
  ]);
  await writeFile(at('names'), 'subjectAltName=IP:127.0.0.1,DNS:localhost');
  await run('openssl', [
    'x509',
    '-req',
    '-days',
    '2',
    '-in',
    at('server.csr'),
    '-CA',
    at('ca.pem'),
    '-CAkey',
    at('ca.key'),
    '-CAcreateserial',
    '-extfile',
    at('names'),
    '-out',
    at('server.pem'),
  ]);
  return { folder, ca: await readFile(at('ca.pem'), 'utf8') };
};
