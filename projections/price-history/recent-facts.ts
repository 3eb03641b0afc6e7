/**
 * The facts of a series from some time on as one JSON value, folded here and not in SQL: four index probes. For answers of
 * now; as-of.ts answers as of any time, and a test holds the two to each other.
 */
import { instantOfMs } from '../../src/domain/instant.js';
import type { Database } from '../../src/postgres/database.js';
import { boundedFacts, type Fact, type HistoryWindow } from './facts.js';
import { monthOf, type PackedMonth, packedAsJson, type UnpackedFact, unpackMonth } from './packed-months.js';
import { noPriceNumbers } from '../../src/domain/prices/price-numbers.js';

type Mark = readonly [atMs: number, recordedAfterS: number];
type Observed = readonly [...Mark, ...(number | null)[]];

/** What `recentFacts` returns. */
export interface RecentFacts {
  readonly packed: readonly PackedMonth[] | null;
  readonly unpacked: readonly Observed[] | null;
  readonly withdrawals: readonly Mark[] | null;
  readonly voids: readonly Mark[] | null;
}

const ms = (column: string): string => `(extract(epoch from ${column}) * 1000)::bigint`;

/**
 * Returns an SQL expression for the facts of a series from `from` on, as RecentFacts, and those of the last month before that
 * has any: one of them stood at `from`, unless all were voided. Arguments are SQL expressions.
 */
export const recentFacts = (series: string, from: string): string => `
  json_build_object(
    'packed', (select json_agg(${packedAsJson('m')} order by m.month) from price_history.packed_months m
      where m.series_id = ${series} and m.month >= coalesce((
        select b.month from price_history.packed_months b
        where b.series_id = ${series} and b.month < ${monthOf(from)} order by b.month desc limit 1), '-infinity')),
    'unpacked', (select json_agg(json_build_array(${ms('o.effective_at')}, o.recorded_after_s, o.low, o.mid, o.high, o.market, o.direct_low))
      from price_history.unpacked_observations o where o.series_id = ${series}),
    'withdrawals', (select json_agg(json_build_array(${ms('w.effective_at')}, w.recorded_after_s))
      from price_history.withdrawals w where w.series_id = ${series}),
    'voids', (select json_agg(json_build_array(${ms('v.effective_at')}, v.recorded_after_s))
      from price_history.voids v where v.series_id = ${series}))`;

const observedOf = ([atMs, recordedAfterS, low, mid, high, market, direct_low]: Observed): UnpackedFact => ({
  atMs,
  recordedAfterS,
  withdrawn: false,
  low: low ?? null,
  mid: mid ?? null,
  high: high ?? null,
  market: market ?? null,
  direct_low: direct_low ?? null,
});

/** Returns the facts that count, in order of time: of one instant the one recorded last, unless a later void removes it. */
const factsOf = ({ packed, unpacked, withdrawals, voids }: RecentFacts): Fact[] => {
  const all: UnpackedFact[] = (packed ?? []).flatMap(unpackMonth);
  for (const row of unpacked ?? []) all.push(observedOf(row));
  for (const [atMs, recordedAfterS] of withdrawals ?? [])
    all.push({ ...noPriceNumbers, atMs, recordedAfterS, withdrawn: true });
  const voidedAfterS = new Map<number, number>();
  for (const [atMs, after] of voids ?? []) voidedAfterS.set(atMs, Math.max(after, voidedAfterS.get(atMs) ?? -Infinity));
  all.sort((a, b) => a.atMs - b.atMs || a.recordedAfterS - b.recordedAfterS);
  return all.filter(
    ({ atMs, recordedAfterS }, at) =>
      all[at + 1]?.atMs !== atMs && recordedAfterS >= (voidedAfterS.get(atMs) ?? -Infinity),
  );
};

/** $1 series, $2 from */
const factsSql = `select ${recentFacts('$1::integer', '$2::timestamptz')} as facts`;

/** Facts of a series from an instant on, in milliseconds since 1970, as they were read with something else. */
export interface FactsFrom {
  readonly fromMs: number;
  readonly facts: RecentFacts;
}

/** A series as its facts are read. */
export interface SeriesOfFacts {
  readonly seriesId: number;
  readonly firstSeenMs: number;
  /** `null` if none were read yet. */
  readonly read: FactsFrom | null;
}

/** Returns an instant as a parameter of `recentFacts`. */
export const fromText = (fromMs: number): string => (fromMs === -Infinity ? '-infinity' : instantOfMs(fromMs));

/**
 * Returns the facts of a series inside a window in order of time, preceded by the one that held when it began, as known now.
 * Throws VALIDATION_FAILED for more than limits.historyFactsMax.
 */
export const recentFactsIn = async (
  database: Pick<Database, 'query'>,
  series: SeriesOfFacts,
  { fromMs, toMs }: HistoryWindow,
): Promise<Fact[]> => {
  const ask = async (from: number): Promise<Fact[]> => {
    const values = [series.seriesId, fromText(from)];
    const rows = await database.query<{ facts: RecentFacts }>(factsSql, values, { prepared: true });
    return rows.flatMap(({ facts }) => factsOf(facts));
  };
  const { read } = series;
  let facts = read !== null && read.fromMs <= fromMs ? factsOf(read.facts) : await ask(fromMs);
  // All that were read of the time before were voided.
  if (series.firstSeenMs < fromMs && (facts[0]?.atMs ?? Infinity) >= fromMs) facts = await ask(-Infinity);
  const first = facts.findLastIndex(({ atMs }) => atMs < fromMs);
  return boundedFacts(facts.slice(Math.max(first, 0)).filter(({ atMs }) => atMs <= toMs));
};
