/**
 * Postgres' binary formats for bulk writes: arrays as parameters, rows for COPY. The server reads them without parsing text,
 * which is most of the cost of a text array for pages of a thousand events. Fields are written into one growing buffer.
 * Rejected: a buffer a field, because garbage collection took an eighth of a rebuild.
 * Format: PostgreSQL manual, "COPY / Binary Format", and array_send in src/backend/utils/adt/arrayfuncs.c.
 */
import { once } from 'node:events';
import { from as copyFrom } from 'pg-copy-streams';
import type { Client } from './database.js';

const oids = { int2: 21, int4: 23, int8: 20, text: 25, uuid: 2950, timestamptz: 1184, date: 1082, bool: 16 } as const;
export type BinaryType = keyof typeof oids;
/** Types of the columns that COPY writes. */
export type ColumnType = BinaryType | 'int2[]' | 'int4[]';

/** Stands for null among the elements of an Int32Array: one value fewer, instead of an object a value. */
export const nullInt4 = -(2 ** 31);

/** Returns such an element as a value. */
export const int4OrNull = (value: number): number | null => (value === nullInt4 ? null : value);

/** Milliseconds from the Unix epoch to 2000-01-01, the zero of Postgres' timestamps. */
const postgresEpochMs = 946_684_800_000;
const postgresEpochDay = postgresEpochMs / 86_400_000;

interface Writer {
  buffer: Buffer;
  at: number;
}

const createWriter = (bytes: number): Writer => ({ buffer: Buffer.allocUnsafe(bytes), at: 0 });

const reserve = (writer: Writer, bytes: number): void => {
  if (writer.at + bytes <= writer.buffer.length) return;
  const larger = Buffer.allocUnsafe(Math.max(writer.buffer.length * 2, writer.at + bytes));
  writer.buffer.copy(larger, 0, 0, writer.at);
  writer.buffer = larger;
};

const putInt4 = (writer: Writer, value: number): void => {
  writer.at = writer.buffer.writeInt32BE(value, writer.at);
};

/** Writes a 64-bit integer from a number that holds it exactly, without BigInt. */
const putInt8 = (writer: Writer, value: number): void => {
  if (!Number.isSafeInteger(value)) throw new RangeError(`${value} is not a safe integer`);
  const high = Math.floor(value / 2 ** 32);
  putInt4(writer, high);
  writer.at = writer.buffer.writeUInt32BE(value - high * 2 ** 32, writer.at);
};

/** Writes the length of a field and the field; reserves the bytes it needs. */
type Put = (writer: Writer, value: never) => void;
const ofWidth =
  (bytes: number, put: (writer: Writer, value: number) => void): Put =>
  (writer: Writer, value: number) => {
    reserve(writer, 4 + bytes);
    putInt4(writer, bytes);
    put(writer, value);
  };

const hyphen = 0x2d;
/** Where the hyphens and the bytes of a UUID stand in its text. */
const hyphensAt = [8, 13, 18, 23];
const bytesAt = [0, 2, 4, 6, 9, 11, 14, 16, 19, 21, 24, 26, 28, 30, 32, 34];
const noDigit = 0x100;
const hexDigits = new Uint16Array(128).fill(noDigit);
for (let digit = 0; digit < 16; digit += 1) {
  hexDigits[digit.toString(16).charCodeAt(0)] = digit;
  hexDigits[digit.toString(16).toUpperCase().charCodeAt(0)] = digit;
}
/** Returns the value of a hexadecimal digit, or `noDigit`. Rejected: Buffer.write in hex, because it takes twice as long. */
const hexDigit = (code: number): number => hexDigits[code] ?? noDigit;

const putsOfElements: Readonly<Record<BinaryType, Put>> = {
  int2: ofWidth(2, (writer, value) => {
    writer.at = writer.buffer.writeInt16BE(value, writer.at);
  }),
  int4: ofWidth(4, putInt4),
  int8: ofWidth(8, putInt8),
  bool: ofWidth(1, (writer, value) => {
    writer.at = writer.buffer.writeUInt8(value ? 1 : 0, writer.at);
  }),
  /** Days since 1970. */
  date: ofWidth(4, (writer, value) => putInt4(writer, value - postgresEpochDay)),
  /** RFC 3339, or milliseconds since 1970. */
  timestamptz: ofWidth(8, (writer, value: string | number) =>
    putInt8(writer, ((typeof value === 'number' ? value : Date.parse(value)) - postgresEpochMs) * 1000),
  ),
  uuid: (writer: Writer, value: string) => {
    reserve(writer, 20);
    putInt4(writer, 16);
    let isUuid = value.length === 36;
    for (const at of hyphensAt) isUuid &&= value.charCodeAt(at) === hyphen;
    for (const at of bytesAt) {
      const byte = (hexDigit(value.charCodeAt(at)) << 4) | hexDigit(value.charCodeAt(at + 1));
      isUuid &&= byte <= 0xff;
      writer.buffer[writer.at] = byte;
      writer.at += 1;
    }
    if (!isUuid) throw new RangeError(`"${value}" is not a UUID`);
  },
  text: (writer: Writer, value: string) => {
    // Three bytes hold every UTF-16 unit.
    reserve(writer, 4 + value.length * 3);
    const bytes = writer.buffer.write(value, writer.at + 4, 'utf8');
    putInt4(writer, bytes);
    writer.at += bytes;
  },
};

const putField = (writer: Writer, put: Put, value: unknown): void => {
  if (value !== null && value !== undefined) {
    put(writer, value as never);
    return;
  }
  reserve(writer, 4);
  putInt4(writer, -1);
};

const putArray = (writer: Writer, type: BinaryType, values: readonly unknown[] | Int32Array): void => {
  reserve(writer, 20);
  putInt4(writer, values.length === 0 ? 0 : 1);
  putInt4(writer, 1);
  putInt4(writer, oids[type]);
  if (values.length === 0) return;
  putInt4(writer, values.length);
  putInt4(writer, 1);
  if (values instanceof Int32Array) {
    putIntegers(writer, type === 'int2' ? 2 : 4, values);
    return;
  }
  const put = putsOfElements[type];
  for (const value of values) putField(writer, put, value);
};

/** Writes the elements of an array of two- or four-byte integers, each after its length. Checks no range. */
const putIntegers = (writer: Writer, bytes: 2 | 4, values: Int32Array): void => {
  reserve(writer, values.length * (4 + bytes));
  const { buffer } = writer;
  let { at } = writer;
  // By index: an iterator over an Int32Array makes an object an element.
  for (let nth = 0; nth < values.length; nth += 1) {
    const value = values[nth] as number;
    const isNull = value === nullInt4;
    buffer[at] = buffer[at + 1] = buffer[at + 2] = isNull ? 0xff : 0;
    buffer[at + 3] = isNull ? 0xff : bytes;
    at += 4;
    if (isNull) continue;
    if (bytes === 4) {
      buffer[at] = value >> 24;
      buffer[at + 1] = value >> 16;
      at += 2;
    }
    buffer[at] = value >> 8;
    buffer[at + 1] = value;
    at += 2;
  }
  writer.at = at;
};

/** Writes an array as a field: its length is known, and written before it, when it is complete. */
const ofElements =
  (type: 'int2' | 'int4'): Put =>
  (writer: Writer, values: readonly unknown[] | Int32Array) => {
    reserve(writer, 4);
    const lengthAt = writer.at;
    writer.at += 4;
    putArray(writer, type, values);
    writer.buffer.writeInt32BE(writer.at - lengthAt - 4, lengthAt);
  };

const puts: Readonly<Record<ColumnType, Put>> = {
  ...putsOfElements,
  'int2[]': ofElements('int2'),
  'int4[]': ofElements('int4'),
};

/** Returns a parameter for `$n::type[]`; elements may be `null`. Throws RangeError or TypeError if a value does not fit. */
export const binaryArray = (type: BinaryType, values: readonly unknown[]): Buffer => {
  const writer = createWriter(32 + values.length * 16);
  putArray(writer, type, values);
  return writer.buffer.subarray(0, writer.at);
};

const copyHeader = Buffer.from('PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0', 'latin1');
/** Rows are sent in chunks of about this many bytes. */
const copyChunkBytes = 262_144;

/**
 * COPYs `rows` into `table` inside the client's transaction. `columns` maps name to type, in the order of the cells. Throws
 * the server's error, or RangeError or TypeError if a value does not fit; roll the transaction back then.
 */
export const copyRows = async (
  client: Client,
  table: string,
  columns: Readonly<Record<string, ColumnType>>,
  rows: Iterable<readonly unknown[]>,
): Promise<void> => {
  const put = Object.values(columns).map((type) => puts[type]);
  const stream = client.query(
    copyFrom(`copy ${table} (${Object.keys(columns).join(', ')}) from stdin (format binary)`),
  );
  let isRejected = false;
  const failed = new Promise<never>((_resolve, reject) => stream.once('error', reject));
  failed.catch(() => (isRejected = true));
  stream.on('error', () => undefined);
  let writer = createWriter(copyChunkBytes + 4_096);
  writer.at = copyHeader.copy(writer.buffer);
  try {
    for (const row of rows) {
      reserve(writer, 2);
      writer.at = writer.buffer.writeInt16BE(put.length, writer.at);
      for (let cell = 0; cell < put.length; cell += 1) putField(writer, put[cell] as Put, row[cell]);
      if (writer.at < copyChunkBytes) continue;
      const chunk = writer.buffer.subarray(0, writer.at);
      writer = createWriter(copyChunkBytes + 4_096);
      if (!stream.write(chunk)) await Promise.race([once(stream, 'drain'), failed]);
    }
  } catch (error) {
    // A value cannot be encoded. Unless the COPY is ended, the connection waits for more rows forever.
    if (!isRejected) {
      stream.destroy(error as Error);
      await failed.catch(() => undefined);
    }
    throw error;
  }
  reserve(writer, 2);
  writer.at = writer.buffer.writeInt16BE(-1, writer.at);
  const finished = once(stream, 'finish');
  stream.end(writer.buffer.subarray(0, writer.at));
  await Promise.race([finished, failed]);
};
