/**
 * Answers kept: in this process, and where there is one in a cache shared with others. An answer is stored, and given out,
 * only while the feed admits it (known-touches.ts); while the feed is not up to date everything is asked anew. So a cache
 * that is away, slow, flushed or full changes how long an answer takes and never what it says.
 */
import type { LogPosition } from '../../domain/envelope.js';
import { limits } from '../../base/limits.js';
import type { ReadModel, CurrentVersions } from '../../projecting/read-model-versions.js';
import type { Runtime } from '../../base/runtime.js';
import { type CachedResponse, decodeResponse, encodeResponse, versionOf } from './cached-response.js';
import type { Cache, CacheEntry, LocalCache } from '../../cache/cache.js';
import type { InvalidationListener } from './invalidation-listener.js';
import { createSingleFlight } from './single-flight.js';

export interface ReadCacheStats {
  readonly hits: { readonly local: number; readonly shared: number };
  /** Joined the same question that was being answered. */
  readonly joined: number;
  readonly misses: number;
  /** Asked while the feed was not up to date. */
  readonly bypassed: number;
  readonly entries: number;
  readonly bytes: number;
  /** null: nothing is shared. */
  readonly circuit: 'closed' | 'open' | 'half_open' | null;
}

/** An answer that is right now. */
export interface Hit {
  readonly answer: CachedResponse;
  /** What it reflects: nothing that it shows was touched since it was made. */
  readonly position: LogPosition;
}

export interface ReadCache {
  /** The answer kept in this process, when it is right now: at once, without asking anyone. */
  hot(key: string): Hit | undefined;
  /**
   * The answer to `key`: kept, shared, being made at the moment for somebody else, or made now. Concurrent questions cost
   * one; `make` throwing is kept for nobody.
   */
  through(key: string, make: () => Promise<CachedResponse>): Promise<Hit>;
  /** Keeps another encoding of an answer that `hot` or `through` gave. */
  keep(key: string, answer: CachedResponse): void;
  /** Where read models stand, without a question to the database; undefined where it must be asked. */
  versions(models: readonly ReadModel[]): CurrentVersions | undefined;
  /** Resolves when a read model may have moved, or after `ms`. */
  change(ms: number): Promise<void>;
  stats(): ReadCacheStats;
}

export interface ReadCacheDeps {
  readonly runtime: Runtime;
  readonly invalidations: InvalidationListener;
  readonly local: LocalCache;
  readonly shared?: Cache | undefined;
  /** Of the shape of answers: processes of another version do not share theirs. */
  readonly format: string;
  /** Answers come from the database that the feed follows, not from a replica behind it. */
  readonly readsPrimary: boolean;
}

/** One that ends later than any answer made now was made by a clock that was ahead: ours before it went back, or another's. */
const isOfNow = ({ untilMs }: { readonly untilMs: number }, runtime: Runtime): boolean => {
  const leftMs = untilMs - runtime.now().getTime();
  return leftMs > 0 && leftMs <= limits.answerEpochMs;
};

/** Creates the cache of reads over its parts; closing them is the caller's. */
export const createReadCache = (deps: ReadCacheDeps): ReadCache => {
  const { runtime, invalidations: feed, local, shared, format } = deps;
  const counts = { local: 0, shared: 0, joined: 0, misses: 0, bypassed: 0 };
  /** What the bytes of an entry are, and the revision of the feed at which they were last admitted. */
  const decoded = new WeakMap<Buffer, { readonly hit: Hit; readonly admittedAt: number }>();

  const isRight = (answer: CachedResponse): boolean =>
    feed.isFresh() && isOfNow(answer, runtime) && feed.isValid(answer);

  const hitOf = (answer: CachedResponse): Hit => {
    const now = feed.versions(Object.keys(answer.marks) as ReadModel[])?.position;
    return { answer, position: now !== undefined && now > answer.position ? now : answer.position };
  };
  /** An answer that was just made may be of the moment, or out of date already: it then reflects what it says. */
  const judged = (answer: CachedResponse): Hit =>
    isRight(answer) ? hitOf(answer) : { answer, position: answer.position };

  const entryOf = (answer: CachedResponse): CacheEntry => ({
    bytes: encodeResponse(answer),
    version: versionOf(answer),
    untilMs: answer.untilMs,
  });
  const sharedKey = (key: string): string | null => {
    const ledger = feed.databaseIdentity();
    return ledger === null ? null : `${ledger}:${format}:${key}`;
  };

  const keep = (key: string, answer: CachedResponse): void => {
    if (!isRight(answer)) return;
    const entry = entryOf(answer);
    local.set(key, entry);
    const name = shared === undefined ? null : sharedKey(key);
    if (name !== null) void shared?.set(name, entry);
  };

  /** What others have made. It is judged like our own: they may be behind us. */
  const fromShared = async (key: string): Promise<CachedResponse | undefined> => {
    const name = shared === undefined ? null : sharedKey(key);
    const entry = name === null ? undefined : await shared?.get(name);
    if (entry === undefined) return undefined;
    try {
      const answer = decodeResponse(entry.bytes);
      if (!isRight(answer)) return undefined;
      local.set(key, entry);
      counts.shared += 1;
      return answer;
    } catch {
      // Not bytes of ours: as if there were none.
      return undefined;
    }
  };

  const flights = createSingleFlight<CachedResponse>(isRight);
  const find = async (key: string, make: () => Promise<CachedResponse>): Promise<CachedResponse> => {
    const found = await fromShared(key);
    if (found !== undefined) return found;
    counts.misses += 1;
    const answer = await make();
    keep(key, answer);
    return answer;
  };

  return {
    hot(key) {
      if (!feed.isFresh()) return undefined;
      const entry = local.get(key);
      if (entry === undefined || !isOfNow(entry, runtime)) return undefined;
      let known = decoded.get(entry.bytes);
      if (known?.admittedAt !== feed.revision) {
        const answer = known?.hit.answer ?? decodeResponse(entry.bytes);
        if (!feed.isValid(answer)) return undefined;
        known = { hit: hitOf(answer), admittedAt: feed.revision };
        decoded.set(entry.bytes, known);
      }
      counts.local += 1;
      return known.hit;
    },
    async through(key, make) {
      if (!feed.isFresh()) {
        counts.bypassed += 1;
        const answer = await make();
        return { answer, position: answer.position };
      }
      const { value, joined } = await flights.run(key, () => find(key, make));
      if (joined) counts.joined += 1;
      return judged(value);
    },
    keep,
    versions: (models) => (deps.readsPrimary && feed.isFresh() ? feed.versions(models) : undefined),
    change: (ms) => feed.change(ms),
    stats: () => ({
      hits: { local: counts.local, shared: counts.shared },
      joined: counts.joined,
      misses: counts.misses,
      bypassed: counts.bypassed,
      ...local.size(),
      circuit: shared?.circuit() ?? null,
    }),
  };
};

/** Whether the answer to a path and query may be kept under it. */
export const isCacheable = (url: string): boolean => url.startsWith('/v1/') && url.length <= limits.cacheKeyCharsMax;
