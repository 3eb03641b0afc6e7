/** Statistics of each printing of a card, as of the newest snapshot of its source or a given instant. */
import { type Freshness, freshnessOf, type HeldNumbers } from '../../src/domain/prices/freshness.js';
import type { Currency } from '../../src/domain/prices/money.js';
import { toMajorUnits, toMajorUnitsOrNull } from '../../src/domain/prices/money.js';
import type { Condition, PriceKind } from '../../src/domain/prices/price-key.js';
import type { Database, Row } from '../../src/postgres/database.js';
import { preferenceText } from '../../src/domain/prices/preference.js';
import {
  isConfirmed,
  lastCheckAsOf,
  newestSnapshotAsOf,
  newestSnapshotOfAny,
  snapshotNearest,
} from '../coverage/checks.js';
import { type CurrentPrice, currentPriceOf } from '../latest-prices/representative-price.js';
import { checkedSeries, factAsOf, pricedObservations } from './as-of.js';
import { heldAsOf } from './held.js';

export interface Extreme {
  readonly price: number;
  /** UTC day. */
  readonly date: string;
}

export interface Change {
  readonly amount: number;
  readonly percentage: number;
  /** The market price at the start of the window. */
  readonly from_price: number;
  /** The source's stamp of that price. */
  readonly from_effective_at: string;
}

export interface PrintingStats extends Freshness {
  readonly printing: string;
  readonly condition: Condition | null;
  readonly currency: Currency;
  readonly current_market_price: number | null;
  /** Offers at the end of the window. */
  readonly price_range: { readonly low: number | null; readonly high: number | null };
  /**
   * Against the market price that stood at the source's snapshot nearest to 30 days before the end of the window; `null` if
   * none stood, or if there is no snapshot within 12 hours.
   */
  readonly '30_day_change': Change | null;
  /** Up to the end of the window. */
  readonly all_time_high: Extreme | null;
  /** Up to the end of the window. */
  readonly all_time_low: Extreme | null;
  /** The source no longer shows this key. */
  readonly withdrawn: boolean;
}

interface StatsRow extends Row {
  readonly card_id: string;
  readonly printing: string;
  readonly source: string;
  readonly kind: PriceKind;
  readonly condition: Condition | null;
  readonly currency: Currency;
  readonly market: number | null;
  readonly low: number | null;
  readonly high: number | null;
  readonly withdrawn: boolean;
  readonly effective_at: string;
  readonly last_checked: string | null;
  readonly held: HeldNumbers | null;
  readonly before: number | null;
  readonly before_at: string | null;
  readonly highest: number | null;
  readonly highest_on: string | null;
  readonly lowest: number | null;
  readonly lowest_on: string | null;
}

const checkedLast = lastCheckAsOf(checkedSeries, 'anchor.at');

/** $1 cards, $2 as of (null: the newest snapshot), $3 now: where the ledger has no snapshot. The one price of a card first. */
const statsSql = `
  select s.card_id, s.printing, s.source, s.kind, s.condition, s.currency,
         f.market, f.low, f.high, f.withdrawn, f.effective_at, checked.last as last_checked,
         ${heldAsOf('anchor.at', 'null')} as held, b.market as before, b.effective_at as before_at,
         hi.high as highest, hi.day as highest_on, lo.low as lowest, lo.day as lowest_on
  from price_history.series s
  cross join lateral (select coalesce($2::timestamptz, ${newestSnapshotOfAny}, $3::timestamptz) as at) anchor
  cross join lateral (select ${snapshotNearest('s.source', `(anchor.at - interval '30 days')`)} as at) start
  cross join lateral (select ${checkedLast} as last) checked
  cross join lateral (${factAsOf('anchor.at', 'null')}) f
  left join lateral (${factAsOf('start.at', 'null')}) b on true
  left join lateral (
    select d.high, d.day from price_history.daily d
    where d.series_id = s.series_id and d.high is not null and d.day <= (anchor.at at time zone 'UTC')::date
    order by d.high desc, d.day limit 1) hi on true
  left join lateral (
    select d.low, d.day from price_history.daily d
    where d.series_id = s.series_id and d.low is not null and d.day <= (anchor.at at time zone 'UTC')::date
    order by d.low, d.day limit 1) lo on true
  where s.card_id = any($1) and s.kind = 'market' and s.grader is null
  order by s.card_id, ${preferenceText({
    key: 's',
    withdrawn: 'f.withdrawn',
    priced: `(coalesce(f.market > 0, false) or exists (${pricedObservations('price_history', 'anchor.at', 'null')}))`,
    confirmed: isConfirmed('checked.last', newestSnapshotAsOf('anchor.at')),
  })}`;

/** Returns a change in percent with one decimal. Percentages are not money, so they are floats. */
export const percentage = (from: number, to: number): number => Math.round(((to - from) / from) * 1_000) / 10;

const changeOf = (row: StatsRow): Change | null => {
  if (row.market === null || row.before === null || row.before === 0 || row.before_at === null) return null;
  return {
    amount: toMajorUnits(row.market - row.before, row.currency),
    percentage: percentage(row.before, row.market),
    from_price: toMajorUnits(row.before, row.currency),
    from_effective_at: row.before_at,
  };
};

const extremeOf = (minor: number | null, day: string | null, currency: Currency): Extreme | null => {
  const price = toMajorUnitsOrNull(minor, currency);
  return price === null || day === null ? null : { price, date: day };
};

/** The prices of a card. */
export interface CardPrices {
  /** The one price of the card. */
  readonly current: CurrentPrice;
  /** Every ungraded market key, the one price of the card first. */
  readonly stats: readonly PrintingStats[];
}

/**
 * Returns the one price and the statistics of every ungraded market key of the cards, by card id; a card without one has
 * no entry. `asOf` (RFC 3339) ends the windows; without it the newest snapshot does.
 */
export const cardPrices = async (
  database: Database,
  cardIds: readonly string[],
  times: { asOf: string | undefined; now: Date },
): Promise<ReadonlyMap<string, CardPrices>> => {
  const rows = await database.query<StatsRow>(statsSql, [cardIds, times.asOf ?? null, times.now.toISOString()]);
  const judgedAt = times.asOf === undefined ? times.now : new Date(times.asOf);
  const pricesOf = new Map<string, { current: CurrentPrice; stats: PrintingStats[] }>();
  for (const row of rows) {
    const prices = pricesOf.get(row.card_id) ?? { current: currentPriceOf(row, judgedAt), stats: [] };
    prices.stats.push({
      printing: row.printing,
      condition: row.condition,
      currency: row.currency,
      current_market_price: toMajorUnitsOrNull(row.market, row.currency),
      price_range: { low: toMajorUnitsOrNull(row.low, row.currency), high: toMajorUnitsOrNull(row.high, row.currency) },
      '30_day_change': changeOf(row),
      all_time_high: extremeOf(row.highest, row.highest_on, row.currency),
      all_time_low: extremeOf(row.lowest, row.lowest_on, row.currency),
      withdrawn: row.withdrawn,
      ...freshnessOf(row, judgedAt),
    });
    pricesOf.set(row.card_id, prices);
  }
  return pricesOf;
};
