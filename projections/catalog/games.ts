/** Games: their sets and cards, what all single cards are worth, and how many prices rose and fell on the newest day. */
import type { Game } from '../../src/domain/cards/card.js';
import { toMajorUnitsOrNull } from '../../src/domain/prices/money.js';
import { comparedCurrency } from '../../src/domain/prices/preference.js';
import type { Database, Row } from '../../src/postgres/database.js';
import { lastCheckAnywhere, snapshotNearest } from '../coverage/checks.js';
import { checkedSources } from '../coverage/set-checks.js';
import { representativePrice } from '../latest-prices/representative-price.js';
import { lastMarketPrice, marketPriceAsOf } from '../price-history/lookups.js';

/** The sum of the one prices of all single cards (docs/sets.md). */
export interface GameValue {
  /** `null` if no card has a price. */
  readonly amount: number | null;
  readonly currency: 'USD';
  /**
   * Cards in the sum.
   * @isInt
   */
  readonly priced_cards: number;
  /**
   * Cards among them whose source shows no market price today: their last one counts.
   * @isInt
   */
  readonly carried_cards: number;
  /**
   * Cards without a price: never sold, or no longer shown.
   * @isInt
   */
  readonly unpriced_cards: number;
  /**
   * Cards whose one price is in another currency: not in the sum, and not converted.
   * @isInt
   */
  readonly other_currency_cards: number;
}

/** Single cards whose one price could not be compared, by the first reason that applies. */
export interface NotComparable {
  /**
   * The source has no snapshot within 12 hours of a day before.
   * @isInt
   */
  readonly not_collected: number;
  /**
   * The source no longer shows the price.
   * @isInt
   */
  readonly withdrawn: number;
  /**
   * No market price now.
   * @isInt
   */
  readonly no_price: number;
  /**
   * The same price had no number a day before.
   * @isInt
   */
  readonly no_start_price: number;
}

/** The one price of each single card against the same price at the snapshot a day before. */
export interface Breadth {
  /**
   * Cards whose price rose.
   * @isInt
   */
  readonly advancers: number;
  /**
   * Cards whose price fell.
   * @isInt
   */
  readonly decliners: number;
  /**
   * Cards with the same price.
   * @isInt
   */
  readonly unchanged: number;
  readonly not_comparable: NotComparable;
}

export interface GameSummary {
  readonly tcg_type: Game;
  /**
   * Sets that the source lists.
   * @isInt
   */
  readonly set_count: number;
  /**
   * Single cards.
   * @isInt
   */
  readonly card_count: number;
  /**
   * Sealed products.
   * @isInt
   */
  readonly sealed_count: number;
  /**
   * Products that the source does not show to be either.
   * @isInt
   */
  readonly unknown_count: number;
  readonly value: GameValue;
  /** Stamp of the newest snapshot of one of its sets; `null` before the first. */
  readonly newest_snapshot: string | null;
  readonly breadth: Breadth;
}

interface GameRow extends Row, Omit<GameSummary, 'value' | 'breadth'>, Omit<GameValue, 'amount' | 'currency'> {
  /** Minor units. */
  readonly amount: number | null;
  readonly advancers: number;
  readonly decliners: number;
  readonly unchanged: number;
  readonly not_collected: number;
  readonly withdrawn: number;
  readonly no_price: number;
  readonly no_start_price: number;
}

/**
 * $1 games. A price that changed last before the window stood at its start: the history is asked for the others
 * only, a quarter of them on a usual day.
 */
const gamesSql = `
  with games as (
    select g.game, count(s.set_id) filter (where s.withdrawn_at is null) as set_count, max(${lastCheckAnywhere('s.set_id')}) as newest
    from unnest($1::text[]) g(game) left join catalog.sets s on s.game = g.game group by g.game
  ), starts as materialized (
    select g.game, o.source, ${snapshotNearest('o.source', `(g.newest - interval '1 day')`)} as at
    from games g cross join ${checkedSources} o
  ), cards as materialized (
    select c.game, c.product_type = 'single' as is_single, c.product_type, o.card_id is not null as has_price,
           coalesce(o.withdrawn, false) as withdrawn, o.currency = '${comparedCurrency}' as is_compared,
           nullif(o.market, 0) as market, t.at as start,
           case when o.market is null and not o.withdrawn then ${lastMarketPrice('o.price_key')} else nullif(o.market, 0) end as valued,
           case when t.at is null or o.withdrawn then null when o.effective_at <= t.at then nullif(o.market, 0)
             else nullif(${marketPriceAsOf('o.price_key', 't.at')}, 0) end as before
    from catalog.cards c
    join games g on g.game = c.game
    left join lateral (${representativePrice('c.card_id', 'c.set_id')}) o on c.product_type = 'single'
    left join starts t on t.game = c.game and t.source = o.source
    where c.withdrawn_at is null and c.merged_into is null
  )
  select g.game as tcg_type, g.set_count, g.newest as newest_snapshot,
         count(c.game) filter (where is_single) as card_count,
         count(c.game) filter (where product_type = 'sealed') as sealed_count,
         count(c.game) filter (where product_type = 'unknown') as unknown_count,
         sum(valued) filter (where is_single and is_compared) as amount,
         count(valued) filter (where is_single and is_compared) as priced_cards,
         count(valued) filter (where is_single and is_compared and market is null) as carried_cards,
         count(c.game) filter (where is_single and valued is null) as unpriced_cards,
         count(valued) filter (where is_single and not is_compared) as other_currency_cards,
         count(c.game) filter (where is_single and market > before) as advancers,
         count(c.game) filter (where is_single and market < before) as decliners,
         count(c.game) filter (where is_single and market = before) as unchanged,
         count(c.game) filter (where is_single and has_price and start is null) as not_collected,
         count(c.game) filter (where is_single and start is not null and withdrawn) as withdrawn,
         count(c.game) filter (where is_single and (not has_price or (start is not null and not withdrawn and market is null))) as no_price,
         count(c.game) filter (where is_single and start is not null and market is not null and before is null) as no_start_price
  from games g left join cards c using (game)
  group by g.game, g.set_count, g.newest order by g.game desc`;

/** Returns the named games, also those without a card; amounts in major units. */
export const summariseGames = async (database: Database, named: readonly Game[]): Promise<GameSummary[]> => {
  const rows = await database.query<GameRow>(gamesSql, [named]);
  return rows.map((row) => ({
    tcg_type: row.tcg_type,
    set_count: row.set_count,
    card_count: row.card_count,
    sealed_count: row.sealed_count,
    unknown_count: row.unknown_count,
    value: {
      amount: toMajorUnitsOrNull(row.amount, comparedCurrency),
      currency: comparedCurrency,
      priced_cards: row.priced_cards,
      carried_cards: row.carried_cards,
      unpriced_cards: row.unpriced_cards,
      other_currency_cards: row.other_currency_cards,
    },
    newest_snapshot: row.newest_snapshot,
    breadth: {
      advancers: row.advancers,
      decliners: row.decliners,
      unchanged: row.unchanged,
      not_comparable: {
        not_collected: row.not_collected,
        withdrawn: row.withdrawn,
        no_price: row.no_price,
        no_start_price: row.no_start_price,
      },
    },
  }));
};
