/** Price keys as small integers, assigned in the order of first appearance in the log. */
import type { PriceKey } from '../../src/domain/prices/price-key.js';
import { copyRows } from '../../src/postgres/binary-format.js';
import type { Client } from '../../src/postgres/database.js';
import { keyCells, keyColumns } from '../price-key-columns.js';
import { lastObservation } from './observations.js';
import { noTotals, type SeriesTotals, totalsCells, totalsColumns } from './series-totals.js';

export interface Series {
  readonly id: number;
  /** The newest instant in the tables, in milliseconds since 1970; -Infinity if there is none. */
  newestMs: number;
  /** `recorded_after_s` of that instant, if it is from the page being folded. */
  newestRecordedS?: number | undefined;
}

/** A key and its text. */
interface KeyEntry {
  readonly key: PriceKey;
  readonly text: string;
}

export const seriesColumns = {
  series_id: 'int4',
  price_key: 'text',
  ...keyColumns,
  priced: 'bool',
  ...totalsColumns,
} as const;

export interface SeriesBook {
  /** Returns the series by the texts of their keys, of all entries at least. */
  resolve(client: Client, entries: readonly KeyEntry[]): Promise<ReadonlyMap<string, Series>>;
  /**
   * Writes the series that `resolve` added since, with their totals: an update of every new key would write the table
   * twice. Takes their totals out of `totals`.
   */
  writeNew(client: Client, totals: Map<number, SeriesTotals>): Promise<void>;
}

/**
 * Creates the map of keys to ids, kept in memory between pages: about 150 bytes for each key of the market. Rejected:
 * ids from a sequence, because a rolled-back page leaves a hole, and a rebuild gives other ids than the live tables
 * have.
 */
export const createSeriesBook = (schema: string): SeriesBook => {
  const known = new Map<string, Series>();
  const unwritten = new Map<number, readonly [text: string, key: PriceKey]>();
  let nextId: number | undefined;

  /** Loads keys that are in the tables and not in memory, as after a start. */
  const load = async (client: Client, texts: readonly string[]): Promise<void> => {
    const newest = lastObservation(schema, { series: 's.series_id', as: 'o', at: `'infinity'`, where: 'true' });
    const stored = await client.query<{ price_key: string; series_id: number; newest: string | null }>(
      `select s.price_key, s.series_id,
              greatest(
                (select o.effective_at from (${newest}) o),
                (select max(w.effective_at) from ${schema}.withdrawals w where w.series_id = s.series_id),
                (select max(v.effective_at) from ${schema}.voids v where v.series_id = s.series_id),
                (select max(h.effective_at) from ${schema}.holds h where h.series_id = s.series_id)
              ) as newest
       from ${schema}.series s where s.price_key = any($1)`,
      [texts],
    );
    for (const row of stored.rows) {
      const newestMs = row.newest === null ? -Infinity : Date.parse(row.newest);
      known.set(row.price_key, { id: row.series_id, newestMs });
    }
  };

  const add = async (client: Client, keys: readonly (readonly [string, PriceKey])[]): Promise<void> => {
    if (nextId === undefined) {
      const last = await client.query<{ id: number }>(`select coalesce(max(series_id), 0) as id from ${schema}.series`);
      nextId = (last.rows[0]?.id ?? 0) + 1;
    }
    for (const [text, key] of keys) {
      known.set(text, { id: nextId, newestMs: -Infinity });
      unwritten.set(nextId, [text, key]);
      nextId += 1;
    }
  };

  return {
    async resolve(client, entries) {
      // The series has the spelling of the printing of the first event of its key, wherever the page ends.
      const unknown = new Map<string, PriceKey>();
      for (const { key, text } of entries) if (!known.has(text) && !unknown.has(text)) unknown.set(text, key);
      if (unknown.size > 0) await load(client, [...unknown.keys()]);
      const absent = [...unknown].filter(([text]) => !known.has(text));
      if (absent.length > 0) await add(client, absent);
      return known;
    },
    async writeNew(client, totals) {
      if (unwritten.size === 0) return;
      const rows = [...unwritten].map(([id, [text, key]]) => {
        const own = totals.get(id) ?? noTotals();
        totals.delete(id);
        return [id, text, ...Object.values(keyCells(key)), own.last_market !== null, ...totalsCells(own)];
      });
      unwritten.clear();
      await copyRows(client, `${schema}.series`, seriesColumns, rows);
    },
  };
};
