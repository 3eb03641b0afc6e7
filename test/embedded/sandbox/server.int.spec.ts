import { expect } from 'chai';
import { systemRuntime } from '../../../src/base/runtime.js';
import { createListings } from '../../../src/embedded/sandbox/listings.js';
import { createSeededMarket, zonelessTime } from '../../../src/embedded/sandbox/seeded-market.js';
import { type Sandbox, type SandboxOptions, startSandbox } from '../../../src/embedded/sandbox/server.js';
import { refusalOf } from '../../../src/embedded/sandbox/user-agent-policy.js';
import { categoriesBody, groupsBody, lastUpdated, pricesBody, productsBody } from './tcgcsv-schemas.js';

const agent = 'TcgPriceLedgerTest/1.0.0';
const start = new Date('2026-10-01T21:00:00Z');
const seed = 3;
const prices = '/tcgplayer/3/900020/prices';

describe('sandbox server', () => {
  let sandbox: Sandbox;
  let waits: number[];

  const open = (more: Partial<SandboxOptions> = {}): Promise<Sandbox> =>
    startSandbox({ market: createSeededMarket({ seed }), runtime: systemRuntime(), start, ...more });
  const get = (path: string, headers: Record<string, string> = {}, init: RequestInit = {}): Promise<Response> =>
    fetch(`${sandbox.url}${path}`, { ...init, headers: { 'user-agent': agent, ...headers } });
  const text = async (path: string): Promise<string> => (await get(path)).text();
  const json = async (path: string): Promise<unknown> => JSON.parse(await text(path));
  const order = (method: string, path: string, body?: string): Promise<Response> =>
    fetch(`${sandbox.url}${path}`, { method, ...(body === undefined ? {} : { body }) });
  const cutOff = (reading: Promise<unknown>): Promise<string> =>
    reading.then(
      () => 'answered',
      () => 'cut off',
    );

  beforeEach(async () => {
    waits = [];
    const sleep = async (ms: number): Promise<void> => {
      waits.push(ms);
      if (ms === 666) throw new Error('aborted');
    };
    sandbox = await open({ runtime: { sleep } });
  });
  afterEach(() => sandbox.close());

  describe('wire format', () => {
    it('is the documented format, for every group', async () => {
      expect(lastUpdated.parse(await text('/last-updated.txt'))).to.equal('2026-10-01T20:05:33+0000\n');
      const categories = categoriesBody.parse(await json('/tcgplayer/categories')).results;
      expect(categories.map(({ categoryId }) => categoryId)).to.deep.equal([3, 68, 85]);
      let rows = 0;
      for (const { categoryId } of categories) {
        const groups = groupsBody.parse(await json(`/tcgplayer/${categoryId}/groups`)).results;
        for (const { groupId } of groups) {
          rows += pricesBody.parse(await json(`/tcgplayer/${categoryId}/${groupId}/prices`)).results.length;
          if (groupId % 10 > 2) continue;
          productsBody.parse(await json(`/tcgplayer/${categoryId}/${groupId}/products`));
        }
      }
      expect(rows).to.be.greaterThan(35_000);
      const groups = await text('/tcgplayer/3/groups');
      expect(groups).to.contain('"publishedOn":"2025-06-25T20:00:06.4541Z"').and.to.contain('T00:00:00"');
    });

    it('shows the market of its time, in dollars', async () => {
      const body = pricesBody.parse(await json(prices));
      const rows = createListings({ seed }).at(sandbox.time()).prices(3, 900_020) ?? [];
      expect(body.results.map((row) => Math.round(row.lowPrice * 100))).to.deep.equal(rows.map(({ low }) => low));
      expect(body.results.map((row) => row.marketPrice === null)).to.deep.equal(rows.map((row) => row.market === null));
    });

    it('prints times without a zone and without trailing zeros', () => {
      const times = ['2025-06-17T11:40:15.840Z', '2025-06-17T11:40:10.000Z', '2025-06-17T11:40:15.007Z'];
      const printed = times.map((time) => zonelessTime(new Date(time)));
      expect(printed).to.deep.equal(['2025-06-17T11:40:15.84', '2025-06-17T11:40:10', '2025-06-17T11:40:15.007']);
    });

    it('answers an empty group without totalItems', async () => {
      const empty = '{"success":true,"errors":[],"results":[]}';
      expect(await text('/tcgplayer/3/900000/products')).to.equal(empty);
      expect(await text('/tcgplayer/3/900000/prices')).to.equal(empty);
    });

    it('answers unknown paths as the bucket does, with 403, and 405 for other methods', async () => {
      const missing = ['/', '/tcgplayer/1/groups', '/tcgplayer/3/1/prices', '/tcgplayer/3/1/products', '/tcgplayer/x'];
      for (const path of missing) expect((await get(path)).status, path).to.equal(403);
      expect((await get(prices, {}, { method: 'POST' })).status).to.equal(405);
      expect(sandbox.requests()).to.deep.equal({ '(unknown)': missing.length, [prices]: 1 });
    });

    it('marks every answer as simulated', async () => {
      const answers = [await get(prices), await get('/none'), await order('GET', '/control')];
      answers.push(await order('GET', prices));
      sandbox.faults.add({ status: 500 });
      answers.push(await get(prices));
      for (const answer of answers) expect(answer.headers.get('x-simulated')).to.equal('tcg-price-ledger sandbox');
    });

    it('has validators for conditional requests', async () => {
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

  describe('User-Agent policy', () => {
    const status = (userAgent: string | undefined): number => refusalOf(userAgent)?.status ?? 200;

    it('answers 401 to defaults of libraries, 403 to other forms, and accepts YourApplication/X.Y.Z', () => {
      const defaults = [undefined, '', ' ', 'node', 'undici', 'axios/1.7.2', 'curl/8.5.0', 'Mozilla/5.0'];
      const others = ['Name/1.0 (+https://example.org)', 'Name/1.0', 'Name', 'Name/1.2.3 (contact)', 'Name/v1.2.3'];
      expect(defaults.map(status)).to.deep.equal(defaults.map(() => 401));
      expect(others.map(status)).to.deep.equal(others.map(() => 403));
      expect(['TcgPriceLedger/1.2.3', 'my-app/0.1.0', 'Nodexample/1.0.0'].map(status)).to.deep.equal([200, 200, 200]);
    });

    it('spends no fault on refused requests', async () => {
      sandbox.faults.add({ status: 503 });
      expect((await fetch(`${sandbox.url}${prices}`)).status).to.equal(401);
      expect((await get(prices, { 'user-agent': 'Ledger/1.0 (+https://example.org)' })).status).to.equal(403);
      expect((await get(prices)).status).to.equal(503);
      expect((await get(prices)).status).to.equal(200);
      expect(sandbox.requests()[prices]).to.equal(4);
    });
  });

  describe('faults', () => {
    it('answer a status, with and without Retry-After', async () => {
      for (const status of [401, 403, 404, 429, 500, 503]) {
        sandbox.faults.add({ status });
        const answer = await get(prices);
        expect(answer.status).to.equal(status);
        expect(answer.headers.get('retry-after')).to.equal(null);
      }
      sandbox.faults.add({ status: 429, retry_after: 7 });
      expect((await get(prices)).headers.get('retry-after')).to.equal('7');
      expect((await get(prices)).status).to.equal(200);
    });

    it('missing: answers one file as the bucket does, every other one as ever', async () => {
      sandbox.faults.add({ kind: 'missing', path: prices, count: 2 });
      const answer = await get(prices);
      expect([answer.status, await answer.text()]).to.deep.equal([
        403,
        '<Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>',
      ]);
      expect((await get(prices.replace('prices', 'products'))).status).to.equal(200);
      expect((await get(prices)).status).to.equal(403);
      expect((await get(prices)).status).to.equal(200);
    });

    it('no-rows and half-rows: an envelope that counts what it holds', async () => {
      const products = prices.replace('prices', 'products');
      const whole = (await json(products)) as { totalItems: number; results: unknown[] };
      sandbox.faults.add({ kind: 'half-rows' });
      sandbox.faults.add({ kind: 'no-rows' });
      const half = Math.floor(whole.results.length / 2);
      expect(await json(products)).to.deep.include({ totalItems: half, results: whole.results.slice(0, half) });
      expect(await json(products)).to.deep.include({ success: true, results: [] });
    });

    it('slow: answers after the wait', async () => {
      sandbox.faults.add({ kind: 'slow', ms: 1_234 });
      expect((await get(prices)).status).to.equal(200);
      expect(waits).to.deep.equal([1_234]);
      sandbox.faults.add({ kind: 'slow', ms: 666 });
      expect((await get(prices)).status).to.equal(200);
    });

    it('hang: answers never, until the client or the server ends the connection', async () => {
      sandbox.faults.add({ kind: 'hang', path: prices, count: 2 });
      const client = new AbortController();
      const hanging = cutOff(get(prices, {}, { signal: client.signal }));
      while (sandbox.requests()[prices] === undefined) await text('/last-updated.txt');
      client.abort();
      expect(await hanging).to.equal('cut off');
      const another = cutOff(get(prices));
      while (sandbox.requests()[prices] === 1) await text('/last-updated.txt');
      await sandbox.close();
      expect(await another).to.equal('cut off');
      sandbox = await open();
    });

    it('truncate: promises the whole length and cuts the connection after half of it', async () => {
      sandbox.faults.add({ kind: 'truncate' });
      const answer = await get(prices);
      expect(answer.status).to.equal(200);
      expect(Number(answer.headers.get('content-length'))).to.be.greaterThan(1_000);
      expect(await cutOff(answer.text())).to.equal('cut off');
    });

    it('half: sends half of the body as if it were all', async () => {
      const body = await text(prices);
      sandbox.faults.add({ kind: 'half' });
      expect(await text(prices)).to.equal(body.slice(0, body.length / 2));
    });

    it('html: sends a page', async () => {
      sandbox.faults.add({ kind: 'html' });
      const answer = await get(prices);
      expect([answer.status, answer.headers.get('content-type')]).to.deep.equal([200, 'text/html']);
      expect(await answer.text()).to.match(/^<html>/);
    });

    it('duplicate: repeats rows', async () => {
      const { results } = pricesBody.parse(await json(prices));
      sandbox.faults.add({ kind: 'duplicate' });
      expect(await text('/last-updated.txt')).to.match(/^2026-10-01/);
      expect(pricesBody.parse(await json(prices)).results).to.deep.equal([...results, ...results.slice(0, 100)]);
    });

    it('stale-stamp: shows the stamp of the publication before', async () => {
      sandbox.faults.add({ kind: 'stale-stamp' });
      const body = await text(prices);
      expect(await text('/last-updated.txt')).to.equal('2026-10-01T14:05:33+0000\n');
      expect(await text('/last-updated.txt')).to.equal('2026-10-01T20:05:33+0000\n');
      expect(await text(prices)).to.equal(body);
    });
  });

  describe('control', () => {
    const body = async (answer: Response): Promise<Record<string, unknown>> =>
      (await answer.json()) as Record<string, unknown>;

    it('moves to a time and to the next publication, and reports the state', async () => {
      expect((await order('PUT', '/control/time/2026-10-05T20:05:00Z')).status).to.equal(200);
      expect(sandbox.time().toISOString()).to.equal('2026-10-05T14:05:33.000Z');
      const state = { simulated: true, time: '2026-10-05T20:05:33.000Z' };
      expect(await body(await order('POST', '/control/next'))).to.deep.equal(state);
      expect(await text('/last-updated.txt')).to.equal('2026-10-05T20:05:33+0000\n');
      const requests = { '/last-updated.txt': 1 };
      expect(await body(await order('GET', '/control'))).to.deep.equal({ ...state, faults: [], requests });
    });

    it('stays at the last publication', async () => {
      await sandbox.close();
      const at = createSeededMarket({ seed }).at;
      sandbox = await open({ market: { at, next: () => null } });
      const state = { simulated: true, time: '2026-10-01T20:05:33.000Z' };
      expect(await body(await order('POST', '/control/next'))).to.deep.equal(state);
    });

    it('adds and removes faults', async () => {
      const fault = { status: 429, count: 3, retry_after: 2 };
      const added = await body(await order('POST', '/control/faults', JSON.stringify(fault)));
      expect(added).to.deep.equal({ faults: [fault] });
      expect((await get(prices)).status).to.equal(429);
      await order('DELETE', '/control/faults');
      expect((await get(prices)).status).to.equal(200);
    });

    it('answers a wrong request with a problem that names the field', async () => {
      const wrong = await order('POST', '/control/faults', '{"kind":"slow"}');
      expect(wrong.status).to.equal(400);
      expect(wrong.headers.get('content-type')).to.equal('application/problem+json');
      const problem = await body(wrong);
      expect(problem).to.include({ status: 400, code: 'VALIDATION_FAILED' });
      expect(problem['details']).to.have.property('ms');
      for (const time of ['tomorrow', '2026-10-05', '1999-10-05T00:00:00Z', '2026-13-05T00:00:00Z']) {
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
  });

  it('rejects an invalid date', () => {
    expect(() => sandbox.setTime(new Date('never'))).to.throw(RangeError, 'valid date');
  });

  it('leaves a request to its hook if the hook answers it', async () => {
    await sandbox.close();
    const paths: string[] = [];
    sandbox = await open({
      onRequest: (path, _request, response) => {
        paths.push(path);
        if (path === prices) response.end('hooked');
        return path === prices;
      },
    });
    expect(await text(`${prices}?x=1`)).to.equal('hooked');
    expect(await text('/last-updated.txt')).to.match(/^2026-10-01/);
    expect(paths).to.deep.equal([prices, '/last-updated.txt']);
    expect(sandbox.requests()).to.deep.equal({ '/last-updated.txt': 1 });
  });

  it('listens on loopback alone, and rejects a port that is taken', async () => {
    expect(sandbox.url).to.match(/^http:\/\/127\.0\.0\.1:\d+$/);
    const error: unknown = await open({ port: Number(new URL(sandbox.url).port) }).catch((reason: unknown) => reason);
    expect(error).to.include({ code: 'CONFIG_INVALID' }).and.have.property('message').that.includes('free port');
  });
});
