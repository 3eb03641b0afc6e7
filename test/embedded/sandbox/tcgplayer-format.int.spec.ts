/** Goal: the sandbox answers as TCGplayer's API does: tokens, pages, empty lists, SKUs, and its faults. */
import { expect } from 'chai';
import { z } from 'zod';
import { systemRuntime } from '../../../src/base/runtime.js';
import { createSeededMarket } from '../../../src/embedded/sandbox/seeded-market.js';
import { type Sandbox, startSandbox } from '../../../src/embedded/sandbox/server.js';
import { priceSchema, productSchema } from './tcgcsv-schemas.js';

const seed = 3;
const start = new Date('2026-10-01T21:00:00Z');
/** A set of more than 100 products, and one of vintage printings. */
const [modern, vintage, empty] = [900_060, 900_010, 900_000];

const envelope = <Row extends z.ZodType>(row: Row) =>
  z.strictObject({
    totalItems: z.int().optional(),
    success: z.literal(true),
    errors: z.array(z.string()).length(0),
    results: z.array(row).min(1),
  });
const nothing = (sentence: string) => ({ success: false, errors: [sentence], results: [] });
const sku = z.strictObject({
  skuId: z.int(),
  productId: z.int(),
  languageId: z.int(),
  printingId: z.int(),
  conditionId: z.int(),
});
const skuPrice = z.strictObject({
  skuId: z.int(),
  lowPrice: z.number().nullable(),
  lowestShipping: z.number().nullable(),
  lowestListingPrice: z.number().nullable(),
  marketPrice: z.number().nullable(),
  directLowPrice: z.number().nullable(),
});

describe('the format of TCGplayer in the sandbox', () => {
  let sandbox: Sandbox;
  let token: string;

  const ask = (path: string, word = token): Promise<Response> =>
    fetch(`${sandbox.url}${path}`, { headers: { authorization: `bearer ${word}` } });
  const get = async (path: string): Promise<unknown> => (await ask(`/v1.39.0${path}`)).json();
  const authorise = (form: Record<string, string>): Promise<Response> =>
    fetch(`${sandbox.url}/token`, { method: 'POST', body: new URLSearchParams(form) });
  const good = { grant_type: 'client_credentials', client_id: 'public', client_secret: 'private' };

  beforeEach(async () => {
    sandbox = await startSandbox({ market: createSeededMarket({ seed }), runtime: systemRuntime(), start });
    token = ((await (await authorise(good)).json()) as { access_token: string }).access_token;
  });
  afterEach(() => sandbox.close());

  it('hands out tokens for keys, and answers nothing without one', async () => {
    const body = (await (await authorise(good)).json()) as object;
    expect(body).to.have.keys('access_token', 'token_type', 'expires_in', 'userName');
    expect(body).to.include({ token_type: 'bearer', expires_in: 1_209_599, userName: 'public' });
    expect((await authorise({ ...good, client_secret: 'wrong' })).status).to.equal(400);
    expect((await authorise({ ...good, client_secret: '' })).status).to.equal(400);
    expect((await authorise({ ...good, grant_type: 'password' })).status).to.equal(400);
    expect((await fetch(`${sandbox.url}/token`)).status).to.equal(405);
    const refused = await ask('/v1.39.0/catalog/categories', 'guessed');
    expect(refused.status).to.equal(401);
    expect(await refused.json()).to.deep.equal(nothing('Missing or invalid bearer token.'));
    expect((await ask('/v1.39.0/catalog/categories')).status).to.equal(200);
  });

  it('shows the rows of the market in pages of at most 100, with their total', async () => {
    const market = createSeededMarket({ seed }).at(start);
    const ids: unknown[] = [];
    for (let offset = 0, total = 1; offset < total; offset += 100) {
      const page = envelope(productSchema).parse(
        await get(`/catalog/products?groupId=${modern}&getExtendedFields=true&limit=1000&offset=${offset}`),
      );
      total = page.totalItems ?? 0;
      expect(page.results).to.have.length(Math.min(100, total - offset));
      ids.push(...page.results.map(({ productId }) => productId));
    }
    const own = market.products(3, modern)!.map((row) => (row as { productId: number }).productId);
    expect(own).to.have.length.above(100);
    expect(ids).to.deep.equal(own);
    const groups = (await get('/catalog/categories/3/groups?limit=5&offset=2')) as { results: unknown[] };
    expect(groups.results).to.deep.equal(market.groups(3).slice(2, 7));
    expect(await get('/catalog/groups?categoryId=3&limit=5&offset=2')).to.deep.equal(groups);
    const { results } = envelope(priceSchema).parse(await get(`/pricing/group/${modern}`));
    expect(results).to.deep.equal(market.prices(3, modern));
    const [first] = results;
    expect(((await get(`/pricing/product/${first!.productId}`)) as { results: unknown[] }).results).to.deep.include(
      first,
    );
    expect(await get(`/catalog/categories?limit=2`)).to.include({ totalItems: 3 });
  });

  it('leaves extended fields and SKUs out unless they are asked for', async () => {
    const page = (await get(`/catalog/products?groupId=${modern}`)) as { results: object[] };
    expect(page.results).to.have.length(10);
    for (const row of page.results) expect(row).not.to.have.any.keys('extendedData', 'skus');
  });

  it('answers an empty list, and one beyond the end, with 404 and a sentence', async () => {
    for (const [path, noun] of [
      [`/catalog/products?groupId=${empty}`, 'products'],
      ['/catalog/products?groupId=1', 'products'],
      [`/catalog/products?groupId=${modern}&offset=5000`, 'products'],
      [`/pricing/group/${empty}`, 'product prices'],
      ['/pricing/sku/1', 'SKU prices'],
      ['/catalog/categories/7/groups', 'groups'],
    ] as const) {
      const response = await ask(`/v1.39.0${path}`);
      expect(response.status, path).to.equal(404);
      expect(await response.json()).to.deep.equal(nothing(`No ${noun} were found.`));
    }
    const unknown = await ask('/v1.39.0/catalog/nothing');
    expect(unknown.status).to.equal(404);
    expect(await unknown.json()).to.deep.equal(nothing('URL not found.'));
  });

  it('has SKUs by printing, condition and language, and their prices for up to 250 ids', async () => {
    const page = envelope(productSchema.extend({ skus: z.array(sku) })).parse(
      await get(`/catalog/products?groupId=${vintage}&getExtendedFields=true&includeSkus=true&limit=20`),
    );
    const skus = page.results.flatMap((row) => row.skus);
    expect(new Set(skus.map(({ skuId }) => skuId)).size).to.equal(skus.length);
    expect(new Set(skus.map(({ conditionId }) => conditionId)).size).to.equal(5);
    const ids = skus.map(({ skuId }) => skuId).slice(0, 250);
    const prices = envelope(skuPrice).parse(await get(`/pricing/sku/${ids.join(',')}`)).results;
    expect(prices.map(({ skuId }) => skuId)).to.deep.equal(ids);
    expect(prices.some(({ lowPrice }) => lowPrice === null)).to.equal(true);
    const tooMany = await ask(`/v1.39.0/pricing/sku/${Array.from({ length: 251 }, (_, at) => at + 1).join(',')}`);
    expect(tooMany.status).to.equal(400);
    for (const table of ['printings', 'conditions', 'languages']) {
      expect(((await get(`/catalog/categories/3/${table}`)) as { results: unknown[] }).results).not.to.be.empty;
    }
    const japanese = (await get('/catalog/products?categoryId=85&includeSkus=true&limit=5')) as {
      results: { skus: object[] }[];
    };
    for (const row of japanese.results.flatMap(({ skus: own }) => own)) expect(row).to.include({ languageId: 7 });
  });

  describe('faults', () => {
    const products = `/catalog/products?groupId=${modern}&limit=50`;
    const ids = async (offset: number): Promise<unknown[]> =>
      ((await get(`${products}&offset=${offset}`)) as { results: { productId: number }[] }).results.map(
        ({ productId }) => productId,
      );

    it('ended-consent: every token of a store is void', async () => {
      const withStore = (store: string): Promise<Response> =>
        fetch(`${sandbox.url}/token`, {
          ...{ method: 'POST', headers: { 'x-tcg-access-token': store }, body: new URLSearchParams(good) },
        });
      const exchange = (code: string): Promise<Response> =>
        fetch(`${sandbox.url}/app/authorize/${code}`, { method: 'POST' });
      const page = await (await fetch(`${sandbox.url}/admin/Apps/public`)).text();
      const code = /<code>([A-Z0-9]{6})<\/code>/.exec(page)?.[1] ?? '';
      const { results } = (await (await exchange(code)).json()) as { results: { authorizationKey: string }[] };
      const store = results[0]?.authorizationKey ?? '';
      expect((await exchange(code)).status).to.equal(400);
      expect((await withStore(store)).status).to.equal(200);
      expect((await withStore('another')).status).to.equal(400);
      sandbox.faults.add({ kind: 'ended-consent' });
      expect((await withStore(store)).status).to.equal(400);
      expect((await authorise(good)).status).to.equal(200);
    });

    it('expired-token: every token is void, a new one holds', async () => {
      sandbox.faults.add({ kind: 'expired-token', path: '/pricing/' });
      expect((await ask(`/v1.39.0${products}`)).status).to.equal(200);
      expect((await ask(`/v1.39.0/pricing/group/${modern}`)).status).to.equal(401);
      expect((await ask(`/v1.39.0${products}`)).status).to.equal(401);
      expect(sandbox.faults.pending()).to.deep.equal([]);
    });

    it('duplicate: a page shows the one before it once more', async () => {
      const first = await ids(0);
      sandbox.faults.add({ kind: 'duplicate' });
      expect(await ids(50)).to.deep.equal(first);
      expect(await ids(50)).not.to.deep.equal(first);
    });

    it('no-rows, half-rows, missing, html and a status', async () => {
      sandbox.faults.add({ kind: 'no-rows' });
      expect((await ask(`/v1.39.0/pricing/group/${modern}`)).status).to.equal(404);
      const { results } = (await get(`/pricing/group/${modern}`)) as { results: unknown[] };
      sandbox.faults.add({ kind: 'half-rows' });
      const half = (await get(`/pricing/group/${modern}`)) as { results: unknown[] };
      expect(half.results).to.have.length(Math.floor(results.length / 2));
      sandbox.faults.add({ kind: 'missing', path: '/pricing/' });
      expect(await get(`/pricing/group/${modern}`)).to.deep.equal(nothing('URL not found.'));
      sandbox.faults.add({ kind: 'html' });
      expect(await (await ask(`/v1.39.0/pricing/group/${modern}`)).text()).to.match(/^<html>/);
      sandbox.faults.add({ status: 429, retry_after: 7 });
      const throttled = await ask(`/v1.39.0/pricing/group/${modern}`);
      expect(throttled.status).to.equal(429);
      expect(throttled.headers.get('retry-after')).to.equal('7');
    });

    it('counts requests by path, marked as simulated', async () => {
      const response = await ask(`/v1.39.0/pricing/group/${modern}`);
      expect(response.headers.get('x-simulated')).not.to.equal(null);
      expect(sandbox.requests()).to.include({ '/token': 1, [`/v1.39.0/pricing/group/${modern}`]: 1 });
    });
  });
});
