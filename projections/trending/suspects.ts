/**
 * Market prices that disagree with those of another marketplace by more than the cards of their set do: a price is wrong there, or the
 * card's id at that marketplace is another card's (docs/prices.md). Computed when asked for, from the prices at the end of a window.
 * Rejected: a read model of its own, in which a new price of one card changes what is ordinary for all cards of its set.
 */
import type { Game } from '../../src/domain/cards/card.js';
import {
  type SetPrices,
  type ComparedPrice,
  findSuspects,
  type SuspectPair,
} from '../../src/domain/prices/cross-check.js';
import { compareSources, marketplaceOf } from '../../src/domain/source.js';
import type { Database, Row } from '../../src/postgres/database.js';
import { gameOfSet, mergedCardIds, setsOfListedCards } from '../catalog/lookups.js';
import { type PriceWindow, setsChecked } from '../coverage/windows.js';
import { endOfWindow } from './exclusions.js';
import { checkedFrom, pricesOf, windowParameters, type WindowPrices, windowValues } from './queries.js';

/** A price as the cross-check compares it. */
export interface ComparedRow {
  readonly cardId: string;
  readonly source: string;
  /** Slug, and the source's own word. */
  readonly printing: string;
  readonly printingName: string;
  readonly currency: string;
  readonly market: number | null;
  readonly atMs: number;
  readonly earlier: number | null;
}

export type Suspect = SuspectPair<ComparedRow>;

type Cells = readonly [
  cardId: string,
  source: string,
  printing: string,
  printingName: string,
  currency: string,
  market: number | null,
  atMs: number,
  earlier: number | null,
];

const own = (place: number): string => `$${windowParameters + place}`;

/**
 * One row a set, with its prices. Prices without a number keep their printing's place. What is withdrawn, set aside or not checked for 36
 * hours is not compared, nor what states a condition or a language. Further parameters: 1 from when on a set must have been checked,
 * 2 the sources of all marketplaces but the first: only their cards have two prices.
 */
const comparedSql = ({ prices }: WindowPrices): string => `
  with x as materialized (
    select x.card_id, x.source, x.printing_slug, x.printing, x.currency, x.end_market, x.end_at_ms, x.start_market
    from (${prices}) x
    where not x.withdrawn and not x.held and x.condition is null and x.language is null
  ), compared as materialized (
    -- Conditions as columns are looked up in hashes. Rejected: joins, which without statistics read a table again for each price.
    select x.*, c.set_id, (x.source, c.set_id) in (${setsChecked(`${own(1)}::timestamptz`, endOfWindow, '$5')}) as is_checked,
           x.card_id in (select o.card_id from x o where o.source = any(${own(2)}::text[]) and o.end_market is not null)
             and not x.card_id in ${mergedCardIds} as is_priced_twice
    from x join ${setsOfListedCards} c on c.card_id = x.card_id
  )
  select x.set_id, ${gameOfSet('x.set_id')} as game, json_agg(json_build_array(
    x.card_id, x.source, x.printing_slug, x.printing, x.currency, x.end_market, x.end_at_ms, x.start_market)) as prices
  from compared x where x.is_checked and x.is_priced_twice
  group by x.set_id`;

/** Returns the prices of cards that two marketplaces price, by set. */
const comparedPrices = async (
  database: Database,
  window: PriceWindow,
  game: Game | undefined,
  prices: WindowPrices | undefined,
): Promise<readonly SetPrices<ComparedRow>[]> => {
  const sources = window.starts.map(({ source }) => source).sort(compareSources);
  const others = sources.filter((source) => marketplaceOf(source) !== marketplaceOf(sources[0] ?? source));
  if (others.length === 0) return [];
  const rows = await database.query<{ set_id: string; game: string; prices: Cells[] } & Row>(
    comparedSql(prices ?? (await pricesOf(database, window))),
    [...windowValues(window, { game }), checkedFrom(window), others],
  );
  return rows.map(({ set_id, game: ofSet, prices: cells }) => ({
    setId: set_id,
    game: ofSet,
    prices: cells.map(([cardId, source, printing, printingName, currency, market, atMs, earlier]): ComparedRow => ({
      ...{ cardId, source, printing, printingName, currency, market, atMs, earlier },
    })),
  }));
};

/**
 * Returns the pairs of market prices that do not belong to one card, at the end of a window, those furthest from the others of their
 * set first. `prices` says where they are read.
 */
export const findSuspectPairs = async (
  database: Database,
  window: PriceWindow,
  { game, prices }: { game?: Game | undefined; prices?: WindowPrices } = {},
): Promise<readonly Suspect[]> => findSuspects(await comparedPrices(database, window, game, prices));

/** Returns the prices that may be wrong, each once. */
export const suspectPrices = (suspects: readonly Suspect[]): readonly ComparedRow[] => {
  const isWrong = ({ isSuspect }: ComparedPrice<ComparedRow>): boolean => isSuspect;
  return [
    ...new Set(suspects.flatMap(({ first, second }) => [first, second].filter(isWrong).map(({ price }) => price))),
  ];
};
