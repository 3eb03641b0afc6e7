/** Which cards a set consisted of over time, as the ledger knew it at an instant. */
import type { MemberCard } from '../../src/domain/prices/set-value.js';
import type { Database } from '../../src/postgres/database.js';
import { stampOfRun } from '../coverage/set-checks.js';

/** Returns from when on a change is in force, of the table with this alias. */
export const inForceFrom = (m: string): string =>
  `coalesce(${m}.effective_at, ${stampOfRun(`${m}.run_id`)}, ${m}.recorded_at)`;
const fromAt = inForceFrom('m');

/**
 * $1 sets, $2 known at (null: now). Selects the changes of the cards that were ever in one of the sets. A merged card is none of
 * its own, on no day, from when the merge is known on, as for the histories of cards.
 */
const ofSets = `m.card_id in (select i.card_id from catalog.memberships i where i.set_id = any($1))
    and ($2::timestamptz is null or m.recorded_at <= $2)
    and not exists (
      select from catalog.merges g where g.card_id = m.card_id and ($2::timestamptz is null or g.recorded_at <= $2))`;

const membersSql = `
  select m.card_id, case when m.product_type = 'single' and not m.withdrawn then m.set_id end as set_id,
         ${fromAt} as from_at
  from catalog.memberships m
  where ${ofSets}
  order by m.card_id, m.position collate "C"`;

/** $3 an instant. Of the changes in force then, the one recorded last counts. */
const listedAtSql = `
  select card_id from (
    select distinct on (m.card_id) m.card_id, m.set_id, m.withdrawn
    from catalog.memberships m
    where ${ofSets} and ${fromAt} <= $3
    order by m.card_id, m.position collate "C" desc) m
  where m.set_id = any($1) and not m.withdrawn`;

type Spans = MemberCard['spans'];

/** Returns when each card was a single card of each set, by set id and card id; cards that never were are left out. */
export const membersOfSets = async (
  database: Database,
  setIds: readonly string[],
  knownAt?: string,
): Promise<ReadonlyMap<string, ReadonlyMap<string, Spans>>> => {
  const rows = await database.query<{ card_id: string; set_id: string | null; from_at: string }>(membersSql, [
    setIds,
    knownAt ?? null,
  ]);
  const changes = new Map<string, { setId: string | null; fromMs: number }[]>();
  for (const { card_id, set_id: setId, from_at } of rows) {
    const those = changes.get(card_id) ?? [];
    changes.set(card_id, those);
    const fromMs = Date.parse(from_at);
    // Of changes in force the one recorded last counts, as in the catalog of now.
    while ((those.at(-1)?.fromMs ?? -Infinity) >= fromMs) those.pop();
    those.push({ setId, fromMs });
  }
  const members = new Map(setIds.map((setId) => [setId, new Map<string, Spans>()]));
  for (const [cardId, those] of changes)
    for (const of of new Set(those.map(({ setId }) => setId)))
      if (of !== null)
        members.get(of)?.set(
          cardId,
          those.map(({ setId, fromMs }) => ({ fromMs, isMember: setId === of })),
        );
  return members;
};

/** Returns the ids of the cards and sealed products that were in a set at an instant, RFC 3339. */
export const cardsListedAt = async (
  database: Database,
  setId: string,
  { at, knownAt }: { readonly at: string; readonly knownAt?: string | undefined },
): Promise<string[]> => {
  const rows = await database.query<{ card_id: string }>(listedAtSql, [[setId], knownAt ?? null, at]);
  return rows.map(({ card_id }) => card_id);
};
