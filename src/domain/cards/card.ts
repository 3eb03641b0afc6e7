/**
 * Identity of cards and sets. A card is one TCGplayer product: a printed number is not an identity (OP08-001 is several
 * products with prices 400 times apart), so ids are `{game}-{product id}` and `{game}-{group id}`.
 */
export const games = ['pokemon', 'onepiece'] as const;
export type Game = (typeof games)[number];

/** TCGplayer's category of each game (source: tcgcsv.com's category list; 70 is DC Comics, not One Piece). */
export const categoryOfGame: Readonly<Record<Game, number>> = { pokemon: 3, onepiece: 68 };

/** The game of a TCGplayer category, or null for one the ledger does not follow. */
export const gameOfCategory = (category: number): Game | null =>
  games.find((game) => categoryOfGame[game] === category) ?? null;

export const identityPattern = /^(pokemon|onepiece)-[1-9]\d{0,9}$/;

export const cardIdOf = (game: Game, productId: number): string => `${game}-${productId}`;
export const setIdOf = (game: Game, groupId: number): string => `${game}-${groupId}`;

export interface Identity {
  readonly game: Game;
  /** The number behind the game: TCGplayer's product id of a card, group id of a set. */
  readonly number: number;
}

/** Reads a card or set id; null when it is not one. */
export const parseIdentity = (id: string): Identity | null => {
  if (!identityPattern.test(id)) return null;
  const dash = id.indexOf('-');
  return { game: id.slice(0, dash) as Game, number: Number(id.slice(dash + 1)) };
};

/** Whether a product is a single card or a sealed product: a single carries a number or a rarity (tcgcsv docs). */
export const productTypes = ['single', 'sealed'] as const;
export type ProductType = (typeof productTypes)[number];
