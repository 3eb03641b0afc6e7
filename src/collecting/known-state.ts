/** What the ledger holds when a run starts: the prices of the source, the catalog. Loaded once, kept in memory. */
import { type ListedCard, listedCards, type ListedSet, listedSets } from '../../projections/catalog/listed.js';
import { pricesOfSource, priceStreamRevisions } from '../../projections/latest-prices/prices-of-source.js';
import type { LedgerEvent } from '../domain/envelope.js';
import { effectOnNewest, type PriceChange, priceChangeOf } from '../domain/prices/price-change.js';
import { noPriceNumbers, pickPriceNumbers, type PriceNumbers } from '../domain/prices/price-numbers.js';
import { type PriceKey, priceKeyText } from '../domain/prices/price-key.js';
import type { Database } from '../postgres/database.js';

/** The newest price of a key. */
export interface LastPrice {
  readonly key: PriceKey;
  readonly numbers: PriceNumbers;
  readonly withdrawn: boolean;
  readonly effectiveAt: string;
}

/** The prices of one card at the source. */
export interface CardPrices {
  /** Revision of the card's price stream, as far as known: what the next append expects. */
  revision: number;
  /** The set that the card was last seen in; `null` if unknown. */
  readonly setId: string | null;
  /** By the text of the key. */
  readonly prices: Map<string, LastPrice>;
}

export interface KnownState {
  /** By card id. */
  readonly prices: Map<string, CardPrices>;
  readonly cards: ReadonlyMap<string, ListedCard>;
  readonly sets: ReadonlyMap<string, ListedSet>;
}

/** Loads the state of a source. The read models must have caught up with the log. */
export const loadKnownState = async (database: Database, source: string): Promise<KnownState> => {
  const prices = new Map<string, CardPrices>();
  const revisions = await priceStreamRevisions(database);
  for (const { priceKey, key, numbers, withdrawn, effectiveAt, setId } of await pricesOfSource(database, source)) {
    let card = prices.get(key.card_id);
    if (card === undefined) {
      card = { revision: revisions.get(key.card_id) ?? -1, setId, prices: new Map() };
      prices.set(key.card_id, card);
    }
    card.prices.set(priceKey, { key, numbers, withdrawn, effectiveAt });
  }
  for (const [cardId, revision] of revisions) {
    if (!prices.has(cardId)) prices.set(cardId, { revision, setId: null, prices: new Map() });
  }
  return { prices, cards: await listedCards(database), sets: await listedSets(database) };
};

const onlyKey = (data: PriceKey): PriceKey => ({
  card_id: data.card_id,
  source: data.source,
  kind: data.kind,
  printing: data.printing,
  condition: data.condition,
  grade: data.grade,
  language: data.language,
  currency: data.currency,
});

/** Returns the price of a key after `change`; `null` if it has none. */
const priceAfter = (change: PriceChange): LastPrice | null => {
  const key = onlyKey(change.key);
  switch (change.kind) {
    case 'observed':
      return { key, numbers: pickPriceNumbers(change.numbers), withdrawn: false, effectiveAt: change.effectiveAt };
    case 'withdrawn':
      return { key, numbers: noPriceNumbers, withdrawn: true, effectiveAt: change.effectiveAt };
    case 'voided': {
      const { standing } = change;
      if (standing === null) return null;
      return { key, numbers: pickPriceNumbers(standing), withdrawn: false, effectiveAt: standing.effective_at };
    }
  }
};

/**
 * Returns a card's state after events that another writer appended to its stream, such as a correction or a quarantined
 * row. Events on prices of other sources change only the revision.
 */
export const applyEvents = (card: CardPrices, events: readonly LedgerEvent[], source: string): CardPrices => {
  const prices = new Map(card.prices);
  for (const event of events) {
    const change = priceChangeOf(event);
    if (change === null || change.key.source !== source) continue;
    const keyText = priceKeyText(change.key);
    const last = prices.get(keyText);
    const lastMs = last === undefined ? null : Date.parse(last.effectiveAt);
    if (effectOnNewest(change.kind, Date.parse(change.effectiveAt), lastMs) === 'late') continue;
    const next = priceAfter(change);
    if (next === null) prices.delete(keyText);
    else prices.set(keyText, next);
  }
  return { ...card, revision: events.at(-1)?.revision ?? card.revision, prices };
};
