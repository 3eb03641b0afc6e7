/** What held of the market prices of many cards over a time, one list of facts a price key. */
import type { Currency } from '../../src/domain/prices/money.js';
import type { PriceSeries } from '../../src/domain/prices/one-price-over-time.js';
import { representsCardSql } from '../../src/domain/prices/preference.js';
import type { Condition } from '../../src/domain/prices/price-key.js';
import type { Database, Row } from '../../src/postgres/database.js';
import { factAsOf, factsBetween, pricedObservations } from './as-of.js';

interface SeriesRow extends Row {
  readonly card_id: string;
  readonly price_key: string;
  readonly source: string;
  readonly printing_slug: string;
  readonly condition: Condition | null;
  readonly language: string | null;
  readonly currency: Currency;
  /** Milliseconds since 1970, withdrawn, market price; in order of time. */
  readonly facts: readonly (readonly [atMs: number, withdrawn: boolean, market: number | null])[];
}

const keyColumns = 's.card_id, s.price_key, s.source, s.printing_slug, s.condition, s.language, s.currency';
const json = (f: string): string =>
  `json_agg(json_build_array((extract(epoch from ${f}.effective_at) * 1000)::int8, ${f}.withdrawn, nullif(${f}.market, 0))
     order by ${f}.effective_at) as facts`;

/**
 * Returns a lateral query for the last market price of series `s` by `at`, under the condition `when`. Rejected: the condition
 * beside the query, where the planner reads the whole series before it looks at it.
 */
const lastPriced = (at: string, known: string, when: string): string => `
  select p.effective_at, false as withdrawn, p.market from (${pricedObservations('price_history', at, known)}) p
  where ${when} order by p.effective_at desc limit 1`;

/**
 * $1 cards, $2 from, $3 to, $4 known at (null: now). The facts of the window follow the one that held when it began, and
 * that one follows the last market price if it has none itself. Rejected: a row for each fact, because the driver takes
 * longer to read them than the database to find them.
 */
const factsSql = `
  select ${keyColumns}, f.facts
  from price_history.series s
  left join lateral (${factAsOf('$2::timestamptz', '$4', { strictlyBefore: true })}) b on true
  left join lateral (${lastPriced('$2::timestamptz', '$4', 'b.effective_at is not null and b.market is null')}) p on true
  cross join lateral (
    select ${json('f')} from (
      select p.effective_at, p.withdrawn, p.market where p.effective_at < b.effective_at
      union all
      select b.effective_at, b.withdrawn, b.market where b.effective_at is not null
      union all
      select effective_at, withdrawn, market from (${factsBetween('$2::timestamptz', '$3::timestamptz', '$4')}) w
    ) f
  ) f
  where s.card_id = any($1) and ${representsCardSql('s')} and f.facts is not null`;

/** $1 cards, $2 instants, $3 known at (null: now). Facts that hold at several instants come several times. */
const factsAtSql = `
  select ${keyColumns}, f.facts
  from price_history.series s
  cross join lateral (
    select ${json('f')} from unnest($2::timestamptz[]) i(at)
    cross join lateral (${factAsOf('i.at', '$3')}) b
    left join lateral (${lastPriced('i.at', '$3', 'b.market is null')}) p on true
    cross join lateral (
      select p.effective_at, p.withdrawn, p.market where p.effective_at < b.effective_at
      union all
      select b.effective_at, b.withdrawn, b.market
    ) f
  ) f
  where s.card_id = any($1) and ${representsCardSql('s')} and f.facts is not null`;

const byCard = (rows: readonly SeriesRow[]): ReadonlyMap<string, readonly PriceSeries[]> => {
  const cards = new Map<string, PriceSeries[]>();
  for (const { card_id, price_key: priceKey, facts, ...key } of rows) {
    const series = { ...key, priceKey, facts: facts.map(([atMs, withdrawn, market]) => ({ atMs, withdrawn, market })) };
    const those = cards.get(card_id);
    if (those === undefined) cards.set(card_id, [series]);
    else those.push(series);
  }
  return cards;
};

/**
 * Returns the ungraded market prices of the cards with what held of them from `from` to `to` (RFC 3339, both inclusive), by
 * card id. A card without one has no entry. `knownAt`: only what the ledger had recorded by then.
 */
export const marketFacts = async (
  database: Database,
  cardIds: readonly string[],
  window: { readonly from: string; readonly to: string; readonly knownAt?: string | undefined },
): Promise<ReadonlyMap<string, readonly PriceSeries[]>> =>
  byCard(await database.query<SeriesRow>(factsSql, [cardIds, window.from, window.to, window.knownAt ?? null]));

/** Returns the same with what held at the instants only, which for few instants is less than all in between. */
export const marketFactsAt = async (
  database: Database,
  cardIds: readonly string[],
  instants: readonly string[],
  knownAt?: string,
): Promise<ReadonlyMap<string, readonly PriceSeries[]>> =>
  byCard(await database.query<SeriesRow>(factsAtSql, [cardIds, instants, knownAt ?? null]));
