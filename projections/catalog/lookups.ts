/** Subqueries on the catalog for the SQL of other read models. Arguments are SQL expressions. */

/** The sets of all cards, as `card_id` and `set_id`, to be joined. */
export const setsOfCards = '(select card_id, set_id from catalog.cards)';

/** The sets of the cards that are listed now, as `card_id` and `set_id`, to be joined. */
export const setsOfListedCards =
  '(select card_id, set_id from catalog.cards where withdrawn_at is null and merged_into is null)';

/** The sets of the singles that are listed now, as `card_id` and `set_id`, to be joined. */
export const listedSingles = `(
  select card_id, set_id from catalog.cards where product_type = 'single' and withdrawn_at is null and merged_into is null)`;

/** Returns a scalar subquery for the set of a card; null until the card is listed. */
export const setOfCard = (cardId: string): string =>
  `(select c.set_id from catalog.cards c where c.card_id = ${cardId})`;

/** Returns a scalar subquery for when a set was withdrawn; null if it was not, or is not listed. */
export const withdrawalOfSet = (setId: string): string =>
  `(select s.withdrawn_at from catalog.sets s where s.set_id = ${setId})`;

/** Returns a scalar subquery for the game of a set; null until the set is listed. */
export const gameOfSet = (setId: string): string => `(select s.game from catalog.sets s where s.set_id = ${setId})`;

/** Returns a scalar subquery for the name of a card; null until the card is listed. */
export const nameOfCard = (cardId: string): string =>
  `(select c.name from catalog.cards c where c.card_id = ${cardId})`;

/** The names of all sets, as `set_id` and `name`, to be joined. */
export const namesOfSets = '(select set_id, name from catalog.sets)';

/** Returns the condition that a set is listed, or was. */
export const isSetListed = (setId: string): string => `exists (select from catalog.sets s where s.set_id = ${setId})`;

/** The names and sets of all cards, as `card_id`, `name`, `set_id` and `set_name`, to be joined. */
export const labelsOfCards = `(
  select c.card_id, c.name, c.set_id, s.name as set_name from catalog.cards c left join catalog.sets s using (set_id))`;

/** The ids of the cards that are others now, for `in`. */
export const mergedCardIds = '(select m.card_id from catalog.merges m)';
