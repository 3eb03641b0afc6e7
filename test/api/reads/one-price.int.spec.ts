/**
 * Goal: every answer speaks of the same source and printing of a card, and none jumps because a number is missing. Method:
 * small markets in a log, told day by day, over HTTP.
 */
import { expect } from 'chai';
import { dayMs } from '../../../src/domain/instant.js';
import { priceKeyText, printingOf } from '../../../src/domain/prices/price-key.js';
import { type ApiFixture, openApiFixture } from '../../support/api-fixture.js';
import { numbers, priceKey } from '../../support/events.js';

const card_id = 'pokemon-101';
const set_id = 'pokemon-11';

describe('the one price of a card', () => {
  let fixture: ApiFixture;
  beforeEach(async () => {
    const listed = '2026-09-30T00:00:00Z';
    fixture = await openApiFixture({ start: listed });
    await fixture.tell('SetListed', { set_id, name: 'SWSH12: Silver Tempest' });
    await fixture.tell('CardListed', { card_id, set_id, name: 'Lugia VSTAR', clean_name: null });
    await fixture.runtime.advance(Date.parse('2026-11-10T20:10:00Z') - Date.parse(listed));
  });
  afterEach(() => fixture.close());

  const stamp = (day: number): string => `2026-11-${String(day).padStart(2, '0')}T20:05:33Z`;
  /** Tells a snapshot of the set, and one market price in cents for each printing. */
  const snapshot = async (
    day: number,
    prices: Readonly<Record<string, number | null>>,
    more: { source?: string; scope?: string; currency?: 'USD' | 'EUR'; at?: string } = {},
  ): Promise<void> => {
    const { source = 'tcgcsv', scope = set_id, currency = 'USD', at = stamp(day) } = more;
    for (const [printing, cents] of Object.entries(prices)) {
      await fixture.observe({
        card_id,
        source,
        currency,
        ...numbers(cents),
        printing: printingOf(printing),
        effective_at: at,
      });
    }
    await fixture.tell('SnapshotTaken', { source, scope, upstream_stamp: at });
    await fixture.fold();
    await fixture.runtime.advance(dayMs);
  };

  /** What every answer says of the card: printing, source and number, and the value of its set. */
  const said = async () => {
    const found = (await fixture.body(`/v1/cards/search?q=lugia`)).cards[0].current_price;
    const { current_price: own, price_stats: stats } = await fixture.body(`/v1/cards/${card_id}`);
    expect(own, 'card and search').to.deep.equal(found);
    const batch = (await fixture.post('/v1/cards/batch', { card_ids: [card_id] })).body.cards[0];
    expect(batch.current_price, 'batch').to.deep.equal(own);
    expect([stats[0].printing, stats[0].source], 'statistics').to.deep.equal([own.printing, own.source]);
    const { key, data_points } = await fixture.body(`/v1/cards/${card_id}/prices/history?period=all`);
    expect([key.printing, key.source], 'history').to.deep.equal([own.printing, own.source]);
    expect(data_points.at(-1).market_price, 'history').to.equal(own.market_price);
    const listed = (await fixture.body(`/v1/sets/${set_id}`)).set_value;
    expect((await fixture.body('/v1/sets?tcg_type=pokemon')).sets[0].set_value).to.deep.equal(listed);
    return {
      price: [own.printing, own.source, own.market_price],
      value: listed.amount === null ? null : [listed.amount, listed.priced_cards, listed.carried_cards],
    };
  };

  it('is not confirmed by a snapshot that holds it back, in any answer', async () => {
    await snapshot(10, { Normal: 10 });
    const key = priceKey({ card_id, source: 'tcgcsv', printing: printingOf('Normal') });
    const withheld = { withheld: 1, withheld_keys: [priceKeyText(key)] };
    await fixture.tell('SnapshotTaken', { source: 'tcgcsv', scope: set_id, upstream_stamp: stamp(11), ...withheld });
    await fixture.fold();
    expect(await said()).to.deep.equal({ price: ['Normal', 'tcgcsv', 0.1], value: [0.1, 1, 0] });
    const { cards } = await fixture.body('/v1/cards/search?q=lugia');
    expect(cards[0].current_price.last_checked).to.equal(stamp(10));
  });

  it('stays with its printing on a day without a number; so does the value of the set', async () => {
    await snapshot(10, { Normal: 10, 'Reverse Holofoil': 350 });
    expect(await said()).to.deep.equal({ price: ['Normal', 'tcgcsv', 0.1], value: [0.1, 1, 0] });
    await snapshot(11, { Normal: null, 'Reverse Holofoil': 355 });
    expect(await said()).to.deep.equal({ price: ['Normal', 'tcgcsv', null], value: [0.1, 1, 1] });
    const matches = async (query: string) => (await fixture.body(`/v1/cards/search?${query}`)).pagination.total;
    expect(await matches('min_price=3')).to.equal(0);
    expect(await matches('q=lugia&max_price=4')).to.equal(0);
    expect(await matches('sort=price_asc')).to.equal(1);
    const { summary } = await fixture.body(`/v1/cards/${card_id}/prices/history?period=7d`);
    expect(summary).to.deep.include({ max: 0.1, end: null, change_percentage: null });
    await snapshot(12, { Normal: 10, 'Reverse Holofoil': 350 });
    expect(await said()).to.deep.equal({ price: ['Normal', 'tcgcsv', 0.1], value: [0.1, 1, 0] });
    expect(await matches('min_price=0.1&max_price=0.1')).to.equal(1);
  });

  it('takes the printing that was ever sold, not the one that was only listed', async () => {
    await snapshot(10, { Normal: null, Holofoil: 500, '1st Edition Holofoil': 100 });
    expect(await said()).to.deep.equal({ price: ['Holofoil', 'tcgcsv', 5], value: [5, 1, 0] });
    await snapshot(11, { Normal: null, Holofoil: null });
    expect(await said()).to.deep.equal({ price: ['Holofoil', 'tcgcsv', null], value: [5, 1, 1] });
    await snapshot(12, { Normal: 90 });
    expect(await said()).to.deep.equal({ price: ['Normal', 'tcgcsv', 0.9], value: [0.9, 1, 0] });
  });

  it('forgets a number that was voided or corrected away', async () => {
    const normal = { card_id, source: 'tcgcsv', printing: printingOf('Normal'), effective_at: stamp(10) };
    await snapshot(10, { Normal: 90, Holofoil: 500 });
    await fixture.tell('PriceCorrected', { ...normal, ...numbers(null) });
    await fixture.fold();
    expect((await said()).price).to.deep.equal(['Holofoil', 'tcgcsv', 5]);
    await fixture.tell('PriceCorrected', { ...normal, ...numbers(95) });
    await fixture.fold();
    expect((await said()).price).to.deep.equal(['Normal', 'tcgcsv', 0.95]);
    await fixture.tell('ObservationVoided', { ...normal, standing: null });
    await fixture.fold();
    expect(await said()).to.deep.equal({ price: ['Holofoil', 'tcgcsv', 5], value: [5, 1, 0] });
  });

  it('leaves a withdrawn printing, and names the first when all are', async () => {
    await snapshot(10, { Normal: 90, Holofoil: 500 });
    const gone = (printing: string) =>
      fixture.tell('PriceWithdrawn', {
        card_id,
        source: 'tcgcsv',
        printing: printingOf(printing),
        effective_at: stamp(11),
      });
    await gone('Normal');
    await snapshot(11, {});
    expect(await said()).to.deep.equal({ price: ['Holofoil', 'tcgcsv', 5], value: [5, 1, 0] });
    await gone('Holofoil');
    await snapshot(12, {});
    expect(await said()).to.deep.equal({ price: ['Normal', 'tcgcsv', null], value: null });
    const { current_price } = (await fixture.body('/v1/cards/search')).cards[0];
    expect(current_price).to.include({ withdrawn: true, stale: true });
  });

  it('leaves a source that confirmed nothing for seven days before the newest snapshot, and says so', async () => {
    await snapshot(1, { Normal: 90 });
    await snapshot(1, { Holofoil: 100 }, { source: 'another' });
    const other = 'pokemon-12';
    for (let day = 2; day <= 8; day += 1)
      await snapshot(day, {}, { source: 'another', at: stamp(day).replace('05:33', '07:33') });
    // Seven days and two minutes: stamps wander.
    expect((await said()).price).to.deep.equal(['Normal', 'tcgcsv', 0.9]);
    // Another set of the same source does not confirm this one.
    await snapshot(9, {}, { scope: other });
    expect(await said()).to.deep.equal({ price: ['Holofoil', 'another', 1], value: [1, 1, 0] });
    const then = await fixture.body(`/v1/cards/${card_id}?as_of=2026-11-05`);
    expect(then.current_price).to.include({ printing: 'Normal', source: 'tcgcsv' });
    const history = await fixture.body(`/v1/cards/${card_id}/prices/history?valid_at=2026-11-05`);
    expect(history.key).to.include({ printing: 'Normal', source: 'tcgcsv' });
    // A month without any collection changes nothing: the clock alone does not decide.
    await fixture.runtime.advance(30 * dayMs);
    expect((await said()).price).to.deep.equal(['Holofoil', 'another', 1]);
    await snapshot(10, {});
    expect((await said()).price).to.deep.equal(['Normal', 'tcgcsv', 0.9]);
  });

  it('takes another currency only without a price in dollars; set values and price filters never', async () => {
    await snapshot(10, { Normal: 70 }, { source: 'another', currency: 'EUR' });
    expect(await said()).to.deep.equal({ price: ['Normal', 'another', 0.7], value: null });
    expect((await fixture.body('/v1/cards/search?min_price=0.1')).pagination.total).to.equal(0);
    await snapshot(11, { 'Reverse Holofoil': 200 }, { source: 'third' });
    expect(await said()).to.deep.equal({ price: ['Reverse Holofoil', 'third', 2], value: [2, 1, 0] });
  });

  it('measures 30 days from the snapshot nearest to them, and not at all without one', async () => {
    const at = (day: string, time: string): string => `2026-${day}T${time}Z`;
    await snapshot(0, { Normal: 100 }, { at: at('10-01', '20:04:10') });
    await snapshot(0, { Normal: 200 }, { at: at('10-02', '20:07:10') });
    await snapshot(0, { Normal: 300 }, { at: at('11-01', '20:04:10') });
    const change = async (query = '') =>
      (await fixture.body(`/v1/cards/${card_id}${query}`)).price_stats[0]['30_day_change'];
    // 30 days before 1 November 20:04 the price of 1 October still stood, to the second.
    expect(await change()).to.include({ from_price: 2, percentage: 50 });
    const { summary, from } = await fixture.body(`/v1/cards/${card_id}/prices/history?period=30d`);
    expect([summary.change_percentage, from]).to.deep.equal([50, at('10-02', '20:07:10')]);
    await snapshot(0, { Normal: 400 }, { at: at('11-04', '20:04:10') });
    expect(await change()).to.equal(null);
    const young = await fixture.body(`/v1/cards/${card_id}/prices/history?period=30d`);
    expect([young.from, young.summary.start.price]).to.deep.equal([at('10-05', '20:04:10'), 2]);
  });
});
