/** How the rows of a run of observations are read: which value of a row is what, and what all rows share. */
import type { StoredRun } from '../src/log/stored-events.js';
import { eventDefinitions } from '../src/domain/events.js';
import { priceNumbers } from '../src/domain/prices/price-numbers.js';
import { storable } from '../src/domain/text.js';
import { nullInt4 } from '../src/postgres/binary-format.js';
import { keyNames } from './key-spellings.js';

/** The type whose runs are read so. */
export const observedType = 'PriceObserved';

export const int4Max = 2 ** 31 - 1;

/** What a value of a row is: the number at an index of `priceNumbers`, the instant, or nothing that is read. */
export type Role = number | 'effective_at' | 'ignored';

export interface RunPlan {
  /** Members of the key that each row has. They come first. */
  readonly ownKeyNames: readonly string[];
  /** The other values of a row, in order. */
  readonly ownRoles: readonly Role[];
}

const expectedNames = Object.keys(eventDefinitions[observedType].schema.shape).sort().join();

const roleOf = (name: string): Role => {
  const number = (priceNumbers as readonly string[]).indexOf(name);
  return number >= 0 ? number : name === 'effective_at' ? 'effective_at' : 'ignored';
};

/**
 * Returns the plan of runs with these keys and these shared ones; `null` if they are not those of an observation, or in an
 * order that no collector writes.
 */
export const planOf = ({ type, schema_version, keys, shared }: StoredRun): RunPlan | null => {
  if (type !== observedType || schema_version !== eventDefinitions[observedType].version) return null;
  if ([...keys].sort().join() !== expectedNames) return null;
  const own = keys.filter((name) => !Object.hasOwn(shared, name));
  const ownKeyNames = own.filter((name) => keyNames.includes(name));
  const rest = own.slice(ownKeyNames.length);
  if (rest.some((name) => keyNames.includes(name))) return null;
  return { ownKeyNames, ownRoles: rest.map(roleOf) };
};

export interface SharedValues {
  /** In the order of `priceNumbers`; `nullInt4` where the rows have their own. */
  readonly numbers: readonly number[];
  /** effective_at in milliseconds since 1970; 0 where the rows have their own. */
  readonly atMs: number;
}

/** Returns the values that a run shares; `null` if one is not what it should be. */
export const sharedValuesOf = ({ shared }: StoredRun): SharedValues | null => {
  const numbers = priceNumbers.map((name) => {
    const value = shared[name] ?? 0;
    if (value === 0) return nullInt4;
    return typeof value === 'number' && Number.isInteger(value) && value > nullInt4 && value <= int4Max ? value : NaN;
  });
  const instant = shared['effective_at'];
  const atMs = instant === undefined ? 0 : typeof instant === 'string' ? Date.parse(instant) : NaN;
  return [...numbers, atMs].some(Number.isNaN) ? null : { numbers, atMs };
};

const isText = (value: unknown): boolean => typeof value === 'string';
const isTextOrNull = (value: unknown): boolean => value === null || isText(value);
const hasTexts = (value: unknown, names: readonly string[]): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' &&
  value !== null &&
  names.every((name) => isText((value as Record<string, unknown>)[name]));

/** Returns whether the members have the types of a key's, and texts that a database can hold. */
export const isPlainKey = (key: Readonly<Record<string, unknown>>): boolean =>
  ['card_id', 'source', 'kind', 'currency'].every((name) => isText(key[name])) &&
  ['condition', 'language'].every((name) => isTextOrNull(key[name])) &&
  hasTexts(key['printing'], ['name', 'slug']) &&
  (key['grade'] === null || (hasTexts(key['grade'], ['grader', 'grade']) && isTextOrNull(key['grade']['qualifier']))) &&
  storable(key) === key;
