/**
 * Measures a daily sync: the sandbox market over HTTP, without delays, from the first request to up-to-date read models. The
 * log is the embedded one, or an EventStoreDB.
 */
import { readConfig } from '../src/app/config.js';
import { dayMs } from '../src/domain/instant.js';
import { createSeededMarket } from '../src/embedded/sandbox/seeded-market.js';
import { startSandbox } from '../src/embedded/sandbox/server.js';
import { openLedger } from '../src/app/ledger.js';
import { systemRuntime } from '../src/base/runtime.js';
import { silentLogger } from '../src/base/logger.js';

export interface SyncDay {
  readonly day: 'first' | 'ordinary';
  readonly seconds: number;
  readonly rows: number;
  readonly changed: number;
  readonly requests: number;
}

/** Collects `days` days into a fresh ledger in `folder`; the first fills the catalog. */
export const benchSync = async (
  folder: string,
  options: { days: number; say: (line: string) => void; eventStoreUrl?: string },
): Promise<SyncDay[]> => {
  const runtime = systemRuntime();
  const { eventStoreUrl } = options;
  const environment = eventStoreUrl === undefined ? {} : { EVENTSTORE_URL: eventStoreUrl };
  const config = { ...readConfig(environment), dataDir: folder };
  const ledger = await openLedger({ config, runtime, logger: silentLogger });
  const begin = Date.parse('2026-10-01T20:10:00Z');
  const sandbox = await startSandbox({ market: createSeededMarket({ seed: 2_026 }), runtime, start: new Date(begin) });
  const settings = { url: sandbox.url, pauseMs: 0, minIntervalMs: 0, dailyBudget: Number.MAX_SAFE_INTEGER };
  const collector = ledger.collector('sandbox-tcgcsv', { settings });
  const stop = new AbortController();
  const projecting = ledger.projector.run(stop.signal);
  const days: SyncDay[] = [];
  try {
    for (let day = 0; day < options.days; day += 1) {
      sandbox.setTime(new Date(begin + day * dayMs));
      const started = performance.now();
      const result = await collector.collect({ trigger: 'command', signal: stop.signal });
      await ledger.projector.catchUp();
      if (result.outcome !== 'finished') throw new Error(JSON.stringify(result));
      const seconds = (performance.now() - started) / 1_000;
      const { rows, changed, requests } = result;
      days.push({ day: day === 0 ? 'first' : 'ordinary', seconds, rows, changed, requests });
      options.say(`day ${day + 1}: ${seconds.toFixed(1)} s, ${rows} rows, ${changed} changed, ${requests} requests`);
    }
    return days;
  } finally {
    stop.abort();
    await projecting;
    await collector.close();
    await sandbox.close();
    await ledger.close();
  }
};
