/** The cache in the process: least recently used entries go first, bounded in bytes. */
import { LRUCache } from 'lru-cache';
import { limits } from '../../base/limits.js';
import type { Runtime } from '../../base/runtime.js';
import type { CacheEntry, LocalCache } from '../cache.js';

/** Approximate cost of an entry beside its bytes: two strings, three objects, slots in two tables. */
const overheadBytes = 500;

/**
 * Copies bytes into memory of their own. A reply of Redis is a slice of a 64 KB chunk and keeps all of it alive: a few
 * remaining answers would hold thirty times the counted bytes.
 */
const owned = (bytes: Buffer): Buffer => {
  if (bytes.buffer.byteLength === bytes.length) return bytes;
  const copy = Buffer.allocUnsafeSlow(bytes.length);
  bytes.copy(copy);
  return copy;
};

/** Creates an empty cache of at most `bytesMax` bytes (default limits.cacheBytesMax). */
export const createMemoryCache = (options: { runtime: Runtime; bytesMax?: number }): LocalCache => {
  const { runtime } = options;
  const entries = new LRUCache<string, CacheEntry>({
    maxSize: options.bytesMax ?? limits.cacheBytesMax,
    sizeCalculation: ({ bytes }, key) => bytes.length + key.length + overheadBytes,
  });
  let lookups = 0;
  let hits = 0;
  const size = () => ({ entries: entries.size, bytes: entries.calculatedSize });
  return {
    get(key) {
      lookups += 1;
      const entry = entries.get(key);
      if (entry === undefined) return undefined;
      if (entry.untilMs <= runtime.now().getTime()) {
        entries.delete(key);
        return undefined;
      }
      hits += 1;
      return entry;
    },
    set(key, entry) {
      if (entry.bytes.length > limits.cacheEntryBytesMax) return;
      const current = entries.peek(key);
      if (current !== undefined && current.version > entry.version && current.untilMs > runtime.now().getTime()) return;
      entries.set(key, { ...entry, bytes: owned(entry.bytes) });
    },
    clear: () => entries.clear(),
    circuit: () => 'closed',
    size,
    describe: () =>
      Promise.resolve({
        kind: 'local' as const,
        reachable: true,
        writable: true,
        version: null,
        ...size(),
        hitRatio: lookups === 0 ? null : hits / lookups,
        remark: null,
      }),
    close() {
      entries.clear();
      return Promise.resolve();
    },
  };
};
