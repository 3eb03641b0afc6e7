/** Price keys as small integers, given out in the order of first appearance in the log. */
import type { PriceKey } from '../../src/domain/prices/price-key.js';
import { copyRows } from '../../src/postgres/binary-format.js';
import type { Client } from '../../src/postgres/database.js';
import { keyCells, keyColumns } from '../price-key-columns.js';
import type { DayCandle } from './daily.js';

export interface Series {
  readonly id: number;
  /** Milliseconds since 1970 of the newest instant the tables say anything of; -Infinity when there is none. */
  newestMs: number;
  /** `recorded_after_s` of what was said of that instant, where that was in the page being folded. */
  newestRecordedS?: number | undefined;
  /** The day under way in the page being folded. */
  today?: DayCandle | undefined;
}

/** A key and its text. */
interface KeyEntry {
  readonly key: PriceKey;
  readonly text: string;
}

/**
 * Ids by key, kept in memory between pages: about 150 bytes a key, and there are as many keys as the market has
 * (printing, condition …) combinations. Ids are not drawn from a sequence: a rolled-back page would leave a hole, and a
 * rebuild would give other ids than the live tables have.
 */
export const createSeriesBook = (
  schema: string,
): { resolve(client: Client, entries: readonly KeyEntry[]): Promise<ReadonlyMap<string, Series>> } => {
  const known = new Map<string, Series>();
  let nextId: number | undefined;

  /** Looks up keys that the tables have but memory has not: after a start. */
  const load = async (client: Client, texts: readonly string[]): Promise<void> => {
    const found = await client.query<{ price_key: string; series_id: number; newest: string | null }>(
      `select s.price_key, s.series_id,
              greatest(
                (select o.effective_at from ${schema}.observations o
                 where o.series_id = s.series_id order by o.effective_at desc limit 1),
                (select max(w.effective_at) from ${schema}.withdrawals w where w.series_id = s.series_id),
                (select max(v.effective_at) from ${schema}.voids v where v.series_id = s.series_id)
              ) as newest
       from ${schema}.series s where s.price_key = any($1)`,
      [texts],
    );
    for (const row of found.rows) {
      const newestMs = row.newest === null ? -Infinity : Date.parse(row.newest);
      known.set(row.price_key, { id: row.series_id, newestMs });
    }
  };

  const add = async (client: Client, keys: readonly (readonly [string, PriceKey])[]): Promise<void> => {
    if (nextId === undefined) {
      const last = await client.query<{ id: number }>(`select coalesce(max(series_id), 0) as id from ${schema}.series`);
      nextId = (last.rows[0]?.id ?? 0) + 1;
    }
    const rows: unknown[][] = [];
    for (const [text, key] of keys) {
      known.set(text, { id: nextId, newestMs: -Infinity });
      rows.push([nextId, text, ...Object.values(keyCells(key))]);
      nextId += 1;
    }
    await copyRows(client, `${schema}.series`, { series_id: 'int4', price_key: 'text', ...keyColumns }, rows);
  };

  return {
    async resolve(client, entries) {
      // The first to name a key gives its series the source's spelling of the printing, wherever the page ends.
      const unknown = new Map<string, PriceKey>();
      for (const { key, text } of entries) if (!known.has(text) && !unknown.has(text)) unknown.set(text, key);
      if (unknown.size > 0) await load(client, [...unknown.keys()]);
      const absent = [...unknown].filter(([text]) => !known.has(text));
      if (absent.length > 0) await add(client, absent);
      return known;
    },
  };
};
