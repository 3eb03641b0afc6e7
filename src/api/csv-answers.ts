/**
 * Lists and histories as CSV, for spreadsheets: `format=csv`. Columns follow from the OpenAPI document: each value of a row has
 * one, named by its path (`current_price_market_price`), and they do not depend on the rows.
 */
import type { IncomingMessage } from 'node:http';
import { csvLines } from '../base/csv.js';
import type { AnswerFormat } from './cache/cached-response.js';
import { type OpenApi, resolveSchema, type Schema } from './openapi-document.js';

/** How an answer becomes a table. */
export interface CsvTable {
  /** The properties whose lists are the rows, one after the other. */
  readonly rows: readonly string[];
  readonly columns: readonly (readonly string[])[];
}

/** Returns the paths of the values of a schema, in its order. An object without named properties has none. */
const pathsOf = (document: OpenApi, schema: Schema, path: readonly string[]): (readonly string[])[] => {
  const { properties, type } = resolveSchema(document, schema);
  if (properties === undefined) return [type].flat().includes('object') ? [] : [path];
  return Object.entries(properties).flatMap(([name, child]) => pathsOf(document, child, [...path, name]));
};

/** Returns the tables of the operations that have one (`x-csv-rows` in the document), by path template. */
const tablesOf = (document: OpenApi): ReadonlyMap<string, CsvTable> =>
  new Map(
    Object.entries(document.paths).flatMap(([path, { get }]) => {
      const rows = get?.['x-csv-rows'];
      const answer = get?.responses['200']?.content?.['application/json']?.schema;
      if (rows === undefined || answer === undefined) return [];
      const list = resolveSchema(document, answer).properties?.[rows[0] as string]?.items;
      if (list === undefined) throw new Error(`${path}: ${rows[0]} is no list of the answer`);
      return [[`/v1${path}`, { rows, columns: pathsOf(document, list, []) }] as const];
    }),
  );

/** Returns the value at a path; `null` beyond a `null`. */
const at = (row: unknown, path: readonly string[]): unknown =>
  path.reduce((value, name) => (value as Record<string, unknown> | null)?.[name] ?? null, row);

/** A list within a row is one cell: its texts with spaces between. */
const cell = (value: unknown): unknown => {
  if (!Array.isArray(value)) return value;
  return value.map((one: unknown) => (typeof one === 'string' ? one : JSON.stringify(one))).join(' ');
};

/** Writes the rows of an answer, below one header row. */
export const writeCsv = ({ rows, columns }: CsvTable, answer: unknown): string => {
  const all = rows.flatMap((name) => (answer as Record<string, readonly unknown[]>)[name] ?? []);
  const header = columns.map((path) => path.join('_'));
  return csvLines([header, ...all.map((row) => columns.map((path) => cell(at(row, path))))]);
};

/** Returns the table in which a request asks for its answer; `undefined` for JSON. */
export type CsvTableOf = (request: IncomingMessage & { readonly query: object }) => CsvTable | undefined;

/** Creates the function that finds the table of a request, whose parameters are valid, in the document. */
export const createCsvAnswers = (
  document: OpenApi,
  template: (request: IncomingMessage) => string | undefined,
): CsvTableOf => {
  const tables = tablesOf(document);
  return (request) => {
    const { format } = request.query as { readonly format?: AnswerFormat };
    return format === 'csv' ? tables.get(template(request) ?? '') : undefined;
  };
};
