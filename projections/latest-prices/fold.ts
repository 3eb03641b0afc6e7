/** Events of price streams → the newest price of every key. */
import type { LedgerEvent } from '../../src/domain/envelope.js';
import type { PriceNumbers } from '../../src/domain/events.js';
import { type PriceKey, priceKeyText } from '../../src/domain/price-key.js';
import { binaryArray, type BinaryType } from '../../src/postgres/binary.js';
import type { Client } from '../../src/postgres/database.js';
import type { Fold } from '../../src/projecting/projection.js';
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
      return { key: data, numbers: data, sampleSize, withdrawn: false, effectiveAt, eventId: event.id, provenance, event };
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
  return { key: event.data, numbers: standing, effectiveAt: standing.effective_at, eventId: standing.observation_id, ...rest };
};

const cells = (row: PriceRow): Readonly<Record<Column, unknown>> => ({
  price_key: priceKeyText(row.key),
  ...keyCells(row.key),
  low: row.numbers.low,
  mid: row.numbers.mid,
  high: row.numbers.high,
  market: row.numbers.market,
  direct_low: row.numbers.direct_low,
  sample_size: row.sampleSize,
  withdrawn: row.withdrawn,
  effective_at: row.effectiveAt,
  recorded_at: row.event.recorded_at,
  event_id: row.eventId,
  provenance: row.provenance,
  revision: row.event.revision,
  position: row.event.position,
});

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

const write = async (client: Client, schema: string, rows: readonly PriceRow[]): Promise<void> => {
  if (rows.length === 0) return;
  const table = rows.map(cells);
  const values = columnNames.map((name) => binaryArray(columns[name], table.map((row) => row[name])));
  await client.query(writeSql(schema), values);
};

/**
 * Folds a page. Keys with a void among their events are folded against the row they have; all others need not be read,
 * since the upsert itself keeps the later of two stamps.
 */
export const foldLatestPrices =
  (schema: string): Fold =>
  async (client, events) => {
    const voidedKeys = new Set(events.flatMap((event) => (event.type === 'ObservationVoided' ? [priceKeyText(event.data)] : [])));
    const heldAt = new Map<string, string | null>();
    if (voidedKeys.size > 0) {
      const held = await client.query<{ price_key: string; effective_at: string }>(
        `select price_key, effective_at from ${schema}.prices where price_key = any($1)`,
        [[...voidedKeys]],
      );
      for (const row of held.rows) heldAt.set(row.price_key, row.effective_at);
    }
    const newest = new Map<string, PriceRow>();
    const replaced = new Set<string>();
    for (const event of events) {
      if (event.type === 'ObservationVoided') {
        const key = priceKeyText(event.data);
        const after = afterVoid(event, newest.get(key)?.effectiveAt ?? heldAt.get(key) ?? null);
        if (after === 'unchanged') continue;
        replaced.add(key);
        heldAt.set(key, null);
        if (after === 'none') newest.delete(key);
        else newest.set(key, after);
        continue;
      }
      const row = rowOf(event);
      if (row === null) continue;
      const key = priceKeyText(row.key);
      // Held rows are known here only of keys with a void, which must meet the newest price, not a late one.
      const before = newest.get(key)?.effectiveAt ?? heldAt.get(key) ?? null;
      if (before === null || Date.parse(row.effectiveAt) >= Date.parse(before)) newest.set(key, row);
    }
    if (replaced.size > 0) await client.query(`delete from ${schema}.prices where price_key = any($1)`, [[...replaced]]);
    await write(client, schema, [...newest.values()]);
  };
