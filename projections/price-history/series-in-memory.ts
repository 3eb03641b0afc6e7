/** What a rebuild keeps of every series: where its time is, its current day and its totals; some 400 bytes each. */
import type { PriceKey } from '../../src/domain/prices/price-key.js';
import { copyRows } from '../../src/postgres/binary-format.js';
import type { Client } from '../../src/postgres/database.js';
import { withoutIndexes } from '../../src/projecting/without-indexes.js';
import { keyCells } from '../price-key-columns.js';
import type { PriceKeys } from '../key-spellings.js';
import type { DayCandle } from './daily.js';
import { seriesColumns } from './series.js';
import { noTotals, type SeriesTotals, totalsCells } from './series-totals.js';

export interface SeriesInMemory {
  readonly id: number;
  readonly key: PriceKey;
  /** Number of the key among `PriceKeys`. */
  readonly keyNumber: number;
  /** The newest instant, in milliseconds since 1970; -Infinity if there is none. */
  newestMs: number;
  /** `recorded_after_s` of the newest fact of that instant. */
  newestRecordedS: number;
  /** The day of the newest observation. */
  today: DayCandle | null;
  /** Of the observations that came in order of time. */
  readonly totals: SeriesTotals;
}

export interface AllSeries {
  /** Returns the series of a key; a new one has the spelling given. */
  of(keyNumber: number, spelled: () => PriceKey): SeriesInMemory;
  [Symbol.iterator](): Iterator<SeriesInMemory>;
  /** Writes the table. */
  write(client: Client, schema: string): Promise<void>;
}

/** Creates it without series. Ids count up in the order of first appearance. */
export const createAllSeries = (keys: PriceKeys): AllSeries => {
  const byKey: (SeriesInMemory | undefined)[] = [];
  const all: SeriesInMemory[] = [];
  return {
    of(keyNumber, spelled) {
      const known = byKey[keyNumber];
      if (known !== undefined) return known;
      const series: SeriesInMemory = {
        id: all.length + 1,
        key: spelled(),
        keyNumber,
        newestMs: -Infinity,
        newestRecordedS: 0,
        today: null,
        totals: noTotals(),
      };
      all.push(series);
      byKey[keyNumber] = series;
      return series;
    },
    [Symbol.iterator]: () => all[Symbol.iterator](),
    async write(client, schema) {
      const rows = function* (): Generator<readonly unknown[]> {
        for (const { id, key, keyNumber, totals } of all) {
          const isPriced = totals.last_market !== null;
          yield [id, keys.textOf(keyNumber), ...Object.values(keyCells(key)), isPriced, ...totalsCells(totals)];
        }
      };
      await withoutIndexes(client, `${schema}.series`, () =>
        copyRows(client, `${schema}.series`, seriesColumns, rows()),
      );
    },
  };
};
