/**
 * Goal: what sellers ask at eBay stands beside the market prices of the cards, and changes none of them; nothing of a seller is kept
 * anywhere. Method: one ledger collects the sandbox from tcgcsv and from eBay, another from tcgcsv alone.
 */
import { gunzipSync } from 'node:zlib';
import { expect } from 'chai';
import { cut, html, type Market, product, row, startMarket, status, truncated } from '../../collecting/market.js';
import { type LedgerOfDays, openLedgerOfDays } from '../../support/ledger-of-days.js';

const cards = [101, 102, 103];
const names: Readonly<Record<number, string>> = { 101: 'Brolgast', 102: 'Mirefang', 103: 'Quillow' };
const numbers: Readonly<Record<number, string>> = { 101: '004/102', 102: '017/102', 103: '058/102' };
const dollars: Readonly<Record<number, number>> = { 101: 40, 102: 12, 103: 3 };

describe('eBay beside tcgcsv', () => {
  let market: Market;
  let now = new Date('2025-03-01T20:30:00Z');
  let alone: LedgerOfDays;
  let beside: LedgerOfDays;

  before(async function () {
    this.timeout(120_000);
    market = await startMarket();
    const { url } = market;
    const env = { TCGCSV_URL: url, TCGCSV_PAUSE_MS: '0', TCGCSV_MIN_INTERVAL: '0' };
    const keys = {
      EBAY_URL: url,
      EBAY_CLIENT_ID: 'application',
      EBAY_CLIENT_SECRET: 'secret-9c41d2',
      EBAY_DETAILS: '3',
    };
    const ebay = { ...keys, EBAY_PAUSE_MS: '0', EBAY_MIN_INTERVAL: '0' };
    alone = await openLedgerOfDays(() => now, { ...env, SOURCES: 'tcgcsv' });
    beside = await openLedgerOfDays(() => now, { ...env, ...ebay, SOURCES: 'tcgcsv,ebay' });
    Object.assign(market.group(10), {
      products: cards.map((id) =>
        product(id, 10, {
          name: names[id],
          cleanName: names[id],
          extendedData: [
            { name: 'Number', displayName: 'Card Number', value: numbers[id] },
            { name: 'Rarity', displayName: 'Rarity', value: 'Rare' },
          ],
        }),
      ),
      prices: cards.map((id) => {
        const price = dollars[id] as number;
        return row(id, price, { lowPrice: price * 0.9, midPrice: price, highPrice: price * 2 });
      }),
    });
    for (let day = 0; day < 3; day += 1) {
      market.stamp = new Date(Date.parse('2025-03-01T20:05:33Z') + day * 86_400_000).toISOString();
      now = new Date(Date.parse('2025-03-01T20:30:00Z') + day * 86_400_000);
      expect(await alone.collect('tcgcsv')).to.include({ outcome: 'finished' });
      expect(await beside.collect('tcgcsv')).to.include({ outcome: 'finished' });
      const result = await beside.collect('ebay');
      expect(result).to.include({ outcome: 'finished', quarantined: 0 });
      await alone.settle();
      await beside.settle();
    }
  });
  after(async () => {
    await beside.close();
    await alone.close();
    await market.close();
  });

  const offered = async () => (await beside.events('PriceObserved')).filter(({ data }) => data['source'] === 'ebay');

  it('records asking prices of the cards, with their samples, and the shipping beside them', async () => {
    const prices = (await offered()).map(({ data }) => data as Record<string, any>);
    expect(prices.some(({ card_id }) => card_id === 'pokemon-101')).to.equal(true);
    for (const price of prices) {
      expect(price).to.include({ kind: 'asking', currency: 'USD', market: null, language: 'en' });
      expect(price['sample_size']).to.be.greaterThan(0);
      expect(price['low']).to.be.at.most(price['mid']);
      expect(price['mid']).to.be.at.most(price['high']);
      // Not one of the market's parked prices, bids and proxies is left.
      const card = Number(String(price['card_id']).split('-')[1]);
      if (cards.includes(card) && price['grade'] === null) {
        expect(price['low']).to.be.greaterThan((dollars[card] as number) * 50);
        expect(price['high']).to.be.lessThan((dollars[card] as number) * 200);
      }
    }
    expect(prices.some((price) => Number.isInteger(price['low_shipping']))).to.equal(true);
    expect(prices.some(({ condition }) => condition === 'LP')).to.equal(true);
    expect(prices.some(({ grade }) => grade?.grader === 'PSA')).to.equal(true);
    for (const { grade, condition } of prices) if (grade !== null) expect(condition).to.equal(null);
  });

  it('proves each card by a snapshot of its own, and does not repeat what did not change', async () => {
    const snapshots = (await beside.events('SnapshotTaken')).filter(({ data }) => data['source'] === 'ebay');
    const scopes = new Set(snapshots.map(({ data }) => data['scope']));
    expect([...scopes]).to.include.members(cards.map((id) => `pokemon-${id}`));
    expect(snapshots).to.have.length(3 * scopes.size);
    expect(snapshots.reduce((sum, { data }) => sum + (data['unchanged'] as number), 0)).to.be.greaterThan(0);
  });

  it('shows asking prices apart from market prices, each checked when its card was', async () => {
    const { body } = await beside.get('/v1/cards/pokemon-101/prices');
    const text = JSON.stringify(body);
    expect(text).to.include('"source":"ebay"').and.to.include('"kind":"asking"');
    expect(body.asking_prices ?? body.asking, Object.keys(body as object).join(' '))
      .to.be.an('array')
      .with.length.greaterThan(0);
    expect(text).not.to.include('"last_checked":null');
    expect(text).to.include('"last_checked":"2025-03-03T20:30:00Z"').and.to.include('"stale":false');
    const { body: card } = await beside.get('/v1/cards/pokemon-101');
    expect(card.current_price).to.include({ source: 'tcgcsv', kind: 'market' });
  });

  // Of `as_of`, the newest snapshot of any source, only the label moves.
  const elsewhere = new Set([
    'as_of',
    'position',
    'recorded_at',
    'revision',
    'known_at',
    'changed_at',
    'collection',
    'time',
  ]);
  const isOfEbay = (value: unknown): boolean => (value as { source?: unknown } | null)?.source === 'ebay';
  const comparable = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.filter((each) => !isOfEbay(each)).map(comparable);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries(value)
        .filter(([name]) => !elsewhere.has(name))
        .map(([name, each]) => [name, comparable(each)]),
    );
  };
  for (const path of [
    '/v1/cards/search?q=quillow',
    '/v1/cards/search?sort=price_desc&change=24h',
    '/v1/sets/pokemon-10',
    '/v1/sets/pokemon-10/cards?change=24h',
    '/v1/sets/pokemon-10/value?period=7d',
    '/v1/games',
    '/v1/prices/trending?trend_type=gainers&period=24h',
    '/v1/prices/highs?period=7d',
    '/v1/cards/pokemon-101/prices/history?period=7d',
    '/v1/cards/pokemon-101/prices/explain',
  ]) {
    it(`answers GET ${path} as without it`, async () => {
      const [one, two] = [await alone.get(path), await beside.get(path)];
      expect(one.status, one.text).to.equal(200);
      expect(comparable(two.body)).to.deep.equal(comparable(one.body));
    });
  }

  it('draws the same chart', async () => {
    const [one, two] = [await alone.get('/charts/pokemon-101.svg'), await beside.get('/charts/pokemon-101.svg')];
    expect(one.text).to.include('<svg');
    expect(two.text).to.equal(one.text);
  });

  it('lists no card among the sets that are covered', async () => {
    const coverage = await beside.get('/v1/coverage?from=2025-03-01&to=2025-03-03');
    expect(coverage.status, coverage.text).to.equal(200);
    expect(JSON.stringify(coverage.body.sets ?? coverage.body)).not.to.include('"set_id":"pokemon-101"');
  });

  it('is audited by the checks of its cards', async () => {
    const { body } = await beside.get('/v1/coverage/audit?source=ebay');
    expect(body.sources[0]).to.include({ last_checked: '2025-03-03T20:30:00Z', stale: false, stale_prices: 0 });
    expect(body.sources[0].prices).to.be.greaterThan(0);
    for (const { set_id } of body.sets) expect(set_id).not.to.equal('pokemon-101');
  });

  it('keeps no seller, place, certificate or credential in the database, the log or its payloads', async () => {
    const asked = await beside.query(
      `select 1 as item from collecting.requests where path like '/buy/browse/v1/item/%'`,
    );
    expect(asked.length, 'items were asked for').to.be.greaterThan(0);
    // What an unfinished run leaves for the next one.
    let searches = 0;
    market.onRequest = (path) => (path.includes('/item_summary/') && (searches += 1) === 3 ? status(403) : undefined);
    now = new Date(now.getTime() + 3_600_000);
    expect(await beside.collect('ebay')).to.include({ outcome: 'failed', code: 'SOURCE_REFUSED' });
    market.onRequest = () => undefined;
    const tables = await beside.query(
      `select format('%I.%I', table_schema, table_name) as name from information_schema.tables
       where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema')`,
    );
    const texts: string[] = [];
    for (const { name } of tables) {
      for (const { text } of await beside.query(`select t::text as text from ${String(name)} t`))
        texts.push(String(text));
    }
    const payloads = await beside.query(`select body from collecting.payloads where source = 'ebay'`);
    expect(payloads.length).to.be.greaterThan(0);
    for (const { body } of payloads) texts.push(gunzipSync(body as Buffer).toString('utf8'));
    const all = texts.join('\n');
    expect(all).to.include('itemSummaries').and.to.include('low_shipping');
    for (const secret of [
      'simulated.seller',
      'Springfield',
      '974**',
      'feedback',
      'secret-9c41d2',
      'simulated-token',
      'Certification',
    ])
      expect(all.includes(secret), secret).to.equal(false);
  });

  it('asks for no more cards than eBay says there are calls for', async () => {
    const answered = (remaining: number) =>
      market.fault('/rate_limit/', (response) => {
        const rates = [{ limit: 5_000, remaining, reset: '2025-03-05T07:00:00.000Z', timeWindow: 86_400 }];
        const rateLimits = [{ apiContext: 'buy', apiName: 'Browse', resources: [{ name: 'buy.browse', rates }] }];
        response.setHeader('content-type', 'application/json').end(JSON.stringify({ rateLimits }));
      });
    const searches = async (remaining: number): Promise<number> => {
      now = new Date(now.getTime() + 3_600_000);
      answered(remaining);
      market.asked.length = 0;
      expect(await beside.collect('ebay')).to.include({ outcome: 'finished' });
      expect(market.asked.filter((path) => path.includes('/buy/')).length).to.be.at.most(remaining);
      return market.asked.filter((path) => path.includes('/item_summary/')).length;
    };
    // A page and three details cost four calls at most.
    expect(await searches(8)).to.equal(2);
    expect(await searches(7)).to.equal(1);
    expect(await searches(5_000)).to.be.at.least(cards.length);
    await beside.settle();
  });

  it('holds back the prices of a card that no search finds any more, until the next search agrees', async () => {
    const nextHour = async (answers: number) => {
      now = new Date(now.getTime() + 3_600_000);
      if (answers > 0) market.fault('/item_summary/', { kind: 'no-rows' }, answers);
      expect(await beside.collect('ebay')).to.include({ outcome: 'finished' });
      market.endFaults();
      await beside.settle();
    };
    const standing = () =>
      beside.query(`select price_key from latest_prices.prices where source = 'ebay' and not withdrawn`);
    const withdrawals = async () =>
      (await beside.events('PriceWithdrawn')).filter(({ data }) => data['source'] === 'ebay').length;
    await nextHour(0);
    const [before, gone] = [await standing(), await withdrawals()];
    expect(before.length).to.be.greaterThan(5);
    await nextHour(1_000);
    expect(await withdrawals()).to.equal(gone);
    expect(await standing()).to.have.length(before.length);
    const { body } = await beside.get('/v1/coverage?source=ebay');
    expect(body.runs[0]).to.include({ status: 'finished', withheld: before.length, withdrawn: 0 });
    await nextHour(0);
    expect(await withdrawals(), 'back').to.equal(gone);
    await nextHour(1_000);
    await nextHour(1_000);
    expect(await standing(), 'two searches agree').to.deep.equal([]);
    expect(await withdrawals()).to.equal(gone + before.length);
    await nextHour(0);
    expect((await standing()).length, 'offered again').to.equal(before.length);
  });

  it('whatever happens on the way, no price is lost or made up', async function () {
    this.timeout(60_000);
    const standing = async () =>
      (
        await beside.query(
          `select price_key from latest_prices.prices where source = 'ebay' and not withdrawn order by price_key collate "C"`,
        )
      ).map(({ price_key }) => price_key);
    now = new Date(now.getTime() + 3_600_000);
    expect(await beside.collect('ebay')).to.include({ outcome: 'finished' });
    await beside.settle();
    const before = await standing();
    const answers = [
      status(500),
      status(401),
      status(404),
      html,
      truncated,
      cut,
      { kind: 'expired-token' },
      { kind: 'duplicate' },
      { kind: 'no-rows' },
    ] as const;
    for (const answer of answers) {
      now = new Date(now.getTime() + 60_000);
      market.fault('/item_summary/', answer);
      const spoilt = await beside.collect('ebay');
      expect(spoilt.outcome, JSON.stringify(answer)).to.be.oneOf(['finished', 'failed']);
      now = new Date(now.getTime() + 60_000);
      expect(await beside.collect('ebay'), JSON.stringify(answer)).to.include({ outcome: 'finished', quarantined: 0 });
      await beside.settle();
      expect(await standing(), JSON.stringify(answer)).to.deep.equal(before);
    }
  });
});
