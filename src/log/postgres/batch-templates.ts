/**
 * Stores once what the events of one append have in common. A page of a hundred observations repeats its source, currency,
 * stamp, run and provenance a hundred times. With templates, an observation takes 299 bytes including all indexes
 * (bench/log.ts); without, its data alone takes 418.
 *
 * The rule is the same for all event types. Events of one append with the same type and the same keys in the same order
 * form a group. A key whose value is equal in all of them goes into the group's template; the other values are stored with
 * each event as a JSON array in the order of the keys. Reading restores the data exactly, including the order of keys.
 */
import type { NewEvent } from '../../domain/envelope.js';

type Data = NewEvent['data'];

/** All keys of a group's events in order, and the values they share. Stored in ledger.appends.shapes. */
export interface Template {
  readonly keys: readonly string[];
  readonly shared: Data;
}

export interface CompressedBatch {
  readonly templates: readonly Template[];
  /** By event: 0 if `data` is the whole object, n if it belongs to the n-th template. */
  readonly templateOf: readonly number[];
  /** By event: JSON text. */
  readonly data: readonly string[];
  /** By event: UTF-8 bytes of the whole object as JSON. */
  readonly sizes: readonly number[];
}

interface Group {
  readonly type: string;
  readonly keys: readonly string[];
  readonly members: number[];
}

/**
 * Returns the keys; `null` if JSON would not restore the object from its values: a value that prints as nothing
 * (undefined) or as another one (toJSON), or the key `__proto__`, which cannot be assigned.
 */
const plainKeys = (data: Data): readonly string[] | null => {
  if ('toJSON' in data) return null;
  const keys = Object.keys(data);
  for (const key of keys) {
    const value = data[key];
    if (value === undefined || typeof value === 'function' || typeof value === 'symbol' || key === '__proto__')
      return null;
    if (typeof value === 'object' && value !== null && 'toJSON' in value) return null;
  }
  return keys;
};

const sameKeys = (a: readonly string[], b: readonly string[]): boolean => {
  if (a.length !== b.length) return false;
  for (let index = 0; index < a.length; index += 1) if (a[index] !== b[index]) return false;
  return true;
};

/** Returns the groups of at least two events. */
const groupsOf = (events: readonly NewEvent[]): Group[] => {
  const groups: Group[] = [];
  // Mostly the group of the event before.
  let group: Group | undefined;
  events.forEach((event, index) => {
    const keys = plainKeys(event.data);
    if (keys === null) return;
    const fits = (each: Group): boolean => each.type === event.type && sameKeys(each.keys, keys);
    if (group === undefined || !fits(group)) group = groups.find(fits);
    if (group === undefined) groups.push((group = { type: event.type, keys, members: [] }));
    group.members.push(index);
  });
  return groups.filter((group) => group.members.length > 1);
};

/** Returns whether `key` has one value in all events. Objects are compared as text, which is made only when needed. */
const sameInAll = (events: readonly NewEvent[], members: readonly number[], key: string): boolean => {
  const first = events[members[0] as number]?.data[key];
  const isObject = typeof first === 'object' && first !== null;
  let text: string | undefined;
  for (const member of members) {
    const value = events[member]?.data[key];
    if (value === first) continue;
    if (!isObject || typeof value !== 'object' || value === null) return false;
    text ??= JSON.stringify(first);
    if (JSON.stringify(value) !== text) return false;
  }
  return true;
};

const jsonBytes = (value: unknown): number => Buffer.byteLength(JSON.stringify(value));

/** Returns the bytes that the whole object has beyond the array of its own values: keys, colons, shared values, commas. */
const bytesBesideOwn = (keys: readonly string[], ownCount: number, shared: Data): number => {
  const names = keys.reduce((sum, key) => sum + jsonBytes(key) + 1, 0);
  const values = Object.values(shared).reduce((sum: number, value) => sum + jsonBytes(value), 0);
  return names + values + Math.max(0, keys.length - 1) - Math.max(0, ownCount - 1);
};

const valuesOf = (data: Data, keys: readonly string[]): unknown[] => {
  const values = new Array<unknown>(keys.length);
  for (let index = 0; index < keys.length; index += 1) values[index] = data[keys[index] as string];
  return values;
};

/** Separates the values that events share from their own. */
export const compressBatch = (events: readonly NewEvent[]): CompressedBatch => {
  const templateOf = new Array<number>(events.length).fill(0);
  const data = new Array<string>(events.length);
  const sizes = new Array<number>(events.length);
  const templates = groupsOf(events).map(({ keys, members }, index): Template => {
    const own: string[] = [];
    const shared: Record<string, unknown> = {};
    for (const key of keys) {
      if (sameInAll(events, members, key)) shared[key] = events[members[0] as number]?.data[key];
      else own.push(key);
    }
    const besideOwn = bytesBesideOwn(keys, own.length, shared);
    for (const member of members) {
      const event = events[member] as NewEvent;
      const text = JSON.stringify(valuesOf(event.data, own));
      templateOf[member] = index + 1;
      data[member] = text;
      sizes[member] = Buffer.byteLength(text) + besideOwn;
    }
    return { keys, shared };
  });
  events.forEach((event, index) => {
    if (templateOf[index] !== 0) return;
    const text = JSON.stringify(event.data);
    data[index] = text;
    sizes[index] = Buffer.byteLength(text);
  });
  return { templates, templateOf, data, sizes };
};

const freeze = (value: unknown): void => {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return;
  Object.freeze(value);
  Object.values(value).forEach(freeze);
};

/**
 * Returns a function that restores an event's data from its own values: a copy of the template's object with those set.
 * A copy keeps the hidden class. Rejected: adding key by key, because it took a sixth of a replay. Shared values are
 * frozen, since many events point to them.
 */
export const createAssembler = ({ keys, shared }: Template): ((own: readonly unknown[]) => Data) => {
  Object.values(shared).forEach(freeze);
  const own = keys.filter((key) => !Object.hasOwn(shared, key));
  // Made by JSON.parse, which stores all keys in the object itself. The frozen values then replace the nulls.
  const blank = JSON.parse(JSON.stringify(Object.fromEntries(keys.map((key) => [key, null])))) as Record<
    string,
    unknown
  >;
  const template = Object.assign(blank, shared);
  return (values) => {
    const data: Record<string, unknown> = { ...template };
    for (let index = 0; index < own.length; index += 1) data[own[index] as string] = values[index];
    return data;
  };
};
