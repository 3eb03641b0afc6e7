/** Folds events of price streams into the newest price of every key. */
import type { LedgerEvent } from '../../src/domain/envelope.js';
import {
  effectOnNewest,
  type NewestPriceEffect,
  type PriceChange,
  priceChangeOf,
} from '../../src/domain/prices/price-change.js';
import { type PriceKey, priceKeyText } from '../../src/domain/prices/price-key.js';
import { noPriceNumbers, type PriceNumbers } from '../../src/domain/prices/price-numbers.js';
import { binaryArray, type BinaryType } from '../../src/postgres/binary-format.js';
import type { Client } from '../../src/postgres/database.js';
import type { Fold, Projection } from '../../src/projecting/projection.js';
import { limits } from '../../src/base/limits.js';
import { keyColumns, keyCells } from '../price-key-columns.js';
import { foldHeldRows } from './held-rows.js';

const columns = {
  price_key: 'text',
  ...keyColumns,
  low: 'int4',
  mid: 'int4',
  high: 'int4',
  market: 'int4',
  direct_low: 'int4',
  last_market: 'int4',
  sample_size: 'int4',
  withdrawn: 'bool',
  effective_at: 'timestamptz',
  recorded_at: 'timestamptz',
  event_id: 'uuid',
  provenance: 'uuid',
  revision: 'int4',
  position: 'text',
} as const satisfies Record<string, BinaryType>;
type Column = keyof typeof columns;
const columnNames = Object.keys(columns) as Column[];

interface PriceRow {
  readonly key: PriceKey;
  readonly numbers: PriceNumbers;
  /** The newest market number that the key ever had. */
  readonly lastMarket: number | null;
  readonly sampleSize: number | null;
  readonly withdrawn: boolean;
  /** RFC 3339. */
  readonly effectiveAt: string;
  /** `effectiveAt` in milliseconds since 1970. */
  readonly atMs: number;
  readonly eventId: string;
  readonly provenance: string | null;
  /** The event that made this row the newest. */
  readonly event: LedgerEvent;
}

/**
 * Returns the row that `change` leaves if it bears on the newest price; `null` if no price is left. `lastMarket` is that of
 * the row before.
 */
const rowOf = (event: LedgerEvent, change: PriceChange, atMs: number, lastMarket: number | null): PriceRow | null => {
  const { key, effectiveAt } = change;
  const shared = { key, effectiveAt, atMs, eventId: event.id, event };
  switch (change.kind) {
    case 'observed': {
      const { numbers, sampleSize, provenance } = change;
      const last = numbers.market ?? lastMarket;
      return { ...shared, numbers, lastMarket: last, sampleSize, withdrawn: false, provenance };
    }
    case 'withdrawn': {
      const { provenance } = change;
      return { ...shared, numbers: noPriceNumbers, lastMarket, sampleSize: null, withdrawn: true, provenance };
    }
    case 'voided': {
      const { standing } = change;
      if (standing === null) return null;
      return {
        ...shared,
        numbers: standing,
        // The number before may be the voided one.
        lastMarket: standing.market,
        sampleSize: null,
        withdrawn: standing.withdrawn === true,
        effectiveAt: standing.effective_at,
        atMs: Date.parse(standing.effective_at),
        eventId: standing.observation_id,
        provenance: null,
      };
    }
  }
};

/** Returns the cells of a row in the order of `columns`. */
const cells = (priceKey: string, { key, numbers, event, ...row }: PriceRow): readonly unknown[] => [
  priceKey,
  ...Object.values(keyCells(key)),
  numbers.low,
  numbers.mid,
  numbers.high,
  numbers.market,
  numbers.direct_low,
  row.lastMarket,
  row.sampleSize,
  row.withdrawn,
  row.effectiveAt,
  event.recorded_at,
  row.eventId,
  row.provenance,
  event.revision,
  event.position,
];

const writeSql = (schema: string): string => `
  insert into ${schema}.prices as stored (${columnNames.join(', ')})
  select * from unnest(${columnNames.map((name, at) => `$${at + 1}::${columns[name]}[]`).join(', ')})
  on conflict (price_key) do update
    set ${columnNames
      .filter((name) => name !== 'price_key')
      .map((name) => `${name} = excluded.${name}`)
      .join(', ')}
    -- A late observation of an earlier stamp is history, not the newest price.
    where excluded.effective_at >= stored.effective_at`;

const write = async (client: Client, schema: string, rows: ReadonlyMap<string, PriceRow>): Promise<void> => {
  if (rows.size === 0) return;
  const table = [...rows].map(([priceKey, row]) => cells(priceKey, row));
  const values = columnNames.map((name, at) =>
    binaryArray(
      columns[name],
      table.map((row) => row[at]),
    ),
  );
  await client.query(writeSql(schema), values);
};

/** What matters of a row in the table. */
interface StoredRow {
  /** effective_at in milliseconds since 1970. */
  readonly atMs: number;
  readonly lastMarket: number | null;
}

/** A key whose newest price a person overruled. */
interface Overruled {
  readonly cardId: string;
  readonly source: string;
  /** effective_at of what the source last showed, in milliseconds since 1970. */
  readonly shownMs: number;
}

/** The newest prices while events are folded: the rows to write, and what matters of the rows in the table. */
interface Folding {
  readonly newest: Map<string, PriceRow>;
  /** Keys whose row in the table is deleted, whatever its effective_at. */
  readonly replaced: Set<string>;
  /**
   * The rows in the table; `null` if the row is in `replaced`. Read only for keys whose outcome depends on it
   * (`dependentKeys`).
   */
  readonly stored: Map<string, StoredRow | null>;
  /** All overruled keys: few, as people overrule prices one by one. */
  readonly overruled: Map<string, Overruled>;
  /** Keys whose row in the table of overruled keys is out of date. */
  readonly changedOverruled: Set<string>;
}

/** Notes whether the source or a person had the last word on a key, after a change that may be the newest price. */
const foldOverruled = (
  { overruled, changedOverruled }: Folding,
  key: string,
  { change, effect, atMs }: { change: PriceChange; effect: NewestPriceEffect; atMs: number },
): void => {
  const before = overruled.get(key);
  if (change.kind === 'withdrawn' || (change.kind === 'observed' && change.provenance !== null)) {
    // An earlier stamp of the source is not what it last showed.
    if (before !== undefined && atMs >= before.shownMs && overruled.delete(key)) changedOverruled.add(key);
  } else if (effect !== 'late' && !(before !== undefined && before.shownMs >= atMs)) {
    overruled.set(key, { cardId: change.key.card_id, source: change.key.source, shownMs: atMs });
    changedOverruled.add(key);
  }
};

const foldEvent = (folding: Folding, event: LedgerEvent): void => {
  const { newest, replaced, stored } = folding;
  const change = priceChangeOf(event);
  if (change === null) return;
  const key = priceKeyText(change.key);
  const atMs = Date.parse(change.effectiveAt);
  const before = newest.get(key) ?? stored.get(key) ?? null;
  const effect = effectOnNewest(change.kind, atMs, before?.atMs ?? null);
  foldOverruled(folding, key, { change, effect, atMs });
  if (effect === 'late') return;
  if (effect === 'replaced') {
    replaced.add(key);
    stored.set(key, null);
  }
  const row = rowOf(event, change, atMs, before?.lastMarket ?? null);
  if (row === null) newest.delete(key);
  else newest.set(key, row);
};

/** Reads the rows of `keys`. */
const readStored = async (
  client: Client,
  schema: string,
  keys: ReadonlySet<string>,
): Promise<Map<string, StoredRow | null>> => {
  if (keys.size === 0) return new Map();
  const result = await client.query<{ price_key: string; effective_at: string; last_market: number | null }>(
    `select price_key, effective_at, last_market from ${schema}.prices where price_key = any($1)`,
    [[...keys]],
  );
  return new Map(
    result.rows.map((row) => [row.price_key, { atMs: Date.parse(row.effective_at), lastMarket: row.last_market }]),
  );
};

/**
 * Returns the keys of which the row in the table must be known: a void or a correction must meet the newest price and not
 * a late one, and a change without a market number keeps the last one. On real days they are 2 % of the changes.
 */
const dependentKeys = (events: readonly LedgerEvent[]): Set<string> => {
  const keys = new Set<string>();
  for (const event of events) {
    // Most events: told apart without a reading of the event.
    if (event.type === 'PriceObserved' && event.data.market !== null && event.data.market !== 0) continue;
    const change = priceChangeOf(event);
    if (change !== null) keys.add(priceKeyText(change.key));
  }
  return keys;
};

/** Reads the overruled keys in the table. */
const readOverruled = async (client: Client, schema: string): Promise<Map<string, Overruled>> => {
  const result = await client.query<{ price_key: string; card_id: string; source: string; shown_at: string }>(
    `select price_key, card_id, source, shown_at from ${schema}.overruled`,
  );
  return new Map(
    result.rows.map(({ price_key, card_id: cardId, source, shown_at }) => [
      price_key,
      { cardId, source, shownMs: Date.parse(shown_at) },
    ]),
  );
};

const writeOverruled = async (
  client: Client,
  schema: string,
  { overruled, changedOverruled }: Folding,
): Promise<void> => {
  if (changedOverruled.size === 0) return;
  const keys = [...changedOverruled];
  await client.query(`delete from ${schema}.overruled where price_key = any($1)`, [keys]);
  const rows = keys.flatMap((price_key) => {
    const row = overruled.get(price_key);
    if (row === undefined) return [];
    const { cardId: card_id, source, shownMs } = row;
    return [{ price_key, card_id, source, shown_at: new Date(shownMs).toISOString() }];
  });
  await client.query(
    `insert into ${schema}.overruled select * from jsonb_populate_recordset(null::${schema}.overruled, $1)`,
    [JSON.stringify(rows)],
  );
  changedOverruled.clear();
};

const flush = async (client: Client, schema: string, folding: Folding): Promise<void> => {
  const { newest, replaced } = folding;
  if (replaced.size > 0) await client.query(`delete from ${schema}.prices where price_key = any($1)`, [[...replaced]]);
  await write(client, schema, newest);
  await writeOverruled(client, schema, folding);
};

const startFolding = (overruled: Map<string, Overruled>): Folding => ({
  newest: new Map(),
  replaced: new Set(),
  stored: new Map(),
  overruled,
  changedOverruled: new Set(),
});

/**
 * Creates the fold. It reads the rows of few keys only; for the others the upsert itself keeps the later effective_at.
 */
export const foldLatestPrices = (schema: string): Fold => {
  let overruled: Map<string, Overruled> | undefined;
  return async (client, events) => {
    overruled ??= await readOverruled(client, schema);
    const folding = startFolding(overruled);
    const stored = await readStored(client, schema, dependentKeys(events));
    for (const [key, row] of stored) folding.stored.set(key, row);
    for (const event of events) foldEvent(folding, event);
    await flush(client, schema, folding);
    await foldHeldRows(client, schema, events);
  };
};

/**
 * Creates the fold of a rebuild. The newest row of every key stays in memory (some 600 bytes each) and is written once,
 * instead of once a day. Beyond limits.rebuildRowsMax keys the rows are written in between.
 */
export const rebuildLatestPrices: NonNullable<Projection['startRebuild']> = (schema) => {
  const folding = startFolding(new Map());
  const finish = async (client: Client): Promise<void> => {
    await flush(client, schema, folding);
    folding.newest.clear();
    folding.replaced.clear();
    folding.stored.clear();
  };
  return {
    async fold(client, events) {
      const { newest, stored } = folding;
      const unread = [...dependentKeys(events)].filter((key) => !newest.has(key) && !stored.has(key));
      for (const [key, row] of await readStored(client, schema, new Set(unread))) stored.set(key, row);
      for (const event of events) foldEvent(folding, event);
      if (newest.size > limits.rebuildRowsMax) await finish(client);
      await foldHeldRows(client, schema, events);
    },
    finish,
  };
};
