/** Which cards a set consisted of over time, as the ledger knew it at an instant. */
import type { MemberCard } from '../../src/domain/prices/set-value.js';
import type { Database } from '../../src/postgres/database.js';
import { stampOfRun } from '../coverage/set-checks.js';

/**
 * $1 set, $2 known at (null: now). Every change of the cards that were ever in the set. A merged card is none of its own, on
 * no day, from when the merge is known on, as for the histories of cards.
 */
const membersSql = `
  select m.card_id, m.set_id = $1 and m.product_type = 'single' and not m.withdrawn as is_member,
         coalesce(m.effective_at, ${stampOfRun('m.run_id')}, m.recorded_at) as from_at
  from catalog.memberships m
  where m.card_id in (select i.card_id from catalog.memberships i where i.set_id = $1)
    and ($2::timestamptz is null or m.recorded_at <= $2)
    and not exists (
      select from catalog.merges g where g.card_id = m.card_id and ($2::timestamptz is null or g.recorded_at <= $2))
  order by m.card_id, m.position collate "C"`;

/** Returns when each card was a single card of the set, by card id; cards that never were are left out. */
export const membersOfSet = async (
  database: Database,
  setId: string,
  knownAt?: string,
): Promise<ReadonlyMap<string, MemberCard['spans']>> => {
  const rows = await database.query<{ card_id: string; is_member: boolean; from_at: string }>(membersSql, [
    setId,
    knownAt ?? null,
  ]);
  const spans = new Map<string, { fromMs: number; isMember: boolean }[]>();
  for (const { card_id, is_member: isMember, from_at } of rows) {
    const those = spans.get(card_id) ?? [];
    spans.set(card_id, those);
    const fromMs = Date.parse(from_at);
    // Of changes in force the one recorded last counts, as in the catalog of now.
    while ((those.at(-1)?.fromMs ?? -Infinity) >= fromMs) those.pop();
    those.push({ fromMs, isMember });
  }
  for (const [cardId, those] of spans) if (!those.some(({ isMember }) => isMember)) spans.delete(cardId);
  return spans;
};
