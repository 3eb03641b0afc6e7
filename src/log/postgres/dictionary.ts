/**
 * Names of streams and types by the numbers that events carry. The tables are insert-only, so a name that was read once
 * holds forever and is cached. Rejected: joining streams for every event read, because it costs an index probe each.
 */
import { LRUCache } from 'lru-cache';
import { binaryArray } from '../../postgres/binary-format.js';
import type { Database } from '../../postgres/database.js';

/** Packed into one text, as by `packRows` (decode-page.ts). Names have no character that JSON escapes (check-append.ts). */
const streamsSql = `
  select '[' || string_agg('[' || stream_id || ',"' || name || '"]', ',') || ']' as streams
    from ledger.streams where stream_id = any($1::int4[])`;
const typesSql = `select type_id, name, schema_version from ledger.types`;

/** Stream names in the cache, about 120 bytes each. */
const cachedStreamsMax = 200_000;

export interface TypeName {
  readonly name: string;
  readonly version: number;
}

export interface Dictionary {
  /** Returns the names of `ids`, in order; `undefined` for one that does not exist, which only a damaged log can cause. */
  streams(ids: readonly number[]): Promise<readonly (string | undefined)[]>;
  /** Returns the names of all types, those of `ids` included. */
  types(ids: ReadonlySet<number>): Promise<ReadonlyMap<number, TypeName>>;
}

/** Creates the cache of one log. */
export const createDictionary = (database: Database): Dictionary => {
  const cache = new LRUCache<number, string>({ max: cachedStreamsMax });
  const types = new Map<number, TypeName>();

  const readStreams = async (ids: ReadonlySet<number>): Promise<ReadonlyMap<number, string>> => {
    const [row] = await database.query<{ streams: string | null }>(streamsSql, [binaryArray('int4', [...ids])]);
    const streams = new Map(JSON.parse(row?.streams ?? '[]') as [number, string][]);
    for (const [id, name] of streams) cache.set(id, name);
    return streams;
  };

  return {
    async streams(ids) {
      // The name read first is evicted first. Rejected: `get`, because noting each use takes 4 % of a replay.
      const names = ids.map((id) => cache.peek(id));
      if (!names.includes(undefined)) return names;
      const read = await readStreams(new Set(ids.filter((_id, at) => names[at] === undefined)));
      return names.map((name, at) => name ?? read.get(ids[at] as number));
    },
    async types(ids) {
      for (const id of ids) {
        if (types.has(id)) continue;
        const rows = await database.query<{ type_id: number; name: string; schema_version: number }>(typesSql);
        for (const row of rows) types.set(row.type_id, { name: row.name, version: row.schema_version });
        break;
      }
      return types;
    },
  };
};
