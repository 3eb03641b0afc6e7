/** Why a set was not collected on a day. */
import { askedSource } from './collections.js';

/** Codes of runs that failed because another one had failed before them, or because a process ended: SQL literals. */
const consequences = ['SOURCE_BREAKER_OPEN', 'SOURCE_BUDGET_SPENT', 'SOURCE_TOO_SOON', 'SOURCE_STAMP_MOVED', 'NOT_READY', 'LEASE_LOST']
  .map((code) => `'${code}'`)
  .join(', ');

/**
 * Returns an expression for the reason why a set was missed on a UTC day; null if none is known. Arguments are SQL expressions. A
 * file that could not be had comes first. Then a pause that still held when the day ended: until then the set could have been collected.
 * Then the run over all sets that failed first, under a stamp of the day or from its begin on, up to the set's next snapshot. What a
 * source publishes in the evening may be asked for the next morning, so runs of the day after count too, unless their stamp is of that
 * day. A pause that was over before is the reason only if nothing else is.
 */
export const reasonMissed = ({
  source,
  setId,
  day,
}: {
  readonly source: string;
  readonly setId: string;
  readonly day: string;
}): string => {
  const begin = `(${day}::timestamp at time zone 'UTC')`;
  const end = `((${day} + 1)::timestamp at time zone 'UTC')`;
  const onDay = (at: string): string => `${at} >= ${begin} and ${at} < ${end}`;
  const pause = (resumed: string): string => `(
    select 'paused: ' || p.reason from coverage.pauses p
    where p.source = ${source} and p.paused_at < ${end} and coalesce(p.resumed_at, 'infinity') ${resumed}
    order by p.paused_at desc limit 1)`;
  const next = `(
    select min(n.recorded_at) from coverage.snapshots n
    where n.source = ${source} and n.set_id = ${setId} and n.effective_at >= ${end})`;
  const failure = `(
    select r.code || ': ' || r.detail from coverage.runs r
    where r.source = ${source} and r.status = 'failed' and r.scope = 'all' and r.code <> 'SOURCE_PAUSED' and ${askedSource}
      and r.started_at >= ${begin} and r.started_at < least(${end} + interval '1 day', coalesce(${next}, 'infinity'))
      and r.upstream_stamp < ${end}
    order by (${onDay('r.upstream_stamp')}) desc, r.started_at < ${end} desc, r.code in (${consequences}), r.started_at
    limit 1)`;
  return `coalesce(
    (select o.detail from coverage.omissions o
     where o.source = ${source} and o.set_id = ${setId} and o.kind = 'file' and ${onDay('o.effective_at')}
     order by o.effective_at desc, o.run_id, o.ordinal limit 1),
    ${pause(`>= ${end}`)},
    ${failure},
    ${pause(`> ${begin}`)})`;
};
