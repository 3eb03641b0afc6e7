/** How titles name sets, and what a title has to say for a product of a side set to be meant. */
import { deckCodeOf } from '../domain/cards/deck-codes.js';
import type { MatchableSet } from './types.js';
import { tokensOf } from './words.js';

/** A way to name a set. A weak one speaks for its set, and not against another one: it is also another word. */
export interface SetAlias {
  readonly joined: string;
  readonly strength: 'strong' | 'weak';
}

/** Series: part of the names of all their sets. */
const series = new Set(
  (
    'xy sunmoon sunandmoon swordshield swordandshield scarletviolet scarletandviolet blackwhite blackandwhite diamondpearl ' +
    'diamondandpearl heartgoldsoulsilver platinum hgss megaevolution base baseset classic'
  ).split(' '),
);

const prefix =
  /^(?:(?:swsh|sv|sm|xy|me|op|eb|prb)\d*[: -]+|(?:ex|pokemon|sm|xy|swsh|sv)\s*[-:]\s*|extra booster: |premium booster -?)/i;

/** Names of one set that its own name does not hold. */
const further: Readonly<Record<string, readonly string[]>> = {
  'Base Set (Shadowless)': ['Base Set', 'Shadowless'],
  'SV: Scarlet & Violet 151': ['151', 'Pokemon 151', 'Scarlet Violet 151'],
  'WoTC Promo': ['WOTC Black Star Promo', 'Wizards Black Star Promo', 'WOTC Promo', 'Wizards Promo'],
  'SWSH: Sword & Shield Promo Cards': ['SWSH Black Star Promo', 'SWSH Promo', 'Sword Shield Promo'],
  'SV: Scarlet & Violet Promo Cards': [
    'SVP',
    'SVP Black Star Promo',
    'SV Promo',
    'Scarlet Violet Promo',
    'SV Black Star Promo',
  ],
  'SM Promos': ['SM Black Star Promo', 'Sun Moon Promo', 'SM Promo'],
  'XY Promos': ['XY Black Star Promo', 'XY Promo'],
  'Black and White Promos': ['BW Black Star Promo', 'Black White Promo', 'BW Promo'],
  'HGSS Promos': ['HGSS Black Star Promo', 'HGSS Promo'],
  'Diamond and Pearl Promos': ['DP Black Star Promo', 'DP Promo'],
  'Nintendo Promos': ['Nintendo Black Star Promo', 'Nintendo Promo'],
  'Celebrations: Classic Collection': ['Celebrations', 'Classic Collection'],
  'Premium Booster -The Best-': ['Premium Booster', 'The Best', 'PRB01'],
  'Royal Bloodlines': ['Royal Blood', 'Royal Bloodline'],
  'FireRed & LeafGreen': ['Fire Red Leaf Green', 'FRLG'],
  'Ruby and Sapphire': ['Ruby Sapphire'],
  'Team Magma vs Team Aqua': ['Magma vs Aqua', 'Team Magma Aqua'],
  'Prize Pack Series Cards': ['Prize Pack', 'Play Pokemon'],
  'Base Set 2': ['Base 2'],
  'Black and White': ['BW Base', 'BW Base Set', 'Black White Base Set'],
  'XY Base Set': ['XY Base'],
  'SM Base Set': ['SM Base', 'Sun Moon Base', 'Sun Moon Base Set'],
  'SWSH01: Sword & Shield Base Set': ['SWSH Base', 'SWSH Base Set', 'Sword Shield Base'],
  'SV01: Scarlet & Violet Base Set': ['SV Base', 'SV Base Set', 'Scarlet Violet Base'],
  'Diamond and Pearl': ['DP Base', 'Diamond Pearl Base Set'],
  'HeartGold SoulSilver': ['HGSS Base', 'HGSS Base Set'],
  Expedition: ['Expedition Base Set'],
};

const joinedOf = (text: string): string => tokensOf(text).join('');
const withoutAnd = (text: string): string =>
  tokensOf(text)
    .filter((word) => word !== 'and')
    .join('');

const isWeak = (joined: string, isCardName: (joined: string) => boolean): boolean =>
  series.has(joined) || isCardName(joined) || /^\D{1,4}$/.test(joined);

/** Sets whose cards come in a second group of the same name: a title that names the one means the other as well. */
const subset = /[: ]+(?:trainer gallery|galarian gallery|shiny vault|radiant collection|classic collection)$/i;

/** Returns how titles name a set. `isCardName`: whether a card is called so. */
export const aliasesOf = (set: MatchableSet, isCardName: (joined: string) => boolean): SetAlias[] => {
  const { name, abbreviation } = set;
  const bare = name.replace(prefix, '').replace(prefix, '');
  const texts = [
    name,
    bare,
    bare.replace(subset, ''),
    bare.replace(/^scarlet & violet |^sword & shield |^sun & moon /i, ''),
    ...(further[name] ?? []),
  ];
  const names = texts.flatMap((text) => [joinedOf(text), withoutAnd(text)]);
  const codes = [abbreviation, deckCodeOf(set.set_id)]
    .filter((code) => code !== null)
    .map(joinedOf)
    .filter((code) => code.length >= 3 && code !== 'promo');
  return [...new Set([...names, ...codes])]
    .filter((joined) => joined.length >= 3 && !/^\d{1,2}$/.test(joined))
    .map((joined) => ({ joined, strength: isWeak(joined, isCardName) ? 'weak' : 'strong' }));
};

/** Sets of cards that come beside the ordinary ones, and a word that a title says of them, where one word tells it. */
const sideSets: readonly (readonly [RegExp, readonly string[] | null])[] = [
  [/super pre-?release/i, ['super', 'prerelease']],
  [/pre-?release/i, ['prerelease']],
  [/shadowless/i, ['shadowless']],
  [/prize pack/i, ['prizepack']],
  [/jumbo/i, ['jumbo']],
  [/world championship/i, ['worldchampionship']],
  [/trick or trade/i, ['trick', 'trade']],
  [/battle academy/i, ['battle', 'academy']],
  [/train(?:er|ing) kit/i, ['kit']],
  [/anniversary tournament/i, ['anniversary']],
  [/revision pack/i, ['revision']],
  [/demo deck/i, ['demo']],
  [/mcdonald/i, ['mcdonalds']],
  [/burger king/i, ['burger', 'king']],
  [/first partner/i, ['first', 'partner']],
  [/trading card game classic/i, ['classic']],
  [/my first battle/i, ['first', 'battle']],
  [/professor program/i, ['professor', 'program']],
  [/countdown|calendar/i, ['calendar']],
  [/kids wb/i, ['kids']],
  [/deck kit/i, ['kit']],
  [/kalos starter/i, ['kalos']],
  [/deck exclusives|blister exclusives|miscellaneous|league|alternate art promos|best of|collection sets/i, null],
  [/promo/i, null],
];

export interface SideSet {
  /** What a title says of it; `null`: only the notes of its products, or their numbers, tell it. */
  readonly words: readonly string[] | null;
}

/** Returns what a title has to say for a product of the set to be meant; `null` for an ordinary set. */
export const sideSetOf = (set: MatchableSet): SideSet | null => {
  const side = sideSets.find(([pattern]) => pattern.test(set.name));
  return side === undefined ? null : { words: side[1] };
};
