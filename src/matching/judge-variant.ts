/** Whether a title says what tells a product from others of the same number, and nothing that it lacks. */
import type { Art } from './arts.js';
import type { Note } from './card-names.js';
import type { IndexedCard } from './catalog-index.js';
import type { NamedSets } from './name-sets.js';
import type { ReadTitle } from './read-title.js';

export interface Variant {
  /** Things of the product that the title does not say. */
  readonly unsaid: readonly string[];
  /** How many it says: of two that fit, the one with more of them is meant. */
  readonly said: number;
  /** How many notes it says. */
  readonly notesSaid: number;
  /** What the title says and the product is not; `null` if there is nothing. */
  readonly contradiction: string | null;
}

/** Words that name a product of its own; a title that has one does not mean a product without it. */
const markers: readonly string[] = (
  'staff prerelease cosmos cracked sheen confetti tinsel jumbo prizepack winner finalist participant participation judge ' +
  'worldchampionship championship regional masterball pokeball shadowless league serial serialized wanted jolly textured ' +
  'gamestop walmart costco buildabear thankyou winners finalists semifinalist quarterfinalist trick w topper'
).split(' ');
const markersOfGame: Readonly<Record<IndexedCard['card']['game'], readonly string[]>> = {
  pokemon: ['toysrus', 'ebgames', 'bestbuy', 'pokemoncenter', 'generalmills', 'championship', 'eleague', 'mcdonalds'],
  onepiece: [
    'anniversary',
    'reprint',
    'gold',
    'silver',
    'celebration',
    'event',
    'prb',
    'tournament',
    'demo',
    'revision',
  ],
};
/** Words that say that a product is one of several, and not which. */
const hints = ['promo', 'stamp', 'stamped', 'exclusive', 'deck', 'blister', 'tin'];

const plural = (word: string): string => (word.endsWith('s') ? word.slice(0, -1) : `${word}s`);
const says = ({ words }: ReadTitle, word: string): boolean => words.has(word) || words.has(plural(word));

/** Returns the word of a marker that the title has and the product does not. */
const foreignMarker = (card: IndexedCard, title: ReadTitle): string | null => {
  const has = (word: string): boolean => {
    const joined = card.joinedWords;
    return (
      card.name.all.has(word) || card.set.words.has(word) || card.name.all.has(plural(word)) || joined.includes(word)
    );
  };
  const { game } = card.card;
  const marker = [...markers, ...markersOfGame[game]].find((word) => title.words.has(word) && !has(word));
  return marker ?? null;
};

const artSaid = ({ words, denied }: ReadTitle): Art | null => {
  const is = (word: string): boolean => words.has(word) && !denied.has(word);
  if (is('manga')) return 'manga';
  if (is('sp')) return 'sp';
  return is('altart') || is('parallel') || is('alt') ? 'altart' : is('fullart') ? 'fullart' : null;
};

const artContradiction = (card: IndexedCard, title: ReadTitle): string | null => {
  if (card.card.game !== 'onepiece') return null;
  const said = artSaid(title);
  if (said === null || said === card.art) return null;
  // Wanted posters, jolly rogers and the like are alternate arts too.
  if (
    card.art === null &&
    said !== 'manga' &&
    card.name.notes.some((note) => note.words.every((word) => says(title, word)))
  )
    return null;
  return `${said} art`;
};

interface Tally {
  readonly unsaid: string[];
  said: number;
  notesSaid: number;
}

/** Returns the words of a note that the title lacks. Of the character on a DON!! card the last name is enough. */
const missingOf = (note: Note, { joinedName }: IndexedCard, title: ReadTitle): readonly string[] => {
  const missing = note.words.filter((word) => !says(title, word));
  return joinedName === 'doncard' && missing.length < note.words.length && !missing.includes(note.words.at(-1) ?? '')
    ? []
    : missing;
};

/** Returns whether the words of a note name a set that the title names: then the title may mean only that set. */
const isSetOnly = (note: Note, card: IndexedCard, title: ReadTitle, { named }: NamedSets): boolean =>
  card.set.side !== null &&
  !hints.some((hint) => says(title, hint)) &&
  [...named.keys()].some(({ words }) => note.words.every((word) => words.has(word)));

const judgeNotes = (
  card: IndexedCard,
  { title, sets, isSetNamed }: { title: ReadTitle; sets: NamedSets; isSetNamed: boolean },
  tally: Tally,
): void => {
  if (card.art !== null && artSaid(title) === null) tally.unsaid.push(card.art);
  for (const note of card.notes) {
    const missing = missingOf(note, card, title);
    const isPlainReprint = note.words.join(' ') === 'reprint' && isSetNamed;
    if (missing.length === 0 && !isSetOnly(note, card, title, sets)) {
      tally.said += 1;
      tally.notesSaid += 1;
    } else if (!isPlainReprint) tally.unsaid.push(note.text);
  }
};

/** Returns whether the title has a word beside the name of the card. */
const saysBeside = (card: IndexedCard, title: ReadTitle, word: string): boolean =>
  says(title, word) && (!card.name.words.includes(word) || title.words.spansOf(word).length > 1);

const hasCode = (card: IndexedCard): boolean => /^\D/.test(card.number?.number ?? '') && card.number?.total === null;

const judgeSet = (card: IndexedCard, title: ReadTitle, tally: Tally, isSetNamed: boolean): void => {
  const { side, set } = card.set;
  if (isSetNamed) tally.said += 1;
  if (side === null) return;
  if (side.words !== null) {
    const isFirstShadowless = side.words.includes('shadowless') && title.printing.edition === '1st';
    if (side.words.every((word) => saysBeside(card, title, word))) tally.said += 1;
    else if (!isFirstShadowless && !(isSetNamed && !side.words.includes('shadowless'))) tally.unsaid.push(set.name);
  } else if (card.notes.length === 0 && !hasCode(card) && !isSetNamed && !title.words.has('promo')) {
    tally.unsaid.push(set.name);
  }
};

/** Products of side sets name the set that they come from; then something else has to say that they are meant. */
const setContradiction = (card: IndexedCard, { named, isSure }: NamedSets, { said }: Tally): string | null =>
  !isSure || named.has(card.set) || (card.set.side !== null && (said > 0 || hasCode(card)))
    ? null
    : 'another set is named';

/** Judges what the title says of a product beside number and name. */
export const judgeVariant = (card: IndexedCard, title: ReadTitle, sets: NamedSets): Variant => {
  const tally: Tally = { unsaid: [], said: 0, notesSaid: 0 };
  const naming = sets.named.get(card.set);
  // A name of a set that is a part of the card's own name names it only where it stands twice.
  const isSetNamed = naming !== undefined && !(naming.spans.length === 1 && card.joinedName.includes(naming.joined));
  judgeNotes(card, { title, sets, isSetNamed }, tally);
  judgeSet(card, title, tally, isSetNamed);
  const denied = [...title.denied].find(
    (word) => card.name.all.has(word) || (card.set.side !== null && card.set.words.has(word)),
  );
  const marker = foreignMarker(card, title);
  return {
    ...tally,
    contradiction:
      setContradiction(card, sets, tally) ??
      artContradiction(card, title) ??
      (marker === null ? null : `${marker} is said`) ??
      (denied === undefined ? null : `not ${denied}`),
  };
};

/** Returns whether the title hints at a product of its own beside this ordinary one, without saying which. */
export const hintsBeside = (card: IndexedCard, title: ReadTitle): boolean =>
  card.notes.length === 0 &&
  card.set.side === null &&
  hints.some((word) => title.words.has(word) && !card.set.words.has(word) && !card.name.all.has(word));
