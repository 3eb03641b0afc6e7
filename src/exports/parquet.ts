/** Writes a table as Parquet, a row group at a time. */
import { ByteWriter, ParquetWriter, type SchemaElement } from 'hyparquet-writer';
import type { Column, ColumnType, Put, TableRow, TableWriter } from './table.js';

/** Rows of a row group: readers skip and decode whole groups, and the writer holds one in memory. */
const groupRows = 50_000;

const parquetTypes: Readonly<Record<ColumnType, Pick<SchemaElement, 'type' | 'converted_type'>>> = {
  text: { type: 'BYTE_ARRAY', converted_type: 'UTF8' },
  integer: { type: 'INT32' },
  number: { type: 'DOUBLE' },
  boolean: { type: 'BOOLEAN' },
  day: { type: 'INT32', converted_type: 'DATE' },
  instant: { type: 'INT64', converted_type: 'TIMESTAMP_MILLIS' },
};

const schemaOf = (columns: readonly Column[]): SchemaElement[] => [
  { name: 'rows', num_children: columns.length },
  ...columns.map(({ name, type }) => ({ name, ...parquetTypes[type], repetition_type: 'OPTIONAL' as const })),
];

/** Returns a value as the writer takes it. */
const valueOf = (type: ColumnType, value: TableRow[number]): unknown =>
  value !== null && (type === 'day' || type === 'instant') ? new Date(value as string) : value;

/** Creates the writer. `remarks` become key-value metadata of the file. */
export const createParquetWriter = async (
  columns: readonly Column[],
  put: Put,
  remarks: Readonly<Record<string, string>>,
): Promise<TableWriter> => {
  const bytes = new ByteWriter();
  /** Passes on what was written so far; offsets in the file go on. */
  const flush = async (): Promise<void> => {
    const part = bytes.getBytes().slice();
    bytes.index = 0;
    await put(part);
  };
  const file = new ParquetWriter({
    writer: bytes,
    schema: schemaOf(columns),
    kvMetadata: Object.entries(remarks).map(([key, value]) => ({ key, value })),
    createdBy: 'tcg-price-ledger',
  });
  let waiting: TableRow[] = [];
  const writeGroup = async (rows: readonly TableRow[]): Promise<void> => {
    const columnData = columns.map(({ name, type }, at) => ({
      name,
      data: rows.map((row) => valueOf(type, row[at] ?? null)),
    }));
    await file.write({ columnData, rowGroupSize: groupRows });
    await flush();
  };
  await flush();
  return {
    async write(rows) {
      waiting = [...waiting, ...rows];
      while (waiting.length >= groupRows) {
        await writeGroup(waiting.slice(0, groupRows));
        waiting = waiting.slice(groupRows);
      }
    },
    async end() {
      if (waiting.length > 0) await writeGroup(waiting);
      await file.finish();
      await flush();
    },
  };
};
