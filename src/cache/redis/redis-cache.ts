/**
 * The cache in Redis, shared by processes. Every command touches one key, so a cluster needs no hash tags. A circuit breaker
 * surrounds the commands: an unavailable or slow Redis costs a few of them redisLimits.commandMs each, then nothing until
 * the breaker tries again.
 */
import { Cluster, type Redis } from 'ioredis';
import CircuitBreaker from 'opossum';
import { limits } from '../../base/limits.js';
import { type Outages, silentOutages } from '../../base/outages.js';
import { reasonOf } from '../../base/reason.js';
import type { Runtime } from '../../base/runtime.js';
import type { Cache, CacheEntry, CacheReport } from '../cache.js';
import { connectRedis, type RedisClient } from './connect.js';
import { redisLimits } from './limits.js';
import { redisAt } from './url.js';

/** Version of the stored layout, part of every key: a change needs no flush. */
const layout = 'v1';

export interface RedisCacheOptions {
  /** Prefix of every key, so that several ledgers can share a server. Default: `tcg`. */
  readonly namespace?: string;
  /** A PEM certificate that signs the server's. */
  readonly ca?: string | undefined;
  readonly runtime: Pick<Runtime, 'now' | 'sleep'>;
  /** Where it is reported that the server is away or rejects commands; default: nowhere. */
  readonly outages?: Outages;
}

/**
 * KEYS[1], the value, its version, milliseconds to live. The server compares versions: between a client's GET and SET
 * another process could set a newer value.
 */
const setIfNewer = `
  local version = string.match(redis.call('GETRANGE', KEYS[1], 0, 1023), '^%d+\\n([^\\n]*)\\n')
  if version and version > ARGV[2] then return 0 end
  redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[3])
  return 1`;

/** Writes expiry and version, a line each, then the bytes. */
const write = ({ bytes, version, untilMs }: CacheEntry): Buffer =>
  Buffer.concat([Buffer.from(`${Math.floor(untilMs)}\n${version}\n`), bytes]);

const read = (value: Buffer): CacheEntry | undefined => {
  const first = value.indexOf(0x0a);
  const second = value.indexOf(0x0a, first + 1);
  const untilMs = Number(value.toString('latin1', 0, Math.max(0, first)));
  if (first < 0 || second < 0 || !Number.isFinite(untilMs)) return undefined;
  return { untilMs, version: value.toString('utf8', first + 1, second), bytes: value.subarray(second + 1) };
};

const field = (info: string, name: string): string | null =>
  new RegExp(`^${name}:(.*?)\\r?$`, 'm').exec(info)?.[1] ?? null;

/** Returns the nodes that hold keys. */
const mastersOf = (client: RedisClient): Redis[] => (client instanceof Cluster ? client.nodes('master') : [client]);

/** Rejections by the state of the server, not by what was asked: it may accept the same command later. */
const stateErrors =
  /\b(READONLY|MASTERDOWN|LOADING|CLUSTERDOWN|TRYAGAIN|MISCONF|NOREPLICAS|OOM|NOAUTH|NOPERM|WRONGPASS|BUSY)\b/;

const isReply = (error: unknown): boolean => error instanceof Error && error.name === 'ReplyError';

interface BreakerOptions {
  readonly outages: Outages;
  /** The engine's name in messages. */
  readonly where: string;
  /** Returns the error of the connection, if there is one: a command's own only says that there is no connection. */
  readonly whyAway: () => string | null;
  /** Returns whether the connection is being replaced: no command is sent then. */
  readonly isChanging: () => boolean;
}

/** Creates the breaker around all commands. */
const breakerOf = ({ outages, where, whyAway, isChanging }: BreakerOptions) => {
  const breaker = new CircuitBreaker(<T>(command: () => Promise<T>): Promise<T> => command(), {
    timeout: false,
    errorThresholdPercentage: 50,
    volumeThreshold: redisLimits.breakerVolumeMin,
    rollingCountTimeout: redisLimits.breakerWindowMs,
    resetTimeout: redisLimits.breakerOpenMs,
    // A server that rejects (full, loading, read-only) answers at once: opening the breaker gains nothing.
    errorFilter: isReply,
  });
  const away = outages.of(where);
  let reason = '';
  breaker.on('failure', (error: unknown) => {
    reason = whyAway() ?? reasonOf(error);
    if (breaker.opened || breaker.halfOpen) away.failed(reason);
  });
  breaker.on('open', () => away.failed(reason));
  breaker.on('close', () => away.succeeded());
  return {
    /** Returns the command's result; `otherwise` if it fails or is not tried. `what` it does, for the log. */
    run: async <T>(what: 'Reading from' | 'Writing to', command: () => Promise<T>, otherwise: T): Promise<T> => {
      if (isChanging()) return otherwise;
      const refusal = outages.of(`${what} ${where}`);
      try {
        const result = (await breaker.fire(command)) as T;
        refusal.succeeded();
        return result;
      } catch (error) {
        if (isReply(error) && stateErrors.test((error as Error).message)) refusal.failed(reasonOf(error));
        return otherwise;
      }
    },
    state: () => (breaker.halfOpen ? 'half_open' : breaker.opened ? 'open' : 'closed'),
    close: () => breaker.shutdown(),
  } as const;
};

const sum = (values: readonly (string | null)[]): number =>
  values.reduce((total, value) => total + Number(value ?? 0), 0);

/** Returns why a server takes no writes; `null` if it does. */
const troubleOf = async (master: Redis, info: string): Promise<string | null> => {
  if (field(info, 'role') === 'slave') {
    const primary = `${field(info, 'master_host') ?? '?'}:${field(info, 'master_port') ?? '?'}`;
    const link = field(info, 'master_link_status') === 'up' ? '' : ', to which it has no connection';
    return `a replica of ${primary}${link}: answers are not shared; set REDIS_URL to the primary`;
  }
  if (field(info, 'cluster_enabled') !== '1') return null;
  const state = field(String(await master.call('CLUSTER', 'INFO')), 'cluster_state');
  return state === 'ok' ? null : `the cluster is in state ${state ?? 'unknown'}: some keys have no node`;
};

/** Sums up the servers' own figures. */
const report = async (client: RedisClient): Promise<CacheReport> => {
  const masters = mastersOf(client);
  if (masters.length === 0) throw new Error('no node of the cluster is reachable');
  const infos = await Promise.all(masters.map((master) => master.info()));
  const all = (name: string): (string | null)[] => infos.map((info) => field(info, name));
  const [hits, misses] = [sum(all('keyspace_hits')), sum(all('keyspace_misses'))];
  const sizes = await Promise.all(masters.map((master) => master.dbsize()));
  const troubles = [...new Set(await Promise.all(masters.map((master, at) => troubleOf(master, infos[at] ?? ''))))];
  const trouble = troubles.find((each) => each !== null) ?? null;
  const isFull = infos.some(
    (info) => field(info, 'maxmemory_policy') === 'noeviction' && field(info, 'maxmemory') !== '0',
  );
  return {
    kind: 'redis',
    reachable: true,
    writable: trouble === null,
    version: field(infos[0] ?? '', 'redis_version'),
    entries: sum(sizes.map(String)),
    bytes: sum(all('used_memory')),
    hitRatio: hits + misses === 0 ? null : hits / (hits + misses),
    remark:
      trouble ?? (isFull ? 'maxmemory-policy noeviction: a full server stores nothing more; set allkeys-lru' : null),
  };
};

/**
 * Creates the cache at `urls`: one node (redis, or rediss for TLS; a database number after the slash), or several of a
 * cluster. Connects in the background; until then the cache is empty. Throws CONFIG_INVALID if the URLs contradict each
 * other.
 */
export const createRedisCache = (urls: readonly string[], options: RedisCacheOptions): Cache => {
  const { runtime } = options;
  let demotedMs = Number.NEGATIVE_INFINITY;
  const now = (): Date => runtime.now();
  const onDemoted = (): void => {
    demotedMs = now().getTime();
  };
  const client = connectRedis(urls, { ca: options.ca, now, onDemoted });
  /** The connection was closed here, and is opened again: commands that find none say nothing about the server. */
  const isChanging = (): boolean => now().getTime() - demotedMs < redisLimits.connectMs;
  /** The last error of the connection: a command's own error only says that there is no connection. */
  let connectionError: string | null = null;
  client.on('error', (error: Error) => {
    connectionError = reasonOf(error);
  });
  client.on('ready', () => {
    demotedMs = Number.NEGATIVE_INFINITY;
    connectionError = null;
  });
  const breaker = breakerOf({
    outages: options.outages ?? silentOutages,
    where: redisAt(urls),
    whyAway: () => connectionError,
    isChanging,
  });
  const prefix = `${options.namespace ?? 'tcg'}:${layout}:`;
  let writes = 0;

  const clearNode = async (node: Redis): Promise<void> => {
    for await (const keys of node.scanStream({ match: `${prefix.replace(/[*?[\]\\]/g, '\\$&')}*`, count: 500 })) {
      // One key a command: the keys of a node may lie in different slots, which a command may not mix.
      await Promise.all((keys as string[]).map((key) => node.unlink(key)));
    }
  };

  return {
    get: (key) =>
      breaker.run(
        'Reading from',
        async () => {
          const value = await client.getBuffer(prefix + key);
          const entry = value === null ? undefined : read(value);
          return entry !== undefined && entry.untilMs > runtime.now().getTime() ? entry : undefined;
        },
        undefined,
      ),
    async set(key, entry) {
      const lifeMs = Math.floor(entry.untilMs - runtime.now().getTime());
      if (lifeMs <= 0 || entry.bytes.length > limits.cacheEntryBytesMax || writes >= redisLimits.writesAtOnceMax)
        return;
      writes += 1;
      try {
        await breaker.run(
          'Writing to',
          () => client.eval(setIfNewer, 1, prefix + key, write(entry), entry.version, lifeMs),
          null,
        );
      } finally {
        writes -= 1;
      }
    },
    async clear() {
      await breaker.run('Writing to', () => Promise.all(mastersOf(client).map(clearNode)), null);
    },
    circuit: breaker.state,
    async describe() {
      const tries = redisLimits.connectMs / redisLimits.commandMs;
      // Waits for a connection under way right after the start.
      for (let at = 0; at < tries && client.status !== 'ready' && connectionError === null; at += 1)
        await runtime.sleep(redisLimits.commandMs);
      return report(client).catch((error: unknown) => ({
        kind: 'redis' as const,
        reachable: false,
        writable: false,
        version: null,
        entries: null,
        bytes: null,
        hitRatio: null,
        remark: connectionError ?? (client.status === 'connect' ? 'connected, and loading its data' : reasonOf(error)),
      }));
    },
    close() {
      breaker.close();
      client.disconnect();
      return Promise.resolve();
    },
  };
};
