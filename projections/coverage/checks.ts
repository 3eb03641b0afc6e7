/** When prices were checked: a snapshot of a set checks every price of the set but those that it holds back. */
import { limits } from '../../src/base/limits.js';
import { cardScopedSources } from '../../src/domain/source.js';
import type { Database, Reader } from '../../src/postgres/database.js';
import { setOfCard } from '../catalog/lookups.js';

/** The card-scoped sources as SQL literals. */
const cardScoped = cardScopedSources.map((source) => `'${source}'`).join(', ');

/**
 * Returns the condition that the snapshots of a source are those of sets. Ids of cards and of sets look alike: without it the
 * snapshot of a card would be one of the set that has the same number.
 */
export const isSetScoped = (source: string): string => `${source} not in (${cardScoped})`;

/** Returns the scope of the snapshots that check a price: the set of its card, or the card, which its key begins with. */
export const checkedScope = ({ source, setId, priceKey }: CheckedPrice): string =>
  `(case when ${isSetScoped(source)} then ${setId} else split_part(${priceKey}, '|', 1) end)`;

/**
 * Returns a scalar subquery for the last check of a set at a source; null if there was none. With a price key, for the last
 * one that showed or withdrew that price. Arguments are SQL expressions.
 */
export const lastCheck = (source: string, setId: string, priceKey?: string): string =>
  priceKey === undefined
    ? `(select k.last_checked from coverage.sets_checked k where k.source = ${source} and k.set_id = ${setId})`
    : `(select case when not ${priceKey} = any(b.withheld_keys) then k.last_checked else (
          select max(o.effective_at) from coverage.snapshots o
          where o.source = k.source and o.set_id = k.set_id and o.effective_at < k.last_checked
            and not ${priceKey} = any(o.withheld_keys)) end
        from coverage.sets_checked k join coverage.snapshots b on b.event_id = k.event_id
        where k.source = ${source} and k.set_id = ${checkedScope({ source, setId, priceKey })})`;

/** Returns a scalar subquery for the last check of a set at any source; null if there was none. */
export const lastCheckAnywhere = (setId: string): string =>
  `(select max(k.last_checked) from coverage.sets_checked k where k.set_id = ${setId} and ${isSetScoped('k.source')})`;

/** When each set was last checked at each source, as `source`, `set_id` and `last_checked`, to be joined. */
export const setsChecked = `(select source, set_id, last_checked from coverage.sets_checked where ${isSetScoped('source')})`;

/** Returns a left join of the last check of a price, as `k`, null if there was none. What a check holds back is not looked at. */
export const joinLastCheck = (price: CheckedPrice): string =>
  `left join coverage.sets_checked k on k.source = ${price.source} and k.set_id = ${checkedScope(price)}`;

/** The sets of all snapshots, as `event_id` and `set_id`, to be joined. */
export const setsOfSnapshots = '(select event_id, set_id from coverage.snapshots)';

const isKnown = (known: string): string => `(${known}::timestamptz is null or k.recorded_at <= ${known})`;

/** A price: its key, its source, and the set of its card, as SQL expressions. */
export interface CheckedPrice {
  readonly source: string;
  readonly setId: string;
  readonly priceKey: string;
}

/**
 * Returns a scalar subquery for the last check of a price, by its key and the set of its card, up to the instant `at`, as
 * the ledger knew it at `known` (SQL null: now); null if there was none.
 */
export const lastCheckAsOf = (price: CheckedPrice, at: string, known = 'null'): string =>
  `(select max(k.effective_at) from coverage.snapshots k
    where k.source = ${price.source} and k.set_id = ${checkedScope(price)} and k.effective_at <= ${at} and ${isKnown(known)}
      and not ${price.priceKey} = any(k.withheld_keys))`;

/** Returns a scalar subquery for when that check was recorded; null if there was none. */
export const lastCheckRecordedAsOf = (price: CheckedPrice, at: string, known = 'null'): string =>
  `(select k.recorded_at from coverage.snapshots k
    where k.source = ${price.source} and k.set_id = ${checkedScope(price)} and k.effective_at <= ${at} and ${isKnown(known)}
      and not ${price.priceKey} = any(k.withheld_keys)
    order by k.effective_at desc, k.recorded_at desc limit 1)`;

/**
 * Returns a scalar subquery for the stamp of the newest snapshot of any source up to the instant `at`, as the ledger knew it
 * at `known` (SQL null: now); null if there is none.
 */
export const newestSnapshotAsOf = (at: string, known = 'null'): string =>
  `(select max(k.effective_at) from coverage.snapshots k where k.effective_at <= ${at} and ${isKnown(known)})`;

/** A scalar subquery for the same of now. */
const newestSnapshotOfAny = newestSnapshotAsOf(`'infinity'::timestamptz`);

/** Returns a number of milliseconds as an SQL interval. */
const interval = (ms: number): string => `interval '${ms} milliseconds'`;

/**
 * Returns the condition that a price last checked at `lastChecked` was confirmed recently enough to speak for its card, as
 * of `at`; SQL null if it was never checked.
 */
export const isConfirmed = (lastChecked: string, at: string): string =>
  `${lastChecked} >= ${at} - ${interval(limits.priceConfirmedMs + limits.windowSlackMs)}`;

/** A query for the sources and sets whose prices are confirmed now. Once for a statement: a row only looks itself up in it. */
export const confirmedSets = `
  select k.source, k.set_id from coverage.sets_checked k where ${isConfirmed('k.last_checked', newestSnapshotOfAny)}`;

/**
 * Returns a scalar subquery for the source's snapshot of any set nearest to `at`, where a window of time begins, as the
 * ledger knew it at `known` (SQL null: now); null if none is within limits.windowSlackMs. Two index probes.
 */
const snapshotNearest = (source: string, at: string, known = 'null'): string => {
  const probe = (where: string, order: string): string =>
    `(select k.effective_at from coverage.snapshots k
      where k.source = ${source} and ${where} and ${isKnown(known)} order by k.effective_at ${order} limit 1)`;
  const slack = interval(limits.windowSlackMs);
  return `(select n.effective_at from (
      ${probe(`k.effective_at between ${at} - ${slack} and ${at}`, 'desc')} union all
      ${probe(`k.effective_at between ${at} and ${at} + ${slack}`, 'asc')}
    ) n order by abs(extract(epoch from n.effective_at - ${at})) limit 1)`;
};

/**
 * Returns an expression for the end of a source's window of time that ends at `end`: the source's own newest snapshot. Another
 * source that is collected by the hour would otherwise move both ends, and "a day ago" would become the snapshot that stands
 * now. A source without a snapshot for limits.staleAfterMs has its window end with the others'.
 */
const windowEnd = (source: string, end: string, known: string): string => `coalesce((
  select max(k.effective_at) from coverage.snapshots k
  where k.source = ${source} and k.effective_at <= ${end} and k.effective_at >= ${end} - ${interval(limits.staleAfterMs)}
    and ${isKnown(known)}), ${end})`;

/**
 * Returns a scalar subquery for the source's snapshot at which a window of the `length`, an SQL interval, begins that ends at
 * `end`; null if none is near enough.
 */
export const windowBegin = (source: string, end: string, length: string, known = 'null'): string => `
  (select ${snapshotNearest(source, 'w.at', known)} from (
    select ${windowEnd(source, end, known)} - ${length} as at) w)`;

/** Returns a query for the ends of the sources' windows that end at `end`, an SQL expression, as `source` and `at`. */
export const windowEnds = (end: string): string =>
  `select s.source, ${windowEnd('s.source', end, 'null')} as at from (select distinct source from coverage.sets_checked) s`;

/** Returns the end of a source's window that ends at `end`, as the ledger knew it at `knownAt`. */
export const endOfWindow = async (
  database: Reader,
  source: string,
  end: string,
  knownAt: string | undefined,
): Promise<string> => {
  const [row] = await database.query<{ at: string }>(
    `select ${windowEnd('$1', '$2::timestamptz', '$3')} as at`,
    [source, end, knownAt ?? null],
  );
  return row?.at ?? end;
};

/** A snapshot: its stamp, and when it was recorded, in milliseconds since 1970. */
export interface Check {
  readonly atMs: number;
  readonly recordedMs: number;
}

/** A snapshot of a price's set. */
export interface SnapshotOfPrice extends Check {
  /** The snapshot held the price back: it proves nothing of it. */
  readonly withheld: boolean;
}

/**
 * Returns the snapshots of a price's set between two instants, both inclusive, in order: when the source was checked for
 * it. `knownAt`: only what the ledger had recorded by then.
 */
export const checksOfPrice = async (
  database: Database,
  price: { cardId: string; source: string; priceKey: string },
  window: { from: string; to: string; knownAt?: string | undefined },
): Promise<SnapshotOfPrice[]> => {
  const rows = await database.query<{ at: string; recorded_at: string; withheld: boolean }>(
    `select k.effective_at as at, k.recorded_at, $6 = any(k.withheld_keys) as withheld from coverage.snapshots k
     where k.set_id = ${checkedScope({ source: '$2', setId: setOfCard('$1'), priceKey: '$6' })} and k.source = $2
       and k.effective_at >= $3::timestamptz and k.effective_at <= $4::timestamptz and ${isKnown('$5')}
     order by 1, 2`,
    [price.cardId, price.source, window.from, window.to, window.knownAt ?? null, price.priceKey],
  );
  return rows.map(({ at, recorded_at, withheld }) => ({
    atMs: Date.parse(at),
    recordedMs: Date.parse(recorded_at),
    withheld,
  }));
};

/**
 * Returns the newest stamp the ledger has, of one source or of any, up to `asOf`, as the ledger knew it at `knownAt`;
 * `null` before the first snapshot.
 */
export const newestSnapshot = async (
  database: Reader,
  options: { source?: string | undefined; asOf?: string | undefined; knownAt?: string | undefined },
): Promise<string | null> => {
  const [row] = await database.query<{ newest: string | null }>(
    `select max(k.effective_at) as newest from coverage.snapshots k
     where ($1::text is null or k.source = $1) and ($2::timestamptz is null or k.effective_at <= $2) and ${isKnown('$3')}`,
    [options.source ?? null, options.asOf ?? null, options.knownAt ?? null],
  );
  return row?.newest ?? null;
};

/** Returns the stamp of the newest snapshot of every set at a source, by set id. */
export const lastChecksOfSource = async (database: Database, source: string): Promise<Map<string, string>> => {
  const rows = await database.query<{ set_id: string; at: string }>(
    `select set_id, last_checked as at from coverage.sets_checked where source = $1`,
    [source],
  );
  return new Map(rows.map(({ set_id, at }) => [set_id, at]));
};

/**
 * Returns the stamps of the newest snapshots of every set at a source, newest first, at most `count` of each, by set id.
 * Snapshots that held prices back are left out: they do not prove of a row that the source showed it still.
 */
export const newestChecks = async (
  database: Database,
  source: string,
  count: number,
): Promise<Map<string, readonly string[]>> => {
  const rows = await database.query<{ set_id: string; at: string }>(
    `select k.set_id, n.at from coverage.sets_checked k
     cross join lateral (
       select distinct s.effective_at as at from coverage.snapshots s
       where s.source = k.source and s.set_id = k.set_id and cardinality(s.withheld_keys) = 0 order by 1 desc limit $2) n
     where k.source = $1 order by k.set_id, n.at desc`,
    [source, count],
  );
  const checks = new Map<string, readonly string[]>();
  for (const { set_id, at } of rows) checks.set(set_id, [...(checks.get(set_id) ?? []), at]);
  return checks;
};

/**
 * Returns the source's snapshot at which a window of `days` begins that ends at `end`, as the ledger knew it at `knownAt`;
 * `null` if none is near enough.
 */
export const windowStart = async (
  database: Database,
  source: string,
  { end, days }: { readonly end: string; readonly days: number },
  knownAt?: string,
): Promise<string | null> => {
  const [row] = await database.query<{ start: string | null }>(
    `select ${windowBegin('$1', '$2::timestamptz', 'make_interval(days => $4)', '$3')} as start`,
    [source, end, knownAt ?? null, days],
  );
  return row?.start ?? null;
};
