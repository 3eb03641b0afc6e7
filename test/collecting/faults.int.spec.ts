/** What a source may do wrong: each ends in a recorded, resumable run with nothing half-written. */
import { gzipSync } from 'node:zlib';
import { expect } from 'chai';
import type { CollectResult } from '../../src/collecting/collection.js';
import { limits } from '../../src/base/limits.js';
import { type Answer, cut, hang, html, row, status, truncated } from './market.js';
import { type Ground, openGround, openWorld, timing, type World } from './world.js';

describe('a collection from a faulty source', () => {
  let ground: Ground;
  let world: World;
  before(async () => (ground = await openGround()));
  beforeEach(async () => (world = await openWorld(ground)));
  afterEach(() => world.close());
  after(() => ground.close());

  const failures = async (): Promise<unknown[]> =>
    (await world.events('CollectionFailed')).map(({ data }) => data['code']);
  const attempts = limits.sourceRetriesMax + 1;
  const guarded = (changes: object = {}) =>
    world.collector({ source: world.tcgcsv({ minIntervalMs: 86_400_000, ...changes }) });

  /** The next run gets what was missing, and the two together say what one whole run would have. */
  const resumes = async (): Promise<CollectResult> => {
    const asked = world.market.asked.filter((path) => path.endsWith('/prices'));
    world.market.asked.length = 0;
    const result = await world.collect();
    expect(result).to.include({ outcome: 'finished', sets: 3, rows: 4, changed: 4, unchanged: 0 });
    expect(await world.events('PriceObserved')).to.have.length(4);
    expect(await world.events('SnapshotTaken')).to.have.length(3);
    expect(Object.values(await world.prices())).to.deep.equal([200, 200, 200, 200]);
    expect(asked).to.be.an('array');
    return result;
  };

  it('401: ends the run at once, records the refusal, does not retry', async () => {
    world.market.fault('/10/prices', status(401));
    const collector = guarded({ pauseMs: 100 });
    const result = await world.collect(undefined, collector);
    expect(result).to.include({
      outcome: 'failed',
      code: 'SOURCE_REFUSED',
      resumable: true,
      retryable: false,
      sets: 0,
    });
    expect(world.market.asked.at(-1)).to.equal('/tcgplayer/3/10/prices');
    expect(await failures()).to.deep.equal(['SOURCE_REFUSED']);
    expect((await collector.state()).failure).to.include({ code: 'SOURCE_REFUSED' });
    await resumes();
    expect((await collector.state()).failure).to.equal(null);
  });

  it('429 without Retry-After: ends the run', async () => {
    world.market.fault('/11/prices', status(429));
    expect(await world.collect(undefined, guarded({ pauseMs: 100 }))).to.include({
      outcome: 'failed',
      code: 'SOURCE_THROTTLED',
      resumable: true,
      sets: 1,
    });
    expect(world.market.asked.filter((path) => path.includes('/11/prices'))).to.have.length(1);
    await resumes();
  });

  it('429 with Retry-After: waits and retries once', async () => {
    world.market.fault('/11/prices', status(429, { 'retry-after': '37' }));
    expect(await world.collect()).to.include({ outcome: 'finished', requests: 11 });
    expect(world.runtime.slept).to.include(37_000);
  });

  it('429 twice, or with a Retry-After beyond the cap: ends the run', async () => {
    world.market.fault('/11/prices', status(429, { 'retry-after': '0' }), 2);
    expect(await world.collect()).to.include({ outcome: 'failed', code: 'SOURCE_THROTTLED' });
    world.market.fault('/11/prices', status(429, { 'retry-after': '3600' }));
    expect(await world.collect()).to.include({ outcome: 'failed', code: 'SOURCE_THROTTLED' });
    expect(world.market.asked.filter((path) => path.endsWith('/11/prices'))).to.have.length(3);
    await resumes();
    expect(await failures()).to.deep.equal(['SOURCE_THROTTLED', 'SOURCE_THROTTLED']);
  });

  const passing: [string, Answer, string][] = [
    ['500', status(500), 'SOURCE_UNAVAILABLE'],
    ['a hang', hang, 'SOURCE_UNAVAILABLE'],
    ['a truncated body', truncated, 'SOURCE_UNAVAILABLE'],
    ['half a body', cut, 'SOURCE_PAYLOAD_INVALID'],
    ['HTML', html, 'SOURCE_PAYLOAD_INVALID'],
    ['a body that is not UTF-8', (response) => response.end(Buffer.from([0xff, 0xfe])), 'SOURCE_PAYLOAD_INVALID'],
    [
      'success: false',
      (response) => response.end('{"success":false,"errors":["x"],"results":[]}'),
      'SOURCE_PAYLOAD_INVALID',
    ],
  ];
  /** A collector that does not wait long for an answer that never comes. */
  const impatient = (answer: Answer) =>
    world.collector({ timing: { ...timing, attemptMs: answer === hang ? 300 : timing.attemptMs } });
  for (const [name, answer, code] of passing) {
    it(`${name} once: retries`, async () => {
      world.market.fault('/10/prices', answer);
      expect(await world.collect(undefined, impatient(answer))).to.include({ outcome: 'finished', requests: 11 });
    });
    it(`${name} permanently: records the other sets and can be resumed`, async () => {
      world.market.fault('/10/prices', answer, attempts);
      const result = await world.collect(undefined, impatient(answer));
      expect(result).to.include({ outcome: 'failed', code, resumable: true, sets: 2, rows: 2 });
      expect(await failures()).to.deep.equal([code]);
      expect((await world.events('SnapshotTaken')).map(({ data }) => data['scope'])).to.have.members([
        'pokemon-11',
        'onepiece-20',
      ]);
      expect(await resumes())
        .to.have.property('run_id')
        .that.does.not.equal('run_id' in result ? result.run_id : '');
      expect(world.market.asked.filter((path) => path.endsWith('/prices'))).to.deep.equal(['/tcgplayer/3/10/prices']);
    });
  }

  it('an endless body: stops reading at the limit', async () => {
    const packed = gzipSync(Buffer.alloc(limits.sourceBodyBytesMax + 1, ' '), { level: 1 });
    world.market.fault('/10/prices', (response) => {
      response.writeHead(200, { 'content-encoding': 'gzip' });
      response.end(packed);
    });
    expect(await world.collect()).to.include({ outcome: 'failed', code: 'SOURCE_PAYLOAD_INVALID', sets: 2 });
    expect(world.market.asked.filter((path) => path.includes('/10/prices'))).to.have.length(1);
  });

  it('failed products: records the prices without the names', async () => {
    world.market.fault('/10/products', status(500), attempts);
    expect(await world.collect()).to.include({ outcome: 'failed', code: 'SOURCE_UNAVAILABLE', sets: 3, rows: 4 });
    await resumes();
    expect(await world.events('CardListed')).to.have.length(4);
  });

  it('a failed list of sets: records nothing of that game, all of the other', async () => {
    world.market.fault('/3/groups', status(500), attempts);
    expect(await world.collect()).to.include({ outcome: 'failed', sets: 1 });
    await resumes();
  });

  it('an unreadable row in a list of sets: withdraws nothing', async () => {
    await world.collect();
    world.nextDay();
    world.market.group(11).categoryId = 68;
    world.market.fault('/3/groups', (response) => {
      const results = [
        { groupId: 10, categoryId: 3, name: 'Group 10', modifiedOn: '2025-01-01T00:00:00' },
        { groupId: 'x' },
      ];
      response.end(JSON.stringify({ success: true, results }));
    });
    expect(await world.collect()).to.include({ outcome: 'finished', withdrawn: 0 });
    expect(await world.events('SetWithdrawn')).to.have.length(0);
  });

  it('an outage: stops after a few files, and the open breaker refuses the next run', async () => {
    for (let group = 30; group < 50; group += 1)
      world.market.groups.set(group, {
        ...world.market.group(10),
        groupId: group,
        name: `Group ${group}`,
        prices: [row(group, 2)],
        products: [],
      });
    const collector = guarded({ pauseMs: 1 });
    world.market.fault('/prices', status(503), 10_000);
    expect(await world.collect(undefined, collector)).to.include({
      outcome: 'failed',
      code: 'SOURCE_UNAVAILABLE',
      sets: 0,
    });
    const files = world.market.asked.filter((path) => path.endsWith('/prices')).length / attempts;
    expect(files).to.be.within(2, limits.sourceFilesFailedMax);
    expect((await collector.state()).breaker).to.equal('open');
    world.market.asked.length = 0;
    expect(await world.collect(undefined, collector)).to.include({
      outcome: 'failed',
      code: 'SOURCE_BREAKER_OPEN',
      requests: 0,
    });
    expect(world.market.asked).to.deep.equal([]);
    expect(await failures()).to.deep.equal(['SOURCE_UNAVAILABLE', 'SOURCE_BREAKER_OPEN']);
    world.runtime.advance(60_000);
    world.market.fault('/last-updated', status(503), attempts);
    expect(await world.collect(undefined, collector), 'one request as a trial').to.include({
      code: 'SOURCE_UNAVAILABLE',
    });
    expect(world.market.asked).to.deep.equal(Array.from({ length: attempts }, () => '/last-updated.txt'));
    expect((await collector.state()).breaker, 'the trial failed').to.equal('open');
    world.market.endFaults();
    world.runtime.advance(60_000);
    expect(await world.collect(undefined, collector)).to.include({ outcome: 'finished' });
    expect((await collector.state()).breaker).to.equal('closed');
  });

  it('failures long ago do not open the breaker', async () => {
    const collector = guarded();
    for (let n = 0; n < 6; n += 1) {
      world.market.fault('/last-updated', status(503), attempts);
      expect(await world.collect(undefined, collector)).to.include({ code: 'SOURCE_UNAVAILABLE' });
      world.runtime.advance(150_000);
    }
    expect((await collector.state()).breaker).to.equal('closed');
  });

  it('a failed stamp: records the failure under the newest known stamp, or only in the status if there is none', async () => {
    world.market.fault('/last-updated', status(401));
    const collector = world.collector();
    expect(await world.collect(undefined, collector)).to.include({
      outcome: 'failed',
      code: 'SOURCE_REFUSED',
      run_id: null,
      upstream_stamp: null,
      requests: 1,
    });
    expect(await world.events()).to.have.length(0);
    expect((await collector.state()).failure).to.include({ code: 'SOURCE_REFUSED' });
    await world.collect();
    world.market.fault('/last-updated', (response) => response.end('no'), attempts);
    expect(await world.collect(['pokemon-10'])).to.include({ outcome: 'failed', code: 'SOURCE_PAYLOAD_INVALID' });
    expect((await world.events('CollectionFailed'))[0]?.data).to.include({
      upstream_stamp: '2025-03-01T20:05:33Z',
      scope: 'selection',
    });
  });

  it('a stamp in the future: refuses it', async () => {
    world.market.stamp = '2030-01-01T00:00:00+0000';
    expect(await world.collect()).to.include({ outcome: 'failed', code: 'SOURCE_PAYLOAD_INVALID' });
  });

  describe('a new stamp during the collection', () => {
    const newer = new Date('2025-03-02T20:05:33Z');
    it('records only files that belong to the old stamp', async () => {
      world.market.lastModified = (path) => (path.includes('/20/') ? newer : new Date('2025-03-01T20:00:00Z'));
      world.market.onRequest = (path) => {
        if (path.endsWith('/20/prices')) world.market.stamp = '2025-03-02T20:05:33+0000';
        return undefined;
      };
      const result = await world.collect();
      expect(result).to.include({
        outcome: 'failed',
        code: 'SOURCE_STAMP_MOVED',
        resumable: true,
        upstream_stamp: '2025-03-01T20:05:33Z',
        sets: 2,
      });
      expect((await world.events('PriceObserved')).map(({ stream }) => stream)).not.to.include('price-onepiece-201');
      world.market.onRequest = () => undefined;
      world.runtime.advance(86_400_000);
      expect(await world.collect()).to.include({
        outcome: 'finished',
        upstream_stamp: '2025-03-02T20:05:33Z',
        sets: 3,
        changed: 1,
        unchanged: 3,
      });
    });
    it('records nothing if files have no Last-Modified', async () => {
      world.market.onRequest = (path) => {
        if (path.endsWith('/20/prices')) world.market.stamp = '2025-03-02T20:05:33+0000';
        return undefined;
      };
      expect(await world.collect()).to.include({ outcome: 'failed', code: 'SOURCE_STAMP_MOVED', sets: 0 });
      expect(await world.events('PriceObserved')).to.have.length(0);
    });
    it('fails the run if the stamp cannot be read again', async () => {
      let asked = 0;
      world.market.onRequest = (path) => (path === '/last-updated.txt' && (asked += 1) > 1 ? status(500) : undefined);
      expect(await world.collect()).to.include({ outcome: 'failed', code: 'SOURCE_UNAVAILABLE', sets: 3 });
    });
  });

  describe('limits towards the source', () => {
    it('refuses requests beyond the budget, retries counted, also after a restart', async () => {
      world.market.fault('/10/prices', status(500), 2);
      const poor = () => guarded({ dailyBudget: 7, minIntervalMs: 0 });
      const result = await world.collect(undefined, poor());
      expect(result).to.include({ outcome: 'failed', code: 'SOURCE_BUDGET_SPENT', resumable: true });
      expect(world.market.asked).to.have.length(7);
      expect(await world.collect(undefined, poor())).to.include({
        outcome: 'failed',
        code: 'SOURCE_BUDGET_SPENT',
        requests: 0,
      });
      expect(world.market.asked).to.have.length(7);
      expect((await poor().state()).budget).to.deep.equal({ used: 7, left: 0, max: 7 });
      world.runtime.advance(86_400_001);
      expect(await world.collect(undefined, guarded({ dailyBudget: 20, minIntervalMs: 0 }))).to.include({
        outcome: 'finished',
        sets: 3,
      });
    });

    it('requests no file twice within its interval, also after a restart, and waits for a short rest of it', async () => {
      expect(await world.collect(undefined, guarded())).to.include({ outcome: 'finished' });
      world.nextDay();
      world.runtime.advance(-600_000);
      expect(await world.collect(undefined, guarded())).to.include({ outcome: 'finished' });
      expect(world.runtime.slept.some((ms) => ms > 500_000 && ms <= 600_000)).to.equal(true);
      const [closest] = await world.database.query<{ hours: string }>(
        `select min(extract(epoch from gap) / 3600) as hours from (
           select requested_at - lag(requested_at) over (partition by path order by requested_at) as gap
           from collecting.requests where path <> '/last-updated.txt') gaps`,
      );
      expect(Number(closest?.hours)).to.equal(24);
    });

    it('ends the run with retry_at if the wait is long', async () => {
      await world.collect(undefined, guarded());
      world.nextDay();
      world.runtime.advance(-7_200_000);
      const result = await world.collect(undefined, guarded());
      expect(result).to.include({ outcome: 'failed', code: 'SOURCE_TOO_SOON', resumable: true });
      expect(
        Date.parse('retry_at' in result ? String(result.retry_at) : '') - world.runtime.now().getTime(),
      ).to.be.within(7_000_000, 7_200_000);
      expect(world.market.asked.filter((path) => path !== '/last-updated.txt')).to.deep.equal([]);
      expect((await guarded().state()).failure, 'the source is not to blame').to.equal(null);
      world.runtime.advance(7_200_000);
      expect(await world.collect(undefined, guarded())).to.include({ outcome: 'finished', sets: 3 });
    });

    it('leaves products that were requested today for another day', async () => {
      await world.collect(undefined, guarded());
      world.nextDay();
      world.market.group(11).modifiedOn = '2025-03-02T00:00:00';
      await world.database.query(
        `update collecting.requests set requested_at = requested_at + interval '3 hours' where path like '%products'`,
      );
      expect(await world.collect(undefined, guarded())).to.include({ outcome: 'finished', sets: 3 });
      expect(world.market.asked.filter((path) => path.includes('products'))).to.deep.equal([]);
    });

    it('waits before it requests the stamp again', async () => {
      await world.collect(undefined, guarded());
      await world.collect(undefined, guarded());
      expect(world.runtime.slept.filter((ms) => ms > 9_000 && ms <= 10_000)).to.have.length(2);
    });

    it('writes down every request with its result', async () => {
      world.market.fault('/10/prices', status(500));
      await world.collect();
      const rows = await world.database.query<{
        path: string;
        status: number | null;
        received: boolean;
        error: string | null;
        bytes: number;
      }>(`select * from collecting.requests order by request_id`);
      expect(rows).to.have.length(world.market.asked.length);
      expect(
        rows.filter(({ received }) => !received).map(({ path, status: code, error }) => ({ path, code, error })),
      ).to.deep.equal([{ path: '/tcgplayer/3/10/prices', code: 500, error: '/tcgplayer/3/10/prices: answered 500' }]);
      expect(
        rows.filter(({ received }) => received).every(({ bytes, status: code }) => bytes > 0 && code === 200),
      ).to.equal(true);
    });
  });
});
