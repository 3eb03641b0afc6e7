/** New highs and lows of a window of time, and of all time. */
import type { Game } from '../../src/domain/cards/card.js';
import type { Currency } from '../../src/domain/prices/money.js';
import type { Database, Row } from '../../src/postgres/database.js';
import { labelsOfCards } from '../catalog/lookups.js';
import type { PriceWindow } from '../coverage/windows.js';
import { shownEver } from '../price-history/window-prices.js';
import {
  countsOf,
  type Exclusions,
  inOrder,
  settledPrices,
  termParameters,
  type Terms,
  termValues,
} from './exclusions.js';
import {
  moveOf,
  type PriceAt,
  priceAt,
  type PriceMove,
  type RankedPrice,
  type RankedRow,
  rankedPrice,
  type Ranking,
  tieOrder,
} from './ranked-price.js';
import { pricesOf, type WindowPrices, windowValues } from './queries.js';

export interface NewExtreme extends RankedPrice {
  /** The new high or low, and the stamp at which it was reached. */
  readonly price: PriceAt;
  /** The old one, and the first stamp at which it stood. */
  readonly previous: PriceAt;
  readonly change: PriceMove;
}

export interface ExtremesQuery extends Terms {
  readonly kind: 'high' | 'low';
  /** Compared with every price ever shown, not only with those of the window. */
  readonly everShown: boolean;
  readonly game: Game | undefined;
  readonly limit: number;
}

interface ExtremeRow extends RankedRow {
  readonly end_market: number;
  readonly reached_ms: number;
  readonly previous: number;
  readonly previous_ms: number;
  readonly currency: Currency;
}

const own = (place: number): string => `$${termParameters + place}`;
const direction = `${own(1)}::integer`;

/**
 * Returns the rows of `table`, as x, whose price at the end lies beyond all that `shown` names before it. The price was
 * reached when it began to stand without another in between; a price that only returned to an earlier one is no new extreme.
 */
const beyond = (table: string, shown: string): string => `
  select x.*, g.previous, g.previous_ms, g.reached_ms
  from ${table} x cross join lateral (
    select (array_agg(p.market order by ${direction} * p.market desc, p.at_ms) filter (where p.market <> x.end_market))[1] as previous,
           (array_agg(p.at_ms order by ${direction} * p.market desc, p.at_ms) filter (where p.market <> x.end_market))[1] as previous_ms,
           max(p.at_ms) filter (where p.market <> x.end_market) as left_ms,
           min(p.at_ms) filter (where p.market = x.end_market) as reached_ms
    from (${shown}) p
  ) g
  where sign(x.end_market - g.previous) = ${direction} and g.reached_ms > g.left_ms`;

/** Further parameters: 1 direction (1 high, -1 low), 2 limit. */
const extremesSql = (window: WindowPrices, everShown: boolean): string => {
  const extra = Object.fromEntries(['price_key', ...window.shownColumns].map((name) => [name, `x.${name}`]));
  const found = 'reached_in_window';
  return `
  with ${settledPrices(window, { extra })}, eligible as (
    select * from settled m where m.reason is null and sign(m.end_market - m.start_market) = ${direction}
  ), ${found} as materialized (${beyond('eligible', window.shown)})${
    everShown
      ? `, candidates as (
    select ${[
      'card_id',
      'source',
      'printing',
      'printing_slug',
      'condition',
      'language',
      'currency',
      'end_market',
      'price_key',
    ]
      .map((name) => `r.${name}`)
      .join(', ')} from ${found} r
  ), reached_ever as materialized (${beyond('candidates', shownEver)})`
      : ''
  }
  select ${countsOf('judged', 'settled')} as excluded, (
    select json_agg(ranked) from (
      select t.*, l.name, l.set_id, l.set_name from (
        select t.card_id, t.source, t.printing, t.printing_slug, t.condition, t.language, t.currency, t.end_market,
               t.previous, t.previous_ms, t.reached_ms,
               abs(t.end_market - t.previous)::float8 / t.previous as score
        from ${everShown ? 'reached_ever' : found} t order by score desc, ${tieOrder} limit ${own(2)}
      ) t left join ${labelsOfCards} l on l.card_id = t.card_id
      order by t.score desc, ${tieOrder}
    ) ranked
  ) as rows`;
};

/** Returns the prices that stand at a new high or low, the farthest beyond the old one first. */
export const findExtremes = async (
  database: Database,
  window: PriceWindow,
  query: ExtremesQuery,
  prices?: WindowPrices,
): Promise<Ranking<NewExtreme>> => {
  const { kind, everShown, limit, game } = query;
  const [found] = await database.query<{ excluded: Exclusions | null; rows: ExtremeRow[] | null } & Row>(
    extremesSql(prices ?? (await pricesOf(database, window)), everShown),
    [...windowValues(window, { game }), ...termValues(window, query), kind === 'high' ? 1 : -1, limit],
  );
  return {
    rows: (found?.rows ?? []).map((row, place) => ({
      ...rankedPrice(row, place),
      price: priceAt(row.end_market, row.reached_ms, row.currency),
      previous: priceAt(row.previous, row.previous_ms, row.currency),
      change: moveOf(row.previous, row.end_market, row.currency),
    })),
    excluded: inOrder(found?.excluded ?? null),
  };
};
