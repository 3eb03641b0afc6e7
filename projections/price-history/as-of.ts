/**
 * Time travel in SQL: which of a series' facts counts at an instant, as it was known at another. Facts are observations and
 * withdrawals; of one instant the one recorded last counts, and none that a later void took away.
 */

/** The fact of `f`, recorded `recorded_after_s` after `effective_at`, was in the ledger at `known` (SQL null: now). */
const isKnown = (f: string, known: string): string =>
  // Seconds are rounded up where they are stored, so here too: an event is known at its own recorded_at.
  `(${known}::timestamptz is null or ${f}.recorded_after_s <= ceil(extract(epoch from ${known}::timestamptz - ${f}.effective_at)))`;

/** The fact of `f` counts at `known`: it was in the ledger, and no void recorded later took it away. */
export const factCounts = (schema: string, f: string, known: string): string => `${isKnown(f, known)} and not exists (
  select from ${schema}.voids v
  where v.series_id = ${f}.series_id and v.effective_at = ${f}.effective_at and v.recorded_after_s > ${f}.recorded_after_s
    and ${isKnown('v', known)})`;

const counts = (f: string, known: string): string => factCounts('price_history', f, known);

const observed = 'o.effective_at, o.recorded_after_s, false as withdrawn, o.low, o.mid, o.high, o.market, o.direct_low';
const withdrawn = 'w.effective_at, w.recorded_after_s, true, null::int, null::int, null::int, null::int, null::int';

/**
 * A lateral query for the fact of series `s` that stood at `at`; `known`: a parameter. Two index probes, newest
 * partition first, however long the history is.
 */
export const factAsOf = (at: string, known: string, options: { strictlyBefore?: boolean } = {}): string => {
  const before = options.strictlyBefore === true ? '<' : '<=';
  return `
    select f.* from (
      (select ${observed} from price_history.observations o
       where o.series_id = s.series_id and o.effective_at ${before} ${at} and ${counts('o', known)}
       order by o.effective_at desc, o.recorded_after_s desc limit 1)
      union all
      (select ${withdrawn} from price_history.withdrawals w
       where w.series_id = s.series_id and w.effective_at ${before} ${at} and ${counts('w', known)}
       order by w.effective_at desc, w.recorded_after_s desc limit 1)
    ) f order by f.effective_at desc, f.recorded_after_s desc limit 1`;
};

/** A lateral query for the facts of series `s` from `from` to `to`, both inclusive. */
export const factsBetween = (from: string, to: string, known: string): string => `
  select distinct on (f.effective_at) f.* from (
    select ${observed} from price_history.observations o
    where o.series_id = s.series_id and o.effective_at >= ${from} and o.effective_at <= ${to} and ${counts('o', known)}
    union all
    select ${withdrawn} from price_history.withdrawals w
    where w.series_id = s.series_id and w.effective_at >= ${from} and w.effective_at <= ${to} and ${counts('w', known)}
  ) f order by f.effective_at, f.recorded_after_s desc`;
