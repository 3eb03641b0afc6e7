/** Writes a table as NDJSON, CSV or Parquet: the one writer of every table that leaves the ledger. */
import { once } from 'node:events';
import type { Writable } from 'node:stream';
import { byteOrderMark, csvLines } from '../base/csv.js';
import { createParquetWriter } from './parquet.js';
import type { Column, Put, Table, TableWriter } from './table.js';

export const tableFormats = ['ndjson', 'csv', 'parquet'] as const;
export type TableFormat = (typeof tableFormats)[number];

/** Media types of files, by format. */
export const mediaTypes: Readonly<Record<TableFormat, string>> = {
  ndjson: 'application/x-ndjson',
  csv: 'text/csv; charset=utf-8; header=present',
  parquet: 'application/vnd.apache.parquet',
};

const ndjsonWriter = (columns: readonly Column[], put: Put): TableWriter => ({
  write: (rows) =>
    put(
      rows
        .map((row) => `${JSON.stringify(Object.fromEntries(columns.map(({ name }, at) => [name, row[at] ?? null])))}\n`)
        .join(''),
    ),
  end: () => Promise.resolve(),
});

const csvWriter = async (columns: readonly Column[], put: Put, bom: boolean): Promise<TableWriter> => {
  await put(`${bom ? byteOrderMark : ''}${csvLines([columns.map(({ name }) => name)])}`);
  return {
    write: (rows) => (rows.length === 0 ? Promise.resolve() : put(csvLines(rows))),
    end: () => Promise.resolve(),
  };
};

/** Creates the writer of a format to `sink`, which the caller ends. `bom` is for csv. */
export const createTableWriter = async (
  format: TableFormat,
  columns: readonly Column[],
  sink: Writable,
  options: { signal: AbortSignal; bom?: boolean; remarks?: Readonly<Record<string, string>> },
): Promise<TableWriter> => {
  const { signal, bom = false, remarks = {} } = options;
  const put: Put = async (part) => {
    signal.throwIfAborted();
    if (part.length > 0 && !sink.write(part)) await once(sink, 'drain', { signal });
  };
  if (format === 'parquet') return createParquetWriter(columns, put, remarks);
  return format === 'csv' ? csvWriter(columns, put, bom) : ndjsonWriter(columns, put);
};

/** Writes a whole table. Returns the number of its rows. `remarks`: what a Parquet file says of itself, by key. */
export const writeTable = async (
  format: TableFormat,
  { columns, batches }: Table,
  sink: Writable,
  options: { signal: AbortSignal; bom?: boolean; remarks?: Readonly<Record<string, string>> },
): Promise<number> => {
  const writer = await createTableWriter(format, columns, sink, options);
  let rows = 0;
  for await (const batch of batches) {
    await writer.write(batch);
    rows += batch.length;
  }
  await writer.end();
  return rows;
};
