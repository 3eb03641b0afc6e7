/**
 * Goal: a file that does not exist costs its set and no other; a refusal of the client ends the run at once. Method: a
 * market whose bucket answers 403 to both.
 */
import { expect } from 'chai';
import { coverageBySetAndDay, omissionsOfRuns, totalsOfSources } from '../../projections/coverage/queries.js';
import type { CollectResult } from '../../src/collecting/collection.js';
import { limits } from '../../src/base/limits.js';
import { product, row, status } from './market.js';
import { type Ground, openGround, openWorld, type World } from './world.js';

describe('a collection without some files', () => {
  let ground: Ground;
  let world: World;
  before(async () => (ground = await openGround()));
  beforeEach(async () => (world = await openWorld(ground)));
  afterEach(() => world.close());
  after(() => ground.close());

  /** Gives the market Pokémon groups 30, 31 … with one card each. */
  const addGroups = (count: number): void => {
    for (let id = 30; id < 30 + count; id += 1) {
      const of = { groupId: id, categoryId: 3, name: `Group ${id}`, modifiedOn: '2025-01-01T00:00:00' };
      world.market.groups.set(id, { ...of, prices: [row(id, 2)], products: [product(id, id)] });
    }
  };
  const forbidden = (...parts: string[]): void => {
    for (const part of parts) world.market.fault(part, status(403), 1_000);
  };
  const paused = () => world.collector({ source: world.tcgcsv({ pauseMs: 100 }) });
  const collect = async (collector = world.collector()): Promise<CollectResult> => {
    const result = await world.collect(undefined, collector);
    await world.caughtUp();
    return result;
  };
  const window = { from: '2025-03-01', to: '2025-03-09', limit: 100, offset: 0 };
  const missed = async () =>
    (await coverageBySetAndDay(world.database, window)).days
      .filter((day) => day.status === 'missed')
      .map(({ set_id, date, reason }) => [set_id, date, reason]);

  it('names how the run failed on a day that was missed as a whole, the cause before its consequences', async () => {
    await collect();
    world.nextDay();
    world.market.fault('/last-updated', status(401));
    expect(await collect()).to.include({ outcome: 'failed', code: 'SOURCE_REFUSED' });
    world.nextDay();
    await collect();
    const refused = 'SOURCE_REFUSED: /last-updated.txt: answered 401';
    const ofDay = (date: string, reason: string | null) =>
      ['onepiece-20', 'pokemon-10', 'pokemon-11'].map((set) => [set, date, reason]);
    expect(await missed()).to.deep.equal(ofDay('2025-03-02', refused));
    world.nextDay();
    world.nextDay();
    await collect();
    expect(await missed(), 'nobody asked').to.deep.equal([
      ...ofDay('2025-03-04', null),
      ...ofDay('2025-03-02', refused),
    ]);
  });

  it('names what is a failure of the next morning as that of the evening before', async () => {
    await collect();
    world.nextDay();
    world.runtime.advance(10 * 3_600_000);
    for (let n = 0; n < 6; n += 1) {
      world.market.fault('/last-updated', status(503), limits.sourceRetriesMax + 1);
      expect(await collect()).to.include({ outcome: 'failed' });
      world.runtime.advance(1_000);
    }
    world.market.endFaults();
    world.nextDay();
    await collect();
    expect((await missed()).map(([, , reason]) => reason)).to.deep.equal(
      Array.from({ length: 3 }, () => 'SOURCE_UNAVAILABLE: /last-updated.txt: answered 503'),
    );
  });

  for (const [name, collector] of [
    ['one after the other', () => paused()],
    ['several at once', () => world.collector()],
  ] as const) {
    it(`${name}: one 403 among good answers is a missing file, named in coverage and metrics`, async () => {
      addGroups(5);
      forbidden('/31/prices');
      const result = await collect(collector());
      expect(result).to.include({ outcome: 'finished', sets: 7, rows: 8, missing_files: 1, quarantined: 0 });
      const named = { kind: 'file', file: '/tcgplayer/3/31/prices', set_id: 'pokemon-31', place: null };
      expect(result).to.have.deep.property('omissions', [{ ...named, detail: 'answered 403' }]);
      expect((await world.events('CollectionFinished'))[0]?.data).to.deep.include({
        missing_files: 1,
        omissions: [{ ...named, detail: 'answered 403' }],
      });
      expect(await world.events('CollectionFailed')).to.deep.equal([]);
      // Never collected before, and yet named.
      expect(await missed()).to.deep.equal([['pokemon-31', '2025-03-01', 'answered 403']]);
      expect(
        (await omissionsOfRuns(world.database, window, 10)).map(({ set_id, kind }) => [set_id, kind]),
      ).to.deep.equal([['pokemon-31', 'file']]);
      expect((await totalsOfSources(world.database))[0]).to.include({ missing_files: 1, rows: 8 });

      world.nextDay();
      const again = await collect(collector());
      expect(again).to.include({ outcome: 'finished', sets: 7, unchanged: 8, missing_files: 1 });
      expect(await missed()).to.have.length(2);
    });

    it(`${name}: every second file missing is no refusal`, async () => {
      addGroups(8);
      forbidden('/30/prices', '/32/prices', '/34/prices', '/36/prices');
      expect(await collect(collector())).to.include({ outcome: 'finished', sets: 7, missing_files: 4 });
    });

    it(`${name}: three in a row are a refusal, which ends the run`, async () => {
      addGroups(40);
      forbidden('/prices');
      const result = await collect(collector());
      expect(result).to.include({ outcome: 'failed', code: 'SOURCE_REFUSED', retryable: false, sets: 0 });
      const asked = world.market.asked.filter((path) => path.endsWith('/prices')).length;
      // Those under way when the third answer came are over too; an answer that is late, as on a busy machine, lets the others
      // ask for a few more.
      expect(asked).to.be.within(3, name === 'several at once' ? 20 : 3);
      // A refused client does not ask for the stamp again either.
      expect(world.market.asked.filter((path) => path === '/last-updated.txt')).to.have.length(1);
    });
  }

  it('three sets side by side that have lost their files end one run, and no other', async () => {
    addGroups(6);
    forbidden('/31/prices', '/32/prices', '/33/prices');
    expect(await collect(paused())).to.include({ outcome: 'failed', code: 'SOURCE_REFUSED', missing_files: 3 });
    expect(await collect(paused())).to.include({ outcome: 'finished', sets: 6, missing_files: 3 });
    world.nextDay();
    expect(await collect(paused())).to.include({ outcome: 'finished', sets: 6, missing_files: 3 });
    // A refusal is still told: by files that are not known to be missing, and by the list.
    world.nextDay();
    forbidden('/prices');
    expect(await collect(paused())).to.include({ outcome: 'failed', code: 'SOURCE_REFUSED', sets: 0 });
    for (let day = 0; day < 2; day += 1) {
      world.nextDay();
      world.market.fault('/groups', status(403), 2);
      expect(await collect(paused())).to.include({ outcome: 'failed', code: 'SOURCE_REFUSED', requests: 2 });
    }
  });

  it('the first file refused is a refusal', async () => {
    forbidden('/3/groups');
    expect(await collect()).to.include({ outcome: 'failed', code: 'SOURCE_REFUSED', sets: 0 });
    expect(world.market.asked).to.deep.equal(['/last-updated.txt', '/tcgplayer/3/groups']);
  });

  it('the stamp refused at the end is a refusal; what was received is recorded', async () => {
    let asked = 0;
    world.market.onRequest = (path) => (path === '/last-updated.txt' && (asked += 1) > 1 ? status(403) : undefined);
    forbidden('/11/prices');
    expect(await collect()).to.include({ outcome: 'failed', code: 'SOURCE_REFUSED', sets: 2 });
  });

  it('401 is a refusal wherever it comes', async () => {
    world.market.fault('/11/prices', status(401));
    expect(await collect(paused())).to.include({ outcome: 'failed', code: 'SOURCE_REFUSED', sets: 1 });
    expect(world.market.asked.at(-1)).to.equal('/tcgplayer/3/11/prices');
  });

  it('"in a row" is the order of asking: an answer that is late interrupts it', async () => {
    addGroups(4);
    forbidden('/30/prices', '/32/prices', '/33/prices');
    let release = (): void => undefined;
    const others = new Promise<void>((resolve) => (release = resolve));
    let refused = 0;
    world.market.onRequest = (path) => {
      if (/\/(30|32|33)\/prices$/.test(path) && (refused += 1) === 3) release();
      return undefined;
    };
    const rows = JSON.stringify({ success: true, results: world.market.group(31).prices });
    world.market.fault('/31/prices', (response) => void others.then(() => setTimeout(() => response.end(rows), 50)));
    expect(await collect()).to.include({ outcome: 'finished', missing_files: 3, sets: 4 });
  });

  it('a resumed run whose first request is for the missing file is no refusal', async () => {
    forbidden('/11/prices');
    world.market.fault('/20/prices', status(500), limits.sourceRetriesMax + 1);
    expect(await collect()).to.include({ outcome: 'failed', code: 'SOURCE_UNAVAILABLE', missing_files: 2, sets: 1 });
    world.market.asked.length = 0;
    expect(await collect(paused())).to.include({ outcome: 'finished', missing_files: 1, sets: 2 });
    expect(world.market.asked.filter((path) => path.endsWith('/prices'))).to.deep.equal([
      '/tcgplayer/3/11/prices',
      '/tcgplayer/68/20/prices',
    ]);
    // The day has an end: nothing is left to ask for.
    expect(await collect()).to.include({ outcome: 'nothing_new' });
    expect(await missed()).to.deep.equal([['pokemon-11', '2025-03-01', 'answered 403']]);
  });

  it('404 is a missing file too', async () => {
    world.market.fault('/10/prices', status(404));
    expect(await collect()).to.include({ outcome: 'finished', sets: 2, missing_files: 1 });
    expect(world.market.asked.filter((path) => path.includes('/10/prices'))).to.have.length(1);
  });

  it('a missing file of products costs the names, which the next run asks for again', async () => {
    world.market.fault('/10/products', status(403));
    expect(await collect()).to.include({ outcome: 'finished', sets: 3, rows: 4, missing_files: 1 });
    expect(await world.events('CardListed')).to.have.length(2);
    world.nextDay();
    expect(await collect()).to.include({ outcome: 'finished', missing_files: 0 });
    expect(await world.events('CardListed')).to.have.length(4);
  });

  it('a missing list of sets costs its game, and the run is not complete', async () => {
    world.market.fault('/68/groups', status(403));
    const result = await collect();
    expect(result).to.include({ outcome: 'failed', code: 'SOURCE_PAYLOAD_INVALID', sets: 2, missing_files: 1 });
    expect(await collect()).to.include({ outcome: 'finished', sets: 3 });
  });

  it('withdraws nothing of a set whose file is missing, on any day', async () => {
    await collect();
    forbidden('/11/prices', '/11/products');
    for (let day = 0; day < 3; day += 1) {
      world.nextDay();
      expect(await collect()).to.include({ outcome: 'finished', withdrawn: 0, missing_files: 1, sets: 2 });
    }
    expect((await world.prices())['pokemon-111 normal']).to.equal(200);
  });

  it('a file that is missing for good does not hide what vanishes from other sets', async () => {
    await collect();
    forbidden('/11/prices');
    world.nextDay();
    world.market.group(10).prices = [row(101, 2)];
    // It may have moved into the set that cannot be seen.
    expect(await collect()).to.include({ outcome: 'finished', withdrawn: 0 });
    world.nextDay();
    expect(await collect()).to.include({ outcome: 'finished', withdrawn: 1 });
    expect(await world.prices()).to.include({ 'pokemon-102 normal': 'withdrawn', 'pokemon-111 normal': 200 });
  });

  it('files that cannot be read do not end the run for the sets behind them, unless many in a row do', async () => {
    addGroups(14);
    const html = '<html>Checking your browser</html>';
    for (let id = 30; id < 44; id += 2) {
      world.market.fault(`/${id}/prices`, (response) => response.end(html), limits.sourceRetriesMax + 1);
    }
    const result = await collect();
    expect(result).to.include({ outcome: 'failed', code: 'SOURCE_PAYLOAD_INVALID', sets: 10, missing_files: 7 });
    expect(result).to.have.property('omissions').that.deep.includes({
      kind: 'file',
      file: '/tcgplayer/3/30/prices',
      set_id: 'pokemon-30',
      place: null,
      detail: 'HTML instead of JSON',
    });
    expect(await collect()).to.include({ outcome: 'finished', sets: 17, missing_files: 0 });
  });

  it('half a list of sets withdraws none of the others; two stamps that agree do', async () => {
    addGroups(8);
    await collect();
    const all = new Map(world.market.groups);
    const showHalf = (): void => {
      for (const id of [10, 30, 32, 34]) world.market.groups.delete(id);
    };
    world.nextDay();
    showHalf();
    expect(await collect()).to.include({ outcome: 'finished', sets: 7, withdrawn: 0, quarantined: 1 });
    expect((await missed()).map(([set]) => set)).to.have.members([
      'pokemon-10',
      'pokemon-30',
      'pokemon-32',
      'pokemon-34',
    ]);
    world.nextDay();
    for (const [id, group] of all) world.market.groups.set(id, group);
    expect(await collect()).to.include({ outcome: 'finished', sets: 11, withdrawn: 0, changed: 0, unchanged: 12 });
    expect(await world.events('SetWithdrawn')).to.deep.equal([]);
    world.nextDay();
    showHalf();
    expect(await collect()).to.include({ withdrawn: 0 });
    // Another one is gone on the second day: the four are believed, it waits.
    world.nextDay();
    world.market.groups.delete(31);
    expect(await collect()).to.include({ withdrawn: 0 });
    expect((await world.events('SetWithdrawn')).map(({ data }) => data['set_id'])).to.have.members([
      'pokemon-10',
      'pokemon-30',
      'pokemon-32',
      'pokemon-34',
    ]);
    world.nextDay();
    // A single one: gone one at a time again, and now everything of the game was seen.
    expect(await collect()).to.include({ withdrawn: 6 });
  });
});
