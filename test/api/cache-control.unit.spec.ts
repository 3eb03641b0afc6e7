/** Goal: nobody keeps an answer longer than it holds. */
import type { IncomingMessage } from 'node:http';
import { expect } from 'chai';
import { cacheControlOf, createNextStamp } from '../../src/api/cache-control.js';
import type { Database } from '../../src/postgres/database.js';
import { createFakeRuntime, turn } from '../support/fake-runtime.js';

const request = (url = '/v1/sets', headers: Record<string, string> = {}): IncomingMessage =>
  ({ url, headers }) as unknown as IncomingMessage;
const long = { nowMs: 0, untilMs: 300_000, nextStampMs: Infinity };

describe('Cache-Control', () => {
  it('lets shared caches keep an anonymous answer for a minute', () => {
    expect(cacheControlOf(request(), long)).to.equal('public, max-age=60, stale-while-revalidate=30');
  });

  it('ends with the answer, and when new prices are expected', () => {
    expect(cacheControlOf(request(), { ...long, untilMs: 12_999 })).to.match(/^public, max-age=12,/);
    expect(cacheControlOf(request(), { ...long, nextStampMs: 5_000 })).to.match(/^public, max-age=5,/);
  });

  it('lets nobody keep an answer to credentials or to min_position, or one that holds only now', () => {
    expect(cacheControlOf(request('/v1/sets', { authorization: 'Bearer x' }), long)).to.equal('no-store');
    expect(cacheControlOf(request('/v1/sets', { 'x-api-key': 'x' }), long)).to.equal('no-store');
    expect(cacheControlOf(request('/v1/sets?min_position=0'), long)).to.equal('no-store');
    expect(cacheControlOf(request(), { ...long, untilMs: 0 })).to.equal('no-store');
  });

  describe('the next stamp', () => {
    const runtime = createFakeRuntime('2025-09-22T12:00:00Z');
    const nowMs = (): number => runtime.now().getTime();
    let newest: string | null = null;
    let asked = 0;
    const database = {
      query: () => {
        asked += 1;
        return newest === 'away' ? Promise.reject(new Error('away')) : Promise.resolve([{ newest }]);
      },
    } as unknown as Database;
    const nextStamp = createNextStamp({ database, runtime });
    const next = (): string => {
      const ms = nextStamp(nowMs());
      return ms === Infinity ? 'not known' : new Date(ms).toISOString();
    };

    it('is a day after the newest snapshot, looked up once a minute and never waited for', async () => {
      expect(next()).to.equal('not known');
      await turn();
      expect(next(), 'an empty ledger').to.equal('not known');
      newest = '2025-09-21T20:05:00Z';
      await runtime.advance(60_000);
      next();
      await turn();
      expect(next()).to.equal('2025-09-22T20:05:00.000Z');
      expect(asked).to.equal(2);
    });

    it('stays what it was while the database is away', async () => {
      newest = 'away';
      await runtime.advance(60_000);
      next();
      await turn();
      expect(next()).to.equal('2025-09-22T20:05:00.000Z');
    });

    it('is still to come if a source is late', async () => {
      await runtime.advance(2 * 86_400_000);
      expect(next()).to.equal('2025-09-24T20:05:00.000Z');
      expect(nextStamp(nowMs())).to.be.greaterThan(nowMs());
    });
  });
});
