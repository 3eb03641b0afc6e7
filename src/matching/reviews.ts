/** The list of foreign products that wait for a person (ADR 25). */
import { limits } from '../base/limits.js';
import type { Game } from '../domain/cards/card.js';
import type { Client, Database, Row } from '../postgres/database.js';
import type { Candidate } from './types.js';

/** Why a product waits. */
export type ReviewReason = 'ambiguous' | 'unsure' | 'card_taken' | 'same_card';

/** A product that waits, as a matching run found it. */
export interface ReviewItem {
  readonly external_id: string;
  readonly game: Game;
  /** As its marketplace writes it. */
  readonly name: string;
  /**
   * `ambiguous`: several cards fit. `unsure`: too little speaks for the one that does. `card_taken`: the card has another id
   * there. `same_card`: two products are the same card.
   */
  readonly reason: ReviewReason;
  /** The likeliest first. */
  readonly candidates: readonly Candidate[];
}

export interface WaitingProduct extends ReviewItem {
  /** The marketplace, such as cardmarket. */
  readonly system: string;
  readonly first_seen_at: string;
  readonly last_seen_at: string;
}

const columns = 'system, external_id, game, name, reason, candidates, first_seen_at, last_seen_at';

/** Returns the products that wait, those first that wait longest, and how many there are. */
export const waitingProducts = async (
  database: Pick<Database, 'query'>,
  wanted: { readonly system?: string | undefined; readonly limit: number; readonly offset: number },
): Promise<{ readonly waiting: readonly WaitingProduct[]; readonly total: number }> => {
  const rows = await database.query<WaitingProduct & Row & { total: number; external_id: string | null }>(
    `with matches as (select * from matching.reviews where $1::text is null or system = $1),
       page as (select * from matches order by first_seen_at, system, external_id limit $2 offset $3)
     select t.total, page.* from (select count(*) as total from matches) t left join page on true
     order by page.first_seen_at, page.system, page.external_id`,
    [wanted.system ?? null, wanted.limit, wanted.offset],
  );
  // A page beyond the end has one row, for the total.
  const waiting = rows.flatMap(({ total: _total, ...row }) => (row.external_id === null ? [] : [row]));
  return { waiting, total: rows[0]?.total ?? 0 };
};

/** Returns a product that waits; `null` if none with that id does. */
export const waitingProduct = async (
  database: Pick<Database, 'query'>,
  system: string,
  externalId: string,
): Promise<WaitingProduct | null> => {
  const [row] = await database.query<WaitingProduct & Row>(
    `select ${columns} from matching.reviews where system = $1 and external_id = $2`,
    [system, externalId],
  );
  return row ?? null;
};

/** Takes a product off the list. */
export const settleReview = async (
  database: Pick<Database, 'query'>,
  system: string,
  externalId: string,
): Promise<void> => {
  await database.query('delete from matching.reviews where system = $1 and external_id = $2', [system, externalId]);
};

const write = async (client: Client, system: string, items: readonly ReviewItem[], at: string): Promise<void> => {
  await client.query(
    `insert into matching.reviews (${columns})
     select $1, r.external_id, r.game, r.name, r.reason, r.candidates, $3, $3
     from jsonb_to_recordset($2) as r(external_id text, game text, name text, reason text, candidates jsonb)
     on conflict (system, external_id) do update set game = excluded.game, name = excluded.name,
       reason = excluded.reason, candidates = excluded.candidates, last_seen_at = excluded.last_seen_at`,
    [system, JSON.stringify(items), at],
  );
};

/**
 * Replaces what waits of a system's products by what a run found; how long each has waited is kept. `of`: the products that the run
 * looked at, by their ids, or all products of games.
 */
export const replaceReviews = (
  database: Database,
  given: {
    readonly system: string;
    readonly of: { readonly games: readonly Game[] } | { readonly ids: readonly string[] };
    readonly items: readonly ReviewItem[];
    readonly at: string;
  },
): Promise<void> =>
  database.transaction(async (client) => {
    const { system, of, items, at } = given;
    for (let from = 0; from < items.length; from += limits.matchesAtOnce) {
      await write(client, system, items.slice(from, from + limits.matchesAtOnce), at);
    }
    const [column, values] = 'games' in of ? ['game', of.games] : ['external_id', of.ids];
    await client.query(`delete from matching.reviews where system = $1 and ${column} = any($2) and last_seen_at < $3`, [
      system,
      values,
      at,
    ]);
  });
