/** Why a set was not collected on a day. */
import { askedSource } from './collections.js';

/**
 * Returns an expression for the reason why a set was missed on a UTC day; null if none is known. Arguments are SQL expressions. A
 * file that could not be had comes first. Then a pause that still held when the day ended: until then the set could have been collected.
 * Then the last run over all sets that failed on the day or under a stamp of it, for a budget that was spent among others. A pause that
 * was over before is the reason only if nothing else is.
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
  return `coalesce(
    (select o.detail from coverage.omissions o
     where o.source = ${source} and o.set_id = ${setId} and o.kind = 'file' and ${onDay('o.effective_at')}
     order by o.effective_at desc, o.run_id, o.ordinal limit 1),
    ${pause(`>= ${end}`)},
    (select r.code || ': ' || r.detail from coverage.runs r
     where r.source = ${source} and r.status = 'failed' and r.scope = 'all' and r.code <> 'SOURCE_PAUSED' and ${askedSource}
       and (${onDay('r.started_at')} or ${onDay('r.upstream_stamp')})
     order by r.ended_at desc limit 1),
    ${pause(`> ${begin}`)})`;
};
