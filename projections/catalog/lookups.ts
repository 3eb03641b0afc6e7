/** Subqueries on the catalog for the SQL of other read models. Arguments are SQL expressions. */

/** The sets of all cards, as `card_id` and `set_id`, to be joined. */
export const setsOfCards = '(select card_id, set_id from catalog.cards)';

/** Returns a scalar subquery for the set of a card; null until the card is listed. */
export const setOfCard = (cardId: string): string =>
  `(select c.set_id from catalog.cards c where c.card_id = ${cardId})`;

/** Returns a scalar subquery for when a set was withdrawn; null if it was not, or is not listed. */
export const withdrawalOfSet = (setId: string): string =>
  `(select s.withdrawn_at from catalog.sets s where s.set_id = ${setId})`;

/** Returns a scalar subquery for the name of a card; null until the card is listed. */
export const nameOfCard = (cardId: string): string =>
  `(select c.name from catalog.cards c where c.card_id = ${cardId})`;

/** Returns the condition that a set is listed, or was. */
export const isSetListed = (setId: string): string => `exists (select from catalog.sets s where s.set_id = ${setId})`;
