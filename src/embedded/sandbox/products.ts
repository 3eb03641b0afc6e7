/**
 * A product of the seeded market as numbers: rarity, printings, price level. The texts are in details.ts, because the
 * prices of a whole day are computed without building a single name.
 */
import { draw, mix, normal, pick } from './hash.js';
import { firstSealedNumber, productIdOf } from './groups.js';
import type { GroupPlan } from './groups.js';
import type { SandboxCategory } from './categories.js';

export interface Rarity {
  readonly name: string;
  /** Share of the numbered cards of a set; the shares of a list add up to 1. */
  readonly share: number;
  /** Typical price in dollars. */
  readonly level: number;
  /** Whether the plain printing is foil. */
  readonly foil: boolean;
}

const pokemonRarities: readonly [Rarity, ...Rarity[]] = [
  { name: 'Common', share: 0.4, level: 0.14, foil: false },
  { name: 'Uncommon', share: 0.27, level: 0.2, foil: false },
  { name: 'Rare', share: 0.12, level: 0.45, foil: false },
  { name: 'Holo Rare', share: 0.09, level: 1.6, foil: true },
  { name: 'Ultra Rare', share: 0.07, level: 5, foil: true },
  { name: 'Illustration Rare', share: 0.035, level: 14, foil: true },
  { name: 'Special Illustration Rare', share: 0.015, level: 60, foil: true },
];
const onePieceRarities: readonly [Rarity, ...Rarity[]] = [
  { name: 'C', share: 0.42, level: 0.15, foil: false },
  { name: 'UC', share: 0.25, level: 0.2, foil: false },
  { name: 'R', share: 0.17, level: 0.5, foil: true },
  { name: 'L', share: 0.06, level: 0.7, foil: false },
  { name: 'SR', share: 0.08, level: 4, foil: true },
  { name: 'SEC', share: 0.02, level: 18, foil: true },
];
const promo: Rarity = { name: 'Promo', share: 1, level: 3, foil: true };

/** A One Piece card printed again with another picture: same number, another product, another price. */
export const variants = [
  { name: 'Parallel', level: 12 },
  { name: 'Alternate Art', level: 25 },
  { name: 'SP', level: 60 },
  { name: 'Manga', level: 400 },
] as const;
export type Variant = (typeof variants)[number];

export interface Product {
  readonly productId: number;
  readonly categoryId: SandboxCategory;
  /** The set it was printed in. Another set can list it (listings.ts, movers). */
  readonly home: GroupPlan;
  /** Place in the set: below 900 a single, from 900 a sealed product. */
  readonly number: number;
  readonly key: number;
  readonly sealed: boolean;
  /** The number on the card: parallels share it with the plain card. */
  readonly printedNumber: number;
  readonly variant: Variant | undefined;
  /** `undefined` for sealed products. */
  readonly rarity: Rarity | undefined;
  readonly printings: readonly string[];
  /** Natural logarithm of the typical price in dollars. */
  readonly level: number;
}

const rarityOf = (home: GroupPlan, key: number): Rarity => {
  if (home.kind === 'promo' || home.kind === 'flicker') return promo;
  const rarities = home.categoryId === 68 ? onePieceRarities : pokemonRarities;
  let rest = draw(key, 41);
  return rarities.find((rarity) => (rest -= rarity.share) < 0) ?? rarities[0];
};

/** Returns the number of singles with their own number; the rest are parallels of those (One Piece only). */
const plainSinglesOf = (home: GroupPlan): number =>
  home.categoryId === 68 && (home.kind === 'modern' || home.kind === 'season')
    ? Math.floor(home.singles * 0.75)
    : home.singles;

const variantOf = (key: number, place: number): Variant => {
  // the first two parallels of a set are of its card 001, so that one number always has three prices
  if (place === 0) return variants[0];
  if (place === 1) return variants[3];
  const chance = draw(key, 42);
  return chance < 0.7 ? variants[0] : chance < 0.87 ? variants[1] : chance < 0.97 ? variants[2] : variants[3];
};

const printingsOf = (home: GroupPlan, rarity: Rarity, variant: Variant | undefined, key: number): readonly string[] => {
  if (home.categoryId === 68) {
    if (variant !== undefined || rarity.foil) return ['Foil'];
    return draw(key, 43) < 0.04 ? ['Normal', 'Foil'] : ['Normal'];
  }
  if (home.kind === 'promo' || home.kind === 'flicker') return draw(key, 43) < 0.3 ? ['Normal'] : ['Holofoil'];
  if (home.kind === 'vintage') {
    return rarity.foil ? ['1st Edition Holofoil', 'Unlimited Holofoil'] : ['Unlimited', '1st Edition'];
  }
  const plain = rarity.foil ? 'Holofoil' : 'Normal';
  const reversed = home.kind === 'classic' ? draw(key, 43) < 0.5 : rarity.level < 5;
  if (!reversed) return [plain];
  // the source does not sort printings
  return draw(key, 44) < 0.5 ? ['Reverse Holofoil', plain] : [plain, 'Reverse Holofoil'];
};

const sealedLevels = [4.5, 140, 900, 45, 14, 25] as const;

/** Returns product `number` of a set. It is pure and cheap enough to be computed again instead of kept. */
export const productOf = (home: GroupPlan, number: number): Product => {
  const key = mix(home.key, 0x10000 + number);
  const productId = productIdOf(home.categoryId, home.index, number);
  const common = { productId, categoryId: home.categoryId, home, number, key };
  const spread = normal(key, 45) * 0.75;
  const age = home.kind === 'vintage' ? Math.log(15) : 0;
  if (number >= firstSealedNumber) {
    const typical = sealedLevels[(number - firstSealedNumber) % sealedLevels.length] ?? 1;
    const level = Math.log(typical) + spread * 0.4 + age;
    const printings = ['Normal'];
    return { ...common, sealed: true, printedNumber: 0, variant: undefined, rarity: undefined, printings, level };
  }
  const plainSingles = plainSinglesOf(home);
  const place = number - plainSingles;
  const variant = place < 0 ? undefined : variantOf(key, place);
  const plainNumber = place < 0 ? number : place < 2 ? 0 : pick(key, 46, plainSingles);
  // a parallel has the rarity of the card it repeats
  const rarity = rarityOf(home, variant === undefined ? key : mix(home.key, 0x10000 + plainNumber));
  return {
    ...common,
    sealed: false,
    printedNumber: plainNumber + 1,
    variant,
    rarity,
    printings: printingsOf(home, rarity, variant, key),
    level: Math.log(variant === undefined ? rarity.level : variant.level) + spread + age,
  };
};

/** Returns the numbers of all products of a set, singles first. */
export const numbersOf = (home: GroupPlan): number[] => [
  ...Array.from({ length: home.singles }, (_, at) => at),
  ...Array.from({ length: home.sealed }, (_, at) => firstSealedNumber + at),
];
