/** How often sources are asked for a card, by what they were: plans change with budgets and with what people watch. */
import { scopeOfCard } from '../../src/domain/source.js';
import type { Database } from '../../src/postgres/database.js';

/** Checks that are looked at. */
const checksLookedAt = 8;
const hourMs = 3_600_000;

/** $1 sources, $2 their scopes, $3 valid at, $4 known at (null: now) */
const intervalsSql = `
  select a.source, percentile_disc(0.5) within group (order by g.ms) as ms
  from unnest($1::text[], $2::text[]) a(source, scope)
  cross join lateral (
    select (extract(epoch from k.at - lead(k.at) over (order by k.at desc)) * 1000)::bigint as ms
    from (
      select distinct s.effective_at as at from coverage.snapshots s
      where s.source = a.source and s.set_id = a.scope and ($3::timestamptz is null or s.effective_at <= $3)
        and ($4::timestamptz is null or s.recorded_at <= $4)
      order by 1 desc limit ${checksLookedAt}) k
  ) g
  where g.ms is not null group by a.source`;

/**
 * Returns the hours between two checks of a card, or of its set, by source: the median of the last ones, at least 1. A source that
 * checked it less than twice is left out.
 */
export const checkIntervals = async (
  database: Database,
  { cardId, setId, sources }: { readonly cardId: string; readonly setId: string | null; readonly sources: readonly string[] },
  { validAt, knownAt }: { readonly validAt?: string | undefined; readonly knownAt?: string | undefined },
): Promise<ReadonlyMap<string, number>> => {
  const scopes = sources.map((source) => scopeOfCard(source, { cardId, setId: setId ?? '' }));
  const rows = await database.query<{ source: string; ms: number }>(intervalsSql, [
    sources,
    scopes,
    validAt ?? null,
    knownAt ?? null,
  ]);
  return new Map(rows.map(({ source, ms }) => [source, Math.max(1, Math.round(ms / hourMs))]));
};
