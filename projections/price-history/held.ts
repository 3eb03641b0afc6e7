/**
 * What was held of a series at an instant, as the ledger knew it at another. A row set aside is held from its stamp until
 * the next row of the key, whatever became of that, or until it was rejected.
 *
 * A rejection ends it at the stamp that the rejection names, and not before: the snapshots that were recorded until then
 * showed the row, and the days keep the mark.
 */
import { type HeldNumbers, type HeldPrice, heldPriceOf } from '../../src/domain/prices/freshness.js';
import type { Database, Row } from '../../src/postgres/database.js';
import { type Check, lastCheckRecordedAsOf } from '../coverage/checks.js';
import { heldJson } from '../held-json.js';
import { checkedSeries, isKnown } from './as-of.js';
import type { HistoryWindow } from './facts.js';
import type { HistorySeries } from './find-series.js';
import { nextObservation } from './observations.js';

const isNewer = (f: string, h: string): string =>
  `(${f}.effective_at, ${f}.recorded_after_s) > (${h}.effective_at, ${h}.recorded_after_s)`;

/** Returns a scalar subquery for when the next row of the key after `h` took effect, of a table; null if there is none. */
const nextIn = (table: 'withdrawals' | 'holds', h: string, known: string): string =>
  `(select min(n.effective_at) from price_history.${table} n
    where n.series_id = ${h}.series_id and n.effective_at >= ${h}.effective_at and ${isNewer('n', h)} and ${isKnown('n', known)})`;

/** Returns the same of the observations. */
const nextObserved = (h: string, known: string): string =>
  `(select o.effective_at from (${nextObservation('price_history', {
    series: `${h}.series_id`,
    as: 'n',
    at: `${h}.effective_at`,
    where: `${isNewer('n', h)} and ${isKnown('n', known)}`,
  })}) o)`;

/** Returns the instant from which another row of the key stands in place of `h`; null if none does. */
const nextRow = (h: string, known: string): string =>
  `least(${nextObserved(h, known)}, ${nextIn('withdrawals', h, known)}, ${nextIn('holds', h, known)})`;

/** Returns the same without rows set aside. */
const nextFact = (h: string, known: string): string =>
  `least(${nextObserved(h, known)}, ${nextIn('withdrawals', h, known)})`;

const isRejected = (h: string, known: string): string =>
  `${h}.rejected_at is not null and (${known}::timestamptz is null or ${h}.rejected_at <= ${known}::timestamptz)`;

/**
 * Returns a scalar subquery for what was held of series `s` at the instant `at`, as HeldNumbers; null if nothing was.
 * `known` is a parameter.
 */
export const heldAsOf = (at: string, known: string): string => {
  const checked = lastCheckRecordedAsOf(checkedSeries, at, known);
  const ended = (h: string): string =>
    `(${isRejected(h, known)} and ${h}.rejected_from <= ${at} and (${h}.rejected_at <= ${at} or ${checked} >= ${h}.rejected_at))`;
  const stands = (h: string, next: string): string =>
    `${h}.effective_at <= ${at} and ${isKnown(h, known)} and coalesce(${next} > ${at}, true) and not ${ended(h)}`;
  const since = `(select min(g.effective_at) from price_history.holds g
    where g.series_id = h.series_id and g.effective_at <= h.effective_at and ${stands('g', nextFact('g', known))})`;
  return `
    (select ${heldJson('h', since)} from price_history.holds h
     where h.series_id = s.series_id and ${stands('h', nextRow('h', known))}
     order by h.effective_at desc, h.recorded_after_s desc limit 1)`;
};

/** A row set aside, and the time in which the source showed it last. */
interface HeldSpan {
  readonly numbers: HeldNumbers;
  readonly fromMs: number;
  /** Exclusive; Infinity if no row followed. */
  readonly toMs: number;
  /** `null` if it was not rejected. */
  readonly rejection: { readonly fromMs: number; readonly recordedMs: number } | null;
}

/** What was held of a series in a window. */
export interface HeldHistory {
  /** Returns what was held when the price was checked; `null` if nothing was. */
  at(check: Check): HeldPrice | null;
  /** Instants within the window from which a row was held, in order. */
  readonly fromMs: readonly number[];
}

/** The history of a series of which no row was ever set aside. */
export const nothingHeld: HeldHistory = { at: () => null, fromMs: [] };

interface SpanRow extends Row, Omit<HeldNumbers, 'since'> {
  readonly effective_at: string;
  readonly until: string | null;
  readonly rejected_from: string | null;
  readonly rejected_at: string | null;
}

/** $1 series, $2 to, $3 known at */
const spansSql = `
  select h.quarantine_id, h.reason, h.low, h.mid, h.high, h.market, h.direct_low, h.effective_at, ${nextRow('h', '$3')} as until,
         case when ${isRejected('h', '$3')} then h.rejected_from end as rejected_from,
         case when ${isRejected('h', '$3')} then h.rejected_at end as rejected_at
  from price_history.holds h
  where h.series_id = $1 and h.effective_at <= $2::timestamptz and ${isKnown('h', '$3')}
  order by h.effective_at, h.recorded_after_s`;

const isHeldIn = ({ fromMs, toMs, rejection }: HeldSpan, { atMs, recordedMs }: Check): boolean => {
  if (atMs < fromMs || atMs >= toMs) return false;
  if (rejection === null || rejection.fromMs > atMs) return true;
  return rejection.recordedMs > atMs && recordedMs < rejection.recordedMs;
};

/** Returns what was held of a series up to the end of a window. */
export const heldIn = async (
  database: Database,
  series: HistorySeries,
  window: HistoryWindow,
): Promise<HeldHistory> => {
  const to = new Date(window.toMs).toISOString();
  const rows = await database.query<SpanRow>(spansSql, [series.seriesId, to, window.knownAt ?? null]);
  let since = '';
  let endMs = -Infinity;
  const spans = rows.flatMap(({ effective_at, until, rejected_from, rejected_at, ...numbers }): HeldSpan[] => {
    const fromMs = Date.parse(effective_at);
    const toMs = until === null ? Infinity : Date.parse(until);
    if (toMs <= fromMs) return [];
    // Rows that follow each other without a price in between are one hold.
    if (fromMs !== endMs) since = effective_at;
    const rejection =
      rejected_from === null || rejected_at === null
        ? null
        : { fromMs: Date.parse(rejected_from), recordedMs: Date.parse(rejected_at) };
    endMs = rejection === null ? toMs : -Infinity;
    return [{ numbers: { ...numbers, since }, fromMs, toMs, rejection }];
  });
  return {
    at(check) {
      const span = spans.find((each) => isHeldIn(each, check));
      return span === undefined ? null : heldPriceOf(span.numbers, series.currency);
    },
    fromMs: spans.map(({ fromMs }) => fromMs).filter((ms) => ms >= window.fromMs),
  };
};
