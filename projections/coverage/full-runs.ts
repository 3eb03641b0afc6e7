/** What finished runs over all sets of a source took and left out. */
import { askedSource } from './collections.js';
import type { Reader, Row } from '../../src/postgres/database.js';

export interface FullRun {
  readonly ended_at: string;
  readonly upstream_stamp: string;
  readonly sets: number;
  readonly rows: number;
  readonly quarantined: number;
  readonly withheld: number;
  readonly missing_files: number;
  readonly unmatched: number;
}

/** Returns the newest finished runs of a source over all sets, imports apart, the newest first. */
export const newestFullRuns = (database: Reader, source: string, limit: number): Promise<FullRun[]> =>
  database.query<FullRun & Row>(
    `select ended_at, upstream_stamp, sets, rows, quarantined, withheld, missing_files, coalesce(unmatched, 0) as unmatched
       from coverage.runs
      where source = $1 and scope = 'all' and status = 'finished' and ${askedSource}
      order by started_at desc limit $2`,
    [source, limit],
  );
