/** The calendar of sets: one letter for each set and day. A hundred pages of `coverageBySetAndDay` in one answer. */
import type { Game } from '../../src/domain/cards/card.js';
import type { Database, Row } from '../../src/postgres/database.js';
import { namesOfSets, withdrawalOfSet } from '../catalog/lookups.js';
import { dueSets } from './due-sets.js';

/** The days of a set. */
export interface SetCalendar {
  readonly source: string;
  readonly set_id: string;
  /** `null` until the set itself is listed. */
  readonly name: string | null;
  /**
   * One letter for each day from `from` to `to`: `C` collected, and a price changed or was withdrawn; `U` collected, and all was as before;
   * `M` expected and not collected; `-` not expected: before the first snapshot, or after the source withdrew the set.
   */
  readonly days: string;
  /**
   * Days with `M`.
   * @isInt
   */
  readonly missed: number;
}

/**
 * $1 source, $2 what set ids begin with, $3 first day, $4 last day. A set is expected from its first snapshot, or its first missing
 * file, on to the newest of its source, unless it was withdrawn before, as in `coverageBySetAndDay`.
 */
const calendarSql = `
  with ${dueSets}, spans as (
    select source, set_id, (min(effective_at) at time zone 'UTC')::date as first, (max(effective_at) at time zone 'UTC')::date as last
    from due group by source, set_id
  ), newest as (
    select source, max(last) as last from spans group by source
  ), expected as (
    select p.source, p.set_id, p.first,
           case when w.at is null then n.last else greatest(p.last, (w.at at time zone 'UTC')::date) end as last
    from spans p join newest n using (source)
    cross join lateral (select ${withdrawalOfSet('p.set_id')} as at) w
    where ($1::text is null or p.source = $1) and starts_with(p.set_id, $2)
  ), seen as (
    select source, set_id, (effective_at at time zone 'UTC')::date as day, bool_or(changed > 0 or withdrawn > 0) as moved
    from coverage.snapshots
    where effective_at >= $3::date::timestamp at time zone 'UTC' and effective_at < ($4::date + 1)::timestamp at time zone 'UTC'
    group by 1, 2, 3
  ), cells as (
    select e.source, e.set_id, d.day, case
        when s.moved then 'C'
        when s.day is not null then 'U'
        when d.day between e.first and e.last then 'M'
        else '-' end as letter
    from expected e
    cross join (select generate_series($3::date::timestamp, $4::date::timestamp, interval '1 day')::date as day) d
    left join seen s on s.source = e.source and s.set_id = e.set_id and s.day = d.day
  )
  select c.source, c.set_id, n.name, string_agg(c.letter, '' order by c.day) as days, count(*) filter (where c.letter = 'M') as missed
  from cells c left join ${namesOfSets} n using (set_id)
  group by c.source, c.set_id, n.name
  having bool_or(c.letter <> '-')
  order by n.name, c.set_id, c.source`;

/** Returns the sets that were expected on one of the days, by name. */
export const coverageCalendar = (
  database: Database,
  filter: {
    readonly source: string | undefined;
    readonly game: Game | undefined;
    /** First and last UTC day. */
    readonly from: string;
    readonly to: string;
  },
): Promise<SetCalendar[]> =>
  database.query<SetCalendar & Row>(calendarSql, [
    filter.source ?? null,
    filter.game === undefined ? '' : `${filter.game}-`,
    filter.from,
    filter.to,
  ]);
