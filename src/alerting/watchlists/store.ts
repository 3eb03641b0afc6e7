/** Watchlists in their tables: what the user has named, and which alerts follow from it. */
import { ledgerError } from '../../base/errors.js';
import { limits } from '../../base/limits.js';
import type { Runtime } from '../../base/runtime.js';
import type { Client, Database, Reader, Row } from '../../postgres/database.js';
import { assertPlaces } from '../alert-places.js';

export interface StoredList {
  readonly id: string;
  readonly user_id: string;
  readonly name: string;
  /** As the user stated it. */
  readonly rule: object | null;
  readonly rule_version: number;
  readonly revision: number;
  readonly created_at: string;
  readonly updated_at: string;
}

export interface ListedCard {
  readonly card_id: string;
  readonly added_at: string;
  /** The list's alert on the card; `null` without a rule, or while it is being made. */
  readonly alert_id: string | null;
  /** Why there is none. */
  readonly problem: string | null;
}

/** What a change asks for. What is left out stays as it is. */
export interface ListChange {
  readonly name?: string;
  /** All cards, in their order. */
  readonly cards?: readonly string[];
  readonly add?: readonly string[];
  readonly remove?: readonly string[];
  readonly rule?: object | null;
}

export interface ListDeps {
  readonly database: Pick<Database, 'query' | 'transaction'>;
  readonly runtime: Pick<Runtime, 'now' | 'uuid'>;
}

const columns = 'id, user_id, name, rule, rule_version, revision, created_at, updated_at';

/** Returns WATCHLIST_NOT_FOUND. */
const listNotFound = (id: string): Error =>
  ledgerError('WATCHLIST_NOT_FOUND', `you have no watchlist ${id}`, { details: { id: `${id} is unknown` } });

const limitReached = (what: string, max: number): Error =>
  ledgerError('LIMIT_REACHED', `${what}: at most ${max}`, { details: { [what]: `at most ${max}` } });

/** Returns a list of the user. Throws WATCHLIST_NOT_FOUND, for another user's too. */
export const listOfUser = async (database: Reader, userId: string, id: string): Promise<StoredList> => {
  const [list] = await database.query<StoredList & Row>(
    `select ${columns} from watchlists.lists where user_id = $1 and id = $2`,
    [userId, id],
  );
  if (list === undefined) throw listNotFound(id);
  return list;
};

/** Returns the lists of a user, made last first, and how many there are. */
export const listsOfUser = async (
  database: Reader,
  userId: string,
  { limit, offset }: { readonly limit: number; readonly offset: number },
): Promise<{ readonly lists: readonly StoredList[]; readonly total: number }> => {
  const [count] = await database.query<{ total: number }>(
    'select count(*) as total from watchlists.lists where user_id = $1',
    [userId],
  );
  const lists = await database.query<StoredList & Row>(
    `select ${columns} from watchlists.lists where user_id = $1 order by created_at desc, id limit $2 offset $3`,
    [userId, limit, offset],
  );
  return { lists, total: count?.total ?? 0 };
};

/** Returns the cards of lists, in their order, by list. */
export const cardsOfLists = async (
  database: Reader,
  ids: readonly string[],
): Promise<ReadonlyMap<string, readonly ListedCard[]>> => {
  const rows = await database.query<ListedCard & { list_id: string } & Row>(
    `select c.list_id, c.card_id, c.added_at, a.problem,
            case when a.rule_version > 0 and a.problem is null then a.alert_id end as alert_id
     from watchlists.cards c left join watchlists.alerts a on a.list_id = c.list_id and a.card_id = c.card_id and a.wanted
     where c.list_id = any($1::uuid[]) order by c.list_id, c.place, c.card_id`,
    [ids],
  );
  const byList = new Map<string, ListedCard[]>(ids.map((id) => [id, []]));
  for (const { list_id, ...card } of rows) byList.get(list_id)?.push(card);
  return byList;
};

/** Brings the wanted alerts in line with the cards and the rule of a list. */
const wantAlerts = async (client: Client, list: StoredList, runtime: ListDeps['runtime']): Promise<void> => {
  const now = runtime.now().toISOString();
  await client.query(
    `update watchlists.alerts a set wanted = false, updated_at = $2
     where a.list_id = $1 and a.wanted
       and ($3 or not exists (select from watchlists.cards c where c.list_id = $1 and c.card_id = a.card_id))`,
    [list.id, now, list.rule === null],
  );
  if (list.rule === null) return;
  const { rows } = await client.query<{ card_id: string }>(
    `select c.card_id from watchlists.cards c where c.list_id = $1 and not exists (
       select from watchlists.alerts a where a.list_id = $1 and a.card_id = c.card_id and a.wanted)`,
    [list.id],
  );
  // A new id for each time that a card enters: a deleted alert is not made again.
  await client.query(
    `insert into watchlists.alerts (alert_id, user_id, list_id, card_id, wanted, rule_version, updated_at)
     select n.alert_id, $1, $2, n.card_id, true, 0, $3 from unnest($4::uuid[], $5::text[]) n(alert_id, card_id)`,
    [list.user_id, list.id, now, rows.map(() => runtime.uuid()), rows.map(({ card_id }) => card_id)],
  );
  if (rows.length > 0) await assertPlaces(client, list.user_id);
};

const writeCards = async (client: Client, id: string, change: ListChange, now: string): Promise<void> => {
  const { cards, add = [], remove = [] } = change;
  if (cards !== undefined)
    await client.query('delete from watchlists.cards where list_id = $1 and card_id <> all($2::text[])', [id, cards]);
  if (remove.length > 0)
    await client.query('delete from watchlists.cards where list_id = $1 and card_id = any($2::text[])', [id, remove]);
  const places = cards ?? add;
  if (places.length > 0)
    await client.query(
      `insert into watchlists.cards (list_id, card_id, place, added_at)
       select $1, n.card_id, n.place + case when $4 then 0 else coalesce((
                select max(place) from watchlists.cards where list_id = $1), 0) end, $3
       from unnest($2::text[]) with ordinality n(card_id, place)
       on conflict (list_id, card_id) do update set place = case when $4 then excluded.place else cards.place end`,
      [id, places, now, cards !== undefined],
    );
  const { rows } = await client.query<{ cards: number }>(
    'select count(*) as cards from watchlists.cards where list_id = $1',
    [id],
  );
  if ((rows[0]?.cards ?? 0) > limits.watchlistCardsMax) throw limitReached('cards', limits.watchlistCardsMax);
};

/** Creates a list with its cards and wanted alerts. The same id again changes nothing. Throws LIMIT_REACHED. */
export const insertList = async (
  { database, runtime }: ListDeps,
  list: { readonly id: string; readonly userId: string; readonly name: string; readonly rule: object | null },
  cards: readonly string[],
): Promise<void> => {
  const now = runtime.now().toISOString();
  await database.transaction(async (client) => {
    // One at a time for each user, so that the count holds.
    await client.query('select from accounts.users where id = $1 for update', [list.userId]);
    const { rows: counted } = await client.query<{ lists: number }>(
      'select count(*) as lists from watchlists.lists where user_id = $1 and id <> $2',
      [list.userId, list.id],
    );
    if ((counted[0]?.lists ?? 0) >= limits.watchlistsPerUserMax)
      throw limitReached('watchlists', limits.watchlistsPerUserMax);
    const { rows } = await client.query<StoredList>(
      `insert into watchlists.lists (id, user_id, name, rule, rule_version, revision, created_at, updated_at)
       values ($1, $2, $3, $4, 1, 1, $5, $5) on conflict (id) do nothing returning ${columns}`,
      [list.id, list.userId, list.name, list.rule === null ? null : JSON.stringify(list.rule), now],
    );
    const [inserted] = rows;
    if (inserted === undefined) return;
    await writeCards(client, list.id, { cards }, now);
    await wantAlerts(client, inserted, runtime);
  });
};

/**
 * Changes a list and what alerts it wants. `assertSeen` throws for a revision that the client has not
 * seen. Throws WATCHLIST_NOT_FOUND, LIMIT_REACHED.
 */
export const changeList = async (
  { database, runtime }: ListDeps,
  list: { readonly id: string; readonly userId: string; readonly assertSeen: (revision: number) => void },
  change: ListChange,
): Promise<void> => {
  const now = runtime.now().toISOString();
  await database.transaction(async (client) => {
    await client.query('select from accounts.users where id = $1 for update', [list.userId]);
    const { rows } = await client.query<StoredList>(
      `update watchlists.lists set name = coalesce($3, name), revision = revision + 1, updated_at = $4,
              rule = case when $5 then $6::json else rule end,
              rule_version = rule_version + case when $5 then 1 else 0 end
       where user_id = $1 and id = $2 returning ${columns}`,
      [
        list.userId,
        list.id,
        change.name ?? null,
        now,
        change.rule !== undefined,
        change.rule == null ? null : JSON.stringify(change.rule),
      ],
    );
    const [changed] = rows;
    if (changed === undefined) throw listNotFound(list.id);
    list.assertSeen(changed.revision - 1);
    await writeCards(client, list.id, change, now);
    await wantAlerts(client, changed, runtime);
  });
};

/** Deletes a list; its alerts are to be deleted. Throws WATCHLIST_NOT_FOUND. */
export const removeList = async (
  { database, runtime }: ListDeps,
  list: { readonly id: string; readonly userId: string },
): Promise<void> => {
  await database.transaction(async (client) => {
    await client.query(
      'update watchlists.alerts set wanted = false, updated_at = $3 where list_id = $2 and user_id = $1',
      [list.userId, list.id, runtime.now().toISOString()],
    );
    const { rowCount } = await client.query('delete from watchlists.lists where user_id = $1 and id = $2', [
      list.userId,
      list.id,
    ]);
    if (rowCount === 0) throw listNotFound(list.id);
  });
};

/**
 * Returns the cards on most lists that have no alert on them, most first; equal ones by id. At most `limit`. A list with an
 * alert on the card counts among the alerts.
 */
export const mostListedCards = (
  database: Reader,
  limit: number,
): Promise<{ readonly card_id: string; readonly lists: number }[]> =>
  database.query<{ card_id: string; lists: number }>(
    `select c.card_id, count(*) as lists from watchlists.cards c
     where not exists (
       select from watchlists.alerts a
       where a.list_id = c.list_id and a.card_id = c.card_id and a.wanted and a.problem is null)
     group by c.card_id order by 2 desc, c.card_id collate "C" limit $1`,
    [limit],
  );
