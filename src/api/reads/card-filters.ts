/** The filters of lists of cards: their query parameters, checked and read as a search. */
import { type AttributeFilters, readWords } from '../../../projections/catalog/attribute-filters.js';
import { resolveSet } from '../../../projections/catalog/resolve-set.js';
import type { CardFilters } from '../../../projections/catalog/search-conditions.js';
import { numberAttributes } from '../../domain/cards/attributes.js';
import type { Game, ProductType } from '../../domain/cards/card.js';
import type { WordAttribute } from '../../domain/cards/vocabulary.js';
import type { Database } from '../../postgres/database.js';
import { invalidField, updatedAfterField } from '../params.js';
import type { ApiDeps } from '../services.js';
import type { PageQuery } from './query-parameters.js';

export interface CardFilterQuery extends PageQuery {
  /** Single cards, sealed products, or products that the source does not show to be either */
  kind?: ProductType;
  /** Same as kind */
  product_type?: ProductType;
  /** Rarity in any spelling (`double-rare`, `Double Rare`, `RR`); several between commas. docs/search.md lists those of each game */
  rarity?: string;
  /** Colour of One Piece or energy type of Pokémon; several between commas */
  colour?: string;
  /** Same as colour */
  color?: string;
  /** pokemon, trainer or energy; leader, character, event, stage or don; several between commas */
  card_type?: string;
  /** Mechanics of a Pokémon (ex, GX, VMAX, tag-team), kind of Trainer or Energy (supporter, basic-energy), or a type of One Piece (straw-hat-crew); several between commas. `EX` is another than `ex` */
  subtype?: string;
  /** Stage of a Pokémon (basic, stage-1, vmax); several between commas */
  stage?: string;
  /** How a One Piece card attacks: slash, strike, ranged, special or wisdom; several between commas */
  attribute?: string;
  /**
   * Least HP
   * @isInt
   * @minimum 0
   * @maximum 9999
   */
  hp_min?: number;
  /**
   * Greatest HP
   * @isInt
   * @minimum 0
   * @maximum 9999
   */
  hp_max?: number;
  /**
   * Least cost
   * @isInt
   * @minimum 0
   * @maximum 9999
   */
  cost_min?: number;
  /**
   * Greatest cost
   * @isInt
   * @minimum 0
   * @maximum 9999
   */
  cost_max?: number;
  /**
   * Least power
   * @isInt
   * @minimum 0
   * @maximum 99999
   */
  power_min?: number;
  /**
   * Greatest power
   * @isInt
   * @minimum 0
   * @maximum 99999
   */
  power_max?: number;
  /**
   * Least counter
   * @isInt
   * @minimum 0
   * @maximum 99999
   */
  counter_min?: number;
  /**
   * Greatest counter
   * @isInt
   * @minimum 0
   * @maximum 99999
   */
  counter_max?: number;
  /**
   * Least life
   * @isInt
   * @minimum 0
   * @maximum 99
   */
  life_min?: number;
  /**
   * Greatest life
   * @isInt
   * @minimum 0
   * @maximum 99
   */
  life_max?: number;
  /**
   * Least current market price, in USD
   * @minimum 0
   */
  min_price?: number;
  /**
   * Greatest current market price, in USD
   * @minimum 0
   */
  max_price?: number;
  /**
   * Only cards updated after this position, or after this day or time: by an event of the card (listed, revised, mapped) or of its prices (observed, withdrawn,
   * corrected, held). A check that found all as it was is none, nor is a renamed set. Take the `Ledger-Position` of a walk's first page for the next walk
   */
  updated_after?: string;
}

/** Returns the value of a parameter that has two names. Throws VALIDATION_FAILED if they differ. */
const oneOf = <T>(query: Readonly<Record<string, T | undefined>>): T | undefined => {
  const [[first, value], [second, other]] = Object.entries(query) as [[string, T | undefined], [string, T | undefined]];
  if (value !== undefined && other !== undefined && value !== other)
    throw invalidField(second, `the same as ${first}, or only one of them`, String(other));
  return value ?? other;
};

const checkOrder = (least: string, min: number | undefined, greatest: string, max: number | undefined): void => {
  if (min !== undefined && max !== undefined && min > max) throw invalidField(least, `no more than ${greatest}`, min);
};

/** Returns what is asked of what cards are. */
const attributeFiltersOf = async (
  database: Database,
  query: CardFilterQuery,
  game: Game | undefined,
): Promise<AttributeFilters> => {
  const { rarity, colour, color, card_type, subtype, stage, attribute } = query;
  const texts = { rarity, colour: oneOf({ colour, color }), card_type, subtype, stage, attribute };
  const words = await Promise.all(
    Object.entries(texts).flatMap(([name, text]) =>
      text === undefined
        ? []
        : [readWords(database, name as WordAttribute, { text, game }).then((filter) => [name, filter] as const)],
    ),
  );
  const numbers = numberAttributes.map(
    (name) => [name, { min: query[`${name}_min`], max: query[`${name}_max`] }] as const,
  );
  return { words: Object.fromEntries(words), numbers: Object.fromEntries(numbers) };
};

/** Throws VALIDATION_FAILED for bounds that exclude each other and names that contradict. Asks no database. */
export const checkFilters = (query: CardFilterQuery): void => {
  const { kind, product_type, colour, color } = query;
  oneOf({ kind, product_type });
  oneOf({ colour, color });
  checkOrder('min_price', query.min_price, 'max_price', query.max_price);
  for (const name of numberAttributes) {
    const [least, greatest] = [`${name}_min`, `${name}_max`] as const;
    checkOrder(least, query[least], greatest, query[greatest]);
  }
};

/**
 * Returns the filters of a query. Throws VALIDATION_FAILED for a word that no game has, naming those that there are, and
 * SET_NOT_FOUND or SET_AMBIGUOUS for the set.
 */
export const readFilters = async (
  { database, log }: Pick<ApiDeps, 'database' | 'log'>,
  query: CardFilterQuery,
  scope: { game: Game | undefined; set?: { readonly identifier: string; readonly field: string } | undefined },
): Promise<CardFilters> => {
  const { game, set } = scope;
  const { kind, product_type, min_price: minPrice, max_price: maxPrice } = query;
  const setId = set === undefined ? undefined : await resolveSet(database, set.identifier, { game, field: set.field });
  const attributes = await attributeFiltersOf(database, query, game);
  const updatedAfter = updatedAfterField(log, query.updated_after);
  return {
    tcgType: game,
    setId,
    productType: oneOf({ kind, product_type }),
    attributes,
    minPrice,
    maxPrice,
    updatedAfter,
  };
};
