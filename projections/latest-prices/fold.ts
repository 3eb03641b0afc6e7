/** Folds events of price streams into the newest price of every key. */
import type { LedgerEvent } from '../../src/domain/envelope.js';
import { effectOnNewest, type PriceChange, priceChangeOf } from '../../src/domain/prices/price-change.js';
import { type PriceKey, priceKeyText } from '../../src/domain/prices/price-key.js';
import { noPriceNumbers, type PriceNumbers } from '../../src/domain/prices/price-numbers.js';
import { binaryArray, type BinaryType } from '../../src/postgres/binary-format.js';
import type { Client } from '../../src/postgres/database.js';
import type { Fold, Projection } from '../../src/projecting/projection.js';
import { limits } from '../../src/base/limits.js';
import { keyColumns, keyCells } from '../price-key-columns.js';
import { foldOverruled } from './overruled.js';

const columns = {
  price_key: 'text',
  ...keyColumns,
  low: 'int4',
  mid: 'int4',
  high: 'int4',
  market: 'int4',
  direct_low: 'int4',
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

/** Returns the row that `change` leaves if it bears on the newest price; `null` if no price is left. */
const rowOf = (event: LedgerEvent, change: PriceChange, atMs: number): PriceRow | null => {
  const { key, effectiveAt } = change;
  switch (change.kind) {
    case 'observed': {
      const { numbers, sampleSize, provenance } = change;
      return { key, numbers, sampleSize, withdrawn: false, effectiveAt, atMs, eventId: event.id, provenance, event };
    }
    case 'withdrawn': {
      const { provenance } = change;
      const rest = { sampleSize: null, withdrawn: true, effectiveAt, atMs, eventId: event.id, provenance, event };
      return { key, numbers: noPriceNumbers, ...rest };
    }
    case 'voided': {
      const { standing } = change;
      if (standing === null) return null;
      return {
        key,
        numbers: standing,
        sampleSize: null,
        withdrawn: standing.withdrawn === true,
        effectiveAt: standing.effective_at,
        atMs: Date.parse(standing.effective_at),
        eventId: standing.observation_id,
        provenance: null,
        event,
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

/** The newest prices while events are folded: the rows to write, and what matters of the rows in the table. */
interface Folding {
  readonly newest: Map<string, PriceRow>;
  /** Keys whose row in the table is deleted, whatever its effective_at. */
  readonly replaced: Set<string>;
  /**
   * effective_at of the row in the table, in milliseconds since 1970; `null` if the row is in `replaced`. Read only for
   * keys with a void, which must meet the newest price and not a late one.
   */
  readonly storedMs: Map<string, number | null>;
}

const foldEvent = ({ newest, replaced, storedMs }: Folding, event: LedgerEvent): void => {
  const change = priceChangeOf(event);
  if (change === null) return;
  const key = priceKeyText(change.key);
  const atMs = Date.parse(change.effectiveAt);
  const effect = effectOnNewest(change.kind, atMs, newest.get(key)?.atMs ?? storedMs.get(key) ?? null);
  if (effect === 'late') return;
  if (effect === 'replaced') {
    replaced.add(key);
    storedMs.set(key, null);
  }
  const row = rowOf(event, change, atMs);
  if (row === null) newest.delete(key);
  else newest.set(key, row);
};

/** Reads effective_at of the rows of `keys`, in milliseconds since 1970. */
const readStored = async (
  client: Client,
  schema: string,
  keys: ReadonlySet<string>,
): Promise<Map<string, number | null>> => {
  if (keys.size === 0) return new Map();
  const result = await client.query<{ price_key: string; effective_at: string }>(
    `select price_key, effective_at from ${schema}.prices where price_key = any($1)`,
    [[...keys]],
  );
  return new Map(result.rows.map((row) => [row.price_key, Date.parse(row.effective_at)]));
};

const voidedKeys = (events: readonly LedgerEvent[]): Set<string> =>
  new Set(events.flatMap((event) => (event.type === 'ObservationVoided' ? [priceKeyText(event.data)] : [])));

const flush = async (client: Client, schema: string, { newest, replaced }: Folding): Promise<void> => {
  if (replaced.size > 0) await client.query(`delete from ${schema}.prices where price_key = any($1)`, [[...replaced]]);
  await write(client, schema, newest);
};

/**
 * Creates the fold. It reads the rows of keys with a void only; for the others the upsert itself keeps the later
 * effective_at.
 */
export const foldLatestPrices = (schema: string): Fold => {
  const overruled = foldOverruled(schema);
  return async (client, events) => {
    const storedMs = await readStored(client, schema, voidedKeys(events));
    const folding: Folding = { newest: new Map(), replaced: new Set(), storedMs };
    for (const event of events) foldEvent(folding, event);
    await flush(client, schema, folding);
    await overruled(client, events);
  };
};

/**
 * Creates the fold of a rebuild. The newest row of every key stays in memory (some 600 bytes each) and is written once,
 * instead of once a day. Beyond limits.rebuildRowsMax keys the rows are written in between.
 */
export const rebuildLatestPrices: NonNullable<Projection['startRebuild']> = (schema) => {
  const folding: Folding = { newest: new Map(), replaced: new Set(), storedMs: new Map() };
  const overruled = foldOverruled(schema);
  const finish = async (client: Client): Promise<void> => {
    await flush(client, schema, folding);
    folding.newest.clear();
    folding.replaced.clear();
    folding.storedMs.clear();
  };
  return {
    async fold(client, events) {
      const unread = [...voidedKeys(events)].filter((key) => !folding.newest.has(key) && !folding.storedMs.has(key));
      for (const [key, at] of await readStored(client, schema, new Set(unread))) folding.storedMs.set(key, at);
      for (const event of events) foldEvent(folding, event);
      if (folding.newest.size > limits.rebuildRowsMax) await finish(client);
      await overruled(client, events);
    },
    finish,
  };
};
