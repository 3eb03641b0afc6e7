/**
 * The newest price of every key while the read model is rebuilt. Of a key whose newest price is a plain observation only
 * its position is kept, some 25 bytes; the event is read when the row is written.
 */
import type { LedgerEvent } from '../../src/domain/envelope.js';
import { heldKeyOf } from '../../src/domain/prices/held.js';
import { effectOnNewest, priceChangeOf } from '../../src/domain/prices/price-change.js';
import { priceKeyText } from '../../src/domain/prices/price-key.js';
import { priceNumbers } from '../../src/domain/prices/price-numbers.js';
import { int4OrNull, nullInt4 } from '../../src/postgres/binary-format.js';
import type { PriceKeys } from '../key-spellings.js';
import type { ObservedRows } from '../observed-rows.js';
import { type PriceRow, rowOf } from './fold.js';

const marketIndex = priceNumbers.indexOf('market');

/** What matters of each key, by its number. */
interface Columns {
  /** effective_at in milliseconds since 1970; NaN without a price. */
  readonly atMs: Float64Array;
  /** Position of the plain observation that is the newest price; 0 if it is none. */
  readonly position: Float64Array;
  /** `nullInt4` if the key never had one. */
  readonly lastMarket: Int32Array;
  /** 1 where the table has a row of the key. */
  readonly written: Uint8Array;
  /** 1 for keys whose observations are folded as events: they may end what is held or overruled. */
  readonly watched: Uint8Array;
}

const createColumns = (keys: number): Columns => ({
  atMs: new Float64Array(keys).fill(NaN),
  position: new Float64Array(keys),
  lastMarket: new Int32Array(keys).fill(nullInt4),
  written: new Uint8Array(keys),
  watched: new Uint8Array(keys),
});

const columnNames = ['atMs', 'position', 'lastMarket', 'written', 'watched'] as const;

export interface NewestInMemory {
  /** Rows that are not plain observations and not written yet, by key. */
  readonly rows: Map<number, PriceRow>;
  /** From such an event on, observations of its key are folded as events. */
  watch(event: LedgerEvent): void;
  isWatched(key: number): boolean;
  foldEvent(event: LedgerEvent): void;
  /** Folds the plain observation at `index`, whose key is not watched. */
  foldRow(read: ObservedRows, index: number, position: number): void;
  /** Returns the row of an observation that is the newest price of its key. */
  rowOf(key: number, event: LedgerEvent): PriceRow;
  /** Returns the keys whose newest price is a plain observation, in the order of these. */
  observed(): Int32Array;
  /** Returns the position of the plain observation that is the newest price of a key. */
  positionOf(key: number): number;
  /** Returns the keys of which the table has a row that is no longer the newest, and forgets that it has. */
  takeOutdated(): number[];
  markWritten(key: number): void;
}

/** Creates it without any key. */
export const createNewestInMemory = (keys: PriceKeys): NewestInMemory => {
  const rows = new Map<number, PriceRow>();
  let columns = createColumns(1_024);

  /** Makes room for a key. */
  const reach = (key: number): void => {
    const { length } = columns.atMs;
    if (key < length) return;
    const larger = createColumns(Math.max(length * 2, key + 1));
    for (const name of columnNames) larger[name].set(columns[name]);
    columns = larger;
  };
  const marketBefore = (key: number): number | null => int4OrNull(columns.lastMarket[key] as number);

  return {
    rows,
    watch(event) {
      if (event.type === 'PriceObserved' || event.type === 'PriceWithdrawn') return;
      const changed = heldKeyOf(event);
      if (changed === null) return;
      const key = keys.numberOf(priceKeyText(changed));
      reach(key);
      columns.watched[key] = 1;
    },
    isWatched: (key) => columns.watched[key] === 1,
    foldEvent(event) {
      const change = priceChangeOf(event);
      if (change === null) return;
      const key = keys.numberOf(priceKeyText(change.key));
      reach(key);
      const before = columns.atMs[key] as number;
      const effect = effectOnNewest(change.kind, Date.parse(change.effectiveAt), Number.isNaN(before) ? null : before);
      if (effect === 'late') return;
      const row = rowOf(event, change, marketBefore(key));
      columns.position[key] = 0;
      columns.atMs[key] = row?.atMs ?? NaN;
      columns.lastMarket[key] = row?.lastMarket ?? nullInt4;
      if (row === null) rows.delete(key);
      else rows.set(key, row);
    },
    foldRow(read, index, position) {
      const key = keys.keyOf(read.spellings[index] as number);
      reach(key);
      const atMs = read.atMs[index] as number;
      // False without a price: NaN.
      if (atMs < (columns.atMs[key] as number)) return;
      const market = read.numbers[index * 5 + marketIndex] as number;
      if (columns.position[key] === 0) rows.delete(key);
      columns.position[key] = position;
      columns.atMs[key] = atMs;
      if (market !== nullInt4) columns.lastMarket[key] = market;
    },
    rowOf(key, event) {
      const change = priceChangeOf(event);
      const row = change === null ? null : rowOf(event, change, marketBefore(key));
      if (row === null) throw new Error(`event ${event.id} states no price`);
      return row;
    },
    observed() {
      const { position } = columns;
      const observed = Int32Array.from(position.keys()).filter((key) => position[key] !== 0);
      return observed.sort((a, b) => (position[a] as number) - (position[b] as number));
    },
    positionOf: (key) => columns.position[key] as number,
    takeOutdated() {
      const outdated: number[] = [];
      columns.written.forEach((written, key) => {
        const isNewest = !rows.has(key) && columns.position[key] === 0 && !Number.isNaN(columns.atMs[key]);
        if (written === 0 || isNewest) return;
        columns.written[key] = 0;
        outdated.push(key);
      });
      return outdated;
    },
    markWritten(key) {
      columns.written[key] = 1;
    },
  };
};
