/** The answer about one card, and about many at once. */
import { type Card, findCards, type ListedCard, type SetInfo } from '../../../projections/catalog/queries.js';
import { cardsNow } from '../../../projections/price-history/cards-now.js';
import {
  type CardPrices,
  cardPrices,
  type PrintingStats,
  type RecordedKey,
} from '../../../projections/price-history/price-stats.js';
import type { CurrentPrice } from '../../../projections/latest-prices/representative-price.js';
import { instantOf } from '../../domain/instant.js';
import { newestSnapshot } from '../../../projections/coverage/checks.js';
import type { ReadModel, VersionVector } from '../../projecting/read-model-versions.js';
import { cardTag, setTag } from '../../projecting/invalidation-tags.js';
import type { ApiDeps } from '../services.js';

export interface CardAnswer {
  readonly card: Card;
  readonly set_info: SetInfo | null;
  /** Id of the card in each other system. */
  readonly external_ids: { readonly [system: string]: string };
  /** End of the windows: the newest snapshot, unless the question names another. */
  readonly as_of: string;
  readonly known_at: string | null;
  /** The card's one price (docs/prices.md); `null` if it has no ungraded market price. */
  readonly current_price: CurrentPrice | null;
  /** By printing, the one price of the card first. */
  readonly price_stats: readonly PrintingStats[];
  /** Every price key that has a history, graded and asking ones included, and its extent. */
  readonly histories: readonly RecordedKey[];
}

/** The times of a question about cards, RFC 3339. */
export interface CardTimes {
  /** Ends the windows; without it the newest snapshot does. */
  readonly asOf: string | undefined;
  /** Only what the ledger had recorded by then. Cards and sets are as they are now. */
  readonly knownAt: string | undefined;
}

/** The read models behind a card's prices and their history. */
export const priceModels = ['catalog', 'latest_prices', 'price_history', 'coverage'] as const satisfies ReadModel[];

/** Those behind a card's answer. */
export const cardModels = [...priceModels, 'trending'] as const satisfies ReadModel[];

/** Returns the tags of a card and its set; the set is `null` until the card is listed. */
export const tagsOfCard = (cardId: string, setId: string | null): string[] =>
  setId === null ? [cardTag(cardId)] : [cardTag(cardId), setTag(setId)];

export interface CardAnswers {
  /** By card id; an unknown card has no entry. */
  readonly answers: ReadonlyMap<string, { readonly setId: string; readonly answer: CardAnswer }>;
  /** Windows end now, for lack of a snapshot. */
  readonly isOfNow: boolean;
}

const answerOf = (
  { set_id: _set, set_info, external_ids, ...card }: ListedCard,
  prices: CardPrices | undefined,
  times: { readonly as_of: string; readonly known_at: string | null },
): CardAnswer => ({
  card,
  set_info,
  external_ids,
  ...times,
  current_price: prices?.current ?? null,
  price_stats: prices?.stats ?? [],
  histories: prices?.histories ?? [],
});

/** Returns the answers of now; `null` if `cardsNow` does not have them. */
const answersOfNow = async (
  { database, runtime }: Pick<ApiDeps, 'database' | 'runtime'>,
  cardIds: readonly string[],
  version: string,
): Promise<CardAnswers | null> => {
  const found = await cardsNow(database, cardIds, { version, now: runtime.now() });
  if (found === null) return null;
  const times = { as_of: found.newest, known_at: null };
  const answers = found.cards.map(
    ({ card, prices }) => [card.card_id, { setId: card.set_id, answer: answerOf(card, prices, times) }] as const,
  );
  return { answers: new Map(answers), isOfNow: false };
};

/** Queries the answers about the cards. `marks` are the versions of the read models, read before. */
export const cardAnswers = async (
  services: Pick<ApiDeps, 'database' | 'runtime'>,
  cardIds: readonly string[],
  { asOf, knownAt }: CardTimes,
  marks: VersionVector,
): Promise<CardAnswers> => {
  const { database, runtime } = services;
  const version = marks['coverage'];
  if (asOf === undefined && knownAt === undefined && version !== undefined) {
    const now = await answersOfNow(services, cardIds, version);
    if (now !== null) return now;
  }
  const now = runtime.now();
  const cards = await findCards(database, cardIds);
  if (cards.length === 0) return { answers: new Map(), isOfNow: false };
  const newest = asOf ?? (await newestSnapshot(database, { knownAt }));
  const pricesOf = await cardPrices(database, cardIds, { asOf, knownAt, now });
  const times = { as_of: newest ?? instantOf(now), known_at: knownAt ?? null };
  const answers = cards.map(
    (card) =>
      [card.card_id, { setId: card.set_id, answer: answerOf(card, pricesOf.get(card.card_id), times) }] as const,
  );
  return { answers: new Map(answers), isOfNow: newest === null };
};
