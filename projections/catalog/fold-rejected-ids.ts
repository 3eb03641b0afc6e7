/** Folds which ids of other systems are not a card's: the last word on a card and an id counts, rejection or mapping. */
import type { LedgerEvent } from '../../src/domain/envelope.js';
import type { Client } from '../../src/postgres/database.js';

/** Writes the rejections of a page, and removes those that a mapping of the page overrules. */
export const foldRejectedIds = async (
  client: Client,
  schema: string,
  events: readonly LedgerEvent[],
): Promise<void> => {
  const rows = new Map<string, object>();
  for (const { type, data, recorded_at, position } of events) {
    if (type !== 'ExternalIdRejected' && type !== 'ExternalIdMapped') continue;
    const { card_id, system, external_id } = data;
    const reason = type === 'ExternalIdRejected' ? data.reason : null;
    const row = { system, external_id, card_id, reason, recorded_at, position };
    rows.set(JSON.stringify([system, external_id, card_id]), row);
  }
  if (rows.size === 0) return;
  const said = JSON.stringify([...rows.values()]);
  await client.query(
    `delete from ${schema}.rejected_ids r using jsonb_populate_recordset(null::${schema}.rejected_ids, $1) s
     where r.system = s.system and r.external_id = s.external_id and r.card_id = s.card_id`,
    [said],
  );
  await client.query(
    `insert into ${schema}.rejected_ids
     select * from jsonb_populate_recordset(null::${schema}.rejected_ids, $1) s where s.reason is not null`,
    [said],
  );
};
