/** What the cache port promises, for every adapter. */
import { randomBytes } from 'node:crypto';
import { expect } from 'chai';
import fc from 'fast-check';
import type { Cache, CacheEntry } from '../../src/cache/cache.js';
import { limits } from '../../src/base/limits.js';
import { checkProperty } from '../support/check-property.js';

export interface CacheUnderTest {
  readonly cache: Cache;
  /** The clock that ends are measured by. */
  now(): number;
  /** Makes `ms` pass for the cache. */
  pass(ms: number): Promise<void>;
  close(): Promise<void>;
}

/** Runs the suite; every test gets a cache of its own. */
export const describeCache = (name: string, open: () => Promise<CacheUnderTest>): void => {
  describe(`the cache: ${name}`, () => {
    let under: CacheUnderTest;
    let cache: Cache;
    beforeEach(async () => {
      under = await open();
      ({ cache } = under);
    });
    afterEach(() => under.close());

    const entry = (text: string | Buffer, version: string, lifeMs = 60_000): CacheEntry => ({
      bytes: Buffer.from(text),
      version,
      untilMs: under.now() + lifeMs,
    });
    const textAt = async (key: string): Promise<string | undefined> => (await cache.get(key))?.bytes.toString();

    it('returns the entry that was set under a key, whole', async () => {
      expect(await cache.get('a')).to.equal(undefined);
      const set = entry(randomBytes(70_000), '0001/5 0002/7');
      await cache.set('a', set);
      const got = await cache.get('a');
      expect(got?.bytes.equals(set.bytes)).to.equal(true);
      expect([got?.version, got?.untilMs]).to.deep.equal([set.version, set.untilMs]);
      expect(await cache.get('b')).to.equal(undefined);
      expect(await cache.get('a*')).to.equal(undefined);
    });

    it('accepts any bytes and any key', async () => {
      for (const bytes of [Buffer.from('\n\n7\n'), Buffer.alloc(0), Buffer.from([0, 255, 10, 13])]) {
        for (const key of ['/v1/cards?q=a b&x=%00', 'ü*[a]?\\', '{x}:y']) {
          await cache.set(key, entry(bytes, '9'));
          expect((await cache.get(key))?.bytes.equals(bytes)).to.equal(true);
        }
      }
    });

    it('keeps the newer of two entries in either order; the same version may be set again', async () => {
      await cache.set('a', entry('new', '0001/0000000000000010'));
      await cache.set('a', entry('old', '0001/0000000000000009'));
      expect(await textAt('a')).to.equal('new');
      await cache.set('a', entry('new, and compressed', '0001/0000000000000010'));
      expect(await textAt('a')).to.equal('new, and compressed');
      await cache.set('a', entry('newer', '0002/0000000000000001'));
      expect(await textAt('a')).to.equal('newer');
    });

    it('keeps the newest of concurrent entries', async () => {
      await checkProperty(
        fc.asyncProperty(
          fc.uniqueArray(fc.nat(99), { minLength: 1, maxLength: 12 }),
          fc.uuid(),
          async (versions, key) => {
            await Promise.all(
              versions.map(async (one) => cache.set(key, entry(String(one), String(one).padStart(3, '0')))),
            );
            expect(await textAt(key)).to.equal(String(Math.max(...versions)));
          },
        ),
        20,
      );
    });

    it('expires an entry at its end; an older version may follow', async () => {
      await cache.set('a', entry('short', '9', 300));
      await cache.set('b', entry('over already', '9', 0));
      expect([await textAt('a'), await textAt('b')]).to.deep.equal(['short', undefined]);
      await under.pass(400);
      expect(await textAt('a')).to.equal(undefined);
      await cache.set('a', entry('older', '1'));
      expect(await textAt('a')).to.equal('older');
    });

    it('rejects an entry above the limit', async () => {
      await cache.set('a', entry(Buffer.alloc(limits.cacheEntryBytesMax + 1), '1'));
      await cache.set('b', entry(Buffer.alloc(limits.cacheEntryBytesMax), '1'));
      expect(await cache.get('a')).to.equal(undefined);
      expect((await cache.get('b'))?.bytes.length).to.equal(limits.cacheEntryBytesMax);
    });

    it('clears all entries', async () => {
      for (let at = 0; at < 50; at += 1) await cache.set(`key ${at}`, entry('x', '1'));
      await cache.clear();
      for (let at = 0; at < 50; at += 1) expect(await cache.get(`key ${at}`)).to.equal(undefined);
    });

    it('describes itself', async () => {
      await cache.set('a', entry('x', '1'));
      await cache.get('a');
      await cache.get('nothing');
      const report = await cache.describe();
      expect(report).to.include({ reachable: true, remark: null });
      expect(report.entries).to.be.greaterThan(0);
      expect(report.bytes).to.be.greaterThan(0);
      expect(report.hitRatio).to.be.within(0, 1);
      expect(cache.circuit()).to.equal('closed');
    });
  });
};
