/** A small catalog, mapped to products of Cardmarket, and rows of its guide. */
import { unknownCard } from '../../../src/collecting/known-state.js';
import type { Game } from '../../../src/domain/cards/card.js';
import { type CardmarketGame, cardmarketGames } from '../../../src/sources/cardmarket/games.js';
import type { GuideContext } from '../../../src/sources/cardmarket/guide.js';

const setOf = (set_id: string, game: Game, language: 'ja' | null = null) => ({
  set_id,
  game,
  language,
  name: set_id,
  abbreviation: null,
  published_on: null,
  supplemental: false,
  source_modified_at: null,
  source: 'tcgcsv',
  withdrawn: false,
});

const cards: Readonly<Record<string, string>> = {
  'pokemon-101': 'pokemon-10',
  'pokemon-102': 'pokemon-10',
  'pokemon-111': 'pokemon-11',
  'onepiece-201': 'onepiece-20',
};

export const gameOf = (game: Game): CardmarketGame => {
  const found = cardmarketGames.find((each) => each.game === game);
  if (found === undefined) throw new Error(`no ${game}`);
  return found;
};

/** Products 1, 2 and 3 are cards of Pokémon, 9 is one of One Piece. */
export const contextOf = (game: Game, changes: Partial<GuideContext> = {}): GuideContext => ({
  game: gameOf(game),
  known: {
    cards: new Map(Object.entries(cards).map(([id, setId]) => [id, { setId, source: 'tcgcsv', withdrawn: false }])),
    sets: new Map(
      [
        setOf('pokemon-10', 'pokemon'),
        setOf('pokemon-11', 'pokemon'),
        setOf('pokemon-12', 'pokemon', 'ja'),
        setOf('onepiece-20', 'onepiece'),
      ].map((set) => [set.set_id, set]),
    ),
    prices: new Map([['pokemon-102', unknownCard('pokemon-10')]]),
  },
  cardOf: new Map([
    ['1', 'pokemon-101'],
    ['2', 'pokemon-102'],
    ['3', 'pokemon-111'],
    ['9', 'onepiece-201'],
  ]),
  selection: null,
  ...changes,
});

/** A row as Cardmarket writes it for Pokémon. */
export const guideRow = (idProduct: number, more: Record<string, unknown> = {}): Record<string, unknown> => ({
  idProduct,
  idCategory: 51,
  avg: 1.2,
  low: 0.5,
  trend: 1.1,
  avg1: 1.25,
  avg7: 1.2,
  avg30: 1.15,
  'avg-holo': null,
  'low-holo': 2,
  'trend-holo': 3.25,
  'avg1-holo': null,
  'avg7-holo': 0,
  'avg30-holo': 0,
  ...more,
});

export const guideText = (rows: readonly unknown[], head: Record<string, unknown> = {}): string =>
  JSON.stringify({ version: 1, createdAt: '2026-09-07T02:48:24+0200', ...head, priceGuides: rows });
