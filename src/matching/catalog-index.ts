/** The whole catalog, taken apart once so that a title is matched in well under a millisecond. */
import type { Game } from '../domain/cards/card.js';
import { games } from '../domain/cards/card.js';
import { type Art, readArts, tellParallelsApart } from './arts.js';
import { type Note, type ProductName, readProductName } from './card-names.js';
import { type CardNumber, catalogNumber } from './numbers.js';
import { aliasesOf, type SetAlias, type SideSet, sideSetOf } from './set-names.js';
import type { MatchableCard, MatchableSet } from './types.js';
import { tokensOf } from './words.js';

export interface IndexedSet {
  readonly set: MatchableSet;
  readonly words: ReadonlySet<string>;
  /** `null` for an ordinary set. */
  readonly side: SideSet | null;
  /** The total that most of its cards print. */
  total: string | null;
}

export interface IndexedCard {
  readonly card: MatchableCard;
  readonly set: IndexedSet;
  readonly name: ProductName;
  readonly joinedName: string;
  /** All words of name and set, joined. */
  readonly joinedWords: string;
  /** Of One Piece: what kind of art the notes name. */
  readonly art: Art | null;
  /** The notes that a title has to say. */
  readonly notes: readonly Note[];
  readonly number: CardNumber | null;
}

export interface GameIndex {
  readonly byNumber: ReadonlyMap<string, readonly IndexedCard[]>;
  /** By the words of the card's own name, joined. */
  readonly byName: ReadonlyMap<string, readonly IndexedCard[]>;
  /** By the ways to name a set. */
  readonly setsByAlias: ReadonlyMap<string, readonly (readonly [IndexedSet, SetAlias['strength']])[]>;
  /** In how many different names a word stands. */
  readonly nameWords: ReadonlyMap<string, number>;
}

export interface CatalogIndex {
  readonly games: Readonly<Record<Game, GameIndex>>;
  readonly cards: ReadonlyMap<string, IndexedCard>;
  /** Languages of the catalog's cards. */
  readonly languages: ReadonlySet<string>;
}

const push = <K, V>(map: Map<K, V[]>, key: K, value: V): void => {
  const values = map.get(key);
  if (values === undefined) map.set(key, [value]);
  else values.push(value);
};

/** Words that single cards of every game have in common: OP10 has no numbers beside the names. */
const numberOf = (card: MatchableCard, set: MatchableSet, name: ProductName): CardNumber | null => {
  if (card.number !== null) return catalogNumber(card.number);
  if (name.number === null || card.game !== 'onepiece') return name.number;
  const code = /^(op|st|eb|prb)-?(\d+)$/i.exec(set.abbreviation ?? '');
  const { number } = name.number;
  if (code === null || !/^\d+$/.test(number)) return name.number;
  return { number: `${(code[1] ?? '').toLowerCase()}${Number(code[2])}-${number}`, total: null };
};

const mostFrequent = (values: readonly string[]): string | null => {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0] ?? null;
};

const indexCard = (card: MatchableCard, sets: ReadonlyMap<string, IndexedSet>): IndexedCard | null => {
  const set = sets.get(card.set_id);
  if (set === undefined || card.product_type === 'sealed' || card.rarity === 'Code Card') return null;
  const name = readProductName(card.name, card.game === 'onepiece');
  const joinedWords = [...name.all, ...set.words].join('');
  const number = numberOf(card, set.set, name);
  const arts = card.game === 'onepiece' ? readArts(name.notes) : { art: null, notes: name.notes };
  return { card, set, name, joinedName: name.words.join(''), joinedWords, ...arts, number };
};

const indexGame = (cards: readonly IndexedCard[], sets: readonly IndexedSet[]): GameIndex => {
  const byNumber = new Map<string, IndexedCard[]>();
  const byName = new Map<string, IndexedCard[]>();
  const nameWords = new Map<string, number>();
  for (const card of cards) {
    if (card.number !== null) push(byNumber, card.number.number, card);
    if (!byName.has(card.joinedName)) {
      for (const word of new Set(card.name.words)) nameWords.set(word, (nameWords.get(word) ?? 0) + 1);
    }
    push(byName, card.joinedName, card);
  }
  const setsByAlias = new Map<string, (readonly [IndexedSet, SetAlias['strength']])[]>();
  for (const set of sets) {
    for (const { joined, strength } of aliasesOf(set.set, (name) => byName.has(name))) {
      push(setsByAlias, joined, [set, strength] as const);
    }
  }
  return { byNumber, byName, setsByAlias, nameWords };
};

/** Builds an index from pages of cards, so that other work of the process is done between two of them. */
export interface IndexBuilder {
  add(cards: readonly MatchableCard[]): void;
  finish(): CatalogIndex;
}

const indexSet = (set: MatchableSet): IndexedSet => ({
  set,
  words: new Set(tokensOf(`${set.name} ${set.abbreviation ?? ''}`)),
  side: sideSetOf(set),
  total: null,
});

const indexOf = (read: readonly IndexedCard[], sets: readonly IndexedSet[]): CatalogIndex => {
  const cards = tellParallelsApart(read);
  const totals = new Map<IndexedSet, string[]>();
  for (const { set, number } of cards) if (number !== null && number.total !== null) push(totals, set, number.total);
  for (const [set, all] of totals) set.total = mostFrequent(all);
  const ofGame = (game: Game): GameIndex =>
    indexGame(
      cards.filter(({ card }) => card.game === game),
      sets.filter(({ set }) => set.game === game),
    );
  return {
    games: Object.fromEntries(games.map((game) => [game, ofGame(game)])) as Record<Game, GameIndex>,
    cards: new Map(cards.map((card) => [card.card.card_id, card])),
    languages: new Set(cards.map(({ card }) => card.language ?? 'en')),
  };
};

/** Creates the builder of a catalog with these sets. Cards of other sets are left out. */
export const createIndexBuilder = (listed: readonly MatchableSet[]): IndexBuilder => {
  const sets = new Map(listed.map((set) => [set.set_id, indexSet(set)]));
  const read: IndexedCard[] = [];
  return {
    add(cards) {
      for (const card of cards) {
        const indexed = indexCard(card, sets);
        if (indexed !== null) read.push(indexed);
      }
    },
    finish: () => indexOf(read, [...sets.values()]),
  };
};
