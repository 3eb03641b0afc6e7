/**
 * What a card is, in the words of vocabulary.ts, read from what the source prints of it. Judged from evidence only: what is
 * not stated or not understood is null.
 */
import type { Game } from './card.js';
import { subtypesOfName } from './name-subtypes.js';
import { slugOf, trainerSubtypes, type WordAttribute, wordMeant } from './vocabulary.js';

/** Attributes whose values are integers. */
export const numberAttributes = ['hp', 'cost', 'power', 'counter', 'life'] as const;
export type NumberAttribute = (typeof numberAttributes)[number];
export type AttributeName = WordAttribute | NumberAttribute;

export interface CardAttributes {
  readonly rarity: string | null;
  /** Colours of One Piece, energy types of Pokémon. */
  readonly colours: readonly string[];
  readonly card_type: string | null;
  /** Of Pokémon its mechanics (ex, VMAX) and the kind of Trainer or Energy, of One Piece crews and the like. */
  readonly subtypes: readonly string[];
  /** Only of Pokémon. */
  readonly stage: string | null;
  /** Only of One Piece, how it attacks: slash, strike, ranged, special, wisdom. */
  readonly attributes: readonly string[];
  /**
   * Only of Pokémon.
   * @isInt
   */
  readonly hp: number | null;
  /**
   * Only of One Piece.
   * @isInt
   */
  readonly cost: number | null;
  /**
   * Only of One Piece.
   * @isInt
   */
  readonly power: number | null;
  /**
   * Only of One Piece, of Characters.
   * @isInt
   */
  readonly counter: number | null;
  /**
   * Only of One Piece, of Leaders.
   * @isInt
   */
  readonly life: number | null;
}

/** A card as its source states it. */
export interface StatedCard {
  readonly game: Game;
  readonly name: string;
  /** As its event has it. */
  readonly product_type: string;
  readonly rarity: string | null;
  readonly attributes: { readonly [name: string]: string };
}

export interface ReadAttributes {
  readonly attributes: CardAttributes;
  /** What the source states in words that are not understood. */
  readonly notUnderstood: readonly AttributeName[];
}

/** Greatest number taken for one of a card. */
const greatest: Readonly<Record<NumberAttribute, number>> = {
  hp: 9_999,
  cost: 9_999,
  power: 99_999,
  counter: 99_999,
  life: 99,
};

const stated = (text: string | undefined): string | null => (text === undefined || text.trim() === '' ? null : text);

/** Returns a text of the source by its name; sources write `CardType` and `Card Type`. */
const textsOf = ({ attributes }: StatedCard): ((name: string) => string | null) => {
  const texts = new Map(Object.entries(attributes).map(([name, text]) => [slugOf(name).replaceAll('-', ''), text]));
  return (name) => stated(texts.get(name));
};

const integerOf = (name: NumberAttribute, text: string): number | null => {
  const trimmed = text.trim();
  return /^\d{1,6}$/.test(trimmed) && Number(trimmed) <= greatest[name] ? Number(trimmed) : null;
};

/** Returns the parts of a list: "Green;Red", "Fighting/Darkness". */
const partsOf = (text: string, separators: RegExp): string[] =>
  text.split(separators).filter((part) => part.trim() !== '');

/** Returns the words meant by all parts; `null` if one is not understood. */
const allMeant = (game: Game, attribute: WordAttribute, parts: readonly string[]): string[] | null => {
  const meant = parts.map((part) => wordMeant(game, attribute, part));
  return parts.length > 0 && meant.every((word) => word !== null) ? [...new Set(meant)] : null;
};

/** What the card type or the stage of a Pokémon card says. */
interface PokemonType {
  readonly card_type: string | null;
  readonly subtypes: readonly string[];
  readonly colours: readonly string[];
}

/** Reads "Trainer - Item", "Supporter", "Basic Lightning Energy", "Darkness Metal"; `null` if it is none such. */
const pokemonTypeOf = (text: string): PokemonType | null => {
  const words = slugOf(text).split('-');
  if (words.at(-1) === 'energy') {
    const [kind] = words.filter((word) => word === 'basic' || word === 'special');
    const colours = words.flatMap((word) => wordMeant('pokemon', 'colour', word) ?? []);
    return { card_type: 'energy', subtypes: kind === undefined ? [] : [`${kind}-energy`], colours };
  }
  const [, kind = ''] = /^trainer(?:-(.*))?$/.exec(words.join('-')) ?? [];
  if (words[0] === 'trainer' && kind === '') return { card_type: 'trainer', subtypes: [], colours: [] };
  const subtype = wordMeant('pokemon', 'subtype', kind === '' ? text : kind);
  if (subtype !== null && subtype in trainerSubtypes) return { card_type: 'trainer', subtypes: [subtype], colours: [] };
  const colours = allMeant('pokemon', 'colour', partsOf(text, /[\s/;,]+/));
  return colours === null ? null : { card_type: null, subtypes: [], colours };
};

/** Stages that are subtypes too. */
const subtypesByStage: ReadonlyMap<string | null, string> = new Map([
  ['mega', 'mega'],
  ['break', 'break'],
  ['vmax', 'vmax'],
  ['vstar', 'vstar'],
  ['v-union', 'v-union'],
  ['level-up', 'lv-x'],
  ['legend', 'legend'],
]);

/** Returns the subtypes of the stage and of the name. Names of sealed products and code cards are those of what is in them. */
const printedSubtypes = (card: StatedCard, stage: string | null, card_type: string | null): string[] => {
  const ofStage = subtypesByStage.get(stage);
  const isCard = card.product_type === 'single' && card.rarity !== 'code-card';
  const isPokemon = card_type === null || card_type === 'pokemon';
  return [...(ofStage === undefined ? [] : [ofStage]), ...(isCard ? subtypesOfName(card.name, isPokemon) : [])];
};

const none: PokemonType = { card_type: null, subtypes: [], colours: [] };

const readPokemon = (card: StatedCard, text: ReturnType<typeof textsOf>): ReadAttributes => {
  const [typeText, stageText, hpText] = [text('cardtype'), text('stage'), text('hp')];
  const type = typeText === null ? none : pokemonTypeOf(typeText);
  const stage = stageText === null ? null : wordMeant('pokemon', 'stage', stageText);
  // Cards other than Pokémon repeat their type as stage.
  const typeOfStage = stageText === null || stage !== null ? null : pokemonTypeOf(stageText);
  const hp = hpText === null ? null : integerOf('hp', hpText);
  // A colour alone is that of a basic energy too. The hand-made card type counts before the stage: a doll is a Trainer with HP.
  const isPokemon = stage !== null || ((type?.colours.length ?? 0) > 0 && hp !== null && hp > 0);
  const card_type = type?.card_type ?? (isPokemon ? 'pokemon' : (typeOfStage?.card_type ?? null));
  const ofStage = type?.card_type == null && !isPokemon ? (typeOfStage ?? none) : none;
  const notUnderstood: AttributeName[] = [
    ...(type === null ? (['card_type', 'colour'] as const) : []),
    ...(stageText !== null && stage === null && typeOfStage === null ? (['stage'] as const) : []),
    ...(hpText !== null && hp === null ? (['hp'] as const) : []),
  ];
  return {
    attributes: {
      rarity: card.rarity,
      colours: type?.colours.length ? type.colours : ofStage.colours,
      card_type,
      subtypes: [
        ...new Set([
          ...(type?.subtypes.length ? type.subtypes : ofStage.subtypes),
          ...printedSubtypes(card, stage, card_type),
        ]),
      ],
      stage,
      attributes: [],
      // Trainers and Energy have 0.
      hp: hp === 0 ? null : hp,
      cost: null,
      power: null,
      counter: null,
      life: null,
    },
    notUnderstood: notUnderstood.filter((name) => name !== 'card_type' || card_type === null),
  };
};

const readOnePiece = (card: StatedCard, text: ReturnType<typeof textsOf>): ReadAttributes => {
  const [typeText, colourText, attributeText] = [text('cardtype'), text('color'), text('attribute')];
  const card_type = typeText === null ? null : wordMeant('onepiece', 'card_type', typeText);
  const colours = colourText === null ? [] : allMeant('onepiece', 'colour', partsOf(colourText, /[\s/;,]+/));
  const attributes =
    attributeText === null ? [] : allMeant('onepiece', 'attribute', partsOf(attributeText, /[\s/;,]+/));
  const numberTexts = { cost: text('cost'), power: text('power'), counter: text('counterplus'), life: text('life') };
  const numberOf = (name: keyof typeof numberTexts): number | null => {
    const number = numberTexts[name];
    return number === null ? null : integerOf(name, number);
  };
  const numbers = {
    cost: numberOf('cost'),
    power: numberOf('power'),
    counter: numberOf('counter'),
    life: numberOf('life'),
  };
  const subtypes = partsOf(text('subtypes') ?? '', /[/;]/).map(slugOf);
  return {
    attributes: {
      rarity: card.rarity,
      colours: colours ?? [],
      card_type,
      subtypes: [...new Set(subtypes.filter((slug) => slug !== ''))],
      stage: null,
      attributes: attributes ?? [],
      hp: null,
      ...numbers,
    },
    notUnderstood: [
      ...(typeText !== null && card_type === null ? (['card_type'] as const) : []),
      ...(colours === null ? (['colour'] as const) : []),
      ...(attributes === null ? (['attribute'] as const) : []),
      ...(['cost', 'power', 'counter', 'life'] as const).filter(
        (name) => numberTexts[name] !== null && numbers[name] === null,
      ),
    ],
  };
};

/** Returns what a card is, and what of it is stated and not understood. */
export const attributesOf = (card: StatedCard): ReadAttributes => {
  const rarityText = stated(card.rarity ?? undefined);
  const rarity = rarityText === null ? null : wordMeant(card.game, 'rarity', rarityText);
  const of = card.game === 'pokemon' ? readPokemon : readOnePiece;
  const { attributes, notUnderstood } = of({ ...card, rarity }, textsOf(card));
  return {
    attributes,
    notUnderstood: [...(rarityText !== null && rarity === null ? (['rarity'] as const) : []), ...notUnderstood],
  };
};
