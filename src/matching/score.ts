/** How much speaks for a card, as one number. */
import type { FoundBy, FoundCard } from './find-candidates.js';
import type { Variant } from './judge-variant.js';
import type { NamedSets } from './name-sets.js';
import type { Candidate } from './types.js';

/** Below it nothing is matched: number and name, or name and set, have to agree. */
export const matchThreshold = 0.7;

const ofNumber: Readonly<Record<FoundBy, number>> = { exact: 0.5, code: 0.45, hashed: 0.3, bare: 0.25, name: 0.2 };
const ofName: Readonly<Record<FoundCard['name'], number>> = { whole: 0.3, part: 0.25, mistyped: 0.2 };
const ofNamedSet = 0.2;
/** Taken off for each thing of the product that the title does not say. */
const ofUnsaid = 0.05;
/** Added for each note that the title says, where no number says which product is meant. */
const ofSaidNote = 0.15;

/** Scores a card that nothing speaks against. */
export const scoreOf = (
  { card, by, name }: FoundCard,
  { unsaid, notesSaid }: Variant,
  { named }: NamedSets,
): Candidate => {
  const isNamed = named.has(card.set);
  const { number } = card;
  const written = number === null ? '' : number.total === null ? number.number : `${number.number}/${number.total}`;
  const score =
    ofNumber[by] +
    ofName[name] +
    (isNamed ? ofNamedSet : 0) -
    ofUnsaid * unsaid.length +
    (by === 'name' ? ofSaidNote * notesSaid : 0);
  return {
    card_id: card.card.card_id,
    score: Math.round(Math.min(1, Math.max(0, score)) * 100) / 100,
    reasons: [
      by === 'name' ? 'no number' : `number ${written}`,
      name === 'whole' ? 'name' : `name ${name}`,
      isNamed ? `set ${card.set.set.name}` : 'set not named',
      ...unsaid.map((text) => `"${text}" not said`),
    ],
  };
};
