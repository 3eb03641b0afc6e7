/** Parts of a market: some of its sets, and the publications of one hour of the day. */
import type { Market, Publication } from '../../src/embedded/sandbox/market.js';
import { dayMs } from '../../src/domain/instant.js';

/** Returns the market with the groups of `kept` alone, by category. */
export const withGroups = (market: Market, kept: Readonly<Record<number, readonly number[]>>): Market => {
  const isKept = (category: number, group: number): boolean => kept[category]?.includes(group) === true;
  const part = (whole: Publication): Publication => ({
    ...whole,
    categoryIds: whole.categoryIds.filter((category) => kept[category] !== undefined),
    groups: (category) =>
      whole.groups(category).filter((row) => isKept(category, (row as { groupId: number }).groupId)),
    products: (category, group) => (isKept(category, group) ? whole.products(category, group) : undefined),
    prices: (category, group) => (isKept(category, group) ? whole.prices(category, group) : undefined),
  });
  return {
    at: (time) => part(market.at(time)),
    next: (time) => market.next(time),
  };
};

/** Returns the market as one shows it that publishes once a day, so many milliseconds after midnight. */
export const publishedDaily = (market: Market, afterMidnightMs: number): Market => {
  const daily = (time: Date): Date =>
    new Date(Math.floor((time.getTime() - afterMidnightMs) / dayMs) * dayMs + afterMidnightMs);
  return {
    at: (time) => market.at(daily(time)),
    next: (time) => new Date(daily(time).getTime() + dayMs),
  };
};
