/** What the ledger holds when a run starts: the prices of the source, the catalog. Loaded once, kept in memory. */
import { type ListedCard, listedCards, type ListedSet, listedSets } from '../../projections/catalog/listed.js';
import { pricesOfSource, priceStreamRevisions } from '../../projections/latest-prices/prices-of-source.js';
import type { LedgerEvent } from '../domain/envelope.js';
import { type PriceNumbers, priceNumbers } from '../domain/events.js';
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

const noNumbers: PriceNumbers = { low: null, mid: null, high: null, market: null, direct_low: null };
const onlyNumbers = (data: PriceNumbers): PriceNumbers =>
  Object.fromEntries(priceNumbers.map((name) => [name, data[name]])) as unknown as PriceNumbers;
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

/** Returns the newest price that an event states by itself; `null` if it states none. */
const priceOf = (event: LedgerEvent): LastPrice | null => {
  switch (event.type) {
    case 'PriceObserved':
    case 'PriceCorrected':
    case 'QuarantineReleased': {
      const data = event.type === 'QuarantineReleased' ? event.data.observation : event.data;
      return {
        key: onlyKey(data),
        numbers: onlyNumbers(data),
        withdrawn: false,
        effectiveAt: data.effective_at,
      };
    }
    case 'PriceWithdrawn': {
      const { data } = event;
      return { key: onlyKey(data), numbers: noNumbers, withdrawn: true, effectiveAt: data.effective_at };
    }
    default:
      return null;
  }
};

/**
 * Returns a card's state after events that another writer appended to its stream (a correction, a quarantined row). Follows
 * the rules of the latest-prices read model: the later effective_at wins, of equals the later in the stream.
 */
export const applyEvents = (card: CardPrices, events: readonly LedgerEvent[], source: string): CardPrices => {
  const prices = new Map(card.prices);
  for (const event of events) {
    if (event.type === 'ObservationVoided' && event.data.source === source) {
      const { standing, effective_at: effectiveAt } = event.data;
      const key = onlyKey(event.data);
      const keyText = priceKeyText(key);
      if (prices.get(keyText)?.effectiveAt !== effectiveAt) continue;
      if (standing === null) prices.delete(keyText);
      else {
        const numbers = onlyNumbers(standing);
        prices.set(keyText, { key, numbers, withdrawn: false, effectiveAt: standing.effective_at });
      }
      continue;
    }
    const price = priceOf(event);
    if (price === null || price.key.source !== source) continue;
    const keyText = priceKeyText(price.key);
    const last = prices.get(keyText);
    if (last !== undefined && Date.parse(last.effectiveAt) > Date.parse(price.effectiveAt)) continue;
    prices.set(keyText, price);
  }
  return { ...card, revision: events.at(-1)?.revision ?? card.revision, prices };
};
