/**
 * What alerts know of the prices of a card: the newest of every key and, where rules look back, its points in time. A pure
 * fold of the card's price stream: it does not matter when the fold began to be kept or where a page of events ended.
 */
import { limits } from '../../base/limits.js';
import type { AlertMetric } from './rule.js';
import type { LedgerEvent, LogPosition } from '../envelope.js';
import { dayMs } from '../instant.js';
import { effectOnNewest, type NewestPriceEffect, type PriceChange, priceChangeOf } from '../prices/price-change.js';
import { type PriceKey, priceKeyText } from '../prices/price-key.js';
import { noPriceNumbers, type PriceNumbers } from '../prices/price-numbers.js';

/** Minor units; null where the source shows none. */
export type AlertNumbers = { readonly [metric in AlertMetric]: number | null };

/** The price that holds now, and the event that made it hold. */
export interface Seen {
  readonly numbers: AlertNumbers;
  readonly withdrawn: boolean;
  /** effective_at, milliseconds since 1970. */
  readonly atMs: number;
  readonly eventId: string;
  readonly position: LogPosition;
}

/** Numbers that hold from `atMs` to the next point; all null: withdrawn. */
export interface Point {
  readonly atMs: number;
  readonly numbers: AlertNumbers;
}

export interface KeyState {
  readonly key: PriceKey;
  /** `priceKeyText` of the key. */
  readonly text: string;
  /** null: never seen, or all that was seen is void. */
  readonly last: Seen | null;
  /** In order of time, as far back as a rule may look; null: not kept. */
  readonly points: readonly Point[] | null;
}

/** What a price event says of one key. */
export interface PriceUpdate {
  readonly kind: PriceChange['kind'];
  readonly key: PriceKey;
  readonly text: string;
  readonly atMs: number;
  readonly numbers: AlertNumbers;
  /** Of a void: what holds without the observation. */
  readonly standing: Point | null;
  readonly eventId: string;
  readonly position: LogPosition;
}

/** The numbers that alerts compare. */
const numbersOf = ({ market, low, mid, direct_low }: PriceNumbers): AlertNumbers => ({ market, low, mid, direct_low });

const keyOf = (key: PriceKey): PriceKey => {
  const { card_id, source, kind, printing, condition, grade, language, currency } = key;
  return { card_id, source, kind, printing, condition, grade, language, currency };
};

/** Returns the price update of `event`; `null` if it says nothing of a price. */
export const priceUpdateOf = (event: LedgerEvent): PriceUpdate | null => {
  const change = priceChangeOf(event);
  if (change === null) return null;
  const standing = change.kind === 'voided' ? change.standing : null;
  return {
    kind: change.kind,
    key: keyOf(change.key),
    text: priceKeyText(change.key),
    atMs: Date.parse(change.effectiveAt),
    numbers: numbersOf(change.kind === 'observed' ? change.numbers : noPriceNumbers),
    standing: standing === null ? null : { atMs: Date.parse(standing.effective_at), numbers: numbersOf(standing) },
    eventId: event.id,
    position: event.position,
  };
};

/** Index of the first point at or after `atMs`. */
const indexAt = (points: readonly Point[], atMs: number): number => {
  let low = 0;
  let high = points.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((points[middle] as Point).atMs < atMs) low = middle + 1;
    else high = middle;
  }
  return low;
};

const withPoint = (points: readonly Point[], atMs: number, point: Point | null): Point[] => {
  const index = indexAt(points, atMs);
  const next = [...points];
  next.splice(index, points[index]?.atMs === atMs ? 1 : 0, ...(point === null ? [] : [point]));
  return next;
};

/** The points that a rule can still see: those within the longest window, and the one that held when it began. */
const pruned = (points: readonly Point[], newestMs: number): readonly Point[] => {
  const first = indexAt(points, newestMs - limits.alertWindowDaysMax * dayMs + 1) - 1;
  return first > 0 ? points.slice(first) : points;
};

const foldPoints = (points: readonly Point[], fact: PriceUpdate, newest: Seen | null): readonly Point[] => {
  const { kind, atMs, numbers, standing } = fact;
  const own = kind !== 'voided' ? { atMs, numbers } : standing?.atMs === atMs ? standing : null;
  let next: readonly Point[] = withPoint(points, atMs, own);
  if (standing !== null && standing.atMs !== atMs) next = withPoint(next, standing.atMs, standing);
  return newest === null ? next : pruned(next, newest.atMs);
};

/**
 * Folds one update into the state of its key (`null` if nothing is known of it). A late update changes no more than the
 * points.
 */
export const foldKey = (
  before: KeyState | null,
  update: PriceUpdate,
  options: { keepPoints: boolean },
): { state: KeyState; news: NewestPriceEffect } => {
  const { key, text, kind, atMs, numbers, standing, eventId, position } = update;
  const news = effectOnNewest(kind, atMs, before?.last?.atMs ?? null);
  let last = before?.last ?? null;
  if (news === 'newest') {
    last = { numbers, withdrawn: kind === 'withdrawn', atMs, eventId, position };
  } else if (news === 'replaced') {
    last = standing === null ? null : { ...standing, withdrawn: false, eventId, position };
  }
  const points = options.keepPoints ? foldPoints(before?.points ?? [], update, last) : null;
  return { state: { key, text, last, points }, news };
};

/** The metric's price now; null where there is none. */
export const priceNow = (state: KeyState, metric: AlertMetric): number | null => state.last?.numbers[metric] ?? null;

/** The price that held at `atMs`, or the last before where none held; null: none is known. */
export const priceAt = (state: KeyState, metric: AlertMetric, atMs: number): { price: number; atMs: number } | null => {
  const points = state.points ?? [];
  for (let index = indexAt(points, atMs + 1) - 1; index >= 0; index -= 1) {
    const point = points[index] as Point;
    const price = point.numbers[metric];
    if (price !== null) return { price, atMs: point.atMs };
  }
  return null;
};

/**
 * The highest (lowest) price that held at some time from `fromMs` on and before `beforeMs`, when it began to hold, and
 * from when on prices are known; null: none is known.
 */
export const extremeBetween = (
  state: KeyState,
  metric: AlertMetric,
  which: 'high' | 'low',
  between: { fromMs: number; beforeMs: number },
): { price: number; atMs: number; knownFromMs: number } | null => {
  const points = state.points ?? [];
  const start = Math.max(0, indexAt(points, between.fromMs + 1) - 1);
  let found: { price: number; atMs: number } | null = null;
  for (let index = start; index < points.length; index += 1) {
    const { atMs, numbers } = points[index] as Point;
    if (atMs >= between.beforeMs) break;
    const price = numbers[metric];
    if (price === null) continue;
    if (found === null || (which === 'high' ? price > found.price : price < found.price)) found = { price, atMs };
  }
  return found === null ? null : { ...found, knownFromMs: Math.max(between.fromMs, (points[0] as Point).atMs) };
};
