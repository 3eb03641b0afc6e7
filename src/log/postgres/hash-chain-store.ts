/** Stores sealed segments of the hash chain in Postgres, whichever engine holds the log. */
import type { LogPosition } from '../../domain/envelope.js';
import type { Database } from '../../postgres/database.js';
import type { Segment, SegmentStore } from '../hash-chain.js';

const columns = 'segment, last_position, hash';
const lastSql = `select ${columns} from ledger.segments where log = $1 order by segment desc limit 1`;
const listSql = `select ${columns} from ledger.segments where log = $1 and segment > $2::int4 order by segment limit 500`;
const sealSql = `select ledger.seal($1, $2::int4, $3, $4)`;
const oneSql = `select ${columns} from ledger.segments where log = $1 and segment = $2::int4`;

type Row = { readonly segment: number; readonly last_position: LogPosition; readonly hash: string };

/**
 * Creates the store of one log's chain, named by the log's engine. After a move to another engine a new chain starts,
 * because positions are the engine's own. `seal` throws if the segment before is missing.
 */
export const createPostgresHashChainStore = (database: Database, log = 'postgres'): SegmentStore => ({
  last: async () => (await database.query<Row>(lastSql, [log]))[0] ?? null,
  list: (after) => database.query<Row>(listSql, [log, after]),
  async seal({ segment, last_position, hash }: Segment) {
    await database.query(sealSql, [log, segment, last_position, hash]);
    const [sealed] = await database.query<Row>(oneSql, [log, segment]);
    if (sealed === undefined) throw new Error(`segment ${segment} cannot be sealed before segment ${segment - 1}`);
    return sealed;
  },
});
