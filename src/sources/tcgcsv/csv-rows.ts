/**
 * ProductsAndPrices.csv of a group: one line for each printing of a product, with the columns of the JSON files and one
 * `ext<Name>` column for each text that a product of the group has. Columns and their order differ from group to group.
 * Source: tcgcsv.com/docs and recorded files. presaleInfo is not among them.
 */
import { CsvError } from 'csv-parse';
import { parse } from 'csv-parse/sync';
import { ledgerError } from '../../base/errors.js';

/** A line as rows of the JSON files. */
export interface CsvRow {
  /** Number of the line's record, from 1 for the first after the header. */
  readonly number: number;
  readonly product: Readonly<Record<string, unknown>>;
  /** `null` for a product without a price. */
  readonly price: Readonly<Record<string, unknown>> | null;
}

const needed = [
  'productId',
  'subTypeName',
  'lowPrice',
  'midPrice',
  'highPrice',
  'marketPrice',
  'directLowPrice',
] as const;
const numeric = new Set<string>(['productId', 'categoryId', 'groupId', 'imageCount', ...needed.slice(2)]);
const priced = new Set<string>(needed.slice(1));

/** Returns a cell as JSON has it. A number that is none stays a text, so that the row is set aside with it. */
const valueOf = (column: string, cell: string): unknown => {
  if (cell === '') return null;
  return numeric.has(column) && /^-?\d+(\.\d+)?$/.test(cell) ? Number(cell) : cell;
};

const rowOf = (record: Readonly<Record<string, string>>, number: number): CsvRow => {
  const product: Record<string, unknown> = {};
  const price: Record<string, unknown> = {};
  const extendedData: { name: string; value: string }[] = [];
  for (const [column, cell] of Object.entries(record)) {
    if (column.startsWith('ext')) {
      if (cell !== '') extendedData.push({ name: column.slice(3), value: cell });
    } else (priced.has(column) ? price : product)[column] = valueOf(column, cell);
  }
  const hasPrice = Object.values(price).some((value) => value !== null);
  return {
    number,
    product: { ...product, extendedData },
    price: hasPrice ? { productId: product['productId'], ...price } : null,
  };
};

/** Reads a file. Throws SOURCE_PAYLOAD_INVALID if it is no such file. */
export const readCsvRows = (path: string, text: string): CsvRow[] => {
  const invalid = (why: string, cause?: unknown): Error =>
    ledgerError('SOURCE_PAYLOAD_INVALID', `${path}: ${why}`, { details: { class: 'permanent' }, cause });
  let header: string[] = [];
  let records: Record<string, string>[];
  try {
    records = parse(text, { bom: true, columns: (names: string[]) => (header = names), skip_empty_lines: true });
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw invalid(error.message, error);
  }
  const missing = needed.filter((name) => !header.includes(name));
  if (missing.length > 0)
    throw invalid(`expected a header with ${needed.join(', ')}; ${missing.join(', ')} are missing`);
  return records.map((record, at) => rowOf(record, at + 1));
};
