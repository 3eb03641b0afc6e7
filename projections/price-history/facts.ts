/** Facts of one series in a window, and the checks of it. */
import { instantOf } from '../../src/domain/instant.js';
import { ledgerError } from '../../src/base/errors.js';
import { limits } from '../../src/base/limits.js';
import type { PriceNumbers } from '../../src/domain/prices/price-numbers.js';
import type { Database, Row } from '../../src/postgres/database.js';
import { checksOfPrice, type SnapshotOfPrice } from '../coverage/checks.js';
import type { HistorySeries } from './find-series.js';
import { factsBetween, factAsOf } from './as-of.js';

export interface HistoryWindow {
  /** Milliseconds since 1970; -Infinity for the beginning. */
  readonly fromMs: number;
  readonly toMs: number;
  /** RFC 3339; undefined for now. */
  readonly knownAt?: string | undefined;
}

/** Numbers that held from `atMs` on; amounts in minor units. */
export interface Fact extends PriceNumbers {
  readonly atMs: number;
  readonly withdrawn: boolean;
}

interface FactRow extends Row, PriceNumbers {
  readonly effective_at: string;
  readonly withdrawn: boolean;
}

const instant = (ms: number): string => (ms === -Infinity ? '-infinity' : instantOf(new Date(ms)));

/** Returns the facts of a history. Throws VALIDATION_FAILED for more than limits.historyFactsMax. */
export const boundedFacts = <T>(rows: T[]): T[] => {
  if (rows.length <= limits.historyFactsMax) return rows;
  throw ledgerError('VALIDATION_FAILED', `more than ${limits.historyFactsMax} changes: ask for a shorter period`, {
    details: { period: 'expected a shorter one', from: 'expected a later one' },
  });
};

/** $1 series, $2 from, $3 to, $4 known at */
const factsSql = `
  with s as (select $1::int as series_id)
  select f.* from s cross join lateral (${factAsOf('$2::timestamptz', '$4', { strictlyBefore: true })}) f
  union all
  (select f.* from s cross join lateral (${factsBetween('$2::timestamptz', '$3::timestamptz', '$4')}) f
   order by f.effective_at limit ${limits.historyFactsMax + 1})
  order by effective_at`;

/**
 * Returns the facts inside the window in order of time, preceded by the one that held when it began. Throws
 * VALIDATION_FAILED for more than limits.historyFactsMax.
 */
export const factsIn = async (
  database: Pick<Database, 'query'>,
  series: Pick<HistorySeries, 'seriesId'>,
  window: HistoryWindow,
): Promise<Fact[]> => {
  const values = [series.seriesId, instant(window.fromMs), instant(window.toMs), window.knownAt ?? null];
  const rows = boundedFacts(await database.query<FactRow>(factsSql, values));
  return rows.map(({ effective_at, ...fact }) => ({ ...fact, atMs: Date.parse(effective_at) }));
};

/** Returns the snapshots of the series' set in the window: those that do not withhold its price prove it unchanged. */
export const checksIn = async (
  database: Database,
  series: { cardId: string; source: string; seriesId: number },
  { fromMs, toMs, knownAt }: HistoryWindow,
): Promise<SnapshotOfPrice[]> => {
  const [stored] = await database.query<{ price_key: string }>(
    'select price_key from price_history.series where series_id = $1',
    [series.seriesId],
  );
  const price = { ...series, priceKey: stored?.price_key ?? '' };
  return checksOfPrice(database, price, { from: instant(fromMs), to: instant(toMs), knownAt });
};
