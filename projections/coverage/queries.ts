/** Coverage: which sets were collected or missed on which days, and the runs. */
import { ledgerError } from '../../src/base/errors.js';
import { sourceNames } from '../../src/domain/source.js';
import type { Database, Reader, Row } from '../../src/postgres/database.js';
import { isSetListed, withdrawalOfSet } from '../catalog/lookups.js';
import { isSetScoped } from './checks.js';
import { dueSets } from './due-sets.js';
import { reasonMissed } from './missed-days.js';

export interface SetDay {
  readonly source: string;
  readonly set_id: string;
  /** UTC day. */
  readonly date: string;
  /** `missed`: this set was expected on that day and not collected. */
  readonly status: 'collected' | 'missed';
  readonly snapshots: number;
  readonly rows: number;
  readonly changed: number;
  readonly unchanged: number;
  readonly withdrawn: number;
  readonly quarantined: number;
  /** Prices that vanished at once and were not withdrawn: the next snapshot of the set decides. */
  readonly withheld: number;
  /**
   * Why the set was missed: a file of it could not be had, the source was paused, or the run of the day failed; `null`: not known.
   */
  readonly reason: string | null;
  readonly last_checked: string | null;
}

export interface Run {
  readonly run_id: string;
  readonly source: string;
  readonly scope: string;
  readonly trigger: string | null;
  readonly upstream_stamp: string;
  readonly started_at: string;
  readonly ended_at: string | null;
  readonly status: string;
  /** Error code of a failed run. */
  readonly code: string | null;
  readonly detail: string | null;
  readonly sets: number | null;
  readonly rows: number | null;
  readonly changed: number | null;
  readonly unchanged: number | null;
  readonly withdrawn: number | null;
  readonly quarantined: number | null;
  readonly withheld: number | null;
  /** Files that the run could not have. */
  readonly missing_files: number | null;
  /** Fields of sets and cards that could not be read; the rest of their rows was taken. */
  readonly dropped_fields: number | null;
  /** Products or listings of the source that no card is known for. */
  readonly unmatched: number | null;
  readonly requests: number | null;
}

/** Something that a run left out. */
export interface RunOmission {
  readonly run_id: string;
  readonly source: string;
  readonly upstream_stamp: string;
  /** `file`: missing or unreadable. `row`: a set or card that was not taken. `field`: taken without this field. */
  readonly kind: 'file' | 'row' | 'field';
  /** Path of the file below the source's URL. */
  readonly file: string;
  readonly set_id: string | null;
  /** Place in the file, such as results.3.extendedData.0.value; `null`: the whole file. */
  readonly place: string | null;
  readonly detail: string;
}

export interface CoverageFilter {
  readonly source?: string | undefined;
  readonly setId?: string | undefined;
  /** First and last UTC day. */
  readonly from: string;
  readonly to: string;
  readonly limit: number;
  readonly offset: number;
}

/**
 * $1 source, $2 set, $3 from, $4 to, $5 limit, $6 offset. A set is expected on every day from its first snapshot, or its
 * first missing file, on to the newest of its source, unless it was withdrawn before; a day without a snapshot is a gap. A
 * page beyond the end has one row without a set, for the total.
 */
const setDaysSql = `
  with ${dueSets}, spans as (
    select s.source, s.set_id, (min(s.effective_at) at time zone 'UTC')::date as first,
           (max(s.effective_at) at time zone 'UTC')::date as last
    from due s
    where ($1::text is null or s.source = $1) and ($2::text is null or s.set_id = $2)
    group by s.source, s.set_id
  ), newest as (
    select source, (max(effective_at) at time zone 'UTC')::date as last from due group by source
  ), expected as (
    select p.source, p.set_id, d::date as day
    from spans p join newest n using (source)
    cross join lateral (select ${withdrawalOfSet('p.set_id')} as withdrawn_at) c
    cross join lateral generate_series(
      greatest(p.first, $3::date)::timestamp,
      least(case when c.withdrawn_at is null then n.last else greatest(p.last, (c.withdrawn_at at time zone 'UTC')::date) end,
            $4::date)::timestamp,
      interval '1 day') as d
  ), page as (
    select * from expected order by day desc, source, set_id limit $5 offset $6
  )
  select e.source, e.set_id, e.day as date, case when count(s.event_id) = 0 then 'missed' else 'collected' end as status,
         count(s.event_id) as snapshots, coalesce((array_agg(s.rows order by s.effective_at desc))[1], 0) as rows,
         coalesce(sum(s.changed), 0) as changed,
         coalesce((array_agg(s.unchanged order by s.effective_at desc))[1], 0) as unchanged,
         coalesce(sum(s.withdrawn), 0) as withdrawn, coalesce(sum(s.quarantined), 0) as quarantined,
         coalesce((array_agg(s.withheld order by s.effective_at desc))[1], 0) as withheld,
         case when count(s.event_id) = 0 then ${reasonMissed({ source: 'e.source', setId: 'e.set_id', day: 'e.day' })} end as reason,
         max(s.effective_at) as last_checked, t.total
  from (select count(*) as total from expected) t
  left join page e on true
  left join coverage.snapshots s on s.source = e.source and s.set_id = e.set_id
    and s.effective_at >= e.day::timestamp at time zone 'UTC'
    and s.effective_at < (e.day + 1)::timestamp at time zone 'UTC'
  group by e.source, e.set_id, e.day, t.total
  order by e.day desc, e.source, e.set_id`;

/**
 * Returns sets by day, newest day first. `rows`, `unchanged` and `withheld` are those of the day's last snapshot, the
 * others are sums.
 */
export const coverageBySetAndDay = async (
  database: Database,
  filter: CoverageFilter,
): Promise<{ days: SetDay[]; total: number }> => {
  const rows = await database.query<Omit<SetDay, 'set_id'> & Row & { set_id: string | null; total: number }>(setDaysSql, [
    filter.source ?? null,
    filter.setId ?? null,
    filter.from,
    filter.to,
    filter.limit,
    filter.offset,
  ]);
  const days = rows.flatMap(({ total: _total, set_id, ...day }) => (set_id === null ? [] : [{ ...day, set_id }]));
  return { days, total: rows[0]?.total ?? 0 };
};

export interface DaySummary {
  readonly source: string;
  /** UTC day. */
  readonly date: string;
  readonly sets: number;
  readonly rows: number;
  readonly changed: number;
  readonly withdrawn: number;
  readonly quarantined: number;
  readonly withheld: number;
}

/** Returns whole days, newest first, without days on which nothing was collected. */
export const coverageByDay = (database: Database, filter: CoverageFilter): Promise<DaySummary[]> =>
  database.query<DaySummary & Row>(
    `select source, (effective_at at time zone 'UTC')::date as date, count(distinct set_id) as sets, sum(rows) as rows,
            sum(changed) as changed, sum(withdrawn) as withdrawn, sum(quarantined) as quarantined, sum(withheld) as withheld
     from coverage.snapshots
     where ($1::text is null or source = $1) and ($2::text is null or (set_id = $2 and ${isSetScoped('source')}))
       and effective_at >= $3::date::timestamp at time zone 'UTC'
       and effective_at < ($4::date + 1)::timestamp at time zone 'UTC'
     group by 1, 2 order by 2 desc, 1 limit 100`,
    [filter.source ?? null, filter.setId ?? null, filter.from, filter.to],
  );

/** Returns the newest runs. */
export const recentRuns = (database: Database, source: string | undefined, limit: number): Promise<Run[]> =>
  database.query<Run & Row>(
    `select run_id, source, scope, trigger, upstream_stamp, started_at, ended_at, status, code, detail, sets, rows,
            changed, unchanged, withdrawn, quarantined, withheld, missing_files, dropped_fields, unmatched, requests
     from coverage.runs where $1::text is null or source = $1 order by started_at desc, run_id limit $2`,
    [source ?? null, limit],
  );

/** Returns the sources of which the ledger has a run or a snapshot, by name. */
export const collectedSources = async (database: Database): Promise<string[]> => {
  const rows = await database.query<{ source: string }>(
    `select source from coverage.runs union select source from coverage.sets_checked order by source`,
  );
  return rows.map(({ source }) => source);
};

/** Returns when the last run ended, finished or failed; `null` if none has. */
export const lastRunEnd = async (database: Reader): Promise<string | null> => {
  const [row] = await database.query<{ ended_at: string | null }>('select max(ended_at) as ended_at from coverage.runs');
  return row?.ended_at ?? null;
};

/**
 * Throws SOURCE_UNKNOWN for a source from which nothing was collected, naming those from which something was. A ledger that
 * has collected nothing takes the name of any source that can be collected.
 */
export const assertSourceKnown = async (database: Database, source: string): Promise<void> => {
  const collected = await collectedSources(database);
  const there: readonly string[] = collected.length === 0 ? sourceNames : collected;
  if (there.includes(source)) return;
  const expected = `expected ${there.length > 1 ? 'one of ' : ''}${there.join(', ')}`;
  throw ledgerError('SOURCE_UNKNOWN', `source: nothing was collected from "${source}"; ${expected}`, {
    details: { source: expected },
  });
};

/** Returns whether the ledger lists the set, or has a snapshot of it. */
export const isSetKnown = async (database: Database, setId: string): Promise<boolean> => {
  const [row] = await database.query<{ known: boolean }>(
    `select ${isSetListed('$1')} or exists (select from coverage.sets_checked k where k.set_id = $1 and ${isSetScoped('k.source')}) as known`,
    [setId],
  );
  return row?.known === true;
};

/** Returns what the runs of the days left out, newest first: missing files before rows, rows before fields. */
export const omissionsOfRuns = (database: Database, filter: CoverageFilter, limit: number): Promise<RunOmission[]> =>
  database.query<RunOmission & Row>(
    `select run_id, source, effective_at as upstream_stamp, kind, file, set_id, place, detail
     from coverage.omissions
     where ($1::text is null or source = $1) and ($2::text is null or set_id = $2)
       and effective_at >= $3::date::timestamp at time zone 'UTC'
       and effective_at < ($4::date + 1)::timestamp at time zone 'UTC'
     order by effective_at desc, run_id, ordinal limit $5`,
    [filter.source ?? null, filter.setId ?? null, filter.from, filter.to, limit],
  );

/** What was collected from a source, and what was not, over all of its stamps. */
export interface SourceTotals {
  readonly source: string;
  readonly rows: number;
  readonly changed: number;
  readonly withdrawn: number;
  readonly quarantined: number;
  readonly withheld: number;
  readonly missing_files: number;
  readonly dropped_fields: number;
  readonly unmatched: number;
}

/**
 * Returns the totals of each source: of the last run of every stamp, over all sets where there is one. A resumed run counts
 * what the attempts before it recorded, so that nothing is counted twice.
 */
export const totalsOfSources = (database: Database): Promise<SourceTotals[]> =>
  database.query<SourceTotals & Row>(
    `select source, sum(rows) as rows, sum(changed) as changed, sum(withdrawn) as withdrawn,
            sum(quarantined) as quarantined, sum(withheld) as withheld, sum(missing_files) as missing_files,
            sum(dropped_fields) as dropped_fields, sum(unmatched) as unmatched
     from (
       select distinct on (source, upstream_stamp) * from coverage.runs where ended_at is not null
       order by source, upstream_stamp, scope = 'all' desc, status = 'finished' desc, ended_at desc
     ) r group by source order by source`,
  );
