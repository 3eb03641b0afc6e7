/** Gainers and losers of a window of time. */
import type { Game } from '../../src/domain/cards/card.js';
import type { Database, Row } from '../../src/postgres/database.js';
import { labelsOfCards } from '../catalog/lookups.js';
import type { PriceWindow } from '../coverage/windows.js';
import {
  countsOf,
  type Exclusions,
  inOrder,
  settledColumns,
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
  rankedPrice,
  type RankedPrice,
  type RankedRow,
  type Ranking,
  tieOrder,
} from './ranked-price.js';
import { agreesSql, contradictsSql, movesSql, offersAgreeSql, withMoves } from './reliable.js';
import { pricesOf, type WindowPrices, windowValues } from './queries.js';
import { findSuspectPairs, suspectPrices } from './suspects.js';

export interface Mover extends RankedPrice {
  /** The market price that stood at the snapshot with which the window starts. */
  readonly start: PriceAt;
  /** The market price that stands at its end. */
  readonly end: PriceAt;
  readonly change: PriceMove;
}

export interface MoversQuery extends Terms {
  readonly direction: 'up' | 'down';
  readonly by: 'percent' | 'amount';
  /** Only moves that another number confirms, of prices that agree with those of other marketplaces. */
  readonly reliable: boolean;
  readonly game: Game | undefined;
  readonly limit: number;
}

export interface MoverRow extends RankedRow {
  readonly start_market: number;
  readonly start_at_ms: number;
  readonly end_market: number;
  readonly end_at_ms: number;
}

/** Returns the prices at both ends of a window, as an answer shows them. */
export const endsOf = (row: MoverRow): Pick<Mover, 'start' | 'end' | 'change'> => {
  const { start_market, start_at_ms, end_market, end_at_ms, currency } = row;
  return {
    start: priceAt(start_market, start_at_ms, currency),
    end: priceAt(end_market, end_at_ms, currency),
    change: moveOf(start_market, end_market, currency),
  };
};

const own = (place: number): string => `$${termParameters + place}`;

/** Returns the condition that a price may be the wrong one of two. Those that are compared state no condition and no language. */
const isSuspect = (price: string): string => `(${price}.condition is null and ${price}.language is null
  and (${price}.card_id, ${price}.source, ${price}.printing_slug) in (
    select * from unnest(${own(4)}::text[], ${own(5)}::text[], ${own(6)}::text[])))`;

/** Common table expressions: `doubted`, the rows of `moved` with what speaks against them. */
const doubted = ({ prices }: WindowPrices): string => `
  moves as materialized (
    -- A suspect price confirms nothing and denies nothing: it may be another card's.
    ${movesSql(prices, `cardinality($1::text[]) > 1 and not ${isSuspect('x')}`)}
  ), told as (
    ${withMoves('moved', [...settledColumns, 'score'], 'moves')}
  ), doubted as materialized (
    select t.*, case
      when ${isSuspect('t')} then 'suspect'
      when not ((${offersAgreeSql('t')} or ${agreesSql('t')}) and not ${contradictsSql('t')}) then 'unreliable' end as doubt
    from told t where not t.is_move
  )`;

/** Further parameters: 1 direction (1, -1), 2 by amount, 3 limit; of reliable moves also 4 to 6 the suspect prices: card, source, printing. */
const moversSql = (window: WindowPrices, reliable: boolean): string => `
  with ${settledPrices(window)}, moved as materialized (
    select m.*,
      case when ${own(2)}::boolean then abs(m.end_market - m.start_market)::float8
           else abs(m.end_market - m.start_market)::float8 / m.start_market end as score
    from settled m where m.reason is null and sign(m.end_market - m.start_market) = ${own(1)}::integer
  ), ${reliable ? doubted(window) : 'doubted as (select m.*, null::text as doubt from moved m)'}
  select ${countsOf('judged', 'settled', '(select doubt as reason from doubted) d')} as excluded, (
    select json_agg(ranked) from (
      select t.*, l.name, l.set_id, l.set_name
      from (
        select * from doubted t where t.doubt is null order by t.score desc, ${tieOrder} limit ${own(3)}
      ) t left join ${labelsOfCards} l on l.card_id = t.card_id
      order by t.score desc, ${tieOrder}
    ) ranked
  ) as rows`;

/** Returns the prices that moved most from the start of a window to its end; `prices` says where they are read. */
export const findMovers = async (
  database: Database,
  window: PriceWindow,
  query: MoversQuery,
  prices?: WindowPrices,
): Promise<Ranking<Mover>> => {
  const { direction, by, reliable, limit, game } = query;
  const read = prices ?? (await pricesOf(database, window));
  const suspects = reliable ? suspectPrices(await findSuspectPairs(database, window, { game, prices: read })) : [];
  const inDoubt = (['cardId', 'source', 'printing'] as const).map((name) => suspects.map((price) => price[name]));
  const [found] = await database.query<{ excluded: Exclusions | null; rows: MoverRow[] | null } & Row>(
    moversSql(read, reliable),
    [
      ...windowValues(window, { game }),
      ...termValues(window, query),
      ...[direction === 'up' ? 1 : -1, by === 'amount', limit],
      ...(reliable ? inDoubt : []),
    ],
  );
  return {
    rows: (found?.rows ?? []).map((row, place) => ({ ...rankedPrice(row, place), ...endsOf(row) })),
    excluded: inOrder(found?.excluded ?? null),
  };
};
