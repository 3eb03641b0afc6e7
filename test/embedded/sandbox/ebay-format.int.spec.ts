/** Goal: the sandbox answers as eBay's Browse API does: tokens, searches in pages, items, errors, and its faults. */
import { expect } from 'chai';
import { systemRuntime } from '../../../src/base/runtime.js';
import { createSeededMarket } from '../../../src/embedded/sandbox/seeded-market.js';
import { type Sandbox, startSandbox } from '../../../src/embedded/sandbox/server.js';

describe('the format of eBay in the sandbox', () => {
  let sandbox: Sandbox;
  let token: string;
  const basic = (secret: string) => `Basic ${Buffer.from(`id:${secret}`).toString('base64')}`;
  const authorise = (secret: string): Promise<Response> =>
    fetch(`${sandbox.url}/identity/v1/oauth2/token`, {
      method: 'POST',
      headers: { authorization: basic(secret) },
      body: new URLSearchParams({ grant_type: 'client_credentials', scope: 'https://api.ebay.com/oauth/api_scope' }),
    });
  const get = async (path: string, headers: Record<string, string> = {}) => {
    const response = await fetch(`${sandbox.url}/buy/browse/v1${path}`, {
      headers: { authorization: `Bearer ${token}`, ...headers },
    });
    return { status: response.status, body: (await response.json()) as any };
  };
  const search = (words: string, more = '') => get(`/item_summary/search?q=${encodeURIComponent(words)}${more}`);
  /** Words that some cards of the market have. */
  const words = '001';

  before(async () => {
    const start = new Date('2026-10-01T21:00:00Z');
    sandbox = await startSandbox({ market: createSeededMarket({ seed: 3 }), runtime: systemRuntime(), start });
    token = ((await (await authorise('secret')).json()) as { access_token: string }).access_token;
  });
  after(() => sandbox.close());

  it('hands out tokens for two hours, and answers nothing without one', async () => {
    expect(await (await authorise('secret')).json()).to.include({
      expires_in: 7_200,
      token_type: 'Application Access Token',
    });
    expect((await authorise('wrong')).status).to.equal(401);
    const refused = await get('/item_summary/search?q=x', { authorization: 'Bearer other' });
    expect(refused).to.have.property('status', 401);
    expect(refused.body.errors[0]).to.include({ errorId: 1_001 });
  });

  it('tells what is left of the calls of a day, to the application alone, and answers no more than there are', async () => {
    const start = new Date('2026-10-01T06:59:00Z');
    const small = await startSandbox({
      ...{ market: createSeededMarket({ seed: 3 }), runtime: systemRuntime(), start, ebayCallsADay: 2 },
    });
    try {
      const mint = async (): Promise<string> => {
        const response = await fetch(`${small.url}/identity/v1/oauth2/token`, {
          ...{ method: 'POST', headers: { authorization: basic('secret') } },
          body: new URLSearchParams({ grant_type: 'client_credentials' }),
        });
        return ((await response.json()) as { access_token: string }).access_token;
      };
      const headers = { authorization: `Bearer ${await mint()}` };
      const left = async () => {
        const path = '/developer/analytics/v1_beta/rate_limit/?api_context=buy&api_name=Browse';
        const { rateLimits } = (await (await fetch(`${small.url}${path}`, { headers })).json()) as any;
        const { count, remaining, reset } = rateLimits[0].resources[0].rates[0];
        return [count, remaining, reset];
      };
      const ask = async (): Promise<number> =>
        (await fetch(`${small.url}/buy/browse/v1/item_summary/search?q=001`, { headers })).status;
      const shown = small.time();
      const reset = (day: number): string => `2026-${day === 1 ? '10-01' : '10-02'}T07:00:00.000Z`;
      expect(await left()).to.deep.equal([0, 2, reset(1)]);
      expect([await ask(), await ask(), await ask()]).to.deep.equal([200, 200, 429]);
      expect(await left()).to.deep.equal([2, 0, reset(1)]);
      small.setTime(new Date(shown.getTime() + 86_400_000));
      expect(await left()).to.deep.equal([0, 2, reset(2)]);
      expect(await ask()).to.equal(200);
    } finally {
      await small.close();
    }
  });

  describe('the consent of a member', () => {
    const basicOf = (id: string): string => `Basic ${Buffer.from(`${id}:secret`).toString('base64')}`;
    const grant = async (form: Record<string, string>, id = 'id') => {
      const response = await fetch(`${sandbox.url}/identity/v1/oauth2/token`, {
        ...{ method: 'POST', headers: { authorization: basicOf(id) }, body: new URLSearchParams(form) },
      });
      return { status: response.status, body: (await response.json()) as any };
    };
    const agree = async (): Promise<URLSearchParams> => {
      const query = new URLSearchParams({
        ...{ client_id: 'id', redirect_uri: 'RuName', response_type: 'code', scope: 'x', state: 'a b' },
      });
      const page = await fetch(`${sandbox.url}/oauth2/authorize?${query.toString()}`);
      expect(page.headers.get('content-type')).to.equal('text/html');
      return new URL(page.url).searchParams;
    };
    const exchange = (code: string, id = 'id', redirect_uri = 'RuName') =>
      grant({ grant_type: 'authorization_code', code, redirect_uri }, id);
    const codeOf = async (): Promise<string> => (await agree()).get('code') as string;

    it('leads to an address with code and state, and its code to tokens, once', async () => {
      const address = await agree();
      expect(address.get('state')).to.equal('a b');
      expect(address.get('expires_in')).to.equal('299');
      const code = address.get('code') as string;
      const { body } = await exchange(code);
      expect(body).to.include({
        expires_in: 7_200,
        refresh_token_expires_in: 47_304_000,
        token_type: 'User Access Token',
      });
      expect(await exchange(code)).to.have.nested.property('body.error', 'invalid_grant');
      const renewed = await grant({ grant_type: 'refresh_token', refresh_token: body.refresh_token });
      expect(renewed.body).to.include({ token_type: 'User Access Token' }).and.not.have.property('refresh_token');
      const headers = { authorization: `Bearer ${renewed.body.access_token}` };
      expect(await get('/item_summary/search?q=001', headers)).to.have.property('status', 200);
    });

    it('is of one application and one address', async () => {
      expect((await exchange(await codeOf(), 'other')).status).to.equal(400);
      expect((await exchange(await codeOf(), 'id', 'Another')).status).to.equal(400);
      const { body } = await exchange(await codeOf());
      const refresh = { grant_type: 'refresh_token', refresh_token: body.refresh_token };
      expect((await grant(refresh, 'other')).body).to.include({ error: 'invalid_grant' });
      expect((await fetch(`${sandbox.url}/oauth2/authorize?client_id=id`)).status).to.equal(400);
    });

    it('ended-consent: every refresh token is void', async () => {
      const { body } = await exchange(await codeOf());
      sandbox.faults.add({ kind: 'ended-consent' });
      const refresh = { grant_type: 'refresh_token', refresh_token: body.refresh_token };
      expect(await grant(refresh))
        .to.deep.include({ status: 400 })
        .and.have.nested.property('body.error', 'invalid_grant');
      expect((await authorise('secret')).status).to.equal(200);
    });
  });

  it('lists in pages, and has no list where nothing is found', async () => {
    const first = await search(words, '&limit=200');
    expect(first.body.total).to.be.greaterThan(200);
    const second = await search(words, '&limit=200&offset=200');
    const ids = [...first.body.itemSummaries, ...second.body.itemSummaries].map(
      ({ itemId }: { itemId: string }) => itemId,
    );
    expect(new Set(ids).size).to.equal(ids.length);
    expect((await search('nothing like it')).body)
      .to.include({ total: 0 })
      .and.not.have.property('itemSummaries');
    expect((await search(words, '&limit=201')).status).to.equal(400);
    expect((await search(words, '&limit=200&offset=9900')).status).to.equal(400);
  });

  it('shows a page once more by the fault of duplicated pages', async () => {
    const first = await search(words, '&limit=50');
    sandbox.faults.add({ kind: 'duplicate', path: '/item_summary/', count: 1 });
    const again = await search(words, '&limit=50&offset=50');
    expect(again.body.itemSummaries).to.deep.equal(first.body.itemSummaries);
  });

  it('offers what is no offer of one card too, and shows an item with its descriptors', async () => {
    const { itemSummaries } = (await search(words, '&limit=200')).body;
    const titles = itemSummaries.map(({ title }: { title: string }) => title).join('\n');
    for (const word of ['LOT of', 'PROXY', 'Japanese', 'PSA']) expect(titles).to.include(word);
    expect(itemSummaries.some((each: object) => 'itemGroupType' in each)).to.equal(true);
    expect(itemSummaries.some((each: any) => each.price.convertedFromCurrency !== undefined)).to.equal(true);
    const slab = itemSummaries.find(({ conditionId }: { conditionId: string }) => conditionId === '2750');
    const item = await get(`/item/${encodeURIComponent(slab.itemId)}`);
    expect(item.body.conditionDescriptors.map(({ name }: { name: string }) => name)).to.include('Professional Grader');
    expect((await get('/item/v1%7C1%7C0')).body.errors[0]).to.include({ errorId: 11_001 });
  });

  it('has the currency of the marketplace that is asked for', async () => {
    const { body } = await get(`/item_summary/search?q=${words}`, { 'x-ebay-c-marketplace-id': 'EBAY_GB' });
    expect(body.itemSummaries[0].price.currency).to.equal('GBP');
  });
});
