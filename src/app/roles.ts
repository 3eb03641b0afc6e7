/** The roles of a running ledger. All in one process, or each in its own. */
import { runAlerter } from '../alerting/alerter.js';
import { alerterName } from '../alerting/process-page.js';
import { startApi, startHealthServer } from '../api/server.js';
import { runSchedule } from '../collecting/schedule.js';
import { isSimulated } from '../domain/source.js';
import type { Ledger } from './ledger.js';
import { aborted } from '../base/async/aborted.js';
import { sealSegments } from '../log/hash-chain.js';
import { runUnderLease } from '../subscriptions/run-under-lease.js';
import { projections } from '../../projections/index.js';

/** How often full segments of the hash chain are sealed. */
const sealIntervalMs = 60_000;

export const roles = ['api', 'collector', 'projector', 'alerter', 'notifier'] as const;
export type Role = (typeof roles)[number];

const isTaken = (error: unknown): boolean =>
  error instanceof Error && error.cause instanceof Error && 'code' in error.cause && error.cause.code === 'EADDRINUSE';

/** Serves the API until `signal` aborts. `onUrl` is told where. `elseAnyPort`: on any free port when `port` is taken. */
export const runApi = async (
  ledger: Ledger,
  options: {
    port: number;
    elseAnyPort?: boolean;
    simulated: boolean;
    onUrl: (url: string) => void;
    signal: AbortSignal;
  },
): Promise<void> => {
  const { log, runtime, logger, queries: database, config } = ledger;
  const cache = await ledger.openCache();
  const listen = (port: number) =>
    startApi({ database, log, runtime, logger, cache, simulated: options.simulated, host: config.host, port });
  try {
    const api = await listen(options.port).catch((error: unknown) => {
      // Tried and not asked beforehand: two that start at once would both find the port free.
      if (options.elseAnyPort === true && isTaken(error)) return listen(0);
      throw error;
    });
    options.onUrl(api.url);
    await aborted(options.signal);
    await api.close();
  } finally {
    await cache.close();
  }
};

/**
 * Collects from every configured source at its time until `signal` aborts. Of several that could, one keeps the schedule;
 * another goes on with it, and with the run under way, within seconds of its death.
 */
export const runCollectors = async (ledger: Ledger, signal: AbortSignal): Promise<void> => {
  const { database, runtime, logger, holder } = ledger;
  await Promise.all(
    ledger.config.collectedSources.map(async (source) => {
      const collector = ledger.collector(source);
      try {
        await runUnderLease({ database, runtime, logger, holder, name: `schedule-${source}`, signal }, ({ stop }) =>
          runSchedule({ collector, runtime, logger, signal: stop }),
        );
      } finally {
        await collector.close();
      }
    }),
  );
};

/** Folds the log into the read models, and seals the segments of its hash chain as they fill. */
const runProjector = async (ledger: Ledger, signal: AbortSignal): Promise<void> => {
  const { log, segments, runtime, logger } = ledger;
  const seal = async (): Promise<void> => {
    while (!signal.aborted) {
      await sealSegments(log, segments).catch((error: unknown) => {
        logger.warn('segments not sealed', { reason: (error as Error).message });
      });
      await runtime.sleep(sealIntervalMs, signal).catch(() => undefined);
    }
  };
  await Promise.all([ledger.projector.run(signal), seal()]);
};

/** Sends what leaves. Imported where it runs, as engines.ts opens its sink. */
const runNotifier = async (ledger: Ledger, signal: AbortSignal): Promise<void> => {
  const { runPublisher } = await import('../publishing/publisher.js');
  await runPublisher({ ...ledger, signal });
};

/** The readers of the log that a role works on, by the names of their checkpoints. */
const worksOn: Record<Exclude<Role, 'api'>, (checkpoint: string) => boolean> = {
  collector: () => false,
  projector: (checkpoint) => projections.some(({ schema }) => schema === checkpoint),
  alerter: (checkpoint) => checkpoint === alerterName,
  notifier: (checkpoint) => checkpoint.startsWith('publisher_'),
};

/** Answers for health and figures until `signal` aborts, where no API of the process does. */
const runOperations = async (
  ledger: Ledger,
  options: { wanted: readonly Role[]; simulated: boolean; onUrl: (url: string) => void; signal: AbortSignal },
): Promise<void> => {
  const { log, runtime, logger, database, config } = ledger;
  const works = (checkpoint: string): boolean =>
    options.wanted.some((role) => role !== 'api' && worksOn[role](checkpoint));
  const { simulated } = options;
  const { host, port } = config;
  const operations = await startHealthServer({ database, log, runtime, logger, simulated, works, host, port });
  options.onUrl(operations.url);
  await aborted(options.signal);
  await operations.close();
};

/**
 * Runs parts until `signal` aborts or one of them fails, which ends the others, and throws that failure. What fails after
 * the end has begun is the end's doing and not reported.
 */
export const runTogether = async (
  signal: AbortSignal,
  start: (signal: AbortSignal) => readonly Promise<void>[],
): Promise<void> => {
  const failed = new AbortController();
  const either = AbortSignal.any([signal, failed.signal]);
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

/** Runs the roles until `signal` aborts or one of them fails, which ends the others. `onUrl` is told where it listens. */
export const runRoles = async (
  ledger: Ledger,
  wanted: readonly Role[],
  options: { onUrl: (url: string) => void; signal: AbortSignal },
): Promise<void> => {
  const simulated = await holdsSimulated(ledger);
  const { onUrl } = options;
  await runTogether(options.signal, (signal) => {
    const run: Record<Role, () => Promise<void>> = {
      api: () => runApi(ledger, { port: ledger.config.port, simulated, onUrl, signal }),
      collector: () => runCollectors(ledger, signal),
      projector: () => runProjector(ledger, signal),
      alerter: () => runAlerter({ ...ledger, signal }),
      notifier: () => runNotifier(ledger, signal),
    };
    const parts = wanted.map((role) =>
      run[role]().catch((error: unknown) => {
        if (!signal.aborted) ledger.logger.error('role failed', { role, reason: (error as Error).message });
        throw error;
      }),
    );
    return wanted.includes('api') ? parts : [...parts, runOperations(ledger, { wanted, simulated, onUrl, signal })];
  });
};
