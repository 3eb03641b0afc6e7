/** When prices were checked: a snapshot of a set checks every price of the set. */
import { limits } from '../../src/base/limits.js';
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

/**
 * Returns a scalar subquery for the stamp of the newest snapshot of any source up to the instant `at`, as the ledger knew it
 * at `known` (SQL null: now); null if there is none.
 */
export const newestSnapshotAsOf = (at: string, known = 'null'): string =>
  `(select max(k.effective_at) from coverage.snapshots k where k.effective_at <= ${at} and ${isKnown(known)})`;

/** A scalar subquery for the same of now. */
export const newestSnapshotOfAny = newestSnapshotAsOf(`'infinity'::timestamptz`);

/** Returns a number of milliseconds as an SQL interval. */
const interval = (ms: number): string => `interval '${ms} milliseconds'`;

/**
 * Returns the condition that a price last checked at `lastChecked` was confirmed recently enough to speak for its card, as
 * of `at`; SQL null if it was never checked.
 */
export const isConfirmed = (lastChecked: string, at: string): string =>
  `${lastChecked} >= ${at} - ${interval(limits.priceConfirmedMs + limits.windowSlackMs)}`;

/**
 * Returns a scalar subquery for the source's snapshot of any set nearest to `at`, where a window of time begins; null if
 * none is within limits.windowSlackMs. Two index probes.
 */
export const snapshotNearest = (source: string, at: string): string => {
  const probe = (where: string, order: string): string =>
    `(select k.effective_at from coverage.snapshots k where k.source = ${source} and ${where} order by k.effective_at ${order} limit 1)`;
  const slack = interval(limits.windowSlackMs);
  return `(select n.effective_at from (
      ${probe(`k.effective_at between ${at} - ${slack} and ${at}`, 'desc')} union all
      ${probe(`k.effective_at between ${at} and ${at} + ${slack}`, 'asc')}
    ) n order by abs(extract(epoch from n.effective_at - ${at})) limit 1)`;
};

/**
 * Returns when the source was checked for the card's set between two instants, both inclusive, in order, in
 * milliseconds since 1970. `knownAt`: only what the ledger had recorded by then.
 */
export const checksOfCard = async (
  database: Database,
  card: { cardId: string; source: string },
  window: { from: string; to: string; knownAt?: string | undefined },
): Promise<number[]> => {
  const rows = await database.query<{ at: string }>(
    `select k.effective_at as at from coverage.snapshots k
     where k.set_id = ${setOfCard('$1')} and k.source = $2
       and k.effective_at >= $3::timestamptz and k.effective_at <= $4::timestamptz and ${isKnown('$5')}
     order by 1`,
    [card.cardId, card.source, window.from, window.to, window.knownAt ?? null],
  );
  return rows.map(({ at }) => Date.parse(at));
};

/**
 * Returns the newest stamp the ledger has, of one source or of any, up to `asOf`, as the ledger knew it at `knownAt`;
 * `null` before the first snapshot.
 */
export const newestSnapshot = async (
  database: Database,
  options: { source?: string | undefined; asOf?: string | undefined; knownAt?: string | undefined },
): Promise<string | null> => {
  const [row] = await database.query<{ newest: string | null }>(
    `select max(k.effective_at) as newest from coverage.snapshots k
     where ($1::text is null or k.source = $1) and ($2::timestamptz is null or k.effective_at <= $2) and ${isKnown('$3')}`,
    [options.source ?? null, options.asOf ?? null, options.knownAt ?? null],
  );
  return row?.newest ?? null;
};

/** Returns the source's snapshot at which a window that begins around `at` starts; `null` if none is near enough. */
export const windowStart = async (database: Database, source: string, at: string): Promise<string | null> => {
  const [row] = await database.query<{ start: string | null }>(
    `select ${snapshotNearest('$1', '$2::timestamptz')} as start`,
    [source, at],
  );
  return row?.start ?? null;
};
