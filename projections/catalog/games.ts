/** Games: their sets and cards, what all single cards are worth, and how many prices rose and fell on the newest day. */
import type { Game } from '../../src/domain/cards/card.js';
import { toMajorUnitsOrNull } from '../../src/domain/prices/money.js';
import { comparedCurrency } from '../../src/domain/prices/preference.js';
import type { Database, Row } from '../../src/postgres/database.js';
import { lastCheckAnywhere } from '../coverage/checks.js';
import { findWindow, type PriceWindow, setsChecked } from '../coverage/windows.js';
import { checkedFrom, pricesOf, type WindowPrices, windowParameters, windowValues } from '../trending/queries.js';
import { countedCards, isListed } from './counted-cards.js';

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
  /**
   * The set was not checked in the 36 hours before the newest snapshot.
   * @isInt
   */
  readonly stale: number;
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

type Counts = Omit<GameValue, 'amount' | 'currency'> & Omit<Breadth, 'not_comparable'> & NotComparable;

interface GameRow extends Row, Omit<GameSummary, 'value' | 'breadth'>, Counts {
  /** Minor units. */
  readonly amount: number | null;
}

const moves = ['advancers', 'decliners', 'unchanged'] as const satisfies (keyof Breadth)[];
const reasons = [
  'not_collected',
  'withdrawn',
  'no_price',
  'no_start_price',
  'stale',
] as const satisfies (keyof NotComparable)[];
/** The counts of single cards, as sums over the rows of `moved`. */
const sums: Readonly<Record<string, string>> = {
  card_count: 'sum(v.cards)',
  priced_cards: 'sum(v.valued) filter (where v.is_compared)',
  carried_cards: 'sum(v.valued) filter (where v.is_compared and v.unshown)',
  unpriced_cards: 'sum(v.cards - v.valued)',
  other_currency_cards: 'sum(v.valued) filter (where not v.is_compared)',
  ...Object.fromEntries([...moves, ...reasons].map((move) => [move, `sum(v.cards) filter (where v.move = '${move}')`])),
};

const own = (place: number): string => `$${windowParameters + place}`;
const endOfWindow = `('epoch'::timestamptz + $3::int8 * interval '1 millisecond')`;

/**
 * Further parameters: 1 games, 2 from when on a set must have been checked. A price that did not change in the window stands as it did:
 * only the others are compared, a quarter on a usual day.
 */
const gamesSql = ({ prices }: WindowPrices): string => `
  with games as (
    select g.game, count(s.set_id) filter (where s.withdrawn_at is null) as set_count, max(${lastCheckAnywhere('s.set_id')}) as newest
    from unnest(${own(1)}::text[]) g(game) left join catalog.sets s on s.game = g.game group by g.game
  ), products as (
    select c.game, count(*) filter (where c.product_type = 'sealed') as sealed_count,
           count(*) filter (where c.product_type = 'unknown') as unknown_count
    from catalog.cards c
    where c.game = any(${own(1)}) and c.product_type <> 'single' and ${isListed('c')}
    group by c.game
  ), ${countedCards(`c.game = any(${own(1)})`)}, moved as (
    -- Counted before they are summed up: the move of a card is found out once and not for each count.
    select v.game, v.is_compared, v.market is null as unshown, count(*) as cards, count(v.valued) as valued, sum(v.valued) as amount, case
        when v.price_key is null then 'no_price'
        when w.start_ms is null then 'not_collected'
        when v.withdrawn then 'withdrawn'
        when v.market is null then 'no_price'
        when x.price_key is not null and x.start_market is null then 'no_start_price'
        when (v.source, v.set_id) not in (${setsChecked(`${own(2)}::timestamptz`, endOfWindow, '$5')}) then 'stale'
        when x.end_market > x.start_market then 'advancers'
        when x.end_market < x.start_market then 'decliners'
        else 'unchanged' end as move
    from counted v
    left join unnest($1::text[], $2::int8[]) as w(source, start_ms) on w.source = v.source
    left join (select p.price_key, p.start_market, p.end_market from (${prices}) p where p.end_at_ms > p.start_ms) x
      on x.price_key = v.price_key
    group by v.game, v.is_compared, unshown, move
  ), singles as (
    select v.game, sum(v.amount) filter (where v.is_compared)::int8 as amount, ${Object.entries(sums)
      .map(([name, sum]) => `${sum}::int8 as ${name}`)
      .join(', ')}
    from moved v group by v.game
  )
  select g.game as tcg_type, g.set_count, g.newest as newest_snapshot, s.amount, ${[
    'sealed_count',
    'unknown_count',
    ...Object.keys(sums),
  ]
    .map((name) => `coalesce(${name}, 0) as ${name}`)
    .join(', ')}
  from games g left join singles s using (game) left join products p using (game) order by g.game desc`;

/** Before the first snapshot. */
const noWindow: PriceWindow = { endMs: 0, starts: [], knownAt: undefined };

const picked = <N extends string>(row: Readonly<Record<N, number>>, names: readonly N[]): Readonly<Record<N, number>> =>
  Object.fromEntries(names.map((name) => [name, row[name]])) as Record<N, number>;

/**
 * Returns the named games, also those without a card; amounts in major units. Prices are compared over the window of a day that
 * ends at the newest snapshot.
 */
export const summariseGames = async (database: Database, named: readonly Game[]): Promise<GameSummary[]> => {
  const window = (await findWindow(database, { period: '24h' })) ?? noWindow;
  const rows = await database.query<GameRow>(gamesSql(await pricesOf(database, window)), [
    ...windowValues(window, { game: named.length === 1 ? named[0] : undefined }),
    ...[named, checkedFrom(window)],
  ]);
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
    breadth: { ...picked(row, moves), not_comparable: picked(row, reasons) },
  }));
};
