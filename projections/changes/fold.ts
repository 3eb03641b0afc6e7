/** Folds events of price streams into the last event about each price. */
import { limits } from '../../src/base/limits.js';
import type { LedgerEvent, LogPosition } from '../../src/domain/envelope.js';
import { priceChangeOf } from '../../src/domain/prices/price-change.js';
import { type PriceKey, priceKeyText } from '../../src/domain/prices/price-key.js';
import { binaryArray } from '../../src/postgres/binary-format.js';
import type { Client } from '../../src/postgres/database.js';
import type { Fold, Projection } from '../../src/projecting/projection.js';

interface Last {
  readonly key: PriceKey;
  readonly position: LogPosition;
}

/** What events say: the last event of each price by its key, and of each second by its milliseconds since 1970. */
interface Folding {
  readonly prices: Map<string, Last>;
  readonly seconds: Map<number, LogPosition>;
}

const startFolding = (): Folding => ({ prices: new Map(), seconds: new Map() });

const add = ({ prices, seconds }: Folding, events: readonly LedgerEvent[]): void => {
  for (const event of events) {
    const change = priceChangeOf(event);
    if (change === null) continue;
    const { position } = event;
    prices.set(priceKeyText(change.key), { key: change.key, position });
    // Up: an event is known from the second that follows it.
    seconds.set(Math.ceil(Date.parse(event.recorded_at) / 1000) * 1000, position);
  }
};

const write = async (client: Client, schema: string, { prices, seconds }: Folding): Promise<void> => {
  if (prices.size === 0) return;
  const rows = [...prices];
  await client.query(
    `insert into ${schema}.newest (price_key, card_id, source, position)
     select * from unnest($1::text[], $2::text[], $3::text[], $4::text[])
     on conflict (price_key) do update set position = excluded.position`,
    [
      binaryArray(
        'text',
        rows.map(([priceKey]) => priceKey),
      ),
      binaryArray(
        'text',
        rows.map(([, { key }]) => key.card_id),
      ),
      binaryArray(
        'text',
        rows.map(([, { key }]) => key.source),
      ),
      binaryArray(
        'text',
        rows.map(([, { position }]) => position),
      ),
    ],
  );
  await client.query(
    `insert into ${schema}.seconds (recorded_at, position) select * from unnest($1::timestamptz[], $2::text[])
     on conflict (recorded_at) do update set position = excluded.position`,
    [binaryArray('timestamptz', [...seconds.keys()]), binaryArray('text', [...seconds.values()])],
  );
};

/** Creates the fold. */
export const foldChanges =
  (schema: string): Fold =>
  async (client, events) => {
    const folding = startFolding();
    add(folding, events);
    await write(client, schema, folding);
  };

/** Creates the fold of a rebuild: the last events are kept in memory and written once, or every limits.rebuildRowsMax prices. */
export const rebuildChanges: NonNullable<Projection['startRebuild']> = (schema) => {
  let folding = startFolding();
  const finish = async (client: Client): Promise<void> => {
    await write(client, schema, folding);
    folding = startFolding();
  };
  return {
    async fold(client, events) {
      add(folding, events);
      if (folding.prices.size > limits.rebuildRowsMax) await finish(client);
    },
    finish,
  };
};
