/** The answer about one card, and about many at once. */
import { findCards } from '../../../projections/catalog/queries.js';
import type { Card, SetInfo } from '../../../projections/catalog/queries.js';
import { cardPrices, type PrintingStats } from '../../../projections/price-history/price-stats.js';
import type { CurrentPrice } from '../../../projections/latest-prices/representative-price.js';
import { instantOf } from '../../domain/instant.js';
import { newestSnapshot } from '../../../projections/coverage/checks.js';
import { type ReadModel } from '../../projecting/read-model-versions.js';
import type { ApiDeps } from '../services.js';

export interface CardAnswer {
  readonly card: Card;
  readonly set_info: SetInfo | null;
  /** Id of the card in each other system. */
  readonly external_ids: { readonly [system: string]: string };
  /** End of the windows: the newest snapshot. */
  readonly as_of: string;
  /** The card's one price (docs/prices.md); `null` if it has no ungraded market price. */
  readonly current_price: CurrentPrice | null;
  /** By printing, the one price of the card first. */
  readonly price_stats: readonly PrintingStats[];
}

/** The read models behind a card's answer. */
export const cardModels = ['catalog', 'latest_prices', 'price_history', 'coverage'] as const satisfies ReadModel[];

export interface CardAnswers {
  /** By card id; an unknown card has no entry. */
  readonly answers: ReadonlyMap<string, { readonly setId: string; readonly answer: CardAnswer }>;
  /** Windows end now, for lack of a snapshot. */
  readonly isOfNow: boolean;
}

/** Queries the answers about the cards. `asOf` ends the windows; without it the newest snapshot does. */
export const cardAnswers = async (
  { database, runtime }: Pick<ApiDeps, 'database' | 'runtime'>,
  cardIds: readonly string[],
  asOf: string | undefined,
): Promise<CardAnswers> => {
  const now = runtime.now();
  const cards = await findCards(database, cardIds);
  if (cards.length === 0) return { answers: new Map(), isOfNow: false };
  const newest = asOf ?? (await newestSnapshot(database, {}));
  const pricesOf = await cardPrices(database, cardIds, { asOf, now });
  const answers = cards.map(({ set_id: setId, set_info, external_ids, ...card }) => {
    const prices = pricesOf.get(card.card_id);
    const answer = {
      card,
      set_info,
      external_ids,
      as_of: newest ?? instantOf(now),
      current_price: prices?.current ?? null,
      price_stats: prices?.stats ?? [],
    };
    return [card.card_id, { setId, answer }] as const;
  });
  return { answers: new Map(answers), isOfNow: newest === null };
};
