/** Runs the demo on a simulated market: collects some weeks as fast as possible, then every new tick. */
import { newestFinishedStamp } from '../../projections/coverage/collections.js';
import type { CollectResult } from '../collecting/collection.js';
import type { SourceSettings } from '../collecting/source.js';
import { createSeededMarket } from '../embedded/sandbox/seeded-market.js';
import { startSandbox, type Sandbox } from '../embedded/sandbox/server.js';
import { seriesEndingAt, stampOf, tickAt, tickMs } from '../embedded/sandbox/calendar.js';
import { aborted } from '../base/async/aborted.js';
import { backoffMs } from '../base/async/backoff.js';
import { errorCode, isDiskFull, isTransient, ledgerError } from '../base/errors.js';
import type { Ledger } from './ledger.js';
import { runApi, runExports, runTogether, whileServed } from './roles.js';

export const demoSource = 'sandbox-tcgcsv';
/** Seed of the market: fixed, so that users get the prices shown in the documentation. */
export const demoSeed = 2_026;
const demoWeeks = 4;

export interface DemoProgress {
  /** Called once, when the API has its first data. */
  onReady(url: string): void;
  onDay(collected: { done: number; total: number; stamp: Date; result: CollectResult }): void;
}

/** Returns the stamps after `after`: daily ones up to yesterday evening, then every tick up to now. */
const stampsToCollect = (now: Date, after: Date | null): Date[] => {
  const { daily, last } = seriesEndingAt(now, demoWeeks);
  const ticks: Date[] = [];
  for (let tick = tickAt(last) + 1; tick <= tickAt(now); tick += 1) ticks.push(stampOf(tick));
  return [...daily, ...ticks].filter((stamp) => after === null || stamp > after);
};

const newestCollected = async (ledger: Ledger): Promise<Date | null> => {
  await ledger.projector.catchUp(['coverage']);
  const newest = await newestFinishedStamp(ledger.database, demoSource);
  return newest === null ? null : new Date(newest);
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
  !isDiskFull(error) && (isTransient(error) || ['LEASE_LOST', 'COLLECTION_RUNNING'].includes(errorCode(error)));

const collectAll = async (
  ledger: Ledger,
  sandbox: Sandbox,
  progress: DemoProgress,
  url: Promise<string>,
  signal: AbortSignal,
): Promise<void> => {
  const { runtime, logger } = ledger;
  const collector = ledger.collector(demoSource, { settings: sandboxSettings(sandbox) });
  let ready = false;
  const announce = async (): Promise<void> => {
    if (ready) return;
    ready = true;
    // There never is a URL if the port is taken, which ends the other parts.
    const listening = await Promise.race([url, aborted(signal).then(() => null)]);
    if (listening !== null) progress.onReady(listening);
  };
  const collectDue = async (): Promise<void> => {
    const after = await newestCollected(ledger);
    const stamps = stampsToCollect(runtime.now(), after);
    if (after !== null || stamps.length === 0) await announce();
    for (const [done, stamp] of stamps.entries()) {
      sandbox.setTime(stamp);
      const result = await collector.collect({ trigger: 'demo', signal });
      if (result.outcome === 'failed') throw ledgerError(result.code, result.detail);
      await ledger.projector.catchUp(undefined, signal);
      await announce();
      progress.onDay({ done: done + 1, total: stamps.length, stamp, result });
    }
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

/** Runs the API, the projector, the simulated market and its collection until `signal` aborts. */
export const runDemo = async (
  ledger: Ledger,
  options: { port: number; elseAnyPort: boolean; progress: DemoProgress; signal: AbortSignal },
): Promise<void> => {
  const { port, elseAnyPort, progress } = options;
  const sandbox = await startSandbox({
    market: createSeededMarket({ seed: demoSeed }),
    runtime: ledger.runtime,
    start: ledger.runtime.now(),
  });
  const listening = deferred<string>();
  try {
    await runTogether(options.signal, (signal) => [
      runApi(ledger, { port, elseAnyPort, simulated: true, onUrl: listening.resolve, signal }),
      ledger.projector.run(signal),
      runExports(ledger, signal),
      whileServed(ledger, signal),
      collectAll(ledger, sandbox, progress, listening.promise, signal),
    ]);
  } finally {
    await sandbox.close();
  }
};

const deferred = <T>(): { promise: Promise<T>; resolve: (value: T) => void } => {
  let resolve: (value: T) => void = () => undefined;
  const promise = new Promise<T>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
};
