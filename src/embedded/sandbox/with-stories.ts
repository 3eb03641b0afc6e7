/** Adds the set of the stories to a market, from one evening on. */
import { stampOf, tickAt, ticksPerDay } from './calendar.js';
import type { SandboxCategory } from './categories.js';
import type { Fact } from './details.js';
import type { Market } from './market.js';
import { cleanNameOf } from './names.js';
import { groupRow, priceRow, productRow } from './seeded-market.js';
import { stories, type Story, storySet, storyWeeks } from './stories.js';

const categoryId: SandboxCategory = 3;
const { groupId } = storySet;
const publishedOn = new Date('2025-06-20T00:00:00Z');
/** The last edit of everything: what the source shows of a product never changes. */
const modifiedOn = new Date('2025-06-27T14:31:09.250Z');

const all: readonly Story[] = Object.values(stories);

/** Returns the stamp of an evening of the stories; 0 is the first. */
export const eveningOf = (first: Date, evening: number): Date => stampOf(tickAt(first) + evening * ticksPerDay);

const factsOf = ({ number, rarity }: Story): Fact[] =>
  [
    { name: 'Number', displayName: 'Card Number', value: number },
    { name: 'Rarity', displayName: 'Rarity', value: rarity },
  ].flatMap((fact) => (fact.value === null ? [] : [{ ...fact, value: fact.value }]));

const isListed = ({ prices }: Story, evening: number): boolean =>
  Object.values(prices).some((ofPrinting) => ofPrinting.slice(0, evening + 1).some((price) => price !== null));

const productOf = (story: Story): object =>
  productRow({
    productId: story.productId,
    categoryId,
    groupId,
    name: story.name,
    cleanName: cleanNameOf(story.name),
    sealed: story.number === null,
    modifiedOn,
    presaleUntil: null,
    facts: factsOf(story),
  });

/** Returns the rows of a card: offers around the scripted price, and the market price that is shown. */
const rowsOf = ({ productId, prices, wrong }: Story, evening: number, tick: number): object[] =>
  Object.entries(prices).flatMap(([printing, ofPrinting]) => {
    const dollars = ofPrinting[evening] ?? null;
    if (dollars === null) return [];
    const shown = wrong?.[evening];
    const cents = (factor: number): number => Math.round(dollars * factor * 100);
    const market = shown === undefined ? cents(1) : Math.round((shown[tick % shown.length] ?? dollars) * 100);
    const offers = { low: cents(0.92), mid: cents(1.04), high: cents(1.6), directLow: null };
    return [priceRow({ productId, printing, ...offers, market })];
  });

/** Returns `market` with the stories, whose first evening is the publication shown at `first`. */
export const withStories = (market: Market, first: Date): Market => ({
  next: (time) => market.next(time),
  at: (time) => {
    const shown = market.at(time);
    const tick = tickAt(shown.stamp);
    const evenings = Math.floor((tick - tickAt(first)) / ticksPerDay);
    if (evenings < 0) return shown;
    const evening = Math.min(evenings, storyWeeks * 7 - 1);
    const group = groupRow({
      ...storySet,
      categoryId,
      supplemental: false,
      publishedOn,
      releaseUnknown: false,
      modifiedOn,
    });
    const isOurs = (category: number, id: number): boolean => category === categoryId && id === groupId;
    return {
      ...shown,
      groups: (category) => [...(category === categoryId ? [group] : []), ...shown.groups(category)],
      products: (category, id) =>
        isOurs(category, id)
          ? all.filter((story) => isListed(story, evening)).map(productOf)
          : shown.products(category, id),
      prices: (category, id) =>
        isOurs(category, id) ? all.flatMap((story) => rowsOf(story, evening, tick)) : shown.prices(category, id),
    };
  },
});
