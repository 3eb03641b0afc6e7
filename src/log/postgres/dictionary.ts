/**
 * Names of streams and types by the numbers that events carry. The tables are insert-only, so what was read once holds
 * for ever and is kept. Rejected: joining streams for every event read, an index probe each.
 */
import { binaryArray } from '../../postgres/binary-format.js';
import type { Database } from '../../postgres/database.js';

/** One text, for the reason `packed` gives (decode.ts). Names have no character that JSON escapes (check-append.ts). */
const streamsSql = `
  select '[' || string_agg('[' || stream_id || ',"' || name || '"]', ',') || ']' as streams
    from ledger.streams where stream_id = any($1::int4[])`;
const typesSql = `select type_id, name, schema_version from ledger.types`;

/** Names kept; about 120 bytes each. Beyond it the cache starts anew. */
const namesMax = 200_000;

export interface TypeName {
  readonly name: string;
  readonly version: number;
}

export interface Dictionary {
  /** The names of all `ids`; throws when one is unknown, which only a damaged log can cause. */
  streams(ids: Iterable<number>): Promise<ReadonlyMap<number, string>>;
  types(ids: Iterable<number>): Promise<ReadonlyMap<number, TypeName>>;
}

/** The cache of one log. */
export const createDictionary = (database: Database): Dictionary => {
  let known = new Map<number, string>();
  const types = new Map<number, TypeName>();
  return {
    async streams(ids) {
      // A new map, not an emptied one: another reader may be about to use the old one.
      if (known.size > namesMax) known = new Map();
      const streams = known;
      const missing = new Set<number>();
      for (const id of ids) if (!streams.has(id)) missing.add(id);
      if (missing.size === 0) return streams;
      const [row] = await database.query<{ streams: string | null }>(streamsSql, [binaryArray('int4', [...missing])]);
      for (const [id, name] of JSON.parse(row?.streams ?? '[]') as [number, string][]) streams.set(id, name);
      return streams;
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
