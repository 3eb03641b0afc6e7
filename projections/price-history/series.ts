/** Price keys as small integers, assigned in the order of first appearance in the log. */
import type { PriceKey } from '../../src/domain/prices/price-key.js';
import type { PriceNumbers } from '../../src/domain/prices/price-numbers.js';
import { copyRows } from '../../src/postgres/binary-format.js';
import type { Client } from '../../src/postgres/database.js';
import { keyCells, keyColumns } from '../price-key-columns.js';
import { pricedObservations } from './as-of.js';
import type { DayCandle } from './daily.js';

export interface Series {
  readonly id: number;
  /** The newest instant in the tables, in milliseconds since 1970; -Infinity if there is none. */
  newestMs: number;
  /** `recorded_after_s` of that instant, if it is from the page being folded. */
  newestRecordedS?: number | undefined;
  /** Whether it has ever had a market price. */
  priced: boolean;
  /** The current day in the page being folded. */
  today?: DayCandle | undefined;
}

/** A key, its text and its numbers, if the entry has any. */
interface KeyEntry {
  readonly key: PriceKey;
  readonly text: string;
  readonly numbers: PriceNumbers | null;
}

/** Returns whether the numbers have a market price. 0 is none. */
export const hasMarketPrice = (numbers: PriceNumbers | null): boolean => (numbers?.market ?? 0) > 0;

/** Marks series that have had a market price. */
export const markPriced = async (client: Client, schema: string, ids: readonly number[]): Promise<void> => {
  if (ids.length === 0) return;
  await client.query(`update ${schema}.series set priced = true where series_id = any($1) and not priced`, [ids]);
};

/** Recomputes from the observations whether series have had a market price, after a void or a late or replaced number. */
export const remarkPriced = async (client: Client, schema: string, series: readonly Series[]): Promise<void> => {
  if (series.length === 0) return;
  const marked = await client.query<{ series_id: number; priced: boolean }>(
    `update ${schema}.series s set priced = exists (${pricedObservations(schema, `'infinity'`, 'null')})
     where s.series_id = any($1) returning s.series_id, s.priced`,
    [series.map(({ id }) => id)],
  );
  const pricedOf = new Map(marked.rows.map(({ series_id, priced }) => [series_id, priced]));
  for (const each of series) each.priced = pricedOf.get(each.id) ?? false;
};

/**
 * Creates the map of keys to ids, kept in memory between pages: about 150 bytes for each key of the market. Rejected:
 * ids from a sequence, because a rolled-back page leaves a hole, and a rebuild gives other ids than the live tables
 * have.
 */
export const createSeriesBook = (
  schema: string,
): { resolve(client: Client, entries: readonly KeyEntry[]): Promise<ReadonlyMap<string, Series>> } => {
  const known = new Map<string, Series>();
  let nextId: number | undefined;

  /** Loads keys that are in the tables and not in memory, as after a start. */
  const load = async (client: Client, texts: readonly string[]): Promise<void> => {
    const stored = await client.query<{ price_key: string; series_id: number; priced: boolean; newest: string | null }>(
      `select s.price_key, s.series_id, s.priced,
              greatest(
                (select o.effective_at from ${schema}.observations o
                 where o.series_id = s.series_id order by o.effective_at desc limit 1),
                (select max(w.effective_at) from ${schema}.withdrawals w where w.series_id = s.series_id),
                (select max(v.effective_at) from ${schema}.voids v where v.series_id = s.series_id),
                (select max(h.effective_at) from ${schema}.holds h where h.series_id = s.series_id)
              ) as newest
       from ${schema}.series s where s.price_key = any($1)`,
      [texts],
    );
    for (const row of stored.rows) {
      const newestMs = row.newest === null ? -Infinity : Date.parse(row.newest);
      known.set(row.price_key, { id: row.series_id, newestMs, priced: row.priced });
    }
  };

  const add = async (
    client: Client,
    keys: readonly (readonly [string, PriceKey])[],
    pricedHere: ReadonlySet<string>,
  ): Promise<void> => {
    if (nextId === undefined) {
      const last = await client.query<{ id: number }>(`select coalesce(max(series_id), 0) as id from ${schema}.series`);
      nextId = (last.rows[0]?.id ?? 0) + 1;
    }
    const rows: unknown[][] = [];
    for (const [text, key] of keys) {
      const priced = pricedHere.has(text);
      known.set(text, { id: nextId, newestMs: -Infinity, priced });
      rows.push([nextId, text, ...Object.values(keyCells(key)), priced]);
      nextId += 1;
    }
    const columns = { series_id: 'int4', price_key: 'text', ...keyColumns, priced: 'bool' } as const;
    await copyRows(client, `${schema}.series`, columns, rows);
  };

  return {
    async resolve(client, entries) {
      // The series has the spelling of the printing of the first event of its key, wherever the page ends.
      const unknown = new Map<string, PriceKey>();
      for (const { key, text } of entries) if (!known.has(text) && !unknown.has(text)) unknown.set(text, key);
      if (unknown.size > 0) await load(client, [...unknown.keys()]);
      const absent = [...unknown].filter(([text]) => !known.has(text));
      // Written with the key: an update of every new key would write the table twice.
      const priced = entries.filter(({ text, numbers }) => unknown.has(text) && hasMarketPrice(numbers));
      if (absent.length > 0) await add(client, absent, new Set(priced.map(({ text }) => text)));
      return known;
    },
  };
};
