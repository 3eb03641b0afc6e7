/**
 * The keys that a rebuild has met, by small numbers, found by the bytes that a stored row has of its key: some 200 bytes of
 * memory a key, and no object among them. Rejected: a map by the text of the key, because making the text takes
 * longer than all else of a row.
 */
import { type PriceKey, priceKeyShape, priceKeyText } from '../src/domain/prices/price-key.js';
import { withRoom, withRoomFor } from './growing.js';
import { chars } from './json-bytes.js';
import { createTexts } from './texts.js';

const { comma, closeBracket } = chars;

/** The members of a key, in order. */
export const keyNames = Object.keys(priceKeyShape);

/** The keys that a rebuild has met, by number. Keys of one text have one number, and may be spelled differently. */
export interface PriceKeys {
  /** Returns the number of a key by its text (`priceKeyText`). */
  numberOf(text: string): number;
  /** Returns the text of the key with this number. */
  textOf(key: number): string;
  /** By the number of a spelling. */
  keyOf(spelling: number): number;
  /** Keeps the spelling of a key that came in an event, and returns its number. */
  spell(key: PriceKey): number;
  spelled(spelling: number): PriceKey;
}

/** A spelling of a key: the JSON of the members that a row has, beside those that its run shares. */
export interface Spellings extends PriceKeys {
  /** Returns the number of a shape: the members that rows have of a key, and the values of the others. */
  shapeOf(ownNames: readonly string[], shared: Readonly<Record<string, unknown>>): number;
  /** Returns the spelling of this shape in `json` from `from` on; -1 if it has not been met. */
  find(stream: number, shape: number, json: Buffer, from: number): number;
  /** Bytes of the spelling's JSON. */
  lengthOf(spelling: number): number;
  add(stream: number, shape: number, bytes: Buffer, key: PriceKey): number;
}

interface Shape {
  readonly ownNames: readonly string[];
  readonly shared: Readonly<Record<string, unknown>>;
}

/** Creates an empty list of shapes. */
const createShapes = () => {
  const all: Shape[] = [];
  const numbers = new Map<string, number>();
  return {
    of: (shape: number): Shape => all[shape] as Shape,
    numberOf(ownNames: readonly string[], shared: Shape['shared']): number {
      const others = keyNames.filter((name) => !ownNames.includes(name)).map((name) => [name, shared[name]]);
      const text = JSON.stringify([ownNames, others]);
      let number = numbers.get(text);
      if (number === undefined) {
        number = all.length;
        numbers.set(text, number);
        all.push({ ownNames, shared: Object.fromEntries(others) as Shape['shared'] });
      }
      return number;
    },
  };
};

/** Creates an empty book of spellings. */
export const createSpellings = (): Spellings => {
  const texts = createTexts();
  const shapes = createShapes();
  // The JSON of all spellings, one behind the other: where each begins, the next one's beginning is its end.
  let json = Buffer.alloc(65_536);
  let begins = new Int32Array(1_024);
  let count = 0;
  let keyOf = new Int32Array(1_024);
  let shapeOf = new Int32Array(1_024);
  // Spellings of a stream are a chain: its newest one, and of each the one before; 0 for none, else the number plus 1.
  let newestOf = new Int32Array(1_024);
  let before = new Int32Array(1_024);

  const keep = (shape: number, bytes: Buffer, key: PriceKey): number => {
    const spelling = count;
    const begin = begins[spelling] as number;
    const end = begin + bytes.length;
    json = withRoomFor(json, begin, end);
    bytes.copy(json, begin);
    begins = withRoom(begins, spelling + 1);
    keyOf = withRoom(keyOf, spelling);
    shapeOf = withRoom(shapeOf, spelling);
    before = withRoom(before, spelling);
    begins[spelling + 1] = end;
    keyOf[spelling] = texts.numberOf(priceKeyText(key));
    shapeOf[spelling] = shape;
    count += 1;
    return spelling;
  };

  return {
    numberOf: (text) => texts.numberOf(text),
    textOf: (key) => texts.textOf(key),
    keyOf: (spelling) => keyOf[spelling] as number,
    shapeOf: (ownNames, shared) => shapes.numberOf(ownNames, shared),
    lengthOf: (spelling) => (begins[spelling + 1] as number) - (begins[spelling] as number),
    spell(key) {
      const values = keyNames.map((name) => (key as unknown as Record<string, unknown>)[name]);
      return keep(shapes.numberOf(keyNames, {}), Buffer.from(JSON.stringify(values).slice(1, -1)), key);
    },
    spelled(spelling) {
      const { ownNames, shared } = shapes.of(shapeOf[spelling] as number);
      const text = json.toString('utf8', begins[spelling], begins[spelling + 1]);
      const values = JSON.parse(`[${text}]`) as unknown[];
      const own = Object.fromEntries(ownNames.map((name, nth) => [name, values[nth]]));
      return { ...shared, ...own } as unknown as PriceKey;
    },
    find(stream, shape, row, from) {
      let next = stream < newestOf.length ? (newestOf[stream] as number) : 0;
      search: while (next !== 0) {
        const spelling = next - 1;
        next = before[spelling] as number;
        if (shapeOf[spelling] !== shape) continue;
        const begin = begins[spelling] as number;
        const shift = from - begin;
        const end = begins[spelling + 1] as number;
        // From the end, where spellings of one card differ. Rejected: Buffer.compare, whose call takes longer than this.
        for (let at = end - 1; at >= begin; at -= 1) if (json[at] !== row[shift + at]) continue search;
        const char = row[shift + end];
        if (end === begin || char === comma || char === closeBracket) return spelling;
      }
      return -1;
    },
    add(stream, shape, bytes, key) {
      const spelling = keep(shape, bytes, key);
      newestOf = withRoom(newestOf, stream);
      before[spelling] = newestOf[stream] as number;
      newestOf[stream] = spelling + 1;
      return spelling;
    },
  };
};
