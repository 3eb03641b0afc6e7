/**
 * Offers of a card as its asking prices: one for each printing, condition, grade and language. `low` is the lowest offer, `mid` the
 * median, `high` the highest, after the outliers are cut.
 *
 * The cut: with four offers or more, an offer further from the median than a factor is left out, which is at least 2 and at most 5
 * (domain/prices/spread.ts). Of three offers nobody can say which is the odd one.
 */
import type { PriceRow } from '../../collecting/source.js';
import { amountText, type Currency } from '../../domain/prices/money.js';
import { type Condition, type PriceKey, printingOf } from '../../domain/prices/price-key.js';
import { isWithin, medianOf, spreadOf } from '../../domain/prices/spread.js';

/** An offer of a copy that is known. Minor units. */
export interface KnownOffer {
  readonly printing: string;
  readonly condition: Condition | null;
  readonly grade: PriceKey['grade'];
  readonly language: string;
  readonly price: number;
  readonly shipping: number | null;
}

const offersToCut = 4;
const factors = { min: 2, max: 5 } as const;

/** Returns the offers without the outliers, the lowest first. */
export const withoutOutliers = <O extends Pick<KnownOffer, 'price'>>(offers: readonly O[]): O[] => {
  const sorted = offers.toSorted((a, b) => a.price - b.price);
  if (sorted.length < offersToCut) return sorted;
  const spread = spreadOf(
    sorted.map(({ price }) => price),
    factors,
  );
  return sorted.filter(({ price }) => isWithin(price, spread));
};

/** Returns the name of a printing by its slug: the catalog's own names follow from theirs. */
const nameOf = (slug: string): string =>
  slug
    .split('-')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join(' ');

const decimal = (minor: number, currency: Currency): string => amountText(minor, currency).split(' ')[0] ?? '';

const groupOf = ({ printing, condition, grade, language }: KnownOffer): string =>
  JSON.stringify([printing, condition, grade?.grader, grade?.grade, grade?.qualifier, language]);

/** Returns the cheapest shipping of the offers at the lowest price; `null` if none of them states any. */
const shippingOfLowest = (kept: readonly KnownOffer[]): number | null => {
  const costs = kept.filter(({ price }) => price === kept[0]?.price).flatMap(({ shipping }) => shipping ?? []);
  return costs.length === 0 ? null : Math.min(...costs);
};

/** Returns the asking prices of a card. Pure; in whatever order the offers stand, the rows are the same. */
export const askingPrices = (cardId: string, currency: Currency, offers: readonly KnownOffer[]): PriceRow[] => {
  const groups = new Map<string, KnownOffer[]>();
  for (const offer of offers) {
    const group = groupOf(offer);
    groups.set(group, [...(groups.get(group) ?? []), offer]);
  }
  return [...groups.keys()].sort().flatMap((group): PriceRow[] => {
    const kept = withoutOutliers(groups.get(group) ?? []);
    const [lowest] = kept;
    const highest = kept.at(-1);
    if (lowest === undefined || highest === undefined) return [];
    const { printing, condition, grade, language } = lowest;
    const key = {
      kind: 'asking',
      printing: printingOf(nameOf(printing)),
      condition,
      grade,
      language,
      currency,
    } as const;
    const amounts = {
      low: decimal(lowest.price, currency),
      mid: decimal(medianOf(kept.map(({ price }) => price)), currency),
      high: decimal(highest.price, currency),
      market: null,
      direct_low: null,
    };
    const shipping = shippingOfLowest(kept);
    const shipped = shipping === null ? {} : { shipping: decimal(shipping, currency) };
    const raw = { printing, condition, grade, language, ...amounts, ...shipped, sample_size: kept.length };
    return [{ outcome: 'price', raw, cardId, key, amounts, sampleSize: kept.length, ...shipped }];
  });
};
