/** The tables that are exported: the cards, the newest prices (or those of a past instant), and the history of all prices. */
import { type CardOfCatalog, cardsAfter } from '../../projections/catalog/card-pages.js';
import { pricesAfter } from '../../projections/latest-prices/price-pages.js';
import { type FactTimes, factsAfter, lastSeries } from '../../projections/price-history/fact-pages.js';
import type { PriceKeyRow } from '../../projections/price-key-columns.js';
import { dayOf } from '../domain/instant.js';
import { toMajorUnitsOrNull } from '../domain/prices/money.js';
import type { PriceNumbers } from '../domain/prices/price-numbers.js';
import type { ReadModel } from '../projecting/read-model-versions.js';
import type { Reader } from '../postgres/database.js';
import type { Column, ColumnType, Table, TableRow } from './table.js';

export const exportNames = ['cards', 'prices', 'history'] as const;
export type ExportName = (typeof exportNames)[number];

/** The read models of each. */
export const exportModels: Readonly<Record<ExportName, readonly ReadModel[]>> = {
  cards: ['catalog'],
  prices: ['catalog', 'latest_prices', 'price_history'],
  history: ['catalog', 'price_history'],
};

/** Rows asked of the database at once, and series whose facts are: a series of ten years has some 2,000. */
const pageRows = 2_000;
const pageSeries = 100;

const columnsOf = (types: Readonly<Record<string, ColumnType>>): readonly Column[] =>
  Object.entries(types).map(([name, type]) => ({ name, type }));

const cardColumns = columnsOf({
  card_id: 'text',
  tcg_type: 'text',
  name: 'text',
  clean_name: 'text',
  number: 'text',
  rarity: 'text',
  normalised: 'text',
  product_type: 'text',
  language: 'text',
  set_id: 'text',
  set_name: 'text',
  set_abbreviation: 'text',
  release_date: 'day',
  image_url: 'text',
  url: 'text',
  attributes: 'text',
  external_ids: 'text',
  listed_at: 'instant',
  revised_at: 'instant',
  withdrawn: 'boolean',
  merged_into: 'text',
  source: 'text',
});

const cardRow = (card: CardOfCatalog): TableRow => [
  card.card_id,
  card.tcg_type,
  card.name,
  card.clean_name,
  card.number,
  card.rarity,
  JSON.stringify(card.normalised),
  card.product_type,
  card.language,
  card.set_id,
  card.set_info?.name ?? null,
  card.set_info?.abbreviation ?? null,
  card.set_info?.release_date ?? null,
  card.image_url,
  card.url,
  JSON.stringify(card.attributes),
  JSON.stringify(card.external_ids),
  card.listed_at,
  card.revised_at,
  card.withdrawn,
  card.merged_into,
  card.source,
];

/** What a row of a price says of its card: the words of the catalog as they are now. */
const ofCard = {
  card_id: 'text',
  tcg_type: 'text',
  name: 'text',
  set_id: 'text',
  set_name: 'text',
  number: 'text',
} as const;
const ofKey = {
  printing: 'text',
  condition: 'text',
  grader: 'text',
  grade: 'text',
  grade_qualifier: 'text',
  language: 'text',
  source: 'text',
  kind: 'text',
  currency: 'text',
} as const;
const ofPrice = {
  market_price: 'number',
  low_price: 'number',
  mid_price: 'number',
  high_price: 'number',
  direct_low_price: 'number',
  withdrawn: 'boolean',
  effective_at: 'instant',
  recorded_at: 'instant',
} as const;

const priceColumns = columnsOf({ ...ofCard, ...ofKey, ...ofPrice, event_id: 'text' });
const historyColumns = columnsOf({ day: 'day', ...ofCard, ...ofKey, ...ofPrice });

type CardCells = readonly [tcgType: string, name: string, setId: string, setName: string | null, number: string | null];
type CardBook = ReadonlyMap<string, CardCells>;

async function* cardPages(reader: Reader): AsyncGenerator<readonly CardOfCatalog[]> {
  let after = '';
  for (;;) {
    const cards = await cardsAfter(reader, after, pageRows);
    if (cards.length === 0) return;
    after = (cards.at(-1) as CardOfCatalog).card_id;
    yield cards;
  }
}

/** Returns what the rows of prices say of their cards, about 150 bytes a card. */
const readCardBook = async (reader: Reader): Promise<CardBook> => {
  const book = new Map<string, CardCells>();
  for await (const cards of cardPages(reader))
    for (const { card_id: id, tcg_type: game, name, set_id: setId, set_info: set, number } of cards)
      book.set(id, [game, name, setId, set?.name ?? null, number]);
  return book;
};

interface PriceFact extends PriceKeyRow, PriceNumbers {
  readonly card_id: string;
  readonly withdrawn: boolean;
  readonly effective_at: string;
  readonly recorded_at: string;
}

const priceCells = (fact: PriceFact, book: CardBook): TableRow => {
  const amount = (minor: number | null): number | null => toMajorUnitsOrNull(minor, fact.currency);
  // A price may be recorded before its card is listed.
  const card = book.get(fact.card_id) ?? [null, null, null, null, null];
  return [
    fact.card_id,
    ...card,
    fact.printing,
    fact.condition,
    fact.grader,
    fact.grade,
    fact.grade_qualifier,
    fact.language,
    fact.source,
    fact.kind,
    fact.currency,
    amount(fact.market),
    amount(fact.low),
    amount(fact.mid),
    amount(fact.high),
    amount(fact.direct_low),
    fact.withdrawn,
    fact.effective_at,
    fact.recorded_at,
  ];
};

async function* cardRows(reader: Reader): AsyncGenerator<readonly TableRow[]> {
  for await (const cards of cardPages(reader)) yield cards.map(cardRow);
}

async function* latestRows(reader: Reader): AsyncGenerator<readonly TableRow[]> {
  const book = await readCardBook(reader);
  let after = '';
  for (;;) {
    const prices = await pricesAfter(reader, after, pageRows);
    if (prices.length === 0) return;
    after = prices.at(-1)?.price_key ?? '';
    yield prices.map((price) => [...priceCells(price, book), price.event_id]);
  }
}

async function* factRows(
  reader: Reader,
  which: 'every' | 'standing',
  times: FactTimes,
): AsyncGenerator<readonly TableRow[]> {
  const book = await readCardBook(reader);
  const last = await lastSeries(reader);
  for (let after = 0; after < last; after += pageSeries) {
    const facts = await factsAfter(reader, which, { after, count: pageSeries }, times);
    yield facts.map((fact) => {
      const cells = priceCells(fact, book);
      // The history keeps no ids of events.
      return which === 'every' ? [dayOf(fact.effective_at), ...cells] : [...cells, null];
    });
  }
}

/**
 * Returns the table of an export, read through `reader` as the batches are taken. `times` are of prices and the history: what
 * stood or had happened at `asOf`, as the ledger knew it at `knownAt`.
 */
export const exportTable = (reader: Reader, name: ExportName, times: FactTimes): Table => {
  if (name === 'cards') return { columns: cardColumns, batches: cardRows(reader) };
  if (name === 'history') return { columns: historyColumns, batches: factRows(reader, 'every', times) };
  const isOfNow = times.asOf === null && times.knownAt === null;
  return { columns: priceColumns, batches: isOfNow ? latestRows(reader) : factRows(reader, 'standing', times) };
};
