/** The next check of a set after a day of the past, and the sets that were checked on a day. */
import type { Database } from '../../src/postgres/database.js';

/** A snapshot of a set that proves what it does not withhold. */
export interface LaterCheck {
  readonly eventId: string;
  readonly at: string;
  readonly withheldKeys: readonly string[];
}

/** Returns the first snapshot of each set at a source after `stamp`, by set id. */
export const firstChecksAfter = async (
  database: Database,
  source: string,
  stamp: string,
): Promise<Map<string, LaterCheck>> => {
  const rows = await database.query<{ set_id: string; event_id: string; at: string; withheld_keys: string[] }>(
    `select k.set_id, s.event_id, s.effective_at as at, s.withheld_keys
     from coverage.sets_checked k
     cross join lateral (
       select b.event_id, b.effective_at, b.withheld_keys from coverage.snapshots b
       where b.source = k.source and b.set_id = k.set_id and b.effective_at > $2::timestamptz
       order by b.effective_at, b.recorded_at desc limit 1
     ) s
     where k.source = $1 and k.last_checked > $2::timestamptz`,
    [source, stamp],
  );
  return new Map(
    rows.map(({ set_id, event_id, at, withheld_keys }) => [
      set_id,
      { eventId: event_id, at, withheldKeys: withheld_keys },
    ]),
  );
};

/** Returns the sets of a source that have a snapshot of the UTC day `day`. */
export const setsCheckedOn = async (
  database: Database,
  source: string,
  day: string,
): Promise<ReadonlySet<string>> => {
  const rows = await database.query<{ set_id: string }>(
    `select distinct set_id from coverage.snapshots
     where source = $1 and effective_at >= $2::timestamptz and effective_at < $2::timestamptz + interval '1 day'`,
    [source, `${day}T00:00:00Z`],
  );
  return new Set(rows.map(({ set_id }) => set_id));
};
