/** Sealed segments of the hash chain in Postgres. */
import type { LogPosition } from '../../domain/envelope.js';
import type { Database } from '../../postgres/database.js';
import type { Segment, SegmentStore } from '../segments.js';

const columns = 'segment, last_position, hash';
const lastSql = `select ${columns} from ledger.segments order by segment desc limit 1`;
const listSql = `select ${columns} from ledger.segments where segment > $1::int4 order by segment limit 500`;
const sealSql = `select ledger.seal($1::int4, $2::text, $3::text)`;
const oneSql = `select ${columns} from ledger.segments where segment = $1::int4`;

type Row = { readonly segment: number; readonly last_position: LogPosition; readonly hash: string };

/** The segments table of the log's database. `seal` throws when the segment before is missing. */
export const createPostgresSegments = (database: Database): SegmentStore => ({
  last: async () => (await database.query<Row>(lastSql))[0] ?? null,
  list: (after) => database.query<Row>(listSql, [after]),
  async seal({ segment, last_position, hash }: Segment) {
    await database.query(sealSql, [segment, last_position, hash]);
    const [there] = await database.query<Row>(oneSql, [segment]);
    if (there === undefined) throw new Error(`segment ${segment} cannot be sealed before segment ${segment - 1}`);
    return there;
  },
});
