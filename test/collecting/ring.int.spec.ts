/** Goal: between the runs over all sets, the sets of the most watched cards come round, within the budget and never in the way. */
import { expect } from 'chai';
import { silentLogger } from '../../src/base/logger.js';
import { collectRing, readRing, type RingDeps } from '../../src/collecting/ring.js';
import type { SourceRing } from '../../src/collecting/source.js';
import { collectTcgplayer, tcgplayerOf } from '../sources/tcgplayer/tcgplayer-world.js';
import { row, status } from './market.js';
import { type Ground, openGround, openWorld, type World } from './world.js';

describe('the ring of the most watched sets', () => {
  let ground: Ground;
  let world: World;
  let watched: string[];
  before(async () => (ground = await openGround()));
  beforeEach(async () => {
    world = await openWorld(ground);
    watched = ['pokemon-111', 'onepiece-201', 'pokemon-999', 'pokemon-101'];
  });
  afterEach(() => world.close());
  after(() => ground.close());

  const deps = (dailyBudget = 10_000): RingDeps => ({
    database: world.database,
    source: 'tcgplayer',
    ring: tcgplayerOf(world).ring as SourceRing,
    dailyBudget,
    watched: () => Promise.resolve(watched),
  });
  /** Runs the ring once. Returns the sets that it asked prices of. */
  const run = async (dailyBudget = 10_000): Promise<string[]> => {
    await world.caughtUp();
    world.market.asked.length = 0;
    const collector = world.collector({ source: tcgplayerOf(world, { dailyBudget, pauseMs: 1 }) });
    const signal = new AbortController().signal;
    await collectRing({ ...deps(dailyBudget), collector, logger: silentLogger, signal });
    await world.caughtUp();
    return world.market.asked.flatMap((path) => /\/pricing\/group\/(\d+)$/.exec(path)?.[1] ?? []);
  };

  it('asks for whole sets: one request each, and a token', async () => {
    await collectTcgplayer(world);
    world.runtime.advance(3_600_000);
    world.market.group(11).prices = [row(111, 7)];
    watched = ['pokemon-111', 'pokemon-999'];
    expect(await run()).to.deep.equal(['11']);
    expect(world.market.asked).to.deep.equal(['/token', '/v1.39.0/pricing/group/11']);
    expect(await world.prices()).to.include({ 'pokemon-111 normal': 700 });
    const [last] = (await world.events('CollectionFinished')).slice(-1);
    expect(last?.data).to.include({ scope: 'selection', sets: 1, changed: 1, requests: 2 });
  });

  it('goes round as the budget carries: the longest not looked at first, of equal ones the most watched', async () => {
    await collectTcgplayer(world);
    world.runtime.advance(3_600_000);
    // The run over all sets took 9 requests: 24 × (1 token + 2 sets) are left.
    const budget = 9 + 24 * 3;
    expect(await run(budget)).to.deep.equal(['11', '20']);
    world.runtime.advance(3_600_000);
    expect(await run(budget)).to.deep.equal(['10', '11']);
    expect(await readRing(deps(budget))).to.deep.include({ cards: 3, setsEachRun: 2, everyHours: 2 });
  });

  it('waits for the first run over all sets, and for one that did not finish', async () => {
    expect(await run()).to.deep.equal([]);
    expect(await readRing(deps())).to.equal(null);
    await collectTcgplayer(world);
    world.nextDay();
    world.market.fault('/pricing/group/10', status(500), 4);
    expect(await collectTcgplayer(world)).to.include({ outcome: 'failed' });
    expect(await run()).to.deep.equal([]);
    world.runtime.advance(60_000);
    expect(await collectTcgplayer(world)).to.include({ outcome: 'finished' });
    world.runtime.advance(3_600_000);
    expect(await run()).to.have.length(3);
  });

  it('leaves the budget that the next run over all sets needs', async () => {
    await collectTcgplayer(world);
    world.runtime.advance(3_600_000);
    const spent = 9 + 9 + 24 * 2;
    for (let at = 0; at < spent - 9 - 9; at += 1) {
      await world.database.query(
        `insert into collecting.requests (source, path, requested_at) values ('tcgplayer', '/x', $1)`,
        [world.runtime.now().toISOString()],
      );
    }
    expect(await run(spent)).to.deep.equal([]);
  });

  it('does not ask a source that refuses the client', async () => {
    await collectTcgplayer(world);
    await collectTcgplayer(world, { privateKey: 'wrong' }, ['pokemon-11']);
    expect(await run()).to.deep.equal([]);
  });
});
