/** The history of one price key over a window: its points, gaps and summary. */
import { dayMs } from '../../src/domain/instant.js';
import type { Database } from '../../src/postgres/database.js';
import { limits } from '../../src/base/limits.js';
import type { SnapshotOfPrice } from '../coverage/checks.js';
import { checksIn, type Fact, factsIn, type HistoryWindow } from './facts.js';
import type { HistorySeries } from './find-series.js';
import { type Gap, gapsOf } from './gaps.js';
import { type HeldHistory, heldIn, nothingHeld } from './held.js';
import { type DataPoint, type HistoryInterval, periodPoints, rawPoints } from './points.js';
import { recentFactsIn } from './recent-facts.js';
import { samplePoints, type Sampled } from './sample-points.js';
import type { SeriesNow } from './series-now.js';
import { type HistorySummary, summaryOf } from './summary.js';

/** The days of each period; `null` for everything. */
export const historyPeriods = { '7d': 7, '30d': 30, '3m': 91, '1y': 365, all: null } as const;
export type HistoryPeriod = keyof typeof historyPeriods;

export interface History {
  readonly points: readonly DataPoint[];
  /** `null` if every point is shown. */
  readonly sampled: Sampled | null;
  readonly gaps: readonly Gap[];
  readonly summary: HistorySummary;
}

/** What is asked of a history. */
export interface HistoryQuestion extends HistoryWindow {
  readonly interval: HistoryInterval;
  /** The newest snapshot, in milliseconds since 1970: nothing is known of the time after it. */
  readonly checkedUntilMs: number;
  /** At least 10. Default: all. */
  readonly pointsMax?: number;
}

/**
 * Returns the history of one series in a window: each change (`raw`), or each period with a check (`1d`, `1w`). With
 * `knownAt` only what the ledger had recorded by then. Gaps and summary do not depend on the interval. Throws
 * VALIDATION_FAILED for more than limits.historyFactsMax changes.
 */
export const readHistory = (
  database: Database,
  cardId: string,
  series: HistorySeries,
  question: HistoryQuestion,
): Promise<History> =>
  historyOf(series, question, async (window, checked) => {
    const [facts, snapshots, held] = await Promise.all([
      factsIn(database, series, window),
      checksIn(database, { cardId, source: series.source, seriesId: series.seriesId }, checked),
      heldIn(database, series, window),
    ]);
    return { facts, snapshots, held };
  });

/** Returns the same of now, `question` without `knownAt`, in one statement. */
export const readHistoryNow = (database: Database, series: SeriesNow, question: HistoryQuestion): Promise<History> =>
  historyOf(series, question, async (window, checked) => {
    const [facts, held] = await Promise.all([
      recentFactsIn(database, series, window),
      series.wasHeld ? heldIn(database, series, window) : nothingHeld,
    ]);
    return { facts, snapshots: series.snapshots?.between(series.priceKey, checked.fromMs, checked.toMs) ?? [], held };
  });

/** What a history is computed from. */
interface Read {
  readonly facts: readonly Fact[];
  /** From before the window on. */
  readonly snapshots: readonly SnapshotOfPrice[];
  readonly held: HeldHistory;
}

const historyOf = async (
  series: HistorySeries,
  question: HistoryQuestion,
  read: (window: HistoryWindow, checked: HistoryWindow) => Promise<Read>,
): Promise<History> => {
  const { interval, toMs, checkedUntilMs, pointsMax = Infinity } = question;
  const { currency, kind } = series;
  // The first day is taken whole; half of it would give a wrong opening and high.
  const isByDay = interval !== 'raw' && question.fromMs !== -Infinity;
  const fromMs = isByDay ? Math.floor(question.fromMs / dayMs) * dayMs : question.fromMs;
  const whole = { ...question, fromMs };
  // A check before the window tells whether the window begins in a gap.
  const checked = { ...whole, fromMs: fromMs - limits.staleAfterMs };
  const { facts, snapshots, held } = await read(whole, checked);
  const confirmed = snapshots.some(({ withheld }) => withheld) ? snapshots.filter((one) => !one.withheld) : snapshots;
  const all =
    interval === 'raw'
      ? rawPoints(facts, held, { currency, fromMs })
      : periodPoints(facts, confirmed, { interval, currency, fromMs, held });
  const points = samplePoints(all, pointsMax);
  const window = { fromMs: question.fromMs, endMs: Math.min(toMs, checkedUntilMs) };
  return {
    points,
    sampled:
      points.length === all.length ? null : { points_total: all.length, points_shown: points.length, method: 'm4' },
    gaps: gapsOf(facts, snapshots, { ...window, kind }),
    summary: summaryOf(facts, { ...window, currency }),
  };
};
