/**
 * What stood of one price from instant to instant, for the newest weeks: a pure fold over what events say of it. Late
 * facts, corrections and voids change what stood in the past.
 */
import type { PriceChange } from '../../src/domain/prices/price-change.js';
import type { PriceNumbers } from '../../src/domain/prices/price-numbers.js';
import { keptMs, marketNone, marketWithdrawn } from './tables.js';

/** The arrays of a row of the table. */
export interface StandingPrices {
  /** Milliseconds since 1970, ascending. */
  readonly at: number[];
  readonly market: number[];
  readonly low: number[];
  readonly mid: number[];
  readonly steps: number[];
  pruned: boolean;
}

/** Returns a price of which nothing is known. */
export const noPrices = (): StandingPrices => ({ at: [], market: [], low: [], mid: [], steps: [], pruned: false });

/** The numbers of one instant, as the table has them. */
export interface StandingNumbers {
  readonly atMs: number;
  readonly market: number;
  readonly low: number;
  readonly mid: number;
}

const standingOf = (atMs: number, numbers: PriceNumbers | 'withdrawn'): StandingNumbers =>
  numbers === 'withdrawn'
    ? { atMs, market: marketWithdrawn, low: marketNone, mid: marketNone }
    : {
        atMs,
        market: numbers.market ?? marketNone,
        low: numbers.low ?? marketNone,
        mid: numbers.mid ?? marketNone,
      };

/** Returns what a change says of its instant; `null` for a void, which says what does not stand. */
export const standingAfter = (change: PriceChange): StandingNumbers | null => {
  if (change.kind === 'voided') return null;
  return standingOf(Date.parse(change.effectiveAt), change.kind === 'withdrawn' ? 'withdrawn' : change.numbers);
};

/** Returns the number of instants up to `atMs`, itself included. */
const countUpTo = (at: readonly number[], atMs: number): number => {
  let count = at.length;
  while (count > 0 && (at[count - 1] as number) > atMs) count -= 1;
  return count;
};

/** Replaces `removed` instants at `index` by the ones given. */
const splice = (prices: StandingPrices, index: number, removed: number, added: readonly StandingNumbers[]): void => {
  prices.at.splice(index, removed, ...added.map(({ atMs }) => atMs));
  prices.market.splice(index, removed, ...added.map(({ market }) => market));
  prices.low.splice(index, removed, ...added.map(({ low }) => low));
  prices.mid.splice(index, removed, ...added.map(({ mid }) => mid));
  prices.steps.splice(index, removed, ...added.map(() => 0));
};

/** Counts the steps again from `index` on. */
const recount = ({ market, steps }: StandingPrices, index: number): void => {
  let before = market.slice(0, index).findLast((each) => each > 0);
  for (let at = index; at < market.length; at += 1) {
    const shown = market[at] as number;
    const isStep = shown > 0 && shown !== before;
    steps[at] = (at === 0 ? 0 : (steps[at - 1] as number)) + (isStep ? 1 : 0);
    if (shown > 0) before = shown;
  }
};

/** Drops what stood before the oldest market price that is kept. */
const prune = (prices: StandingPrices): void => {
  const { at, market } = prices;
  const kept = countUpTo(at, (at.at(-1) as number) - keptMs) - 1;
  // What stood without a market price is kept: how many there were depends on the one before.
  if (kept < 1 || (market[kept] as number) <= 0) return;
  for (const array of [prices.at, prices.market, prices.low, prices.mid, prices.steps]) array.splice(0, kept);
  prices.pruned = true;
};

const put = (prices: StandingPrices, numbers: StandingNumbers): void => {
  const { at } = prices;
  const index = countUpTo(at, numbers.atMs);
  if (at[index - 1] === numbers.atMs) {
    splice(prices, index - 1, 1, [numbers]);
    recount(prices, index - 1);
  } else if (index > 0 || !prices.pruned) {
    splice(prices, index, 0, [numbers]);
    recount(prices, index);
  }
  prune(prices);
};

const remove = (prices: StandingPrices, change: Extract<PriceChange, { kind: 'voided' }>): void => {
  const atMs = Date.parse(change.effectiveAt);
  const index = prices.at.indexOf(atMs);
  if (index === -1) return;
  const { standing } = change;
  const isFirst = index === 0 && prices.pruned;
  const standingMs = standing === null ? null : Date.parse(standing.effective_at);
  // What stands instead is known, unless it stood at the same instant or was dropped.
  const again =
    standing !== null && standingMs !== null && (standingMs === atMs || (isFirst && standingMs < atMs))
      ? [standingOf(standingMs, standing.withdrawn === true ? 'withdrawn' : standing)]
      : [];
  splice(prices, index, 1, again);
  if (isFirst && again.length === 0) prices.pruned = false;
  recount(prices, index);
};

/** Applies a change of the price. */
export const applyChange = (prices: StandingPrices, change: PriceChange): void => {
  if (change.kind === 'voided') remove(prices, change);
  else put(prices, standingAfter(change) as StandingNumbers);
};
