/**
 * What a rebuild keeps of every series: where its time is, and its totals, in columns: some 90 bytes each. Rejected: an
 * object a series, because its numbers are objects too: some 400 bytes.
 */
import { copyRows, nullInt4 } from '../../src/postgres/binary-format.js';
import type { Client } from '../../src/postgres/database.js';
import { withoutIndexes } from '../../src/projecting/without-indexes.js';
import { withRoom } from '../growing.js';
import { keyCells } from '../price-key-columns.js';
import type { PriceKeys } from '../key-spellings.js';
import { seriesColumns } from './series.js';
import { type SeriesTotals, totalsCells, totalsColumns } from './series-totals.js';

const totalsNames = Object.keys(totalsColumns) as (keyof SeriesTotals)[];

/** By the id of the series. Instants are in milliseconds since 1970, NaN for none; prices `nullInt4` for none. */
type Columns = { readonly [name in keyof SeriesTotals]: name extends `${string}_at` ? Float64Array : Int32Array } & {
  /** Number of the key, and of its first spelling, among `PriceKeys`. */
  readonly key: Int32Array;
  readonly spelling: Int32Array;
  /** The newest instant. */
  readonly newestMs: Float64Array;
  /** `recorded_after_s` of the newest fact of that instant. */
  readonly newestRecordedS: Int32Array;
  /** 1 where the totals are to be recomputed from the tables. */
  readonly recount: Uint8Array;
};

const createColumns = (length: number): Columns => {
  const instants = (): Float64Array => new Float64Array(length).fill(NaN);
  const prices = (): Int32Array => new Int32Array(length).fill(nullInt4);
  return {
    key: new Int32Array(length),
    spelling: new Int32Array(length),
    newestMs: instants(),
    newestRecordedS: new Int32Array(length),
    recount: new Uint8Array(length),
    first_seen_at: instants(),
    last_seen_at: instants(),
    first_market_at: instants(),
    last_market: prices(),
    last_market_at: instants(),
    market_high: prices(),
    market_high_at: instants(),
    market_low: prices(),
    market_low_at: instants(),
  };
};

export interface AllSeries {
  /** Grows: read it anew after `add`. */
  readonly columns: Columns;
  /** Returns the id of the series of a key, by the key's number; 0 if there is none. */
  find(key: number): number;
  /** Adds the series of a key in this spelling, and returns its id. Ids count up from 1. */
  add(key: number, spelling: number): number;
  /** Adds an observation of an instant after all others of its series to its totals. */
  addToTotals(id: number, atMs: number, market: number): void;
  /** Returns the ids whose totals are to be recomputed. */
  recounted(): number[];
  /** Writes the table. */
  write(client: Client, schema: string): Promise<void>;
}

/** Creates it without series. */
export const createAllSeries = (keys: PriceKeys): AllSeries => {
  let columns = createColumns(1_024);
  let idOf = new Int32Array(1_024);
  let last = 0;

  const cellsOf = (id: number): readonly unknown[] => {
    const totals = Object.fromEntries(
      totalsNames.map((name) => {
        const value = columns[name][id] as number;
        return [name, Number.isNaN(value) || value === nullInt4 ? null : value];
      }),
    ) as unknown as SeriesTotals;
    const key = columns.key[id] as number;
    const cells = Object.values(keyCells(keys.spelled(columns.spelling[id] as number)));
    return [id, keys.textOf(key), ...cells, totals.last_market !== null, ...totalsCells(totals)];
  };

  return {
    get columns() {
      return columns;
    },
    find: (key) => (key < idOf.length ? (idOf[key] as number) : 0),
    add(key, spelling) {
      last += 1;
      if (last === columns.key.length) {
        const larger = createColumns(last * 2);
        for (const name of Object.keys(columns) as (keyof Columns)[]) larger[name].set(columns[name]);
        columns = larger;
      }
      idOf = withRoom(idOf, key);
      idOf[key] = last;
      columns.key[last] = key;
      columns.spelling[last] = spelling;
      return last;
    },
    addToTotals(id, atMs, market) {
      const of = columns;
      if (Number.isNaN(of.first_seen_at[id])) of.first_seen_at[id] = atMs;
      of.last_seen_at[id] = atMs;
      // A market price of 0 is none.
      if (market === nullInt4 || market === 0) return;
      const [high, low] = [of.market_high[id] as number, of.market_low[id] as number];
      if (high === nullInt4) of.first_market_at[id] = atMs;
      of.last_market[id] = market;
      of.last_market_at[id] = atMs;
      // The first of equal ones stays.
      if (high === nullInt4 || market > high) {
        of.market_high[id] = market;
        of.market_high_at[id] = atMs;
      }
      if (low === nullInt4 || market < low) {
        of.market_low[id] = market;
        of.market_low_at[id] = atMs;
      }
    },
    recounted() {
      const ids: number[] = [];
      for (let id = 1; id <= last; id += 1) if (columns.recount[id] === 1) ids.push(id);
      return ids;
    },
    async write(client, schema) {
      const rows = function* (): Generator<readonly unknown[]> {
        for (let id = 1; id <= last; id += 1) yield cellsOf(id);
      };
      await withoutIndexes(client, `${schema}.series`, () =>
        copyRows(client, `${schema}.series`, seriesColumns, rows()),
      );
    },
  };
};
