/** Filters on what a card is: reads the words typed, and returns the conditions on the columns of `cards`. */
import { distance } from 'fastest-levenshtein';
import { ledgerError } from '../../src/base/errors.js';
import type { AttributeName, NumberAttribute } from '../../src/domain/cards/attributes.js';
import { type Game, games } from '../../src/domain/cards/card.js';
import { isOpen, slugOf, type WordAttribute, wordMeant, wordsOf } from '../../src/domain/cards/vocabulary.js';
import type { Database } from '../../src/postgres/database.js';
import type { Parameters } from './parameters.js';

/** The columns of what a card is. */
export const attributeColumns = {
  rarity: 'rarity_slug',
  colour: 'colours',
  card_type: 'card_type',
  subtype: 'subtypes',
  stage: 'stage',
  attribute: 'attribute_slugs',
  hp: 'hp',
  cost: 'cost',
  power: 'power',
  counter: 'counter',
  life: 'life',
} as const satisfies Record<AttributeName, string>;

/** Attributes of which a card may have several values. */
export const isList = (attribute: AttributeName): boolean =>
  attribute === 'colour' || attribute === 'subtype' || attribute === 'attribute';

/** The slugs wanted of an attribute, of each game that has one of them. */
export type WordFilter = Readonly<Partial<Record<Game, readonly string[]>>>;

export interface Range {
  readonly min?: number | undefined;
  readonly max?: number | undefined;
}

/** What cards are to be; a card has one of the words of every attribute named. */
export interface AttributeFilters {
  readonly words: Readonly<Partial<Record<WordAttribute, WordFilter>>>;
  readonly numbers: Readonly<Partial<Record<NumberAttribute, Range>>>;
}

/** Words that an error about an unknown one names where all would be too many. */
const nearestMax = 8;

const isSubtypeOf = async (database: Database, game: Game, slug: string): Promise<boolean> => {
  const rows = await database.query(
    'select from catalog.cards where subtypes @> array[$1::text] and game = $2 limit 1',
    [slug, game],
  );
  return rows.length > 0;
};

/** Returns the subtypes that the catalog has, those nearest to `slug` first. */
const nearestSubtypes = async (database: Database, game: Game, slug: string): Promise<string[]> => {
  const rows = await database.query<{ subtype: string }>(
    'select distinct unnest(subtypes) as subtype from catalog.cards where game = $1',
    [game],
  );
  const far = (word: string): number => (word.includes(slug) ? 0 : distance(word, slug));
  return rows
    .map(({ subtype }) => subtype)
    .sort((a, b) => far(a) - far(b) || (a < b ? -1 : 1))
    .slice(0, nearestMax);
};

const unknownWord = async (
  database: Database,
  attribute: WordAttribute,
  { word, asked }: { word: string; asked: readonly Game[] },
): Promise<Error> => {
  const known = await Promise.all(
    asked.map(async (game) => {
      const open = isOpen(game, attribute);
      const words = open ? await nearestSubtypes(database, game, slugOf(word)) : wordsOf(game, attribute);
      return `${game} has ${words.length === 0 ? 'none' : words.join(', ')}${open && words.length > 0 ? ' and others' : ''}`;
    }),
  );
  const expected = known.join('; ');
  return ledgerError('VALIDATION_FAILED', `${attribute}: "${word}" is none of the words that there are: ${expected}`, {
    details: { [attribute]: `expected one of: ${expected}` },
  });
};

/**
 * Reads the words typed for an attribute, several between commas, in any spelling. Throws VALIDATION_FAILED for a word that
 * no game asked for has, naming those that there are.
 */
export const readWords = async (
  database: Database,
  attribute: WordAttribute,
  { text, game }: { text: string; game: Game | undefined },
): Promise<WordFilter> => {
  const asked = game === undefined ? games : [game];
  const filter: Partial<Record<Game, string[]>> = {};
  for (const word of text.split(',')) {
    const meant = await Promise.all(
      asked.map(async (each) => {
        if (!isOpen(each, attribute)) return { game: each, slug: wordMeant(each, attribute, word) };
        const slug = slugOf(word);
        return { game: each, slug: slug !== '' && (await isSubtypeOf(database, each, slug)) ? slug : null };
      }),
    );
    if (meant.every(({ slug }) => slug === null)) throw await unknownWord(database, attribute, { word, asked });
    for (const { game: each, slug } of meant) if (slug !== null) filter[each] = [...(filter[each] ?? []), slug];
  }
  return filter;
};

/** Returns the condition of each filter on a table or CTE with this alias, by its attribute. */
export const attributeConditions = (
  { words, numbers }: AttributeFilters,
  alias: string,
  { add }: Parameters,
): ReadonlyMap<AttributeName, string> => {
  const conditions = new Map<AttributeName, string>();
  for (const [attribute, filter] of Object.entries(words) as [WordAttribute, WordFilter][]) {
    const column = `${alias}.${attributeColumns[attribute]}`;
    const ofGames = Object.entries(filter).map(([game, slugs]) => {
      const wanted = add(slugs, 'text[]');
      return `(${alias}.game = '${game}' and ${isList(attribute) ? `${column} && ${wanted}` : `${column} = any(${wanted})`})`;
    });
    conditions.set(attribute, `(${ofGames.join(' or ')})`);
  }
  for (const [attribute, { min, max }] of Object.entries(numbers) as [NumberAttribute, Range][]) {
    const column = `${alias}.${attributeColumns[attribute]}`;
    const bounds = [
      ...(min === undefined ? [] : [`${column} >= ${add(min, 'integer')}`]),
      ...(max === undefined ? [] : [`${column} <= ${add(max, 'integer')}`]),
    ];
    if (bounds.length > 0) conditions.set(attribute, bounds.join(' and '));
  }
  return conditions;
};
