/**
 * The keys that a rebuild has met, by small numbers, found by the bytes that a stored row has of its key: some 150 bytes of
 * memory a key. Rejected: a map by the text of the key, because making the text takes longer than all else of a row.
 */
import { type PriceKey, priceKeyText } from '../src/domain/prices/price-key.js';
import { chars } from './json-bytes.js';

const { comma, closeBracket } = chars;

/** The keys that a rebuild has met, by number. Keys of one text have one number, and may be spelled differently. */
export interface PriceKeys {
  /** Returns the number of a key by its text (`priceKeyText`). */
  numberOf(text: string): number;
  /** Returns the text of the key with this number. */
  textOf(key: number): string;
  /** By the number of a spelling. */
  keyOf(spelling: number): number;
  spelled(spelling: number): PriceKey;
}

/** Doubles an array that is too short for `index`. */
const withRoom = (array: Int32Array, index: number): Int32Array => {
  if (index < array.length) return array;
  const larger = new Int32Array(Math.max(array.length * 2, index + 1));
  larger.set(array);
  return larger;
};

/** A spelling of a key: the JSON of the members that a row has, beside those that its run shares. */
export interface Spellings extends PriceKeys {
  /** Returns the spelling in `json` from `from` on; -1 if it has not been met. */
  find(stream: number, shared: number, json: Buffer, from: number): number;
  /** Bytes of the spelling's JSON. */
  lengthOf(spelling: number): number;
  add(stream: number, shared: number, bytes: Buffer, key: PriceKey): number;
}

/** Creates an empty book of spellings. */
export const createSpellings = (): Spellings => {
  const texts: string[] = [];
  const numbers = new Map<string, number>();
  const spelled: PriceKey[] = [];
  const bytesOf: Buffer[] = [];
  let keyOf = new Int32Array(1_024);
  let sharedOf = new Int32Array(1_024);
  // Spellings of a stream are a chain: its newest one, and of each the one before; 0 for none, else the number plus 1.
  let newestOf = new Int32Array(1_024);
  let before = new Int32Array(1_024);

  const numberOf = (text: string): number => {
    let number = numbers.get(text);
    if (number === undefined) {
      number = texts.length;
      numbers.set(text, number);
      texts.push(text);
    }
    return number;
  };

  return {
    numberOf,
    textOf: (key) => texts[key] as string,
    keyOf: (spelling) => keyOf[spelling] as number,
    spelled: (spelling) => spelled[spelling] as PriceKey,
    lengthOf: (spelling) => (bytesOf[spelling] as Buffer).length,
    find(stream, shared, json, from) {
      let next = stream < newestOf.length ? (newestOf[stream] as number) : 0;
      search: while (next !== 0) {
        const spelling = next - 1;
        next = before[spelling] as number;
        if (sharedOf[spelling] !== shared) continue;
        const bytes = bytesOf[spelling] as Buffer;
        // From the end, where spellings of one card differ. Rejected: Buffer.compare, whose call takes longer than this.
        for (let at = bytes.length - 1; at >= 0; at -= 1) if (bytes[at] !== json[from + at]) continue search;
        const char = json[from + bytes.length];
        if (bytes.length === 0 || char === comma || char === closeBracket) return spelling;
      }
      return -1;
    },
    add(stream, shared, bytes, key) {
      const spelling = spelled.length;
      spelled.push(key);
      bytesOf.push(Buffer.from(bytes));
      [keyOf, sharedOf, before] = [keyOf, sharedOf, before].map((array) => withRoom(array, spelling)) as [
        Int32Array<ArrayBuffer>,
        Int32Array<ArrayBuffer>,
        Int32Array<ArrayBuffer>,
      ];
      newestOf = withRoom(newestOf, stream) as Int32Array<ArrayBuffer>;
      keyOf[spelling] = numberOf(priceKeyText(key));
      sharedOf[spelling] = shared;
      before[spelling] = newestOf[stream] as number;
      newestOf[stream] = spelling + 1;
      return spelling;
    },
  };
};
