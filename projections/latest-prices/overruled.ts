/**
 * Keys of which a person had the last word: a price was corrected or voided, and the source has shown nothing since. The
 * collector reads what the source last showed of them from the log (src/collecting/known-state.ts).
 */
import type { LedgerEvent } from '../../src/domain/envelope.js';
import { priceChangeOf } from '../../src/domain/prices/price-change.js';
import { priceKeyText } from '../../src/domain/prices/price-key.js';
import type { Client, Database } from '../../src/postgres/database.js';

/** A key, and from when on a change of the source is news. */
interface Overruled {
  readonly cardId: string;
  readonly source: string;
  /** effective_at of what was overruled, in milliseconds since 1970. */
  readonly shownMs: number;
}

/** Folds a page into the keys. Returns those that changed. */
const foldPage = (keys: Map<string, Overruled>, events: readonly LedgerEvent[]): Set<string> => {
  const changed = new Set<string>();
  for (const event of events) {
    const isOrdered = event.type === 'PriceCorrected' || event.type === 'ObservationVoided';
    if (!isOrdered && keys.size === 0) continue;
    const change = priceChangeOf(event);
    if (change === null) continue;
    const text = priceKeyText(change.key);
    const atMs = Date.parse(change.effectiveAt);
    const before = keys.get(text);
    const isEarlier = before !== undefined && atMs < before.shownMs;
    // An earlier stamp of the source is not what it last showed.
    if (isEarlier || (!isOrdered && before === undefined)) continue;
    if (isOrdered) keys.set(text, { cardId: change.key.card_id, source: change.key.source, shownMs: atMs });
    else keys.delete(text);
    changed.add(text);
  }
  return changed;
};

const read = async (client: Client, schema: string): Promise<Map<string, Overruled>> => {
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

const write = async (
  client: Client,
  schema: string,
  keys: ReadonlyMap<string, Overruled>,
  changed: ReadonlySet<string>,
): Promise<void> => {
  await client.query(`delete from ${schema}.overruled where price_key = any($1)`, [[...changed]]);
  const rows = [...changed].flatMap((price_key) => {
    const row = keys.get(price_key);
    if (row === undefined) return [];
    const { cardId: card_id, source, shownMs } = row;
    return [{ price_key, card_id, source, shown_at: new Date(shownMs).toISOString() }];
  });
  await client.query(
    `insert into ${schema}.overruled select * from jsonb_populate_recordset(null::${schema}.overruled, $1)`,
    [JSON.stringify(rows)],
  );
};

/** Creates the fold of the table `overruled`. The keys are few, as people overrule prices one by one: all are in memory. */
export const foldOverruled = (schema: string): ((client: Client, events: readonly LedgerEvent[]) => Promise<void>) => {
  let keys: Map<string, Overruled> | undefined;
  return async (client, events) => {
    keys ??= await read(client, schema);
    const changed = foldPage(keys, events);
    if (changed.size > 0) await write(client, schema, keys, changed);
  };
};

/** Returns the cards of `source` of which a person had the last word on a price. */
export const overruledCards = async (database: Database, source: string): Promise<string[]> => {
  const rows = await database.query<{ card_id: string }>(
    `select distinct card_id from latest_prices.overruled where source = $1 order by card_id`,
    [source],
  );
  return rows.map(({ card_id }) => card_id);
};
