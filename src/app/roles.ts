/** The roles of a running ledger. All in one process, or each in its own. */
import { setMaxListeners } from 'node:events';
import { join } from 'node:path';
import { offerFirstAdmin } from '../accounts/first-admin.js';
import { runAccountMails } from '../accounts/outgoing-mails.js';
import { startApi, startHealthServer } from '../api/server.js';
import type { DemoUser } from '../api/dashboard/options.js';
import { createNextStamp } from '../api/cache-control.js';
import { createCardReads, runCardReads } from '../api/card-reads.js';
import { watchedCards } from '../api/watched-cards.js';
import type { Logger } from '../base/logger.js';
import type { Runtime } from '../base/runtime.js';
import { runWarming } from '../api/cache/warm-cache.js';
import { ownSecretHeader } from '../api/own-requests.js';
import type { Collector } from '../collecting/collector.js';
import { runRing } from '../collecting/ring.js';
import { runSchedule } from '../collecting/schedule.js';
import { createNetworkGuard } from '../delivery/network-guard.js';
import { isSimulated, type SourceName, sourceNames } from '../domain/source.js';
import type { ObservedSource } from '../api/observed-source.js';
import type { Config } from './config.js';
import { createSource } from './sources.js';
import type { Ledger } from './ledger.js';
import { openEbayNotices } from './open-ebay-notices.js';
import { openPictures } from './open-pictures.js';
import { openAccounts, runAccountCleanup, runKeyReading } from './open-accounts.js';
import { notify } from './notify.js';
import { runQuotas } from './open-quotas.js';
import { aborted } from '../base/async/aborted.js';
import { deferred } from '../base/async/deferred.js';
import { isEngineError } from '../base/errors.js';
import { webFolder } from '../base/paths.js';
import { ruleOnCard } from '../api/commands/list-rule.js';
import { runWatchlists } from '../alerting/watchlists/run-watchlists.js';
import { runDailyExports } from '../exports/build-daily.js';
import { sealSegments } from '../log/hash-chain.js';
import { runUnderLease } from '../subscriptions/run-under-lease.js';
import { runSubscribers, type Subscriber } from '../subscriptions/subscriber.js';
import { runWeeklyJobs } from './jobs.js';
import { runCollectionTasks, runProjectionTasks } from './tasks.js';
import { subscribersOf, subscribingRoles, type SubscribingRole } from './subscribers.js';

export const roles = ['api', 'collector', 'projector', 'alerter', 'publisher', 'notifier'] as const;
export type Role = (typeof roles)[number];

export const isRole = (text: string): text is Role => (roles as readonly string[]).includes(text);

const isTaken = (error: unknown): boolean =>
  error instanceof Error && error.cause instanceof Error && 'code' in error.cause && error.cause.code === 'EADDRINUSE';

/** How often full segments of the hash chain are sealed. */
const sealIntervalMs = 60_000;

/** Returns an address to connect to, of one to listen on: 0.0.0.0 and :: are every address, and none everywhere. */
export const reachable = (url: string): string =>
  url.replace('//0.0.0.0:', '//127.0.0.1:').replace('//[::]:', '//[::1]:');

/** Creates the function by which the process asks its own API. */
const askOf =
  (url: string, headers: Record<string, string>) =>
  async (path: string): Promise<void> => {
    await (await fetch(`${url}${path}`, { headers })).arrayBuffer();
  };

const configuredSources = ({ collectedSources, sources }: Config): ObservedSource[] =>
  collectedSources.map((name) => {
    const { settings, schedule, ring, cardRing } = createSource(name, sources[name]);
    const rings = { ...(ring === undefined ? {} : { ring }), ...(cardRing === undefined ? {} : { cardRing }) };
    return { name, dailyBudget: settings.dailyBudget, pauseMs: settings.pauseMs, schedule, ...rings };
  });

/** What the demo does in another way than a ledger of real prices. */
export interface RoleOverrides {
  /** Default: the configured port. */
  readonly port?: number;
  /** Takes any free port if `port` is taken. */
  readonly elseAnyPort?: boolean;
  /** Whether prices are simulated; default: as the ledger says. */
  readonly simulated?: boolean;
  /** Whom the dashboard signs in by itself; default: nobody. */
  readonly demoUser?: DemoUser;
  /** What is collected; default: the configured sources by their schedules. */
  readonly sources?: readonly ObservedSource[];
  /** Collects until `signal` aborts; default: the configured sources, by schedule and as administrators ask. */
  readonly collect?: (signal: AbortSignal) => Promise<unknown>;
}

/** Serves the API until `signal` aborts. Calls `onUrl` with its URL. */
const runApi = async (
  ledger: Ledger,
  options: Pick<RoleOverrides, 'elseAnyPort' | 'demoUser'> & {
    sources: readonly ObservedSource[];
    port: number;
    simulated: boolean;
    onUrl: (url: string) => void;
    signal: AbortSignal;
  },
): Promise<void> => {
  const { log, runtime, logger, queries: database, config } = ledger;
  const cache = await ledger.openCache();
  const quotas = await ledger.openQuotas();
  const ownSecret = runtime.secret(16);
  let ownUrl = '';
  const accounts = await openAccounts(ledger, { simulated: options.simulated, ownUrl: () => ownUrl });
  const cardReads = createCardReads({ database: ledger.database, runtime });
  const { pictures, close: closePictures } = await openPictures(ledger, options);
  const { ebayDeletions, close: closeNotices } = openEbayNotices(ledger);
  const listen = (port: number) =>
    startApi({
      database,
      log,
      runtime,
      logger,
      accounts,
      readsNeedKey: config.readsNeedKey,
      channelRules: { guard: createNetworkGuard(config.webhookAllow), sendsMail: ledger.mailer !== undefined },
      cache,
      nextStamp: createNextStamp({ database, runtime }),
      quotas,
      ownSecret,
      trustedProxies: config.trustedProxies,
      cardReads,
      sources: options.sources,
      exportsDir: exportsFolder(config),
      simulated: options.simulated,
      dashboard: { folder: webFolder, demoUser: options.demoUser ?? null },
      ...(pictures === undefined ? {} : { pictures }),
      ...(ebayDeletions === undefined ? {} : { ebayDeletions }),
      corsOrigins: config.corsOrigins,
      host: config.host,
      port,
    });
  try {
    const api = await listen(options.port).catch((error: unknown) => {
      // Tried and not asked beforehand: two that start at once would both find the port free.
      if (options.elseAnyPort === true && isTaken(error)) return listen(0);
      throw error;
    });
    ownUrl = reachable(api.url);
    await offerFirstAdmin(accounts);
    options.onUrl(api.url);
    const ask = askOf(ownUrl, { [ownSecretHeader]: ownSecret });
    await Promise.all([
      aborted(options.signal),
      runQuotas(quotas, runtime, options.signal),
      runCardReads({ cardReads, runtime, logger }, options.signal),
      runWatchlists({ ...ledger, ruleOnCard: ruleOnCard({ log, database: ledger.database }) }, options.signal),
      runWarming({ cache, ask, runtime, logger }, options.signal),
      runAccountCleanup(ledger, accounts, options.signal),
      runKeyReading(accounts, options.signal),
      runAccountMails(accounts, options.signal),
    ]);
    await api.close();
  } finally {
    await closeNotices();
    await closePictures();
    await accounts.close();
    await quotas.close();
    await cache.close();
  }
};

/** Asks for the sets of the most watched cards until `signal` aborts, where the source allows it. */
const runRingOf = async (
  { database, queries, config, runtime }: Ledger,
  source: SourceName,
  options: { collector: Collector; runtime: Runtime; logger: Logger; signal: AbortSignal },
): Promise<void> => {
  const { ring, settings } = createSource(source, config.sources[source]);
  if (ring === undefined) return;
  const watched = async () => (await watchedCards({ database: queries, runtime }, '7d')).map(({ cardId }) => cardId);
  await runRing({ ...options, database, source, ring, dailyBudget: settings.dailyBudget, watched });
};

/**
 * Collects from every configured source by its schedule until `signal` aborts. One instance holds the lease of a source.
 * Another takes over the schedule and the run under way within seconds of the holder's death.
 */
const runCollectors = async (ledger: Ledger, signal: AbortSignal): Promise<void> => {
  const { database, runtime, logger, holder } = ledger;
  await Promise.all(
    ledger.config.collectedSources.map(async (source) => {
      const collector = ledger.collector(source);
      try {
        await runUnderLease(
          { database, runtime, logger, holder, name: `schedule-${source}`, signal },
          async ({ stop }) => {
            const options = { collector, runtime: ledger.collectingRuntime, logger, signal: stop };
            await Promise.all([runSchedule(options), runRingOf(ledger, source, options)]);
          },
        );
      } finally {
        await collector.close();
      }
    }),
  );
};

/** Seals the segments of the log's hash chain as they fill, until `signal` aborts. */
const runSealing = async ({ log, segments, runtime, logger }: Ledger, signal: AbortSignal): Promise<void> => {
  while (!signal.aborted) {
    await sealSegments(log, segments).catch((error: unknown) => {
      logger[isEngineError(error) ? 'debug' : 'warn']('segments not sealed', { reason: (error as Error).message });
    });
    await runtime.sleep(sealIntervalMs, signal).catch(() => undefined);
  }
};

/** The data directory may be another than the environment's: simulated files never lie among real ones. */
const exportsFolder = ({ exportsDir, dataDir }: Ledger['config']): string => exportsDir ?? join(dataDir, 'exports');

/** Builds the files for download after each collection, in one process at a time, until `signal` aborts. */
const runExports = (
  { config, queries: database, database: primary, runtime, logger, holder }: Ledger,
  signal: AbortSignal,
): Promise<void> =>
  runUnderLease({ database: primary, runtime, logger, holder, name: 'exports', signal }, ({ stop, onProgress }) =>
    runDailyExports({ database, folder: exportsFolder(config), runtime, logger }, stop, onProgress),
  );

/** Serves health and metrics until `signal` aborts, in a process that runs no API. */
const runHealthServer = async (
  ledger: Ledger,
  options: {
    subscribers: readonly Subscriber[];
    sources: readonly ObservedSource[];
    simulated: boolean;
    onUrl: (url: string) => void;
    signal: AbortSignal;
  },
): Promise<void> => {
  const { log, runtime, logger, database, config } = ledger;
  const names = new Set(options.subscribers.map(({ name }) => name));
  const works = (subscriber: string): boolean => names.has(subscriber);
  const { simulated, sources } = options;
  const { host, port } = config;
  const server = await startHealthServer({ database, log, runtime, logger, sources, simulated, works, host, port });
  options.onUrl(server.url);
  await aborted(options.signal);
  await server.close();
};

/** Waits until `signal` aborts. Throws if the embedded Postgres is lost before: nothing in this process can go on without. */
const whileServed = async ({ engine }: Ledger, signal: AbortSignal): Promise<void> => {
  await Promise.race([aborted(signal), aborted(engine.lost)]);
  if (!signal.aborted) throw engine.lost.reason;
};

/**
 * Runs parts until `signal` aborts or a part fails. A failure ends the other parts and is thrown. Failures after the end
 * has begun are caused by it and not reported.
 */
const runTogether = async (
  signal: AbortSignal,
  start: (signal: AbortSignal) => readonly Promise<void>[],
): Promise<void> => {
  const failed = new AbortController();
  const either = AbortSignal.any([signal, failed.signal]);
  // Every part listens, some of them several times: no leak to warn of.
  setMaxListeners(0, either);
  const ending = start(either).map((part) =>
    part.catch((error: unknown) => {
      if (!either.aborted) failed.abort(error);
    }),
  );
  await Promise.all(ending);
  if (failed.signal.aborted) throw failed.signal.reason;
};

/** Whether the ledger says so, or what it is about to collect. A log that is away does not say: then it is not known. */
const holdsSimulated = async (ledger: Ledger): Promise<boolean> => {
  if (ledger.config.collectedSources.some(isSimulated)) return true;
  const held = await ledger.dataOrigin().catch((error: unknown) => {
    ledger.logger.warn('not known whether prices are simulated', { reason: (error as Error).message });
    return null;
  });
  return held === 'simulated';
};

/** Runs the roles until `signal` aborts or one of them fails, which ends the others. `onUrl` gets the server's URL. */
export const runRoles = async (
  ledger: Ledger,
  wanted: readonly Role[],
  options: RoleOverrides & { onUrl: (url: string) => void; signal: AbortSignal },
): Promise<void> => {
  const { onUrl, port = ledger.config.port, elseAnyPort = false, sources, demoUser } = options;
  const simulated = options.simulated ?? (await holdsSimulated(ledger));
  const collect =
    options.collect ?? ((signal) => Promise.all([runCollectors(ledger, signal), runCollectionTasks(ledger, signal)]));
  const observed = sources ?? configuredSources(ledger.config);
  const collected = sourceNames.filter((name) => observed.some((source) => source.name === name));
  const following = subscribingRoles.filter((role) => wanted.includes(role));
  const opened = await Promise.all(
    following.map(async (role) => [role, await subscribersOf(ledger, role, options.signal)] as const),
  );
  const subscribers = new Map<SubscribingRole, readonly Subscriber[]>(opened);
  const listening = deferred<string>();
  const onApiUrl = (url: string): void => {
    listening.resolve(reachable(url));
    onUrl(url);
  };
  const apiUrl = wanted.includes('api') ? listening.promise : null;
  await runTogether(options.signal, (signal) => {
    const follow = (role: SubscribingRole) => runSubscribers(ledger, subscribers.get(role) ?? [], signal);
    const run: Record<Role, () => Promise<unknown>> = {
      api: () =>
        runApi(ledger, {
          ...{ port, elseAnyPort, simulated, sources: observed },
          ...(demoUser === undefined ? {} : { demoUser }),
          ...{ onUrl: onApiUrl, signal },
        }),
      collector: () => Promise.all([collect(signal), runWeeklyJobs(ledger, collected, signal)]),
      projector: () =>
        Promise.all([
          follow('projector'),
          runSealing(ledger, signal),
          runExports(ledger, signal),
          runProjectionTasks(ledger, signal),
        ]),
      alerter: () => follow('alerter'),
      publisher: () => follow('publisher'),
      notifier: () => Promise.all([follow('notifier'), notify(ledger, { apiUrl, signal, sources: observed })]),
    };
    const parts = wanted.map(async (role) => {
      try {
        await run[role]();
      } catch (error) {
        if (!signal.aborted) ledger.logger.error('role failed', { role, reason: (error as Error).message });
        throw error;
      }
    });
    parts.push(whileServed(ledger, signal));
    if (wanted.includes('api')) return parts;
    const all = [...subscribers.values()].flat();
    return [...parts, runHealthServer(ledger, { subscribers: all, sources: observed, simulated, onUrl, signal })];
  });
};
