/**
 * The sets of the seeded market and their dates. A category has a fixed stock of old sets, and launches a new set every
 * few weeks on calendar dates. Rejected: launches relative to the end of the demo's series, because a demo restarted
 * tomorrow would rewrite its past.
 *
 * Ids lie above those of TCGplayer (2026: products below 1,000,000, groups below 30,000):
 *   groups   900,000 + index (Pokémon), 950,000 + index (One Piece), 980,000 + index (Japanese Pokémon)
 *   products 90,000,000 + 1,000 × group index + number (Pokémon), 100,000,000 + … (One Piece),
 *            95,000,000 + … (Japanese Pokémon);
 *            numbers from 900 are sealed products
 */
import { draw, mix, pick } from './hash.js';
import type { GroupKind, SandboxCategory } from './categories.js';
import { abbreviationOf, setName } from './names.js';
import { dayOfTick, ticksPerDay } from './calendar.js';

export interface GroupPlan {
  readonly categoryId: SandboxCategory;
  readonly index: number;
  readonly groupId: number;
  readonly kind: GroupKind;
  readonly key: number;
  readonly name: string;
  readonly abbreviation: string;
  readonly singles: number;
  readonly sealed: number;
  /** Days since 1970; the first day of sale of a `season` set. */
  readonly publishedDay: number;
}

interface CategoryPlan {
  readonly groupIdBase: number;
  readonly productIdBase: number;
  readonly oldSets: number;
  readonly seasonDays: number;
  readonly seasonSingles: number;
}

const plans: Readonly<Record<SandboxCategory, CategoryPlan>> = {
  3: { groupIdBase: 900_000, productIdBase: 90_000_000, oldSets: 104, seasonDays: 28, seasonSingles: 120 },
  68: { groupIdBase: 950_000, productIdBase: 100_000_000, oldSets: 34, seasonDays: 42, seasonSingles: 130 },
  85: { groupIdBase: 980_000, productIdBase: 95_000_000, oldSets: 22, seasonDays: 56, seasonSingles: 30 },
};

/** 2025-07-04, a Friday: the first day of sale of the first season set. */
export const firstSeasonDay = 20_273;
const productsPerGroup = 1_000;
/** A season set lists its sealed products this long before its first day of sale. */
export const announcedDaysBefore = 10;
const flickerDays = 28;
export const firstSealedNumber = 900;

export const productIdOf = (categoryId: SandboxCategory, groupIndex: number, number: number): number =>
  plans[categoryId].productIdBase + groupIndex * productsPerGroup + number;

/** Returns the number of season sets that a category has announced at `tick`. */
const seasonsAt = (categoryId: SandboxCategory, tick: number): number => {
  const { seasonDays } = plans[categoryId];
  return Math.max(0, Math.floor((dayOfTick(tick) + announcedDaysBefore - firstSeasonDay) / seasonDays) + 1);
};

const kindOf = (categoryId: SandboxCategory, index: number): GroupKind => {
  const { oldSets } = plans[categoryId];
  if (index >= oldSets) return 'season';
  if (index === 0) return 'empty';
  if (index === 1) return 'flicker';
  if (index < 8) return 'promo';
  if (categoryId === 68) return index < 16 ? 'deck' : 'modern';
  if (index < 15) return 'vintage';
  return index < 55 ? 'classic' : 'modern';
};

const singlesOf = (categoryId: SandboxCategory, kind: GroupKind, key: number): number => {
  if (kind === 'empty') return 0;
  if (kind === 'flicker') return 8;
  if (kind === 'season') return plans[categoryId].seasonSingles;
  if (categoryId === 85) return 10 + pick(key, 11, 20);
  if (kind === 'promo') return 30 + pick(key, 11, 60);
  if (kind === 'deck') return 17;
  return (categoryId === 68 ? 150 : 120) + pick(key, 11, 100);
};

/** Returns the plan of a group, by its index in the category: a pure function of the seed. */
export const groupPlan = (seed: number, categoryId: SandboxCategory, index: number): GroupPlan => {
  const { groupIdBase, oldSets, seasonDays } = plans[categoryId];
  const key = mix(mix(mix(seed, 0x67), categoryId), index);
  const kind = kindOf(categoryId, index);
  return {
    categoryId,
    index,
    groupId: groupIdBase + index,
    kind,
    key,
    name: setName(categoryId, kind, key, index),
    abbreviation: abbreviationOf(categoryId, kind, index),
    singles: singlesOf(categoryId, kind, key),
    sealed: kind === 'empty' || kind === 'flicker' ? 0 : kind === 'promo' || kind === 'deck' ? 2 : 6,
    publishedDay:
      kind === 'season'
        ? firstSeasonDay + (index - oldSets) * seasonDays
        : // old sets spread evenly over 1999 (day 10,600) or 2022 (day 19,300) to the first season
          Math.floor(
            (categoryId === 68 ? 19_300 : 10_600) +
              ((index + draw(key, 12)) / oldSets) * (categoryId === 68 ? 900 : 9_600),
          ),
  };
};

/** Returns whether the category lists this group at `tick`. */
const isGroupListed = (plan: GroupPlan, tick: number): boolean => {
  if (plan.kind === 'season') return dayOfTick(tick) >= plan.publishedDay - announcedDaysBefore;
  return plan.kind !== 'flicker' || (dayOfTick(tick) + (plan.key % flickerDays)) % flickerDays !== 0;
};

/** Returns the plan of a listed group; `undefined` if the category does not list this id at `tick`. */
export const findGroup = (
  seed: number,
  categoryId: SandboxCategory,
  groupId: number,
  tick: number,
): GroupPlan | undefined => {
  const { groupIdBase, oldSets } = plans[categoryId];
  const index = groupId - groupIdBase;
  if (!Number.isInteger(index) || index < 0 || index >= oldSets + seasonsAt(categoryId, tick)) return undefined;
  const plan = groupPlan(seed, categoryId, index);
  return isGroupListed(plan, tick) ? plan : undefined;
};

/** Returns the groups that the category lists at `tick`, newest first as in the real list. */
export const listGroups = (seed: number, categoryId: SandboxCategory, tick: number): GroupPlan[] => {
  const count = plans[categoryId].oldSets + seasonsAt(categoryId, tick);
  return Array.from({ length: count }, (_, at) => groupPlan(seed, categoryId, count - 1 - at)).filter((plan) =>
    isGroupListed(plan, tick),
  );
};

/** Returns the tick from which a product of a group is listed. Its first price follows a day later. */
export const listedFromTick = (plan: GroupPlan, number: number): number => {
  if (plan.kind !== 'season') return Number.NEGATIVE_INFINITY;
  const release = plan.publishedDay * ticksPerDay;
  if (number >= firstSealedNumber) return release - announcedDaysBefore * ticksPerDay;
  // a few cards are sold before the release, most appear over the five days around it
  const early = draw(plan.key, number) < 0.1;
  return early ? release - 5 * ticksPerDay + pick(plan.key, 500 + number, 8) : release - 8 + pick(plan.key, number, 20);
};
