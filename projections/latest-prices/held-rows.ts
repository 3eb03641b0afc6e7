/** The rows set aside that neither became a price nor were overtaken by one: their table, its fold and its queries. */
import type { LedgerEvent } from '../../src/domain/envelope.js';
import {
  heldAfter,
  heldKeyOf,
  heldNow as heldOf,
  type HeldRow,
  type QuarantineReason,
} from '../../src/domain/prices/held.js';
import { priceKeyText } from '../../src/domain/prices/price-key.js';
import { noPriceNumbers, pickPriceNumbers, type PriceNumbers } from '../../src/domain/prices/price-numbers.js';
import { binaryArray, type BinaryType } from '../../src/postgres/binary-format.js';
import type { Client, Database, Row } from '../../src/postgres/database.js';
import { heldJson } from '../held-json.js';
import { keyCells, keyColumns, keyColumnsOf, keyOfRow, type PriceKeyRow } from '../price-key-columns.js';

const columns = {
  price_key: 'text',
  ordinal: 'int4',
  ...keyColumns,
  quarantine_id: 'uuid',
  reason: 'text',
  detail: 'text',
  sent: 'text',
  readable: 'bool',
  low: 'int4',
  mid: 'int4',
  high: 'int4',
  market: 'int4',
  direct_low: 'int4',
  effective_at: 'timestamptz',
  rejected: 'bool',
  held_since: 'timestamptz',
  revision: 'int4',
} as const satisfies Record<string, BinaryType>;
const columnNames = Object.keys(columns) as (keyof typeof columns)[];

/** A row of the table. */
export interface HeldTableRow extends Row, PriceKeyRow, PriceNumbers {
  readonly price_key: string;
  readonly card_id: string;
  readonly quarantine_id: string;
  readonly reason: QuarantineReason;
  readonly detail: string;
  readonly sent: string;
  readonly readable: boolean;
  readonly effective_at: string;
  readonly rejected: boolean;
}

/** The columns of HeldTableRow, of the table under the alias h. */
const heldColumns = `price_key, ${keyColumnsOf('h')}, quarantine_id, reason, detail, sent, readable, low, mid, high, market, direct_low,
  effective_at, rejected`;

/** Returns the row set aside in a row of the table. */
const heldRowOf = (row: HeldTableRow): HeldRow => ({
  quarantineId: row.quarantine_id,
  key: keyOfRow(row),
  reason: row.reason,
  detail: row.detail,
  row: row.sent,
  numbers: row.readable ? pickPriceNumbers(row) : null,
  effectiveAt: row.effective_at,
  rejected: row.rejected,
});

const byKey = (rows: readonly HeldTableRow[]): Map<string, HeldRow[]> => {
  const held = new Map<string, HeldRow[]>();
  for (const row of rows) held.set(row.price_key, [...(held.get(row.price_key) ?? []), heldRowOf(row)]);
  return held;
};

/** Returns the cells of the rows of a key in the order of `columns`. */
const cellsOf = (priceKey: string, rows: readonly HeldRow[], revision: number): unknown[][] => {
  const held = heldOf(rows);
  return rows.map((row, ordinal) => {
    const numbers = row.numbers ?? noPriceNumbers;
    const cells = {
      price_key: priceKey,
      ordinal,
      ...keyCells(row.key),
      quarantine_id: row.quarantineId,
      reason: row.reason,
      detail: row.detail,
      sent: row.row,
      readable: row.numbers !== null,
      ...pickPriceNumbers(numbers),
      effective_at: row.effectiveAt,
      rejected: row.rejected,
      held_since: held?.row === row ? held.since : null,
      revision,
    } as const;
    return columnNames.map((name) => cells[name]);
  });
};

/**
 * Folds events into the rows set aside. Almost no key has any, and most pages none at all. Else a page reads those of its
 * keys, and writes the few that changed anew.
 */
export const foldHeldRows = async (client: Client, schema: string, events: readonly LedgerEvent[]): Promise<void> => {
  if (!events.some(({ type }) => type === 'ObservationQuarantined')) {
    const any = await client.query(`select from ${schema}.held_rows limit 1`);
    if (any.rowCount === 0) return;
  }
  const changes = events.flatMap((event) => {
    const key = heldKeyOf(event);
    return key === null ? [] : [{ event, priceKey: priceKeyText(key) }];
  });
  const keys = [...new Set(changes.map(({ priceKey }) => priceKey))];
  const stored = await client.query<HeldTableRow>(
    `select ${heldColumns} from ${schema}.held_rows h where price_key = any($1::text[]) order by price_key, ordinal`,
    [binaryArray('text', keys)],
  );
  const held: Map<string, readonly HeldRow[]> = byKey(stored.rows);
  const changed = new Map<string, number>();
  for (const { event, priceKey } of changes) {
    const before = held.get(priceKey) ?? [];
    const after = heldAfter(before, event);
    if (after === before) continue;
    held.set(priceKey, after);
    changed.set(priceKey, event.revision);
  }
  if (changed.size === 0) return;
  await client.query(`delete from ${schema}.held_rows where price_key = any($1::text[])`, [
    binaryArray('text', [...changed.keys()]),
  ]);
  const table = [...changed].flatMap(([priceKey, revision]) => cellsOf(priceKey, held.get(priceKey) ?? [], revision));
  if (table.length === 0) return;
  const values = columnNames.map((name, at) =>
    binaryArray(
      columns[name],
      table.map((row) => row[at]),
    ),
  );
  await client.query(
    `insert into ${schema}.held_rows (${columnNames.join(', ')})
     select * from unnest(${columnNames.map((name, at) => `$${at + 1}::${columns[name]}[]`).join(', ')})`,
    values,
  );
};

/** Returns the rows set aside of every key of `source`, in the order of recording, by the text of the key. */
export const heldRowsOfSource = async (database: Database, source: string): Promise<Map<string, HeldRow[]>> =>
  byKey(
    await database.query<HeldTableRow>(
      `select ${heldColumns} from latest_prices.held_rows h where source = $1 order by price_key, ordinal`,
      [source],
    ),
  );

/** Returns a scalar subquery for what is held of a key, an SQL expression, as HeldNumbers; null if nothing is. */
export const heldNow = (priceKey: string): string => `
  (select ${heldJson('h', 'h.held_since')} from latest_prices.held_rows h
   where h.price_key = ${priceKey} and h.held_since is not null)`;

/** A query for the keys of which something is held. */
export const heldKeys = '(select h.price_key from latest_prices.held_rows h where h.held_since is not null)';
