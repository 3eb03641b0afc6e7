/**
 * Goal: nothing that a shared cache says, and nothing that the clock does, makes a wrong answer or ends the process. Method: the
 * cache of reads over a feed that admits everything, a shared cache that gives whatever the test puts there, a clock that goes
 * back.
 */
import { expect } from 'chai';
import fc from 'fast-check';
import { type CachedResponse, encodeResponse } from '../../../src/api/cache/cached-response.js';
import type { Cache, CacheEntry } from '../../../src/cache/cache.js';
import type { InvalidationListener } from '../../../src/api/cache/invalidation-listener.js';
import { createMemoryCache } from '../../../src/cache/memory/memory-cache.js';
import { createReadCache, type ReadCache } from '../../../src/api/cache/read-cache.js';
import type { LogPosition } from '../../../src/domain/envelope.js';
import { limits } from '../../../src/base/limits.js';
import { createFakeRuntime } from '../../support/fake-runtime.js';

const feed = {
  isFresh: () => true,
  revision: 1,
  isValid: () => true,
  versions: () => undefined,
  databaseIdentity: () => 'ledger',
  change: () => Promise.resolve(),
  close: () => Promise.resolve(),
} satisfies InvalidationListener;

describe('the response cache', () => {
  const key = '/v1/sets';
  let skewMs: number;
  let given: CacheEntry | undefined;
  let cache: ReadCache;

  const clock = createFakeRuntime();
  const runtime = { ...clock, now: () => new Date(clock.now().getTime() + skewMs) };
  const nowMs = (): number => runtime.now().getTime();
  const shared = {
    get: () => Promise.resolve(given),
    set: () => undefined,
    circuit: () => 'closed',
  } as unknown as Cache;
  const answerOf = (body: string, more: Partial<CachedResponse> = {}): CachedResponse => ({
    position: '0000000000000007' as LogPosition,
    marks: { catalog: '0000000001/0000000000000007' },
    tags: ['set:pokemon-604'],
    anyOf: [],
    etag: 'W/"tag"',
    link: null,
    format: 'json',
    untilMs: nowMs() + 60_000,
    bodies: { identity: Buffer.from(body) },
    ...more,
  });
  const entryOf = (bytes: Buffer): CacheEntry => ({ bytes, version: '1', untilMs: nowMs() + 60_000 });
  const ask = async (body = 'made'): Promise<string> =>
    (await cache.through(key, () => Promise.resolve(answerOf(body)))).answer.bodies.identity.toString();

  const begin = (): void => {
    cache = createReadCache({
      runtime,
      invalidations: feed,
      local: createMemoryCache({ runtime }),
      shared,
      format: 'test',
      readsPrimary: true,
    });
  };
  beforeEach(() => {
    skewMs = 0;
    given = undefined;
    begin();
  });

  it('serves an answer of another process', async () => {
    given = entryOf(
      encodeResponse(answerOf('shared', { bodies: { identity: Buffer.from('shared'), gzip: Buffer.from('packed') } })),
    );
    expect(await ask()).to.equal('shared');
    expect(cache.hot(key)?.answer.bodies.gzip?.toString()).to.equal('packed');
    expect(cache.stats()).to.deep.include({ misses: 0, hits: { local: 1, shared: 1 } });
  });

  it('ignores entries of another shape or type, or with invalid header text', async () => {
    const headOf = (change: object): Buffer => {
      const head = { ...answerOf(''), bodies: undefined, lengths: [['identity', 4]], ...change };
      return Buffer.from(`${JSON.stringify(head)}\nbody`);
    };
    given = entryOf(headOf({}));
    expect(await ask()).to.equal('body');
    const wrong: object[] = [
      { lengths: [] },
      { lengths: [['gzip', 4]] },
      {
        lengths: [
          ['identity', -4],
          ['gzip', 8],
        ],
      },
      { lengths: [['zstd', 4]] },
      { lengths: 4 },
      { etag: undefined },
      { etag: 7 },
      { etag: 'a\r\nSet-Cookie: b' },
      { link: 'a\nb' },
      { link: undefined },
      { position: null },
      { marks: undefined },
      { marks: {} },
      { marks: { catalog: 7 } },
      { tags: undefined },
      { tags: 'card' },
      { tags: [7] },
      { anyOf: null },
    ];
    for (const change of wrong) {
      begin();
      given = entryOf(headOf(change));
      expect(await ask(), JSON.stringify(change)).to.equal('made');
      expect(cache.stats().hits.shared).to.equal(0);
    }
  });
  it('ignores truncated entries and arbitrary bytes', async () => {
    const whole = encodeResponse(answerOf('a whole answer'));
    const cut = fc.nat(whole.length - 1).map((length) => whole.subarray(0, length));
    const junk = fc.uint8Array({ maxLength: 80 }).map((bytes) => Buffer.from(bytes));
    const longer = junk.filter(({ length }) => length > 0).map((bytes) => Buffer.concat([whole, bytes]));
    await fc.assert(
      fc.asyncProperty(fc.oneof(cut, junk, longer), async (bytes) => {
        begin();
        given = entryOf(bytes);
        expect(await ask()).to.equal('made');
      }),
    );
  });

  it('keeps no answer beyond its time after the clock went back', async () => {
    skewMs = 3_600_000;
    expect(await ask('made ahead')).to.equal('made ahead');
    expect(cache.hot(key)?.answer.bodies.identity.toString()).to.equal('made ahead');
    skewMs = 0;
    expect(cache.hot(key)).to.equal(undefined);
    expect(await ask('made now')).to.equal('made now');
    expect(cache.hot(key)?.answer.bodies.identity.toString()).to.equal('made now');
    given = entryOf(
      encodeResponse(answerOf('of a process that is ahead', { untilMs: nowMs() + limits.answerEpochMs + 1 })),
    );
    begin();
    expect(await ask('made here')).to.equal('made here');
  });
});
