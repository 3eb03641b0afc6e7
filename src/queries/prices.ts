/** Prices of a card: the newest of every key, or what held at an instant as it was known at another. */
import type { Currency } from '../domain/money.js';
import { toMajorUnitsOrNull } from '../domain/money.js';
import type { Database, Row } from '../postgres/database.js';
import { type Freshness, freshnessOf } from './freshness.js';

export interface GradeOfPrice {
  readonly grader: string;
  readonly grade: string;
  readonly qualifier: string | null;
}

export interface Price extends Freshness {
  readonly printing: string;
  readonly printing_slug: string;
  readonly condition: string | null;
  readonly grade: GradeOfPrice | null;
  readonly language: string | null;
  readonly currency: Currency;
  readonly low_price: number | null;
  readonly mid_price: number | null;
  readonly high_price: number | null;
  readonly market_price: number | null;
  readonly direct_low_price: number | null;
  readonly withdrawn: boolean;
}

/** The columns of a key and its numbers, wherever they come from. */
export interface PriceRow extends Row {
  readonly source: string;
  readonly kind: string;
  readonly printing: string;
  readonly printing_slug: string;
  readonly condition: string | null;
  readonly grader: string | null;
  readonly grade: string | null;
  readonly grade_qualifier: string | null;
  readonly language: string | null;
  readonly currency: Currency;
  readonly low: number | null;
  readonly mid: number | null;
  readonly high: number | null;
  readonly market: number | null;
  readonly direct_low: number | null;
  readonly withdrawn: boolean;
  readonly effective_at: string;
  readonly last_checked: string | null;
}

/** A row as the API shows it, amounts in major units. */
export const priceOf = (row: PriceRow, now: Date): Price => {
  const amount = (minor: number | null): number | null => toMajorUnitsOrNull(minor, row.currency);
  return {
    printing: row.printing,
    printing_slug: row.printing_slug,
    condition: row.condition,
    grade: row.grader === null ? null : { grader: row.grader, grade: row.grade ?? '', qualifier: row.grade_qualifier },
    language: row.language,
    currency: row.currency,
    low_price: amount(row.low),
    mid_price: amount(row.mid),
    high_price: amount(row.high),
    market_price: amount(row.market),
    direct_low_price: amount(row.direct_low),
    withdrawn: row.withdrawn,
    ...freshnessOf(row, now),
  };
};

const keyColumns = `source, kind, printing, printing_slug, condition, grader, grade, grade_qualifier, language, currency`;
const numbers = `low, mid, high, market, direct_low`;

const latestSql = `
  select ${keyColumns
    .split(', ')
    .map((name) => `p.${name}`)
    .join(', ')}, ${numbers}, p.withdrawn, p.effective_at, k.last_checked
  from latest_prices.prices p
  left join catalog.cards c on c.card_id = p.card_id
  left join coverage.sets_checked k on k.source = p.source and k.set_id = c.set_id
  where p.card_id = $1
  order by p.kind, p.source, p.printing_slug, p.condition, p.grader, p.grade, p.language`;

/** The newest price of every key of the card; none for a card without prices. */
export const latestPricesOfCard = async (database: Database, cardId: string, now: Date): Promise<Price[]> =>
  (await database.query<PriceRow>(latestSql, [cardId])).map((row) => priceOf(row, now));

/**
 * The facts of `series` (a condition on `s`) that count, as of `$2` (valid) and `$3` (known; null: now): of one instant
 * the one recorded last, voided ones left out, withdrawals among them.
 */
export const countingFacts = (series: string): string => `
  select distinct on (f.series_id, f.effective_at) f.*
  from (
    select s.series_id, o.effective_at, o.recorded_after_s, false as withdrawn, o.low, o.mid, o.high, o.market, o.direct_low
    from price_history.series s join price_history.observations o on o.series_id = s.series_id
    where ${series} and o.effective_at <= $2
    union all
    select s.series_id, w.effective_at, w.recorded_after_s, true, null, null, null, null, null
    from price_history.series s join price_history.withdrawals w on w.series_id = s.series_id
    where ${series} and w.effective_at <= $2
  ) as f
  where ($3::timestamptz is null or f.effective_at + f.recorded_after_s * interval '1 second' <= $3)
    and not exists (
      select from price_history.voids v
      where v.series_id = f.series_id and v.effective_at = f.effective_at and v.recorded_after_s > f.recorded_after_s
        and ($3::timestamptz is null or v.effective_at + v.recorded_after_s * interval '1 second' <= $3))
  order by f.series_id, f.effective_at desc, f.recorded_after_s desc`;

const asOfSql = `
  with facts as (${countingFacts('s.card_id = $1')}),
  newest as (select distinct on (series_id) * from facts order by series_id, effective_at desc)
  select ${keyColumns
    .split(', ')
    .map((name) => `s.${name}`)
    .join(', ')}, ${numbers}, n.withdrawn, n.effective_at,
    (select max(k.effective_at) from coverage.snapshots k
     where k.source = s.source and k.set_id = c.set_id and k.effective_at <= $2
       and ($3::timestamptz is null or k.recorded_at <= $3)) as last_checked
  from newest n
  join price_history.series s on s.series_id = n.series_id
  left join catalog.cards c on c.card_id = s.card_id
  order by s.kind, s.source, s.printing_slug, s.condition, s.grader, s.grade, s.language`;

/**
 * What held at `validAt`, using only what the ledger had recorded by `knownAt`. Staleness is that of `validAt`: would a
 * reader of that moment have called it stale.
 */
export const pricesOfCardAsOf = async (
  database: Database,
  cardId: string,
  times: { validAt: string; knownAt?: string | undefined },
): Promise<Price[]> => {
  const rows = await database.query<PriceRow>(asOfSql, [cardId, times.validAt, times.knownAt ?? null]);
  return rows.map((row) => priceOf(row, new Date(times.validAt)));
};
