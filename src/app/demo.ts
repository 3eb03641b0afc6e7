/** Runs the demo on a simulated market: collects some weeks as fast as possible, then every new tick. */
import { finishedStamps } from '../../projections/coverage/collections.js';
import type { CollectResult } from '../collecting/collection.js';
import type { SourceSettings } from '../collecting/source.js';
import type { Market } from '../embedded/sandbox/market.js';
import { startSandbox, type Sandbox } from '../embedded/sandbox/server.js';
import { storyWeeks } from '../embedded/sandbox/stories.js';
import { withStories } from '../embedded/sandbox/with-stories.js';
import { seriesEndingAt, stampOf, tickAt, tickMs } from '../embedded/sandbox/calendar.js';
import { aborted } from '../base/async/aborted.js';
import { backoffMs } from '../base/async/backoff.js';
import { errorCode, isDiskFull, isTransient, ledgerError } from '../base/errors.js';
import { reasonOf } from '../base/reason.js';
import { correctMisprint, type Misprint } from './demo-misprint.js';
import { demoTour, type TourStop } from './demo-tour.js';
import { addDemoUser, demoUser, setUpDemoUser, withDemoMailer } from './demo-user.js';
import type { Ledger } from './ledger.js';
import { deferred } from '../base/async/deferred.js';
import { reachable, roles, runRoles } from './roles.js';
import { runCollectionTasks } from './tasks.js';

export const demoSource = 'sandbox-tcgcsv';
/** Seed of the market: fixed, so that users get the prices shown in the documentation. */
export const demoSeed = 2_026;

export interface DemoProgress {
  /** Called once, when the API listens: it has no data yet. */
  onListening(url: string): void;
  /** Called once, when the API has its first data. */
  onReady(url: string): void;
  onDay(collected: { done: number; total: number; stamp: Date; result: CollectResult }): void;
  /** Called once, when everything up to now is collected; not on a ledger that has missed a day of the stories. */
  onTour(stops: readonly TourStop[]): void;
}

/** Returns the stamps after `after`: daily ones up to yesterday evening, then every tick up to now. */
const stampsToCollect = (now: Date, after: Date | null): Date[] => {
  const { daily, last } = seriesEndingAt(now, storyWeeks);
  const ticks: Date[] = [];
  for (let tick = tickAt(last) + 1; tick <= tickAt(now); tick += 1) ticks.push(stampOf(tick));
  return [...daily, ...ticks].filter((stamp) => after === null || stamp > after);
};

const collectedStamps = async (ledger: Ledger): ReturnType<typeof finishedStamps> => {
  await ledger.projector.catchUp(['coverage']);
  return finishedStamps(ledger.database, demoSource);
};

/** Returns settings without pauses and budget, since the sandbox runs in this process. */
const sandboxSettings = (sandbox: Sandbox): SourceSettings => ({
  url: sandbox.url,
  pauseMs: 0,
  minIntervalMs: 0,
  dailyBudget: Number.MAX_SAFE_INTEGER,
});

/** Whether a collection can go on after `error`: the database was away, as while its server is restarted; no full disk. */
const isPassing = (error: unknown): boolean =>
  !isDiskFull(error) &&
  (isTransient(error) || ['LEASE_LOST', 'COLLECTION_RUNNING', 'SOURCE_PAUSED'].includes(errorCode(error)));

/** Collects until `signal` aborts. `first`: the evening on which the stories begin. */
const collectAll = async (
  ledger: Ledger,
  { sandbox, first }: { readonly sandbox: Sandbox; readonly first: Date },
  progress: DemoProgress,
  url: Promise<string>,
  signal: AbortSignal,
): Promise<void> => {
  const { runtime, logger } = ledger;
  const collector = ledger.collector(demoSource, { settings: sandboxSettings(sandbox) });
  // There never is a URL if the port is taken, which ends the other parts.
  const listening = Promise.race([url, aborted(signal).then(() => null)]);
  let ready = false;
  const announce = async (): Promise<void> => {
    const at = ready ? null : await listening;
    if (ready || at === null) return;
    ready = true;
    // Alerts need the cards, and fire on the days that come.
    await setUpDemoUser(reachable(at)).catch((error: unknown) =>
      logger.warn('the user of the demo has no alerts', { reason: reasonOf(error) }),
    );
    progress.onReady(at);
  };
  let misprint: Misprint | null = null;
  const putRight = async (): Promise<void> => {
    misprint ??= await correctMisprint(ledger, first, signal);
  };
  let toured = false;
  const showTour = async (): Promise<void> => {
    const at = toured ? null : await listening;
    toured = true;
    if (at !== null && misprint !== null) progress.onTour(demoTour({ url: at, first, misprint }));
  };
  const collectDue = async (): Promise<void> => {
    const after = (await collectedStamps(ledger))?.newest ?? null;
    const stamps = stampsToCollect(runtime.now(), after);
    if (after !== null || stamps.length === 0) await announce();
    await putRight();
    for (const [done, stamp] of stamps.entries()) {
      sandbox.setTime(stamp);
      const result = await collector.collect({ trigger: 'demo', signal });
      if (result.outcome === 'failed') throw ledgerError(result.code, result.detail);
      await putRight();
      await ledger.projector.catchUp(undefined, signal);
      await announce();
      progress.onDay({ done: done + 1, total: stamps.length, stamp, result });
    }
    await showTour();
  };
  try {
    for (let failures = 0; !signal.aborted;) {
      let waitMs: number;
      try {
        await collectDue();
        failures = 0;
        const next = stampOf(tickAt(runtime.now()) + 1);
        waitMs = Math.min(next.getTime() - runtime.now().getTime() + 1_000, tickMs);
      } catch (error) {
        if (!isPassing(error)) throw error;
        if (failures === 0) logger.warn('collection interrupted', { reason: (error as Error).message });
        waitMs = backoffMs(failures, runtime.random());
        failures += 1;
      }
      await runtime.sleep(waitMs, signal);
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    await collector.close();
  }
};

/** Runs every role of a ledger on the simulated market with its stories, until `signal` aborts. */
export const runDemo = async (
  ledger: Ledger,
  options: { market: Market; port: number; elseAnyPort: boolean; progress: DemoProgress; signal: AbortSignal },
): Promise<void> => {
  const { port, elseAnyPort, progress, signal } = options;
  const { runtime } = ledger;
  const collected = await collectedStamps(ledger);
  // Where the stories began is kept by the ledger: a demo that is started again tomorrow does not tell them anew.
  const first = collected?.oldest ?? seriesEndingAt(runtime.now(), storyWeeks).first;
  // Not now: an administrator's collection that comes before the first of the demo's would pass over the days in between.
  const start = collected?.newest ?? first;
  const sandbox = await startSandbox({ market: withStories(options.market, first), runtime, start });
  const listening = deferred<string>();
  try {
    await addDemoUser(ledger);
    await runRoles(withDemoMailer(ledger), roles, {
      ...{ port, elseAnyPort, simulated: true, demoUser, signal },
      sources: [{ name: demoSource, dailyBudget: null, schedule: null }],
      onUrl: (url) => {
        listening.resolve(url);
        progress.onListening(url);
      },
      collect: (stop) =>
        Promise.all([
          collectAll(ledger, { sandbox, first }, progress, listening.promise, stop),
          runCollectionTasks(ledger, stop, { sources: [demoSource], settings: sandboxSettings(sandbox) }),
        ]),
    });
  } finally {
    await sandbox.close();
  }
};
