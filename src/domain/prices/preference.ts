/**
 * Decides which price speaks for a card where one number is shown: search, set values, filters, the history that no
 * filter named. The rule is written once, as a list of criteria; the comparison in code and the `order by` in SQL both
 * follow from it.
 *
 * The rule: the first source in the order of `sourceNames` whose market price stands and was confirmed within
 * limits.priceConfirmedMs, in the compared currency before any other. Of its printings the first in the order of
 * `printingOrder` that is not withdrawn and has ever had a market price; else the first at all. A price without a number
 * today keeps its place: the number is what is asked for, not what decides.
 *
 * Rejected: the cheapest printing, because the price of a card then jumps to another printing on a day without a number
 * (from 0.10 to 3.55 and back), and 31 real cards list a Normal that was never sold.
 */
import { sourceNames } from '../source.js';
import { conditions } from './price-key.js';

/**
 * Currency that goes first, and the one of price filters, price orders and set values. A card whose price is in another
 * has none there: nothing is converted, and 500 yen are not 500 cents.
 */
export const comparedCurrency = 'USD';

/** Slugs of printings, the one that speaks for its card first; others follow by slug. */
export const printingOrder = [
  'normal',
  'unlimited',
  'holofoil',
  'unlimited-holofoil',
  'foil',
  'reverse-holofoil',
  '1st-edition',
  '1st-edition-holofoil',
] as const;

/** What the rule compares of the newest price of a key. */
export interface PricePreference {
  readonly kind: string;
  /** `null` if the price is of an ungraded card. */
  readonly grader: string | null;
  readonly withdrawn: boolean;
  /** Whether the key has ever had a market price. */
  readonly priced: boolean;
  /** Whether the source confirmed the price within limits.priceConfirmedMs. */
  readonly confirmed: boolean;
  readonly currency: string;
  readonly source: string;
  readonly printing_slug: string;
  readonly condition: string | null;
  readonly language: string | null;
  readonly price_key: string;
}

/** Where the rule finds its values in SQL. */
export interface PreferenceColumns {
  /** Alias of the table with the columns of the key. */
  readonly key: string;
  /** Boolean expressions; SQL null counts as the worse value. */
  readonly withdrawn: string;
  readonly priced: string;
  readonly confirmed: string;
}

interface Criterion {
  /** Lower goes first; `null` goes last. */
  readonly rank: (price: PricePreference) => boolean | number | string | null;
  /** The same as an SQL expression. */
  readonly sql: (columns: PreferenceColumns) => string;
}

/** Creates a criterion by the place in a list; values outside the list go last. */
const placeIn = (list: readonly string[], column: 'source' | 'printing_slug'): Criterion => ({
  rank: (price) => {
    const at = list.indexOf(price[column]);
    return at === -1 ? null : at;
  },
  sql: ({ key }) => `array_position(array[${list.map((name) => `'${name}'`).join(', ')}], ${key}.${column})`,
});

const stands = ({ withdrawn, priced }: PricePreference): boolean => !withdrawn && priced;
const standsSql = ({ withdrawn, priced }: PreferenceColumns): string =>
  `(not coalesce(${withdrawn}, true) and coalesce(${priced}, false))`;

const criteria: readonly Criterion[] = [
  { rank: ({ kind }) => kind !== 'market', sql: ({ key }) => `${key}.kind <> 'market'` },
  { rank: ({ grader }) => grader !== null, sql: ({ key }) => `${key}.grader is not null` },
  {
    rank: (price) => !(price.confirmed && stands(price)),
    sql: (columns) => `not (coalesce(${columns.confirmed}, false) and ${standsSql(columns)})`,
  },
  { rank: (price) => !stands(price), sql: (columns) => `not ${standsSql(columns)}` },
  {
    rank: ({ currency }) => currency !== comparedCurrency,
    sql: ({ key }) => `${key}.currency <> '${comparedCurrency}'`,
  },
  placeIn(sourceNames, 'source'),
  { rank: ({ source }) => source, sql: ({ key }) => `${key}.source collate "C"` },
  placeIn(printingOrder, 'printing_slug'),
  { rank: ({ printing_slug }) => printing_slug, sql: ({ key }) => `${key}.printing_slug collate "C"` },
  // A source that states conditions: the unstated one speaks for the card, then near mint.
  {
    rank: ({ condition }) => (condition === null ? 0 : 1 + (conditions as readonly string[]).indexOf(condition)),
    sql: ({ key }) =>
      `coalesce(array_position(array[${conditions.map((name) => `'${name}'`).join(', ')}], ${key}.condition), 0)`,
  },
  {
    rank: ({ language }) => language !== null && language !== 'en',
    sql: ({ key }) => `coalesce(${key}.language <> 'en', false)`,
  },
  { rank: ({ language }) => language ?? '', sql: ({ key }) => `coalesce(${key}.language, '') collate "C"` },
  { rank: ({ price_key }) => price_key, sql: ({ key }) => `${key}.price_key collate "C"` },
];

/** Compares two prices of one card: negative if `a` is preferred. */
export const comparePreference = (a: PricePreference, b: PricePreference): number => {
  for (const { rank } of criteria) {
    const [first, second] = [rank(a), rank(b)];
    if (first === second) continue;
    if (first === null) return 1;
    if (second === null) return -1;
    return first < second ? -1 : 1;
  }
  return 0;
};

/** Returns the terms of an `order by` that puts the preferred price of a card first. */
export const preferenceOrder = (columns: PreferenceColumns): string =>
  criteria.map(({ sql }) => sql(columns)).join(', ');

/** Returns the condition, in SQL, under which a row of prices may speak for its card at all: an ungraded market price. */
export const representsCardSql = (alias: string): string => `${alias}.kind = 'market' and ${alias}.grader is null`;
