/**
 * Folds events of price streams into the newest weeks of every ungraded market price. Most changes of a page are the only one
 * of their price and newer than what is stored: one statement appends them to their arrays, without reading them.
 */
import { limits } from '../../src/base/limits.js';
import type { LedgerEvent } from '../../src/domain/envelope.js';
import { type PriceChange, priceChangeOf } from '../../src/domain/prices/price-change.js';
import { type PriceKey, priceKeyText } from '../../src/domain/prices/price-key.js';
import { binaryArray, type BinaryType } from '../../src/postgres/binary-format.js';
import type { Client } from '../../src/postgres/database.js';
import type { Fold, Projection } from '../../src/projecting/projection.js';
import { applyChange, noPrices, standingAfter, type StandingNumbers, type StandingPrices } from './standing-prices.js';
import { keptMs } from './tables.js';

/** A change of one price. */
interface Entry {
  readonly priceKey: string;
  readonly change: PriceChange;
}

const keyColumns = {
  price_key: 'text',
  card_id: 'text',
  source: 'text',
  printing: 'text',
  printing_slug: 'text',
  condition: 'text',
  language: 'text',
  currency: 'text',
} as const satisfies Record<string, BinaryType>;
const keyNames = Object.keys(keyColumns).join(', ');

/** Returns the cells of a key in the order of `keyColumns`. */
const keyCells = (priceKey: string, key: PriceKey): readonly (string | null)[] => {
  const { card_id, source, printing, condition, language, currency } = key;
  return [priceKey, card_id, source, printing.name, printing.slug, condition, language, currency];
};

/** Returns the changes of ungraded market prices, in their order. */
const entriesOf = (events: readonly LedgerEvent[]): Entry[] =>
  events.flatMap((event) => {
    const change = priceChangeOf(event);
    if (change === null || change.key.kind !== 'market' || change.key.grade !== null) return [];
    return [{ priceKey: priceKeyText(change.key), change }];
  });

/** Returns the columns of rows as values, and `unnest(…)` of them. */
const asTable = (
  columns: Readonly<Record<string, BinaryType>>,
  rows: readonly (readonly unknown[])[],
): { readonly sql: string; readonly values: Buffer[] } => {
  const types = Object.values(columns);
  return {
    sql: `unnest(${types.map((type, at) => `$${at + 1}::${type}[]`).join(', ')}) as n(${Object.keys(columns).join(', ')})`,
    values: types.map((type, at) =>
      binaryArray(
        type,
        rows.map((row) => row[at]),
      ),
    ),
  };
};

const appendedColumns = { ...keyColumns, at: 'int8', market: 'int4', low: 'int4', mid: 'int4' } as const;
const arrays = ['at_ms', 'market', 'low', 'mid', 'steps'] as const;

/**
 * Returns the statement that appends one instant to each price, or creates the price. It leaves prices alone of which an
 * instant as new is stored, and returns the keys of the others.
 */
const appendSql = (schema: string, table: string): string => {
  const last = 'r.market[cardinality(r.market)]';
  const before = `case when ${last} > 0 then ${last} else (
      select m from unnest(r.market) with ordinality as u(m, place) where m > 0 order by place desc limit 1) end`;
  const step = `(excluded.market[1] > 0 and excluded.market[1] is distinct from ${before})::integer`;
  // The place of the first instant that is kept: as in standing-prices.ts.
  const old = `width_bucket(excluded.at_ms[1] - ${keptMs}::int8, r.at_ms)`;
  const first = `case when r.at_ms[1] > excluded.at_ms[1] - ${keptMs}::int8 or coalesce(r.market[${old}], 0) <= 0 then 1 else ${old} end`;
  const added = { at_ms: 'excluded.at_ms', market: 'excluded.market', low: 'excluded.low', mid: 'excluded.mid' };
  const sets = Object.entries(added).map(([name, value]) => `${name} = r.${name}[${first}:] || ${value}`);
  return `
    insert into ${schema}.recent as r (${keyNames}, ${arrays.join(', ')}, pruned)
    select ${keyNames}, array[at], array[market], array[low], array[mid], array[(market > 0)::integer], false from ${table}
    on conflict (price_key) do update
      set ${sets.join(', ')}, steps = r.steps[${first}:] || (r.steps[cardinality(r.steps)] + ${step}),
          pruned = r.pruned or ${first} > 1
      where r.at_ms[cardinality(r.at_ms)] < excluded.at_ms[1]
    returning price_key`;
};

/** Appends instants, each the only one of its price in the page. Returns the prices that it did not append to. */
const append = async (
  client: Client,
  schema: string,
  rows: readonly { readonly entry: Entry; readonly numbers: StandingNumbers }[],
): Promise<Entry[]> => {
  if (rows.length === 0) return [];
  const cells = rows.map(({ entry: { priceKey, change }, numbers: { atMs, market, low, mid } }) => [
    ...keyCells(priceKey, change.key),
    ...[atMs, market, low, mid],
  ]);
  const { sql, values } = asTable(appendedColumns, cells);
  const appended = await client.query<{ price_key: string }>(appendSql(schema, sql), values);
  const done = new Set(appended.rows.map(({ price_key }) => price_key));
  return rows.flatMap(({ entry }) => (done.has(entry.priceKey) ? [] : [entry]));
};

/** A price in memory. Its key is spelled as in the change that began it. */
interface Kept {
  key: PriceKey;
  readonly prices: StandingPrices;
}

interface StoredRow {
  readonly price_key: string;
  readonly printing: string;
  readonly prices: StandingPrices;
}

/** Reads the stored prices among `keys`. */
const read = async (client: Client, schema: string, keys: readonly string[]): Promise<StoredRow[]> => {
  const { rows } = await client.query<StoredRow>(
    `select price_key, printing, json_build_object(
       'at', at_ms, 'market', market, 'low', low, 'mid', mid, 'steps', steps, 'pruned', pruned) as prices
     from ${schema}.recent where price_key = any($1::text[])`,
    [binaryArray('text', keys)],
  );
  return rows;
};

const writtenColumns = {
  ...keyColumns,
  at_ms: 'text',
  market: 'text',
  low: 'text',
  mid: 'text',
  steps: 'text',
  pruned: 'bool',
} as const;

const literal = (numbers: readonly number[]): string => `{${numbers.join(',')}}`;

/** Prices written by one statement. */
const writtenRows = 5_000;

/** Writes whole prices. One of which nothing is left has no row. */
const write = async (client: Client, schema: string, kept: ReadonlyMap<string, Kept>): Promise<void> => {
  const gone = [...kept].flatMap(([priceKey, { prices }]) => (prices.at.length === 0 ? [priceKey] : []));
  if (gone.length > 0) await client.query(`delete from ${schema}.recent where price_key = any($1)`, [gone]);
  const rows = [...kept].filter(([, { prices }]) => prices.at.length > 0);
  for (let from = 0; from < rows.length; from += writtenRows) {
    const cells = rows.slice(from, from + writtenRows).map(([priceKey, { key, prices }]) => {
      const { at, market, low, mid, steps, pruned } = prices;
      return [...keyCells(priceKey, key), ...[at, market, low, mid, steps].map(literal), pruned];
    });
    const { sql, values } = asTable(writtenColumns, cells);
    await client.query(
      `insert into ${schema}.recent (${keyNames}, ${arrays.join(', ')}, pruned)
       select ${keyNames}, at_ms::int8[], market::int4[], low::int4[], mid::int4[], steps::int4[], pruned from ${sql}
       on conflict (price_key) do update
         set ${['printing', ...arrays, 'pruned'].map((name) => `${name} = excluded.${name}`).join(', ')}`,
      values,
    );
  }
};

/** Applies changes to prices in memory; those that are not there yet are read first, unless the table is `empty`. */
const applyTo = async (
  client: Client,
  schema: string,
  kept: Map<string, Kept>,
  entries: readonly Entry[],
  options: { empty?: boolean } = {},
): Promise<void> => {
  const unread = new Set(entries.flatMap(({ priceKey }) => (kept.has(priceKey) ? [] : [priceKey])));
  const stored = unread.size === 0 || options.empty === true ? [] : await read(client, schema, [...unread]);
  const storedOf = new Map(stored.map((row) => [row.price_key, row]));
  for (const { priceKey, change } of entries) {
    let price = kept.get(priceKey);
    if (price === undefined) {
      const row = storedOf.get(priceKey);
      const { printing } = change.key;
      const key = row === undefined ? change.key : { ...change.key, printing: { ...printing, name: row.printing } };
      price = { key, prices: row?.prices ?? noPrices() };
      kept.set(priceKey, price);
    }
    if (price.prices.at.length === 0) price.key = change.key;
    applyChange(price.prices, change);
  }
};

/** Returns the newest instant of which the changes speak; `null` without changes. */
const newestOf = (entries: readonly Entry[]): number | null =>
  entries.reduce<number | null>((newest, { change }) => {
    const atMs = Date.parse(change.effectiveAt);
    return newest === null || atMs > newest ? atMs : newest;
  }, null);

const writeNewest = async (client: Client, schema: string, atMs: number | null): Promise<void> => {
  if (atMs === null) return;
  await client.query(
    `insert into ${schema}.newest as n (at_ms) values ($1)
     on conflict (single) do update set at_ms = excluded.at_ms where excluded.at_ms > n.at_ms`,
    [atMs],
  );
};

/** Creates the fold. */
export const foldTrending =
  (schema: string): Fold =>
  async (client, events) => {
    const entries = entriesOf(events);
    const changes = new Map<string, number>();
    for (const { priceKey } of entries) changes.set(priceKey, (changes.get(priceKey) ?? 0) + 1);
    const single = entries.flatMap((entry) => {
      const numbers = changes.get(entry.priceKey) === 1 ? standingAfter(entry.change) : null;
      return numbers === null ? [] : [{ entry, numbers }];
    });
    const apart = new Set(single.map(({ entry }) => entry));
    const late = await append(client, schema, single);
    const rest = [...entries.filter((entry) => !apart.has(entry)), ...late];
    const kept = new Map<string, Kept>();
    await applyTo(client, schema, kept, rest);
    await write(client, schema, kept);
    await writeNewest(client, schema, newestOf(entries));
  };

/**
 * Creates the fold of a rebuild. Prices stay in memory and are written once. Beyond a quarter of limits.rebuildRowsMax,
 * since each is several times the size of a row, they are written in between.
 */
export const rebuildTrending: NonNullable<Projection['startRebuild']> = (schema) => {
  const kept = new Map<string, Kept>();
  let newest: number | null = null;
  let empty = true;
  const finish = async (client: Client): Promise<void> => {
    await write(client, schema, kept);
    await writeNewest(client, schema, newest);
    kept.clear();
    empty = false;
  };
  return {
    async fold(client, events) {
      const entries = entriesOf(events);
      await applyTo(client, schema, kept, entries, { empty });
      const here = newestOf(entries);
      if (here !== null) newest = Math.max(newest ?? here, here);
      if (kept.size > limits.rebuildRowsMax / 4) await finish(client);
    },
    finish,
  };
};
