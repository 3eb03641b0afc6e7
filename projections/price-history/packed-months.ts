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
import { priceNumbers, type PriceNumbers } from '../../src/domain/prices/price-numbers.js';
import { type BinaryType, type ColumnType, nullInt4 } from '../../src/postgres/binary-format.js';

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
const numbersOfRow = { market: 6, low: 3, mid: 4, high: 5, direct_low: 7 } as const;

/** Places of the numbers in a packed row. */
const placeOf = Object.fromEntries(Object.keys(numbersOfRow).map((name, place) => [name, place])) as Readonly<
  Record<keyof typeof numbersOfRow, number>
>;

/** Days from the first of a month to the instant from which its times count: four bytes reach 24.8 days either way. */
const middleDays = 15;

const packedNames = Object.keys(numbersOfRow) as (keyof typeof numbersOfRow)[];

const fitsTwoBytes = (value: number): boolean => value >= -32_768 && value <= 32_767;

/** Returns the beginning of the UTC month of an instant, both in milliseconds since 1970. */
export const monthStartMs = (atMs: number): number => {
  const date = new Date(atMs);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth());
};

/** Collects the observations of one series in one month. */
const createMonth = () => {
  let room = 64;
  let [at, recorded] = [new Int32Array(room), new Int32Array(room)];
  let numbers = packedNames.map(() => new Int32Array(room));
  let packedNumbers = new Int32Array(room * packedNames.length);
  let length = 0;
  let [seriesId, fromMs, toMs] = [NaN, Infinity, -Infinity];
  let [isShort, isSmall, hasDirectLow] = [true, true, false];

  const grow = (): void => {
    room *= 2;
    const larger = (array: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> => {
      const copy = new Int32Array(room);
      copy.set(array);
      return copy;
    };
    [at, recorded] = [larger(at), larger(recorded)];
    numbers = numbers.map(larger);
    packedNumbers = new Int32Array(room * packedNames.length);
  };

  return {
    isEmpty: () => length === 0,
    has: (id: number, atMs: number): boolean => id === seriesId && atMs >= fromMs && atMs < toMs,
    /** Begins with the month of an observation. */
    begin(id: number, atMs: number): void {
      length = 0;
      isShort = isSmall = true;
      hasDirectLow = false;
      seriesId = id;
      if (atMs >= fromMs && atMs < toMs) return;
      fromMs = monthStartMs(atMs);
      toMs = monthStartMs(fromMs + 31 * dayMs);
    },
    /** Adds an observation; `put` its numbers afterwards. */
    add(atMs: number, recordedAfterS: number): void {
      if (length === room) grow();
      at[length] = atMs - fromMs - middleDays * dayMs;
      recorded[length] = recordedAfterS;
      if (!fitsTwoBytes(recordedAfterS)) isShort = false;
      length += 1;
    },
    /** Puts a number of the observation added last, by its place among the packed ones. */
    put(place: number, value: number): void {
      (numbers[place] as Int32Array)[length - 1] = value;
      if (value === nullInt4) return;
      if (!fitsTwoBytes(value)) isSmall = false;
      if (place === placeOf.direct_low) hasDirectLow = true;
    },
    /** Returns the cells of the packed row, which hold until the next month begins. */
    cells(): readonly unknown[] {
      const columns = hasDirectLow ? numbers : numbers.slice(0, placeOf.direct_low);
      columns.forEach((column, place) => packedNumbers.set(column.subarray(0, length), place * length));
      const seconds = recorded.subarray(0, length);
      const all = packedNumbers.subarray(0, columns.length * length);
      return [
        seriesId,
        fromMs / dayMs,
        at.subarray(0, length),
        isShort ? seconds : null,
        isShort ? null : seconds,
        isSmall ? all : null,
        isSmall ? null : all,
      ];
    },
  };
};

/** Indexes in a row of the numbers, by their places in a packed row. */
const rowIndexes = Object.values(numbersOfRow);

/**
 * Yields the cells of a packed row for each series and month; they hold until the next are asked for. The observations come
 * in order of series, effective_at and recorded_after_s.
 */
export function* packMonths(observations: Iterable<ObservationRow>): Generator<readonly unknown[]> {
  const month = createMonth();
  for (const row of observations) {
    const [atMs, seriesId, recordedAfterS] = row;
    if (!month.has(seriesId, atMs)) {
      if (!month.isEmpty()) yield month.cells();
      month.begin(seriesId, atMs);
    }
    month.add(atMs, recordedAfterS);
    rowIndexes.forEach((index, place) => month.put(place, row[index] ?? nullInt4));
  }
  if (!month.isEmpty()) yield month.cells();
}

/** Observations in columns: five numbers a row, in the order of `priceNumbers`, `nullInt4` for null. */
export interface ObservationColumns {
  readonly atMs: Float64Array;
  readonly seriesId: Int32Array;
  readonly recordedAfterS: Int32Array;
  readonly numbers: Int32Array;
}

/** Places in a packed row of the five numbers of a row in columns. */
const placesOfNumbers = priceNumbers.map((name) => placeOf[name]);

/** Yields the same from the rows in columns whose indexes `order` has. */
export function* packColumns(columns: ObservationColumns, order: Int32Array): Generator<readonly unknown[]> {
  const { atMs, seriesId, recordedAfterS, numbers } = columns;
  const month = createMonth();
  for (let nth = 0; nth < order.length; nth += 1) {
    const row = order[nth] as number;
    const at = atMs[row] as number;
    const series = seriesId[row] as number;
    if (!month.has(series, at)) {
      if (!month.isEmpty()) yield month.cells();
      month.begin(series, at);
    }
    month.add(at, recordedAfterS[row] as number);
    for (let of = 0; of < 5; of += 1) month.put(placesOfNumbers[of] as number, numbers[row * 5 + of] as number);
  }
  if (!month.isEmpty()) yield month.cells();
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
const numbersIn = (p: string, name: keyof typeof numbersOfRow): string => {
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
const numberAt = (p: string, name: keyof typeof numbersOfRow, i: string): string => {
  const place = Object.keys(numbersOfRow).indexOf(name);
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
