/** Games: their sets and cards, what all single cards are worth, and how many prices rose and fell on the newest day. */
import type { Game } from '../../src/domain/cards/card.js';
import { toMajorUnitsOrNull } from '../../src/domain/prices/money.js';
import { comparedCurrency } from '../../src/domain/prices/preference.js';
import type { Database, Row } from '../../src/postgres/database.js';
import { lastCheckAnywhere } from '../coverage/checks.js';
import { findWindow, type PriceWindow, setsChecked } from '../coverage/windows.js';
import { joinCountedPrice } from '../latest-prices/counted-price.js';
import { checkedFromMs, pricesOf, type WindowPrices, windowParameters, windowValues } from '../trending/queries.js';
import { mergedCardIds } from './lookups.js';

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

interface GameRow extends Row, Omit<GameSummary, 'value' | 'breadth'>, Omit<GameValue, 'amount' | 'currency'> {
  /** Minor units. */
  readonly amount: number | null;
}

const moveNames = ['advancers', 'decliners', 'unchanged'] as const;
const reasons = ['not_collected', 'withdrawn', 'no_price', 'no_start_price', 'stale'] as const satisfies (keyof NotComparable)[];
type Move = (typeof moveNames)[number] | (typeof reasons)[number];

interface MoveRow extends Row {
  readonly tcg_type: Game;
  readonly move: Move;
  readonly cards: number;
}

/** $1 games */
const gamesSql = `
  with games as (
    select g.game, count(s.set_id) filter (where s.withdrawn_at is null) as set_count, max(${lastCheckAnywhere('s.set_id')}) as newest
    from unnest($1::text[]) g(game) left join catalog.sets s on s.game = g.game group by g.game
  ), cards as (
    select c.game, count(*) filter (where c.product_type = 'single') as card_count,
           count(*) filter (where c.product_type = 'sealed') as sealed_count,
           count(*) filter (where c.product_type = 'unknown') as unknown_count,
           sum(v.valued) filter (where c.product_type = 'single' and v.is_compared) as amount,
           count(v.valued) filter (where c.product_type = 'single' and v.is_compared) as priced_cards,
           count(v.valued) filter (where c.product_type = 'single' and v.is_compared and v.market is null) as carried_cards,
           count(*) filter (where c.product_type = 'single' and v.valued is null) as unpriced_cards,
           count(v.valued) filter (where c.product_type = 'single' and not v.is_compared) as other_currency_cards
    from catalog.cards c ${joinCountedPrice('c')}
    where c.game = any($1) and c.withdrawn_at is null and c.card_id not in ${mergedCardIds}
    group by c.game
  )
  select g.game as tcg_type, g.set_count, g.newest as newest_snapshot, c.amount, ${[
    ...['card_count', 'sealed_count', 'unknown_count'],
    ...['priced_cards', 'carried_cards', 'unpriced_cards', 'other_currency_cards'],
  ]
    .map((name) => `coalesce(c.${name}, 0) as ${name}`)
    .join(', ')}
  from games g left join cards c using (game) order by g.game desc`;

const own = (place: number): string => `$${windowParameters + place}`;
const endOfWindow = `('epoch'::timestamptz + $3::int8 * interval '1 millisecond')`;

/** Further parameters: 1 games, 2 from when on a set must have been checked. */
const movesSql = ({ prices }: WindowPrices): string => `
  select c.game as tcg_type, case
      when v.price_key is null then 'no_price'
      when w.start_ms is null then 'not_collected'
      when x.withdrawn then 'withdrawn'
      when x.end_market is null then 'no_price'
      when x.start_market is null then 'no_start_price'
      when (v.source, c.set_id) not in (${setsChecked(`${own(2)}::timestamptz`, endOfWindow, '$5')}) then 'stale'
      when x.end_market > x.start_market then 'advancers'
      when x.end_market < x.start_market then 'decliners'
      else 'unchanged' end as move, count(*) as cards
  from catalog.cards c ${joinCountedPrice('c')}
  left join unnest($1::text[], $2::int8[]) as w(source, start_ms) on w.source = v.source
  left join (${prices}) x on x.price_key = v.price_key
  where c.game = any(${own(1)}) and c.product_type = 'single' and c.withdrawn_at is null and c.card_id not in ${mergedCardIds}
  group by 1, 2`;

/** Before the first snapshot. */
const noWindow: PriceWindow = { endMs: 0, starts: [], knownAt: undefined };

/** Returns how many cards of each game moved how, in the window of a day that ends at the newest snapshot. */
const movesOf = async (database: Database, named: readonly Game[]): Promise<readonly MoveRow[]> => {
  const window = (await findWindow(database, { period: '24h' })) ?? noWindow;
  const game = named.length === 1 ? named[0] : undefined;
  return database.query<MoveRow>(movesSql(await pricesOf(database, window)), [
    ...windowValues(window, { game }),
    ...[named, new Date(checkedFromMs(window)).toISOString()],
  ]);
};

/** Returns the named games, also those without a card; amounts in major units. */
export const summariseGames = async (database: Database, named: readonly Game[]): Promise<GameSummary[]> => {
  const [rows, moves] = await Promise.all([
    database.query<GameRow>(gamesSql, [named]),
    movesOf(database, named),
  ]);
  return rows.map(({ amount, priced_cards, carried_cards, unpriced_cards, other_currency_cards, newest_snapshot, ...row }) => {
    const cards = (move: Move): number =>
      moves.find((each) => each.tcg_type === row.tcg_type && each.move === move)?.cards ?? 0;
    const counts = <M extends Move>(names: readonly M[]): Record<M, number> =>
      Object.fromEntries(names.map((name) => [name, cards(name)])) as Record<M, number>;
    return {
      ...row,
      value: {
        amount: toMajorUnitsOrNull(amount, comparedCurrency),
        currency: comparedCurrency,
        ...{ priced_cards, carried_cards, unpriced_cards, other_currency_cards },
      },
      newest_snapshot,
      breadth: { ...counts(moveNames), not_comparable: counts(reasons) },
    };
  });
};
