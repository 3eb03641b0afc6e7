/**
 * Folds the one price of every card, as far as its newest prices decide it, and the last event about its prices. What only
 * the history or a confirmation decides is left to the query (representative-price.ts), since both change without an event
 * of the card (docs/adr/0014-one-price-folded.md).
 */
import type { LedgerEvent, LogPosition } from '../../src/domain/envelope.js';
import {
  comparedNumber,
  decidedPrice,
  hasComparedNumber,
  representsCardSql,
  type ShownPrice,
} from '../../src/domain/prices/preference.js';
import { cardOfPriceStream } from '../../src/domain/streams.js';
import { binaryArray, type BinaryType } from '../../src/postgres/binary-format.js';
import type { Client } from '../../src/postgres/database.js';

/** Returns the DDL of the table. */
export const cardPricesTable = (schema: string): string => `
  -- A row for each card with an event about its prices: its one price as far as the newest prices decide it, and the last event.
  create table ${schema}.card_prices (
    card_id text primary key,
    -- The key that represents the card; null where the history decides: its first printing shows no number today.
    price_key text,
    -- Source of price_key. If contested, the price represents the card only while this source confirms it.
    source text,
    contested boolean not null,
    -- The number of price_key in the compared currency, minor units.
    market integer,
    -- Whether any key shows a number in the compared currency. Without one the card has none, whatever represents it.
    numbered boolean not null,
    changed_at timestamptz not null,
    position text not null
  ) with (fillfactor = 70);
  create index on ${schema}.card_prices (market, card_id collate "C") where market is not null;
  create index on ${schema}.card_prices (market desc, card_id collate "C") where market is not null;
  create index on ${schema}.card_prices (position collate "C");
  -- The cards of which more must be looked up.
  create index on ${schema}.card_prices (card_id) where numbered and (price_key is null or contested);
`;

const columns = {
  card_id: 'text',
  price_key: 'text',
  source: 'text',
  contested: 'bool',
  market: 'int4',
  numbered: 'bool',
  changed_at: 'timestamptz',
  position: 'text',
} as const satisfies Record<string, BinaryType>;
type Column = keyof typeof columns;
const columnNames = Object.keys(columns) as Column[];

interface LastEvent {
  /** RFC 3339. */
  readonly changedAt: string;
  readonly position: LogPosition;
}

interface KeyRow extends ShownPrice {
  readonly card_id: string;
  readonly price_key: string;
}

/** Cards whose keys are read at once. */
export const cardsAtOnce = 1_000;

const keysSql = (schema: string): string => `
  select p.card_id, p.price_key, p.kind, p.grader, p.grade, p.grade_qualifier, p.withdrawn, p.currency, p.source,
         p.printing_slug, p.condition, p.language, p.market
  from ${schema}.prices p where p.card_id = any($1::text[]) and ${representsCardSql('p')}`;

const writeSql = (schema: string): string => `
  insert into ${schema}.card_prices as stored (${columnNames.join(', ')})
  select * from unnest(${columnNames.map((name, at) => `$${at + 1}::${columns[name]}[]`).join(', ')})
  on conflict (card_id) do update
    set ${columnNames
      .filter((name) => name !== 'card_id')
      .map((name) => `${name} = excluded.${name}`)
      .join(', ')}
    -- A rebuild notes the last event of a card in parts.
    where excluded.position >= stored.position collate "C"`;

const rowOf = (
  card_id: string,
  keys: readonly KeyRow[],
  { changedAt: changed_at, position }: LastEvent,
): Readonly<Record<Column, unknown>> => {
  const { price, contested } = decidedPrice(keys);
  return {
    card_id,
    price_key: price?.price_key ?? null,
    source: price?.source ?? null,
    contested,
    market: price === null ? null : comparedNumber(price),
    numbered: hasComparedNumber(keys),
    changed_at,
    position,
  };
};

const writeCards = async (client: Client, schema: string, events: ReadonlyMap<string, LastEvent>): Promise<void> => {
  const found = await client.query<KeyRow>(keysSql(schema), [binaryArray('text', [...events.keys()])]);
  const keys = new Map<string, KeyRow[]>();
  for (const row of found.rows) keys.set(row.card_id, [...(keys.get(row.card_id) ?? []), row]);
  const rows = [...events].map(([cardId, event]) => rowOf(cardId, keys.get(cardId) ?? [], event));
  const values = columnNames.map((name) =>
    binaryArray(
      columns[name],
      rows.map((row) => row[name]),
    ),
  );
  await client.query(writeSql(schema), values);
};

export interface CardPricesFold {
  /** Notes the cards of events, in any order. */
  readonly note: (events: readonly Pick<LedgerEvent, 'stream' | 'recorded_at' | 'position'>[]) => void;
  /** Writes the rows of the cards noted since the last call, from the prices in the table. */
  readonly write: (client: Client) => Promise<void>;
}

/** Creates the fold of the table `card_prices`, for `prices` in the same schema. */
export const foldCardPrices = (schema: string): CardPricesFold => {
  const noted = new Map<string, LastEvent>();
  return {
    note(events) {
      for (const { stream, recorded_at: changedAt, position } of events) {
        const card = cardOfPriceStream(stream);
        const before = noted.get(card);
        if (before === undefined || before.position < position) noted.set(card, { changedAt, position });
      }
    },
    async write(client) {
      const cards = [...noted];
      noted.clear();
      for (let at = 0; at < cards.length; at += cardsAtOnce)
        await writeCards(client, schema, new Map(cards.slice(at, at + cardsAtOnce)));
    },
  };
};

/** Returns a query for the ids of the cards with an event about their prices for which `isLater` holds, a condition on a row. */
export const cardsPricedAfter = (isLater: (alias: string) => string): string =>
  `select d.card_id from latest_prices.card_prices d where ${isLater('d')}`;
