/** Goal: the weekly clean-up deletes what no run will ever read again, and nothing that a run needs. */
import { expect } from 'chai';
import { silentLogger } from '../../src/base/logger.js';
import { cleanUp } from '../../src/base/clean-up.js';
import { type CleanedSource, collectingCleanup } from '../../src/collecting/clean-up.js';
import { auditsKept, newestAudits, storeAudit } from '../../src/collecting/audits.js';
import { instantOf } from '../../src/domain/instant.js';
import { row, status } from './market.js';
import { type Ground, openGround, openWorld, type World } from './world.js';

const dayMs = 86_400_000;

describe('the clean-up of collecting', () => {
  let ground: Ground;
  let world: World;
  before(async () => (ground = await openGround()));
  beforeEach(async () => {
    world = await openWorld(ground);
    world.market.group(10).prices = [row(101, 2)];
    world.market.group(11).prices = [row(111, 3)];
  });
  afterEach(() => world.close());
  after(() => ground.close());

  const collected: readonly CleanedSource[] = [{ name: 'tcgcsv', minIntervalMs: 0 }];
  const clean = async (sources = collected, requestsKeptMs = 2 * dayMs): Promise<Readonly<Record<string, number>>> => {
    await world.caughtUp();
    const { database, runtime } = world;
    const { deleted, failures } = await cleanUp(
      { runtime, logger: silentLogger },
      collectingCleanup({ database, sources, payloadsKeptMs: 7 * dayMs, requestsKeptMs }),
    );
    expect([...failures]).to.deep.equal([]);
    return deleted;
  };
  const stored = async (): Promise<string[]> =>
    (await world.database.query<{ path: string }>('select path from collecting.payloads order by path')).map(
      ({ path }) => path,
    );
  /** Leaves a run that failed, with the files that it had. */
  const failRun = async (): Promise<readonly string[]> => {
    world.market.fault('/tcgplayer/3/11/prices', status(401));
    const result = await world.collect();
    expect(result.outcome).to.equal('failed');
    const files = await stored();
    expect(files).to.not.deep.equal([]);
    return files;
  };

  it('keeps the files of a run that can be resumed, however old, and the run needs no second request', async () => {
    const files = await failRun();
    world.runtime.advance(60 * dayMs);
    expect(await clean()).to.include({ payloads: 0 });
    expect(await stored()).to.deep.equal(files);
    world.market.asked.length = 0;
    expect((await world.collect()).outcome).to.equal('finished');
    for (const file of files) expect(world.market.asked).to.not.include(file);
  });

  it('deletes the files of a source that is no longer collected, after the time for which they are kept', async () => {
    const files = await failRun();
    world.runtime.advance(6 * dayMs);
    expect(await clean([])).to.include({ payloads: 0 });
    world.runtime.advance(2 * dayMs);
    expect(await clean([])).to.include({ payloads: files.length });
    expect(await stored()).to.deep.equal([]);
  });

  it('deletes the files of a run whose process died after its end', async () => {
    await failRun();
    const files = await world.database.query<Record<string, unknown>>('select * from collecting.payloads');
    expect((await world.collect()).outcome).to.equal('finished');
    for (const file of files)
      await world.database.query(
        'insert into collecting.payloads (source, path, stamp, received_at, sha256, body) values ($1, $2, $3, $4, $5, $6)',
        ['source', 'path', 'stamp', 'received_at', 'sha256', 'body'].map((column) => file[column]),
      );
    world.runtime.advance(8 * dayMs);
    expect(await clean()).to.include({ payloads: files.length });
  });

  it('deletes requests of every source, but none that the budget or the interval of a file still counts', async () => {
    await failRun();
    const count = async (): Promise<number> =>
      (await world.database.query<{ n: number }>('select count(*) as n from collecting.requests'))[0]?.n ?? -1;
    const all = await count();
    world.runtime.advance(3 * dayMs);
    expect(await clean([{ name: 'tcgcsv', minIntervalMs: 4 * dayMs }])).to.include({ requests: 0 });
    expect(await clean(collected, 10 * dayMs)).to.include({ requests: 0 });
    expect(await clean(collected, 0), 'at least two days').to.include({ requests: all });
    expect(await count()).to.equal(0);
  });

  it('keeps the newest reports of the audit', async () => {
    const start = world.runtime.now().getTime();
    const at = (week: number): string => instantOf(new Date(start + week * 7 * dayMs));
    for (let week = 0; week <= auditsKept; week += 1)
      await storeAudit(world.database, {
        ...{ audited_at: at(week), from: '2025-03-01', to: '2025-03-28' },
        ...{ sources: [], sets: [] },
      });
    expect(await clean()).to.include({ audits: 1 });
    const kept = await newestAudits(world.database, 100);
    expect(kept.map(({ audited_at }) => audited_at)).to.deep.equal(
      Array.from({ length: auditsKept }, (_, n) => at(auditsKept - n)),
    );
    expect(kept[0]).to.include({ from: '2025-03-01', to: '2025-03-28' });
  });
});
