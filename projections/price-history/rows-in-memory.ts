/** Observations that a rebuild has not written yet, in columns: 36 bytes each. */
import { int4OrNull } from '../../src/postgres/binary-format.js';
import { type ObservationColumns, type ObservationRow, packColumns } from './packed-months.js';

export interface RowsInMemory {
  readonly length: number;
  /**
   * Adds an observation: `numbers` has its five from `from` on, in the order low, mid, high, market, direct_low, `nullInt4`
   * for null. Those of one series come in order of effective_at.
   */
  add(atMs: number, seriesId: number, recordedAfterS: number, numbers: Int32Array, from: number): void;
  /** Yields the packed months before `beforeMs`, as `packMonths` does, and forgets their rows at the end. */
  takePacked(beforeMs: number): Iterable<readonly unknown[]>;
  /** Yields all rows by series and effective_at, and forgets them at the end. */
  takeRows(): Iterable<ObservationRow>;
}

const createColumns = (rows: number): ObservationColumns => ({
  atMs: new Float64Array(rows),
  seriesId: new Int32Array(rows),
  recordedAfterS: new Int32Array(rows),
  numbers: new Int32Array(rows * 5),
});

const copy = (from: ObservationColumns, to: ObservationColumns): ObservationColumns => {
  to.atMs.set(from.atMs);
  to.seriesId.set(from.seriesId);
  to.recordedAfterS.set(from.recordedAfterS);
  to.numbers.set(from.numbers);
  return to;
};

/** Returns the indexes of the rows before `beforeMs` by series; those of a series in their order. A counting sort. */
const orderOf = ({ atMs, seriesId }: ObservationColumns, length: number, beforeMs: number): Int32Array => {
  let most = 0;
  for (let row = 0; row < length; row += 1) most = Math.max(most, seriesId[row] as number);
  const ends = new Int32Array(most + 2);
  let count = 0;
  for (let row = 0; row < length; row += 1) {
    if ((atMs[row] as number) >= beforeMs) continue;
    const next = (seriesId[row] as number) + 1;
    ends[next] = (ends[next] as number) + 1;
    count += 1;
  }
  for (let series = 1; series < ends.length; series += 1)
    ends[series] = (ends[series] as number) + (ends[series - 1] as number);
  const order = new Int32Array(count);
  for (let row = 0; row < length; row += 1) {
    if ((atMs[row] as number) >= beforeMs) continue;
    const series = seriesId[row] as number;
    order[ends[series] as number] = row;
    ends[series] = (ends[series] as number) + 1;
  }
  return order;
};

const roomAtFirst = 16_384;

/** Creates it empty. It grows as rows are added, and keeps its size until all are packed. */
export const createRowsInMemory = (): RowsInMemory => {
  let columns = createColumns(roomAtFirst);
  let length = 0;

  /** Keeps the rows from `beforeMs` on. */
  const forget = (beforeMs: number): void => {
    const { atMs, seriesId, recordedAfterS, numbers } = columns;
    let kept = 0;
    for (let row = 0; row < length; row += 1) {
      if ((atMs[row] as number) < beforeMs) continue;
      atMs[kept] = atMs[row] as number;
      seriesId[kept] = seriesId[row] as number;
      recordedAfterS[kept] = recordedAfterS[row] as number;
      numbers.copyWithin(kept * 5, row * 5, row * 5 + 5);
      kept += 1;
    }
    length = kept;
  };

  return {
    get length() {
      return length;
    },
    add(atMs, seriesId, recordedAfterS, numbers, from) {
      if (length === columns.atMs.length) columns = copy(columns, createColumns(length * 2));
      columns.atMs[length] = atMs;
      columns.seriesId[length] = seriesId;
      columns.recordedAfterS[length] = recordedAfterS;
      for (let nth = 0; nth < 5; nth += 1) columns.numbers[length * 5 + nth] = numbers[from + nth] as number;
      length += 1;
    },
    *takePacked(beforeMs) {
      yield* packColumns(columns, orderOf(columns, length, beforeMs));
      forget(beforeMs);
      // At the end of a rebuild, when memory is needed for what follows.
      if (beforeMs === Infinity) columns = createColumns(roomAtFirst);
    },
    *takeRows() {
      const { atMs, seriesId, recordedAfterS, numbers } = columns;
      const order = orderOf(columns, length, Infinity);
      for (let nth = 0; nth < order.length; nth += 1) {
        const row = order[nth] as number;
        const at = row * 5;
        yield [
          atMs[row] as number,
          seriesId[row] as number,
          recordedAfterS[row] as number,
          int4OrNull(numbers[at] as number),
          int4OrNull(numbers[at + 1] as number),
          int4OrNull(numbers[at + 2] as number),
          int4OrNull(numbers[at + 3] as number),
          int4OrNull(numbers[at + 4] as number),
        ];
      }
      length = 0;
    },
  };
};
