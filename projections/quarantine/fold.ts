/** Folds rows that were set aside, and their releases and rejections. The first of these counts. */
import { parseIdentity } from '../../src/domain/cards/card.js';
import type { LedgerEvent, LogPosition } from '../../src/domain/envelope.js';
import { gateActor, quarantinedKey } from '../../src/domain/prices/held.js';
import { priceStream } from '../../src/domain/streams.js';
import { priceKeyText } from '../../src/domain/prices/price-key.js';
import type { Client } from '../../src/postgres/database.js';
import type { Fold } from '../../src/projecting/projection.js';

/** Returns the card that a price stream belongs to; `null` for the stream of rows that name none. */
const cardOfStream = (stream: string): string | null => {
  const id = stream.slice(priceStream('').length);
  return parseIdentity(id) === null ? null : id;
};

const rowOf = (event: LedgerEvent): object | null => {
  if (event.type !== 'ObservationQuarantined') return null;
  const { id: quarantine_id, stream, recorded_at, position } = event;
  const { collection: _run, ...data } = event.data;
  const key = quarantinedKey(event.data);
  const card_id = key?.card_id ?? cardOfStream(stream);
  const price_key = key === null ? null : priceKeyText(key);
  const envelope = { quarantine_id, stream, recorded_at, position };
  return { ...data, ...envelope, card_id, price_key, state: 'held', settled_at: null };
};

/** What became of a row; or of all rows of a key before a position. */
type Settlement = SettledRow | SettledKey;

interface SettledKey {
  readonly price_key: string;
  readonly before: string;
  readonly settled_at: string;
}

interface SettledRow {
  readonly quarantine_id: string;
  readonly state: 'released' | 'rejected' | 'settled';
  readonly settled_at: string;
}

const settlementsOf = (event: LedgerEvent): Settlement[] => {
  const { type, data, recorded_at: settled_at } = event;
  if (type === 'QuarantineRejected') {
    const row: SettledRow = { quarantine_id: data.quarantine_id, state: 'rejected', settled_at };
    // The gate's rejection says that the source took its rows back.
    if (event.metadata.actor !== gateActor) return [row];
    return [row, { price_key: priceKeyText(data), before: event.position, settled_at }];
  }
  if (type !== 'QuarantineReleased') return [];
  const others = (data.evidence ?? []).filter((id) => id !== data.quarantine_id);
  return [
    { quarantine_id: data.quarantine_id, state: 'released', settled_at },
    ...others.map((quarantine_id) => ({ quarantine_id, state: 'settled' as const, settled_at })),
  ];
};

const insert = async (client: Client, schema: string, rows: readonly object[]): Promise<void> => {
  if (rows.length === 0) return;
  await client.query(
    `insert into ${schema}.rows select * from jsonb_populate_recordset(null::${schema}.rows, $1)
     on conflict (quarantine_id) do nothing`,
    [JSON.stringify(rows)],
  );
};

const settleRows = async (client: Client, schema: string, rows: readonly SettledRow[]): Promise<void> => {
  if (rows.length === 0) return;
  await client.query(
    `update ${schema}.rows q set state = s.state, settled_at = s.settled_at
     from jsonb_to_recordset($1) as s(quarantine_id uuid, state text, settled_at timestamptz)
     where q.quarantine_id = s.quarantine_id and q.state = 'held'`,
    [JSON.stringify(rows)],
  );
};

const settleKey = async (
  client: Client,
  schema: string,
  { price_key, before, settled_at }: SettledKey,
): Promise<void> => {
  await client.query(
    `update ${schema}.rows set state = 'settled', settled_at = $3
     where price_key = $1 and position collate "C" < $2 and state = 'held'`,
    [price_key, before, settled_at],
  );
};

/** Settles in the order of the log; single rows together, as far as they follow each other. */
const settle = async (client: Client, schema: string, settlements: readonly Settlement[]): Promise<void> => {
  let rows = new Map<string, SettledRow>();
  for (const settlement of settlements) {
    if ('quarantine_id' in settlement) {
      if (!rows.has(settlement.quarantine_id)) rows.set(settlement.quarantine_id, settlement);
      continue;
    }
    await settleRows(client, schema, [...rows.values()]);
    rows = new Map();
    await settleKey(client, schema, settlement);
  }
  await settleRows(client, schema, [...rows.values()]);
};

/**
 * Creates the fold. All rows of a page are written first, so what the page says of a row before the row itself settles
 * nothing: one event at a time, it would not find the row.
 */
export const foldQuarantine =
  (schema: string): Fold =>
  async (client, events) => {
    const begins = new Map<string, LogPosition>();
    for (const { type, id, position } of events) if (type === 'ObservationQuarantined') begins.set(id, position);
    const finds = (settlement: Settlement, at: LogPosition): boolean =>
      !('quarantine_id' in settlement) || (begins.get(settlement.quarantine_id) ?? '') < at;
    await insert(
      client,
      schema,
      events.flatMap((event) => rowOf(event) ?? []),
    );
    await settle(
      client,
      schema,
      events.flatMap((event) => settlementsOf(event).filter((each) => finds(each, event.position))),
    );
  };
