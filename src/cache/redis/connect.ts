/** Connections to Redis: one node, or a cluster if several URLs are given; TLS with rediss. */
import { Cluster, Redis } from 'ioredis';
import { backoffMs } from '../../base/async/backoff.js';
import { ledgerError } from '../../base/errors.js';
import { redactValue } from '../../base/redact.js';
import { PatientConnector } from './connector.js';
import { redisLimits } from './limits.js';
import { type RedisAddress, redisAddressOf, redisUrlProblem } from './url.js';

export type RedisClient = Redis | Cluster;

/**
 * Options that never wait: a command without a connection fails at once, a command without an answer after
 * redisLimits.commandMs, and no command is sent again. Connections are re-established in the background.
 */
const failFast = {
  enableOfflineQueue: false,
  commandTimeout: redisLimits.commandMs,
  connectTimeout: redisLimits.connectMs,
  // A silently cut connection would otherwise be used until TCP times out.
  socketTimeout: redisLimits.silenceMsMax,
  maxRetriesPerRequest: 0,
  autoResendUnfulfilledCommands: false,
  connectionName: 'tcg-ledger',
  // Nothing here needs RESP3, which older servers and some proxies do not support.
  protocol: 2,
  Connector: PatientConnector,
} as const;
/** `times` counts from 1. Without jitter: ioredis passes no randomness. */
const retryMs = (times: number): number => backoffMs(times, 1, { minMs: 50, maxMs: 2_000 });

const refuse = (url: string, expected: string): Error =>
  ledgerError('CONFIG_INVALID', `REDIS_URL=${redactValue('REDIS_URL', url)}: expected ${expected}`, {
    details: { REDIS_URL: expected },
  });

const addressOf = (url: string): RedisAddress => {
  const problem = redisUrlProblem(url);
  if (problem !== null) throw refuse(url, problem);
  return redisAddressOf(url);
};

export interface ConnectOptions {
  /** A PEM certificate that signs the server's, beside the system's. */
  readonly ca?: string | undefined;
  readonly now: () => Date;
  /** Called when a new connection is made because the server is no primary any more. */
  readonly onDemoted?: () => void;
}

/** A primary that was demoted, or a replica that lost its primary: the address may lead to another server by now. */
const isDemoted = ({ message }: Error): boolean => /\b(READONLY|MASTERDOWN)\b/.test(message);

/**
 * Returns ioredis's option to connect anew after such an error, at most once in redisLimits.reconnectMsMin: an address that
 * always leads to a replica would otherwise be connected to at every write.
 */
const reconnectIfDemoted = ({ now, onDemoted }: ConnectOptions): ((error: Error) => boolean) => {
  let lastMs = Number.NEGATIVE_INFINITY;
  return (error) => {
    const ms = now().getTime();
    if (!isDemoted(error) || Math.abs(ms - lastMs) < redisLimits.reconnectMsMin) return false;
    lastMs = ms;
    onDemoted?.();
    return true;
  };
};

/**
 * Connects in the background and keeps trying. `ca`: a PEM certificate that signs the server's, beside the system's
 * (NODE_EXTRA_CA_CERTS adds one for the whole process). Throws CONFIG_INVALID if the URLs contradict each other.
 */
export const connectRedis = (urls: readonly string[], options: ConnectOptions): RedisClient => {
  const [first, ...others] = urls.map(addressOf);
  if (first === undefined) throw ledgerError('CONFIG_INVALID', 'REDIS_URL: expected at least one URL');
  const { username, password, db, isTls } = first;
  const common = {
    ...failFast,
    reconnectOnError: reconnectIfDemoted(options),
    ...(username === '' ? {} : { username }),
    ...(password === '' ? {} : { password }),
    ...(isTls ? { tls: options.ca === undefined ? {} : { ca: options.ca } } : {}),
  };
  let client: RedisClient;
  if (others.length === 0) {
    client = new Redis({ ...common, host: first.host, port: first.port, db, retryStrategy: retryMs });
  } else {
    const odd = others.findIndex(
      (where) => where.isTls !== isTls || where.username !== username || where.password !== password,
    );
    if (odd >= 0)
      throw refuse(urls[odd + 1] as string, 'the same scheme, user and password for every node of a cluster');
    if ([first, ...others].some((where) => where.db !== 0))
      throw refuse(urls[0] as string, 'no database number: a cluster has only 0');
    const cluster = {
      enableOfflineQueue: false,
      clusterRetryStrategy: retryMs,
      slotsRefreshTimeout: redisLimits.connectMs,
      // One redirection for a replaced node; then the caller queries Postgres.
      maxRedirections: 2,
      redisOptions: common,
      // A certificate names the host, not a resolved address.
      ...(isTls ? { dnsLookup: (host: string, done: (error: null, address: string) => void) => done(null, host) } : {}),
    };
    client = new Cluster(
      [first, ...others].map(({ host, port }) => ({ host, port })),
      cluster,
    );
  }
  // The breaker and `describe` report errors; without a listener ioredis would print them.
  client.on('error', () => undefined);
  return client;
};
