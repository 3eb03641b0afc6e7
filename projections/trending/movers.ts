/** Gainers and losers of a window of time. */
import type { Game } from '../../src/domain/cards/card.js';
import type { Database, Row } from '../../src/postgres/database.js';
import { labelsOfCards } from '../catalog/lookups.js';
import type { PriceWindow } from '../coverage/windows.js';
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
  rankedPrice,
  type RankedPrice,
  type RankedRow,
  type Ranking,
  tieOrder,
} from './ranked-price.js';
import { agreesSql, contradictsSql, offersAgreeSql } from './reliable.js';
import { pricesOf, type WindowPrices, windowValues } from './queries.js';

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
  /** Only moves that another number confirms. */
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

/** Further parameters: 1 direction (1, -1), 2 by amount, 3 reliable, 4 limit. */
const moversSql = (window: WindowPrices): string => `
  with ${settledPrices(window)}, others as materialized (
    select x.card_id, x.printing_slug, x.source, x.start_market, x.end_market from (${window.prices}) x
    where ${own(3)}::boolean and cardinality($1::text[]) > 1 and x.start_market is not null and x.end_market is not null
  ), moved as materialized (
    select m.*, case when ${own(3)} and not (
        (${offersAgreeSql('m')} or exists (select from others o where ${agreesSql('m', 'o')}))
        and not exists (select from others o where ${contradictsSql('m', 'o')})
      ) then 'unreliable' end as unreliable,
      case when ${own(2)}::boolean then abs(m.end_market - m.start_market)::float8
           else abs(m.end_market - m.start_market)::float8 / m.start_market end as score
    from settled m where m.reason is null and sign(m.end_market - m.start_market) = ${own(1)}::integer
  )
  select ${countsOf('judged', 'settled', '(select unreliable as reason from moved) m')} as excluded, (
    select json_agg(ranked) from (
      select t.*, l.name, l.set_id, l.set_name
      from (
        select * from moved t where t.unreliable is null order by t.score desc, ${tieOrder} limit ${own(4)}
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
  const [found] = await database.query<{ excluded: Exclusions | null; rows: MoverRow[] | null } & Row>(
    moversSql(prices ?? (await pricesOf(database, window))),
    [
      ...windowValues(window, { game }),
      ...termValues(window, query),
      ...[direction === 'up' ? 1 : -1, by === 'amount', reliable, limit],
    ],
  );
  return {
    rows: (found?.rows ?? []).map((row, place) => ({ ...rankedPrice(row, place), ...endsOf(row) })),
    excluded: inOrder(found?.excluded ?? null),
  };
};
