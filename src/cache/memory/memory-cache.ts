/** The cache in the process: the entries used last, bounded in bytes. */
import { LRUCache } from 'lru-cache';
import { limits } from '../../base/limits.js';
import type { Runtime } from '../../base/runtime.js';
import type { CacheEntry, LocalCache } from '../cache.js';

/** What an entry costs beside its bytes, roughly: two strings, three objects, their places in two tables. */
const overheadBytes = 500;

/**
 * The bytes in memory of their own. A reply of Redis is a piece of the 64 KB that came with it, and holds all of them: a few
 * answers left of many would hold thirty times what is counted.
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
  const kept = new LRUCache<string, CacheEntry>({
    maxSize: options.bytesMax ?? limits.cacheBytesMax,
    sizeCalculation: ({ bytes }, key) => bytes.length + key.length + overheadBytes,
  });
  let asked = 0;
  let found = 0;
  const size = () => ({ entries: kept.size, bytes: kept.calculatedSize });
  return {
    get(key) {
      asked += 1;
      const entry = kept.get(key);
      if (entry === undefined) return undefined;
      if (entry.untilMs <= runtime.now().getTime()) {
        kept.delete(key);
        return undefined;
      }
      found += 1;
      return entry;
    },
    set(key, entry) {
      if (entry.bytes.length > limits.cacheEntryBytesMax) return;
      const held = kept.peek(key);
      if (held !== undefined && held.version > entry.version && held.untilMs > runtime.now().getTime()) return;
      kept.set(key, { ...entry, bytes: owned(entry.bytes) });
    },
    clear: () => kept.clear(),
    circuit: () => 'closed',
    size,
    describe: () =>
      Promise.resolve({
        kind: 'local' as const,
        reachable: true,
        version: null,
        ...size(),
        hitRatio: asked === 0 ? null : found / asked,
        remark: null,
      }),
    close() {
      kept.clear();
      return Promise.resolve();
    },
  };
};
