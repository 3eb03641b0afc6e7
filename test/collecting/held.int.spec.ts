/** Goal: what a source shows is taken for what it is: 0 as none, a bad high alone, a jump held until it is learned. */
import { expect } from 'chai';
import type { EventLog } from '../../src/log/event-log.js';
import { gateActor } from '../../src/domain/prices/held.js';
import { newEvent } from '../../src/domain/upcasting.js';
import { uuidFromName } from '../../src/domain/ids.js';
import type { EventData } from '../../src/domain/events.js';
import type { RecordedEvent } from '../../src/domain/envelope.js';
import { latestPricesOfCard } from '../../projections/latest-prices/queries.js';
import { metadata } from '../support/events.js';
import { type MarketRow, row } from './market.js';
import { type Ground, openGround, openWorld, type World } from './world.js';

describe('a collection of doubtful numbers', () => {
  let ground: Ground;
  let world: World;
  before(async () => (ground = await openGround()));
  beforeEach(async () => (world = await openWorld(ground)));
  afterEach(() => world.close());
  after(() => ground.close());

  const card = 'pokemon-101';
  const stream = `price-${card}`;
  const show = (...rows: MarketRow[]): void => {
    world.market.group(10).prices = [...rows, row(102, 2)];
  };
  const jump = (market: number): MarketRow => row(101, market, { lowPrice: 500, midPrice: 600, highPrice: 700 });
  const events = async (): Promise<RecordedEvent[]> =>
    (await world.events()).filter((event) => event.stream === stream);
  const types = async (): Promise<string[]> => (await events()).map(({ type }) => type);
  const price = async (printing = 'Normal') => {
    await world.caughtUp();
    const prices = await latestPricesOfCard(world.database, card, world.runtime.now());
    return prices.find((each) => each.printing === printing);
  };
  /** Collects a day of each row in turn. */
  const days = async (...rows: MarketRow[]): Promise<void> => {
    for (const [at, each] of rows.entries()) {
      if (at > 0) world.nextDay();
      show(each);
      expect((await world.collect()).outcome).to.equal('finished');
    }
  };
  const decide = async (type: 'QuarantineReleased' | 'QuarantineRejected'): Promise<void> => {
    const found = (await events()).findLast((event) => event.type === 'ObservationQuarantined');
    const { observation } = found?.data as EventData<'ObservationQuarantined'>;
    const { card_id, source, kind, printing, condition, grade, language, currency, effective_at } = observation!;
    const key = { card_id, source, kind, printing, condition, grade, language, currency };
    const shared = { ...key, quarantine_id: found!.id, reason: 'looked at' };
    const event =
      type === 'QuarantineReleased'
        ? newEvent(type, uuidFromName(`${type} ${found!.id}`), { ...shared, observation: observation! })
        : newEvent(type, uuidFromName(`${type} ${found!.id}`), { ...shared, effective_at });
    await world.log.append([{ stream, expectedRevision: 'any', events: [event] }], { ...metadata, actor: 'ana' });
  };

  it('holds a jump, says so, and admits it on the third stamp that shows it', async () => {
    await days(row(101, 0.04), jump(620));
    expect(await price()).to.deep.include({ market_price: 0.04, withdrawn: false });
    expect((await price())?.held).to.deep.include({
      reason: 'jump',
      since: '2025-03-02T20:05:33Z',
      market_price: 620,
      low_price: 500,
    });
    world.nextDay();
    expect(await world.collect()).to.include({ changed: 0, unchanged: 3, quarantined: 1 });
    expect((await price())?.held?.since).to.equal('2025-03-02T20:05:33Z');
    world.nextDay();
    expect(await world.collect()).to.include({ changed: 1, unchanged: 3, quarantined: 0 });
    expect(await price()).to.deep.include({ market_price: 620, held: null, effective_at: '2025-03-04T20:05:33Z' });
    expect(await types()).to.deep.equal(['PriceObserved', 'ObservationQuarantined', 'QuarantineReleased']);
    const [, quarantined, released] = await events();
    expect(quarantined?.metadata.actor).to.equal('collector');
    expect(released?.metadata.actor).to.equal(gateActor);
    expect(released?.data).to.deep.include({
      quarantine_id: quarantined?.id,
      evidence: [quarantined?.id],
      reason:
        'the source kept showing it: the market prices of 2025-03-02T20:05:33Z, 2025-03-03T20:05:33Z, 2025-03-04T20:05:33Z agree',
    });
    world.nextDay();
    expect(await world.collect()).to.include({ changed: 0, unchanged: 4, quarantined: 0 });
  });

  it('ends the hold when the source shows the price that stands again, and counts anew from then', async () => {
    await days(row(101, 0.04), jump(620), row(101, 0.04));
    expect(await price()).to.deep.include({ market_price: 0.04, held: null });
    const taken = (await events()).at(-1);
    expect([taken?.type, taken?.metadata.actor]).to.deep.equal(['QuarantineRejected', gateActor]);
    world.nextDay();
    await days(jump(620), jump(620));
    expect((await price())?.held?.since).to.equal('2025-03-04T20:05:33Z');
    world.nextDay();
    await days(jump(620));
    expect(await price()).to.deep.include({ market_price: 620, held: null });
  });

  it('does not learn what a person rejected, and holds the next other row', async () => {
    await days(row(101, 0.04), jump(620));
    await decide('QuarantineRejected');
    expect(await price()).to.deep.include({ market_price: 0.04, held: null });
    for (let day = 0; day < 4; day += 1) {
      world.nextDay();
      expect(await world.collect()).to.include({ changed: 0, quarantined: 1 });
    }
    expect(await price()).to.deep.include({ market_price: 0.04, held: null });
    expect(await types()).to.deep.equal(['PriceObserved', 'ObservationQuarantined', 'QuarantineRejected']);
    for (const market of [630, 640, 650]) {
      world.nextDay();
      show(jump(market));
      await world.collect();
    }
    expect(await price()).to.deep.include({ market_price: 0.04 });
    expect((await price())?.held?.market_price).to.equal(650);
    await decide('QuarantineReleased');
    expect(await price()).to.deep.include({ market_price: 650, held: null });
    world.nextDay();
    expect(await world.collect()).to.include({ unchanged: 4, quarantined: 0 });
  });

  it('takes a release by a person, also while a run decides from what it knew before', async () => {
    await days(row(101, 0.04), jump(620));
    world.nextDay();
    show(jump(640));
    let once = true;
    const log: EventLog = {
      ...world.log,
      append: async (streams, meta) => {
        if (once && streams.some((one) => one.stream === stream)) {
          once = false;
          await decide('QuarantineReleased');
        }
        return world.log.append(streams, meta);
      },
    };
    expect(await world.collect(undefined, world.collector({ log }))).to.include({ outcome: 'finished', changed: 1 });
    expect(await price()).to.deep.include({ market_price: 640, held: null, effective_at: '2025-03-03T20:05:33Z' });
    expect(await types()).to.deep.equal([
      'PriceObserved',
      'ObservationQuarantined',
      'QuarantineReleased',
      'PriceObserved',
    ]);
  });

  it('holds rows of any other fault while they last, each recorded once', async () => {
    const faults: [string, object][] = [
      ['currency', { ...row(101, 5), currency: 'EUR' }],
      ['precision', row(101, 1.005)],
      ['range', row(101, -1)],
      ['order', row(101, 5, { lowPrice: 2.5 })],
      ['schema', { ...row(101, 5), marketPrice: 'five' }],
    ];
    await days(row(101, 5));
    for (const [reason, fault] of faults) {
      world.nextDay();
      show(fault as MarketRow);
      await world.collect();
      const since = (await price())?.held?.since;
      world.nextDay();
      expect(await world.collect(), reason).to.include({ unchanged: 3, quarantined: 1, withdrawn: 0 });
      expect((await price())?.held, reason).to.deep.include({ reason, since });
      world.nextDay();
      show(row(101, 5));
      await world.collect();
      expect((await price())?.held, reason).to.equal(null);
    }
    const counted = await types();
    expect(counted.filter((type) => type === 'ObservationQuarantined')).to.have.length(faults.length);
    expect(counted.filter((type) => type === 'PriceObserved')).to.have.length(1);
  });

  it('says of contradicting rows once what they are, in any order', async () => {
    await days(row(101, 5));
    world.nextDay();
    show(row(101, 5), row(101, 6));
    await world.collect();
    expect((await price())?.held?.reason).to.equal('duplicate');
    world.nextDay();
    show(row(101, 6), row(101, 5));
    expect(await world.collect()).to.include({ quarantined: 2 });
    expect(await types()).to.deep.equal(['PriceObserved', 'ObservationQuarantined', 'ObservationQuarantined']);
  });

  it('holds nothing of a key that has a good row too', async () => {
    await days(row(101, 5));
    world.nextDay();
    show(row(101, 5), { ...row(101, 7), highPrice: 'x' } as unknown as MarketRow);
    await world.collect();
    // Two rows of one key, one of them unreadable: the readable one stands.
    expect((await price())?.market_price).to.equal(5);
    expect((await price())?.held).to.equal(null);
  });

  it('takes a bad high alone, with its fault recorded once', async () => {
    await days(row(101, 1_450, { lowPrice: 1_400, midPrice: 1_500, highPrice: 2_000 }));
    const bad = row(101, 1_600, { lowPrice: 1_410, midPrice: 1_520, highPrice: 999 });
    world.nextDay();
    await days(bad, bad);
    expect(await price()).to.deep.include({
      market_price: 1_600,
      low_price: 1_410,
      mid_price: 1_520,
      high_price: null,
      held: null,
    });
    expect(await types()).to.deep.equal(['PriceObserved', 'ObservationQuarantined', 'PriceObserved']);
    const [quarantined] = await world.events('ObservationQuarantined');
    expect(quarantined?.data).to.deep.include({ reason: 'order' });
    expect(quarantined?.data['observation']).to.include({ high: 99_900, market: 160_000 });
    const snapshots = (await world.events('SnapshotTaken')).filter(({ data }) => data['scope'] === 'pokemon-10');
    expect(snapshots.map(({ data }) => [data['changed'], data['unchanged'], data['quarantined']])).to.deep.equal([
      [2, 0, 0],
      [1, 1, 0],
      [0, 2, 0],
    ]);
  });

  it('takes 0 as none, and a day of it withdraws nothing', async () => {
    const zero = row(101, 0, { lowPrice: 0, midPrice: 0, highPrice: 0 });
    await days(row(101, 7), zero);
    expect(await price()).to.deep.include({ market_price: null, low_price: null, withdrawn: false });
    world.nextDay();
    await days(row(101, 7), row(101, 3));
    expect((await events()).map(({ type, data }) => [type, data['market']])).to.deep.equal([
      ['PriceObserved', 700],
      ['PriceObserved', null],
      ['PriceObserved', 700],
      ['PriceObserved', 300],
    ]);
  });

  it('measures a jump from the last market price, also over a day of 0 and a withdrawal', async () => {
    await days(row(101, 0.04), row(101, 0), jump(620));
    expect((await price())?.held?.reason).to.equal('jump');
    world.nextDay();
    world.market.group(10).prices = [row(102, 2)];
    await world.collect();
    expect(await price()).to.deep.include({ withdrawn: true, held: null });
    world.nextDay();
    await days(jump(620));
    expect((await price())?.held?.reason).to.equal('jump');
    world.nextDay();
    world.market.group(10).prices = [row(102, 2)];
    await world.collect();
    expect(await price()).to.deep.include({ withdrawn: true, held: null });
    expect((await events()).at(-1)?.type).to.equal('QuarantineRejected');
  });

  it('resumes a run that died between what it recorded and what the gate ruled, to the same log', async () => {
    const shown = [row(101, 0.04), jump(620), jump(700)];
    const facts = async (): Promise<string[]> =>
      (await world.events())
        .filter(({ type }) => /^(Price|Quarantine|Observation|Snapshot)/.test(type))
        .map(({ id, metadata: { actor } }) => `${id} ${actor}`)
        .sort();
    const collectDays = async (dieAfter: number | null): Promise<void> => {
      await days(...shown);
      world.nextDay();
      show(jump(800));
      if (dieAfter !== null) {
        let left = dieAfter;
        const log: EventLog = {
          ...world.log,
          append: (streams, meta) => {
            left -= 1;
            if (left < 0) return Promise.reject(new Error('the process died'));
            return world.log.append(streams, meta);
          },
        };
        const died = await world.collect(undefined, world.collector({ log })).then(
          () => 'it lived',
          (error: unknown) => (error as Error).message,
        );
        expect(died).to.equal('the process died');
      }
      expect(await world.collect()).to.include({ outcome: 'finished', changed: 1, unchanged: 3, quarantined: 0 });
    };
    await collectDays(null);
    const whole = await facts();
    expect(whole.filter((fact) => fact.endsWith(` ${gateActor}`))).to.have.length(1);
    for (const dieAfter of [1, 2, 3]) {
      await world.close();
      world = await openWorld(ground);
      await collectDays(dieAfter);
      expect(await facts(), String(dieAfter)).to.deep.equal(whole);
    }
  });
});
