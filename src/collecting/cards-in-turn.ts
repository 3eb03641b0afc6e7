/**
 * Which cards a source is asked for that is asked card by card. Half of a run goes to the most watched cards, in every run; the
 * other half goes round the rest, those first that were not asked for the longest. Where few are watched, the dearest follow.
 */
import { singleCards, singlesOfSets } from '../../projections/catalog/single-cards.js';
import { lastChecksOfSource } from '../../projections/coverage/checks.js';
import { dearestCards } from '../../projections/latest-prices/dearest-cards.js';
import type { Database } from '../postgres/database.js';
import type { CardInTurn, CardRing } from './source.js';

export interface CardRingPlan {
  /** Cards asked for in every run, each hour. */
  readonly hourly: number;
  /** Cards of a run that go round the others. */
  readonly othersEachRun: number;
  /** Hours in which each of the others comes round once; `null` if there are none. */
  readonly othersEveryHours: number | null;
}

/** Returns how often cards come round. */
export const planCards = (cards: number, { cardsEachRun }: Pick<CardRing, 'cardsEachRun'>): CardRingPlan => {
  if (cardsEachRun === 0) return { hourly: 0, othersEachRun: 0, othersEveryHours: null };
  if (cards <= cardsEachRun) return { hourly: cards, othersEachRun: 0, othersEveryHours: null };
  const hourly = Math.floor(cardsEachRun / 2);
  const othersEachRun = cardsEachRun - hourly;
  return { hourly, othersEachRun, othersEveryHours: Math.ceil((cards - hourly) / othersEachRun) };
};

/** Returns the ring of a run for which so many calls are left; `null`: nobody knows how many. */
export const ringWithin = (ring: CardRing, callsLeft: number | null): CardRing =>
  callsLeft === null
    ? ring
    : { ...ring, cardsEachRun: Math.min(ring.cardsEachRun, Math.floor(callsLeft / ring.callsOfCard)) };

/** A card with when it was asked for last, in milliseconds since 1970. */
interface Ranked {
  readonly cardId: string;
  readonly checkedMs: number;
}

/** Returns the ids of the cards that were not checked after `sinceMs`. */
const dueOf = (ranked: readonly Ranked[], sinceMs: number): string[] =>
  ranked.filter(({ checkedMs }) => checkedMs <= sinceMs).map(({ cardId }) => cardId);

/** Returns the ids of the cards of a run, of cards in the order of their ranks. None that was checked after `sinceMs`. */
export const chooseCards = (
  ranked: readonly Ranked[],
  ring: Pick<CardRing, 'cardsEachRun'>,
  sinceMs: number,
): string[] => {
  const { hourly, othersEachRun } = planCards(ranked.length, ring);
  const others = ranked.slice(hourly).toSorted((a, b) => a.checkedMs - b.checkedMs);
  return dueOf([...ranked.slice(0, hourly), ...others.slice(0, othersEachRun)], sinceMs);
};

export interface CardRingDeps {
  readonly database: Database;
  readonly source: string;
  readonly ring: CardRing;
  /** Returns ids of cards, the most watched first. */
  readonly watched: () => Promise<readonly string[]>;
}

/** Returns the cards of the ring: the most watched first, then the dearest. */
export const cardsOfRing = async ({ database, ring, watched }: CardRingDeps): Promise<CardInTurn[]> => {
  const ids = [...new Set([...(await watched()), ...(await dearestCards(database, ring.cardsMax))])];
  const cards = new Map((await singleCards(database, ids)).map((card) => [card.cardId, card]));
  return ids.flatMap((id) => cards.get(id) ?? []).slice(0, ring.cardsMax);
};

/** Returns the cards of a run: those whose turn it is, or the cards of the sets of `selection`, as many as a run carries. */
export const cardsInTurn = async (
  deps: CardRingDeps & { readonly selection: readonly string[] | null; readonly sinceMs: number },
): Promise<CardInTurn[]> => {
  const { database, source, selection, sinceMs, ring } = deps;
  const cards = selection === null ? await cardsOfRing(deps) : await singlesOfSets(database, selection);
  const checks = await lastChecksOfSource(database, source);
  const ranked = cards.map(({ cardId }) => ({ cardId, checkedMs: Date.parse(checks.get(cardId) ?? '1970-01-01') }));
  // Of the cards of a set none is more watched: those not asked for the longest go first.
  const chosen =
    selection === null
      ? chooseCards(ranked, ring, sinceMs)
      : dueOf(
          ranked.toSorted((a, b) => a.checkedMs - b.checkedMs),
          sinceMs,
        );
  const byId = new Map(cards.map((card) => [card.cardId, card]));
  return chosen.slice(0, ring.cardsEachRun).flatMap((cardId) => byId.get(cardId) ?? []);
};
