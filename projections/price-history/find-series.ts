/** Finds the price keys of a card that have a history. */
import { isSimulated } from '../../src/domain/source.js';
import type { Currency } from '../../src/domain/prices/money.js';
import { preferenceText } from '../../src/domain/prices/preference.js';
import type { Condition, PriceKind } from '../../src/domain/prices/price-key.js';
import type { Database, Row } from '../../src/postgres/database.js';
import { isConfirmed, lastCheckAsOf, newestSnapshotAsOf } from '../coverage/checks.js';
import { type GradeOfPrice, gradeOf, type PriceKeyRow } from '../price-key-columns.js';
import { checkedSeries, factAsOf, pricedObservations } from './as-of.js';

/** The price key of a history. */
export interface HistoryKey {
  readonly source: string;
  readonly kind: PriceKind;
  readonly printing: string;
  readonly condition: Condition | null;
  readonly grade: GradeOfPrice | null;
  readonly language: string | null;
  readonly currency: Currency;
  /** From the sandbox marketplace: not a real price. */
  readonly simulated: boolean;
}

export interface HistorySeries extends HistoryKey {
  readonly seriesId: number;
  readonly printingSlug: string;
}

interface SeriesRow extends Row, PriceKeyRow {
  readonly series_id: number;
}

/** Returns the key in a row. */
export const historyKeyOf = (row: PriceKeyRow): HistoryKey => ({
  source: row.source,
  kind: row.kind,
  printing: row.printing,
  condition: row.condition,
  grade: gradeOf(row),
  language: row.language,
  currency: row.currency,
  simulated: isSimulated(row.source),
});

/** $1 card, $2 as of (null: now), $3 known at (null: now) */
const seriesSql = `
  select s.series_id, s.source, s.kind, s.printing, s.printing_slug, s.condition, s.grader, s.grade, s.grade_qualifier,
         s.language, s.currency
  from (select coalesce($2::timestamptz, 'infinity') as at) a
  join price_history.series s on s.card_id = $1
  left join lateral (${factAsOf('a.at', '$3')}) f on true
  order by ${preferenceText({
    key: 's',
    withdrawn: 'f.withdrawn',
    priced: `exists (${pricedObservations('price_history', 'a.at', '$3')})`,
    confirmed: isConfirmed(lastCheckAsOf(checkedSeries, 'a.at', '$3'), newestSnapshotAsOf('a.at', '$3')),
  })}`;

/**
 * Returns the series of a card, the one price of the card first (prices/preference.ts): as of an instant, as the ledger
 * knew it at another, both RFC 3339; by default now.
 */
export const findSeries = async (
  database: Database,
  cardId: string,
  times: { asOf?: string | undefined; knownAt?: string | undefined } = {},
): Promise<HistorySeries[]> => {
  const rows = await database.query<SeriesRow>(seriesSql, [cardId, times.asOf ?? null, times.knownAt ?? null]);
  return rows.map((row) => ({ ...historyKeyOf(row), seriesId: row.series_id, printingSlug: row.printing_slug }));
};

/** Returns the condition that the card `cardId`, an SQL expression, has a history. */
export const hasHistory = (cardId: string): string =>
  `exists (select from price_history.series s where s.card_id = ${cardId})`;
