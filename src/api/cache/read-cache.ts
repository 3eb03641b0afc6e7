/**
 * The response cache: in this process, and optionally in a cache shared with others. An answer is stored and served only
 * while it is valid (invalidation-index.ts); while the invalidation listener is not fresh, every read queries the database.
 * So a cache that is down, slow, flushed or full changes how long an answer takes, never what it contains.
 */
import type { LogPosition } from '../../domain/envelope.js';
import { limits } from '../../base/limits.js';
import type { ReadModel, CurrentVersions, VersionVector } from '../../projecting/read-model-versions.js';
import type { Runtime } from '../../base/runtime.js';
import { type CachedResponse, decodeResponse, encodeResponse, versionOf } from './cached-response.js';
import type { Cache, CacheEntry, LocalCache } from '../../cache/cache.js';
import type { Dependencies } from './invalidation-index.js';
import type { InvalidationListener } from './invalidation-listener.js';
import { createPopularReads } from './popular-reads.js';
import { createSingleFlight } from './single-flight.js';

/** Characters of a path and query; the answer to a longer one is not cached. */
const keyCharsMax = 1_000;

export interface ReadCacheStats {
  readonly hits: { readonly local: number; readonly shared: number };
  /** Reads that joined the same read already running. */
  readonly joined: number;
  readonly misses: number;
  /** Reads while the invalidation listener was not fresh. */
  readonly bypassed: number;
  readonly entries: number;
  readonly bytes: number;
  /** `null` if no cache is shared. */
  readonly circuit: 'closed' | 'open' | 'half_open' | null;
}

/** An answer that is valid now. */
export interface Hit {
  readonly answer: CachedResponse;
  /** The position it reflects; later than its own if nothing it shows was invalidated since. */
  readonly position: LogPosition;
}

export interface ReadCache {
  /** Returns the answer kept in this process, without I/O; `undefined` if there is none or it is not valid. */
  hot(key: string): Hit | undefined;
  /**
   * Returns the answer to `key`: kept, shared, running for another request, or computed by `compute`. Concurrent requests
   * compute it once. A rejection of `compute` is not kept.
   */
  through(key: string, compute: () => Promise<CachedResponse>): Promise<Hit>;
  /** Keeps another encoding of an answer that `hot` or `through` returned. */
  keep(key: string, answer: CachedResponse): void;
  /**
   * Returns whether what was computed from the dependencies is still right in an answer of the versions `marks`. No, if what happened
   * up to these versions has not been heard yet.
   */
  holds(dependencies: Dependencies, marks: VersionVector): boolean;
  /** Returns whether the answer is kept in this process and valid; counts as no read. */
  isKept(key: string): boolean;
  /** Returns the keys asked most often of late, the most popular first. */
  popular(count: number): string[];
  /** Returns the versions of read models, without a query; `undefined` if only a query can tell. */
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
  /** Version of the answers' shape: processes of different versions do not share answers. */
  readonly format: string;
  /** Answers are read from the primary, which the listener follows, not from a replica. */
  readonly readsPrimary: boolean;
}

/** Rejects entries that expire later than any entry created now could: they come from a clock that was ahead. */
const isUnexpired = ({ untilMs }: { readonly untilMs: number }, runtime: Runtime): boolean => {
  const leftMs = untilMs - runtime.now().getTime();
  return leftMs > 0 && leftMs <= limits.answerEpochMs;
};

const entryOf = (answer: CachedResponse): CacheEntry => ({
  bytes: encodeResponse(answer),
  version: versionOf(answer),
  untilMs: answer.untilMs,
});

/** Returns a valid answer with the position that it reflects now. */
const hitNow = (answer: CachedResponse, invalidations: InvalidationListener): Hit => {
  const now = invalidations.versions(Object.keys(answer.marks))?.position;
  return { answer, position: now !== undefined && now > answer.position ? now : answer.position };
};

/** Creates `holds` of the cache. */
const holdsBy =
  (invalidations: InvalidationListener): ReadCache['holds'] =>
  (dependencies, marks) => {
    const heard = invalidations.versions(Object.keys(marks))?.marks;
    const hasHeard = Object.entries(marks).every(([model, mark]) => (heard?.[model] ?? '') >= mark);
    return invalidations.isFresh() && hasHeard && invalidations.isValid(dependencies);
  };

/** Creates the response cache over its parts; the caller closes them. */
export const createReadCache = (deps: ReadCacheDeps): ReadCache => {
  const { runtime, invalidations, local, shared, format } = deps;
  const counts = { local: 0, shared: 0, joined: 0, misses: 0, bypassed: 0 };
  const popular = createPopularReads();
  /** Decoded entries, with the listener's revision at which each was last valid. */
  const decoded = new WeakMap<Buffer, { readonly hit: Hit; readonly validAt: number }>();

  const isValid = (answer: CachedResponse): boolean =>
    invalidations.isFresh() && isUnexpired(answer, runtime) && invalidations.isValid(answer);

  /** An answer just computed may hold only now, or be invalidated already: it then reflects its own position. */
  const hitOfComputed = (answer: CachedResponse): Hit =>
    isValid(answer) ? hitNow(answer, invalidations) : { answer, position: answer.position };

  const sharedKeyOf = (key: string): string | null => {
    const identity = invalidations.databaseIdentity();
    return shared === undefined || identity === null ? null : `${identity}:${format}:${key}`;
  };

  const keep = (key: string, answer: CachedResponse): void => {
    if (!isValid(answer)) return;
    const entry = entryOf(answer);
    local.set(key, entry);
    const sharedKey = sharedKeyOf(key);
    if (sharedKey !== null) void shared?.set(sharedKey, entry);
  };

  /** Returns an answer of another process. It is checked like an own one: the other process may be behind. */
  const fromShared = async (key: string): Promise<CachedResponse | undefined> => {
    const sharedKey = sharedKeyOf(key);
    const entry = sharedKey === null ? undefined : await shared?.get(sharedKey);
    if (entry === undefined) return undefined;
    try {
      const answer = decodeResponse(entry.bytes);
      if (!isValid(answer)) return undefined;
      local.set(key, entry);
      counts.shared += 1;
      return answer;
    } catch {
      // Bytes of another program: the same as no entry.
      return undefined;
    }
  };

  const flight = createSingleFlight<CachedResponse>(isValid);
  const find = async (key: string, compute: () => Promise<CachedResponse>): Promise<CachedResponse> => {
    const sharedAnswer = await fromShared(key);
    if (sharedAnswer !== undefined) return sharedAnswer;
    counts.misses += 1;
    const answer = await compute();
    keep(key, answer);
    return answer;
  };

  const kept = (key: string): Hit | undefined => {
    if (!invalidations.isFresh()) return undefined;
    const entry = local.get(key);
    if (entry === undefined || !isUnexpired(entry, runtime)) return undefined;
    let cached = decoded.get(entry.bytes);
    if (cached?.validAt !== invalidations.revision) {
      const answer = cached?.hit.answer ?? decodeResponse(entry.bytes);
      if (!invalidations.isValid(answer)) return undefined;
      cached = { hit: hitNow(answer, invalidations), validAt: invalidations.revision };
      decoded.set(entry.bytes, cached);
    }
    return cached.hit;
  };

  return {
    hot(key) {
      const hit = kept(key);
      if (hit === undefined) return undefined;
      counts.local += 1;
      popular.note(key);
      return hit;
    },
    holds: holdsBy(invalidations),
    isKept: (key) => kept(key) !== undefined,
    popular: (count) => popular.take(count),
    async through(key, compute) {
      popular.note(key);
      if (!invalidations.isFresh()) {
        counts.bypassed += 1;
        return hitOfComputed(await compute());
      }
      const { value, joined } = await flight.run(key, () => find(key, compute));
      if (joined) counts.joined += 1;
      return hitOfComputed(value);
    },
    keep,
    versions: (models) => (deps.readsPrimary && invalidations.isFresh() ? invalidations.versions(models) : undefined),
    change: (ms) => invalidations.change(ms),
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

/** Returns whether the answer to a path and query may be kept under it. */
export const isCacheable = (url: string): boolean =>
  (url.startsWith('/v1/') || url.startsWith('/charts/')) && url.length <= keyCharsMax;
