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
