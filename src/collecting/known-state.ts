/** What the ledger holds when a run starts: the prices of the source, the catalog. Loaded once, kept in memory. */
import { type ListedCard, listedCards, type ListedSet, listedSets } from '../../projections/catalog/listed.js';
import { newestChecks } from '../../projections/coverage/checks.js';
import { heldRowsOfSource } from '../../projections/latest-prices/held-rows.js';
import { pricesOfSource, priceStreamRevisions } from '../../projections/latest-prices/prices-of-source.js';
import type { LedgerEvent } from '../domain/envelope.js';
import { effectOnNewest, type PriceChange, priceChangeOf } from '../domain/prices/price-change.js';
import { noPriceNumbers, pickPriceNumbers, type PriceNumbers } from '../domain/prices/price-numbers.js';
import { type PriceKey, priceKeyOf, priceKeyText } from '../domain/prices/price-key.js';
import { heldAfter, heldKeyOf, type HeldRow } from '../domain/prices/held.js';
import type { Database } from '../postgres/database.js';

/** The newest price of a key. */
export interface LastPrice {
  readonly key: PriceKey;
  readonly numbers: PriceNumbers;
  readonly withdrawn: boolean;
  readonly effectiveAt: string;
  /** The newest market number, the key's last one where it has none now: what a jump is measured from. */
  readonly lastMarket: number | null;
}

/** The prices of one card at the source. */
export interface CardPrices {
  /** Revision of the card's price stream, as far as known: what the next append expects. */
  revision: number;
  /** The set that the card was last seen in; `null` if unknown. */
  readonly setId: string | null;
  /** By the text of the key. */
  readonly prices: Map<string, LastPrice>;
  /** Rows set aside, by the text of the key; keys without any are left out. */
  readonly held: ReadonlyMap<string, readonly HeldRow[]>;
  /** Stamps of the set's newest snapshots, newest first, where rows are held: what the gate counts. */
  readonly checks: readonly string[];
}

/** A card of which nothing is known. */
export const unknownCard = (setId: string | null, revision = -1): CardPrices => ({
  revision,
  setId,
  prices: new Map(),
  held: new Map(),
  checks: [],
});

export interface KnownState {
  /** By card id. */
  readonly prices: Map<string, CardPrices>;
  readonly cards: ReadonlyMap<string, ListedCard>;
  readonly sets: ReadonlyMap<string, ListedSet>;
}

/** Snapshots of a set that are looked at: the stamp of the run may be among them, and two before it count. */
const checksLookedAt = 3;

/** Loads the state of a source. The read models must have caught up with the log. */
export const loadKnownState = async (database: Database, source: string): Promise<KnownState> => {
  const prices = new Map<string, CardPrices>();
  const revisions = await priceStreamRevisions(database);
  const cardOf = (cardId: string, setId: string | null): CardPrices => {
    const card = prices.get(cardId) ?? unknownCard(setId, revisions.get(cardId));
    prices.set(cardId, card);
    return card;
  };
  for (const { priceKey, setId, ...price } of await pricesOfSource(database, source)) {
    cardOf(price.key.card_id, setId).prices.set(priceKey, price);
  }
  const cards = await listedCards(database);
  const checks = await newestChecks(database, source, checksLookedAt);
  for (const [priceKey, rows] of await heldRowsOfSource(database, source)) {
    const cardId = (rows[0] as HeldRow).key.card_id;
    const card = cardOf(cardId, cards.get(cardId)?.setId ?? null);
    const held = new Map(card.held).set(priceKey, rows);
    prices.set(cardId, { ...card, held, checks: checks.get(card.setId ?? '') ?? [] });
  }
  for (const cardId of revisions.keys()) cardOf(cardId, null);
  return { prices, cards, sets: await listedSets(database) };
};

/** Returns the price of a key after `change`; `null` if it has none. `lastMarket` is that of the price before. */
const priceAfter = (change: PriceChange, lastMarket: number | null): LastPrice | null => {
  const key = priceKeyOf(change.key);
  switch (change.kind) {
    case 'observed':
      return {
        key,
        numbers: pickPriceNumbers(change.numbers),
        withdrawn: false,
        effectiveAt: change.effectiveAt,
        lastMarket: change.numbers.market ?? lastMarket,
      };
    case 'withdrawn':
      return { key, numbers: noPriceNumbers, withdrawn: true, effectiveAt: change.effectiveAt, lastMarket };
    case 'voided': {
      const { standing } = change;
      if (standing === null) return null;
      return {
        key,
        numbers: pickPriceNumbers(standing),
        withdrawn: false,
        effectiveAt: standing.effective_at,
        lastMarket: standing.market,
      };
    }
  }
};

/**
 * Returns a card's state after events that another writer appended to its stream, such as a correction or a quarantined
 * row. Events on prices of other sources change only the revision.
 */
export const applyEvents = (card: CardPrices, events: readonly LedgerEvent[], source: string): CardPrices => {
  const prices = new Map(card.prices);
  const held = new Map(card.held);
  for (const event of events) {
    const key = heldKeyOf(event);
    if (key === null || key.source !== source) continue;
    const keyText = priceKeyText(key);
    const rows = heldAfter(held.get(keyText) ?? [], event);
    if (rows.length === 0) held.delete(keyText);
    else held.set(keyText, rows);
    const change = priceChangeOf(event);
    if (change === null) continue;
    const last = prices.get(keyText);
    const lastMs = last === undefined ? null : Date.parse(last.effectiveAt);
    if (effectOnNewest(change.kind, Date.parse(change.effectiveAt), lastMs) === 'late') continue;
    const next = priceAfter(change, last?.lastMarket ?? null);
    if (next === null) prices.delete(keyText);
    else prices.set(keyText, next);
  }
  return { ...card, revision: events.at(-1)?.revision ?? card.revision, prices, held };
};
