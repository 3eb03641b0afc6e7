import { expect } from 'chai';
import { createHeadCache, type HeadCache, type Recalled } from '../../../src/log/postgres/head-cache.js';

const watermark = (position: number): string => `${position} 0f8e4c1a-5d0c-4d53-9a53-0b8f6d3c2a11 1735689933`;
const note = (
  cache: HeadCache,
  recalled: Recalled,
  holds: boolean,
  written: string | null,
  found: readonly { stream: string; id: number; head: number }[],
): void =>
  cache.note(recalled, {
    holds,
    watermark: written,
    streams: found.map(({ stream }) => stream),
    ids: found.map(({ id }) => id),
    heads: found.map(({ head }) => head),
  });
const known = (cache: HeadCache, ...streams: string[]) => {
  const { watermark: at, ids, heads } = cache.recall(streams);
  return { at: at === null ? null : Number.parseInt(at, 10), ids, heads };
};

describe('the cache of stream heads', () => {
  it('recalls nothing at first', () => {
    const cache = createHeadCache();
    expect(known(cache, 'test-1')).to.deep.equal({ at: null, ids: [null], heads: [null] });
  });

  it('recalls what was noted, and null for other streams', () => {
    const cache = createHeadCache();
    note(cache, cache.recall(['test-1']), false, watermark(5), [{ stream: 'test-1', id: 3, head: 4 }]);
    expect(known(cache, 'test-2', 'test-1')).to.deep.equal({ at: 5, ids: [null, 3], heads: [null, 4] });
  });

  it('keeps the greatest head and the last watermark when answers come in another order', () => {
    const cache = createHeadCache();
    note(cache, cache.recall([]), false, watermark(1), []);
    const [first, second] = [cache.recall(['test-1']), cache.recall(['test-1'])];
    note(cache, second, true, watermark(9), [{ stream: 'test-1', id: 1, head: 8 }]);
    note(cache, first, true, watermark(10), [{ stream: 'test-1', id: 1, head: 9 }]);
    note(cache, second, true, watermark(4), [{ stream: 'test-1', id: 1, head: 3 }]);
    expect(known(cache, 'test-1')).to.deep.equal({ at: 10, ids: [1], heads: [9] });
  });

  it('forgets everything when the watermark does not hold', () => {
    const cache = createHeadCache();
    note(cache, cache.recall([]), false, watermark(5), [{ stream: 'test-1', id: 1, head: 4 }]);
    note(cache, cache.recall([]), false, watermark(3), [{ stream: 'test-2', id: 1, head: 0 }]);
    expect(known(cache, 'test-1', 'test-2')).to.deep.equal({ at: 3, ids: [null, 1], heads: [null, 0] });
  });

  it('forgets everything also when nothing was written', () => {
    const cache = createHeadCache();
    note(cache, cache.recall([]), false, watermark(5), [{ stream: 'test-1', id: 1, head: 4 }]);
    note(cache, cache.recall([]), false, null, [{ stream: 'test-2', id: 2, head: 4 }]);
    expect(known(cache, 'test-1', 'test-2')).to.deep.equal({ at: null, ids: [null, null], heads: [null, null] });
  });

  it('ignores a late answer from a history that it has forgotten', () => {
    const cache = createHeadCache();
    note(cache, cache.recall([]), false, watermark(5), [{ stream: 'test-1', id: 1, head: 4 }]);
    const [late, next] = [cache.recall([]), cache.recall([])];
    note(cache, next, false, watermark(3), [{ stream: 'test-2', id: 1, head: 0 }]);
    note(cache, late, true, watermark(6), [{ stream: 'test-1', id: 1, head: 5 }]);
    expect(known(cache, 'test-1')).to.deep.equal({ at: 3, ids: [null], heads: [null] });
  });

  it('ignores the second of two answers to appends that knew nothing: between them the log may have been restored', () => {
    const cache = createHeadCache();
    const [first, second] = [cache.recall([]), cache.recall([])];
    note(cache, second, false, watermark(9), [{ stream: 'test-1', id: 1, head: 8 }]);
    note(cache, first, false, watermark(3), [{ stream: 'test-2', id: 2, head: 0 }]);
    expect(known(cache, 'test-1', 'test-2')).to.deep.equal({ at: 9, ids: [1, null], heads: [8, null] });
  });
});
