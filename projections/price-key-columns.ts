/** The columns of a price key, the same in every read model that has one. */
import type { Currency } from '../src/domain/prices/money.js';
import type { Condition, PriceKey, PriceKind } from '../src/domain/prices/price-key.js';
import type { BinaryType } from '../src/postgres/binary-format.js';

export const keyColumns = {
  card_id: 'text',
  source: 'text',
  kind: 'text',
  printing: 'text',
  printing_slug: 'text',
  condition: 'text',
  grader: 'text',
  grade: 'text',
  grade_qualifier: 'text',
  language: 'text',
  currency: 'text',
} as const satisfies Record<string, BinaryType>;

/** A row with the columns of a key but the card, which the query often names. */
export interface PriceKeyRow {
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
}

/** A grading company's verdict, e.g. PSA 10. */
export interface GradeOfPrice {
  readonly grader: string;
  readonly grade: string;
  readonly qualifier: string | null;
}

/** Returns the grade in the columns of a key. */
export const gradeOf = (row: Pick<PriceKeyRow, 'grader' | 'grade' | 'grade_qualifier'>): GradeOfPrice | null =>
  row.grader === null ? null : { grader: row.grader, grade: row.grade ?? '', qualifier: row.grade_qualifier };

/** Returns the key in the columns of a row. */
export const keyOfRow = (row: PriceKeyRow & { readonly card_id: string }): PriceKey => ({
  card_id: row.card_id,
  source: row.source,
  kind: row.kind,
  printing: { name: row.printing, slug: row.printing_slug },
  condition: row.condition,
  grade: gradeOf(row),
  language: row.language,
  currency: row.currency,
});

/** Returns the columns of the key in SQL, of the table with this alias. */
export const keyColumnsOf = (alias: string): string =>
  Object.keys(keyColumns)
    .map((name) => `${alias}.${name}`)
    .join(', ');

/** Returns the cells of a key, in the order of `keyColumns`. */
export const keyCells = (key: PriceKey): { readonly [name in keyof typeof keyColumns]: string | null } => ({
  card_id: key.card_id,
  source: key.source,
  kind: key.kind,
  printing: key.printing.name,
  printing_slug: key.printing.slug,
  condition: key.condition,
  grader: key.grade?.grader ?? null,
  grade: key.grade?.grade ?? null,
  grade_qualifier: key.grade?.qualifier ?? null,
  language: key.language,
  currency: key.currency,
});
