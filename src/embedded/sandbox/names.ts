/**
 * Names of things that do not exist: creatures, crews, sets. Made from syllables so that 25,000 cards read like cards,
 * repeat a little (as real ones do: the same creature in many sets), and none is a card of a real game.
 */
import { draw, pick } from './hash.js';
import type { GroupKind, SandboxCategory } from './categories.js';

const at = (list: readonly string[], key: number, salt: number): string => list[pick(key, salt, list.length)] ?? '';

const heads = [
  'Brill',
  'Cinder',
  'Drozz',
  'Ember',
  'Flarn',
  'Gloom',
  'Hydra',
  'Iggle',
  'Jolt',
  'Krill',
  'Lumi',
  'Moss',
];
const moreHeads = [
  'Nettle',
  'Orbi',
  'Pyro',
  'Quill',
  'Rumble',
  'Sprig',
  'Thorn',
  'Umbra',
  'Velve',
  'Wisp',
  'Yarrow',
  'Zephy',
];
const tails = [
  'back',
  'crest',
  'doth',
  'fin',
  'gant',
  'horn',
  'ite',
  'kit',
  'ling',
  'maw',
  'nok',
  'paw',
  'rill',
  'tusk',
  'wing',
  'zor',
];
const allHeads = [...heads, ...moreHeads];
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

const firstNames = [
  'Anso',
  'Bellamine',
  'Corvo',
  'Darrow',
  'Esmé',
  'Fenna',
  'Garrick',
  'Hesper',
  'Ivo',
  'Jorro',
  'Kessa',
  'Linnet',
];
const moreFirstNames = [
  'Marlo',
  'Nerys',
  'Oskar',
  'Petra',
  'Quint',
  'Rhea',
  'Silas',
  'Tamsin',
  'Ulric',
  'Vesna',
  'Wendel',
  'Zora',
];
const lastNames = [
  'Saltmane',
  'Vane',
  'Brackwater',
  'Holt',
  'Gale',
  'Tidewell',
  'Crowe',
  'Ashlock',
  'Reef',
  'Ironkeel',
  'Marsh',
];
const allFirstNames = [...firstNames, ...moreFirstNames];

const setAdjectives = [
  'Ancient',
  'Burning',
  'Crystal',
  'Drifting',
  'Endless',
  'Fabled',
  'Gilded',
  'Hidden',
  'Iron',
  'Luminous',
];
const setNouns = [
  'Accord',
  'Canopy',
  'Dominion',
  'Eclipse',
  'Frontier',
  'Harbour',
  'Legacy',
  'Mirage',
  'Rift',
  'Summit',
  'Voyage',
];

/** Name of a card's creature, tool (Pokémon) or crew member (One Piece). */
export const cardName = (categoryId: SandboxCategory, key: number): string => {
  if (categoryId === 68) return `${at(allFirstNames, key, 21)} ${at(lastNames, key, 22)}`;
  if (draw(key, 23) < 0.12) return at(gear, key, 24);
  return `${at(allHeads, key, 25)}${at(tails, key, 26)}${at(creatureMarks, key, 27)}`;
};

/** First letters of a Pokémon set's code. */
const pokemonCode = (categoryId: SandboxCategory): string => (categoryId === 85 ? 'SJ' : 'SB');

const twoDigits = (value: number): string => String(value).padStart(2, '0');

/** The set's code, printed on One Piece cards ("SX08"); some sets have none, as in the real list. */
export const abbreviationOf = (categoryId: SandboxCategory, kind: GroupKind, index: number): string => {
  if (kind === 'empty') return '';
  if (categoryId !== 68) return index % 5 === 4 ? '' : `${pokemonCode(categoryId)}${twoDigits(index)}`;
  return `${kind === 'deck' ? 'SD' : kind === 'promo' ? 'PX' : 'SX'}${twoDigits(index)}`;
};

/** Name of a set, unique in its category by its number. */
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

/** Name of the n-th sealed product of a set. */
export const sealedName = (set: string, n: number): string => `${set} ${sealedKinds[n % sealedKinds.length] ?? ''}`;

/** The name as TCGplayer's cleanName has it: no punctuation, single spaces. */
export const cleanNameOf = (name: string): string =>
  name
    .normalize('NFD')
    .replace(/[^A-Za-z0-9 ]+/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
