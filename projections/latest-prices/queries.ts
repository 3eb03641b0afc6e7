/** Prices of a card: the newest of every key, or what held at an instant as it was known at another. */
import type { Currency } from '../../src/domain/prices/money.js';
import { toMajorUnitsOrNull } from '../../src/domain/prices/money.js';
import type { Condition, PriceKind } from '../../src/domain/prices/price-key.js';
import type { Database, Row } from '../../src/postgres/database.js';
import { type Freshness, freshnessOf } from '../../src/projecting/read-model-versions.js';
import { factAsOf } from '../price-history/as-of.js';

/** A grading company's verdict, e.g. PSA 10. */
export interface GradeOfPrice {
  readonly grader: string;
  readonly grade: string;
  readonly qualifier: string | null;
}

export interface Price extends Freshness {
  readonly printing: string;
  readonly printing_slug: string;
  /** `null` if the source does not give it. */
  readonly condition: Condition | null;
  readonly grade: GradeOfPrice | null;
  readonly language: string | null;
  readonly currency: Currency;
  readonly low_price: number | null;
  readonly mid_price: number | null;
  readonly high_price: number | null;
  readonly market_price: number | null;
  readonly direct_low_price: number | null;
  /** The source no longer shows this key. */
  readonly withdrawn: boolean;
}

/** The columns of a key and its numbers, wherever they come from. */
export interface PriceRow extends Row {
  readonly source: string;
  readonly kind: PriceKind;
  readonly printing: string;
  readonly printing_slug: string;
  readonly condition: Condition | null;
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

/** The grade in the columns of a key. */
export const gradeOf = (row: Pick<PriceRow, 'grader' | 'grade' | 'grade_qualifier'>): GradeOfPrice | null =>
  row.grader === null ? null : { grader: row.grader, grade: row.grade ?? '', qualifier: row.grade_qualifier };

/** A row as the API shows it, amounts in major units. */
export const priceOf = (row: PriceRow, now: Date): Price => {
  const amount = (minor: number | null): number | null => toMajorUnitsOrNull(minor, row.currency);
  return {
    printing: row.printing,
    printing_slug: row.printing_slug,
    condition: row.condition,
    grade: gradeOf(row),
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

/** $1 card, $2 valid at, $3 known at (null: now). */
const asOfSql = `
  select ${keyColumns
    .split(', ')
    .map((name) => `s.${name}`)
    .join(', ')}, f.low, f.mid, f.high, f.market, f.direct_low, f.withdrawn, f.effective_at,
    (select max(k.effective_at) from coverage.snapshots k
     where k.source = s.source and k.set_id = c.set_id and k.effective_at <= $2::timestamptz
       and ($3::timestamptz is null or k.recorded_at <= $3)) as last_checked
  from price_history.series s
  cross join lateral (${factAsOf('$2::timestamptz', '$3')}) f
  left join catalog.cards c on c.card_id = s.card_id
  where s.card_id = $1
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
