/**
 * Time travel in SQL: which fact of a series counts at an instant, as the ledger knew it at another. Facts are
 * observations and withdrawals. Of one instant the fact recorded last counts, unless a later void removes it.
 */
import { setOfCard } from '../catalog/lookups.js';
import type { CheckedPrice } from '../coverage/checks.js';
import { lastObservation, observationsBetween } from './observations.js';

/** Returns the condition that the fact `f` was in the ledger at `known` (SQL null: now). */
export const isKnown = (f: string, known: string): string =>
  // Rounded up as the stored seconds are, so that an event is known at its own recorded_at.
  `(${known}::timestamptz is null or ${f}.recorded_after_s <= ceil(extract(epoch from ${known}::timestamptz - ${f}.effective_at)))`;

/**
 * Returns the condition that the fact `f` counts at `known`: it was in the ledger, and no later void removed it. `offset 0`
 * keeps the planner from joining the voids: facts that are read newest first are judged one by one, until one counts.
 */
export const factCounts = (schema: string, f: string, known: string): string => `${isKnown(f, known)} and not exists (
  select from ${schema}.voids v
  where v.series_id = ${f}.series_id and v.effective_at = ${f}.effective_at and v.recorded_after_s > ${f}.recorded_after_s
    and ${isKnown('v', known)} offset 0)`;

const counts = (f: string, known: string): string => factCounts('price_history', f, known);

const observed = 'o.effective_at, o.recorded_after_s, false as withdrawn, o.low, o.mid, o.high, o.market, o.direct_low';
const withdrawn = 'w.effective_at, w.recorded_after_s, true, null::int, null::int, null::int, null::int, null::int';

/** The price of series `s`, of which `coverage` tells when it was checked. */
export const checkedSeries: CheckedPrice = {
  source: 's.source',
  setId: setOfCard('s.card_id'),
  priceKey: 's.price_key',
};

const ofSeries = { series: 's.series_id', as: 'o' } as const;

/**
 * Returns a lateral query for the fact of series `s` that held at `at`; `known` is a parameter. It takes three index
 * probes for a history of any length: one of the rows, one of the packed months, one of the withdrawals.
 */
export const factAsOf = (at: string, known: string, options: { strictlyBefore?: boolean } = {}): string => {
  const { strictlyBefore } = options;
  const before = strictlyBefore === true ? '<' : '<=';
  return `
    select f.* from (
      (select ${observed} from (${lastObservation('price_history', { ...ofSeries, at, strictlyBefore, where: counts('o', known) })}) o)
      union all
      (select ${withdrawn} from price_history.withdrawals w
       where w.series_id = s.series_id and w.effective_at ${before} ${at} and ${counts('w', known)}
       order by w.effective_at desc, w.recorded_after_s desc limit 1)
    ) f order by f.effective_at desc, f.recorded_after_s desc limit 1`;
};

/** Returns a lateral query for the facts of series `s` from `from` to `to`, both inclusive. */
export const factsBetween = (from: string, to: string, known: string): string => `
  select distinct on (f.effective_at) f.* from (
    select ${observed} from (${observationsBetween('price_history', { ...ofSeries, from, to, where: counts('o', known) })}) o
    union all
    select ${withdrawn} from price_history.withdrawals w
    where w.series_id = s.series_id and w.effective_at >= ${from} and w.effective_at <= ${to} and ${counts('w', known)}
  ) f order by f.effective_at, f.recorded_after_s desc`;

/**
 * Returns the condition that the observation `o` is the last fact of its instant known at `known`: no other was recorded
 * after it.
 */
const isLastOfInstant = (schema: string, o: string, known: string): string => `
  not exists (${observationsBetween(schema, {
    series: `${o}.series_id`,
    as: 'r',
    from: `${o}.effective_at`,
    to: `${o}.effective_at`,
    where: `r.recorded_after_s > ${o}.recorded_after_s and ${isKnown('r', known)}`,
  })})
  and not exists (
    select from ${schema}.withdrawals w
    where w.series_id = ${o}.series_id and w.effective_at = ${o}.effective_at and w.recorded_after_s > ${o}.recorded_after_s
      and ${isKnown('w', known)})`;

/**
 * Returns a query for the observations of series `s` up to `at` that count and have a market price, to be asked whether
 * there is any; of one instant the one recorded last counts, if no withdrawal followed. `known` is a parameter, or `null`
 * for now.
 */
export const pricedObservations = (schema: string, at: string, known: string): string => `
  select o.effective_at, o.market from (${observationsBetween(schema, {
    ...ofSeries,
    from: `'-infinity'`,
    to: at,
    where: `o.market > 0 and ${factCounts(schema, 'o', known)}`,
  })}) o
  where ${isLastOfInstant(schema, 'o', known)}`;
