/**
 * Finds lost events. Positions are 1, 2, 3 … without holes, and the next append begins behind the last one, so a hole or an
 * append with fewer events than it wrote shows a loss, also at the end of the log.
 */
import type { Database } from '../../postgres/database.js';
import { printPosition } from '../numeric-position.js';

const reportedMax = 10;

const holesSql = `
  select before as after, position as until from (
    select position, lag(position, 1, 0::int8) over (order by position) as before from ledger.events
  ) e where position <> before + 1 order by position limit ${reportedMax}`;

/** Holes are few if there are any: a log without them has as many events as its last position says. */
const hasHolesSql = `
  select count(*) <> coalesce(max(position), 0) or coalesce(min(position), 1) <> 1 as holes from ledger.events`;

/** Events that an append wrote, by its row, against those that are there before the next append. */
const shortAppendsSql = `
  select append_id, events, found from (
    select append_id, events, lead(append_id, 1, (select coalesce(max(position), 0) + 1 from ledger.events))
             over (order by append_id) - append_id as found
      from ledger.appends
  ) a where found < coalesce(events, 1) order by append_id limit ${reportedMax}`;

const emptyStreamsSql = `
  select name from ledger.streams s
   where not exists (select from ledger.events e where e.stream_id = s.stream_id) order by name limit ${reportedMax}`;

/** Returns a text for each loss that the tables show, some at most; none for a log that is whole. */
export const missingEvents = async (database: Database): Promise<readonly string[]> => {
  const [counted] = await database.query<{ holes: boolean }>(hasHolesSql);
  const holes = counted?.holes === true ? await database.query<{ after: number; until: number }>(holesSql) : [];
  const short = await database.query<{ append_id: number; events: number | null; found: number }>(shortAppendsSql);
  const empty = await database.query<{ name: string }>(emptyStreamsSql);
  return [
    ...holes.map(({ after, until }) => {
      const first = printPosition(after + 1);
      const last = printPosition(until - 1);
      return first === last ? `no event at position ${first}` : `no events at the positions ${first} to ${last}`;
    }),
    ...short.map(({ append_id: id, events, found }) => {
      const wrote = events === null ? 'at least one event' : `${events} events`;
      return `the append at position ${printPosition(id)} wrote ${wrote}, of which ${Math.max(0, found)} are there`;
    }),
    ...empty.map(({ name }) => `${name} has no events`),
  ].slice(0, reportedMax);
};
