/**
 * Goal: cacheable reads state their position, are not sent twice, and wait for min_position. Method: the market over HTTP,
 * without a cache; test/api/cache compares with one.
 */
import { expect } from 'chai';
import { limits } from '../../../src/base/limits.js';
import {
  type ApiFixture,
  cacheableReads,
  expectProblem,
  ids,
  openApiFixture,
  openMarket,
  reads,
} from '../../support/api-fixture.js';
import { turn } from '../../support/fake-runtime.js';

const card = `/v1/cards/${ids.lugia}`;

describe('cacheable reads', () => {
  let fixture: ApiFixture;
  before(async () => {
    fixture = await openMarket();
  });
  after(() => fixture.close());

  it('answers 304 to a matching If-None-Match; a tag matches its own URL only', async () => {
    for (const path of cacheableReads) {
      const first = await fixture.get(path);
      expect(first.headers.get('cache-control'), path).to.match(/^public/);
      const tag = first.headers.get('etag') ?? '';
      expect(tag, path).to.match(/^W\/"/);
      const again = await fixture.get(path, { 'if-none-match': `"other", ${tag}` });
      expect([again.status, again.body, again.headers.get('etag')], path).to.deep.equal([304, '', tag]);
      expect(again.headers.get('ledger-position'), path).to.equal(await fixture.log.head());
      const strong = tag.replace('W/', '');
      expect((await fixture.get(path, { 'if-none-match': strong })).status, path).to.equal(304);
      expect((await fixture.get(path, { 'if-none-match': '"nothing"' })).status, path).to.equal(200);
    }
    const tag = (await fixture.get(card)).headers.get('etag') ?? '';
    expect((await fixture.get(`/v1/cards/${ids.box}`, { 'if-none-match': tag })).status).to.equal(200);
    expectProblem(await fixture.get('/v1/cards/pokemon-9', { 'if-none-match': '*' }), 404, 'CARD_NOT_FOUND', 'card_id');
    expect((await fixture.get(card, { 'if-none-match': '*' })).status).to.equal(304);
  });

  it('changes the tag when any read model behind the answer moves, and when a price becomes stale', async () => {
    const own = await openApiFixture();
    try {
      await own.tell('SetListed', {});
      await own.tell('CardListed', { card_id: ids.lugia });
      await own.fold();
      const path = '/v1/cards/search?q=nidoran';
      const first = await own.get(path);
      await own.observe({ card_id: ids.lugia });
      await own.fold(['latest-prices']);
      const second = await own.get(path, { 'if-none-match': first.headers.get('etag') ?? '' });
      expect(second.status).to.equal(200);
      expect(second.headers.get('ledger-position')).to.equal(first.headers.get('ledger-position'));
      expect(second.body.cards[0].current_price.market_price).to.equal(2.45);
      const tag = second.headers.get('etag') ?? '';
      expect((await own.get(path, { 'if-none-match': tag })).status).to.equal(304);
      await own.runtime.advance(limits.staleAfterMs);
      expect((await own.get(path, { 'if-none-match': tag })).status).to.equal(200);
    } finally {
      await own.close();
    }
  });

  it('answers HEAD with the headers of GET and no body', async () => {
    for (const path of reads) {
      const [get, head] = await Promise.all(
        ['GET', 'HEAD'].map((method) => fetch(`${fixture.api.url}${path}`, { method })),
      );
      await get!.arrayBuffer();
      expect(await head!.text(), path).to.equal('');
      for (const name of ['content-type', 'etag', 'ledger-position', 'link']) {
        expect(head!.headers.get(name), `${path} ${name}`).to.equal(get!.headers.get(name));
      }
      expect(head!.status).to.equal(200);
    }
  });

  it('waits for the read models to reach min_position, for a bounded time', async () => {
    const head = await fixture.log.head();
    expect((await fixture.get(`/v1/sets?min_position=${head}`)).status).to.equal(200);
    const next = await fixture.tell('ExternalIdMapped', { card_id: ids.box });
    let settled = false;
    const waiting = fixture.get(`${card}?min_position=${next}`).finally(() => (settled = true));
    await fixture.runtime.sleeping(1);
    expect(settled).to.equal(false);
    await fixture.fold();
    while (!settled) {
      await fixture.runtime.advance(10);
      await turn();
    }
    const reached = await waiting;
    expect([reached.status, reached.headers.get('ledger-position')]).to.deep.equal([200, next]);
    settled = false;
    const started = fixture.runtime.monotonicMs();
    const ahead = String(Number(next) + 1).padStart(16, '0');
    const late = Promise.all(cacheableReads.map((path) => fixture.get(`${path}?min_position=${ahead}`))).finally(
      () => (settled = true),
    );
    while (!settled) {
      await fixture.runtime.advance(50);
      await turn();
    }
    for (const answer of await late) {
      expectProblem(answer, 503, 'POSITION_NOT_REACHED', 'min_position');
      expect(answer.headers.get('retry-after')).to.equal('5');
    }
    expect(fixture.runtime.monotonicMs() - started).to.be.at.least(limits.minPositionWaitMs);
  });
});
