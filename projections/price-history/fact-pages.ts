/** The facts of all series, some series at a time. */
import type { PriceNumbers } from '../../src/domain/prices/price-numbers.js';
import type { Reader, Row } from '../../src/postgres/database.js';
import { keyColumnsOf, type PriceKeyRow } from '../price-key-columns.js';
import { factAsOf, factsBetween } from './as-of.js';

/** What a source showed of a key from an instant on, in minor units; all `null` if it showed the key no more. */
export interface FactOfKey extends PriceKeyRow, PriceNumbers {
  readonly series_id: number;
  readonly card_id: string;
  readonly withdrawn: boolean;
  readonly effective_at: string;
  /** Rounded up to whole seconds after `effective_at`. */
  readonly recorded_at: string;
}

/** Both RFC 3339; `null` for now. */
export interface FactTimes {
  readonly asOf: string | null;
  readonly knownAt: string | null;
}

/** $1 after this series, $2 number of series, $3 as of (null: now), $4 known at (null: now). */
const pageSql = (facts: string): string => `
  select s.series_id, ${keyColumnsOf('s')}, f.low, f.mid, f.high, f.market, f.direct_low, f.withdrawn, f.effective_at,
         f.effective_at + f.recorded_after_s * interval '1 second' as recorded_at
  from (select * from price_history.series where series_id > $1 and series_id <= $1::integer + $2::integer) s
  cross join (select coalesce($3::timestamptz, 'infinity') as at) a
  cross join lateral (${facts}) f
  order by s.series_id, f.effective_at`;

const allSql = pageSql(factsBetween(`'-infinity'::timestamptz`, 'a.at', '$4'));
const standingSql = pageSql(factAsOf('a.at', '$4'));

/** Returns the id of the last series; 0 if there is none. */
export const lastSeries = async (reader: Reader): Promise<number> => {
  const [row] = await reader.query<{ last: number }>(
    'select coalesce(max(series_id), 0) as last from price_history.series',
  );
  return row?.last ?? 0;
};

/**
 * Returns the facts that count of the `count` series after this id, in the order of series and time: all up to `asOf`
 * (`every`), or the one of each series that stands then (`standing`).
 */
export const factsAfter = (
  reader: Reader,
  which: 'every' | 'standing',
  { after, count }: { after: number; count: number },
  { asOf, knownAt }: FactTimes,
): Promise<FactOfKey[]> => {
  const sql = which === 'every' ? allSql : standingSql;
  return reader.query<FactOfKey & Row>(sql, [after, count, asOf, knownAt]);
};
