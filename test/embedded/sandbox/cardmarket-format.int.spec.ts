/** Goal: the sandbox's files of Cardmarket have the shape of the real ones, from the same market, with every fault. */
import { expect } from 'chai';
import { systemRuntime } from '../../../src/base/runtime.js';
import { cardmarketIdOf } from '../../../src/embedded/sandbox/cardmarket-products.js';
import { createSeededMarket } from '../../../src/embedded/sandbox/seeded-market.js';
import { type Sandbox, startSandbox } from '../../../src/embedded/sandbox/server.js';

const guide = '/productCatalog/priceGuide/price_guide_18.json';
const list = '/productCatalog/productList/products_singles_18.json';

describe('the sandbox as Cardmarket', () => {
  let sandbox: Sandbox;
  const market = createSeededMarket({ seed: 3 });
  const start = new Date('2026-11-20T21:00:00Z');
  beforeEach(async () => (sandbox = await startSandbox({ market, runtime: systemRuntime(), start })));
  afterEach(() => sandbox.close());

  const get = (path: string, headers: Record<string, string> = {}): Promise<Response> =>
    fetch(`${sandbox.url}${path}`, { headers });
  const read = async (path: string): Promise<any> => (await get(path)).json();

  it('states version and time, and its products under ids of their own', async () => {
    const { version, createdAt, priceGuides } = await read(guide);
    expect(version).to.equal(1);
    expect(createdAt).to.match(/^2026-11-20T\d\d:\d\d:\d\d\+0200$/);
    expect(Object.keys(priceGuides[0])).to.deep.equal([
      ...['idProduct', 'idCategory', 'avg', 'low', 'trend', 'avg1', 'avg7', 'avg30'],
      ...['avg-foil', 'low-foil', 'trend-foil', 'avg1-foil', 'avg7-foil', 'avg30-foil'],
    ]);
    const ids = priceGuides.map((row: { idProduct: number }) => row.idProduct);
    expect(new Set(ids).size).to.equal(ids.length);
  });

  it('names cards with their number and no set; arts and reprints have the same name', async () => {
    const { products } = await read(list);
    const names = products.map(({ name }: { name: string }) => name);
    for (const name of names) expect(name).to.match(/^[^()]+ \([A-Z]{2}\d+-\d{3}\)$/);
    expect(new Set(names).size).to.be.lessThan(names.length);
    expect(products[0]).to.have.all.keys(
      ...['idProduct', 'name', 'idCategory', 'categoryName', 'idExpansion', 'idMetacard', 'dateAdded'],
    );
  });

  it('moves with the dollars of the same card, and is not equal to them', async () => {
    const euros = new Map<number, number>(
      (await read(guide)).priceGuides.map((row: { idProduct: number; trend: number }) => [row.idProduct, row.trend]),
    );
    const shown = market.at(start);
    const ratios = (shown.groups(68) as readonly { groupId: number }[]).flatMap(({ groupId }) =>
      (shown.prices(68, groupId) as readonly { productId: number; marketPrice: number | null }[]).flatMap((row) => {
        const trend = euros.get(cardmarketIdOf(row.productId)) ?? 0;
        return row.marketPrice !== null && row.marketPrice > 5 && trend > 0 ? [trend / row.marketPrice] : [];
      }),
    );
    expect(ratios).to.have.length.greaterThan(100);
    const usual = ratios.filter((ratio) => ratio > 0.65 && ratio < 1.15);
    expect(usual.length / ratios.length).to.be.greaterThan(0.9);
    expect(new Set(ratios.map((ratio) => ratio.toFixed(3))).size).to.be.greaterThan(50);
  });

  it('sends the beginning of a file, where only that is asked for', async () => {
    const part = await get(guide, { range: 'bytes=0-99' });
    expect(part.status).to.equal(206);
    expect(part.headers.get('content-range')).to.match(/^bytes 0-99\/\d{6,}$/);
    const text = await part.text();
    expect(text)
      .to.have.length(100)
      .and.match(/^\{"version":1,"createdAt":"/);
  });

  it('has the faults of the others, by path', async () => {
    const rows: number = (await read(guide)).priceGuides.length;
    const rowsWith = async (kind: 'no-rows' | 'half-rows' | 'duplicate'): Promise<number> => {
      sandbox.faults.add({ kind, path: guide, count: 1 });
      return (await read(guide)).priceGuides.length;
    };
    expect(await rowsWith('no-rows')).to.equal(0);
    expect(await rowsWith('half-rows')).to.equal(Math.floor(rows / 2));
    expect(await rowsWith('duplicate')).to.equal(rows + 100);
    sandbox.faults.add({ kind: 'missing', path: guide, count: 1 });
    expect((await get(guide)).status).to.equal(403);
    expect((await get(guide.replace('18', '7'))).status).to.equal(403);
    const now = (await read(guide)).createdAt;
    sandbox.faults.add({ kind: 'stale-stamp', count: 1 });
    expect((await read(guide)).createdAt < now).to.equal(true);
  });
});
