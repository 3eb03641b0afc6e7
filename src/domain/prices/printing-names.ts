/**
 * Understands how people and other programs write printings: pokemontcg.io (`reverseHolofoil`), TCGdex (`reverse`, `holo`,
 * `firstEdition`), JustTCG ("Reverse Holofoil"), Scryfall (`nonfoil`), listings ("Reverse Holo", "1st Ed."). Case and
 * separators never matter. docs/prices.md has the table.
 */
import { printingOf } from './price-key.js';

/**
 * Spelling, without case and separators, → slugs it may mean, the nearest first: which of them is meant follows from the
 * printings there are. A spelling that is the source's own word needs no entry.
 *
 * Rejected: the nearest by letters, because "Unlimited" and "Unlimited Holofoil" are prices ten times apart.
 */
export const printingNames: Readonly<Record<string, readonly string[]>> = {
  normal: ['normal'],
  nonfoil: ['normal'],
  nonholo: ['normal'],
  nonholofoil: ['normal'],
  regular: ['normal'],
  standard: ['normal'],
  holofoil: ['holofoil', 'foil'],
  holo: ['holofoil', 'foil', 'unlimited-holofoil'],
  holographic: ['holofoil', 'foil', 'unlimited-holofoil'],
  holorare: ['holofoil', 'unlimited-holofoil'],
  foil: ['foil', 'holofoil'],
  reverseholofoil: ['reverse-holofoil'],
  reverseholo: ['reverse-holofoil'],
  reverseholographic: ['reverse-holofoil'],
  reversefoil: ['reverse-holofoil'],
  reverse: ['reverse-holofoil'],
  revholo: ['reverse-holofoil'],
  rholo: ['reverse-holofoil'],
  rh: ['reverse-holofoil'],
  holoreverse: ['reverse-holofoil'],
  unlimited: ['unlimited', 'unlimited-holofoil'],
  unlimitednormal: ['unlimited'],
  unlimitedholo: ['unlimited-holofoil'],
  unlimitedfoil: ['unlimited-holofoil'],
  '1stedition': ['1st-edition', '1st-edition-holofoil'],
  '1sted': ['1st-edition', '1st-edition-holofoil'],
  firstedition: ['1st-edition', '1st-edition-holofoil'],
  firsted: ['1st-edition', '1st-edition-holofoil'],
  '1steditionnormal': ['1st-edition'],
  firsteditionnormal: ['1st-edition'],
  '1steditionholo': ['1st-edition-holofoil'],
  '1steditionfoil': ['1st-edition-holofoil'],
  firsteditionholo: ['1st-edition-holofoil'],
  firsteditionholofoil: ['1st-edition-holofoil'],
  firsteditionfoil: ['1st-edition-holofoil'],
};

/** Returns the text without case, accents and separators: "Reverse-Holo", `reverse_holo` → "reverseholo". */
const compact = (text: string): string =>
  text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '');

/**
 * Returns the slug of the printing that `text` means among `slugs`; `undefined` if it means none of them. The source's own
 * word goes before every other meaning.
 */
export const printingMeant = (text: string, slugs: readonly string[]): string | undefined => {
  const { slug } = printingOf(text);
  if (slugs.includes(slug)) return slug;
  const key = compact(text);
  if (key === '') return undefined;
  const own = slugs.find((each) => compact(each) === key);
  const meant = Object.hasOwn(printingNames, key) ? (printingNames[key] ?? []) : [];
  return own ?? meant.find((each) => slugs.includes(each));
};
