/** What the ledger holds of a source just before a day of the past: what the files of that day are compared with. */
import { listedCards, listedSets } from '../../projections/catalog/listed.js';
import { priceStreamRevisions } from '../../projections/latest-prices/prices-of-source.js';
import { pricesOfSourceAt } from '../../projections/price-history/prices-of-source-at.js';
import type { Database } from '../postgres/database.js';
import { type CardPrices, type KnownState, unknownCard } from './known-state.js';

/** Read models that the state is loaded from. */
export const modelsOfPast = ['catalog', 'latest-prices', 'price-history', 'coverage'] as const;

/**
 * Loads the state of a source before `stamp`. The read models must have caught up with the log. What is held of a price now
 * says nothing of that day, so nothing is. `revisions` are those of price streams that the caller has written to since the
 * read models had them: facts of the past leave no trace among the newest prices.
 */
export const loadKnownStateAt = async (
  database: Database,
  source: string,
  stamp: string,
  revisions: ReadonlyMap<string, number>,
): Promise<KnownState> => {
  const newest = await priceStreamRevisions(database);
  const prices = new Map<string, CardPrices>();
  const cardOf = (cardId: string, setId: string | null): CardPrices => {
    const revision = Math.max(newest.get(cardId) ?? -1, revisions.get(cardId) ?? -1);
    const card = prices.get(cardId) ?? unknownCard(setId, revision);
    prices.set(cardId, card);
    return card;
  };
  for (const { priceKey, setId, ...price } of await pricesOfSourceAt(database, source, stamp, {
    strictlyBefore: true,
  })) {
    cardOf(price.key.card_id, setId).prices.set(priceKey, price);
  }
  for (const cardId of [...newest.keys(), ...revisions.keys()]) cardOf(cardId, null);
  return { prices, cards: await listedCards(database), sets: await listedSets(database), externalIds: new Map() };
};
