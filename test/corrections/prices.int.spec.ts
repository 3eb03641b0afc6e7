/** Goal: a correction and a void do what they say in every read, once, and are refused where they make no sense. */
import { expect } from 'chai';
import { correctPrice } from '../../src/corrections/correct-price.js';
import { voidObservation } from '../../src/corrections/void-observation.js';
import { priceWithdrawn } from '../../src/domain/prices/price-events.js';
import { printingOf } from '../../src/domain/prices/price-key.js';
import { priceStream } from '../../src/domain/streams.js';
import type { EventLog } from '../../src/log/event-log.js';
import { metadata, numbers, priceKey, proof, run } from '../support/events.js';
import { actor, type CorrectionWorld, openCorrections, refusal } from './world.js';

const source = 'tcgcsv';
const day = (date: string): string => `2025-10-${date}T20:05:33Z`;

describe('corrections of prices', () => {
  let world: CorrectionWorld;
  let card: string;
  let next = 100;
  /** Observes the card on a day, an hour after its stamp. */
  const observe = async (date: string, market: number | null, more: object = {}): Promise<string> => {
    await world.runtime.advance(3_600_000);
    await world.observe({ card_id: card, ...numbers(market), effective_at: day(date), ...more });
    return (await world.stream(priceStream(card))).at(-1)?.id as string;
  };
  const prices = async (query = ''): Promise<[unknown, unknown, unknown][]> => {
    await world.fold();
    const { market } = await world.body(`/v1/cards/${card}/prices${query}`);
    return market.map((price: Record<string, unknown>) => [
      price['printing'],
      price['market_price'],
      price['effective_at'],
    ]);
  };
  const history = async (query = ''): Promise<[unknown, unknown, unknown][]> => {
    await world.fold();
    const { data_points } = await world.body(`/v1/cards/${card}/prices/history?period=all${query}`);
    return data_points.map((point: Record<string, unknown>) => [
      point['effective_at'],
      point['market_price'],
      point['observed'],
    ]);
  };

  before(async () => {
    world = await openCorrections('2025-10-25T12:00:00Z');
  });
  after(() => world.close());
  beforeEach(() => {
    card = `pokemon-${(next += 1)}`;
  });

  it('corrects the newest price: an event with actor and reason, in every read, and not as it was known before', async () => {
    const observed = await observe('01', 90_000);
    const before = world.runtime.now().toISOString();
    await world.runtime.advance(3_600_000);
    const recorded = await world.correct(
      card,
      { printing: 'holofoil' },
      { market: 9, low: '8.5', high: null },
      'a slip',
    );
    expect(recorded).to.include({ outcome: 'appended', type: 'PriceCorrected', observation_id: observed });
    expect(recorded.before).to.deep.equal({ ...numbers(90_000) });
    expect(recorded.after).to.deep.equal({ low: 850, mid: null, high: null, market: 900, direct_low: null });
    const event = (await world.stream(priceStream(card))).at(-1);
    expect(event?.metadata).to.deep.include({ actor, causation_id: null });
    expect(event?.data).to.deep.equal({
      ...priceKey({ card_id: card, source }),
      ...recorded.after,
      observation_id: observed,
      effective_at: day('01'),
      reason: 'a slip',
    });
    expect(await prices()).to.deep.equal([['Holofoil', 9, day('01')]]);
    expect(await prices(`?known_at=${before}`)).to.deep.equal([['Holofoil', 900, day('01')]]);
    expect(await history()).to.deep.equal([[day('01'), 9, 'changed']]);
    expect(await history(`&known_at=${before}`)).to.deep.equal([[day('01'), 900, 'changed']]);
    const { summary } = await world.body(`/v1/cards/${card}/prices/history?period=all&interval=1d`);
    expect([summary.min, summary.max]).to.deep.equal([9, 9]);
  });

  it('corrects an earlier day and leaves the newest price', async () => {
    await observe('01', 500);
    await observe('02', 600);
    await world.correct(card, { at: '2025-10-01' }, { market: 5.5 });
    expect(await prices()).to.deep.equal([['Holofoil', 6, day('02')]]);
    expect(await history()).to.deep.equal([
      [day('01'), 5.5, 'changed'],
      [day('02'), 6, 'changed'],
    ]);
    expect(await prices('?valid_at=2025-10-01')).to.deep.equal([['Holofoil', 5.5, day('01')]]);
  });

  it('records the same command once, also when two processes give it at once', async () => {
    await observe('01', 500);
    const order = () => world.correct(card, {}, { market: 5.5 });
    const both = await Promise.all([order(), order()]);
    expect(both.map(({ outcome }) => outcome).sort()).to.deep.equal(['already_recorded', 'appended']);
    expect(await order()).to.include({ outcome: 'already_recorded', event_id: both[0].event_id });
    const voids = () => world.voids(card, { at: '2025-10-01' });
    expect((await voids()).outcome).to.equal('appended');
    expect((await voids()).outcome).to.equal('already_recorded');
    expect(await world.stream(priceStream(card))).to.have.length(3);
  });

  it('corrects the same way again after another correction, and after its void', async () => {
    await observe('01', 500);
    const first = await world.correct(card, {}, { market: 5.5 });
    await world.correct(card, {}, { market: 6 });
    const again = await world.correct(card, {}, { market: 5.5 });
    expect([again.outcome, again.event_id === first.event_id]).to.deep.equal(['appended', false]);
    await world.voids(card, { observationId: again.event_id });
    expect(await prices()).to.deep.equal([['Holofoil', 6, day('01')]]);
    expect((await world.correct(card, {}, { market: 5.5 })).outcome).to.equal('appended');
    expect(await prices()).to.deep.equal([['Holofoil', 5.5, day('01')]]);
  });

  it('voids the newest price: what stood before stands, and what was known before is answered as before', async () => {
    await observe('01', 500);
    await observe('02', 90_000);
    const before = world.runtime.now().toISOString();
    await world.runtime.advance(3_600_000);
    const recorded = await world.voids(card, { at: '2025-10-02' }, 'another card');
    expect(recorded.standing).to.deep.include({ market: 500, effective_at: day('01') });
    expect(await prices()).to.deep.equal([['Holofoil', 5, day('01')]]);
    expect(await history()).to.deep.equal([[day('01'), 5, 'changed']]);
    expect(await prices(`?known_at=${before}`)).to.deep.equal([['Holofoil', 900, day('02')]]);
    await world.voids(card, { at: '2025-10-01' });
    expect(await prices()).to.deep.equal([]);
  });

  it('leaves a withdrawal standing, and brings a price back when its withdrawal is voided', async () => {
    await observe('01', 500);
    const key = { ...priceKey({ card_id: card, source }), collection: run, provenance: proof };
    const withdrawal = priceWithdrawn({ ...key, effective_at: day('02') });
    await world.log.append([{ stream: priceStream(card), expectedRevision: 'any', events: [withdrawal] }], metadata);
    await observe('03', 700);
    const recorded = await world.voids(card, { at: day('03') });
    expect(recorded.standing).to.deep.include({ withdrawn: true, effective_at: day('02'), market: null });
    await world.fold();
    const withdrawn = async (): Promise<unknown[]> =>
      (await world.body(`/v1/cards/${card}/prices`)).market.map((price: any) => [price.withdrawn, price.market_price]);
    expect(await withdrawn()).to.deep.equal([[true, null]]);
    await world.voids(card, { observationId: withdrawal.id });
    await world.fold();
    expect(await withdrawn()).to.deep.equal([[false, 5]]);
  });

  it('voids one of two observations under one stamp, and lets a later one of the stamp be voided for the same reason', async () => {
    await observe('01', 500);
    await observe('01', 510);
    await world.voids(card, { at: day('01') });
    expect(await prices()).to.deep.equal([['Holofoil', 5, day('01')]]);
    expect((await world.voids(card, { at: day('01') })).outcome).to.equal('already_recorded');
    await observe('01', 520);
    expect((await world.voids(card, { at: day('01') })).outcome).to.equal('appended');
    expect(await prices()).to.deep.equal([['Holofoil', 5, day('01')]]);
  });

  it('decides again when the stream moved meanwhile', async () => {
    await observe('01', 500);
    let appends = 0;
    const log: EventLog = {
      ...world.log,
      async append(...call) {
        appends += 1;
        if (appends === 1) await observe('02', 800);
        return world.log.append(...call);
      },
    };
    const order = { cardId: card, price: {}, numbers: { market: 8.5 }, reason: 'wrong', actor };
    const recorded = await correctPrice({ ...world.deps, log }, order);
    // Decided on what stands now: the newest price is another one.
    expect([appends, recorded.effective_at, recorded.before.market]).to.deep.equal([2, day('02'), 800]);
    const moving: EventLog = {
      ...world.log,
      async append(...call) {
        await observe('03', 800 + (appends += 1));
        return world.log.append(...call);
      },
    };
    expect(await refusal(correctPrice({ ...world.deps, log: moving }, { ...order, numbers: { market: 1 } }))).to.match(
      /^LOG_BUSY /,
    );
  });

  describe('that make no sense', () => {
    const two = async (): Promise<void> => {
      await observe('01', 500);
      await observe('01', 900, { printing: printingOf('Reverse Holofoil') });
    };

    it('name the cards, printings and keys there are', async () => {
      await two();
      expect(await refusal(world.correct('pokemon-9999', {}, { market: 1 }))).to.match(/^CARD_NOT_FOUND card_id: /);
      expect(await refusal(world.correct('pikachu', {}, { market: 1 }))).to.match(/^VALIDATION_FAILED card_id: /);
      expect(await refusal(world.correct(card, {}, { market: 1 }))).to.match(
        /^VALIDATION_FAILED printing: .*name one of Holofoil \(tcgcsv, market\); Reverse Holofoil \(tcgcsv, market\)/,
      );
      expect(await refusal(world.correct(card, { printing: 'Foil' }, { market: 1 }))).to.match(
        /^VALIDATION_FAILED printing: .*there is Holofoil, Reverse Holofoil$/,
      );
      expect(await refusal(world.correct(card, { printing: 'Holofoil', source: 'ebay' }, { market: 1 }))).to.match(
        /^VALIDATION_FAILED source: .*there is tcgcsv$/,
      );
      for (const [at, printing] of ['reverseHolofoil', 'reverse-holofoil', 'REVERSE HOLOFOIL'].entries()) {
        const { key } = await world.correct(card, { printing }, { market: 2 + at });
        expect(key.printing.slug).to.equal('reverse-holofoil');
      }
    });

    it('name conditions, grades and languages when a printing has several prices', async () => {
      const grade = { grader: 'PSA', grade: '10', qualifier: null };
      await observe('01', 500);
      await observe('01', 600, { condition: 'NM' });
      await observe('01', 700, { grade });
      expect(await refusal(world.correct(card, {}, { market: 1 }))).to.match(/^VALIDATION_FAILED condition: /);
      expect(await refusal(world.correct(card, { condition: 'none' }, { market: 1 }))).to.match(
        /^VALIDATION_FAILED grade: /,
      );
      expect((await world.correct(card, { grade: 'psa 10' }, { market: 7.5 })).before.market).to.equal(700);
      expect((await world.correct(card, { condition: 'NM' }, { market: 6.5 })).before.market).to.equal(600);
    });

    it('name the day that a price is of, and the times of a day with several', async () => {
      await observe('01', 500);
      expect(await refusal(world.correct(card, { at: '2025-10-05' }, { market: 1 }))).to.match(
        /^OBSERVATION_NOT_FOUND at: .*that of 2025-10-01T20:05:33Z, unchanged since; name that time/,
      );
      expect(await refusal(world.correct(card, { at: '2025-09-05' }, { market: 1 }))).to.match(
        /^OBSERVATION_NOT_FOUND at: .*no price up to 2025-09-05/,
      );
      await world.observe({ card_id: card, ...numbers(1), effective_at: '2025-10-01T08:00:00Z' });
      expect(await refusal(world.correct(card, { at: '2025-10-01' }, { market: 1 }))).to.match(
        /^VALIDATION_FAILED at: several prices .*2025-10-01T08:00:00Z \([-0-9a-f]{36}\), 2025-10-01T20:05:33Z/,
      );
      for (const at of ['2025-02-30', 'yesterday', '2025-10-01 20:05'])
        expect(await refusal(world.correct(card, { at }, { market: 1 }))).to.match(/^VALIDATION_FAILED at: expected/);
      expect(await refusal(world.correct(card, { observationId: proof }, { market: 1 }))).to.match(
        /^OBSERVATION_NOT_FOUND observation_id: /,
      );
    });

    for (const [what, given, expected] of [
      ['no number', {}, /^VALIDATION_FAILED numbers: expected at least one of/],
      ['a price of 0', { market: 0 }, /^VALIDATION_FAILED market: 0 is no price/],
      ['a third decimal', { market: '1.005' }, /^VALIDATION_FAILED market: expected at most 2 decimals in USD/],
      ['a negative price', { low: '-1' }, /^VALIDATION_FAILED low: expected no negative/],
      ['a word', { direct_low: 'cheap' }, /^VALIDATION_FAILED direct_low: expected an amount such as 12\.50/],
      ['too much', { market: '20000000.01' }, /^VALIDATION_FAILED market: expected at most 20,000,000/],
      ['low above high', { low: 5, high: 4 }, /^VALIDATION_FAILED numbers: expected low, mid and high in this order/],
      ['low above the high that stays', { low: 1_000 }, /^VALIDATION_FAILED numbers: expected low, mid and high/],
      ['nothing left', { market: null, low: null, high: null }, /^VALIDATION_FAILED numbers: no number would be left/],
      ['what stands', { market: '5.00' }, /^CORRECTION_REFUSED numbers: these numbers stand already/],
    ] as const) {
      it(`refuse ${what}`, async () => {
        await observe('01', 500);
        expect(await refusal(world.correct(card, {}, given))).to.match(expected);
        expect(await world.stream(priceStream(card))).to.have.length(1);
      });
    }

    it('refuse what was voided, replaced or withdrawn', async () => {
      const first = await observe('01', 500);
      const second = await observe('01', 510);
      expect(await refusal(world.voids(card, { observationId: first }))).to.match(
        /^CORRECTION_REFUSED observation_id: .* no longer counts/,
      );
      expect(await refusal(world.correct(card, { observationId: first }, { market: 1 }))).to.match(/no longer counts/);
      await world.voids(card, { observationId: second }, 'glitch');
      expect(await refusal(world.voids(card, { observationId: second }, 'another reason'))).to.match(
        /^CORRECTION_REFUSED observation_id: .*is void already: glitch/,
      );
      await world.voids(card, { at: day('01') }, 'all of it');
      expect(await refusal(world.correct(card, { at: day('01') }, { market: 1 }))).to.match(
        /^CORRECTION_REFUSED at: .*was voided: all of it/,
      );
      expect(await refusal(world.correct(card, {}, { market: 1 }))).to.match(/^OBSERVATION_NOT_FOUND .*every one was/);
      const key = { ...priceKey({ card_id: card, source }), collection: run, provenance: proof };
      const withdrawal = priceWithdrawn({ ...key, effective_at: day('02') });
      await world.log.append([{ stream: priceStream(card), expectedRevision: 'any', events: [withdrawal] }], metadata);
      expect(await refusal(world.correct(card, {}, { market: 1 }))).to.match(/^CORRECTION_REFUSED at: .*was withdrawn/);
    });

    it('refuse a void without a time, an order without a reason, and an actor that says who it is', async () => {
      await observe('01', 500);
      const order = { cardId: card, price: { at: day('01') }, reason: 'wrong', actor };
      expect(await refusal(voidObservation(world.deps, { ...order, price: {} }))).to.match(/^VALIDATION_FAILED at: /);
      for (const reason of ['', '  ', 'x'.repeat(1_001), 'a\0b', '\ud800'])
        expect(await refusal(voidObservation(world.deps, { ...order, reason }))).to.match(
          /^VALIDATION_FAILED reason: /,
        );
      for (const wrong of ['', 'ann@example.test', 'Ann Lee', 'x'.repeat(81)])
        expect(await refusal(voidObservation(world.deps, { ...order, actor: wrong }))).to.match(
          /^VALIDATION_FAILED actor: /,
        );
    });
  });
});
