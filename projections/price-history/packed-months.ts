/**
 * The packed form of a closed month: the observations of one series in one row of arrays, 25 bytes an observation instead of
 * 107. Written here in code, for the fold and for a rebuild; read in SQL.
 *
 * Measured on 29 real days (15.8 observations a series): an array of four-byte integers for each column takes 38.8 bytes an
 * observation, index included; two bytes where they suffice 28.5; one array of two-byte numbers for all prices, as here,
 * 24.7, because every array has a head of 21 bytes. Postgres compresses only rows of more than 2 kB, so no option of
 * storage compresses these. Rejected: delta-coded bytes (8.5 bytes), which no SQL reads without a decoder.
 */
import { dayMs } from '../../src/domain/instant.js';
import type { PriceNumbers } from '../../src/domain/prices/price-numbers.js';
import type { BinaryType, ColumnType } from '../../src/postgres/binary-format.js';

/** Columns of the history, in the order of `ObservationRow`. */
export const observationColumns = {
  effective_at: 'timestamptz',
  series_id: 'int4',
  recorded_after_s: 'int4',
  low: 'int4',
  mid: 'int4',
  high: 'int4',
  market: 'int4',
  direct_low: 'int4',
} as const satisfies Record<string, BinaryType>;

/** An observation as a row: `effective_at` in milliseconds since 1970, prices in minor units. */
export type ObservationRow = readonly [
  effectiveAtMs: number,
  seriesId: number,
  recordedAfterS: number,
  low: number | null,
  mid: number | null,
  high: number | null,
  market: number | null,
  directLow: number | null,
];

/** Columns of the packed months, in the order of the cells of `packMonths`. */
export const packedColumns = {
  series_id: 'int4',
  month: 'date',
  at_ms: 'int4[]',
  recorded_after_s: 'int2[]',
  recorded_after_s_wide: 'int4[]',
  numbers: 'int2[]',
  numbers_wide: 'int4[]',
} as const satisfies Record<string, ColumnType>;

/** Numbers of a row by index, in the order in which a packed month has them. */
const packedNumbers = { market: 6, low: 3, mid: 4, high: 5, direct_low: 7 } as const;

/** Places of the numbers in a packed row. */
const placeOf = Object.fromEntries(Object.keys(packedNumbers).map((name, place) => [name, place])) as Readonly<
  Record<keyof typeof packedNumbers, number>
>;

/** Days from the first of a month to the instant from which its times count: four bytes reach 24.8 days either way. */
const middleDays = 15;

/** Returns the beginning of the UTC month of an instant, both in milliseconds since 1970. */
export const monthStartMs = (atMs: number): number => {
  const date = new Date(atMs);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth());
};

const fitsTwoBytes = (values: readonly (number | null)[]): boolean =>
  values.every((value) => value === null || (value >= -32_768 && value <= 32_767));

const packed = (rows: readonly ObservationRow[], monthMs: number): readonly unknown[] => {
  const middleMs = monthMs + middleDays * dayMs;
  const recorded = rows.map((row) => row[2]);
  const { direct_low, ...always } = packedNumbers;
  const columns: number[] = Object.values(always);
  if (rows.some((row) => row[direct_low] !== null)) columns.push(direct_low);
  const numbers = columns.flatMap((column) => rows.map((row) => row[column] as number | null));
  const isShort = fitsTwoBytes(recorded);
  const isSmall = fitsTwoBytes(numbers);
  return [
    rows[0]?.[1],
    monthMs / dayMs,
    rows.map(([atMs]) => atMs - middleMs),
    isShort ? recorded : null,
    isShort ? null : recorded,
    isSmall ? numbers : null,
    isSmall ? null : numbers,
  ];
};

/**
 * Yields the cells of a packed row for each series and month. The observations come in order of series, effective_at and
 * recorded_after_s.
 */
export function* packMonths(observations: Iterable<ObservationRow>): Generator<readonly unknown[]> {
  let rows: ObservationRow[] = [];
  let seriesId: number | undefined;
  let [fromMs, toMs] = [Infinity, -Infinity];
  for (const row of observations) {
    const [atMs] = row;
    if (row[1] !== seriesId || atMs < fromMs || atMs >= toMs) {
      if (rows.length > 0) yield packed(rows, fromMs);
      rows = [];
      seriesId = row[1];
      fromMs = monthStartMs(atMs);
      toMs = monthStartMs(fromMs + 31 * dayMs);
    }
    rows.push(row);
  }
  if (rows.length > 0) yield packed(rows, fromMs);
}

/** A packed row as JSON. */
export interface PackedMonth {
  readonly month: string;
  readonly at_ms: readonly number[];
  readonly recorded: readonly number[];
  readonly numbers: readonly (number | null)[];
}

/** Returns a packed row `p` as JSON, PackedMonth; an SQL expression. */
export const packedAsJson = (p: string): string =>
  `json_build_object('month', ${p}.month, 'at_ms', ${p}.at_ms,
     'recorded', coalesce(to_json(${p}.recorded_after_s), to_json(${p}.recorded_after_s_wide)),
     'numbers', coalesce(to_json(${p}.numbers), to_json(${p}.numbers_wide)))`;

/** Returns the observations in a packed row; the opposite of `packMonths`. */
export const unpackMonth = ({ month, at_ms, recorded, numbers }: PackedMonth): UnpackedFact[] => {
  const middleMs = Date.parse(`${month}T00:00:00Z`) + middleDays * dayMs;
  const count = at_ms.length;
  return at_ms.map((ms, at) => ({
    atMs: middleMs + ms,
    recordedAfterS: recorded[at] as number,
    withdrawn: false,
    low: numbers[placeOf.low * count + at] ?? null,
    mid: numbers[placeOf.mid * count + at] ?? null,
    high: numbers[placeOf.high * count + at] ?? null,
    market: numbers[placeOf.market * count + at] ?? null,
    direct_low: numbers[placeOf.direct_low * count + at] ?? null,
  }));
};

/** An observation of a series; prices in minor units. */
export interface UnpackedFact extends PriceNumbers {
  readonly atMs: number;
  readonly recordedAfterS: number;
  readonly withdrawn: boolean;
}

/** Returns the first day of the UTC month of an instant; both are SQL expressions. */
export const monthOf = (at: string): string => `date_trunc('month', (${at})::timestamptz at time zone 'UTC')::date`;

/** Returns the instant of `ms`, as `at_ms` has it, in the packed row `p`. */
const instantIn = (p: string, ms: string): string =>
  `(${p}.month + ${middleDays})::timestamp at time zone 'UTC' + ${ms} * interval '1 millisecond'`;

/** Returns the numbers of one price in the packed row `p`, as integers. Shorter or null where it has none. */
const numbersIn = (p: string, name: keyof typeof packedNumbers): string => {
  const place = placeOf[name];
  const n = `cardinality(${p}.at_ms)`;
  const slice = `[${place} * ${n} + 1 : ${place + 1} * ${n}]`;
  return `coalesce(${p}.numbers${slice}::integer[], ${p}.numbers_wide${slice})`;
};

const recordedIn = (p: string): string => `coalesce(${p}.recorded_after_s::integer[], ${p}.recorded_after_s_wide)`;

/** Returns a lateral query for the observations in the packed row `p`, with the columns of the view `observations`. */
export const observationsIn = (p: string): string => `
  (select ${instantIn(p, 'u.at_ms')} as effective_at, ${p}.series_id, u.recorded_after_s,
          u.low, u.mid, u.high, u.market, u.direct_low
   from unnest(${p}.at_ms, ${recordedIn(p)}, ${numbersIn(p, 'low')}, ${numbersIn(p, 'mid')}, ${numbersIn(p, 'high')},
               ${numbersIn(p, 'market')}, ${numbersIn(p, 'direct_low')})
     as u (at_ms, recorded_after_s, low, mid, high, market, direct_low))`;

/** Returns the number of observations in the packed row `p` that are not later than `at`, which is in the month or after it. */
const countUpTo = (p: string, at: string): string => {
  const middle = `(${p}.month + ${middleDays})::timestamp at time zone 'UTC'`;
  return `case when ${monthOf(at)} > ${p}.month then cardinality(${p}.at_ms)
    else width_bucket(ceil(extract(epoch from (${at})::timestamptz - ${middle}) * 1000)::integer, ${p}.at_ms) end`;
};

/** Returns the number of one price at the place `i` of the packed row `p`. */
const numberAt = (p: string, name: keyof typeof packedNumbers, i: string): string => {
  const place = Object.keys(packedNumbers).indexOf(name);
  const index = place === 0 ? i : `${place} * cardinality(${p}.at_ms) + ${i}`;
  return `coalesce(${p}.numbers[${index}], ${p}.numbers_wide[${index}])`;
};

/**
 * Returns a lateral query for the observations in the packed row `p` up to about `at` (a millisecond too far at most), newest
 * first, of one instant the one recorded last first. Reads no more of them than are taken: the place of the newest is found
 * by a binary search.
 */
export const observationsUpTo = (p: string, at: string): string => `
  (select ${instantIn(p, `${p}.at_ms[i]`)} as effective_at, ${p}.series_id,
          coalesce(${p}.recorded_after_s[i], ${p}.recorded_after_s_wide[i]) as recorded_after_s,
          ${(['low', 'mid', 'high', 'market', 'direct_low'] as const).map((name) => `${numberAt(p, name, 'i')} as ${name}`).join(', ')}
   from generate_series(${countUpTo(p, at)}, 1, -1) i)`;

/** Returns the query of the view `observations`. */
export const allObservations = (schema: string): string => `
  select effective_at, series_id, recorded_after_s, low, mid, high, market, direct_low from ${schema}.unpacked_observations
  union all
  select o.* from ${schema}.packed_months p cross join lateral ${observationsIn('p')} o`;

/** Returns the query of the view `months`. */
export const unpackedMonths = (schema: string): string => `
  select p.series_id, p.month,
         array(select ${instantIn('p', 'u.ms')} from unnest(p.at_ms) with ordinality u (ms, place) order by place) as effective_at,
         ${recordedIn('p')} as recorded_after_s,
         ${numbersIn('p', 'low')} as low, ${numbersIn('p', 'mid')} as mid, ${numbersIn('p', 'high')} as high,
         ${numbersIn('p', 'market')} as market, nullif(${numbersIn('p', 'direct_low')}, '{}') as direct_low
  from ${schema}.packed_months p`;
