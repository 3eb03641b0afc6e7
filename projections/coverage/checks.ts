/** When prices were checked: a snapshot of a set checks every price of the set but those that it holds back. */
import type { Database } from '../../src/postgres/database.js';
import { setOfCard } from '../catalog/lookups.js';

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
        where k.source = ${source} and k.set_id = ${setId})`;

/** Returns a scalar subquery for the last check of a set at any source; null if there was none. */
export const lastCheckAnywhere = (setId: string): string =>
  `(select max(k.last_checked) from coverage.sets_checked k where k.set_id = ${setId})`;

/** The sets of all snapshots, as `event_id` and `set_id`, to be joined. */
export const setsOfSnapshots = '(select event_id, set_id from coverage.snapshots)';

const isKnown = (known: string): string => `(${known}::timestamptz is null or k.recorded_at <= ${known})`;

/**
 * Returns a scalar subquery for the last check of a price, by its key and the set of its card, up to the instant `at`, as
 * the ledger knew it at `known` (SQL null: now); null if there was none.
 */
export const lastCheckAsOf = (
  price: { readonly source: string; readonly setId: string; readonly priceKey: string },
  at: string,
  known = 'null',
): string =>
  `(select max(k.effective_at) from coverage.snapshots k
    where k.source = ${price.source} and k.set_id = ${price.setId} and k.effective_at <= ${at} and ${isKnown(known)}
      and not ${price.priceKey} = any(k.withheld_keys))`;

/** Returns a scalar subquery for the stamp of a source's newest snapshot of any set; null if there is none. */
export const newestSnapshotOf = (source: string): string =>
  `(select k.effective_at from coverage.snapshots k where k.source = ${source} order by k.effective_at desc limit 1)`;

/**
 * Returns when the source was checked for a price of the card between two instants, both inclusive, in order, in
 * milliseconds since 1970. `knownAt`: only what the ledger had recorded by then.
 */
export const checksOfPrice = async (
  database: Database,
  price: { cardId: string; source: string; priceKey: string },
  window: { from: string; to: string; knownAt?: string | undefined },
): Promise<number[]> => {
  const rows = await database.query<{ at: string }>(
    `select k.effective_at as at from coverage.snapshots k
     where k.set_id = ${setOfCard('$1')} and k.source = $2
       and k.effective_at >= $3::timestamptz and k.effective_at <= $4::timestamptz and ${isKnown('$5')}
       and not $6 = any(k.withheld_keys)
     order by 1`,
    [price.cardId, price.source, window.from, window.to, window.knownAt ?? null, price.priceKey],
  );
  return rows.map(({ at }) => Date.parse(at));
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
