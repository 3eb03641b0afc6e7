/** Which prices take part in a ranking, and why the others do not, in SQL. */
import { mergedCardIds, setsOfCards } from '../catalog/lookups.js';
import { type PriceWindow, setsChecked } from '../coverage/windows.js';
import { checkedFrom, windowParameters, type WindowPrices } from './queries.js';

/** The reasons, in the order in which they are asked; the first that holds is counted. */
export const exclusionReasons = [
  'other_currency',
  'not_collected',
  'withdrawn',
  'no_end_price',
  'no_start_price',
  'below_floor',
  'thin',
  'merged',
  'stale',
  'held',
  'suspect',
  'unreliable',
] as const;
export type ExclusionReason = (typeof exclusionReasons)[number];

/** Prices left out, by reason; a reason that left out none is missing. */
export type Exclusions = { readonly [reason in ExclusionReason]?: number };

/** Returns the counts in the order of the reasons. */
export const inOrder = (counts: Exclusions | null): Exclusions =>
  Object.fromEntries(exclusionReasons.flatMap((reason) => (counts?.[reason] ? [[reason, counts[reason]]] : [])));

/** What a ranking asks of a price. */
export interface Terms {
  /** Prices of this source only. */
  readonly source: string | undefined;
  readonly currency: string;
  /** Least market price at the start of the window, in minor units. */
  readonly floor: number;
  readonly minObservations: number;
}

const own = (place: number): string => `$${windowParameters + place}`;
const parameters = { source: own(1), currency: own(2), floor: own(3), minObservations: own(4), checkedFrom: own(5) };

/** The number of parameters of a ranking up to those of `termValues`. */
export const termParameters = windowParameters + Object.keys(parameters).length;

/** Returns the values of the parameters that follow those of the window. */
export const termValues = (window: PriceWindow, terms: Terms): readonly unknown[] => [
  terms.source ?? null,
  terms.currency,
  terms.floor,
  terms.minObservations,
  checkedFrom(window),
];

/** What the row of a price says itself. Asked first: it leaves few prices for which other tables are read. */
const ownReason = `case
  when x.currency <> ${parameters.currency} then 'other_currency'
  when x.start_ms is null then 'not_collected'
  when x.withdrawn then 'withdrawn'
  when x.end_market is null then 'no_end_price'
  when x.start_market is null then 'no_start_price'
  when x.start_market < ${parameters.floor}::integer then 'below_floor'
  when x.seen >= ${parameters.minObservations}::integer then null
  when x.observations < ${parameters.minObservations}::integer then 'thin' end`;

/** The columns of `settledPrices` beside `extra` and `reason`. */
export const settledColumns = [
  ...['card_id', 'source', 'printing', 'printing_slug', 'condition', 'language', 'currency', 'held'],
  ...['start_market', 'start_low', 'start_mid', 'start_at_ms', 'end_market', 'end_low', 'end_mid', 'end_at_ms'],
];

/** The instant at which the window ends. */
export const endOfWindow = `('epoch'::timestamptz + $3::int8 * interval '1 millisecond')`;

/**
 * Returns the common table expressions of a ranking: `judged`, the prices with their own reasons, and `settled`, those that
 * have none, with the reason that other tables give. `extra` are further columns of row `x`, by name;
 * `where` is a condition on it.
 */
export const settledPrices = (
  { prices }: Pick<WindowPrices, 'prices'>,
  { extra = {}, where = 'true' }: { extra?: Readonly<Record<string, string>>; where?: string } = {},
): string => `
  judged as materialized (
    -- Of the many that are left out only the reason is kept.
    select x.reason, ${[...settledColumns.map((name) => [name, `x.${name}`]), ...Object.entries(extra)]
      .map(([name, value]) => `case when x.reason is null then ${value} end as ${name}`)
      .join(', ')}
    from (
      select x.*, ${ownReason} as reason from (${prices}) x
      where (${parameters.source}::text is null or x.source = ${parameters.source}) and ${where}
      offset 0
    ) x
  ), settled as materialized (
    select ${[...settledColumns, ...Object.keys(extra)].map((name) => `j.${name}`).join(', ')}, case
      when j.card_id in ${mergedCardIds} then 'merged'
      when not (j.source, j.card_id) in (
        -- Rejected: a join, which without statistics reads the checked sets again for each price.
        select k.source, c.card_id
        from (${setsChecked(`${parameters.checkedFrom}::timestamptz`, endOfWindow, '$5')}) k
        join ${setsOfCards} c on c.set_id = k.set_id) then 'stale'
      when j.held then 'held' end as reason
    from judged j
    where j.reason is null
  )`;

/** Returns a scalar subquery for the number of prices by reason, as JSON, over tables with a column `reason`. */
export const countsOf = (...tables: readonly string[]): string => `(
  select json_object_agg(r.reason, r.count) from (
    select a.reason, count(*) as count from (
      ${tables.map((table) => `select reason from ${table} where reason is not null`).join(' union all ')}
    ) a group by a.reason
  ) r)`;
