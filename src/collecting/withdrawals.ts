/**
 * What is missing, and whether that proves anything. A product can move to another set, and a run can end early, so an
 * absence counts only where the source was seen saying so: the set still lists the product, or every set of the game
 * was seen. What cannot be decided is left to the next full run.
 */
import type { Game } from '../domain/cards/card.js';
import { parseIdentity } from '../domain/cards/card.js';
import type { CardPrices } from './known-state.js';

/** Which price files name a card: one set, or two while the source moves it. */
export type SeenIn = ReadonlyMap<string, readonly string[]>;

export const seenIn = (priced: Iterable<readonly [setId: string, cardIds: readonly string[]]>): SeenIn => {
  const sets = new Map<string, string[]>();
  for (const [setId, cardIds] of priced) {
    for (const cardId of cardIds) {
      const others = sets.get(cardId);
      if (others === undefined) sets.set(cardId, [setId]);
      else others.push(setId);
    }
  }
  return sets;
};

/** The one set whose rows count for a card: of two, the one it is known in, so that a move is taken when it is over. */
export const ownerOf = (sets: readonly string[], knownSet: string | null): string | undefined =>
  sets.find((setId) => setId === knownSet) ?? sets[0];

export interface AbsenceInput {
  readonly prices: ReadonlyMap<string, CardPrices>;
  readonly seen: SeenIn;
  /** Games of which every listed set's prices were seen at this stamp. */
  readonly completeGames: ReadonlySet<Game>;
  /** Cards in each set's products file, of sets whose prices were seen too. */
  readonly listed: ReadonlyMap<string, ReadonlySet<string>>;
  readonly stamp: string;
}

/** Cards with a price that no price file shows any more, provably, by the set they were known in. */
export const unseenCards = (input: AbsenceInput): Map<string, string[]> => {
  const { prices, seen, completeGames, listed, stamp } = input;
  const bySet = new Map<string, string[]>();
  for (const [cardId, card] of prices) {
    if (card.setId === null || seen.has(cardId)) continue;
    // Those withdrawn under this very stamp are named again: a resumed set counts them.
    if (![...card.prices.values()].some((last) => !last.withdrawn || last.effectiveAt === stamp)) continue;
    const game = parseIdentity(cardId)?.game;
    const proven = (game !== undefined && completeGames.has(game)) || listed.get(card.setId)?.has(cardId) === true;
    if (!proven) continue;
    const cards = bySet.get(card.setId);
    if (cards === undefined) bySet.set(card.setId, [cardId]);
    else cards.push(cardId);
  }
  return bySet;
};
