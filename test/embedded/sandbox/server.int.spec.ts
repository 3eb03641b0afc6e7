import { expect } from 'chai';
import { startSandbox } from '../../../src/embedded/sandbox/server.js';
import type { Sandbox } from '../../../src/embedded/sandbox/server.js';
import { systemRuntime } from '../../../src/base/runtime.js';
import { categoriesBody, groupsBody, lastUpdated, pricesBody, productsBody } from '../../support/tcgcsv-schemas.js';

const agent = 'TcgPriceLedgerTest/1.0.0';
const start = new Date('2026-10-01T21:00:00Z');
const prices = '/tcgplayer/3/900020/prices';

describe('sandbox server', () => {
  let sandbox: Sandbox;
  let waits: number[];

  const get = (path: string, headers: Record<string, string> = {}, init: RequestInit = {}): Promise<Response> =>
    fetch(`${sandbox.url}${path}`, { ...init, headers: { 'user-agent': agent, ...headers } });
  const text = async (path: string): Promise<string> => (await get(path)).text();
  const order = (method: string, path: string, body?: string): Promise<Response> =>
    fetch(`${sandbox.url}${path}`, { method, ...(body === undefined ? {} : { body }) });

  beforeEach(async () => {
    waits = [];
    const runtime = {
      ...systemRuntime(),
      sleep: async (ms: number): Promise<void> => {
        waits.push(ms);
        if (ms === 666) throw new Error('gone');
      },
    };
    sandbox = await startSandbox({ seed: 3, runtime, start });
  });
  afterEach(() => sandbox.close());

  describe('wire format', () => {
    it('is the format of the documentation, for every group', async () => {
      expect(lastUpdated.parse(await text('/last-updated.txt'))).to.equal('2026-10-01T20:05:33+0000\n');
      const categories = categoriesBody.parse(JSON.parse(await text('/tcgplayer/categories'))).results;
      expect(categories.map(({ categoryId }) => categoryId)).to.deep.equal([3, 68, 85]);
      let rows = 0;
      for (const category of [3, 68, 85]) {
        const groups = groupsBody.parse(JSON.parse(await text(`/tcgplayer/${category}/groups`))).results;
        for (const { groupId } of groups) {
          rows += pricesBody.parse(JSON.parse(await text(`/tcgplayer/${category}/${groupId}/prices`))).results.length;
          if (groupId % 10 > 2) continue;
          productsBody.parse(JSON.parse(await text(`/tcgplayer/${category}/${groupId}/products`)));
        }
      }
      expect(rows).to.be.within(35_000, 45_000);
      const groups = await text('/tcgplayer/3/groups');
      expect(groups).to.contain('"publishedOn":"2025-06-25T20:00:06.4541Z"').and.to.contain('T00:00:00"');
    });

    it('serves the market of its time, in dollars', async () => {
      const body = pricesBody.parse(JSON.parse(await text(prices)));
      const rows = sandbox.market.at(sandbox.time()).prices(3, 900_020) ?? [];
      expect(body.results.map((row) => Math.round(row.lowPrice * 100))).to.deep.equal(rows.map(({ low }) => low));
      expect(body.results.map((row) => row.marketPrice === null)).to.deep.equal(rows.map((row) => row.market === null));
    });

    it('answers an empty group without totalItems', async () => {
      const empty = '{"success":true,"errors":[],"results":[]}';
      expect(await text('/tcgplayer/3/900000/products')).to.equal(empty);
      expect(await text('/tcgplayer/3/900000/prices')).to.equal(empty);
    });

    it('answers 404 for what it does not have, and 405 for what it does not do', async () => {
      const missing = ['/', '/tcgplayer/1/groups', '/tcgplayer/3/1/prices', '/tcgplayer/3/1/products', '/tcgplayer/x'];
      for (const path of missing) expect((await get(path)).status, path).to.equal(404);
      expect((await get(prices, {}, { method: 'POST' })).status).to.equal(405);
      expect(sandbox.requests()).to.deep.equal({ '(unknown)': missing.length, [prices]: 1 });
    });

    it('says that it is simulated, on every answer', async () => {
      const answers = [await get(prices), await get('/none'), await order('GET', '/control')];
      answers.push(await order('GET', prices));
      sandbox.faults.add({ status: 500 });
      answers.push(await get(prices));
      for (const answer of answers) expect(answer.headers.get('x-simulated')).to.equal('tcg-price-ledger sandbox');
    });

    it('has validators that a client may come back with', async () => {
      const first = await get(prices);
      const etag = first.headers.get('etag') ?? '';
      expect(first.headers.get('last-modified')).to.equal('Thu, 01 Oct 2026 20:05:33 GMT');
      expect((await get(prices, { 'if-none-match': `"x", ${etag}` })).status).to.equal(304);
      expect((await get(prices, { 'if-modified-since': 'Thu, 01 Oct 2026 20:05:33 GMT' })).status).to.equal(304);
      expect((await get(prices, { 'if-modified-since': 'Thu, 01 Oct 2026 20:05:32 GMT' })).status).to.equal(200);
      sandbox.setTime(new Date('2026-10-03T00:00:00Z'));
      const later = await get(prices, { 'if-none-match': etag });
      expect(later.status).to.equal(200);
      expect(later.headers.get('etag')).not.to.equal(etag);
    });
  });

  it('turns away default and ill-formed agents, spending no fault on them', async () => {
    sandbox.faults.add({ status: 503 });
    expect((await fetch(`${sandbox.url}${prices}`)).status).to.equal(401);
    expect((await get(prices, { 'user-agent': 'Ledger/1.0 (+https://example.org)' })).status).to.equal(403);
    expect((await get(prices)).status).to.equal(503);
    expect((await get(prices)).status).to.equal(200);
    expect(sandbox.requests()[prices]).to.equal(4);
  });

  describe('faults', () => {
    it('answers statuses, with and without Retry-After', async () => {
      for (const status of [401, 403, 429, 500, 503]) {
        sandbox.faults.add({ status });
        const answer = await get(prices);
        expect(answer.status).to.equal(status);
        expect(answer.headers.get('retry-after')).to.equal(null);
      }
      sandbox.faults.add({ status: 429, retry_after: 7 });
      expect((await get(prices)).headers.get('retry-after')).to.equal('7');
      expect((await get(prices)).status).to.equal(200);
    });

    it('is slow, and answers then', async () => {
      sandbox.faults.add({ kind: 'slow', ms: 1_234 });
      expect((await get(prices)).status).to.equal(200);
      expect(waits).to.deep.equal([1_234]);
      sandbox.faults.add({ kind: 'slow', ms: 666 });
      expect((await get(prices)).status).to.equal(200);
    });

    it('hangs until the client or the server gives up', async () => {
      sandbox.faults.add({ kind: 'hang', path: prices });
      const giveUp = new AbortController();
      const hanging = get(prices, {}, { signal: giveUp.signal }).then(
        () => 'answered',
        (error: unknown) => (error as Error).name,
      );
      while (sandbox.requests()[prices] === undefined) await text('/last-updated.txt');
      giveUp.abort();
      expect(await hanging).to.equal('AbortError');
      sandbox.faults.add({ kind: 'hang', path: prices });
      const cut = get(prices).then(
        () => 'answered',
        () => 'cut',
      );
      while (sandbox.requests()[prices] === 1) await text('/last-updated.txt');
      await sandbox.close();
      expect(await cut).to.equal('cut');
      sandbox = await startSandbox({ seed: 3, runtime: systemRuntime(), start });
    });

    it('truncates: the length promised, half of it sent', async () => {
      sandbox.faults.add({ kind: 'truncate' });
      const answer = await get(prices);
      expect(answer.status).to.equal(200);
      expect(Number(answer.headers.get('content-length'))).to.be.greaterThan(1_000);
      const read = await answer.text().then(
        () => 'whole',
        () => 'cut',
      );
      expect(read).to.equal('cut');
    });

    it('sends a page of HTML', async () => {
      sandbox.faults.add({ kind: 'html' });
      const answer = await get(prices);
      expect([answer.status, answer.headers.get('content-type')]).to.deep.equal([200, 'text/html']);
      expect(await answer.text()).to.match(/^<html>/);
    });

    it('sends rows twice', async () => {
      const once = pricesBody.parse(JSON.parse(await text(prices))).results;
      sandbox.faults.add({ kind: 'duplicate' });
      expect(await text('/last-updated.txt')).to.match(/^2026-10-01/);
      const twice = pricesBody.parse(JSON.parse(await text(prices))).results;
      expect(twice).to.deep.equal([...once, ...once.slice(0, 100)]);
    });

    it('keeps the stamp of the publication before', async () => {
      sandbox.faults.add({ kind: 'stale-stamp' });
      const fresh = await text(prices);
      expect(await text('/last-updated.txt')).to.equal('2026-10-01T14:05:33+0000\n');
      expect(await text('/last-updated.txt')).to.equal('2026-10-01T20:05:33+0000\n');
      expect(await text(prices)).to.equal(fresh);
    });
  });

  describe('control', () => {
    const body = async (answer: Response): Promise<Record<string, unknown>> =>
      (await answer.json()) as Record<string, unknown>;

    it('goes to a time, one on, and says where it is', async () => {
      expect((await order('PUT', '/control/time/2026-10-05T20:05:00Z')).status).to.equal(200);
      expect(sandbox.time().toISOString()).to.equal('2026-10-05T14:05:33.000Z');
      expect(await body(await order('POST', '/control/next'))).to.deep.equal({
        simulated: true,
        time: '2026-10-05T20:05:33.000Z',
      });
      expect(await text('/last-updated.txt')).to.equal('2026-10-05T20:05:33+0000\n');
      expect(await body(await order('GET', '/control'))).to.deep.equal({
        simulated: true,
        time: '2026-10-05T20:05:33.000Z',
        faults: [],
        requests: { '/last-updated.txt': 1 },
      });
    });

    it('adds and forgets faults', async () => {
      const added = await body(await order('POST', '/control/faults', '{"status":429,"count":3,"retry_after":2}'));
      expect(added).to.deep.equal({ faults: [{ status: 429, count: 3, retry_after: 2 }] });
      expect((await get(prices)).status).to.equal(429);
      await order('DELETE', '/control/faults');
      expect((await get(prices)).status).to.equal(200);
    });

    it('answers a wrong order with a problem naming the field', async () => {
      const wrong = await order('POST', '/control/faults', '{"kind":"slow"}');
      expect(wrong.status).to.equal(400);
      expect(wrong.headers.get('content-type')).to.equal('application/problem+json');
      const problem = await body(wrong);
      expect(problem).to.include({ status: 400, code: 'VALIDATION_FAILED' });
      expect(problem['details']).to.have.property('ms');
      const times = ['tomorrow', '2026-10-05', '1999-10-05T00:00:00Z', '2026-13-05T00:00:00Z'];
      for (const time of times) {
        const answer = await order('PUT', `/control/time/${time}`);
        expect(answer.status, time).to.equal(400);
        expect((await body(answer))['details']).to.have.property('time');
      }
      expect((await order('POST', '/control/faults', '{')).status).to.equal(400);
      expect((await order('POST', '/control/faults', `"${'x'.repeat(70_000)}"`)).status).to.equal(400);
      expect((await order('PUT', '/control/time/%E0%A4%A')).status).to.equal(400);
      expect((await order('GET', '/control/else')).status).to.equal(404);
      expect(sandbox.time().toISOString()).to.equal('2026-10-01T20:05:33.000Z');
    });

    it('refuses an invalid date from code too', () => {
      expect(() => sandbox.setTime(new Date('never'))).to.throw(RangeError, 'valid date');
    });
  });

  it('listens on loopback alone, and refuses a port that is taken', async () => {
    expect(sandbox.url).to.match(/^http:\/\/127\.0\.0\.1:\d+$/);
    const port = Number(new URL(sandbox.url).port);
    const second = await startSandbox({ seed: 3, runtime: systemRuntime(), start, port }).then(
      () => 'started',
      (error: unknown) => (error as NodeJS.ErrnoException).code,
    );
    expect(second).to.equal('EADDRINUSE');
  });
});
