/**
 * The only source of chance in the seeded market: an integer hash. A value depends on its arguments alone (seed,
 * product, tick), so any date can be computed directly. Rejected: a seeded generator, because its sequence would make
 * the prices of a day depend on every day before it.
 */

/** Mixes `value` into `state` with MurmurHash3's round and finaliser. Returns an integer in [0, 2^32). */
export const mix = (state: number, value: number): number => {
  let k = Math.imul(value, 0xcc9e2d51);
  k = Math.imul((k << 15) | (k >>> 17), 0x1b873593);
  let h = state ^ k;
  h = (Math.imul((h << 13) | (h >>> 19), 5) + 0xe6546b64) | 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
};

/** Returns a number in [0, 1) for `salt` under `key`. */
export const draw = (key: number, salt: number): number => mix(key, salt) / 2 ** 32;

/** Returns an integer in [0, below). */
export const pick = (key: number, salt: number, below: number): number => mix(key, salt) % below;

/** Returns a number of mean 0 and deviation 1, within ±3.47: the sum of four uniform halves, without trigonometry. */
export const normal = (key: number, salt: number): number => {
  const a = mix(key, salt);
  const b = mix(a, salt);
  const sum = (a & 0xffff) + (a >>> 16) + (b & 0xffff) + (b >>> 16);
  return (sum / 65_536 - 2) * Math.sqrt(3);
};

/** Returns value noise in [-1, 1]: one random height every `knotTicks`, a smooth curve between. */
export const smoothNoise = (key: number, salt: number, tick: number, knotTicks: number): number => {
  const at = tick / knotTicks;
  const knot = Math.floor(at);
  const fraction = at - knot;
  const curve = mix(key, salt);
  const from = draw(curve, knot);
  const to = draw(curve, knot + 1);
  return 2 * (from + (to - from) * fraction * fraction * (3 - 2 * fraction)) - 1;
};

export interface SpellRule {
  readonly salt: number;
  /** Time is cut into blocks this long (each key at its own phase); a block holds one spell at most. */
  readonly blockTicks: number;
  /** Probability that a block holds a spell. */
  readonly chance: number;
  readonly minTicks: number;
  /** Below `blockTicks`, so that a spell begins and ends inside its block. */
  readonly maxTicks: number;
}

/** Returns the hash of the spell (a withdrawal, a spike …) that covers `tick` for `key`; `undefined` if none does. */
export const spellAt = (key: number, tick: number, rule: SpellRule): number | undefined => {
  const own = mix(key, rule.salt);
  const shifted = tick + (own % rule.blockTicks);
  const block = Math.floor(shifted / rule.blockTicks);
  const spell = mix(own, block);
  if (spell / 2 ** 32 >= rule.chance) return undefined;
  const length = rule.minTicks + pick(spell, 1, rule.maxTicks - rule.minTicks + 1);
  const start = pick(spell, 2, rule.blockTicks - length);
  const position = shifted - block * rule.blockTicks;
  return position >= start && position < start + length ? spell : undefined;
};
