/**
 * The words of each game for rarity, colour, card type, subtype, stage and attribute, with the spellings that sources and people use.
 * What a spelling means is listed here or it is not understood: a likely meaning is still a guess.
 */
import type { Game } from './card.js';

/** Attributes whose values are words. */
export const wordAttributes = ['rarity', 'colour', 'card_type', 'subtype', 'stage', 'attribute'] as const;
export type WordAttribute = (typeof wordAttributes)[number];

/** Spellings by slug; a slug is one of its own spellings. */
type Words = Readonly<Record<string, readonly string[]>>;

/** Subtypes of Trainer cards. */
export const trainerSubtypes: Words = {
  item: [],
  supporter: ['Support'],
  stadium: [],
  'pokemon-tool': ['Tool'],
  'technical-machine': ['TM'],
  'rockets-secret-machine': [],
};

/**
 * Subtypes of Pokémon. `EX` of Black & White and XY is another than `ex` before and after, so there case does matter.
 * Rejected: one word for both, because the cards have other rules and other buyers.
 */
const pokemonSubtypes: Words = {
  ex: [],
  'ex-upper-case': ['EX'],
  mega: ['Mega Evolution'],
  break: [],
  gx: [],
  'tag-team': [],
  v: [],
  vmax: [],
  vstar: [],
  'v-union': [],
  radiant: [],
  star: ['Gold Star'],
  'delta-species': ['Delta'],
  'lv-x': ['Level X', 'Level-Up'],
  prime: [],
  legend: [],
  'prism-star': [],
  'team-plasma': ['Plasma'],
};

const vocabularies: Readonly<Record<Game, Readonly<Record<WordAttribute, Words>>>> = {
  pokemon: {
    rarity: {
      common: ['C'],
      uncommon: ['U', 'UC'],
      rare: ['R'],
      'holo-rare': ['Rare Holo'],
      'double-rare': ['RR'],
      'ultra-rare': ['UR', 'Rare Ultra'],
      'illustration-rare': ['IR', 'AR', 'Art Rare'],
      'special-illustration-rare': ['SIR', 'SAR', 'Special Art Rare'],
      'hyper-rare': ['HR'],
      'mega-hyper-rare': ['MHR'],
      'mega-attack-rare': [],
      'black-white-rare': ['BWR'],
      'secret-rare': ['Rare Secret'],
      'shiny-rare': ['Rare Shiny'],
      'shiny-holo-rare': [],
      'shiny-ultra-rare': [],
      'ace-spec-rare': ['ACE SPEC'],
      'prism-rare': ['Rare Prism Star', 'Prism Star'],
      'radiant-rare': [],
      'amazing-rare': [],
      'rare-break': ['BREAK'],
      'rare-ace': [],
      'classic-collection': [],
      promo: ['P', 'PR'],
      'code-card': [],
    },
    colour: {
      grass: [],
      fire: [],
      water: [],
      // "Lighnting" is TCGplayer's own.
      lightning: ['Electric', 'Lighnting'],
      psychic: [],
      fighting: [],
      darkness: ['Dark'],
      metal: ['Steel'],
      dragon: [],
      fairy: [],
      colorless: ['Colourless'],
    },
    card_type: { pokemon: [], trainer: [], energy: [] },
    subtype: { ...trainerSubtypes, 'basic-energy': ['Basic'], 'special-energy': ['Special'], ...pokemonSubtypes },
    stage: {
      basic: [],
      'stage-1': ['1'],
      'stage-2': ['2'],
      mega: ['Mega Evolution'],
      break: [],
      vmax: [],
      vstar: [],
      'v-union': [],
      'level-up': ['LV.X', 'Level X'],
      legend: [],
      restored: [],
      baby: [],
    },
    attribute: {},
  },
  onepiece: {
    rarity: {
      common: ['C'],
      uncommon: ['UC', 'U'],
      rare: ['R'],
      'super-rare': ['SR'],
      'secret-rare': ['SEC'],
      'treasure-rare': ['TR'],
      special: ['SP', 'SP Card'],
      leader: ['L'],
      don: ['DON!!', 'DON!! Card'],
      promo: ['PR', 'P'],
    },
    colour: { red: [], green: [], blue: [], purple: [], black: [], yellow: [] },
    card_type: { leader: [], character: [], event: [], stage: [], don: ['DON!!', 'DON!! Card'] },
    // Crews and kinds, several hundred: any word is one (slugOf).
    subtype: {},
    stage: {},
    attribute: { slash: [], strike: [], ranged: [], special: [], wisdom: [] },
  },
};

/** Returns a text in lower case without accents and apostrophes, other characters as hyphens: "Rocket's Tool" → rockets-tool. */
export const slugOf = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(/[\u0300-\u036f'’]/g, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-|-$/g, '');

const keyOf = (text: string): string => slugOf(text).replaceAll('-', '');

/** Returns the slugs by key, the first of two with one key, and by the spellings themselves. */
const slugsByKey = (words: Words): ReadonlyMap<string, string> => {
  const spelled = Object.entries(words).flatMap(([slug, spellings]) =>
    [slug, ...spellings].map((spelling) => [spelling, slug] as const),
  );
  const byKey = spelled.map(([spelling, slug]) => [keyOf(spelling), slug] as const);
  return new Map([...byKey.reverse(), ...spelled]);
};

const read = Object.fromEntries(
  Object.entries(vocabularies).map(([game, words]) => [
    game,
    Object.fromEntries(Object.entries(words).map(([attribute, each]) => [attribute, slugsByKey(each)])),
  ]),
) as unknown as Readonly<Record<Game, Readonly<Record<WordAttribute, ReadonlyMap<string, string>>>>>;

/**
 * Returns the slug of a word in any spelling; `null` if the game has none such. Case, blanks and punctuation do not matter,
 * save between `EX` and `ex`.
 */
export const wordMeant = (game: Game, attribute: WordAttribute, text: string): string | null =>
  read[game][attribute].get(text.trim()) ?? read[game][attribute].get(keyOf(text)) ?? null;

/** Returns the slugs that a game has for an attribute, in their order; none where any word is one. */
export const wordsOf = (game: Game, attribute: WordAttribute): readonly string[] =>
  Object.keys(vocabularies[game][attribute]);

/** Returns whether any word is a value of the attribute, so that only the catalog tells which there are. */
export const isOpen = (game: Game, attribute: WordAttribute): boolean => game === 'onepiece' && attribute === 'subtype';
