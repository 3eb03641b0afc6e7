/**
 * Pages of ledger.events as they are stored, by COPY in binary. The server sends 300,000 events in 250 ms; packed into JSON
 * (decode-page.ts) they take it 1,800 ms, and Node makes an object of each.
 */
import { to as copyTo } from 'pg-copy-streams';
import { ledgerError } from '../../base/errors.js';
import type { RecordedEvent } from '../../domain/envelope.js';
import { binaryArray } from '../../postgres/binary-format.js';
import type { Client, Database } from '../../postgres/database.js';
import { parsePosition, printPosition } from '../numeric-position.js';
import type { ReadStored, StoredEvents, StoredPage, StoredRun } from '../stored-events.js';
import {
  type Append,
  decodePage,
  decodeRows,
  type EventRow,
  packRows,
  type PackedPage,
  readAppends,
} from './decode-page.js';
import type { Dictionary, TypeName } from './dictionary.js';

interface Deps {
  readonly database: Database;
  readonly dictionary: Dictionary;
}

const columns = 'position, append_id, stream_id, revision, type_id, shape, id, data';

/** Bytes of the header of a binary COPY: signature, flags, length of the extension. */
const headerBytes = 19;
/** Offsets in a row: the count of columns in two bytes, then each column after its length in four. */
const at = {
  position: 6,
  append: 18,
  stream: 30,
  revision: 38,
  type: 46,
  shape: 52,
  id: 58,
  length: 74,
  data: 78,
} as const;

/** The bytes of the rows, without header and trailer. */
const copyOut = async (client: Client, select: string): Promise<Buffer> => {
  const chunks: Buffer[] = [];
  const stream = client.query(copyTo(`copy (${select}) to stdout (format binary)`));
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  const all = Buffer.concat(chunks);
  return all.subarray(headerBytes, all.length - 2);
};

const readInt8 = (view: DataView, offset: number): number =>
  view.getUint32(offset) * 2 ** 32 + view.getUint32(offset + 4);

/** Returns the offsets of the rows. */
const rowsIn = (bytes: Buffer, view: DataView): Int32Array => {
  const offsets: number[] = [];
  for (let offset = 0; offset < bytes.length; offset += at.data + view.getInt32(offset + at.length))
    offsets.push(offset);
  return Int32Array.from(offsets);
};

/** Returns the runs of the types that are wanted so, and the rows that are in none. */
const runsOf = (
  count: number,
  row: { append(index: number): number; type(index: number): number; shape(index: number): number },
  {
    appends,
    types,
    runTypes,
  }: { appends: ReadonlyMap<number, Append>; types: ReadonlyMap<number, TypeName>; runTypes: readonly string[] },
): Pick<StoredPage, 'runs' | 'alone'> => {
  const runs: StoredRun[] = [];
  const alone: number[] = [];
  for (let from = 0; from < count;) {
    const [append, type, shape] = [row.append(from), row.type(from), row.shape(from)];
    let to = from + 1;
    while (to < count && row.append(to) === append && row.type(to) === type && row.shape(to) === shape) to += 1;
    const { name, version } = types.get(type) ?? {};
    const { recorded_at, shapes } = appends.get(append) ?? {};
    const template = shapes?.[shape - 1];
    // What is damaged is told when the event is decoded.
    if (
      name !== undefined &&
      version !== undefined &&
      recorded_at !== undefined &&
      template !== undefined &&
      runTypes.includes(name)
    )
      runs.push({ from, to, type: name, schema_version: version, recorded_at, ...template });
    else for (let index = from; index < to; index += 1) alone.push(index);
    from = to;
  }
  return { runs, alone };
};

const readPage = async (deps: Deps, options: ReadStored): Promise<StoredPage> => {
  const { database, dictionary } = deps;
  const after = parsePosition(options.after);
  const { bytes, reached, head } = await database.transaction(async (client) => {
    // The head comes first: what it covers is committed, and in the snapshot of the next statement.
    const found = await client.query<{ head: number }>('select coalesce(max(position), 0) as head from ledger.events');
    const last = found.rows[0]?.head ?? 0;
    const end = Math.min(last, options.upTo === undefined ? last : parsePosition(options.upTo));
    const upTo = Math.max(after, Math.min(after + options.positionsMax, end));
    const names = options.types.map((name) => client.escapeLiteral(name)).join(', ');
    const select = `select ${columns} from ledger.events where position > ${after} and position <= ${upTo}
      and type_id = any(array(select type_id from ledger.types where name in (${names}))) order by position`;
    return { bytes: await copyOut(client, select), reached: upTo, head: last };
  });
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const rows = rowsIn(bytes, view);
  const count = rows.length;
  const [positions, streams, starts, ends] = [
    new Float64Array(count),
    new Int32Array(count),
    new Int32Array(count),
    new Int32Array(count),
  ];
  const offset = (index: number): number => rows[index] as number;
  const row = {
    append: (index: number): number => readInt8(view, offset(index) + at.append),
    type: (index: number): number => view.getInt16(offset(index) + at.type),
    shape: (index: number): number => view.getInt16(offset(index) + at.shape),
  };
  const appendIds = new Set<number>();
  const typeIds = new Set<number>();
  for (let index = 0; index < count; index += 1) {
    const begin = offset(index);
    positions[index] = readInt8(view, begin + at.position);
    streams[index] = view.getInt32(begin + at.stream);
    starts[index] = begin + at.data;
    ends[index] = begin + at.data + view.getInt32(begin + at.length);
    appendIds.add(row.append(index));
    typeIds.add(row.type(index));
  }
  const [appends, types] = await Promise.all([readAppends(database, appendIds), dictionary.types(typeIds)]);

  const eventRow = (index: number): EventRow => {
    const begin = offset(index);
    const id = bytes
      .toString('hex', begin + at.id, begin + at.id + 16)
      .replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
    const position = positions[index] as number;
    let data: unknown;
    try {
      data = JSON.parse(bytes.toString('utf8', starts[index], ends[index]));
    } catch (cause) {
      throw ledgerError(
        'EVENT_NOT_UNDERSTOOD',
        `event ${id} at ${printPosition(position)} is damaged: its data is no JSON`,
        { cause },
      );
    }
    const revision = view.getInt32(begin + at.revision);
    return [
      position,
      row.append(index),
      id,
      streams[index] as number,
      revision,
      row.type(index),
      row.shape(index),
      data,
    ];
  };

  return {
    count,
    positions,
    streams,
    json: bytes,
    starts,
    ends,
    ...runsOf(count, row, { appends, types, runTypes: options.runTypes }),
    position: printPosition(reached),
    atHead: reached >= head,
    events: (indexes) => decodeRows(dictionary, indexes.map(eventRow), appends),
  };
};

/** Names of streams that are read at once. */
const namesAtOnce = 10_000;

/** $1 positions */
const atSql = packRows('select * from ledger.events where position = any($1::int8[]) order by position');

const eventsAt = async (deps: Deps, positions: readonly number[]): Promise<RecordedEvent[]> => {
  const [page] = await deps.database.query<PackedPage>(atSql, [binaryArray('int8', positions)]);
  return decodePage(deps, page as PackedPage);
};

/** Creates the reader of what a log stores. */
export const createStoredEvents = (deps: Deps): StoredEvents => ({
  readPage: (options) => readPage(deps, options),
  eventsAt: (positions) => eventsAt(deps, positions),
  async streamNames(numbers) {
    const names: string[] = [];
    for (let from = 0; from < numbers.length; from += namesAtOnce) {
      for (const name of await deps.dictionary.streams(numbers.slice(from, from + namesAtOnce))) {
        if (name === undefined) throw ledgerError('EVENT_NOT_UNDERSTOOD', 'the log lacks the name of a stream');
        names.push(name);
      }
    }
    return names;
  },
  print: printPosition,
});
