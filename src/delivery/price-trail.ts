/** The prices of a firing's key over the last weeks, for the chart of a mail. */
import { limits } from '../base/limits.js';
import { dayMs } from '../domain/instant.js';
import type { Database } from '../postgres/database.js';
import { findSeries } from '../../projections/price-history/find-series.js';
import { readHistory } from '../../projections/price-history/queries.js';
import type { FiringContent } from './notification.js';
import type { ChartPoint } from '../charts/price-chart.js';

const chartDays = 30;

type Firing = FiringContent['firing'];

const sameGrade = (a: Firing['grade'], b: Firing['grade']): boolean =>
  a === b || (a !== null && b !== null && a.grader === b.grader && a.grade === b.grade && a.qualifier === b.qualifier);

/** The numbers of a history's points, by the metric of a rule. */
const fieldOf = { market: 'market_price', low: 'low_price', mid: 'mid_price', direct_low: 'direct_low_price' } as const;

/**
 * Returns what the alert's own price was, up to the firing. Never that of another printing, condition or source: a key that
 * is not found has no chart.
 */
export const priceTrail = async (queries: Database, firing: Firing): Promise<readonly ChartPoint[]> => {
  const field = fieldOf[firing.metric];
  const all = await findSeries(queries, firing.card_id);
  const series = all.find(
    (one) =>
      one.source === firing.source &&
      one.kind === firing.kind &&
      one.printingSlug === firing.printing.slug &&
      one.condition === firing.condition &&
      one.language === firing.language &&
      one.currency === firing.currency &&
      sameGrade(one.grade, firing.grade),
  );
  if (series === undefined) return [];
  const toMs = Date.parse(firing.effective_at);
  const { points } = await readHistory(queries, firing.card_id, series, {
    fromMs: toMs - chartDays * dayMs,
    toMs,
    checkedUntilMs: toMs,
    interval: 'raw',
    pointsMax: limits.historyPointsDefault,
  });
  return points.map((point) => ({ atMs: Date.parse(point.effective_at), price: point[field] }));
};
