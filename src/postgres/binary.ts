/**
 * Postgres' binary formats for bulk writes: arrays as parameters, rows for COPY. The server reads them without parsing
 * or unescaping text, which for pages of a thousand events is most of what a text array costs it.
 * Format: PostgreSQL manual, "COPY / Binary Format" and array_send in src/backend/utils/adt/arrayfuncs.c.
 */
import { once } from 'node:events';
import { from as copyFrom } from 'pg-copy-streams';
import type { Client } from './database.js';

const oids = { int2: 21, int4: 23, int8: 20, text: 25, uuid: 2950, timestamptz: 1184, date: 1082, bool: 16 } as const;
export type BinaryType = keyof typeof oids;

/** Milliseconds from the Unix epoch to 2000-01-01, the zero of Postgres' timestamps. */
const postgresEpochMs = 946_684_800_000;
const postgresEpochDay = postgresEpochMs / 86_400_000;

const uuidBytes = (uuid: string): Buffer => Buffer.from(uuid.replaceAll('-', ''), 'hex');

type Write = (value: never) => Buffer;
const fixed = (bytes: number, write: (buffer: Buffer, value: number) => unknown): Write =>
  ((value: number) => {
    const buffer = Buffer.allocUnsafe(bytes);
    write(buffer, value);
    return buffer;
  }) as Write;

const encoders: Readonly<Record<BinaryType, Write>> = {
  int2: fixed(2, (buffer, value) => buffer.writeInt16BE(value)),
  int4: fixed(4, (buffer, value) => buffer.writeInt32BE(value)),
  int8: fixed(8, (buffer, value) => buffer.writeBigInt64BE(BigInt(value))),
  text: ((value: string) => Buffer.from(value, 'utf8')) as Write,
  uuid: ((value: string) => uuidBytes(value)) as Write,
  bool: fixed(1, (buffer, value) => buffer.writeUInt8(value ? 1 : 0)),
  /** Days since 1970. */
  date: fixed(4, (buffer, value) => buffer.writeInt32BE(value - postgresEpochDay)),
  timestamptz: ((value: string) => {
    const buffer = Buffer.allocUnsafe(8);
    buffer.writeBigInt64BE(BigInt(Date.parse(value) - postgresEpochMs) * 1000n);
    return buffer;
  }) as Write,
};

const lengthOf = (bytes: number): Buffer => {
  const buffer = Buffer.allocUnsafe(4);
  buffer.writeInt32BE(bytes);
  return buffer;
};
const nullField = lengthOf(-1);

const pushField = (chunks: Buffer[], encode: Write, value: unknown): void => {
  if (value === null || value === undefined) {
    chunks.push(nullField);
    return;
  }
  const bytes = encode(value as never);
  chunks.push(lengthOf(bytes.length), bytes);
};

const eachField = (type: BinaryType, values: readonly unknown[]): Buffer => {
  const chunks: Buffer[] = [];
  const encode = encoders[type];
  for (const value of values) pushField(chunks, encode, value);
  return Buffer.concat(chunks);
};

/** The fields of an array: for texts, ids and integers, which pages have thousands of, without a buffer for each. */
const arrayFields = (type: BinaryType, values: readonly unknown[]): Buffer => {
  const width = type === 'int2' ? 2 : type === 'int4' ? 4 : 0;
  if (width > 0 && !values.includes(null) && !values.includes(undefined)) {
    const fields = Buffer.allocUnsafe(values.length * (4 + width));
    values.forEach((value, index) => {
      const at = index * (4 + width);
      fields.writeInt32BE(width, at);
      fields.writeIntBE(value as number, at + 4, width);
    });
    return fields;
  }
  if (!values.every((value) => typeof value === 'string')) return eachField(type, values);
  if (type === 'uuid') return Buffer.from(values.map((value) => `00000010${value.replaceAll('-', '')}`).join(''), 'hex');
  if (type === 'text') {
    // Three bytes hold every UTF-16 unit.
    const fields = Buffer.allocUnsafe(values.reduce((sum, value) => sum + 4 + value.length * 3, 0));
    let at = 0;
    for (const value of values) {
      const bytes = fields.write(value, at + 4, 'utf8');
      fields.writeInt32BE(bytes, at);
      at += 4 + bytes;
    }
    return fields.subarray(0, at);
  }
  return eachField(type, values);
};

/** A parameter for `$n::type[]`. null elements are allowed. */
export const binaryArray = (type: BinaryType, values: readonly unknown[]): Buffer => {
  const header = Buffer.alloc(values.length === 0 ? 12 : 20);
  header.writeInt32BE(values.length === 0 ? 0 : 1, 0);
  header.writeInt32BE(1, 4);
  header.writeInt32BE(oids[type], 8);
  if (values.length === 0) return header;
  header.writeInt32BE(values.length, 12);
  header.writeInt32BE(1, 16);
  return Buffer.concat([header, arrayFields(type, values)]);
};

/**
 * COPYs `rows` into `table` (columns name → type, in the order of the cells) inside the client's transaction.
 * Throws what the server refuses; the transaction is then to be rolled back.
 */
export const copyRows = async (
  client: Client,
  table: string,
  columns: Readonly<Record<string, BinaryType>>,
  rows: Iterable<readonly unknown[]>,
): Promise<void> => {
  const encode = Object.values(columns).map((type) => encoders[type]);
  const stream = client.query(copyFrom(`copy ${table} (${Object.keys(columns).join(', ')}) from stdin (format binary)`));
  let refused = false;
  const failed = new Promise<never>((_resolve, reject) => stream.once('error', reject));
  failed.catch(() => (refused = true));
  stream.on('error', () => undefined);
  const fieldCount = Buffer.allocUnsafe(2);
  fieldCount.writeInt16BE(encode.length);
  let chunks: Buffer[] = [Buffer.from('PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0', 'latin1')];
  try {
    for (const row of rows) {
      chunks.push(fieldCount);
      for (let cell = 0; cell < encode.length; cell += 1) pushField(chunks, encode[cell] as Write, row[cell]);
      if (chunks.length > 20_000) {
        if (!stream.write(Buffer.concat(chunks))) await Promise.race([once(stream, 'drain'), failed]);
        chunks = [];
      }
    }
  } catch (error) {
    // A value that cannot be encoded: without an end to the COPY the connection would wait for more rows for ever.
    if (!refused) {
      stream.destroy(error as Error);
      await failed.catch(() => undefined);
    }
    throw error;
  }
  chunks.push(Buffer.from([0xff, 0xff]));
  const finished = once(stream, 'finish');
  stream.end(Buffer.concat(chunks));
  await Promise.race([finished, failed]);
};
