/** Makes a log longer by repeating its days in SQL: ten million events in minutes, stored as appends store them. */
import { dayMs, instantOf } from '../src/domain/instant.js';
import { openDatabase } from '../src/postgres/database.js';
import { withoutIndexes } from '../src/projecting/without-indexes.js';
import { firstDayMs } from './made-observations.js';

/** $1 events and $2 days of the log so far, $3 how often, $4 from and $5 to: the instants that appends share. */
const appendsSql = `
  insert into ledger.appends (append_id, recorded_at, metadata, shapes)
  select append_id + $1 * $2::bigint, recorded_at + $3 * interval '1 day', metadata, replace(shapes::text, $4, $5)::json
  from ledger.appends where append_id <= $1 and position($4 in shapes::text) > 0`;

/** $1 events of the log so far, $2 which repetition. */
const eventsSql = `
  insert into ledger.events (position, append_id, id, stream_id, revision, type_id, shape, data)
  select position + $1 * $2::bigint, append_id + $1 * $2::bigint, lpad(to_hex(position + $1 * $2::bigint), 32, '0')::uuid,
         stream_id, revision + $2 * of_stream, type_id, shape, data
  from day_events`;

/**
 * Repeats the `days` days of a log without any later ones until it has `until` days. `adminUrl` is a superuser's: the log
 * refuses rows that are not appended. Returns the number of events. The hash chain does not cover them.
 */
export const repeatDays = async (
  adminUrl: string,
  { days, until }: { days: number; until: number },
): Promise<number> => {
  const database = openDatabase({ url: adminUrl, application: 'bench', asApp: false });
  try {
    return await database.transaction(async (client) => {
      await client.query(`set local session_replication_role = replica`);
      const counted = await client.query<{ events: number }>('select count(*) as events from ledger.events');
      const events = counted.rows[0]?.events ?? 0;
      const repetitions = Math.floor(until / days);
      await client.query(
        'create temporary table day_events as select *, count(*) over (partition by stream_id) as of_stream from ledger.events',
      );
      await withoutIndexes(client, 'ledger.events', async () => {
        for (let nth = 1; nth < repetitions; nth += 1) {
          for (let day = 0; day < days; day += 1) {
            const stamp = (at: number): string => instantOf(new Date(firstDayMs + at * dayMs));
            await client.query(appendsSql, [events, nth, nth * days, stamp(day), stamp(nth * days + day)]);
          }
          await client.query(eventsSql, [events, nth]);
        }
      });
      return events * repetitions;
    });
  } finally {
    await database.close();
  }
};
