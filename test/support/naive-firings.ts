/**
 * Firings of alerts as the recorded files have them: a walk over the days, one price after another, which shares no code
 * with the alerter. It covers the rules of the story of alerts, all without hysteresis and cooldown.
 */
import type { RecordedRow } from '../../src/embedded/sandbox/recorded-market.js';

/** A condition, in cents. */
export type NaiveWhen =
  | { readonly type: 'at_least'; readonly cents: number }
  | { readonly type: 'changed'; readonly basisPoints: number }
  | { readonly type: 'highest'; readonly days: number }
  | { readonly type: 'offered' }
  | { readonly type: 'gone' };

/** `market`: in cents, `null` without a number. */
interface Offer {
  readonly market: number | null;
}

const gameOf = { 3: 'pokemon', 68: 'onepiece' } as const;
const cents = (amount: number | null): number | null => (amount === null ? null : Math.round(amount * 100));

/** Returns the offers of a card by printing, one for each day; `undefined` where the file of the day has none. */
export const offersOf = (
  days: readonly (readonly RecordedRow[])[],
  cardId: string,
): ReadonlyMap<string, readonly (Offer | undefined)[]> => {
  const found = new Map<string, (Offer | undefined)[]>();
  for (const [at, rows] of days.entries()) {
    for (const { category, product, printing, market } of rows) {
      if (`${gameOf[category as 3 | 68]}-${product}` !== cardId) continue;
      const offers = found.get(printing) ?? days.map(() => undefined);
      offers[at] = { market: cents(market) };
      found.set(printing, offers);
    }
  }
  return found;
};

/** Returns on which days an alert fires that is made on the first of them, and at which price. */
export const naiveFirings = (
  days: readonly string[],
  offers: readonly (Offer | undefined)[],
  when: NaiveWhen,
): { readonly day: string; readonly cents: number | null }[] => {
  const firings: { day: string; cents: number | null }[] = [];
  let wasTrue = false;
  let measuredFrom: number | null = null;
  let wasSeen = false;
  let before: number | null = null;
  for (const [at, offer] of offers.entries()) {
    const day = days[at] as string;
    const price = offer?.market ?? null;
    wasSeen ||= offer !== undefined;
    if (when.type === 'offered' || when.type === 'gone') {
      const isTrue = when.type === 'offered' ? offer !== undefined : wasSeen && offer === undefined;
      if (isTrue && !wasTrue) firings.push({ day, cents: price });
      wasTrue = isTrue;
      continue;
    }
    if (price === null || price === before) continue;
    before = price;
    if (when.type === 'changed') {
      measuredFrom ??= price;
      if (Math.abs(price - measuredFrom) * 10_000 < measuredFrom * when.basisPoints) continue;
      firings.push({ day, cents: price });
      measuredFrom = price;
      continue;
    }
    const daysBack = (other: string): number => (Date.parse(day) - Date.parse(other)) / 86_400_000;
    const earlier =
      when.type === 'highest'
        ? offers
            .slice(0, at)
            .flatMap((each, other) => (daysBack(days[other] as string) <= when.days ? (each?.market ?? []) : []))
        : [];
    const isTrue = when.type === 'highest' ? earlier.length > 0 && price > Math.max(...earlier) : price >= when.cents;
    if (isTrue && !wasTrue) firings.push({ day, cents: price });
    wasTrue = isTrue;
  }
  return firings;
};
