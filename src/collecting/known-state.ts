/** What the ledger holds when a run starts: the prices of the source, the catalog, the sets. Loaded once, kept compact. */
import type { LedgerEvent } from '../domain/envelope.js';
import { effectOnNewest, type PriceChange, priceChangeOf } from '../domain/prices/price-change.js';
import type { PriceKey, Printing } from '../domain/prices/price-key.js';
import { noPriceNumbers, pickPriceNumbers, type PriceNumbers } from '../domain/prices/price-numbers.js';
import type { Database } from '../postgres/database.js';
import type { SetFacts } from '../sources/tcgcsv/parse.js';

/** The newest price of a key. */
export interface LastPrice {
  readonly printing: Printing;
  readonly numbers: PriceNumbers;
  readonly withdrawn: boolean;
  readonly effectiveAt: string;
}

/** What is known of one card's prices at this source. */
export interface CardPrices {
  /** Of price-{card}, as far as known: what the next append expects. */
  revision: number;
  /** The set the card was last seen in; null when unknown. */
  readonly setId: string | null;
  /** By printing slug. */
  readonly prices: Map<string, LastPrice>;
}

export type KnownSet = SetFacts & { readonly source: string; readonly withdrawn: boolean };
export interface KnownCard {
  readonly setId: string;
  readonly source: string;
  readonly withdrawn: boolean;
}

export interface KnownState {
  readonly prices: Map<string, CardPrices>;
  readonly cards: ReadonlyMap<string, KnownCard>;
  readonly sets: ReadonlyMap<string, KnownSet>;
}

type PriceStateRow = PriceNumbers & {
  card_id: string;
  printing: string;
  printing_slug: string;
  withdrawn: boolean;
  effective_at: string;
  set_id: string | null;
};

// The catalog says where a card belongs; a card that could not be listed yet is where its last price was seen.
const pricesSql = `
  select p.card_id, p.printing, p.printing_slug, p.low, p.mid, p.high, p.market, p.direct_low, p.withdrawn,
         p.effective_at, coalesce(c.set_id, s.set_id) as set_id
  from latest_prices.prices p
  left join catalog.cards c on c.card_id = p.card_id
  left join coverage.snapshots s on s.event_id = p.provenance
  where p.source = $1 and p.kind = 'market' and p.condition is null and p.grader is null and p.language is null
    and p.currency = 'USD'`;

// Over all sources: the stream is the card's, not the source's.
const revisionsSql = `select card_id, max(revision) as revision from latest_prices.prices group by card_id`;

const cardsSql = `select card_id, set_id, source, withdrawn_at is not null as withdrawn from catalog.cards`;

const setsSql = `
  select set_id, game, name, abbreviation, published_on, supplemental, source_modified_at, source,
         withdrawn_at is not null as withdrawn
  from catalog.sets`;

/** Loads the state of a source. The read models must have caught up with the log. */
export const loadKnownState = async (database: Database, source: string): Promise<KnownState> => {
  const prices = new Map<string, CardPrices>();
  const revisions = new Map<string, number>();
  for (const row of await database.query<{ card_id: string; revision: number }>(revisionsSql)) {
    revisions.set(row.card_id, row.revision);
  }
  for (const row of await database.query<PriceStateRow>(pricesSql, [source])) {
    let card = prices.get(row.card_id);
    if (card === undefined) {
      card = { revision: revisions.get(row.card_id) ?? -1, setId: row.set_id, prices: new Map() };
      prices.set(row.card_id, card);
    }
    const { low, mid, high, market, direct_low } = row;
    card.prices.set(row.printing_slug, {
      printing: { name: row.printing, slug: row.printing_slug },
      numbers: { low, mid, high, market, direct_low },
      withdrawn: row.withdrawn,
      effectiveAt: row.effective_at,
    });
  }
  for (const [cardId, revision] of revisions) {
    if (!prices.has(cardId)) prices.set(cardId, { revision, setId: null, prices: new Map() });
  }
  type CardRow = { card_id: string; set_id: string; source: string; withdrawn: boolean };
  const cards = new Map<string, KnownCard>();
  for (const row of await database.query<CardRow>(cardsSql)) {
    cards.set(row.card_id, { setId: row.set_id, source: row.source, withdrawn: row.withdrawn });
  }
  const sets = await database.query<KnownSet>(setsSql);
  return { prices, cards, sets: new Map(sets.map((set) => [set.set_id, set])) };
};

/** Whether a key is one this source's rows speak of. */
const isOurs = (key: PriceKey, source: string): boolean =>
  key.source === source &&
  key.kind === 'market' &&
  key.condition === null &&
  key.grade === null &&
  key.language === null;

/** The price of a key after `change`; `null` if it has none. */
const priceAfter = (change: PriceChange): LastPrice | null => {
  const { printing } = change.key;
  switch (change.kind) {
    case 'observed':
      return {
        printing,
        numbers: pickPriceNumbers(change.numbers),
        withdrawn: false,
        effectiveAt: change.effectiveAt,
      };
    case 'withdrawn':
      return { printing, numbers: noPriceNumbers, withdrawn: true, effectiveAt: change.effectiveAt };
    case 'voided': {
      const { standing } = change;
      if (standing === null) return null;
      return {
        printing,
        numbers: pickPriceNumbers(standing),
        withdrawn: false,
        effectiveAt: standing.effective_at,
      };
    }
  }
};

/** Returns the state of a card after further events of its stream, such as a correction or a quarantined row. */
export const applyEvents = (card: CardPrices, tail: readonly LedgerEvent[], source: string): CardPrices => {
  const prices = new Map(card.prices);
  for (const event of tail) {
    const change = priceChangeOf(event);
    if (change === null || !isOurs(change.key, source)) continue;
    const { slug } = change.key.printing;
    const last = prices.get(slug);
    const lastMs = last === undefined ? null : Date.parse(last.effectiveAt);
    if (effectOnNewest(change.kind, Date.parse(change.effectiveAt), lastMs) === 'late') continue;
    const next = priceAfter(change);
    if (next === null) prices.delete(slug);
    else prices.set(slug, next);
  }
  return { ...card, revision: tail.at(-1)?.revision ?? card.revision, prices };
};
