/** When prices were checked: a snapshot of a set checks every price of the set. */
import type { Database } from '../../src/postgres/database.js';
import { setOfCard } from '../catalog/lookups.js';

/**
 * Returns a scalar subquery for the last check of a set at a source; null if there was none. Arguments are SQL
 * expressions.
 */
export const lastCheck = (source: string, setId: string): string =>
  `(select k.last_checked from coverage.sets_checked k where k.source = ${source} and k.set_id = ${setId})`;

/** Returns a scalar subquery for the last check of a set at any source; null if there was none. */
export const lastCheckAnywhere = (setId: string): string =>
  `(select max(k.last_checked) from coverage.sets_checked k where k.set_id = ${setId})`;

/** The sets of all snapshots, as `event_id` and `set_id`, to be joined. */
export const setsOfSnapshots = '(select event_id, set_id from coverage.snapshots)';

const isKnown = (known: string): string => `(${known}::timestamptz is null or k.recorded_at <= ${known})`;

/**
 * Returns a scalar subquery for the last check of a set at a source up to the instant `at`, as the ledger knew it at
 * `known` (SQL null: now); null if there was none.
 */
export const lastCheckAsOf = (source: string, setId: string, at: string, known = 'null'): string =>
  `(select max(k.effective_at) from coverage.snapshots k
    where k.source = ${source} and k.set_id = ${setId} and k.effective_at <= ${at} and ${isKnown(known)})`;

/** Returns a scalar subquery for when that check was recorded; null if there was none. */
export const lastCheckRecordedAsOf = (source: string, setId: string, at: string, known = 'null'): string =>
  `(select k.recorded_at from coverage.snapshots k
    where k.source = ${source} and k.set_id = ${setId} and k.effective_at <= ${at} and ${isKnown(known)}
    order by k.effective_at desc, k.recorded_at desc limit 1)`;

/** Returns a scalar subquery for the stamp of a source's newest snapshot of any set; null if there is none. */
export const newestSnapshotOf = (source: string): string =>
  `(select k.effective_at from coverage.snapshots k where k.source = ${source} order by k.effective_at desc limit 1)`;

/** A snapshot: its stamp, and when it was recorded, in milliseconds since 1970. */
export interface Check {
  readonly atMs: number;
  readonly recordedMs: number;
}

/**
 * Returns when the source was checked for the card's set between two instants, both inclusive, in order. `knownAt`: only
 * what the ledger had recorded by then.
 */
export const checksOfCard = async (
  database: Database,
  card: { cardId: string; source: string },
  window: { from: string; to: string; knownAt?: string | undefined },
): Promise<Check[]> => {
  const rows = await database.query<{ at: string; recorded_at: string }>(
    `select k.effective_at as at, k.recorded_at from coverage.snapshots k
     where k.set_id = ${setOfCard('$1')} and k.source = $2
       and k.effective_at >= $3::timestamptz and k.effective_at <= $4::timestamptz and ${isKnown('$5')}
     order by 1, 2`,
    [card.cardId, card.source, window.from, window.to, window.knownAt ?? null],
  );
  return rows.map(({ at, recorded_at }) => ({ atMs: Date.parse(at), recordedMs: Date.parse(recorded_at) }));
};

/** Returns the newest stamp the ledger has, of one source or of any, up to `asOf`; `null` before the first snapshot. */
export const newestSnapshot = async (
  database: Database,
  options: { source?: string | undefined; asOf?: string | undefined },
): Promise<string | null> => {
  const [row] = await database.query<{ newest: string | null }>(
    `select max(effective_at) as newest from coverage.snapshots
     where ($1::text is null or source = $1) and ($2::timestamptz is null or effective_at <= $2)`,
    [options.source ?? null, options.asOf ?? null],
  );
  return row?.newest ?? null;
};

/**
 * Returns the stamps of the newest snapshots of every set at a source, newest first, at most `count` of each, by set id.
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
       where s.source = k.source and s.set_id = k.set_id order by 1 desc limit $2) n
     where k.source = $1 order by k.set_id, n.at desc`,
    [source, count],
  );
  const checks = new Map<string, readonly string[]>();
  for (const { set_id, at } of rows) checks.set(set_id, [...(checks.get(set_id) ?? []), at]);
  return checks;
};
