/**
 * Prepares the run against real servers: a Redis, `redis-server` for separate servers (faults, cluster, TLS), and the
 * programs of PostgreSQL for a primary with a replica. As in need-engines.ts, a missing one is reported, and fails the
 * run in CI.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { Redis } from 'ioredis';

const missing = (what: string): void => {
  if (process.env['CI'] === 'true') throw new Error(`engines: ${what}`);
  process.stderr.write(`SKIPPED, engines: ${what}\n`);
};

const url = process.env['REDIS_URL'] ?? 'redis://127.0.0.1:6379';
const client = new Redis(url, { lazyConnect: true, retryStrategy: () => null, connectTimeout: 3_000 });
client.on('error', () => undefined);
try {
  await client.connect();
  const version = /redis_version:(\S+)/.exec(await client.info('server'))?.[1] ?? '';
  process.env['TEST_REDIS_URL'] = url;
  process.stderr.write(`engines: Redis ${version}\n`);
} catch (error) {
  missing(`no Redis at ${new URL(url).host} (${(error as Error).message})`);
} finally {
  client.disconnect();
}
if (spawnSync('redis-server', ['--version']).status === 0) process.env['TEST_REDIS_SERVER'] = 'redis-server';
else missing('no redis-server on the PATH: its faults, a cluster and TLS are not tested');

const pooler = ['/usr/sbin/pgbouncer', '/usr/bin/pgbouncer'].find((path) => existsSync(path));
if (pooler !== undefined) process.env['TEST_PGBOUNCER'] ??= pooler;
else missing('no pgbouncer in /usr/sbin: a pooler in transaction mode is not tested');

const installed = '/usr/lib/postgresql';
const newest = (existsSync(installed) ? readdirSync(installed) : []).sort((a, b) => Number(a) - Number(b)).at(-1);
const bin = process.env['TEST_POSTGRES_BIN'] ?? `${installed}/${newest ?? ''}/bin`;
if (existsSync(`${bin}/pg_basebackup`) && existsSync(`${bin}/initdb`)) process.env['TEST_POSTGRES_BIN'] = bin;
else missing(`no initdb and pg_basebackup in ${bin} (TEST_POSTGRES_BIN): reads of a replica only on a stand-in`);
