/**
 * Goal: /v1/prices/trending keeps its contract: windows between snapshots whose stamps wander, days that were missed, what is
 * left out and why, time travel, errors. The market is made for it, one card for each rule.
 */
import { expect } from 'chai';
import { dayMs, instantOf } from '../../../src/domain/instant.js';
import { uuidFromName } from '../../../src/domain/ids.js';
import { printingOf } from '../../../src/domain/prices/price-key.js';
import { createCardReads } from '../../../src/api/card-reads.js';
import { type ApiFixture, openApiFixture, source } from '../../support/api-fixture.js';
import { serveApi } from '../../support/serve-api.js';

const set = 'pokemon-3170';
/** Between 20:04:00 and 20:07:59, another each day: as the source publishes. */
const stampMs = (day: number): number => Date.parse('2025-09-01T20:04:00Z') + day * dayMs + ((day * 97) % 240) * 1000;
const stampOf = (day: number): string => instantOf(new Date(stampMs(day)));
const lastDay = 35;
const missedDay = 20;

interface Numbers {
  readonly market: number | null;
  readonly low?: number;
  readonly mid?: number;
}
/** What a card's Holofoil costs from a day on; `null`: withdrawn. */
type Story = Readonly<Record<number, Numbers | null>>;

/** A price that changes daily by a cent or so, for a week. */
const lively = (from: number, cents: number): Story =>
  Object.fromEntries([0, 1, 2, 3, 4].map((at) => [from + at, { market: cents + at }]));

const stories: Readonly<Record<string, Story>> = {
  /** Rises by half within the last week. */
  'pokemon-1': { ...lively(10, 1_000), 30: { market: 1_500, low: 900, mid: 1_600 } },
  /** The same, and equal to it. */
  'onepiece-2': { ...lively(10, 1_000), 30: { market: 1_500 } },
  /** Falls within the last day. */
  'pokemon-3': { ...lively(10, 2_000), 35: { market: 1_500 } },
  /** A price that one sale set, with offers at prices that nobody paid. */
  'pokemon-4': { 1: { market: 22_500, low: 64_991, mid: 64_996 }, 34: { market: 65_000, low: 64_991, mid: 782_496 } },
  'pokemon-5': { ...lively(10, 10), 33: { market: 40 } },
  'pokemon-6': { ...lively(10, 700), 33: null },
  'pokemon-7': { 33: { market: 700 } },
  'pokemon-8': { ...lively(10, 700), 33: { market: null, low: 5 } },
  /** Rises, and its lowest and middle offers with it. */
  'pokemon-9': { ...lively(8, 300), 12: { market: 300, low: 200, mid: 280 }, 31: { market: 360, low: 230, mid: 330 } },
};

describe('gainers and losers over REST', () => {
  let fixture: ApiFixture;
  before(async () => {
    fixture = await openApiFixture({ start: '2025-09-01T00:00:00Z' });
    const { tell, observe, runtime } = fixture;
    await tell('SetListed', { set_id: set });
    for (const card_id of Object.keys(stories))
      await tell('CardListed', { card_id, set_id: set, name: `Card ${card_id}` });
    for (let day = 0; day <= lastDay; day += 1) {
      if (day === missedDay) continue;
      await runtime.advance(stampMs(day) + 300_000 - runtime.now().getTime());
      const effective_at = stampOf(day);
      const printing = printingOf('Holofoil');
      for (const [card_id, story] of Object.entries(stories)) {
        const numbers = story[day];
        if (numbers === undefined) continue;
        if (numbers === null) await tell('PriceWithdrawn', { card_id, printing, source, effective_at });
        else
          await observe({ card_id, printing, ...{ low: null, mid: null }, ...numbers, high: 9_999_900, effective_at });
      }
      await tell('SnapshotTaken', { scope: set, upstream_stamp: effective_at, run_id: uuidFromName(`run ${day}`) });
    }
    await fixture.fold();
  });
  after(() => fixture.close());

  const ask = (query: string) => fixture.body(`/v1/prices/trending?${query}`);
  const cardsOf = (body: { trending: { card_id: string }[] }): string[] => body.trending.map(({ card_id }) => card_id);

  it('ranks by percent, with both ends, equal moves by card id', async () => {
    const body = await ask('period=7d');
    expect(body).to.deep.include({ trend_type: 'gainers', period: '7d', by: 'percent', as_of: stampOf(lastDay) });
    expect(cardsOf(body)).to.deep.equal(['onepiece-2', 'pokemon-1', 'pokemon-9']);
    expect(body.trending[1]).to.deep.equal({
      rank: 2,
      card_id: 'pokemon-1',
      name: 'Card pokemon-1',
      set: { set_id: set, name: 'Silver Tempest' },
      printing: 'Holofoil',
      source,
      currency: 'USD',
      start: { price: 10.04, effective_at: stampOf(14) },
      end: { price: 15, effective_at: stampOf(30) },
      change: { amount: 4.96, percentage: 49.4 },
    });
  });

  it('counts what it left out, and why', async () => {
    expect((await ask('period=7d')).excluded).to.deep.equal({
      withdrawn: 1,
      no_end_price: 1,
      no_start_price: 1,
      below_floor: 1,
      // The one sale behind offers that nobody took.
      thin: 1,
    });
    const free = await ask('period=7d&min_price=0&min_observations=0');
    expect(free.excluded).to.deep.equal({ withdrawn: 1, no_end_price: 1, no_start_price: 1 });
    expect(cardsOf(free).slice(0, 2)).to.deep.equal(['pokemon-4', 'pokemon-5']);
  });

  it('keeps a price that one sale set out of the reliable ones, whatever its offers', async () => {
    const body = await ask('period=7d&min_observations=0&reliable=true');
    expect(cardsOf(body)).to.deep.equal(['pokemon-9']);
    expect(body.excluded.unreliable).to.equal(3);
  });

  it('ranks losers, and by amount', async () => {
    const day = await ask('trend_type=losers&period=24h');
    expect(cardsOf(day)).to.deep.equal(['pokemon-3']);
    expect(day.trending[0].change).to.deep.equal({ amount: -5.04, percentage: -25.1 });
    const byAmount = await ask('period=7d&by=amount&min_observations=0&limit=2');
    expect(cardsOf(byAmount)).to.deep.equal(['pokemon-4', 'onepiece-2']);
  });

  it('starts at the snapshot nearest to the period before, though its stamp is minutes later', async () => {
    // The stamp of day 33 less 24 hours lies before the one of day 32: the price of day 32 must have stood at the start.
    for (let day = 28; day <= lastDay; day += 1) {
      const { trending } = await ask(`period=24h&min_observations=0&min_price=0&as_of=${stampOf(day)}`);
      for (const { start, end } of trending) {
        expect(Date.parse(start.effective_at)).to.be.at.most(stampMs(day - 1));
        expect(end.effective_at).to.equal(stampOf(day));
      }
    }
    const of30 = await ask(`period=24h&as_of=${stampOf(30)}`);
    expect(cardsOf(of30)).to.deep.equal(['onepiece-2', 'pokemon-1']);
  });

  it('has no window that would start on a day that was missed', async () => {
    const missed = await ask(`period=24h&as_of=${stampOf(missedDay + 1)}`);
    expect(missed.trending).to.deep.equal([]);
    expect(missed.excluded.not_collected).to.be.above(5);
    const week = await ask(`period=7d&as_of=${stampOf(missedDay + 7)}`);
    expect(Object.keys(week.excluded)).to.deep.equal(['not_collected']);
    expect((await ask(`period=7d&as_of=${stampOf(missedDay + 6)}`)).excluded).to.not.have.property('not_collected');
  });

  it('answers of the past what it answered then, day by day', async () => {
    const now = await ask('period=7d');
    expect(await ask(`period=7d&as_of=${stampOf(lastDay)}`)).to.deep.equal({ ...now, stale: false });
    const asOf = stampOf(31);
    const known = instantOf(new Date(stampMs(31) + 600_000));
    const then = await ask(`period=7d&as_of=${asOf}`);
    expect(await ask(`period=7d&known_at=${known}`)).to.deep.equal({ ...then, known_at: known, stale: false });
    expect(then.as_of).to.equal(asOf);
    expect(cardsOf(then)).to.deep.equal(['onepiece-2', 'pokemon-1', 'pokemon-9']);
  });

  it('names new highs and lows of a window and of all time, with the old ones', async () => {
    const { highs } = await fixture.body('/v1/prices/highs?period=7d');
    expect(cardsOf({ trending: highs })).to.deep.equal(['onepiece-2', 'pokemon-1', 'pokemon-9']);
    expect(highs[1]).to.deep.include({
      price: { price: 15, effective_at: stampOf(30) },
      previous: { price: 10.04, effective_at: stampOf(14) },
      change: { amount: 4.96, percentage: 49.4 },
    });
    // Of the last day nothing is new: it was reached on day 30.
    expect((await fixture.body('/v1/prices/highs?period=24h')).highs).to.deep.equal([]);
    const ever = await fixture.body('/v1/prices/lows?period=all&min_observations=0');
    expect(ever.period).to.equal('all');
    const { lows } = await fixture.body('/v1/prices/lows?period=24h');
    expect([lows[0].card_id, lows[0].previous.price]).to.deep.equal(['pokemon-3', 20.04]);
    const csv = await fixture.body('/v1/prices/lows?period=24h&format=csv');
    expect(csv.split(/\r?\n/)[0]).to.include('rank,card_id,name,set_name');
  });

  it('is stale once nothing was collected for 36 hours, and never empty for that', async () => {
    expect((await ask('period=7d&limit=3')).stale).to.equal(false);
    await fixture.runtime.advance(10 * dayMs);
    const later = await ask('period=7d&limit=4');
    expect([later.stale, later.as_of, later.trending.length]).to.deep.equal([true, stampOf(lastDay), 3]);
  });

  it('ranks the cards that most alerts watch, reads breaking ties', async () => {
    const { database, runtime } = fixture;
    const watch = (card_id: string, status = 'active') =>
      database.query(
        `insert into alerting.alerts (alert_id, card_id, rule, rule_version, status, revision)
         values ($1, $2, '{}', 1, $3, 0)`,
        [uuidFromName(`alert ${(alerts += 1)}`), card_id, status],
      );
    let alerts = 0;
    for (const card of ['pokemon-4', 'pokemon-4', 'onepiece-2', 'pokemon-9', 'pokemon-7']) await watch(card);
    for (const status of ['paused', 'expired', 'done']) await watch('pokemon-1', status);
    const cardReads = createCardReads({ database, runtime });
    const api = await serveApi({ ...fixture, database, runtime, cardReads });
    const read = async (path: string, method = 'GET'): Promise<void> => {
      await (await fetch(`${api.url}/v1/${path}`, { method })).text();
    };
    for (const path of ['cards/pokemon-9', 'cards/pokemon-9/prices?kind=x', 'cards/pokemon-3']) await read(path);
    for (const path of ['cards/pokemon-4', 'cards/pokemon-999', 'sets', 'cards/search', 'cards/pokemon-1x'])
      await read(path);
    await read('cards/onepiece-2', 'HEAD');
    await api.close();
    await cardReads.flush();
    await cardReads.flush();

    const body = await ask('trend_type=most_watched&period=7d');
    expect(body.trending.map(({ card_id, watched }: any) => [card_id, watched.alerts, watched.reads])).to.deep.equal([
      ['pokemon-4', 2, 1],
      ['pokemon-9', 1, 2],
      ['onepiece-2', 1, 0],
      ['pokemon-3', 0, 1],
    ]);
    expect(body.trending[0].end.price).to.equal(650);
    // pokemon-7 had no price a week ago.
    expect(body.excluded).to.deep.equal({ no_start_price: 1 });
    expect(cardsOf(await ask('trend_type=most_watched&tcg_type=onepiece'))).to.deep.equal(['onepiece-2']);
    expect(cardsOf(await ask('trend_type=most_watched&limit=1'))).to.deep.equal(['pokemon-4']);
    const past = await fixture.get('/v1/prices/trending?trend_type=most_watched&as_of=2025-09-20');
    expect([past.status, Object.keys(past.body.details)]).to.deep.equal([400, ['as_of']]);
    const rows = await database.query('select card_id from usage.card_reads order by 1');
    expect(rows.map((row) => row['card_id'])).to.deep.equal(['pokemon-3', 'pokemon-4', 'pokemon-9']);
    await runtime.advance(33 * dayMs);
    cardReads.count({ method: 'GET', url: '/v1/cards/pokemon-1' });
    await cardReads.flush();
    expect(await database.query('select card_id from usage.card_reads')).to.deep.equal([{ card_id: 'pokemon-1' }]);
  });

  it('follows a correction and what was known before it', async () => {
    const before = instantOf(fixture.runtime.now());
    await fixture.runtime.advance(60_000);
    const printing = printingOf('Holofoil');
    await fixture.tell('PriceCorrected', {
      ...{ card_id: 'pokemon-1', printing, source, effective_at: stampOf(30) },
      ...{ market: 1_250, low: 900, mid: 1_300, high: null, direct_low: null },
    });
    await fixture.fold();
    const priceOf = (body: { trending: { card_id: string; end: { price: number } }[] }) =>
      body.trending.find(({ card_id }) => card_id === 'pokemon-1')?.end.price;
    expect(priceOf(await ask('period=7d'))).to.equal(12.5);
    expect(priceOf(await ask(`period=7d&known_at=${before}`))).to.equal(15);
  });

  it('leaves a merged card out, and a held price', async () => {
    await fixture.tell('CardMerged', { card_id: 'onepiece-2', merged_into: 'pokemon-1' });
    await fixture.tell('ObservationQuarantined', {
      observation: null,
      key: {
        ...{ card_id: 'pokemon-9', source, kind: 'market', printing: printingOf('Holofoil'), condition: null },
        ...{ grade: null, language: null, currency: 'USD' },
      },
      effective_at: stampOf(lastDay),
    });
    await fixture.fold();
    const body = await ask('period=7d');
    expect(cardsOf(body)).to.deep.equal(['pokemon-1']);
    expect(body.excluded).to.include({ merged: 1, held: 1 });
    expect((await ask(`period=7d&as_of=${stampOf(lastDay)}`)).excluded).to.deep.equal(body.excluded);
  });

  it('filters by game, source and currency, and names what it does not know', async () => {
    expect((await ask('period=7d&tcg_type=onepiece')).excluded).to.deep.equal({ merged: 1 });
    expect((await ask(`period=7d&source=${source}`)).trending).to.have.length(1);
    expect((await ask('currency=EUR')).excluded).to.deep.equal({ other_currency: 9 });
    const unknown = await fixture.get('/v1/prices/trending?source=ebay');
    expect([unknown.status, unknown.body.code, unknown.body.details.source]).to.deep.equal([
      404,
      'SOURCE_UNKNOWN',
      'expected tcgcsv',
    ]);
    for (const [query, field] of [
      ['period=1y', 'period'],
      ['trend_type=movers', 'trend_type'],
      ['limit=51', 'limit'],
      ['min_price=-1', 'min_price'],
      ['as_of=2025-02-30', 'as_of'],
      ['known_at=yesterday', 'known_at'],
      ['min_observations=1.5', 'min_observations'],
      ['order=price', 'order'],
    ] as const) {
      const answer = await fixture.get(`/v1/prices/trending?${query}`);
      expect([answer.status, Object.keys(answer.body.details)], query).to.deep.equal([400, [field]]);
    }
    expect((await ask('min_price=1e300')).trending).to.deep.equal([]);
  });
});

describe('gainers of a ledger without a snapshot', () => {
  let fixture: ApiFixture;
  before(async () => (fixture = await openApiFixture()));
  after(() => fixture.close());

  it('are none, as of no time', async () => {
    const body = await fixture.body('/v1/prices/trending');
    expect(body).to.deep.include({ as_of: null, stale: true, trending: [], excluded: {} });
  });
});
