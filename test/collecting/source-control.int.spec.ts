/** Goal: people pause, resume and limit a source at run time: at its next request, in every process, and only downwards. */
import { expect } from 'chai';
import { controlStream } from '../../src/domain/streams.js';
import { limitSource, pauseSource, resumeSource } from '../../src/collecting/control-source.js';
import { afterResult } from '../../src/collecting/schedule.js';
import { readSourceControl } from '../../src/collecting/source-control.js';
import type { LedgerError } from '../../src/base/errors.js';
import { type Ground, openGround, openWorld, type World } from './world.js';

const actor = 'operator-1';
const reason = 'the source asked us to';
const source = { name: 'tcgcsv', dailyBudget: 10_000, pauseMs: 100 };

const rejection = (work: Promise<unknown>): Promise<LedgerError> =>
  work.then(
    () => expect.fail('it was allowed'),
    (error: unknown) => error as LedgerError,
  );

describe('orders of people on a source', () => {
  let ground: Ground;
  let world: World;
  before(async () => (ground = await openGround()));
  beforeEach(async () => (world = await openWorld(ground)));
  afterEach(() => world.close());
  after(() => ground.close());

  const deps = () => ({ log: world.log, runtime: world.runtime, signal: new AbortController().signal });
  const pause = () => pauseSource(deps(), 'tcgcsv', { actor, reason });
  const resume = () => resumeSource(deps(), 'tcgcsv', { actor, reason: 'enough' });
  const limit = (limits: { dailyBudget?: number | null; pauseMs?: number | null }) =>
    limitSource(deps(), source, { ...limits, actor, reason });
  const failures = async () => (await world.events('CollectionFailed')).map(({ data }) => data['code']);

  it('stand in the log with actor and reason, once', async () => {
    expect(await pause()).to.include({ outcome: 'appended', type: 'SourcePaused', stream: controlStream('tcgcsv') });
    expect(await pause()).to.include({ outcome: 'already_recorded' });
    const [paused, ...more] = await world.events('SourcePaused');
    expect(more).to.deep.equal([]);
    expect(paused?.data).to.deep.equal({ source: 'tcgcsv', reason });
    expect(paused?.metadata).to.include({ actor, source: 'tcgcsv' });
    expect(await resume()).to.include({ outcome: 'appended', type: 'SourceResumed' });
    expect(await pause(), 'paused anew').to.include({ outcome: 'appended' });
  });

  it('of a pause start no run and send nothing', async () => {
    await pause();
    const error = await rejection(world.collect());
    expect(error).to.include({ code: 'SOURCE_PAUSED' });
    expect(error.message).to.contain(reason).and.contain(actor);
    expect(world.market.asked).to.deep.equal([]);
    expect((await world.collector().state()).control.paused).to.include({ actor, reason });
    await resume();
    expect(await world.collect()).to.include({ outcome: 'finished' });
  });

  it('end a run under way at its next request, and it goes on where it was', async () => {
    const collector = world.collector({
      source: world.tcgcsv({ pauseMs: 100, minIntervalMs: 86_400_000 }),
      onProgress: ({ phase, done }) => {
        if (phase === 'fetch' && done === 1) void (paused ??= pause());
      },
    });
    let paused: Promise<unknown> | undefined;
    const result = await world.collect(undefined, collector);
    expect(paused, 'paused while it fetched').to.not.equal(undefined);
    expect(result).to.include({ outcome: 'failed', code: 'SOURCE_PAUSED', resumable: true, retryable: true });
    expect(await failures()).to.deep.equal(['SOURCE_PAUSED']);
    expect((await collector.state()).failure, 'an order is no failure').to.equal(null);
    const asked = world.market.asked.filter((path) => path !== '/last-updated.txt');
    expect(asked.length).to.be.within(1, 4);
    await resume();
    world.market.asked.length = 0;
    world.runtime.advance(60_000);
    expect(await world.collect(undefined, collector)).to.include({ outcome: 'finished' });
    expect(world.market.asked).to.not.have.members(asked);
    for (const path of asked) expect(world.market.asked, 'kept').to.not.include(path);
  });

  it('lower the budget of a collector that runs, at once', async () => {
    const collector = world.collector({ source: world.tcgcsv({ pauseMs: 100, dailyBudget: 100 }) });
    await limit({ dailyBudget: 3 });
    const result = await world.collect(undefined, collector);
    expect(result).to.include({ outcome: 'failed', code: 'SOURCE_BUDGET_SPENT' });
    expect(world.market.asked).to.have.length(3);
    expect((await collector.state()).budget).to.deep.equal({ used: 3, left: 0, max: 3 });
    await limit({ dailyBudget: null });
    expect(await world.collect(undefined, collector)).to.include({ outcome: 'finished' });
    expect((await readSourceControl(world.log, 'tcgcsv')).limits).to.equal(null);
  });

  it('lengthen the pause between requests', async () => {
    await limit({ pauseMs: 5_000 });
    const collector = world.collector({ source: world.tcgcsv({ pauseMs: 100 }) });
    await world.collect(undefined, collector);
    const sent = world.market.asked.length;
    expect(world.runtime.slept.filter((ms) => ms === 5_000)).to.have.length(sent - 1);
    expect(world.runtime.slept).to.not.include(100);
  });

  it('never raise what is configured, then or later', async () => {
    for (const [limits, field] of [
      [{ dailyBudget: 10_001 }, 'requests_a_day'],
      [{ dailyBudget: 0 }, 'requests_a_day'],
      [{ pauseMs: 99 }, 'pause_ms'],
      [{ pauseMs: 60_001 }, 'pause_ms'],
      [{}, 'requests_a_day'],
    ] as const) {
      const error = await rejection(limit(limits));
      expect(error, JSON.stringify(limits)).to.include({ code: 'VALIDATION_FAILED' });
      expect(error.details).to.have.property(field);
    }
    await limit({ dailyBudget: 50, pauseMs: 200 });
    const collector = world.collector({ source: world.tcgcsv({ pauseMs: 300, dailyBudget: 20 }) });
    expect((await collector.state()).budget.max, 'the configuration is lower now').to.equal(20);
    await world.collect(undefined, collector);
    expect(world.runtime.slept).to.include(300).and.not.include(200);
  });

  it('keep the limit that is not named', async () => {
    await limit({ dailyBudget: 50 });
    await limit({ pauseMs: 200 });
    expect((await readSourceControl(world.log, 'tcgcsv')).limits).to.include({ daily_budget: 50, pause_ms: 200 });
    expect(await limit({ pauseMs: 200 })).to.include({ outcome: 'already_recorded' });
  });

  it('are looked at every minute by the schedule', () => {
    const seen = { failures: 1, unpublished: 0, plannedAt: null, lateAfterMs: 0, now: new Date(0), random: 0.5 };
    const ended = { outcome: 'failed', resumable: true, retryable: true, retry_at: null, code: 'SOURCE_PAUSED' };
    expect(afterResult(ended as never, seen)).to.deep.equal({ kind: 'after', ms: 60_000 });
  });
});
