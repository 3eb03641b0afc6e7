/** Goal: what is held of a price is said by the newest prices and by the history, from the same events in the same way. */
import { expect } from 'chai';
import fc from 'fast-check';
import { latestPricesOfCard, type Price } from '../../projections/latest-prices/queries.js';
import { findSeries } from '../../projections/price-history/find-series.js';
import type { DataPoint, HistoryInterval } from '../../projections/price-history/points.js';
import { readHistory } from '../../projections/price-history/queries.js';
import { cardPrices } from '../../projections/price-history/price-stats.js';
import { pricesOfCardAsOf } from '../../projections/price-history/prices-as-of.js';
import { gateActor } from '../../src/domain/prices/held.js';
import type { EventData } from '../../src/domain/events.js';
import { metadata, numbers, priceKey } from '../support/events.js';
import { actorOf, createHeldLedger, expectedOutcomes, type Outcome, shownDays, stampOf } from '../support/held-days.js';
import { type ApiFixture, openApiFixture, sets, source } from '../support/api-fixture.js';

const card = 'pokemon-517045';
const day = (at: number): string => `2025-09-${String(at).padStart(2, '0')}`;
const stamp = (at: number): string => `${day(at)}T20:05:33Z`;
/** The end of a window, to which everything is known. */
const until = (instant: string) => ({ toMs: Date.parse(instant), checkedUntilMs: Date.parse(instant) });
const cents = (amount: number | null): number | null => (amount === null ? null : Math.round(amount * 100));
const jumped = { low: 50_000, mid: 60_000, high: 70_000, market: 62_000, direct_low: null };

describe('what is held of a price', () => {
  let fixture: ApiFixture;
  /** Ids of the rows set aside, in order. */
  let rows: string[];

  /** Tells the events of a day at its stamp, then the snapshot of the set. */
  const onDay = async (at: number, tell: () => Promise<unknown>): Promise<void> => {
    const ms = Date.parse(stamp(at)) + 300_000 - fixture.runtime.now().getTime();
    if (ms > 0) await fixture.runtime.advance(ms);
    await tell();
    await fixture.tell('SnapshotTaken', { scope: sets.tempest, upstream_stamp: stamp(at) });
  };
  const nothing = (): Promise<void> => Promise.resolve();
  const observe = (at: number, market: number) =>
    fixture.observe({ ...numbers(market), card_id: card, effective_at: stamp(at) });
  const setAside = async (at: number, more: Partial<EventData<'ObservationQuarantined'>> = {}): Promise<void> => {
    const effective_at = stamp(at);
    const observation = {
      ...priceKey({ source }),
      ...jumped,
      sample_size: null,
      effective_at,
      collection: run,
      provenance: run,
    };
    await fixture.tell('ObservationQuarantined', { observation, effective_at, ...more });
    const events = await fixture.log.readStream(`price-${card}`, { direction: 'backwards', limit: 1 });
    rows.push(events.outcome === 'read' ? (events.events[0]?.id ?? '') : '');
  };
  const run = '11111111-1111-4111-8111-111111111111';
  const release = (at: number, row: number): Promise<unknown> => {
    const effective_at = stamp(at);
    const observation = {
      ...priceKey({ source }),
      ...jumped,
      sample_size: null,
      effective_at,
      collection: run,
      provenance: run,
    };
    return fixture.tell('QuarantineReleased', { ...priceKey({ source }), quarantine_id: rows[row]!, observation });
  };
  const reject = (at: number, row: number, actor: string): Promise<unknown> =>
    fixture.tell(
      'QuarantineRejected',
      { ...priceKey({ source }), quarantine_id: rows[row]!, effective_at: stamp(at) },
      actor,
    );

  beforeEach(async () => {
    fixture = await openApiFixture({ start: '2025-09-01T00:00:00Z' });
    rows = [];
    await fixture.tell('SetListed', {});
    await fixture.tell('CardListed', { card_id: card });
  });
  afterEach(() => fixture.close());

  const held = (row: number, since: number) => ({
    quarantine_id: rows[row],
    reason: 'jump',
    since: stamp(since),
    market_price: 620,
    low_price: 500,
    mid_price: 600,
    high_price: 700,
    direct_low_price: null,
  });
  /** The newest price, and the same by way of the history. */
  const now = async () => {
    await fixture.fold();
    const [price] = await latestPricesOfCard(fixture.database, card, fixture.runtime.now());
    const [asOf] = await pricesOfCardAsOf(fixture.database, card, { validAt: fixture.runtime.now().toISOString() });
    // The history keeps no ids of events.
    expect(asOf).to.deep.equal(price && { ...price, event_id: null });
    return price;
  };
  const history = async (interval: HistoryInterval, knownAt?: string): Promise<readonly DataPoint[]> => {
    await fixture.fold();
    const [series] = await findSeries(fixture.database, card, {});
    const window = { fromMs: -Infinity, ...until(`${day(30)}T23:59:59.999Z`), knownAt };
    return (await readHistory(fixture.database, card, series!, { ...window, interval })).points;
  };
  const told = (points: readonly DataPoint[]): string[] =>
    points.map((point) => `${point.effective_at.slice(8, 10)} ${point.observed} ${point.market_price}`);

  it('is on the price and on the days, which keep the price of before, until the third is admitted', async () => {
    await onDay(1, () => observe(1, 4));
    await onDay(2, () => setAside(2));
    expect(await now()).to.deep.include({ market_price: 0.04, held: held(0, 2), last_checked: stamp(2) });
    await onDay(3, nothing);
    expect((await now())?.held).to.deep.equal(held(0, 2));
    await onDay(4, () => release(4, 0));
    expect(await now()).to.deep.include({ market_price: 620, held: null, effective_at: stamp(4) });
    await onDay(5, nothing);
    const days = await history('1d');
    expect(told(days)).to.deep.equal([
      '01 changed 0.04',
      '02 held 0.04',
      '03 held 0.04',
      '04 changed 620',
      '05 unchanged 620',
    ]);
    expect(days.map((point) => point.held)).to.deep.equal([null, held(0, 2), held(0, 2), null, null]);
    expect(told(await history('raw'))).to.deep.equal(['01 changed 0.04', '02 held 0.04', '04 changed 620']);
    expect((await history('1w')).map(({ observed }) => observed)).to.deep.equal(['changed']);
    const then = await pricesOfCardAsOf(fixture.database, card, { validAt: `${day(3)}T23:00:00Z` });
    expect(then[0]).to.deep.include({ market_price: 0.04, held: held(0, 2) });
  });

  it('ends on the day on which the source takes it back, and the days before keep their mark', async () => {
    await onDay(1, () => observe(1, 4));
    await onDay(2, () => setAside(2));
    await onDay(3, nothing);
    await onDay(4, () => reject(4, 0, gateActor));
    await onDay(5, nothing);
    expect(await now()).to.deep.include({ market_price: 0.04, held: null });
    expect(told(await history('1d'))).to.deep.equal([
      '01 changed 0.04',
      '02 held 0.04',
      '03 held 0.04',
      '04 unchanged 0.04',
      '05 unchanged 0.04',
    ]);
    const asOf = (at: number) => pricesOfCardAsOf(fixture.database, card, { validAt: `${day(at)}T23:00:00Z` });
    expect((await asOf(3))[0]?.held).to.deep.equal(held(0, 2));
    expect((await asOf(4))[0]?.held).to.equal(null);
  });

  it('ends when a person rejects it, whatever stamp is named, and known_at before it still has it', async () => {
    await onDay(1, () => observe(1, 4));
    await onDay(2, () => setAside(2));
    await onDay(3, nothing);
    const before = fixture.runtime.now().toISOString();
    await fixture.runtime.advance(3_600_000);
    await reject(2, 0, 'a person');
    expect(await now()).to.deep.include({ market_price: 0.04, held: null });
    await onDay(4, nothing);
    expect(await now()).to.deep.include({ market_price: 0.04, held: null });
    expect(told(await history('1d'))).to.deep.equal([
      '01 changed 0.04',
      '02 held 0.04',
      '03 held 0.04',
      '04 unchanged 0.04',
    ]);
    const [then] = await pricesOfCardAsOf(fixture.database, card, { validAt: before, knownAt: before });
    expect(then?.held).to.deep.equal(held(0, 2));
  });

  it('has the row shown last, and the stamp since which rows follow each other', async () => {
    await onDay(1, () => observe(1, 4));
    await onDay(2, () => setAside(2));
    await onDay(3, () => setAside(3));
    expect((await now())?.held).to.deep.equal(held(1, 2));
    expect((await history('1d')).map((point) => point.held)).to.deep.equal([null, held(0, 2), held(1, 2)]);
    // A person releases the first of them: the second is still the newest row, and still set aside.
    await release(2, 0);
    expect(await now()).to.deep.include({ market_price: 620, effective_at: stamp(2), held: held(1, 3) });
    expect(told(await history('1d'))).to.deep.equal(['01 changed 0.04', '02 changed 620', '03 held 620']);
  });

  it('is a price of its own stamp when it is released after a newer one: a late fact', async () => {
    await onDay(1, () => observe(1, 4));
    await onDay(2, () => setAside(2));
    await onDay(3, () => observe(3, 5));
    expect(await now()).to.deep.include({ market_price: 0.05, held: null });
    await release(2, 0);
    expect(await now()).to.deep.include({ market_price: 0.05, held: null, effective_at: stamp(3) });
    expect(told(await history('1d'))).to.deep.equal(['01 changed 0.04', '02 changed 620', '03 changed 0.05']);
  });

  it('is said at the start of a window that begins meanwhile', async () => {
    await onDay(1, () => observe(1, 4));
    await onDay(2, () => setAside(2));
    await onDay(3, nothing);
    await fixture.fold();
    const [series] = await findSeries(fixture.database, card, {});
    const window = {
      fromMs: Date.parse(`${day(3)}T00:00:00Z`),
      ...until(`${day(4)}T00:00:00Z`),
    };
    const { points } = await readHistory(fixture.database, card, series!, { ...window, interval: 'raw' });
    expect(points.map((point) => [point.observed, point.held])).to.deep.equal([['carried', held(0, 2)]]);
  });

  it('is nothing where the rest of the row became the price', async () => {
    await onDay(1, () => observe(1, 4));
    await onDay(2, async () => {
      await setAside(2, { reason: 'order' });
      await observe(2, 5);
    });
    expect(await now()).to.deep.include({ market_price: 0.05, held: null });
    expect(told(await history('1d'))).to.deep.equal(['01 changed 0.04', '02 changed 0.05']);
    expect(told(await history('raw'))).to.deep.equal(['01 changed 0.04', '02 changed 0.05']);
  });

  it('is said of a row that could not be read, and of a withdrawn price that came back too far away', async () => {
    await onDay(1, () => observe(1, 4));
    await onDay(2, () => setAside(2, { observation: null, key: priceKey({ source }), reason: 'currency' }));
    const none = { market_price: null, low_price: null, mid_price: null, high_price: null };
    expect((await now())?.held).to.deep.include({ reason: 'currency', since: stamp(2), ...none });
    await onDay(3, () => fixture.tell('PriceWithdrawn', { ...priceKey({ source }), effective_at: stamp(3) }));
    expect(await now()).to.deep.include({ withdrawn: true, held: null });
    await onDay(4, () => setAside(4));
    expect(await now()).to.deep.include({ withdrawn: true, market_price: null, held: held(1, 4) });
    expect(told(await history('1d'))).to.deep.equal([
      '01 changed 0.04',
      '02 held 0.04',
      '03 withdrawn null',
      '04 held null',
    ]);
  });

  it('is in the history of a key that never had a price', async () => {
    await onDay(2, () => setAside(2));
    await onDay(3, nothing);
    expect(told(await history('raw'))).to.deep.equal(['02 held null']);
    expect(told(await history('1d'))).to.deep.equal(['02 held null', '03 held null']);
  });

  it('is in long histories, in the statistics of a printing, and in the API', async () => {
    await onDay(1, () => observe(1, 4));
    await onDay(2, () => setAside(2));
    await fixture.fold();
    const window = { fromMs: Date.parse('2025-01-01T00:00:00Z'), ...until(`${day(30)}T23:59:59.999Z`) };
    const [series] = await findSeries(fixture.database, card, {});
    const long = await readHistory(fixture.database, card, series!, { ...window, interval: '1d' });
    expect(told(long.points)).to.deep.equal(['01 changed 0.04', '02 held 0.04']);
    const prices = await cardPrices(fixture.database, [card], { asOf: undefined, now: fixture.runtime.now() });
    expect(prices.get(card)?.stats[0]).to.deep.include({ current_market_price: 0.04, held: held(0, 2) });
    const { market } = await fixture.body(`/v1/cards/${card}/prices`);
    expect(market[0].held).to.deep.equal(held(0, 2));
    expect((await fixture.body('/v1/cards/search')).cards[0].current_price).to.deep.include({
      market_price: 0.04,
      held: held(0, 2),
    });
    const { data_points } = await fixture.body(`/v1/cards/${card}/prices/history?interval=1d`);
    expect(data_points.at(-1)).to.deep.include({ observed: 'held', held: held(0, 2), market_price: 0.04 });
    expect((await fixture.body(`/v1/cards/${card}`)).price_stats[0].held).to.deep.equal(held(0, 2));
  });

  it('is that of the model on every day of random ones, in the newest prices, as of each day, and in the history', async () => {
    const { database, log, runtime, tell } = fixture;
    const perCard = 9;
    for (const [at, days] of fc.sample(shownDays(perCard), { numRuns: 12, seed: 7 }).entries()) {
      const product = 1_000 + at;
      const firstDay = 300 + at * perCard;
      const ledger = createHeldLedger(product, firstDay);
      const of = `pokemon-${product}`;
      await tell('CardListed', { card_id: of, name: `Card ${product}` });
      for (const [index, shown] of days.entries()) {
        const day = firstDay + index;
        await runtime.advance(Date.parse(stampOf(day)) + 60_000 - runtime.now().getTime());
        const { events } = ledger.decide(shown, day);
        ledger.append(events);
        for (const event of events)
          await log.append([{ stream: `price-${of}`, expectedRevision: 'any', events: [event] }], {
            ...metadata,
            actor: actorOf(event),
          });
        await tell('SnapshotTaken', { scope: sets.tempest, upstream_stamp: stampOf(day), source });
      }
      await fixture.fold();
      const outcomes = expectedOutcomes(days, firstDay);
      const why = JSON.stringify(days);
      const told = (price: Price | undefined): Outcome['price'] =>
        price === undefined ? 'none' : price.withdrawn ? 'gone' : cents(price.market_price);
      const [latest] = await latestPricesOfCard(database, of, runtime.now());
      const last = outcomes.at(-1) as Outcome;
      expect(told(latest), why).to.equal(last.price);
      if (latest !== undefined) expect(latest.held?.since ?? null, why).to.equal(last.heldSince);
      const [series] = await findSeries(database, of, {});
      const window = { fromMs: -Infinity, ...until(runtime.now().toISOString()), interval: '1d' } as const;
      const points = series === undefined ? [] : (await readHistory(database, of, series, window)).points;
      for (const [index, { price, heldSince }] of outcomes.entries()) {
        const instant = stampOf(firstDay + index);
        const [then] = await pricesOfCardAsOf(database, of, { validAt: instant });
        expect(told(then), `${why} ${index}`).to.equal(price);
        if (then !== undefined) expect(then.held?.since ?? null, `${why} ${index}`).to.equal(heldSince);
        const point = points.find(({ date }) => date === instant.slice(0, 10));
        expect(point?.held?.since ?? null, `${why} ${index}`).to.equal(heldSince);
        expect(point?.observed === 'held', `${why} ${index}`).to.equal(heldSince !== null);
        const shown = typeof price === 'number' ? price : null;
        expect(cents(point?.market_price ?? null), `${why} ${index}`).to.equal(shown);
      }
    }
  });
});
