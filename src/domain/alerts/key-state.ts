/**
 * State of one price key of a card: the newest price and, for rules that look back, its price points. A pure fold of the
 * card's price stream: the result does not depend on where pages of events end.
 */
import { limits } from '../../base/limits.js';
import { importerActor, type LedgerEvent, type LogPosition } from '../envelope.js';
import { dayMs } from '../instant.js';
import { effectOnNewest, type NewestPriceEffect, type PriceChange, priceChangeOf } from '../prices/price-change.js';
import { type PriceKey, priceKeyOf, priceKeyText } from '../prices/price-key.js';
import { hasPriceNumber, noPriceNumbers, type PriceNumbers } from '../prices/price-numbers.js';
import type { AlertMetric } from './rule.js';

/** The numbers that rules compare, in minor units; `null` where the source shows none. */
export type AlertNumbers = { readonly [metric in AlertMetric]: number | null };

/** The price that holds now, and the event it comes from. */
export interface NewestPrice {
  readonly numbers: AlertNumbers;
  /** The source shows no offer: it withdrew the key, or its row has no number. */
  readonly withdrawn: boolean;
  /** effective_at, milliseconds since 1970. */
  readonly atMs: number;
  readonly eventId: string;
  readonly position: LogPosition;
}

/** Numbers that hold from `atMs` to the next point; all are `null` if the price was withdrawn. */
export interface PricePoint {
  readonly atMs: number;
  readonly numbers: AlertNumbers;
}

export interface KeyState {
  readonly key: PriceKey;
  /** `priceKeyText` of the key. */
  readonly keyText: string;
  /** `null` if no price was observed, or all that were are void. */
  readonly newest: NewestPrice | null;
  /** In order of time, as far back as a rule may look; `null` if points are not kept. */
  readonly points: readonly PricePoint[] | null;
}

/** What holds in place of a voided observation. */
interface Replacement extends PricePoint {
  readonly isOffer: boolean;
}

/** What a price event says of one key. */
export interface PriceUpdate {
  readonly kind: PriceChange['kind'];
  /** Whether it is an observation with a number: a row without any is no offer and makes nothing available. */
  readonly isOffer: boolean;
  readonly key: PriceKey;
  readonly keyText: string;
  readonly atMs: number;
  readonly numbers: AlertNumbers;
  /** What holds in place of a voided observation; `null` if nothing does, and for other kinds. */
  readonly replacement: Replacement | null;
  /** Whether it was recorded from kept files of days past: it changes the state of the key, and fires nothing. */
  readonly isImported: boolean;
  readonly eventId: string;
  readonly position: LogPosition;
}

const numbersOf = ({ market, low, mid, direct_low }: PriceNumbers): AlertNumbers => ({ market, low, mid, direct_low });

/** Returns the price update of `event`; `null` if it says nothing of a price. */
export const priceUpdateOf = (event: LedgerEvent): PriceUpdate | null => {
  const change = priceChangeOf(event);
  if (change === null) return null;
  const standing = change.kind === 'voided' ? change.standing : null;
  return {
    kind: change.kind,
    isOffer: change.kind === 'observed' && hasPriceNumber(change.numbers),
    key: priceKeyOf(change.key),
    keyText: priceKeyText(change.key),
    atMs: Date.parse(change.effectiveAt),
    numbers: numbersOf(change.kind === 'observed' ? change.numbers : noPriceNumbers),
    replacement:
      standing === null
        ? null
        : {
            atMs: Date.parse(standing.effective_at),
            numbers: numbersOf(standing),
            isOffer: standing.withdrawn !== true && hasPriceNumber(standing),
          },
    isImported: event.metadata.actor === importerActor,
    eventId: event.id,
    position: event.position,
  };
};

/** Returns the index of the first point at or after `atMs`. */
const indexAt = (points: readonly PricePoint[], atMs: number): number => {
  let low = 0;
  let high = points.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((points[middle] as PricePoint).atMs < atMs) low = middle + 1;
    else high = middle;
  }
  return low;
};

/** Returns `points` with `point` at `atMs`, or without a point there if it is `null`. */
const withPoint = (points: readonly PricePoint[], atMs: number, point: PricePoint | null): PricePoint[] => {
  const index = indexAt(points, atMs);
  const next = [...points];
  next.splice(index, points[index]?.atMs === atMs ? 1 : 0, ...(point === null ? [] : [point]));
  return next;
};

/** Drops the points before the longest window, but for the one that held when it began. */
const pruned = (points: readonly PricePoint[], newestMs: number): readonly PricePoint[] => {
  const first = indexAt(points, newestMs - limits.alertWindowDaysMax * dayMs + 1) - 1;
  return first > 0 ? points.slice(first) : points;
};

const foldPoints = (
  points: readonly PricePoint[],
  { kind, atMs, numbers, replacement }: PriceUpdate,
  newest: NewestPrice | null,
): readonly PricePoint[] => {
  let next: readonly PricePoint[] = withPoint(points, atMs, kind === 'voided' ? null : { atMs, numbers });
  if (replacement !== null) {
    const { atMs: standingMs, numbers: standing } = replacement;
    next = withPoint(next, standingMs, { atMs: standingMs, numbers: standing });
  }
  return newest === null ? next : pruned(next, newest.atMs);
};

/**
 * Folds one update into the state of its key (`null` if the key is new). A late update changes nothing but the points. Nor
 * does an update without an offer of a key that never had one: the key has not become unavailable by it.
 */
export const foldKey = (
  before: KeyState | null,
  update: PriceUpdate,
  options: { keepPoints: boolean },
): { state: KeyState; effect: NewestPriceEffect } => {
  const { key, keyText, kind, isOffer, atMs, numbers, replacement, eventId, position } = update;
  let newest = before?.newest ?? null;
  const wasNeverOffered = newest === null && !isOffer;
  const effect = wasNeverOffered ? 'late' : effectOnNewest(kind, atMs, newest?.atMs ?? null);
  if (effect === 'newest') {
    newest = { numbers, withdrawn: !isOffer, atMs, eventId, position };
  } else if (effect === 'replaced') {
    newest =
      replacement === null
        ? null
        : {
            numbers: replacement.numbers,
            withdrawn: !replacement.isOffer,
            atMs: replacement.atMs,
            eventId,
            position,
          };
  }
  const points = options.keepPoints ? foldPoints(before?.points ?? [], update, newest) : null;
  return { state: { key, keyText, newest, points }, effect };
};

/** Returns the newest price of `metric`; `null` if there is none. */
export const priceNow = (state: KeyState, metric: AlertMetric): number | null => state.newest?.numbers[metric] ?? null;

/** A price in minor units, and the time from which it held. */
export interface PriceAt {
  readonly price: number;
  readonly atMs: number;
}

/** Returns since when the price at `index` has held: points that change other numbers only do not end it. */
const heldSince = (points: readonly PricePoint[], metric: AlertMetric, index: number): number => {
  let first = index;
  while (first > 0 && points[first - 1]?.numbers[metric] === points[index]?.numbers[metric]) first -= 1;
  return (points[first] as PricePoint).atMs;
};

/** Returns the price that held at `atMs`, or the last one before where none held; `null` if there is none. */
export const priceAt = (state: KeyState, metric: AlertMetric, atMs: number): PriceAt | null => {
  const points = state.points ?? [];
  for (let index = indexAt(points, atMs + 1) - 1; index >= 0; index -= 1) {
    const price = (points[index] as PricePoint).numbers[metric];
    if (price !== null) return { price, atMs: heldSince(points, metric, index) };
  }
  return null;
};

/**
 * Returns the highest or lowest price that held between `fromMs` (inclusive) and `beforeMs` (exclusive), and the time from
 * which prices are known in between. `null` if there is none.
 */
export const extremeBetween = (
  state: KeyState,
  metric: AlertMetric,
  which: 'high' | 'low',
  between: { fromMs: number; beforeMs: number },
): (PriceAt & { readonly knownFromMs: number }) | null => {
  const points = state.points ?? [];
  const start = Math.max(0, indexAt(points, between.fromMs + 1) - 1);
  let extreme: PriceAt | null = null;
  for (let index = start; index < points.length; index += 1) {
    const { atMs, numbers } = points[index] as PricePoint;
    if (atMs >= between.beforeMs) break;
    const price = numbers[metric];
    if (price === null) continue;
    if (extreme === null || (which === 'high' ? price > extreme.price : price < extreme.price))
      extreme = { price, atMs };
  }
  return extreme === null
    ? null
    : { ...extreme, knownFromMs: Math.max(between.fromMs, (points[0] as PricePoint).atMs) };
};
