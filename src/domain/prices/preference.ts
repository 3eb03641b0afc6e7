/**
 * Decides which price speaks for a card where one number is shown: search, set values, filters, the history that no
 * filter named. The rule is written once, as a list of criteria; the comparison in code and the text that sorts in SQL both
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

const placeOf = (slug: string): number => {
  const place = (printingOrder as readonly string[]).indexOf(slug);
  return place < 0 ? printingOrder.length : place;
};

/** Compares slugs of printings by `printingOrder`; others follow by slug. */
export const comparePrintings = (a: string, b: string): number =>
  placeOf(a) - placeOf(b) || (a < b ? -1 : Number(a > b));

/** What the rule compares of the newest price of a key. */
export interface PricePreference {
  readonly kind: string;
  /** `null`, as the next two, if the price is of an ungraded card. */
  readonly grader: string | null;
  readonly grade: string | null;
  readonly grade_qualifier: string | null;
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
  /** Lower goes first. */
  readonly rank: (price: PricePreference) => boolean | number | string;
  /** The same as arguments of SQL's `concat`: a text that sorts by bytes, none of which is the beginning of another. */
  readonly sql: (columns: PreferenceColumns) => string;
}

/** Creates a criterion by a condition: prices that fulfil it go last. */
const last = (rank: (price: PricePreference) => boolean, sql: Criterion['sql']): Criterion => ({
  rank,
  sql: (columns) => `case when ${sql(columns)} then '1' else '0' end`,
});

/** Creates a criterion by the place in a list; values outside the list go last, null as `none` says. */
const placeIn = (
  list: readonly string[],
  column: 'source' | 'printing_slug' | 'condition',
  none: 'first' | 'last',
): Criterion => ({
  rank: (price) => {
    const value = price[column];
    const at = value === null ? -1 : list.indexOf(value);
    return at === -1 && (none === 'last' || value !== null) ? list.length : at;
  },
  sql: ({ key }) => {
    // 'A' is the first place, '@' before it and '~' after all. Rejected: array_position, because it doubles the time.
    const places = list.map((name, at) => `when '${name}' then '${String.fromCharCode(65 + at)}'`);
    const unlisted = none === 'last' ? `'~'` : `case when ${key}.${column} is null then '@' else '~' end`;
    return `case ${key}.${column} ${places.join(' ')} else ${unlisted} end`;
  },
});

/** Creates a criterion by the text of a column, null first. */
const byText = (
  column: 'currency' | 'source' | 'printing_slug' | 'language' | 'grader' | 'grade' | 'grade_qualifier',
): Criterion => ({
  rank: (price) => price[column] ?? '',
  sql: ({ key }) => `${key}.${column}, chr(1)`,
});

const stands = ({ withdrawn, priced }: PricePreference): boolean => !withdrawn && priced;
const standsSql = ({ withdrawn, priced }: PreferenceColumns): string =>
  `(not coalesce(${withdrawn}, true) and coalesce(${priced}, false))`;

const criteria: readonly Criterion[] = [
  last(
    ({ kind }) => kind !== 'market',
    ({ key }) => `${key}.kind <> 'market'`,
  ),
  last(
    ({ grader }) => grader !== null,
    ({ key }) => `${key}.grader is not null`,
  ),
  last(
    (price) => !(price.confirmed && stands(price)),
    (columns) => `not (coalesce(${columns.confirmed}, false) and ${standsSql(columns)})`,
  ),
  last(
    (price) => !stands(price),
    (columns) => `not ${standsSql(columns)}`,
  ),
  last(
    ({ currency }) => currency !== comparedCurrency,
    ({ key }) => `${key}.currency <> '${comparedCurrency}'`,
  ),
  placeIn(sourceNames, 'source', 'last'),
  byText('source'),
  placeIn(printingOrder, 'printing_slug', 'last'),
  byText('printing_slug'),
  // Of a source that states conditions or languages: the unstated one speaks for the card, then near mint and English.
  placeIn(conditions, 'condition', 'first'),
  last(
    ({ language }) => language !== null && language !== 'en',
    ({ key }) => `coalesce(${key}.language <> 'en', false)`,
  ),
  byText('language'),
  byText('currency'),
  byText('grader'),
  byText('grade'),
  byText('grade_qualifier'),
];

/** Compares two prices of one card: negative if `a` is preferred. */
export const comparePreference = (a: PricePreference, b: PricePreference): number => {
  for (const { rank } of criteria) {
    const [first, second] = [rank(a), rank(b)];
    if (first !== second) return first < second ? -1 : 1;
  }
  return 0;
};

/**
 * Returns an SQL expression for a text of which the least, byte by byte, is that of the preferred price of a card. Rejected:
 * terms of an `order by`, because the one price of all cards is then a sort of all prices on a dozen columns, three times as
 * slow as the least text of each group.
 */
export const preferenceText = (columns: PreferenceColumns): string =>
  `concat(${criteria.map(({ sql }) => sql(columns)).join(', ')}) collate "C"`;

/** Returns the condition, in SQL, under which a row of prices may speak for its card at all: an ungraded market price. */
export const representsCardSql = (alias: string): string => `${alias}.kind = 'market' and ${alias}.grader is null`;

/** What the newest price of a key shows. */
export interface ShownPrice extends Omit<PricePreference, 'priced' | 'confirmed'> {
  /** Minor units. */
  readonly market: number | null;
}

const showsNumber = ({ market }: ShownPrice): boolean => market !== null && market > 0;

/**
 * Returns the price that represents a card whatever its keys showed before, of the ungraded market prices that it has now;
 * `null` if the history decides, or if there is none. `contested`: only while its source confirms it, as another source could
 * take its place.
 *
 * The first price in the order of keys decides: with a number it stands, alone it has no rival, and if all are withdrawn none
 * stands. Without a number it depends on whether it ever had one.
 */
export const decidedPrice = <P extends ShownPrice>(
  prices: readonly P[],
): { readonly price: P | null; readonly contested: boolean } => {
  const asPriced = (price: P): PricePreference => ({ ...price, priced: true, confirmed: true });
  const [first, ...others] = prices.toSorted((a, b) => comparePreference(asPriced(a), asPriced(b)));
  if (first === undefined) return { price: null, contested: false };
  if (others.length === 0 || first.withdrawn) return { price: first, contested: false };
  const contested = others.some(({ source }) => source !== first.source);
  return { price: showsNumber(first) ? first : null, contested };
};

/** Returns whether one of the prices shows a number by which cards are compared. */
export const hasComparedNumber = (prices: readonly ShownPrice[]): boolean =>
  prices.some((price) => price.currency === comparedCurrency && showsNumber(price));

/** Returns the number by which a card is compared, of the price that represents it. */
export const comparedNumber = (price: ShownPrice): number | null =>
  price.currency === comparedCurrency ? price.market : null;
