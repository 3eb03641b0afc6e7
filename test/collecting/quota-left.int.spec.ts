/** Goal: a run never plans more calls than the source says are left; a source that does not say costs no run. */
import { expect } from 'chai';
import type { CardsOfRun } from '../../src/collecting/collection.js';
import type { CardInTurn } from '../../src/collecting/source.js';
import { createEbaySource } from '../../src/sources/ebay/ebay.js';
import { type Answer, cut, html, status } from './market.js';
import { type Ground, openGround, openWorld, settings, timing, type World } from './world.js';

const quotaPath = '/developer/analytics/v1_beta/rate_limit/';
const card: CardInTurn = { cardId: 'pokemon-101', game: 'pokemon', name: 'Product', number: null, language: null };

describe("a source's own quota", () => {
  let ground: Ground;
  let world: World;
  let asked: (number | null)[];
  before(async () => (ground = await openGround()));
  beforeEach(async () => {
    world = await openWorld(ground);
    asked = [];
  });
  afterEach(() => world.close());
  after(() => ground.close());

  const cardByCard = (): CardsOfRun => ({
    cardsInTurn: (callsLeft) => {
      asked.push(callsLeft);
      return Promise.resolve([card]);
    },
    matcher: () => Promise.resolve({ matchListing: () => ({ outcome: 'unmatched' }) }),
  });
  const collector = () => {
    const source = createEbaySource('ebay', {
      ...{ ...settings, url: world.market.url, authUrl: world.market.url, redirectName: undefined },
      ...{ clientId: 'application', clientSecret: 'secret', marketplace: 'EBAY_US', pages: 2, details: 1 },
    });
    return world.collector({ source, cardByCard, timing: { ...timing, attemptMs: 500, requestMs: 3_000 } });
  };
  const left =
    (remaining: number): Answer =>
    (response) => {
      const rates = [{ limit: 5_000, remaining, reset: '2025-03-02T07:00:00.000Z', timeWindow: 86_400 }];
      const rateLimits = [{ apiContext: 'buy', apiName: 'Browse', resources: [{ name: 'buy.browse', rates }] }];
      response.setHeader('content-type', 'application/json').end(JSON.stringify({ rateLimits }));
    };

  it('is asked for before the cards are chosen, and noted', async () => {
    const one = collector();
    expect(await world.collect(undefined, one)).to.include({ outcome: 'finished', requests: 3 });
    expect(asked).to.deep.equal([5_000]);
    expect(world.market.asked.map((path) => path.split('/').at(-1) || 'quota')).to.deep.equal([
      'token',
      'quota',
      'search',
    ]);
    expect((await one.state()).quota).to.deep.equal({
      ...{ limit: 5_000, remaining: 5_000, resets_at: '2025-03-02T07:00:00Z', read_at: '2025-03-01T20:30:00Z' },
    });
    expect(await world.collect(undefined, one)).to.include({ outcome: 'finished' });
    expect(asked).to.deep.equal([5_000, 4_999]);
  });

  it('says how many calls the cards of a run may cost', async () => {
    world.market.fault(quotaPath, left(3));
    expect(await world.collect(undefined, collector())).to.include({ outcome: 'finished' });
    expect(asked).to.deep.equal([3]);
  });

  it('ends a run for which not even one card is left, with when there is more; nothing else is asked for', async () => {
    world.market.fault(quotaPath, left(2));
    const one = collector();
    expect(await world.collect(undefined, one)).to.include({
      ...{ outcome: 'failed', code: 'SOURCE_BUDGET_SPENT', retryable: true, retry_at: '2025-03-02T07:00:00Z' },
      detail: 'ebay: 2 of its own 5000 calls are left until 2025-03-02T07:00:00Z',
    });
    expect(asked).to.deep.equal([]);
    expect(world.market.asked.filter((path) => path.includes('/buy/'))).to.deep.equal([]);
    expect((await one.state()).quota).to.include({ remaining: 2 });
    expect(await world.collect(undefined, one)).to.include({ outcome: 'finished' });
  });

  for (const [what, answer] of [
    ['is refused', status(403)],
    ['is throttled', status(429)],
    ['fails', status(500)],
    ['is no JSON', html],
    ['is cut off', cut],
    ['is missing', status(404)],
    ['states none', (response) => void response.end('{}')],
  ] as const satisfies readonly (readonly [string, Answer])[]) {
    it(`is not known where the answer ${what}: the run goes on by its own budget`, async () => {
      world.market.fault(quotaPath, answer, 9);
      const one = collector();
      expect(await world.collect(undefined, one)).to.include({ outcome: 'finished' });
      expect(asked).to.deep.equal([null]);
      expect((await one.state()).quota).to.equal(null);
    });
  }

  it('is not asked for again with keys that are refused', async () => {
    world.market.fault('/oauth2/token', status(401), 9);
    expect(await world.collect(undefined, collector())).to.include({ outcome: 'failed', code: 'SOURCE_REFUSED' });
    expect(world.market.asked).to.deep.equal(['/identity/v1/oauth2/token']);
  });
});
