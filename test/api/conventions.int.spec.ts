/** Goal: what holds for every answer: positions, caching, problems, compression, headers, health, metrics, documentation. */
import { request } from 'node:http';
import { expect } from 'chai';
import { errorTable } from '../../src/base/errors.js';
import { limits } from '../../src/base/limits.js';
import { until } from '../support/fake-runtime.js';
import { lugia, openWorld, tellSeptember, type World } from './world.js';
import { startApi } from '../../src/api/server.js';
import { silentLogger } from '../../src/base/logger.js';

describe('the conventions of the API', () => {
  let world: World;
  before(async () => {
    world = await openWorld();
    await tellSeptember(world);
  });
  after(() => world.close());

  const reads = [
    '/v1/cards/search?q=lugia',
    `/v1/cards/${lugia}`,
    `/v1/cards/${lugia}/prices`,
    `/v1/cards/${lugia}/prices/history`,
    '/v1/sets',
    '/v1/sets/pokemon-604',
    '/v1/coverage',
  ];

  it('every read says what it reflects, and is not sent twice', async () => {
    const head = await world.log.head();
    for (const path of reads) {
      const first = await world.get(path);
      expect(first.status, path).to.equal(200);
      expect(first.headers.get('ledger-position'), path).to.equal(head);
      expect(first.headers.get('cache-control'), path).to.match(/public/);
      const etag = first.headers.get('etag')!;
      expect(etag, path).to.match(/^W\/"/);
      for (const tag of [etag, `"other", ${etag}`, etag.slice(2), '*']) {
        const again = await world.get(path, { 'if-none-match': tag });
        expect([again.status, again.body, again.headers.get('etag')], `${path} ${tag}`).to.deep.equal([304, '', etag]);
      }
      expect((await world.get(path, { 'if-none-match': 'W/"other"' })).status, path).to.equal(200);
    }
  });

  it('the ETag changes when any read model of the answer moved, also when another has not', async () => {
    const path = `/v1/cards/${lugia}/prices`;
    const before = (await world.get(path)).headers.get('etag');
    await world.add('SetRevised');
    await world.project(['latest-prices']);
    const moved = await world.get(path, { 'if-none-match': before! });
    expect(moved.status).to.equal(200);
    await world.project();
    expect((await world.get(path)).headers.get('etag')).to.not.equal(moved.headers.get('etag'));
  });

  it('a price that becomes stale is sent again', async () => {
    const path = `/v1/cards/${lugia}/prices`;
    const { headers, body } = await world.get(path);
    expect(body.market[0].stale).to.equal(false);
    await world.runtime.advance(2 * limits.staleAfterMs);
    const later = await world.get(path, { 'if-none-match': headers.get('etag')! });
    expect([later.status, later.body.market?.[0].stale]).to.deep.equal([200, true]);
  });

  it('min_position: waits until the read models are there, but not for ever', async () => {
    const position = await world.add('SetRevised', { name: 'Silver Tempest II' });
    for (const path of reads) {
      const asked = world.get(`${path}${path.includes('?') ? '&' : '?'}min_position=${position}`);
      await world.runtime.sleeping(1);
      await world.runtime.advance(limits.minPositionWaitMs + 1_000);
      const { status, body, headers } = await asked;
      expect([status, body.code], path).to.deep.equal([503, 'POSITION_NOT_REACHED']);
      expect(Number(headers.get('retry-after')), path).to.be.greaterThan(0);
      expect(body.details, path).to.have.property('min_position');
    }
    const asked = world.get(`/v1/sets/pokemon-3170?min_position=${position}`);
    await world.runtime.sleeping(1);
    await world.project();
    await world.runtime.advance(1_000);
    const { status, body, headers } = await asked;
    expect([status, body.name]).to.deep.equal([200, 'Silver Tempest II']);
    expect(headers.get('ledger-position')! >= position).to.equal(true);
    expect((await world.get('/v1/sets?min_position=0')).status).to.equal(200);
  });

  it('problems: RFC 9457 with code, request id and time; type leads to its page', async () => {
    const { status, body, headers } = await world.get('/v1/cards/pokemon-1?as_of=2025-09-01', {
      'x-request-id': 'mine-1',
    });
    expect(status).to.equal(404);
    expect(body).to.deep.equal({
      type: '/docs/errors#card_not_found',
      title: errorTable.CARD_NOT_FOUND.title,
      status: 404,
      detail: 'no card pokemon-1 in this ledger',
      instance: '/v1/cards/pokemon-1?as_of=2025-09-01',
      code: 'CARD_NOT_FOUND',
      details: { card_id: 'pokemon-1 is unknown' },
      request_id: 'mine-1',
      timestamp: world.runtime.now().toISOString(),
    });
    expect(headers.get('x-request-id')).to.equal('mine-1');
    expect(headers.get('cache-control')).to.equal('no-store');
    expect(headers.get('etag')).to.equal(null);
    expect((await world.get('/v1/sets', { 'x-request-id': 'not good!' })).headers.get('x-request-id')).to.match(
      /^[0-9a-f-]{36}$/,
    );
    const page = await world.get('/docs/errors');
    for (const code of Object.keys(errorTable)) expect(page.body).to.include(`id="${code.toLowerCase()}"`);
  });

  it('unknown routes are 404, unknown methods 405 with Allow', async () => {
    for (const path of ['/v2/sets', '/v1', '/v1/nothing', '/V1/sets', '/nothing']) {
      const answer = await fetch(`${world.api.url}${path}`);
      expect([answer.status, ((await answer.json()) as any).code], path).to.deep.equal([404, 'ROUTE_NOT_FOUND']);
    }
    for (const [method, path] of [
      ['POST', '/v1/sets'],
      ['DELETE', `/v1/cards/${lugia}`],
      ['PUT', '/health/live'],
      ['POST', '/openapi.json'],
    ] as const) {
      const answer = await fetch(`${world.api.url}${path}`, { method });
      expect([answer.status, ((await answer.json()) as any).code], path).to.deep.equal([405, 'METHOD_NOT_ALLOWED']);
      expect(answer.headers.get('allow'), path).to.include('GET');
    }
    const head = await fetch(`${world.api.url}/v1/sets`, { method: 'HEAD' });
    expect([head.status, await head.text()]).to.deep.equal([200, '']);
  });

  it("paths that cannot be decoded and NUL are the caller's mistake", async () => {
    for (const path of ['/v1/cards/%E0%A4%A', '/v1/cards/search?q=%00', '/v1/sets?q=a%00b', '/v1/cards/%00']) {
      expect((await fetch(`${world.api.url}${path}`)).status, path).to.equal(400);
    }
  });

  it('compresses what is large enough, sends safe headers, tells nothing of what it runs on', async () => {
    const { headers } = await world.get('/v1/coverage', { 'accept-encoding': 'gzip' });
    expect(headers.get('content-encoding')).to.equal('gzip');
    expect(headers.get('vary')).to.match(/accept-encoding/i);
    expect(headers.get('x-powered-by')).to.equal(null);
    expect(headers.get('x-content-type-options')).to.equal('nosniff');
    expect(headers.get('content-security-policy')).to.include(`script-src 'self'`);
    expect(headers.get('x-simulated')).to.equal(null);
  });

  it('serves the OpenAPI document, and pages to browse it from this server alone', async () => {
    const { body } = await world.get('/openapi.json');
    expect(body.openapi).to.match(/^3/);
    const page = await world.get('/docs/');
    expect(page.headers.get('content-type')).to.include('text/html');
    expect(page.body)
      .to.include(`<title>${body.info.title}`)
      .and.not.match(/https?:\/\//);
    for (const [, path] of (page.body as string).matchAll(/(?:src|href)="([^"]+)"/g)) {
      expect((await fetch(`${world.api.url}${path!}`)).status, path).to.equal(200);
    }
  });

  it('every operation and parameter is described', async () => {
    const { body } = await world.get('/openapi.json');
    for (const [path, { get }] of Object.entries<any>(body.paths)) {
      expect(get.summary, path).to.be.a('string');
      expect(Object.keys(get.responses), path).to.include.members(['200', '400', '500', '503']);
      for (const parameter of get.parameters)
        expect(parameter.description, `${path} ${parameter.name}`).to.be.a('string');
    }
  });

  describe('health and metrics', () => {
    it('live and ready', async () => {
      expect((await world.get('/health/live')).body).to.deep.equal({ status: 'live' });
      const { status, body } = await world.get('/health/ready');
      expect([status, body.status, body.head]).to.deep.equal([200, 'ready', await world.log.head()]);
      expect(body.projections.map((one: any) => [one.subscriber, one.state, one.up_to_date])).to.deep.include([
        'catalog',
        'live',
        true,
      ]);
    });

    it('not ready with a stopped read model', async () => {
      await world.database.query(`update subscriptions.checkpoints set state = 'stopped' where subscriber = 'catalog'`);
      const { status, body } = await world.get('/health/ready');
      await world.database.query(`update subscriptions.checkpoints set state = 'live' where subscriber = 'catalog'`);
      expect([status, body.status]).to.deep.equal([503, 'not_ready']);
    });

    it('figures by route template, of the process and of every read model', async () => {
      const { body } = await world.get('/metrics');
      const labels = '{method="GET",route="/v1/cards/{card_id}",status="200"}';
      expect(body).to.include(`http_request_duration_seconds_count${labels} `);
      expect(body).to.include('ledger_database_up 1').and.include('ledger_subscriber_behind{subscriber="catalog"} 0');
      expect(body).to.include('process_resident_memory_bytes').and.not.include(lugia);
    });
  });

  it('simulated prices are called so, in every answer and every price', async () => {
    const simulated = await openWorld({ simulated: true });
    try {
      await simulated.add('CardListed', { source: 'sandbox-tcgcsv' });
      await simulated.add('PriceObserved', { source: 'sandbox-tcgcsv' });
      await simulated.project();
      const { headers, body } = await simulated.get(`/v1/cards/${lugia}/prices`);
      expect(headers.get('x-simulated')).to.equal('true');
      expect(body.market[0]).to.include({ simulated: true, source: 'sandbox-tcgcsv', stale: true, last_checked: null });
      expect((await simulated.get('/v1/cards/search')).body.cards[0].current_price.simulated).to.equal(true);
      expect((await simulated.get(`/v1/cards/${lugia}/prices/history`)).body.key.simulated).to.equal(true);
    } finally {
      await simulated.close();
    }
  });

  it('without read models it says that it is not ready; without a database that it is away', async () => {
    const empty = await openWorld();
    try {
      await empty.database.query('delete from subscriptions.checkpoints');
      expect([(await empty.get('/v1/sets')).body.code, (await empty.get('/health/ready')).status]).to.deep.equal([
        'NOT_READY',
        503,
      ]);
      await empty.database.close();
      const { status, body } = await empty.get('/health/ready');
      expect([status, body.status]).to.deep.equal([503, 'not_ready']);
      expect((await empty.get('/metrics')).body).to.include('ledger_database_up 0');
    } finally {
      await empty.close();
    }
  });

  it('drains: finishes what is under way, and says so meanwhile; a port in use is named', async () => {
    const draining = await openWorld();
    await draining.project();
    const slow = draining.get('/v1/sets?min_position=0000009999999999');
    await draining.runtime.sleeping(1);
    // A connection that exists already may still ask.
    const kept = request(`${draining.api.url}/health/ready`, { headers: { connection: 'keep-alive' } });
    kept.flushHeaders();
    await until(() => kept.socket !== null && kept.socket.readyState === 'open');
    const closed = draining.api.close();
    kept.on('response', (response) => response.resume());
    kept.on('error', () => undefined);
    kept.end();
    await draining.runtime.advance(limits.minPositionWaitMs + 1_000);
    expect((await slow).status).to.equal(503);
    await draining.runtime.advance(limits.shutdownMs);
    await closed;
    await fetch(`${draining.api.url}/health/live`).then(
      () => expect.fail('still answers'),
      (_gone: unknown) => undefined,
    );
    await draining.close();
    const port = Number(new URL(world.api.url).port);
    const { database, log, runtime } = world;
    await startApi({ database, log, runtime, logger: silentLogger, simulated: false, host: '127.0.0.1', port }).then(
      () => expect.fail('took a taken port'),
      (error: unknown) => expect((error as Error).message).to.include(`PORT=${port}`),
    );
  });
});
