/**
 * Folds events of set and card streams into sets and cards. Rows are loaded, folded event by event, and written back.
 */
import { attributesOf } from '../../src/domain/cards/attributes.js';
import type { Game } from '../../src/domain/cards/card.js';
import { type ExternalIds, externalIdsAfter } from '../../src/domain/cards/external-ids.js';
import type { LedgerEvent } from '../../src/domain/envelope.js';
import type { Client, Row } from '../../src/postgres/database.js';
import type { Fold } from '../../src/projecting/projection.js';
import { addMembership, type MembershipRows, writeMemberships } from './fold-memberships.js';
import { foldRejectedIds } from './fold-rejected-ids.js';
import { foldMerges } from './fold-merges.js';
import { searchColumns } from './search-vector.js';

type SetRow = Row & {
  set_id: string;
  name: string;
  abbreviation: string | null;
  listed_at: string;
  withdrawn_at: string | null;
};
type CardRow = Row & {
  card_id: string;
  game: Game;
  set_id: string;
  name: string;
  clean_name: string | null;
  number: string | null;
  rarity: string | null;
  product_type: string;
  attributes: Record<string, string>;
  external_ids: ExternalIds;
  merged_into: string | null;
  listed_at: string;
  withdrawn_at: string | null;
  /** Computed by the fold; absent for a card that is listed in this page. */
  search_text?: string;
};
interface Page {
  readonly sets: Map<string, SetRow>;
  readonly cards: Map<string, CardRow>;
  /** Sets whose name or abbreviation changed; the search columns of all their cards change with it. */
  readonly renamed: Set<string>;
  readonly memberships: MembershipRows;
}

/** Returns when and where a row was changed last. */
const changedBy = ({ recorded_at: changed_at, position }: LedgerEvent) => ({ changed_at, position });

const foldSet = (page: Page, event: LedgerEvent): void => {
  if (event.type === 'SetListed' || event.type === 'SetRevised') {
    const { collection: _run, language = null, ...state } = event.data;
    const before = page.sets.get(state.set_id);
    if (before?.name !== state.name || before.abbreviation !== state.abbreviation) page.renamed.add(state.set_id);
    const listed_at = before?.listed_at ?? event.recorded_at;
    const times = { listed_at, revised_at: event.recorded_at, withdrawn_at: null, ...changedBy(event) };
    page.sets.set(state.set_id, { ...state, language, ...times });
  } else if (event.type === 'SetWithdrawn') {
    const set = page.sets.get(event.data.set_id);
    if (set !== undefined)
      page.sets.set(set.set_id, { ...set, withdrawn_at: event.data.effective_at, ...changedBy(event) });
  }
};

const foldCard = (page: Page, event: LedgerEvent): void => {
  if (event.type === 'CardListed' || event.type === 'CardRevised') {
    const { collection: _run, language = null, ...state } = event.data;
    const before = page.cards.get(state.card_id);
    const card = {
      ...state,
      language,
      external_ids: before?.external_ids ?? {},
      merged_into: before?.merged_into ?? null,
      listed_at: before?.listed_at ?? event.recorded_at,
      revised_at: event.recorded_at,
      withdrawn_at: null,
      ...changedBy(event),
    };
    page.cards.set(state.card_id, card);
    addMembership(page.memberships, event, before ?? null, card);
    return;
  }
  if (
    event.type !== 'CardWithdrawn' &&
    event.type !== 'CardMerged' &&
    event.type !== 'ExternalIdMapped' &&
    event.type !== 'ExternalIdRejected'
  ) {
    return;
  }
  const card = page.cards.get(event.data.card_id);
  // An event about a card may precede its listing; there is no row to change yet.
  if (card === undefined) return;
  const change = (columns: Partial<CardRow>): void =>
    void page.cards.set(card.card_id, { ...card, ...columns, ...changedBy(event) });
  if (event.type === 'CardWithdrawn') {
    const { effective_at: withdrawn_at } = event.data;
    change({ withdrawn_at });
    addMembership(page.memberships, event, card, { ...card, withdrawn_at });
  } else if (event.type === 'CardMerged') {
    // Of several merges the first counts, and none into the card itself: as in `merges`, and as alerts have it.
    const isFirst = card.merged_into === null && event.data.merged_into !== card.card_id;
    if (isFirst) change({ merged_into: event.data.merged_into });
  } else {
    const external_ids = externalIdsAfter(card.external_ids, event);
    if (external_ids !== card.external_ids) change({ external_ids });
  }
};

/** Returns the columns of what a card is. */
const attributeColumns = (card: CardRow): Row => {
  const { attributes, notUnderstood } = attributesOf(card);
  const { rarity: rarity_slug, attributes: attribute_slugs, ...others } = attributes;
  return { rarity_slug, attribute_slugs, ...others, not_understood: notUnderstood };
};

const load = async <R extends Row>(
  client: Client,
  table: string,
  column: string,
  ids: Iterable<string>,
): Promise<R[]> => (await client.query<R>(`select * from ${table} where ${column} = any($1)`, [[...ids]])).rows;

const write = async (client: Client, table: string, id: string, rows: readonly Row[]): Promise<void> => {
  const [first] = rows;
  if (first === undefined) return;
  const columns = Object.keys(first);
  await client.query(
    `insert into ${table} (${columns.join(', ')})
     select ${columns.join(', ')} from jsonb_populate_recordset(null::${table}, $1)
     on conflict (${id}) do update set ${columns.map((name) => `${name} = excluded.${name}`).join(', ')}`,
    [JSON.stringify(rows)],
  );
};

const wordsOf = (searchText: string): string[] => searchText.split(' ').filter((word) => word !== '');

/** Adjusts the word counts to the changes of the search texts of the page's cards. */
const countWords = async (
  client: Client,
  schema: string,
  texts: readonly { readonly before: string; readonly after: string }[],
): Promise<void> => {
  const changes = new Map<string, number>();
  for (const { before, after } of texts) {
    if (before === after) continue;
    for (const word of wordsOf(before)) changes.set(word, (changes.get(word) ?? 0) - 1);
    for (const word of wordsOf(after)) changes.set(word, (changes.get(word) ?? 0) + 1);
  }
  const changed = [...changes].filter(([, by]) => by !== 0);
  if (changed.length === 0) return;
  await client.query(
    `insert into ${schema}.words as counted (word, cards) select * from unnest($1::text[], $2::int4[])
     on conflict (word) do update set cards = counted.cards + excluded.cards`,
    [changed.map(([word]) => word), changed.map(([, by]) => by)],
  );
  const fewer = changed.flatMap(([word, by]) => (by < 0 ? [word] : []));
  if (fewer.length > 0) await client.query(`delete from ${schema}.words where word = any($1) and cards = 0`, [fewer]);
};

/** Creates the fold; a page reads and writes every changed row once. */
export const foldCatalog =
  (schema: string): Fold =>
  async (client, events) => {
    const idsOf = (name: 'set_id' | 'card_id'): Set<string> =>
      new Set(events.flatMap(({ data }) => (name in data ? [String((data as Row)[name])] : [])));
    const page: Page = { sets: new Map(), cards: new Map(), renamed: new Set(), memberships: [] };
    for (const row of await load<SetRow>(client, `${schema}.sets`, 'set_id', idsOf('set_id')))
      page.sets.set(row.set_id, row);
    for (const row of await load<CardRow>(client, `${schema}.cards`, 'card_id', idsOf('card_id')))
      page.cards.set(row.card_id, row);
    const before = new Map([...page.cards.values()].map((card) => [card.card_id, card.search_text]));
    const touched = new Set(events.map(({ stream }) => stream));
    for (const event of events) {
      foldSet(page, event);
      foldCard(page, event);
    }
    for (const row of await load<CardRow>(client, `${schema}.cards`, 'set_id', page.renamed)) {
      if (page.cards.has(row.card_id)) continue;
      page.cards.set(row.card_id, row);
      before.set(row.card_id, row.search_text);
    }
    // An event about a card need not name its set, but the search text contains the set's name.
    const absent = new Set([...page.cards.values()].map(({ set_id }) => set_id).filter((id) => !page.sets.has(id)));
    for (const row of await load<SetRow>(client, `${schema}.sets`, 'set_id', absent)) page.sets.set(row.set_id, row);
    const sets = [...page.sets.values()].filter(({ set_id }) => touched.has(`set-${set_id}`));
    await write(client, `${schema}.sets`, 'set_id', sets);
    const cards = [...page.cards.values()].map((card) => {
      const set = page.sets.get(card.set_id);
      const named = { ...card, set_name: set?.name ?? null, abbreviation: set?.abbreviation ?? null };
      return { ...card, ...searchColumns(named), ...attributeColumns(card) };
    });
    await write(client, `${schema}.cards`, 'card_id', cards);
    await foldMerges(client, schema, events);
    await foldRejectedIds(client, schema, events);
    await writeMemberships(client, schema, page.memberships);
    const texts = cards.map(({ card_id, search_text }) => ({ before: before.get(card_id) ?? '', after: search_text }));
    await countWords(client, schema, texts);
  };
