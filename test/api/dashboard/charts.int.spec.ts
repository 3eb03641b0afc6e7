/** Goal: a chart shows what the history answers, and is a read like it: conditional, cached, and refused in the same words. */
import { expect } from 'chai';
import { type OpenCache, openReadCache } from '../../../src/app/open-read-cache.js';
import type { RunningApi } from '../../../src/api/server.js';
import { silentLogger } from '../../../src/base/logger.js';
import { systemRuntime } from '../../../src/base/runtime.js';
import { readModels } from '../../../projections/index.js';
import { type ApiFixture, expectProblem, ids, openMarket } from '../../support/api-fixture.js';
import { until } from '../../support/fake-runtime.js';
import { serveApi } from '../../support/serve-api.js';

const svg = `/charts/${ids.lugia}.svg`;
const png = `/charts/${ids.lugia}.png`;

describe('charts', () => {
  let fixture: ApiFixture;
  before(async () => {
    fixture = await openMarket({ end: '2025-10-01T00:00:00Z' });
  });
  after(() => fixture.close());

  it('show the price, the printing and the days that the history has', async () => {
    const history = await fixture.body(`/v1/cards/${ids.lugia}/prices/history?period=30d`);
    const { status, headers, body } = await fixture.get(svg);
    expect(status).to.equal(200);
    expect(headers.get('content-type')).to.equal('image/svg+xml; charset=utf-8');
    expect(headers.get('cross-origin-resource-policy')).to.equal('cross-origin');
    expect(headers.get('content-security-policy')).to.equal("default-src 'none'");
    expect(headers.get('ledger-position')).to.equal(await fixture.log.head());
    const last = history.data_points.at(-1).market_price.toFixed(2);
    for (const text of [
      `${last} USD · Holofoil`,
      history.to.slice(0, 10),
      history.from.slice(0, 10),
      'tcgcsv, market price',
    ])
      expect(body).to.include(`>${text}</text>`);
    expect(body).to.match(/>Lugia VSTAR · [^<]+<\/text>/);
    // Two days that nobody looked on.
    expect(body).to.include('url(#gap)');
    const other = (await fixture.get(`${svg}?printing=reverse-holofoil&period=all&theme=dark`)).body;
    expect(other).to.include('25.00 USD · Reverse Holofoil').and.to.include('fill="#18181b"');
  });

  it('end where the source withdrew the price', async () => {
    const { body } = await fixture.get(`/charts/${ids.withdrawnKey}.svg?printing=reverse-holofoil&period=all`);
    expect(body).to.include('no price · Reverse Holofoil').and.to.not.include('<circle');
  });

  it('are PNGs for previews, of the size that the page tells', async () => {
    const answer = await fetch(`${fixture.api.url}${png}`);
    expect(answer.status).to.equal(200);
    expect(answer.headers.get('content-type')).to.equal('image/png');
    expect(answer.headers.get('content-encoding')).to.equal(null);
    const bytes = Buffer.from(await answer.arrayBuffer());
    expect(bytes.subarray(1, 4).toString()).to.equal('PNG');
    expect([bytes.readUInt32BE(16), bytes.readUInt32BE(20)]).to.deep.equal([1_200, 630]);
  });

  it('are not sent again to a client that has them, and their head alone to HEAD', async () => {
    for (const path of [svg, png]) {
      const { headers } = await fixture.get(path);
      expect(headers.get('cache-control')).to.match(/^public, max-age=\d+/);
      const again = await fixture.get(path, { 'if-none-match': headers.get('etag')! });
      expect([again.status, again.body], path).to.deep.equal([304, '']);
      const head = await fixture.send('HEAD', path);
      expect([head.status, head.body], path).to.deep.equal([200, '']);
      expectProblem(await fixture.send('POST', path), 405, 'METHOD_NOT_ALLOWED');
    }
  });

  it('refuse what the history refuses, and every parameter that they have not', async () => {
    for (const [path, status, code, field] of [
      ['/charts/pokemon-999.svg', 404, 'CARD_NOT_FOUND', 'card_id'],
      ['/charts/nothing.svg', 400, 'VALIDATION_FAILED', 'card_id'],
      [`${svg}?printing=nothing`, 404, 'PRINTING_UNKNOWN', 'printing'],
      [`${svg}?source=nothing`, 404, 'SOURCE_UNKNOWN', 'source'],
      [`${svg}?period=forever`, 400, 'VALIDATION_FAILED', 'period'],
      [`${svg}?theme=pink`, 400, 'VALIDATION_FAILED', 'theme'],
      [`${svg}?theme=dark&theme=dark`, 400, 'VALIDATION_FAILED', 'theme'],
      [`${svg}?printing=%00`, 400, 'VALIDATION_FAILED', 'printing'],
      [`${svg}?interval=1d`, 400, 'UNKNOWN_PARAMETER', 'interval'],
    ] as const)
      expectProblem(await fixture.get(path), status, code, field);
    for (const path of [
      `/charts/${ids.lugia}.jpg`,
      `/charts/${ids.lugia}`,
      '/charts',
      '/charts/',
      `/charts/a/${ids.lugia}.svg`,
    ])
      expectProblem(await fixture.get(path), 404, 'ROUTE_NOT_FOUND');
    expect((await fixture.get(`/charts/${ids.unpriced}.svg`)).body.code).to.equal('PICTURE_NOT_FOUND');
  });

  it('of a merged card are elsewhere', async () => {
    const { status, headers } = await fixture.get(`/charts/${ids.merged}.png?period=7d`);
    expect([status, headers.get('location')]).to.deep.equal([308, `/charts/${ids.lugia}.png?period=7d`]);
  });

  it('are shown to nobody where reads need a key', async () => {
    const { database, log, runtime } = fixture;
    const closed = await serveApi({ database, log, runtime, readsNeedKey: true });
    try {
      expect((await fetch(`${closed.url}${svg}`)).status).to.equal(401);
    } finally {
      await closed.close();
    }
  });

  it('are kept by the cache until a price of the card changes', async () => {
    const { database, log } = fixture;
    const runtime = { ...systemRuntime(), now: () => fixture.runtime.now() };
    let cache: OpenCache | undefined;
    let api: RunningApi | undefined;
    try {
      cache = await openReadCache({
        database,
        readsPrimary: true,
        redisUrls: undefined,
        runtime,
        logger: silentLogger,
      });
      const opened = cache;
      api = await serveApi({ database, log, runtime: fixture.runtime, cache: opened });
      const { url } = api;
      await until(() => opened.versions(readModels) !== undefined, 'the invalidation listener');
      const ask = async (path: string): Promise<{ text: string; headers: Headers }> => {
        const answer = await fetch(`${url}${path}`);
        expect(answer.status).to.equal(200);
        return { text: Buffer.from(await answer.arrayBuffer()).toString('latin1'), headers: answer.headers };
      };
      const [first, firstPng] = [await ask(svg), await ask(png)];
      const { local } = opened.stats().hits;
      const [second, secondPng] = [await ask(svg), await ask(png)];
      expect(opened.stats().hits.local).to.equal(local + 2);
      expect(second.text).to.equal(first.text);
      expect(secondPng.text).to.equal(firstPng.text);
      for (const name of [
        'content-type',
        'content-security-policy',
        'cross-origin-resource-policy',
        'etag',
        'cache-control',
      ])
        for (const [one, two] of [
          [first, second],
          [firstPng, secondPng],
        ] as const)
          expect(two.headers.get(name), name).to.equal(one.headers.get(name));
      await fixture.observe({ card_id: ids.lugia, market: 9_876, effective_at: '2025-09-30T20:05:33Z' });
      await fixture.fold();
      await until(async () => (await ask(svg)).text.includes('98.76 USD'), 'the new price');
    } finally {
      await api?.close();
      await cache?.close();
    }
  });
});
