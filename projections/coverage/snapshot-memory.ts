/**
 * Snapshots as a process remembers them: read once for a version of the coverage read model instead of at every answer. What
 * is remembered was read after its version was, so it is never older than an answer of that version.
 *
 * Rejected: a lifetime in seconds, because an answer could then reflect less than the position it states.
 */
import { LRUCache } from 'lru-cache';
import { limits } from '../../src/base/limits.js';
import { msOrNull } from '../../src/domain/instant.js';
import type { Database } from '../../src/postgres/database.js';
import { newestSnapshotAsOf, type SnapshotOfPrice, windowBegin, windowEnds } from './checks.js';

/** The windows that begin at a snapshot, in days. */
export const windowDays = [1, 7, 30, 91, 365] as const;
export type WindowDays = (typeof windowDays)[number];

/** The newest snapshot, and the snapshots at which windows that end there begin. Milliseconds since 1970. */
export interface Windows {
  /** `null` before the first snapshot. */
  readonly newestMs: number | null;
  readonly sources: readonly string[];
  /** Returns where a source's window ends: at its own newest snapshot; `null` if it was never collected. */
  endMs(source: string): number | null;
  /** Returns where a source's window begins; `null` without a snapshot within limits.windowSlackMs. */
  startMs(source: string, days: WindowDays): number | null;
}

/** The snapshots of a set at a source, in order. */
export interface SnapshotsOfSet {
  /** Returns those between two instants, both inclusive; of one price of the set. */
  between(priceKey: string, fromMs: number, toMs: number): SnapshotOfPrice[];
  /** Returns the stamp of the last one that did not hold the price back; `null` if there is none. */
  lastCheckMs(priceKey: string): number | null;
}

/** A memory of one database. `version` is that of the coverage read model in the answer. */
export interface SnapshotMemory {
  windows(version: string): Promise<Windows>;
  ofSet(version: string, source: string, setId: string): Promise<SnapshotsOfSet>;
}

/** $1 days */
const windowsSql = `
  select a.at as newest, s.source, s.at as own, d.days, ${windowBegin('s.source', 'a.at', `(d.days * interval '1 day')`)} as start
  from (select ${newestSnapshotAsOf(`'infinity'::timestamptz`)} as at) a
  left join lateral (${windowEnds('a.at')}) s on true
  cross join unnest($1::int[]) d(days)`;

const readWindows = async (database: Database): Promise<Windows> => {
  const rows = await database.query<{
    newest: string | null;
    source: string | null;
    own: string | null;
    days: number;
    start: string | null;
  }>(windowsSql, [windowDays]);
  const ends = new Map(rows.map(({ source, own }) => [source, msOrNull(own)]));
  const starts = new Map(rows.map(({ source, days, start }) => [`${source} ${days}`, msOrNull(start)]));
  return {
    newestMs: msOrNull(rows[0]?.newest ?? null),
    sources: [...new Set(rows.flatMap(({ source }) => source ?? []))],
    endMs: (source) => ends.get(source) ?? null,
    startMs: (source, days) => starts.get(`${source} ${days}`) ?? null,
  };
};

/** $1 source, $2 set */
const setSql = `
  select (extract(epoch from effective_at) * 1000)::bigint as at_ms, (extract(epoch from recorded_at) * 1000)::bigint as recorded_ms,
         withheld_keys
  from coverage.snapshots where source = $1 and set_id = $2 order by effective_at, recorded_at`;

interface Remembered extends SnapshotsOfSet {
  readonly bytes: number;
}

const readSet = async (database: Database, source: string, setId: string): Promise<Remembered> => {
  const rows = await database.query<{ at_ms: number; recorded_ms: number; withheld_keys: string[] }>(setSql, [
    source,
    setId,
  ]);
  // Made once: a year's history asks for 365 of them.
  const all: readonly SnapshotOfPrice[] = rows.map((row) => ({
    atMs: row.at_ms,
    recordedMs: row.recorded_ms,
    withheld: false,
  }));
  // Few snapshots hold anything back.
  const withheld = new Map(
    rows.flatMap(({ withheld_keys: keys }, at) => (keys.length === 0 ? [] : [[at, new Set(keys)] as const])),
  );
  const isWithheld = (at: number, priceKey: string): boolean => withheld.get(at)?.has(priceKey) ?? false;
  /** The place of the first snapshot that is not before `ms`. */
  const placeOf = (ms: number): number => {
    let [low, high] = [0, all.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((all[middle] as SnapshotOfPrice).atMs < ms) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  return {
    bytes: rows.length * 60 + [...withheld.values()].reduce((sum, keys) => sum + keys.size * 100, 1),
    between(priceKey, fromMs, toMs) {
      const from = placeOf(fromMs);
      // Stamps are whole milliseconds.
      const found = all.slice(from, placeOf(Math.floor(toMs) + 1));
      for (const [at, keys] of withheld) {
        const snapshot = found[at - from];
        if (snapshot !== undefined && keys.has(priceKey)) found[at - from] = { ...snapshot, withheld: true };
      }
      return found;
    },
    lastCheckMs(priceKey) {
      for (let at = all.length - 1; at >= 0; at -= 1) if (!isWithheld(at, priceKey)) return all[at]?.atMs ?? null;
      return null;
    },
  };
};

const createSnapshotMemory = (database: Database): SnapshotMemory => {
  let windows: { readonly version: string; readonly read: Promise<Windows> } | undefined;
  const sets = new LRUCache<string, { readonly version: string; readonly read: Promise<Remembered> }>({
    maxSize: limits.snapshotMemoryBytesMax,
  });
  return {
    windows(version) {
      if (windows?.version === version) return windows.read;
      const read = readWindows(database);
      const mine = (windows = { version, read });
      read.catch(() => {
        if (windows === mine) windows = undefined;
      });
      return read;
    },
    ofSet(version, source, setId) {
      const key = `${source} ${setId}`;
      const known = sets.get(key);
      if (known?.version === version) return known.read;
      const mine = { version, read: readSet(database, source, setId) };
      sets.set(key, mine, { size: 1 });
      mine.read.then(
        ({ bytes }) => {
          // Its size is known only now.
          if (sets.peek(key) === mine) sets.set(key, mine, { size: bytes });
        },
        () => {
          if (sets.peek(key) === mine) sets.delete(key);
        },
      );
      return mine.read;
    },
  };
};

const memories = new WeakMap<Database, SnapshotMemory>();

/** Returns the memory of a database: one for each process and pool. */
export const snapshotMemoryOf = (database: Database): SnapshotMemory => {
  const memory = memories.get(database) ?? createSnapshotMemory(database);
  memories.set(database, memory);
  return memory;
};
