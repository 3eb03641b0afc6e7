/**
 * Sets, products and prices of the seeded market at any stamp. No state, no clock, no I/O: the same seed and stamp give
 * the same answer forever. Rejected: a simulation that steps from day to day, because a date would cost all days before.
 */
import { mix, pick, spellAt } from './hash.js';
import type { SpellRule } from './hash.js';
import { announcedDaysBefore, findGroup, firstSeasonDay, groupPlan, listGroups, listedFromTick } from './groups.js';
import type { GroupPlan } from './groups.js';
import type { SandboxCategory } from './categories.js';
import { cleanNameOf } from './names.js';
import { factsOf, nameOf } from './details.js';
import type { Fact } from './details.js';
import { priceRowsOf } from './prices.js';
import type { PriceRow } from './prices.js';
import { numbersOf, productOf } from './products.js';
import type { Product } from './products.js';
import { dayOfTick, stampOf, tickAt, ticksPerDay } from './calendar.js';

export interface ListedGroup {
  readonly groupId: number;
  readonly categoryId: SandboxCategory;
  readonly name: string;
  readonly abbreviation: string;
  readonly supplemental: boolean;
  readonly publishedOn: Date;
  /** The day of release is unknown: `publishedOn` is the moment that the source filled in. */
  readonly releaseUnknown: boolean;
  readonly modifiedOn: Date;
}

export interface ListedProduct {
  readonly productId: number;
  readonly categoryId: SandboxCategory;
  readonly groupId: number;
  readonly name: string;
  readonly cleanName: string;
  readonly sealed: boolean;
  readonly modifiedOn: Date;
  /** The day of release; `null` once it is past. */
  readonly presaleUntil: Date | null;
  readonly facts: readonly Fact[];
}

/** The market as published at `stamp`. A group that the category does not list is `undefined`; an empty one is []. */
export interface ListingsView {
  readonly stamp: Date;
  groups(categoryId: SandboxCategory): ListedGroup[];
  products(categoryId: SandboxCategory, groupId: number): ListedProduct[] | undefined;
  prices(categoryId: SandboxCategory, groupId: number): PriceRow[] | undefined;
}

export interface Listings {
  /** Returns the market at the last publication at or before `instant`. */
  at(instant: Date): ListingsView;
}

const dayMs = 86_400_000;
/** A product leaves the catalog for one to five days, then returns. */
const delisting: SpellRule = {
  salt: 31,
  blockTicks: 28 * ticksPerDay,
  chance: 0.004,
  minTicks: ticksPerDay,
  maxTicks: 5 * ticksPerDay,
};
/** Movers: the first cards of four promo sets move to a mainline set and back, every 14 days. */
const moverHomes = [2, 3, 4, 5] as const;
const moverTicks = 14 * ticksPerDay;
const moverHost = 20;

const isAway = (mover: Product, tick: number): boolean =>
  Math.floor((tick + pick(mover.key, 33, 2 * moverTicks)) / moverTicks) % 2 === 1;

const isDelisted = (product: Product, tick: number): boolean => spellAt(product.key, tick, delisting) !== undefined;

/** Returns the products that a group lists at `tick`, by product id. */
const membersOf = (seed: number, plan: GroupPlan, tick: number): Product[] => {
  const residents = numbersOf(plan)
    .filter((number) => tick >= listedFromTick(plan, number))
    .map((number) => productOf(plan, number));
  const isHome = moverHomes.some((index) => index === plan.index);
  const staying = isHome ? residents.filter((product) => product.number !== 0 || !isAway(product, tick)) : residents;
  const guests =
    plan.index === moverHost
      ? moverHomes
          .map((index) => productOf(groupPlan(seed, plan.categoryId, index), 0))
          .filter((product) => isAway(product, tick))
      : [];
  return [...staying, ...guests]
    .filter((product) => !isDelisted(product, tick))
    .sort((a, b) => a.productId - b.productId);
};

/**
 * Returns the last edit of a set or product, to the millisecond as the source shows it. The edit never changes: an edit
 * a day would make the whole catalog look changed every day. Old sets were edited within two years of their release.
 */
const modifiedOf = (key: number, plan: GroupPlan): Date => {
  const day =
    plan.kind === 'season'
      ? plan.publishedDay - announcedDaysBefore - 1 - pick(key, 34, 30)
      : Math.min(plan.publishedDay + pick(key, 34, 700), firstSeasonDay);
  return new Date(day * dayMs + pick(key, 35, dayMs));
};

/** The last two promo sets have no day of release; the source filled in one moment for all of them. */
const hasNoRelease = (plan: GroupPlan): boolean => plan.kind === 'promo' && plan.index >= 6;
const filledInOn = new Date('2025-06-25T20:00:06.454Z');

const listedGroup = (plan: GroupPlan): ListedGroup => ({
  groupId: plan.groupId,
  categoryId: plan.categoryId,
  name: plan.name,
  abbreviation: plan.abbreviation,
  supplemental: plan.kind === 'flicker',
  publishedOn: hasNoRelease(plan) ? filledInOn : new Date(plan.publishedDay * dayMs),
  releaseUnknown: hasNoRelease(plan),
  modifiedOn: modifiedOf(plan.key, plan),
});

const listedProduct = (product: Product, groupId: number, nowDay: number): ListedProduct => {
  const name = nameOf(product);
  const { publishedDay } = product.home;
  return {
    productId: product.productId,
    categoryId: product.categoryId,
    groupId,
    name,
    cleanName: cleanNameOf(name),
    sealed: product.sealed,
    modifiedOn: modifiedOf(product.key, product.home),
    presaleUntil: nowDay < publishedDay ? new Date(publishedDay * dayMs) : null,
    facts: factsOf(product),
  };
};

/** Creates the listings of a seed. `seed` is any integer; only its low 32 bits count. */
export const createListings = ({ seed }: { readonly seed: number }): Listings => {
  const root = mix(0x5eed, seed | 0);
  return {
    at: (instant) => {
      const tick = tickAt(instant);
      const nowDay = dayOfTick(tick);
      return {
        stamp: stampOf(tick),
        groups: (categoryId) => listGroups(root, categoryId, tick).map(listedGroup),
        products: (categoryId, groupId) => {
          const plan = findGroup(root, categoryId, groupId, tick);
          return plan && membersOf(root, plan, tick).map((product) => listedProduct(product, groupId, nowDay));
        },
        prices: (categoryId, groupId) => {
          const plan = findGroup(root, categoryId, groupId, tick);
          return (
            plan &&
            membersOf(root, plan, tick).flatMap((product) =>
              priceRowsOf(product, tick, listedFromTick(product.home, product.number)),
            )
          );
        },
      };
    },
  };
};
