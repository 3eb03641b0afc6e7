/**
 * The cache port: bytes in and out. One contract suite (test/cache/contract.ts) holds for every adapter.
 *
 * Guarantees: what is got was set under that key, whole; of two entries set under one key the one with the greater version
 * stays, whichever came last; an entry is gone at its end. Nothing else: an entry may be gone at any time, and a cache that
 * is away is an empty one. So no method throws, and no caller may need an entry.
 */

export interface CacheEntry {
  readonly bytes: Buffer;
  /** Compared as text; an entry replaces one of the same or a lesser version. Without line breaks. */
  readonly version: string;
  /** Milliseconds since 1970; gone from then on. */
  readonly untilMs: number;
}

export interface CacheReport {
  /** `local`: in this process. */
  readonly kind: 'local' | 'redis';
  readonly reachable: boolean;
  /** Of the server. */
  readonly version: string | null;
  readonly entries: number | null;
  readonly bytes: number | null;
  /** Share of lookups that found something, over the life of the server; null before the first. */
  readonly hitRatio: number | null;
  /** Why it is not reachable, or what an operator should change. */
  readonly remark: string | null;
}

export interface Cache {
  /** The entry, or undefined where there is none or the cache is away. */
  get(key: string): Promise<CacheEntry | undefined> | CacheEntry | undefined;
  /** Sets it unless a newer one is there; what does not fit (limits.cacheEntryBytesMax) is not kept. */
  set(key: string, entry: CacheEntry): Promise<void> | void;
  /** Forgets everything. */
  clear(): Promise<void> | void;
  /** `closed`: in use. `open`: away, and not asked for a while. Always closed for a cache that cannot be away. */
  circuit(): 'closed' | 'open' | 'half_open';
  describe(): Promise<CacheReport>;
  close(): Promise<void>;
}

/** A cache in the process, which answers at once: a hot read waits for nothing. */
export interface LocalCache extends Cache {
  get(key: string): CacheEntry | undefined;
  set(key: string, entry: CacheEntry): void;
  clear(): void;
  /** Entries and their bytes now. */
  size(): { readonly entries: number; readonly bytes: number };
}
