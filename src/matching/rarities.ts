/** Chooses by the rarity that a title names, where no number says which card of a name is meant. */
import type { FoundCard } from './find-candidates.js';
import type { ReadTitle } from './read-title.js';

/** Words of titles → what the catalog's rarity or name then has. */
const rarities: readonly (readonly [said: readonly string[], is: RegExp])[] = [
  [['sir', 'specialillustrationrare', 'specialillustration'], /special illustration rare/],
  [['ir', 'illustrationrare'], /(?<!special )illustration rare/],
  [['hyperrare'], /hyper rare|secret/],
  [['doublerare'], /double rare/],
  [['shinyrare'], /shiny/],
  [['altart'], /altart/],
];

/** Returns the cards of the rarity that a title names; all of them where it names none, or a number decides. */
export const byRarity = <F extends FoundCard>(cards: readonly F[], { words }: ReadTitle): readonly F[] => {
  if (cards.length < 2 || cards.some(({ by }) => by !== 'name')) return cards;
  const [, is] = rarities.find(([said]) => said.some((word) => words.has(word))) ?? [];
  if (is === undefined) return cards;
  const fitting = cards.filter(({ card }) =>
    is.test(`${(card.card.rarity ?? '').toLowerCase()} ${[...card.name.all].join(' ')}`),
  );
  return fitting.length > 0 ? fitting : cards;
};
