/**
 * What alerts know of the prices of a card: the newest of every key and, where rules look back, its points in time. A pure
 * fold of the card's price stream: it does not matter when the fold began to be kept or where a page of events ended.
 */
import { limits } from '../../base/limits.js';
import type { AlertMetric } from './rule.js';
import type { LedgerEvent, LogPosition } from '../envelope.js';
import type { PriceNumbers } from '../events.js';
import { dayMs } from '../instant.js';
import { type PriceKey, priceKeyText } from '../prices/price-key.js';

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
  readonly kind: 'priced' | 'withdrawn' | 'voided';
  readonly key: PriceKey;
  readonly text: string;
  readonly atMs: number;
  readonly numbers: AlertNumbers;
  /** Of a void: what holds without the observation. */
  readonly standing: Point | null;
  readonly eventId: string;
  readonly position: LogPosition;
}

/** The only price events an alert looks at: what is in quarantine says nothing until it is released. */
export const alertPriceTypes = [
  'PriceObserved',
  'PriceWithdrawn',
  'PriceCorrected',
  'ObservationVoided',
  'QuarantineReleased',
] as const;

const noNumbers: AlertNumbers = { market: null, low: null, mid: null, direct_low: null };
const numbersOf = ({ market, low, mid, direct_low }: PriceNumbers): AlertNumbers => ({ market, low, mid, direct_low });

const keyOf = (key: PriceKey): PriceKey => {
  const { card_id, source, kind, printing, condition, grade, language, currency } = key;
  return { card_id, source, kind, printing, condition, grade, language, currency };
};

/** What an event says of a price; null where it says nothing of one. */
export const priceUpdateOf = (event: LedgerEvent): PriceUpdate | null => {
  const fact = (
    kind: PriceUpdate['kind'],
    key: PriceKey,
    at: string,
    numbers: AlertNumbers,
    standing: Point | null = null,
  ): PriceUpdate => ({
    kind,
    key: keyOf(key),
    text: priceKeyText(key),
    atMs: Date.parse(at),
    numbers,
    standing,
    eventId: event.id,
    position: event.position,
  });
  switch (event.type) {
    case 'PriceObserved':
    case 'PriceCorrected':
      return fact('priced', event.data, event.data.effective_at, numbersOf(event.data));
    case 'QuarantineReleased': {
      const { observation } = event.data;
      return fact('priced', observation, observation.effective_at, numbersOf(observation));
    }
    case 'PriceWithdrawn':
      return fact('withdrawn', event.data, event.data.effective_at, noNumbers);
    case 'ObservationVoided': {
      const { standing, effective_at: at } = event.data;
      const point =
        standing === null ? null : { atMs: Date.parse(standing.effective_at), numbers: numbersOf(standing) };
      return fact('voided', event.data, at, noNumbers, point);
    }
    default:
      return null;
  }
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

/** What became of the newest price: another was observed; the event was about an earlier time; a void brought one back. */
export type UpdateKind = 'newest' | 'late' | 'replaced';

/**
 * Folds one fact into the state of its key (null: nothing known of it). Of two facts of one stamp the later recorded
 * holds; one of an earlier stamp than the newest is late and changes no more than the points.
 */
export const foldKey = (
  held: KeyState | null,
  fact: PriceUpdate,
  options: { keepPoints: boolean },
): { state: KeyState; news: UpdateKind } => {
  const { key, text, kind, atMs, numbers, standing, eventId, position } = fact;
  const before = held?.last ?? null;
  let last = before;
  let news: UpdateKind = 'late';
  if (kind === 'voided') {
    if (before?.atMs === atMs) {
      news = 'replaced';
      last =
        standing === null
          ? null
          : { numbers: standing.numbers, withdrawn: false, atMs: standing.atMs, eventId, position };
    }
  } else if (before === null || atMs >= before.atMs) {
    news = 'newest';
    last = { numbers, withdrawn: kind === 'withdrawn', atMs, eventId, position };
  }
  const points = options.keepPoints ? foldPoints(held?.points ?? [], fact, last) : null;
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
