/** Finds the cards that a title may mean: by number, else by name. */
import type { GameIndex, IndexedCard } from './catalog-index.js';
import { nameIn, type NameFound, otherKind } from './judge-name.js';
import type { NamedSets } from './name-sets.js';
import type { CardNumber } from './numbers.js';
import type { ReadTitle } from './read-title.js';

/** By what a card was found. */
export type FoundBy = 'exact' | 'code' | 'hashed' | 'bare' | 'name';

export interface FoundCard {
  readonly card: IndexedCard;
  readonly by: FoundBy;
  readonly name: NonNullable<NameFound>;
}

export interface FoundCards {
  readonly cards: readonly FoundCard[];
  /** What did not fit, for the answer. */
  readonly reasons: readonly string[];
}

/** Returns whether a total is the card's: as its own number has it, or as most cards of its set do. */
const totalFits = ({ number, set }: IndexedCard, total: string | null): boolean => {
  if (total === null || number === null) return true;
  if (number.total === total || set.total === total) return true;
  // A set that prints no totals: Supreme Victors in the catalog. Promos print none either, and their numbers are no 60/102.
  return number.total === null && set.total === null && set.side === null;
};

const named = (cards: readonly IndexedCard[], by: FoundBy, title: ReadTitle, index: GameIndex): FoundCard[] =>
  cards.flatMap((card) => {
    const name = nameIn(card, title.words, index);
    if (name === null || otherKind(card, title.words) !== null) return [];
    // A typing error in the name needs a number that leaves no doubt.
    return name === 'mistyped' && by !== 'exact' && by !== 'code' ? [] : [{ card, by, name }];
  });

const byExact = (numbers: readonly CardNumber[], title: ReadTitle, index: GameIndex): FoundCards => {
  const cards = numbers.flatMap(({ number, total }) =>
    (index.byNumber.get(number) ?? []).filter((card) => totalFits(card, total)),
  );
  const found = named(cards, 'exact', title, index);
  const text = numbers.map(({ number, total }) => (total === null ? number : `${number}/${total}`)).join(', ');
  const reason = cards.length === 0 ? `no card has the number ${text}` : `number ${text} is no card of that name`;
  return { cards: found, reasons: found.length === 0 ? [reason] : [] };
};

const codePattern = /^([a-z]{1,5})(\d{1,3}[a-z]?)$/;

/** Returns the codes in a title, such as swsh75 or obf125, written as one word or two. */
const codesIn = ({ words }: ReadTitle): (readonly [letters: string, digits: string])[] =>
  words.tokens.flatMap((token, at) => {
    const [, letters, digits] = codePattern.exec(token) ?? [];
    if (letters !== undefined && digits !== undefined) return [[letters, digits] as const];
    const next = words.tokens[at + 1] ?? '';
    return /^[a-z]{1,5}$/.test(token) && /^\d{1,3}[a-z]?$/.test(next) ? [[token, next] as const] : [];
  });

const byCode = (title: ReadTitle, index: GameIndex): FoundCard[] => {
  const cards = codesIn(title).flatMap(([letters, digits]) => {
    const coded = index.byNumber.get(letters + digits) ?? [];
    if (coded.length > 0) return coded;
    // The code of a set: OBF 125.
    const sets = new Set((letters.length < 3 ? [] : (index.setsByAlias.get(letters) ?? [])).map(([set]) => set));
    return sets.size === 0 ? [] : (index.byNumber.get(digits) ?? []).filter(({ set }) => sets.has(set));
  });
  return named([...new Set(cards)], 'code', title, index);
};

const inNamedSets = (cards: readonly IndexedCard[], { named: sets }: NamedSets): IndexedCard[] =>
  cards.filter(({ set }) => sets.has(set));

const byLooseNumbers = (
  numbers: readonly string[],
  by: 'hashed' | 'bare',
  { title, sets, index }: { title: ReadTitle; sets: NamedSets; index: GameIndex },
): FoundCard[] =>
  named(
    inNamedSets(
      numbers.flatMap((number) => index.byNumber.get(number) ?? []),
      sets,
    ),
    by,
    title,
    index,
  );

const byName = (title: ReadTitle, sets: NamedSets, index: GameIndex): FoundCard[] => {
  const cards: IndexedCard[] = [];
  for (const joined of title.words.grams.keys()) cards.push(...(index.byName.get(joined) ?? []));
  const here = sets.isSure ? inNamedSets(cards, sets) : cards;
  const found = named(here, 'name', title, index);
  // Of names within each other the longest is meant: Dark Charizard is not Charizard.
  const longest = Math.max(0, ...found.map(({ card }) => card.joinedName.length));
  return found.filter(({ card }) => card.joinedName.length === longest);
};

/** Finds the cards whose number or name a title has. A number that no card of the name has rules every card out. */
export const findCandidates = (title: ReadTitle, sets: NamedSets, index: GameIndex): FoundCards => {
  const { exact, hashed } = title.numbers;
  if (exact.length > 0) return byExact(exact, title, index);
  const coded = byCode(title, index);
  if (coded.length > 0) return { cards: coded, reasons: [] };
  const context = { title, sets, index };
  if (hashed.length > 0) {
    const cards = byLooseNumbers(hashed, 'hashed', context);
    return { cards, reasons: cards.length === 0 ? [`no card has the number #${hashed.join(', #')}`] : [] };
  }
  const bare = title.words.tokens.filter((token) => /^\d{1,3}$/.test(token));
  const loose = byLooseNumbers(bare, 'bare', context);
  if (loose.length > 0) return { cards: loose, reasons: [] };
  const cards = byName(title, sets, index);
  return { cards, reasons: cards.length === 0 ? ['no name of a card'] : [] };
};
