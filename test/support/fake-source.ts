/** The fake source of tests with recorded days: the sandbox marketplace. */
import { join } from 'node:path';
import { packageRoot } from '../../src/base/paths.js';
import { systemRuntime } from '../../src/base/runtime.js';
import { openRecordedMarket, type RecordedRow, stampOfDay } from '../../src/embedded/sandbox/recorded-market.js';
import { startSandbox } from '../../src/embedded/sandbox/server.js';

export interface Replay {
  readonly url: string;
  readonly days: readonly string[];
  /** Serves another day. Throws if there is no such day. */
  setDay(day: string): void;
  /** Returns the rows of a day as recorded; of the day served if left out. */
  rows(day?: string): readonly RecordedRow[];
  close(): Promise<void>;
}

/** The recorded days in the repository. */
export const recordedDays = join(packageRoot, 'test/fixtures/tcgcsv-2025');

/** Serves the recorded days of a folder, from the first one on; of them those from `first` to `last` (YYYY-MM-DD). */
export const startReplay = async (folder = recordedDays, { first = '', last = '9' } = {}): Promise<Replay> => {
  const market = openRecordedMarket(folder);
  const sandbox = await startSandbox({ market, runtime: systemRuntime(), start: new Date(0) });
  return {
    url: sandbox.url,
    days: market.days.filter((day) => day >= first && day <= last),
    setDay: (day) => {
      if (!market.days.includes(day)) throw new Error(`no prices of ${day}`);
      sandbox.setTime(stampOfDay(day));
    },
    rows: (day = sandbox.time().toISOString().slice(0, 10)) => market.rows(day),
    close: () => sandbox.close(),
  };
};
