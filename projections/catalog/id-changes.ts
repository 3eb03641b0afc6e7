/** Which card an id leads to now. */
import type { Database, Reader, Row } from '../../src/postgres/database.js';

/** An id that no longer names a card of its own. */
export interface IdChange {
  readonly old_card_id: string;
  /** The card it is now: of a card merged twice over, the last one. */
  readonly new_card_id: string;
  /** Why the card was merged. */
  readonly reason: string;
  /** When the ledger recorded that `old_card_id` leads to `new_card_id`. */
  readonly changed_at: string;
  /** Position of the event. */
  readonly position: string;
}

/** Merges of merged cards are followed this far; a longer chain is a mistake of the commands, as a circle is. */
const hopsMax = 50;

/**
 * Follows every merge to its end: one row a hop, the last hop of a card leads to the card that it is now. `$1`: only these
 * cards; null for all.
 */
const hops = `
  with recursive hops as (
    select card_id, merged_into, recorded_at, position, recorded_at as merged_at, reason, 1 as hop
    from catalog.merges where $1::text[] is null or card_id = any($1)
    union all
    select h.card_id, m.merged_into, m.recorded_at, m.position, h.merged_at, h.reason, h.hop + 1
    from hops h join catalog.merges m on m.card_id = h.merged_into where h.hop < ${hopsMax}
  ), now as (
    select distinct on (card_id) card_id as old_card_id, merged_into as new_card_id, reason, merged_at,
           max(recorded_at) over (partition by card_id) as changed_at, max(position collate "C") over (partition by card_id) as position
    from hops order by card_id, hop desc
  )`;

/** Where a merged card is now, and since when its own id is out of use. */
export interface MergedCard {
  readonly cardId: string;
  /** recorded_at of its own merge. */
  readonly mergedAt: string;
}

/** Returns the merged cards among `cardIds`, by their old ids. */
export const mergedCards = async (
  database: Reader,
  cardIds: readonly string[],
): Promise<ReadonlyMap<string, MergedCard>> => {
  const rows = await database.query<{ old_card_id: string; new_card_id: string; merged_at: string }>(
    `${hops} select old_card_id, new_card_id, merged_at from now`,
    [cardIds],
  );
  return new Map(
    rows.map(({ old_card_id, new_card_id: cardId, merged_at: mergedAt }) => [old_card_id, { cardId, mergedAt }]),
  );
};

/**
 * Returns id changes in the order in which they happened, and how many there are in all. A card comes again when the one
 * that it was merged into is merged itself. `after`: recorded later than this time (RFC 3339), or than this position.
 */
export const listIdChanges = async (
  database: Database,
  page: {
    readonly after: { readonly time: string } | { readonly position: string } | null;
    readonly limit: number;
    readonly offset: number;
  },
): Promise<{ readonly changes: readonly IdChange[]; readonly total: number }> => {
  const { after, limit, offset } = page;
  const rows = await database.query<IdChange & Row & { total: number; old_card_id: string | null }>(
    `${hops}, matches as (
       select * from now
       where ($2::timestamptz is null or changed_at > $2) and ($3::text is null or position > $3)
     ), page as (
       select * from matches order by position, old_card_id limit $4 offset $5
     )
     select t.total, p.old_card_id, p.new_card_id, p.reason, p.changed_at, p.position
     from (select count(*) as total from matches) t left join page p on true
     order by p.position, p.old_card_id`,
    [
      null,
      after !== null && 'time' in after ? after.time : null,
      after !== null && 'position' in after ? after.position : null,
      limit,
      offset,
    ],
  );
  // A page beyond the end has one row, for the total.
  const changes = rows.flatMap(({ total: _total, ...change }) => (change.old_card_id === null ? [] : [change]));
  return { changes, total: rows[0]?.total ?? 0 };
};
