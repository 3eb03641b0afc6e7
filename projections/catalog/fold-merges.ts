/** Folds merges of cards. The first merge of a card counts, and none into itself, as alerts have it. */
import type { LedgerEvent, LedgerEventOf } from '../../src/domain/envelope.js';
import type { Client } from '../../src/postgres/database.js';

/** Inserts the merges of a page. */
export const foldMerges = async (client: Client, schema: string, events: readonly LedgerEvent[]): Promise<void> => {
  const merges = events.filter((event): event is LedgerEventOf<'CardMerged'> => event.type === 'CardMerged');
  const rows = new Map(
    merges
      .filter(({ data }) => data.card_id !== data.merged_into)
      .toReversed()
      .map(({ data, recorded_at, position }) => [data.card_id, { ...data, recorded_at, position }]),
  );
  if (rows.size === 0) return;
  await client.query(
    `insert into ${schema}.merges select * from jsonb_populate_recordset(null::${schema}.merges, $1)
     on conflict (card_id) do nothing`,
    [JSON.stringify([...rows.values()])],
  );
};
