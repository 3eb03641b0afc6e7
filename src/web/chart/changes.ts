/** The last changes of a price, from its history at interval `raw`. */
import type { components } from '../generated/api-types.js';

type DataPoint = components['schemas']['DataPoint'];

export interface PriceChange {
  readonly at: string;
  readonly what: 'changed' | 'first' | 'held' | 'returned' | 'withdrawn';
  /** The number that the key is about: the market price, or the lowest offer of asking prices. */
  readonly price: number | null;
  readonly before: number | null;
  /** `null` without a number at either end, and where it did not change. */
  readonly change: { readonly amount: number; readonly percentage: number } | null;
  /** Which numbers changed. */
  readonly numbers: DataPoint['changed'];
  readonly held: DataPoint['held'];
}

/** Which number of a point a key of this kind is about. */
const priceOfPoint = (point: DataPoint, kind: 'asking' | 'market'): number | null =>
  kind === 'market' ? point.market_price : point.low_price;

const changeOf = (before: number | null, price: number | null): PriceChange['change'] => {
  if (before === null || price === null || before === 0 || before === price) return null;
  // Prices are decimals: the difference of two has no more of them than they have.
  const amount = Math.round((price - before) * 100) / 100;
  return { amount, percentage: Math.round((amount / before) * 1_000) / 10 };
};

const whatOf = (point: DataPoint, before: DataPoint | undefined): PriceChange['what'] => {
  if (point.observed === 'withdrawn' || point.observed === 'held') return point.observed;
  if (before === undefined) return 'first';
  return before.observed === 'withdrawn' ? 'returned' : 'changed';
};

/** Returns the changes among `points`, the newest first, at most `limit`. A change of the stamp alone is none. */
export const lastChanges = (
  points: readonly DataPoint[],
  kind: 'asking' | 'market',
  limit: number,
): readonly PriceChange[] => {
  const changes: PriceChange[] = [];
  for (const [at, point] of points.entries()) {
    // It stood already when the window began.
    if (point.observed === 'carried' || point.observed === 'unchanged') continue;
    const beforePoint = points[at - 1];
    // A withdrawn point has no numbers: what it came back from is what stood before.
    const before = beforePoint === undefined ? null : priceOfPoint(beforePoint, kind);
    const price = priceOfPoint(point, kind);
    changes.push({
      at: point.effective_at,
      what: whatOf(point, beforePoint),
      price,
      before,
      change: point.observed === 'held' ? null : changeOf(before, price),
      numbers: point.changed,
      held: point.held,
    });
  }
  return changes.reverse().slice(0, limit);
};
