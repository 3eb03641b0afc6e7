/** The process dies between two steps of a run; the next one ends it as if nothing had happened. */
import { expect } from 'chai';
import { limits } from '../../src/base/limits.js';
import type { EventLog } from '../../src/log/event-log.js';
import { row } from './market.js';
import { type Ground, openGround, openWorld, type World } from './world.js';

describe('a collection after a crash', () => {
  let ground: Ground;
  let world: World;
  before(async () => (ground = await openGround()));
  beforeEach(async () => (world = await openWorld(ground)));
  afterEach(() => world.close());
  after(() => ground.close());

  /** A log that takes `appends` calls and is gone after that; `torn`: the last call's first half is still written. */
  const dyingLog = (appends: number, torn = false): EventLog => {
    let left = appends;
    return {
      ...world.log,
      append: async (streams, metadata) => {
        left -= 1;
        if (left < 0) throw new Error('the process died');
        if (torn && left === 0) {
          await world.log.append(streams.slice(0, Math.ceil(streams.length / 2)), metadata);
          throw new Error('the process died');
        }
        return world.log.append(streams, metadata);
      },
    };
  };
  const die = async (log: EventLog): Promise<string> => {
    try {
      await world.collect(undefined, world.collector({ log }));
    } catch (error) {
      return (error as Error).message;
    }
    return 'it lived';
  };
  /** Everything the log says, without when and by which run. */
  const facts = async (): Promise<string[]> =>
    (await world.events())
      .filter(({ type }) => /^(Price|Card|Set|Snapshot)/.test(type))
      .map(({ id, stream }) => `${stream} ${id}`)
      .sort();

  const scenario = (): void => {
    world.market.group(10).prices = [row(101, 2), row(102, 2, { subTypeName: 'Foil' }), { bad: true }];
  };

  it('resumes the run after any append, without requests, to the same log', async () => {
    scenario();
    await world.collect();
    const whole = await facts();
    const calls = 4;
    for (let appends = 1; appends < calls; appends += 1) {
      for (const torn of [false, true]) {
        await world.close();
        world = await openWorld(ground);
        scenario();
        expect(await die(dyingLog(appends, torn))).to.equal('the process died');
        world.market.asked.length = 0;
        const result = await world.collect();
        expect(result, `${appends} ${torn}`).to.include({
          outcome: 'finished',
          sets: 3,
          rows: 5,
          changed: 4,
          unchanged: 0,
          quarantined: 1,
        });
        // The URL of the market is part of no id, so the two logs can be compared.
        expect(await facts(), `${appends} ${torn}`).to.deep.equal(whole);
        expect(await world.events('CollectionStarted')).to.have.length(1);
        if (appends > 1 || !torn)
          expect(world.market.asked.every((path) => path === '/last-updated.txt')).to.equal(true);
      }
    }
  });

  it('requests only the files that are missing', async () => {
    const stop = new AbortController();
    world.market.onRequest = (path) =>
      path.endsWith('/11/prices') ? () => stop.abort(new Error('SIGTERM')) : undefined;
    const collector = world.collector({ source: world.tcgcsv({ pauseMs: 1, dailyBudget: 100 }) });
    const result = await collector.collect({ trigger: 'command', signal: stop.signal });
    expect(result).to.include({ outcome: 'failed', code: 'NOT_READY', resumable: true, sets: 0 });
    expect(await world.events('PriceObserved')).to.have.length(0);
    world.market.onRequest = () => undefined;
    world.market.asked.length = 0;
    expect(await world.collect()).to.include({ outcome: 'finished', sets: 3 });
    expect(world.market.asked).not.to.include('/tcgplayer/3/10/prices');
  });

  it('closes the old run when the next stamp has come', async () => {
    expect(await die(dyingLog(2))).to.equal('the process died');
    world.nextDay();
    expect(await world.collect()).to.include({ outcome: 'finished', upstream_stamp: '2025-03-02T20:05:33Z' });
    const [failed] = await world.events('CollectionFailed');
    expect(failed?.data).to.include({ code: 'LEASE_LOST', upstream_stamp: '2025-03-01T20:05:33Z' });
    await world.caughtUp();
    expect(await world.database.query(`select 1 from coverage.runs where status = 'running'`)).to.deep.equal([]);
  });

  it('does not resume a run over named sets', async () => {
    const log = dyingLog(1);
    await world.collect(['pokemon-10'], world.collector({ log })).catch(() => undefined);
    expect(await world.collect(['pokemon-11'])).to.include({ outcome: 'finished', sets: 1, rows: 1 });
    expect(await world.events('CollectionStarted')).to.have.length(2);
  });

  it('withdraws prices on resuming that could not be decided before', async () => {
    await world.collect();
    world.nextDay();
    world.market.group(10).prices = [row(101, 2)];
    world.market.fault('/11/prices', (response) => response.writeHead(500).end(), limits.sourceRetriesMax + 1);
    expect(await world.collect()).to.include({ outcome: 'failed', withdrawn: 0 });
    expect(await world.collect()).to.include({ outcome: 'finished', withdrawn: 1 });
    expect((await world.prices())['pokemon-102 normal']).to.equal('withdrawn');
  });

  it('withdraws nothing on resuming while a row names no product', async () => {
    await world.collect();
    world.nextDay();
    world.market.group(10).prices = [row(101, 2), { productId: null }];
    world.market.fault('/11/prices', (response) => response.writeHead(500).end(), limits.sourceRetriesMax + 1);
    await world.collect();
    expect(await world.collect()).to.include({ outcome: 'finished', withdrawn: 0 });
    expect((await world.prices())['pokemon-102 normal']).to.equal(200);
  });

  it('retries an append to a busy log', async () => {
    let busy = 2;
    const log: EventLog = {
      ...world.log,
      append: async (streams, metadata) => {
        if (streams.some(({ stream }) => stream.startsWith('price-')) && (busy -= 1) >= 0) {
          // The first time it was written all the same, and only the answer was lost.
          if (busy === 1) await world.log.append(streams, metadata);
          throw Object.assign(new Error('busy'), { code: 'LOG_BUSY', details: {} });
        }
        return world.log.append(streams, metadata);
      },
    };
    expect(await world.collect(undefined, world.collector({ log }))).to.include({ outcome: 'finished', changed: 4 });
    expect(await world.events('PriceObserved')).to.have.length(4);
  });

  it('appends only the missing part of an append that was cut short', async () => {
    world.market.group(10).prices = [{ bad: 1 }, { bad: 2 }];
    let once = true;
    const log: EventLog = {
      ...world.log,
      append: async (streams, metadata) => {
        const bad = streams.find(({ stream }) => stream === 'price-pokemon-unidentified');
        if (bad !== undefined && once) {
          once = false;
          await world.log.append([{ ...bad, events: bad.events.slice(0, 1) }], metadata);
        }
        return world.log.append(streams, metadata);
      },
    };
    const result = await world.collect(undefined, world.collector({ log }));
    expect(result).to.include({ outcome: 'finished', quarantined: 2 });
    expect(await world.events('ObservationQuarantined')).to.have.length(2);
  });

  it('fails if a stream keeps changing', async () => {
    const log: EventLog = {
      ...world.log,
      append: async (streams, metadata) => {
        const calm = streams.filter(({ stream }) => !stream.startsWith('price-'));
        const done = calm.length === 0 ? [] : [...(await world.log.append(calm, metadata))];
        return streams.map((one) => {
          const { stream } = one;
          return (
            (calm.includes(one) ? done.shift() : undefined) ?? {
              outcome: 'wrong_expected_revision',
              stream,
              expected: -1,
              actual: 0,
            }
          );
        });
      },
    };
    expect(await world.collect(undefined, world.collector({ log }))).to.include({
      outcome: 'failed',
      code: 'WRONG_EXPECTED_REVISION',
    });
    await world.collect();
    expect(await world.events('PriceObserved')).to.have.length(4);
  });
});
