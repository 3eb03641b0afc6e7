/** Chooses by the year that a title names: the reprint of 2021 is not the card of 2000. */
import type { FoundCard } from './find-candidates.js';
import type { ReadTitle } from './read-title.js';

/** The last year of the publisher whom sellers of old cards name. */
const wizardsYearMax = 2003;
/** Sets of December print the year that follows. */
const yearsApartMax = 1;

const yearOf = ({ card }: FoundCard): number | null => {
  const { published_on } = card.set.set;
  return published_on === null ? null : Number(published_on.slice(0, 4));
};

/** Returns the cards of the years that a title names; all of them where it names none, or no card is of that year. */
export const byYear = <F extends FoundCard>(cards: readonly F[], { years, words }: ReadTitle): readonly F[] => {
  if (cards.length < 2) return cards;
  const isWizards = words.has('wotc') || words.has('wizards');
  const fits = (card: F): boolean => {
    const year = yearOf(card);
    if (year === null) return true;
    if (isWizards && year > wizardsYearMax) return false;
    return years.length === 0 || years.some((each) => Math.abs(each - year) <= yearsApartMax);
  };
  const fitting = cards.filter(fits);
  return fitting.length > 0 ? fitting : cards;
};
