/**
 * Observations of one series in SQL, packed or not, by index probes: a question reads the rows of its window and one packed
 * row a month, however long the history is. The view `observations` gives the same rows, but reads every month of a
 * series, since no planner concludes from an instant on a month. Arguments are SQL expressions.
 */
import { monthOf, observationsIn, observationsUpTo } from './packed-months.js';

/** A series, and the alias that its observations have in the conditions. */
interface OfSeries {
  readonly series: string;
  readonly as: string;
}

const unpacked = (schema: string, { series, as }: OfSeries, where: string): string =>
  `select ${as}.* from ${schema}.unpacked_observations ${as} where ${as}.series_id = ${series} and ${where}`;

/**
 * Returns a query for the last observation before `at`, or at it, that meets the condition `where`. Of one instant the one
 * recorded last is meant. Takes one probe of the rows, and one of the packed months for each month in which none meets it.
 */
export const lastObservation = (
  schema: string,
  of: OfSeries & { readonly at: string; readonly strictlyBefore?: boolean | undefined; readonly where: string },
): string => {
  const { series, as, at } = of;
  const where = `${as}.effective_at ${of.strictlyBefore === true ? '<' : '<='} ${at} and ${of.where}`;
  const newest = `order by ${as}.effective_at desc, ${as}.recorded_after_s desc limit 1`;
  return `
    select ${as}.* from (
      (${unpacked(schema, of, where)} ${newest})
      union all
      (select ${as}.* from ${schema}.packed_months p cross join lateral (
         select ${as}.* from ${observationsUpTo('p', at)} ${as} where ${where} limit 1) ${as}
       where p.series_id = ${series} and p.month <= ${monthOf(at)} order by p.month desc limit 1)
    ) ${as} ${newest}`;
};

/** Returns a query for the first observation at `at` or later that meets the condition `where`. */
export const nextObservation = (
  schema: string,
  of: OfSeries & { readonly at: string; readonly where: string },
): string => {
  const { series, as, at } = of;
  const where = `${as}.effective_at >= ${at} and ${of.where}`;
  const oldest = `order by ${as}.effective_at, ${as}.recorded_after_s limit 1`;
  return `
    select ${as}.* from (
      (${unpacked(schema, of, where)} ${oldest})
      union all
      (select ${as}.* from ${schema}.packed_months p cross join lateral (
         select ${as}.* from ${observationsIn('p')} ${as} where ${where} ${oldest}) ${as}
       where p.series_id = ${series} and p.month >= ${monthOf(at)} order by p.month limit 1)
    ) ${as} ${oldest}`;
};

/**
 * Returns a query for the observations from `from` to `to`, both inclusive, that meet the condition `where`. Takes one
 * probe of the rows and one range of the packed months.
 */
export const observationsBetween = (
  schema: string,
  of: OfSeries & { readonly from: string; readonly to: string; readonly where: string },
): string => {
  const { series, as, from, to } = of;
  const where = `${as}.effective_at >= ${from} and ${as}.effective_at <= ${to} and ${of.where}`;
  return `
    ${unpacked(schema, of, where)}
    union all
    select ${as}.* from ${schema}.packed_months p cross join lateral ${observationsIn('p')} ${as}
    where p.series_id = ${series} and p.month >= ${monthOf(from)} and p.month <= ${monthOf(to)} and ${where}`;
};
