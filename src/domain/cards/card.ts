/**
 * Identity of cards and sets. A card is one TCGplayer product: a printed number is not an identity (OP08-001 is several
 * products with prices 400 times apart), so ids are `{game}-{product id}` and `{game}-{group id}`.
 */
export const games = ['pokemon', 'onepiece'] as const;
export type Game = (typeof games)[number];

export const identityPattern = /^(pokemon|onepiece)-[1-9]\d{0,9}$/;

export const cardIdOf = (game: Game, productId: number): string => `${game}-${productId}`;
export const setIdOf = (game: Game, groupId: number): string => `${game}-${groupId}`;

export interface Identity {
  readonly game: Game;
  /** The number behind the game: TCGplayer's product id of a card, group id of a set. */
  readonly number: number;
}

/** Reads a card or set id. Returns `null` if the text is not one. */
export const parseIdentity = (id: string): Identity | null => {
  if (!identityPattern.test(id)) return null;
  const dash = id.indexOf('-');
  return { game: id.slice(0, dash) as Game, number: Number(id.slice(dash + 1)) };
};

/** Kinds of products; `sealed` is a booster, a box, a deck; `unknown` is a product that the source does not show to be either. */
export const productTypes = ['single', 'sealed', 'unknown'] as const;
export type ProductType = (typeof productTypes)[number];
