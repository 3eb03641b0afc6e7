/** The cards that are watched most, each by its one price. */
import type { Game } from '../../src/domain/cards/card.js';
import type { Database, Row } from '../../src/postgres/database.js';
import { labelsOfCards } from '../catalog/lookups.js';
import type { PriceWindow } from '../coverage/windows.js';
import { representativePrice } from '../latest-prices/representative-price.js';
import {
  countsOf,
  type Exclusions,
  inOrder,
  settledPrices,
  termParameters,
  type Terms,
  termValues,
} from './exclusions.js';
import { endsOf, type Mover, type MoverRow } from './movers.js';
import { pricesOf, type WindowPrices, windowValues } from './queries.js';
import { rankedPrice, type Ranking } from './ranked-price.js';

/** How much a card is watched. */
export interface Attention {
  /**
   * Active alerts.
   * @isInt
   */
  readonly alerts: number;
  /**
   * Watchlists with the card that have no alert on it.
   * @isInt
   */
  readonly watchlists: number;
  /**
   * Requests for the card in the days of the period.
   * @isInt
   */
  readonly reads: number;
}

export interface WatchedMover extends Mover {
  readonly watched: Attention;
}

export interface WatchedQuery extends Terms {
  /** The cards and how much each is watched, in the order of the ranking. */
  readonly cards: readonly (Attention & { readonly cardId: string })[];
  readonly game: Game | undefined;
  readonly limit: number;
}

const own = (place: number): string => `$${termParameters + place}`;

/** Further parameters: 1 cards, in their order, 2 limit. */
const watchedSql = (window: WindowPrices): string => `
  with watched as materialized (
    select w.card_id, w.place, r.price_key
    from unnest(${own(1)}::text[]) with ordinality as w(card_id, place)
    left join lateral (${representativePrice('w.card_id')}) r on true
    where starts_with(w.card_id, $6)
  ), ${settledPrices(window, {
    extra: { price_key: 'x.price_key' },
    where: 'x.price_key in (select o.price_key from watched o)',
  })}
  select ${countsOf('judged', 'settled', `(select 'no_end_price' as reason from watched where price_key is null) n`)} as excluded, (
    select json_agg(ranked) from (
      select t.*, w.place, l.name, l.set_id, l.set_name
      from settled t join watched w on w.price_key = t.price_key left join ${labelsOfCards} l on l.card_id = t.card_id
      where t.reason is null order by w.place limit ${own(2)}
    ) ranked
  ) as rows`;

/** Returns the cards that are watched most, with the prices at both ends of the window. */
export const findWatched = async (
  database: Database,
  window: PriceWindow,
  query: WatchedQuery,
): Promise<Ranking<WatchedMover>> => {
  const { cards, game, limit } = query;
  const [found] = await database.query<
    { excluded: Exclusions | null; rows: (MoverRow & { place: number })[] | null } & Row
  >(watchedSql(await pricesOf(database, window)), [
    ...windowValues(window, { game }),
    ...termValues(window, query),
    cards.map(({ cardId }) => cardId),
    limit,
  ]);
  return {
    rows: (found?.rows ?? []).map((row, place) => {
      const { alerts = 0, watchlists = 0, reads = 0 } = cards[row.place - 1] ?? {};
      return { ...rankedPrice(row, place), ...endsOf(row), watched: { alerts, watchlists, reads } };
    }),
    excluded: inOrder(found?.excluded ?? null),
  };
};
