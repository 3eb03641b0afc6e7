/** Folds events of price streams into the newest price of every key. */
import type { LedgerEvent } from '../../src/domain/envelope.js';
import {
  effectOnNewest,
  type PriceChange,
  priceChangeOf,
  standingAfter,
} from '../../src/domain/prices/price-change.js';
import { type PriceKey, priceKeyText } from '../../src/domain/prices/price-key.js';
import type { PriceNumbers } from '../../src/domain/prices/price-numbers.js';
import { binaryArray, type BinaryType } from '../../src/postgres/binary-format.js';
import type { Client } from '../../src/postgres/database.js';
import type { Fold } from '../../src/projecting/projection.js';
import { keyColumns, keyCells } from '../price-key-columns.js';
import { foldCardPrices } from './card-prices.js';
import { foldHeldRows } from './held-rows.js';
import { foldOverruled } from './overruled.js';

export const columns = {
  price_key: 'text',
  ...keyColumns,
  low: 'int4',
  mid: 'int4',
  high: 'int4',
  market: 'int4',
  direct_low: 'int4',
  last_market: 'int4',
  sample_size: 'int4',
  low_shipping: 'int4',
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

export interface PriceRow {
  readonly key: PriceKey;
  readonly numbers: PriceNumbers;
  /** The newest market number that the key ever had. */
  readonly lastMarket: number | null;
  readonly sampleSize: number | null;
  readonly lowShipping: number | null;
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
export const rowOf = (event: LedgerEvent, change: PriceChange, lastMarket: number | null): PriceRow | null => {
  const standing = standingAfter(event, change);
  if (standing === null) return null;
  const { observationId: eventId, numbers, effectiveAt, ...stated } = standing;
  // The number before may be the voided one.
  const last = change.kind === 'voided' ? numbers.market : (numbers.market ?? lastMarket);
  const atMs = Date.parse(effectiveAt);
  const { key } = change;
  return { ...stated, key, numbers, lastMarket: last, effectiveAt, atMs, eventId, event };
};

/** Returns the cells of a row in the order of `columns`. */
export const cells = (priceKey: string, { key, numbers, event, ...row }: PriceRow): readonly unknown[] => [
  priceKey,
  ...Object.values(keyCells(key)),
  numbers.low,
  numbers.mid,
  numbers.high,
  numbers.market,
  numbers.direct_low,
  row.lastMarket,
  row.sampleSize,
  row.lowShipping,
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
}

const foldEvent = ({ newest, replaced, stored }: Folding, event: LedgerEvent): void => {
  const change = priceChangeOf(event);
  if (change === null) return;
  const key = priceKeyText(change.key);
  const atMs = Date.parse(change.effectiveAt);
  const before = newest.get(key) ?? stored.get(key) ?? null;
  const effect = effectOnNewest(change.kind, atMs, before?.atMs ?? null);
  if (effect === 'late') return;
  if (effect === 'replaced') {
    replaced.add(key);
    stored.set(key, null);
  }
  const row = rowOf(event, change, before?.lastMarket ?? null);
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
 * Returns the keys of which the row in the table must be known: a void must meet the newest price and not a late one, and
 * a change without a market number keeps the last one. On real days they are 2 % of the changes.
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

const flush = async (client: Client, schema: string, { newest, replaced }: Folding): Promise<void> => {
  if (replaced.size > 0) await client.query(`delete from ${schema}.prices where price_key = any($1)`, [[...replaced]]);
  await write(client, schema, newest);
};

/**
 * Creates the fold. It reads the rows of few keys only; for the others the upsert itself keeps the later effective_at.
 */
export const foldLatestPrices = (schema: string): Fold => {
  const overruled = foldOverruled(schema);
  const cards = foldCardPrices(schema);
  return async (client, events) => {
    const stored = await readStored(client, schema, dependentKeys(events));
    const folding: Folding = { newest: new Map(), replaced: new Set(), stored };
    for (const event of events) foldEvent(folding, event);
    await flush(client, schema, folding);
    cards.note(events);
    await cards.write(client);
    await foldHeldRows(client, schema, events);
    await overruled(client, events);
  };
};
