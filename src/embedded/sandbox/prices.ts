/**
 * The prices of one printing of one product: integer cents, a pure function of seed, printing and tick.
 *
 * Each printing has a rhythm (from daily to monthly) and keeps its price between two moves, so that about a third of all
 * market values change in a day (measured in 2025: 24 % Pokémon, 35 % One Piece). Math.exp and Math.log are software in
 * V8, the same on every machine; results are rounded to cents at once.
 */
import { draw, mix, normal, pick, smoothNoise, spellAt } from './hash.js';
import type { SpellRule } from './hash.js';
import { ticksPerDay } from './calendar.js';
import type { Product } from './products.js';

/** Cents of US dollars. `market` and `directLow` are `null` if the marketplace shows none. */
export interface PriceRow {
  readonly productId: number;
  readonly printing: string;
  readonly low: number;
  readonly mid: number;
  readonly high: number;
  readonly market: number | null;
  readonly directLow: number | null;
}

const day = ticksPerDay;
const month = 28 * day;
/** A printing without offers for some days: its row is absent. */
const gap: SpellRule = { salt: 61, blockTicks: month, chance: 0.015, minTicks: day, maxTicks: 4 * day };
/** A spike or a crash, 9 to 18 times, for one to four days. */
const shock: SpellRule = { salt: 62, blockTicks: month, chance: 0.0015, minTicks: day, maxTicks: 4 * day };
/** Too few sales for a market price, for a while. Others never have one (neverSold). */
const unsold: SpellRule = { salt: 63, blockTicks: 2 * month, chance: 0.02, minTicks: 2 * day, maxTicks: 20 * day };
/** A seller parks the highest offer out of reach for a while. Others are always parked (alwaysParked). */
const parked: SpellRule = { salt: 64, blockTicks: month, chance: 0.04, minTicks: 2 * day, maxTicks: 12 * day };
const neverSold = 0.013;
const alwaysParked = 0.045;
/** A product without any offer is in the catalog, but never in the prices. */
const neverOffered = 0.008;
const parkingCents = [99_999, 9_999_900, 999_999, 499_999] as const;

/** Ticks between two moves of the market price, and the share of printings with that rhythm. */
const rhythms = [
  { ticks: day, share: 0.22 },
  { ticks: 2 * day, share: 0.22 },
  { ticks: 5 * day, share: 0.2 },
  { ticks: 12 * day, share: 0.2 },
  { ticks: month, share: 0.16 },
] as const;

const toCents = (dollars: number): number => Math.max(1, Math.round(dollars * 100));

/** Returns the tick of the last move at or before `tick`: one in every `period` ticks, at an irregular place. */
const lastMove = (key: number, salt: number, tick: number, period: number): number => {
  const own = mix(key, salt);
  const turn = Math.floor(tick / period);
  const at = turn * period + pick(own, turn, period);
  return at <= tick ? at : (turn - 1) * period + pick(own, turn - 1, period);
};

const rhythmOf = (key: number): number => {
  let rest = draw(key, 51);
  return (rhythms.find(({ share }) => (rest -= share) < 0) ?? rhythms[4]).ticks;
};

/** Returns the factor of a spike or crash at `tick`, else 1. One in twelve is a slip of the decimal point, 150 ×. */
const shockFactor = (key: number, tick: number): number => {
  const spell = spellAt(key, tick, shock);
  if (spell === undefined) return 1;
  if (draw(spell, 3) < 1 / 12) return 150;
  const factor = 9 + 9 * draw(spell, 4);
  return draw(spell, 5) < 0.6 ? factor : 1 / factor;
};

/** Prices of a set start high and settle within weeks of its release. */
const launchHeat = (product: Product, tick: number): number => {
  if (product.home.kind !== 'season') return 0;
  const age = Math.max(0, tick - product.home.publishedDay * day);
  return 0.7 * Math.exp(-age / (21 * day));
};

/** Returns dollars: level, slow drift of set and card, weekly movement, and a small step at each move. */
const worth = (product: Product, key: number, at: number): number =>
  Math.exp(
    product.level +
      launchHeat(product, at) +
      0.2 * smoothNoise(product.home.key, 52, at, 3 * month) +
      0.3 * smoothNoise(key, 53, at, 2 * month) +
      0.06 * smoothNoise(key, 54, at, 7 * day) +
      0.05 * normal(mix(key, 55), at),
  );

type Offers = [low: number, mid: number, high: number];

/** Returns offers around a worth in dollars. low ≤ mid ≤ high always; market may lie outside, as in the real series. */
const offersAround = (dollars: number, key: number, tick: number, period: number): Offers => {
  const at = mix(mix(key, 71), lastMove(key, 72, tick, Math.max(2, period / 2)));
  const low = toCents(dollars * (0.7 + 0.34 * draw(at, 1)));
  const mid = Math.max(low, toCents(dollars * (1 + 0.35 * draw(at, 2))));
  const stretch = draw(key, 73);
  // a few printings have lost their dearer offers: even the highest is below what was last paid
  if (stretch < 0.02) return [Math.min(low, toCents(dollars * 0.8)), toCents(dollars * 0.85), toCents(dollars * 0.9)];
  const high = Math.max(mid, toCents(dollars * (1.2 + 5 * stretch * stretch)));
  const always = draw(key, 74) < alwaysParked;
  if (!always && spellAt(key, tick, parked) === undefined) return [low, mid, high];
  const amount = parkingCents[pick(key, 75, parkingCents.length)] ?? 0;
  return [low, mid, Math.max(high, amount)];
};

/** Returns the row of one printing at `tick`; `undefined` without offers. `priced` is the tick of its first price. */
const rowOf = (product: Product, place: number, tick: number, priced: number): PriceRow | undefined => {
  const key = mix(product.key, 0x200 + place);
  if (spellAt(key, tick, gap) !== undefined) return undefined;
  const period = rhythmOf(key);
  const printing = product.printings[place] ?? 'Normal';
  const lift = place === 0 ? 0 : 0.4;
  const dollars = worth(product, key, lastMove(key, 50, tick, period)) * Math.exp(lift) * shockFactor(key, tick);
  const [low, mid, high] = offersAround(dollars, key, tick, period);
  // a market price needs sales, and those begin two days after the first offer
  const sold = tick >= priced + 2 * day && draw(key, 57) >= neverSold && spellAt(key, tick, unsold) === undefined;
  const direct = product.categoryId === 3 && draw(key, 58) < 0.3;
  return {
    productId: product.productId,
    printing,
    low,
    mid,
    high,
    market: sold ? toCents(dollars) : null,
    directLow: direct ? Math.max(low, toCents(dollars * (0.85 + 0.2 * draw(key, 59)))) : null,
  };
};

/**
 * Returns the price rows of a product at `tick`, one for each printing with offers. `listedFrom` is the tick at which the
 * product entered the catalog. Prices follow a day later.
 */
export const priceRowsOf = (product: Product, tick: number, listedFrom: number): PriceRow[] => {
  const priced = listedFrom + day;
  if (tick < priced || draw(product.key, 56) < neverOffered) return [];
  const rows: PriceRow[] = [];
  for (let place = 0; place < product.printings.length; place += 1) {
    const row = rowOf(product, place, tick, priced);
    if (row !== undefined) rows.push(row);
  }
  return rows;
};
