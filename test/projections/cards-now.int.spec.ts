/**
 * Goal: cards as they are now are answered like cards as of the newest snapshot, by another way. Method: every card of the market
 * of test/support/api-fixture.ts by both, also while a collection runs, and after late facts, holds and snapshots.
 */
import { expect } from 'chai';
import { findCards } from '../../projections/catalog/queries.js';
import { snapshotMemoryOf } from '../../projections/coverage/snapshot-memory.js';
import { cardsNow } from '../../projections/price-history/cards-now.js';
import { cardPrices } from '../../projections/price-history/price-stats.js';
import { currentVersions } from '../../src/projecting/read-model-versions.js';
import {
  type ApiFixture,
  bulkCards,
  ids,
  lugiaPrice,
  openMarket,
  sets,
  source,
  stampOf,
} from '../support/api-fixture.js';
import { numbers } from '../support/events.js';

describe('cards now', () => {
  let fixture: ApiFixture;
  before(async () => {
    fixture = await openMarket({ end: '2025-10-02T12:00:00Z' });
  });
  after(() => fixture.close());

  const cards = [...Object.values(ids), ...bulkCards];
  const versionNow = async (): Promise<string> =>
    (await currentVersions(fixture.database, ['coverage'])).marks['coverage'] as string;
  const both = async () => {
    const { database, runtime } = fixture;
    const now = runtime.now();
    const fast = await cardsNow(database, cards, { version: await versionNow(), now });
    const slow = await cardPrices(database, cards, { asOf: undefined, now });
    return { fast, slow };
  };
  const compare = async (): Promise<void> => {
    const { fast, slow } = await both();
    const nothing = { current: null, stats: [], histories: [] };
    expect(fast?.cards).to.have.length(cards.length);
    for (const { card, prices } of fast?.cards ?? [])
      expect(prices, card.card_id).to.deep.equal(slow.get(card.card_id) ?? nothing);
    const listed = await findCards(fixture.database, cards);
    expect(fast?.cards.map(({ card }) => card)).to.have.deep.members(listed);
  };

  it('are those of the newest snapshot', compare);

  it('are asked for otherwise while a price is newer than every snapshot', async () => {
    await fixture.observe(lugiaPrice(1_600, stampOf('2025-10-01')));
    await fixture.fold();
    const { fast } = await both();
    expect(fast).to.equal(null);
    const {
      price_stats: [first],
    } = await fixture.body(`/v1/cards/${ids.lugia}`);
    expect(first.current_market_price).to.equal(15);
  });

  it('follow the next snapshot, late facts, corrections and rows set aside', async () => {
    const key = { card_id: ids.leader, source };
    const observed = { ...lugiaPrice(777, stampOf('2025-10-01')), card_id: ids.parallel };
    await fixture.tell('ObservationQuarantined', {
      source,
      observation: observed,
      effective_at: stampOf('2025-10-01'),
    });
    await fixture.observe({
      ...lugiaPrice(9_999, stampOf('2025-08-25')),
      ...key,
      printing: { name: 'Normal', slug: 'normal' },
    });
    await fixture.observe({
      ...lugiaPrice(3, stampOf('2025-09-23')),
      ...key,
      printing: { name: 'Normal', slug: 'normal' },
    });
    const { printing, condition, grade, language, currency, kind } = observed;
    const corrected = { card_id: ids.returning, source, printing, condition, grade, language, currency, kind };
    await fixture.tell('PriceCorrected', { ...corrected, ...numbers(2), effective_at: stampOf('2025-09-12') });
    for (const scope of Object.values(sets))
      await fixture.tell('SnapshotTaken', { scope, upstream_stamp: stampOf('2025-10-01') });
    await fixture.fold();
    await compare();
    const { fast } = await both();
    const leader = fast?.cards.find(({ card }) => card.card_id === ids.leader)?.prices.stats[0];
    expect(leader?.all_time_high).to.deep.include({ price: 99.99, date: '2025-08-25' });
    expect(leader?.['30_day_change']).to.deep.include({ from_price: 99.99 });
    expect(leader?.['7_day_change']).to.deep.include({ from_price: 0.03, amount: 0 });
  });

  it('are remembered for one version of the coverage only', async () => {
    const memory = snapshotMemoryOf(fixture.database);
    const before = await versionNow();
    const held = await memory.ofSet(before, source, sets.tempest);
    expect(await memory.ofSet(before, source, sets.tempest)).to.equal(held);
    await fixture.tell('SnapshotTaken', {
      scope: sets.tempest,
      upstream_stamp: stampOf('2025-10-02'),
      withheld: 1,
      withheld_keys: ['a key'],
    });
    await fixture.fold();
    const after = await versionNow();
    expect(after).to.not.equal(before);
    const next = await memory.ofSet(after, source, sets.tempest);
    expect(next.lastCheckMs('another key')).to.equal(Date.parse(stampOf('2025-10-02')));
    expect(next.lastCheckMs('a key')).to.equal(Date.parse(stampOf('2025-10-01')));
    const lastDays = next.between('a key', Date.parse('2025-10-01'), Infinity);
    expect(lastDays.map(({ withheld }) => withheld)).to.deep.equal([false, true]);
    const { newestMs } = await memory.windows(after);
    expect(newestMs).to.equal(Date.parse(stampOf('2025-10-02')));
  });
});
