/**
 * The cache port: bytes in and out. One contract suite (test/cache/contract.ts) holds for every adapter.
 *
 * Guarantees: `get` returns a whole entry that was set under that key. Of two entries set under one key the one with the
 * greater version stays, in whichever order they were set. An entry expires at its end.
 *
 * Not promised: an entry may disappear at any time, and an unavailable cache is an empty one. So no method throws, and no
 * caller may depend on an entry.
 */

export interface CacheEntry {
  readonly bytes: Buffer;
  /** Compared as text; an entry replaces one of the same or a lesser version. Without line breaks. */
  readonly version: string;
  /** Expiry, in milliseconds since 1970. */
  readonly untilMs: number;
}

export interface CacheReport {
  /** `local`: in this process. */
  readonly kind: 'local' | 'redis';
  readonly reachable: boolean;
  /** Whether it takes new entries: not if it is a replica, for example. */
  readonly writable: boolean;
  /** Version of the server. */
  readonly version: string | null;
  readonly entries: number | null;
  readonly bytes: number | null;
  /** Share of lookups that found an entry, over the life of the server; `null` before the first lookup. */
  readonly hitRatio: number | null;
  /** Why the server is not reachable, or what an operator should change. */
  readonly remark: string | null;
}

export interface Cache {
  /** Returns the entry; `undefined` if there is none or the cache is unavailable. */
  get(key: string): Promise<CacheEntry | undefined> | CacheEntry | undefined;
  /** Sets the entry unless a newer one exists. An entry above limits.cacheEntryBytesMax is not kept. */
  set(key: string, entry: CacheEntry): Promise<void> | void;
  /** Removes all entries. */
  clear(): Promise<void> | void;
  /** `closed`: in use. `open`: unavailable, and not tried for a while. A cache in the process is always closed. */
  circuit(): 'closed' | 'open' | 'half_open';
  describe(): Promise<CacheReport>;
  close(): Promise<void>;
}

/** A cache in the process. It answers synchronously, so a hot read awaits nothing. */
export interface LocalCache extends Cache {
  get(key: string): CacheEntry | undefined;
  set(key: string, entry: CacheEntry): void;
  clear(): void;
  /** Returns the number of entries and their bytes. */
  size(): { readonly entries: number; readonly bytes: number };
}
