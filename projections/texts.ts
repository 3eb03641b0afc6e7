/**
 * Texts by small numbers, in two arrays and a buffer: 80 bytes for the text of a price key. Rejected: a Map and an array of
 * strings, because they take 400, which for 240,000 keys is a third of what a rebuild may have.
 */
import { withRoom, withRoomFor } from './growing.js';

export interface Texts {
  /** Returns the number of a text; a new one gets the next, from 0 on. */
  numberOf(text: string): number;
  textOf(number: number): string;
}

/** FNV-1a. */
const hashOf = (bytes: Buffer): number => {
  let hash = 0x811c9dc5;
  for (let at = 0; at < bytes.length; at += 1) hash = Math.imul(hash ^ (bytes[at] as number), 0x01000193);
  return hash >>> 0;
};

/** Creates it empty. */
export const createTexts = (): Texts => {
  /** All texts in UTF-8, one behind the other; where each begins is where the one before ends. */
  let bytes = Buffer.alloc(65_536);
  let begins = new Int32Array(1_024);
  let count = 0;
  /** A hash table with open addressing: the number plus 1, 0 for an empty place. At most half full. */
  let places = new Int32Array(2_048);

  const stored = (number: number): Buffer => bytes.subarray(begins[number], begins[number + 1]);

  /** Returns the place of a text, or the empty one where it belongs. */
  const placeOf = (text: Buffer): number => {
    let place = hashOf(text) % places.length;
    for (;;) {
      const found = (places[place] as number) - 1;
      if (found === -1 || text.equals(stored(found))) return place;
      place = (place + 1) % places.length;
    }
  };

  const add = (text: Buffer): void => {
    const begin = begins[count] as number;
    bytes = withRoomFor(bytes, begin, begin + text.length);
    text.copy(bytes, begin);
    count += 1;
    begins = withRoom(begins, count);
    begins[count] = begin + text.length;
    if (count * 2 <= places.length) return;
    places = new Int32Array(places.length * 2);
    for (let number = 0; number < count; number += 1) places[placeOf(stored(number))] = number + 1;
  };

  return {
    numberOf(text) {
      const asBytes = Buffer.from(text);
      const place = placeOf(asBytes);
      const found = (places[place] as number) - 1;
      if (found !== -1) return found;
      places[place] = count + 1;
      add(asBytes);
      return count - 1;
    },
    textOf: (number) => stored(number).toString(),
  };
};
