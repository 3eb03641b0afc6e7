/**
 * Names of creatures, crews and sets that do not exist. They are made from syllables, so that 25,000 cards read like
 * cards, a creature repeats in many sets as real ones do, and no name is a card of a real game.
 */
import { draw, pick } from './hash.js';
import type { GroupKind, SandboxCategory } from './categories.js';

const at = (list: readonly string[], key: number, salt: number): string => list[pick(key, salt, list.length)] ?? '';

const words = (text: string): string[] => text.trim().split(/\s+/);

const heads = words(`
  Brill Cinder Drozz Ember Flarn Gloom Hydra Iggle Jolt Krill Lumi Moss
  Nettle Orbi Pyro Quill Rumble Sprig Thorn Umbra Velve Wisp Yarrow Zephy
`);
const tails = words(`
  back crest doth fin gant horn ite kit ling maw nok paw rill tusk wing zor
`);
const creatureMarks = ['', '', '', '', '', '', '', ' Prime', ' Apex', ' ★', ' δ', ' ♂', ' ♀'];
const gear = [
  'Mended Net',
  'Field Compass',
  "Ranger's Whistle",
  'Dr. Oleander',
  'Café Respite',
  'Quick Lantern',
  'Old Bridge',
];

const firstNames = words(`
  Anso Bellamine Corvo Darrow Esmé Fenna Garrick Hesper Ivo Jorro Kessa Linnet
  Marlo Nerys Oskar Petra Quint Rhea Silas Tamsin Ulric Vesna Wendel Zora
`);
const lastNames = words(`
  Saltmane Vane Brackwater Holt Gale Tidewell Crowe Ashlock Reef Ironkeel Marsh
`);

const setAdjectives = words(`
  Ancient Burning Crystal Drifting Endless Fabled Gilded Hidden Iron Luminous
`);
const setNouns = words(`
  Accord Canopy Dominion Eclipse Frontier Harbour Legacy Mirage Rift Summit Voyage
`);

/** Returns the name of a card: a creature or a tool (Pokémon), a crew member (One Piece). */
export const cardName = (categoryId: SandboxCategory, key: number): string => {
  if (categoryId === 68) return `${at(firstNames, key, 21)} ${at(lastNames, key, 22)}`;
  if (draw(key, 23) < 0.12) return at(gear, key, 24);
  return `${at(heads, key, 25)}${at(tails, key, 26)}${at(creatureMarks, key, 27)}`;
};

/** First letters of a Pokémon set's code. */
const pokemonCode = (categoryId: SandboxCategory): string => (categoryId === 85 ? 'SJ' : 'SB');

const twoDigits = (value: number): string => String(value).padStart(2, '0');

/** Returns the code of a set, as printed on One Piece cards ("SX08"). Some sets have none, as in the real list. */
export const abbreviationOf = (categoryId: SandboxCategory, kind: GroupKind, index: number): string => {
  if (kind === 'empty') return '';
  if (categoryId !== 68) return index % 5 === 4 ? '' : `${pokemonCode(categoryId)}${twoDigits(index)}`;
  return `${kind === 'deck' ? 'SD' : kind === 'promo' ? 'PX' : 'SX'}${twoDigits(index)}`;
};

/** Returns the name of a set, unique in its category by its number. */
export const setName = (categoryId: SandboxCategory, kind: GroupKind, key: number, index: number): string => {
  const title = `${at(setAdjectives, key, 31)} ${at(setNouns, key, 32)}`;
  if (kind === 'empty') return 'Announced Products';
  if (kind === 'flicker') return 'Miscellaneous Cards & Products';
  if (kind === 'promo') return `${title} Promos ${index}`;
  if (kind === 'deck') return `Starter Deck ${index}: ${title}`;
  return categoryId === 68 ? `${title} ${index}` : `${pokemonCode(categoryId)}${twoDigits(index)}: ${title}`;
};

const sealedKinds = [
  'Booster Pack',
  'Booster Box',
  'Booster Box Case',
  'Collection Chest',
  'Blister Pack',
  'Display Tin',
];

/** Returns the name of the n-th sealed product of a set. */
export const sealedName = (set: string, n: number): string => `${set} ${sealedKinds[n % sealedKinds.length] ?? ''}`;

/** Returns a name in the form of TCGplayer's cleanName: no punctuation, single spaces. */
export const cleanNameOf = (name: string): string =>
  name
    .normalize('NFD')
    .replace(/[^A-Za-z0-9 ]+/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
