/**
 * Decides which price represents a card where one number is shown: search, set values, the history that no filter
 * named. The rule is written once, as a list of criteria; the comparison in code and the `order by` in SQL both follow
 * from it.
 *
 * The rule: the cheapest offer of the market. Market prices go before asking prices, ungraded before graded, offered
 * before withdrawn, keys with a market number before those without, USD before other currencies (nothing is converted);
 * then the lowest market number counts, over all sources and printings.
 *
 * Rejected: the dearest printing, which shows the price of a rarity that few own. Rejected: "Normal" first, which many
 * sets do not have.
 */

/** What the rule compares of the newest price of a key. */
export interface PricePreference {
  readonly kind: string;
  /** `null` if the price is of an ungraded card. */
  readonly grader: string | null;
  readonly withdrawn: boolean;
  /** Minor units; `null` if the source shows no market number. */
  readonly market: number | null;
  readonly currency: string;
  readonly printing_slug: string;
  readonly source: string;
  readonly price_key: string;
}

/** SQL aliases of the tables that hold the key and its newest numbers; the numbers may be outer-joined. */
export interface PreferenceAliases {
  readonly key: string;
  readonly price: string;
}

interface Criterion {
  /** Lower goes first; `null` goes last. */
  readonly rank: (price: PricePreference) => boolean | number | string | null;
  /** The same as an SQL expression. */
  readonly sql: (aliases: PreferenceAliases) => string;
}

const criteria: readonly Criterion[] = [
  { rank: ({ kind }) => kind !== 'market', sql: ({ key }) => `${key}.kind <> 'market'` },
  { rank: ({ grader }) => grader !== null, sql: ({ key }) => `${key}.grader is not null` },
  { rank: ({ withdrawn }) => withdrawn, sql: ({ price }) => `coalesce(${price}.withdrawn, true)` },
  { rank: ({ market }) => market === null, sql: ({ price }) => `${price}.market is null` },
  { rank: ({ currency }) => currency !== 'USD', sql: ({ key }) => `${key}.currency <> 'USD'` },
  { rank: ({ market }) => market, sql: ({ price }) => `${price}.market` },
  { rank: ({ printing_slug }) => printing_slug, sql: ({ key }) => `${key}.printing_slug collate "C"` },
  { rank: ({ source }) => source, sql: ({ key }) => `${key}.source collate "C"` },
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
export const preferenceOrder = (aliases: PreferenceAliases): string =>
  criteria.map(({ sql }) => sql(aliases)).join(', ');

/**
 * Returns the condition, in SQL, under which a row of prices may represent its card at all: an ungraded market price
 * that the source still shows.
 */
export const representsCardSql = (alias: string): string =>
  `${alias}.kind = 'market' and ${alias}.grader is null and not ${alias}.withdrawn`;

/**
 * Currency of price filters, price orders and set values. A card without a price in it has none there: 500 yen are not
 * 500 cents. Among prices in one currency the preferred market number is the minimum, so `min(market)` follows the
 * rule.
 */
export const comparedCurrency = 'USD';
