/**
 * What the events of one append have in common, stored once. A page of a hundred observations repeats its source,
 * currency, stamp, run and provenance a hundred times: factored, an observation takes 299 bytes
 * with all indexes (bench/log.ts); whole, its data alone takes 418.
 *
 * The rule knows nothing of any event type: events of one append with the same type and the same keys in the same order
 * form a group; a key whose value is the same in all of them goes into the group's shape, the other values are stored
 * with each event as a JSON array in the order of the keys. Reading gives back exactly what was written, key order too.
 */
import type { NewEvent } from '../../domain/envelope.js';

type Data = NewEvent['data'];

/** How events of one group are put together: all keys in order, and the values that all of them share. */
export interface Template {
  readonly keys: readonly string[];
  readonly shared: Data;
}

export interface CompressedBatch {
  readonly shapes: readonly Template[];
  /** By event: 0 when `data` is the whole object, n when it belongs to the n-th shape. */
  readonly shape: readonly number[];
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
 * The keys whose values JSON keeps as they are, or null when the object is not that plain: values that print as
 * nothing (undefined), or otherwise than they are (toJSON), and `__proto__`, which cannot be assigned back.
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

/** Groups of at least two; what stands alone has nothing to share. */
const groupsOf = (events: readonly NewEvent[]): Group[] => {
  const groups: Group[] = [];
  // Nearly always the group of the event before.
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

/** Whether `key` has one value in all events. The text of an object is made once it is compared with another. */
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

/** Bytes that the whole object has and the array of its own values has not: keys, colons, shared values, commas. */
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

/** Takes out what the events share. */
export const compressBatch = (events: readonly NewEvent[]): CompressedBatch => {
  const shape = new Array<number>(events.length).fill(0);
  const data = new Array<string>(events.length);
  const sizes = new Array<number>(events.length);
  const shapes = groupsOf(events).map(({ keys, members }, index): Template => {
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
      shape[member] = index + 1;
      data[member] = text;
      sizes[member] = Buffer.byteLength(text) + besideOwn;
    }
    return { keys, shared };
  });
  events.forEach((event, index) => {
    if (shape[index] !== 0) return;
    const text = JSON.stringify(event.data);
    data[index] = text;
    sizes[index] = Buffer.byteLength(text);
  });
  return { shapes, shape, data, sizes };
};

const freeze = (value: unknown): void => {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return;
  Object.freeze(value);
  Object.values(value).forEach(freeze);
};

/**
 * Puts the events of one shape together again: a copy of the shape's object with the own values set. Copying keeps the
 * hidden class, so nothing grows key by key, which took a sixth of a replay. Shared values are
 * frozen, since many events point to them.
 */
export const createAssembler = ({ keys, shared }: Template): ((own: readonly unknown[]) => Data) => {
  Object.values(shared).forEach(freeze);
  const own = keys.filter((key) => !Object.hasOwn(shared, key));
  // Through JSON, which lays all keys out in the object itself; its values are replaced by the frozen ones.
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
