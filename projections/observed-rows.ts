/**
 * Plain observations as the log stores them, read for rebuilds without an event of each: the key as a small number, the
 * instant in milliseconds, the numbers as integers. Both price read models take the same page; it is read once.
 */
import type { StoredPage, StoredRun } from '../src/log/stored-events.js';
import type { PriceKey } from '../src/domain/prices/price-key.js';
import { nullInt4 } from '../src/postgres/binary-format.js';
import type { Reading } from '../src/projecting/projection.js';
import { chars, endOfValue } from './json-bytes.js';
import { createSpellings, keyNames, type PriceKeys, type Spellings } from './key-spellings.js';
import { int4Max, isPlainKey, planOf, type Role, type RunPlan, sharedValuesOf } from './observed-run.js';

/** What the runs of a page are read into. */
export interface ObservedRows {
  /** By index in the page: number of the key's spelling; -1 for a row that must be decoded as an event. */
  readonly spellings: Int32Array;
  /** effective_at in milliseconds since 1970. */
  readonly atMs: Float64Array;
  /** Five a row, in the order of `priceNumbers`; `nullInt4` for null. 0 is null too, as in `withoutZeros`. */
  readonly numbers: Int32Array;
}

export interface ObservedReader {
  readonly keys: PriceKeys;
  /** Reads the runs of a page. The result holds until the next page is read. */
  rowsOf(page: StoredPage): ObservedRows;
}

/** Creates a parser of instants that remembers the last one, because most rows in sequence have the same. */
const createInstants = (): ((json: Buffer, from: number, to: number) => number) => {
  let last = '';
  let ms = NaN;
  return (json, from, to) => {
    const text = json.toString('latin1', from, to);
    if (text !== last) [last, ms] = [text, Date.parse(text)];
    return ms;
  };
};

const { quote, comma, closeBracket, minus, zero, nine, letterN } = chars;

/** Where the values of a row are read, and into what. One object for all rows of a run. */
interface RowAt {
  readonly page: StoredPage;
  readonly rows: ObservedRows;
  readonly roles: readonly Role[];
  /** Whether the rows have no member of the key. */
  readonly isFirst: boolean;
  index: number;
  /** Behind the key. */
  from: number;
}

/** Reads the values behind the key of a row. Returns whether they are those of `roles`. */
const readValues = (
  { page, rows, roles, isFirst, index, from }: RowAt,
  instantIn: ReturnType<typeof createInstants>,
): boolean => {
  const { json } = page;
  const { atMs, numbers } = rows;
  let at = from;
  for (let nth = 0; nth < roles.length; nth += 1) {
    if (nth > 0 || !isFirst) {
      if (json[at] !== comma) return false;
      at += 1;
    }
    const role = roles[nth] as Role;
    if (typeof role !== 'number') {
      const end = endOfValue(json, at);
      if (role === 'effective_at') {
        if (json[at] !== quote) return false;
        const ms = instantIn(json, at + 1, end - 1);
        if (Number.isNaN(ms)) return false;
        atMs[index] = ms;
      }
      at = end;
      continue;
    }
    const place = index * 5 + role;
    if (json[at] === letterN) {
      numbers[place] = nullInt4;
      at += 'null'.length;
      continue;
    }
    const isNegative = json[at] === minus;
    if (isNegative) at += 1;
    let value = 0;
    let char = json[at] as number;
    if (char < zero || char > nine) return false;
    while (char >= zero && char <= nine && value <= int4Max) {
      value = value * 10 + char - zero;
      at += 1;
      char = json[at] as number;
    }
    // A fraction or an exponent ends the digits too, and is met where the comma should be.
    if (value > int4Max) return false;
    numbers[place] = value === 0 ? nullInt4 : isNegative ? -value : value;
  }
  return json[at] === closeBracket && at === (page.ends[index] as number) - 1;
};

/** Adds the spelling of a row that has not been met, and returns its number; -1 if it is not that of a key. */
const learn = (
  spellings: Spellings,
  { ownKeyNames }: RunPlan,
  { page, run, index, shape }: { page: StoredPage; run: StoredRun; index: number; shape: number },
): number => {
  const from = (page.starts[index] as number) + 1;
  let end = from;
  ownKeyNames.forEach((_name, nth) => (end = endOfValue(page.json, nth === 0 ? from : end + 1)));
  const bytes = page.json.subarray(from, end);
  let values: unknown[];
  try {
    values = JSON.parse(`[${bytes.toString('utf8')}]`) as unknown[];
  } catch {
    return -1;
  }
  if (values.length !== ownKeyNames.length) return -1;
  const own = Object.fromEntries(ownKeyNames.map((name, nth) => [name, values[nth]]));
  const key = Object.fromEntries(keyNames.map((name) => [name, name in own ? own[name] : run.shared[name]]));
  if (!isPlainKey(key)) return -1;
  return spellings.add(page.streams[index] as number, shape, bytes, key as unknown as PriceKey);
};

const createReader = (): ObservedReader => {
  const spellings = createSpellings();
  const instantIn = createInstants();
  const plans = new Map<string, RunPlan | null>();

  const readRun = (page: StoredPage, run: StoredRun, rows: ObservedRows): void => {
    const signature = `${run.type} ${run.schema_version} ${run.keys.join()} ${Object.keys(run.shared).join()}`;
    let plan = plans.get(signature);
    if (plan === undefined) plans.set(signature, (plan = planOf(run)));
    const values = plan === null ? null : sharedValuesOf(run);
    if (plan === null || values === null) {
      rows.spellings.fill(-1, run.from, run.to);
      return;
    }
    const { ownRoles: roles, ownKeyNames } = plan;
    const shape = spellings.shapeOf(ownKeyNames, run.shared);
    const at: RowAt = { page, rows, roles, isFirst: ownKeyNames.length === 0, index: 0, from: 0 };
    for (let index = run.from; index < run.to; index += 1) {
      const begin = (page.starts[index] as number) + 1;
      let spelling = spellings.find(page.streams[index] as number, shape, page.json, begin);
      if (spelling === -1) spelling = learn(spellings, plan, { page, run, index, shape });
      rows.spellings[index] = spelling;
      if (spelling === -1) continue;
      rows.atMs[index] = values.atMs;
      for (let nth = 0; nth < 5; nth += 1) rows.numbers[index * 5 + nth] = values.numbers[nth] as number;
      at.index = index;
      at.from = begin + spellings.lengthOf(spelling);
      if (!readValues(at, instantIn)) rows.spellings[index] = -1;
    }
  };

  let current: StoredPage | undefined;
  let rows: ObservedRows = { spellings: new Int32Array(0), atMs: new Float64Array(0), numbers: new Int32Array(0) };
  return {
    keys: spellings,
    rowsOf(page) {
      if (page === current) return rows;
      current = page;
      const { count } = page;
      if (rows.spellings.length < count)
        rows = { spellings: new Int32Array(count), atMs: new Float64Array(count), numbers: new Int32Array(count * 5) };
      for (const run of page.runs) readRun(page, run, rows);
      return rows;
    },
  };
};

const readers = new WeakMap<Reading, ObservedReader>();

/** Returns the reader that all read models of a rebuild share. */
export const observedReader = (reading: Reading): ObservedReader => {
  let reader = readers.get(reading);
  if (reader === undefined) readers.set(reading, (reader = createReader()));
  return reader;
};
