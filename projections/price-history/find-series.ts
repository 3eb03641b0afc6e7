/** Finds the price keys of a card that have a history. */
import { isSimulated } from '../../src/domain/source.js';
import type { Currency } from '../../src/domain/prices/money.js';
import { preferenceOrder } from '../../src/domain/prices/preference.js';
import { type Condition, type PriceKind, printingOf } from '../../src/domain/prices/price-key.js';
import type { Database, Row } from '../../src/postgres/database.js';
import { joinLatestPrice } from '../latest-prices/queries.js';
import { type GradeOfPrice, gradeOf, type PriceKeyRow } from '../price-key-columns.js';

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
}

export interface SeriesFilter {
  readonly source?: string | undefined;
  /** The source's word or its slug. */
  readonly printing?: string | undefined;
  readonly condition?: string | undefined;
  readonly kind?: string | undefined;
}

interface SeriesRow extends Row, Omit<PriceKeyRow, 'printing_slug'> {
  readonly series_id: number;
}

/**
 * Returns the series of a card that match the filters, the one that represents the card first (prices/preference.ts).
 */
export const findSeries = async (
  database: Database,
  cardId: string,
  filter: SeriesFilter,
): Promise<HistorySeries[]> => {
  const rows = await database.query<SeriesRow>(
    `select s.series_id, s.source, s.kind, s.printing, s.condition, s.grader, s.grade, s.grade_qualifier, s.language, s.currency
     from price_history.series s ${joinLatestPrice('s.price_key')}
     where s.card_id = $1 and ($2::text is null or s.source = $2) and ($3::text is null or s.printing_slug = $3)
       and ($4::text is null or s.condition = $4) and ($5::text is null or s.kind = $5)
     order by ${preferenceOrder({ key: 's', price: 'p' })}`,
    [
      cardId,
      filter.source ?? null,
      filter.printing === undefined ? null : printingOf(filter.printing).slug,
      filter.condition ?? null,
      filter.kind ?? null,
    ],
  );
  return rows.map(({ series_id, grader, grade, grade_qualifier, ...key }) => ({
    ...key,
    seriesId: series_id,
    grade: gradeOf({ grader, grade, grade_qualifier }),
    simulated: isSimulated(key.source),
  }));
};

/** Returns the condition that the card `cardId`, an SQL expression, has a history. */
export const hasHistory = (cardId: string): string =>
  `exists (select from price_history.series s where s.card_id = ${cardId})`;
