/**
 * Goal: a second source of the same cards, in the same currency, changes no number of the first in any answer; a first source
 * that falls silent hands over after seven days, and takes over when it is back. Method: the same days are collected twice, once
 * from the sandbox's tcgcsv alone and once beside its TCGplayer, whose prices differ and which is collected at other hours.
 */
import { expect } from 'chai';
import { projections } from '../../projections/index.js';
import { systemRuntime } from '../../src/base/runtime.js';
import type { CollectRequest } from '../../src/collecting/collection.js';
import { type Market, product, row, startMarket } from '../collecting/market.js';
import { type Ground, openGround, openWorld, type World } from '../collecting/world.js';
import { tcgplayerOf } from '../sources/tcgplayer/tcgplayer-world.js';
import { serveApi } from '../support/serve-api.js';

const hourMs = 3_600_000;
const first = 'sandbox-tcgcsv';
const second = 'sandbox-tcgplayer';
const card = 'pokemon-101';
/** Market prices of tcgcsv, day by day. */
const story = [2, 2, 2.5, 2.5, 3, 3, 3.6, 3.6, 4.3];

/** What moves though no number of the first source does: the other source's rows, places among them, when it was checked. */
const otherwise = new Set([
  'as_of',
  'to',
  'newest_snapshot',
  'observations',
  'last_checked',
  'rank',
  'event_id',
  'position',
  'excluded',
  'pagination',
]);
const ofFirst = (value: unknown): unknown => {
  if (Array.isArray(value)) {
    return value.filter((each) => (each as { source?: string } | null)?.source !== second).map(ofFirst);
  }
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, each]) => (otherwise.has(name) ? [] : [[name, ofFirst(each)]])),
  );
};

describe('a second source of the same cards', () => {
  let ground: Ground;
  let world: World;
  let other: Market;
  before(async () => (ground = await openGround()));
  beforeEach(async () => {
    world = await openWorld(ground, projections);
    other = await startMarket();
  });
  afterEach(async () => {
    await other.close();
    await world.close();
  });
  after(() => ground.close());

  const request: CollectRequest = { trigger: 'command', signal: new AbortController().signal };
  const collect = async (source: string): Promise<void> => {
    const collector = world.collector({
      source: source === first ? world.tcgcsv({}, first) : tcgplayerOf({ market: other }, {}, second),
    });
    expect(await collector.collect(request)).to.include({ outcome: 'finished' });
  };
  /** Sets a day's prices: those of TCGplayer are three times as high, and of another shape. */
  const price = (dollars: number): void => {
    world.market.group(10).prices = [row(101, dollars), row(102, 5)];
    // Its words for the set and the card differ too.
    other.group(10).name = 'Group ten';
    other.group(10).products = [product(101, 10, { name: 'Product 101 (of another name)' }), product(102, 10)];
    other.group(10).prices = [row(101, 9 - dollars), row(102, 15, { lowPrice: 14, midPrice: 16, highPrice: 20 })];
  };
  const withApi = async <T>(work: (ask: (path: string, body?: object) => Promise<any>) => Promise<T>): Promise<T> => {
    await world.caughtUp();
    const { database, log } = world;
    const runtime = { ...systemRuntime(), now: world.runtime.now };
    const api = await serveApi({ database, log, runtime, simulated: true });
    try {
      return await work(async (path, body) => {
        const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
        const response = await fetch(`${api.url}${path}`, body === undefined ? {} : init);
        expect(response.status, `${path} ${response.status}`).to.equal(200);
        return response.json();
      });
    } finally {
      await api.close();
    }
  };
  const paths = [
    `/v1/cards/${card}`,
    `/v1/cards/${card}/prices`,
    `/v1/cards/${card}/prices/history?period=7d&interval=1d`,
    `/v1/cards/${card}/prices/history?period=all`,
    '/v1/cards/search?q=product&min_price=4&max_price=6&sort=price_desc',
    '/v1/sets/pokemon-10',
    '/v1/sets/pokemon-10/cards',
    '/v1/sets?tcg_type=pokemon',
    '/v1/games',
    ...['24h', '7d'].flatMap((period) => [
      `/v1/prices/trending?period=${period}&min_price=1&min_observations=1`,
      `/v1/prices/highs?period=${period}`,
    ]),
  ];
  /** Tells the story, and returns what is answered the morning after. */
  const told = async (beside: boolean): Promise<Record<string, unknown>> => {
    for (const [day, dollars] of story.entries()) {
      if (day > 0) world.nextDay();
      price(dollars);
      await collect(first);
      if (!beside) continue;
      // In the evening, and at every fourth hour of the night and the day that follow.
      for (const hours of [1, 5, 9, 13]) {
        world.runtime.advance(hours * hourMs);
        await collect(second);
        world.runtime.advance(-hours * hourMs);
      }
    }
    world.runtime.advance(14 * hourMs);
    return withApi(async (ask) => {
      const answers: Record<string, unknown> = {};
      for (const path of paths) answers[path] = ofFirst(await ask(path));
      answers['backtest'] = ofFirst(
        await ask('/v1/alerts/backtest', { card_id: card, when: '>= 4 USD', from: '2025-03-01', to: '2025-03-12' }),
      );
      return answers;
    });
  };

  it('changes no number of the first', async () => {
    const alone = await told(false);
    await other.close();
    await world.close();
    world = await openWorld(ground, projections);
    other = await startMarket();
    const beside = await told(true);
    for (const [path, answer] of Object.entries(alone)) expect(beside[path], path).to.deep.equal(answer);
    // The story is one: the first source's own numbers are there, and the second source is beside them.
    const own = alone[`/v1/cards/${card}`] as { current_price: object };
    expect(own.current_price).to.include({ source: first, market_price: 4.3 });
    expect(JSON.stringify(alone['/v1/prices/trending?period=24h&min_price=1&min_observations=1'])).to.contain('19.4');
    await withApi(async (ask) => {
      const { market } = await ask(`/v1/cards/${card}/prices`);
      expect(market.map((each: { source: string }) => each.source)).to.have.members([first, second]);
    });
  });

  it('speaks for the card when the first is silent for seven days, says so, and gives way when it is back', async () => {
    const current = () => withApi(async (ask) => (await ask(`/v1/cards/${card}`)).current_price as { source: string });
    const names = () =>
      withApi(async (ask) => {
        const { card: own, set_info: set } = await ask(`/v1/cards/${card}`);
        return [set.name, own.name];
      });
    price(2);
    await collect(first);
    await collect(second);
    const days: string[] = [];
    for (let day = 1; day <= 9; day += 1) {
      world.runtime.advance(24 * hourMs);
      await collect(second);
      days.push((await current()).source);
    }
    expect(days).to.deep.equal([...Array<string>(7).fill(first), second, second]);
    expect(await current()).to.include({ source: second, market_price: 7 });
    // The card's words wait for the products, which are asked for once a week.
    expect((await names())[0]).to.equal('Group ten');
    await withApi(async (ask) => {
      const set = await ask('/v1/sets/pokemon-10');
      expect(set.set_value, JSON.stringify(set.set_value)).to.include({ amount: 22 });
      expect((await ask(`/v1/cards/${card}/prices/history?period=7d`)).key).to.include({ source: second });
      expect((await ask('/v1/cards/search?q=product&min_price=14')).cards[0].current_price.source).to.equal(second);
    });
    world.market.stamp = '2025-03-10T20:05:33+0000';
    await collect(first);
    expect(await current()).to.include({ source: first, market_price: 2 });
    expect(await names()).to.deep.equal(['Group 10', 'Product 101']);
  });

  it('with prices by condition leaves the card to the price that states none', async () => {
    price(2);
    const collector = world.collector({ source: tcgplayerOf({ market: other }, { conditions: true }, second) });
    expect(await collector.collect(request)).to.include({ outcome: 'finished' });
    await withApi(async (ask) => {
      const { current_price: own, price_stats: stats } = await ask(`/v1/cards/${card}`);
      expect(own).to.include({ source: second, market_price: 7 });
      expect(stats[0]).to.include({ condition: null });
      const { market } = await ask(`/v1/cards/${card}/prices`);
      expect(market.map((each: { condition: string | null }) => each.condition)).to.include('NM');
    });
  });
});
