/** Counts distinct event ids, to find duplicates without the index that might be broken. */

/** Returns the first 64 bits of a UUID. */
const prefixOf = (id: string): bigint => BigInt(`0x${id.slice(0, 8)}${id.slice(9, 13)}${id.slice(14, 18)}`);

/** Returns the array, or a copy of twice its size if it is full: filling it copies no more than twice its size. */
const withRoom = (array: BigUint64Array<ArrayBuffer>, count: number): BigUint64Array<ArrayBuffer> => {
  if (count < array.length) return array;
  const larger = new BigUint64Array(array.length * 2);
  larger.set(array);
  return larger;
};

export interface IdCounter {
  add(id: string): void;
  /** Returns how many ids were added and how many of them are distinct. */
  count(): { readonly events: number; readonly ids: number };
}

/**
 * Creates a counter that takes eight bytes an event. Ids are compared by their first half, of which 60 bits are random:
 * of 100,000 logs of ten million events, four have two ids that are mistaken for one.
 */
export const createIdCounter = (): IdCounter => {
  let prefixes = new BigUint64Array(1_024);
  let events = 0;
  return {
    add(id) {
      prefixes = withRoom(prefixes, events);
      prefixes[events] = prefixOf(id);
      events += 1;
    },
    count() {
      const sorted = prefixes.subarray(0, events).sort();
      let ids = 0;
      for (let at = 0; at < events; at += 1) if (at === 0 || sorted[at] !== sorted[at - 1]) ids += 1;
      return { events, ids };
    },
  };
};
