/** Goal: the cache in the process keeps the port's promises, and its bound. */
import { expect } from 'chai';
import { createMemoryCache } from '../../src/cache/memory/memory-cache.js';
import { createFakeRuntime } from '../support/fake-runtime.js';
import { describeCache } from './contract.js';

describeCache('in the process', async () => {
  const runtime = createFakeRuntime();
  const cache = createMemoryCache({ runtime });
  return { cache, now: () => runtime.now().getTime(), pass: (ms) => runtime.advance(ms), close: () => cache.close() };
});

describe('the cache in the process', () => {
  it('evicts the least recently used entries when it is full, and counts bytes', () => {
    const runtime = createFakeRuntime();
    const cache = createMemoryCache({ runtime, bytesMax: 25_000 });
    const entry = { bytes: Buffer.alloc(7_000), version: '1', untilMs: runtime.now().getTime() + 1_000 };
    for (const key of ['a', 'b', 'c']) cache.set(key, entry);
    cache.get('a');
    cache.set('d', entry);
    expect(['a', 'b', 'c', 'd'].map((key) => cache.get(key) !== undefined)).to.deep.equal([true, false, true, true]);
    expect(cache.size().entries).to.equal(3);
    expect(cache.size().bytes).to.be.within(21_000, 25_000);
  });

  it('holds only the memory it counts, not the buffer an entry was sliced from', () => {
    const runtime = createFakeRuntime();
    const cache = createMemoryCache({ runtime });
    const bytes = Buffer.alloc(65_536, 'x').subarray(1_000, 2_500);
    cache.set('a', { bytes, version: '1', untilMs: runtime.now().getTime() + 1_000 });
    const held = cache.get('a')?.bytes;
    expect(held?.equals(bytes)).to.equal(true);
    expect(held?.buffer.byteLength).to.equal(bytes.length);
  });
});
