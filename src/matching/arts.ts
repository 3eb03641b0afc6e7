/** The arts of One Piece: several products of one number, told apart by notes that the catalog uses in two ways. */
import type { Note } from './card-names.js';

export type Art = 'manga' | 'sp' | 'altart' | 'fullart';

/** Words of notes that name an art, the rarer first: a manga art is also called a parallel and an alternate one. */
const artWords: readonly (readonly [string, Art])[] = [
  ['manga', 'manga'],
  ['sp', 'sp'],
  ['altart', 'altart'],
  ['parallel', 'altart'],
  ['paralle', 'altart'],
  ['fullart', 'fullart'],
];
const isArt = ({ words }: Note): boolean => words.length === 1 && artWords.some(([word]) => word === words[0]);

export interface ReadArts {
  readonly art: Art | null;
  /** The notes that name no art. */
  readonly notes: readonly Note[];
}

/** Reads the art out of the notes of a product. */
export const readArts = (notes: readonly Note[]): ReadArts => {
  const words = notes.filter(isArt).flatMap((note) => note.words);
  const found = artWords.find(([word]) => words.includes(word));
  return { art: found?.[1] ?? null, notes: notes.filter((note) => !isArt(note)) };
};

interface ArtCard extends ReadArts {
  readonly name: { readonly all: ReadonlySet<string> };
  readonly number: { readonly number: string } | null;
  readonly set: { readonly set: { readonly set_id: string } };
}

/**
 * Where a set has a number both as "(Parallel)" and as "(Alternate Art)", the parallel is the manga art: so in OP09. Elsewhere
 * the two words mean the same art.
 */
export const tellParallelsApart = <C extends ArtCard>(cards: readonly C[]): C[] => {
  const keyOf = ({ set, number }: C): string => `${set.set.set_id} ${number?.number ?? ''}`;
  const withAlternate = new Set(cards.filter(({ art, name }) => art === 'altart' && name.all.has('altart')).map(keyOf));
  const isParallel = ({ name }: C): boolean => name.all.has('parallel') || name.all.has('paralle');
  return cards.map((card) =>
    card.art === 'altart' && isParallel(card) && !card.name.all.has('altart') && withAlternate.has(keyOf(card))
      ? { ...card, art: 'manga' }
      : card,
  );
};
