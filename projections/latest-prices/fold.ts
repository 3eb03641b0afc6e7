/** Events of price streams → the newest price of every key. */
import type { LedgerEvent } from '../../src/domain/envelope.js';
import type { PriceNumbers } from '../../src/domain/events.js';
import { type PriceKey, priceKeyText } from '../../src/domain/prices/price-key.js';
import { binaryArray, type BinaryType } from '../../src/postgres/binary-format.js';
import type { Client } from '../../src/postgres/database.js';
import type { Fold, Projection } from '../../src/projecting/projection.js';
import { limits } from '../../src/base/limits.js';
import { keyColumns, keyCells } from '../price-key-columns.js';

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
  readonly eventId: string;
  readonly provenance: string | null;
  readonly event: LedgerEvent;
}

const noNumbers: PriceNumbers = { low: null, mid: null, high: null, market: null, direct_low: null };

/** The row an event states by itself; null for events that are not about the newest price of a key. */
const rowOf = (event: LedgerEvent): PriceRow | null => {
  switch (event.type) {
    case 'PriceObserved':
    case 'QuarantineReleased': {
      const data = event.type === 'PriceObserved' ? event.data : event.data.observation;
      const { sample_size: sampleSize, effective_at: effectiveAt, provenance } = data;
      return {
        key: data,
        numbers: data,
        sampleSize,
        withdrawn: false,
        effectiveAt,
        eventId: event.id,
        provenance,
        event,
      };
    }
    case 'PriceWithdrawn': {
      const { effective_at: effectiveAt, provenance } = event.data;
      const rest = { sampleSize: null, withdrawn: true, effectiveAt, eventId: event.id, provenance, event };
      return { key: event.data, numbers: noNumbers, ...rest };
    }
    case 'PriceCorrected': {
      const { effective_at: effectiveAt } = event.data;
      const rest = { sampleSize: null, withdrawn: false, effectiveAt, eventId: event.id, provenance: null, event };
      return { key: event.data, numbers: event.data, ...rest };
    }
    default:
      return null;
  }
};

/** What holds after a void, given what held before it: nothing changes unless the voided observation was the newest. */
const afterVoid = (
  event: Extract<LedgerEvent, { type: 'ObservationVoided' }>,
  heldEffectiveAt: string | null,
): 'unchanged' | 'none' | PriceRow => {
  const { effective_at: voided, standing } = event.data;
  if (heldEffectiveAt === null || Date.parse(heldEffectiveAt) !== Date.parse(voided)) return 'unchanged';
  if (standing === null) return 'none';
  const rest = { sampleSize: null, withdrawn: false, provenance: null, event };
  return {
    key: event.data,
    numbers: standing,
    effectiveAt: standing.effective_at,
    eventId: standing.observation_id,
    ...rest,
  };
};

/** In the order of `columns`. */
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
  insert into ${schema}.prices as held (${columnNames.join(', ')})
  select * from unnest(${columnNames.map((name, at) => `$${at + 1}::${columns[name]}[]`).join(', ')})
  on conflict (price_key) do update
    set ${columnNames
      .filter((name) => name !== 'price_key')
      .map((name) => `${name} = excluded.${name}`)
      .join(', ')}
    -- A late observation of an earlier stamp is history, not the newest price.
    where excluded.effective_at >= held.effective_at`;

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

/** What is known of keys while events are folded: the rows to write, and stamps that the table holds. */
interface Folding {
  readonly newest: Map<string, PriceRow>;
  /** Keys whose row in the table goes, whatever its stamp. */
  readonly replaced: Set<string>;
  /** Stamp of the row in the table, of keys where it matters; null: none. */
  readonly heldAt: Map<string, string | null>;
}

const foldEvent = ({ newest, replaced, heldAt }: Folding, event: LedgerEvent): void => {
  if (event.type === 'ObservationVoided') {
    const key = priceKeyText(event.data);
    const after = afterVoid(event, newest.get(key)?.effectiveAt ?? heldAt.get(key) ?? null);
    if (after === 'unchanged') return;
    replaced.add(key);
    heldAt.set(key, null);
    if (after === 'none') newest.delete(key);
    else newest.set(key, after);
    return;
  }
  const row = rowOf(event);
  if (row === null) return;
  const key = priceKeyText(row.key);
  // Held rows are known here only of keys with a void, which must meet the newest price, not a late one.
  const before = newest.get(key)?.effectiveAt ?? heldAt.get(key) ?? null;
  if (before === null || before === row.effectiveAt || Date.parse(row.effectiveAt) >= Date.parse(before))
    newest.set(key, row);
};

const readHeld = async (
  client: Client,
  schema: string,
  keys: ReadonlySet<string>,
): Promise<Map<string, string | null>> => {
  if (keys.size === 0) return new Map();
  const held = await client.query<{ price_key: string; effective_at: string }>(
    `select price_key, effective_at from ${schema}.prices where price_key = any($1)`,
    [[...keys]],
  );
  return new Map(held.rows.map((row) => [row.price_key, row.effective_at]));
};

const voidedKeys = (events: readonly LedgerEvent[]): Set<string> =>
  new Set(events.flatMap((event) => (event.type === 'ObservationVoided' ? [priceKeyText(event.data)] : [])));

const flush = async (client: Client, schema: string, { newest, replaced }: Folding): Promise<void> => {
  if (replaced.size > 0) await client.query(`delete from ${schema}.prices where price_key = any($1)`, [[...replaced]]);
  await write(client, schema, newest);
};

/**
 * Folds a page. Keys with a void among their events are folded against the row they have; all others need not be read,
 * since the upsert itself keeps the later of two stamps.
 */
export const foldLatestPrices =
  (schema: string): Fold =>
  async (client, events) => {
    const heldAt = await readHeld(client, schema, voidedKeys(events));
    const folding: Folding = { newest: new Map(), replaced: new Set(), heldAt };
    for (const event of events) foldEvent(folding, event);
    await flush(client, schema, folding);
  };

/**
 * Folds a rebuild: the newest row of every key stays in memory (some 600 bytes each) and is written once, instead of once
 * a day. Beyond limits.rebuildRowsMax keys it is written in between.
 */
export const rebuildLatestPrices: NonNullable<Projection['startRebuild']> = (schema) => {
  const folding: Folding = { newest: new Map(), replaced: new Set(), heldAt: new Map() };
  const finish = async (client: Client): Promise<void> => {
    await flush(client, schema, folding);
    folding.newest.clear();
    folding.replaced.clear();
    folding.heldAt.clear();
  };
  return {
    async fold(client, events) {
      const unread = [...voidedKeys(events)].filter((key) => !folding.newest.has(key) && !folding.heldAt.has(key));
      for (const [key, at] of await readHeld(client, schema, new Set(unread))) folding.heldAt.set(key, at);
      for (const event of events) foldEvent(folding, event);
      if (folding.newest.size > limits.rebuildRowsMax) await finish(client);
    },
    finish,
  };
};
