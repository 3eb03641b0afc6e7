import { expect } from 'chai';
import type { CollectRequest, CollectResult } from '../../src/collecting/collection.js';
import { afterResult, runSchedule } from '../../src/collecting/schedule.js';
import { ledgerError } from '../../src/base/errors.js';
import { silentLogger } from '../../src/base/logger.js';
import { createFakeRuntime } from '../support/fake-runtime.js';
import { testRuntime, type TestRuntime } from './world.js';

const finished = { outcome: 'finished' } as CollectResult;
const stale = (stamp: string): CollectResult => ({
  outcome: 'nothing_new',
  upstream_stamp: stamp,
  requests: 1,
  reason: 'already_collected',
});
const failed = (more: object = {}): CollectResult =>
  ({ outcome: 'failed', resumable: true, retryable: true, retry_at: null, ...more }) as CollectResult;
const seen = {
  failures: 1,
  unpublished: 1,
  plannedAt: new Date('2025-03-02T20:30:00Z'),
  lateAfterMs: 12 * 3_600_000,
  now: new Date('2025-03-02T20:31:00Z'),
  random: 0.5,
};
const minutes = (next: ReturnType<typeof afterResult>): number | string =>
  next.kind === 'after' ? next.ms / 60_000 : next.kind;

describe('the time of the next collection', () => {
  it('is the next planned time after success and after a permanent failure', () => {
    expect(minutes(afterResult(finished, seen))).to.equal('planned');
    expect(minutes(afterResult(failed({ retryable: false }), seen))).to.equal('planned');
    expect(minutes(afterResult(failed({ resumable: false }), seen))).to.equal('planned');
    expect(minutes(afterResult({ outcome: 'threw', retryable: false }, seen))).to.equal('planned');
  });
  it('is later with each failure', () => {
    expect([1, 2, 3, 9].map((failures) => minutes(afterResult(failed(), { ...seen, failures })))).to.deep.equal([
      5, 10, 20, 60,
    ]);
    expect(minutes(afterResult({ outcome: 'threw', retryable: true }, seen))).to.equal(5);
  });
  it('is not before retry_at', () => {
    expect(minutes(afterResult(failed({ retry_at: '2025-03-02T22:31:00Z' }), seen))).to.equal(120);
  });
  it('is soon while the source has not published, a few times', () => {
    const yesterday = stale('2025-03-01T20:05:33Z');
    expect(minutes(afterResult(yesterday, seen))).to.equal(30);
    expect(minutes(afterResult(yesterday, { ...seen, unpublished: 5 }))).to.equal('planned');
    expect(minutes(afterResult(yesterday, { ...seen, plannedAt: null }))).to.equal('planned');
    expect(minutes(afterResult(stale('2025-03-02T20:05:33Z'), seen))).to.equal('planned');
  });
});

/** Runs the schedule over scripted results; returns when each run began. */
const play = async (
  script: (CollectResult | Error)[],
  options: { start?: string; cron?: string; asked?: CollectRequest[] } = {},
): Promise<string[]> => {
  const runtime: TestRuntime = testRuntime(options.start ?? '2025-03-02T12:00:00Z');
  const stop = new AbortController();
  const began: string[] = [];
  const collect = async (request: CollectRequest): Promise<CollectResult> => {
    options.asked?.push(request);
    began.push(runtime.now().toISOString().slice(5, 16));
    const next = script.shift();
    if (script.length === 0) stop.abort(new Error('enough'));
    if (next === undefined || next instanceof Error) throw next ?? new Error('no more');
    return next;
  };
  const schedule = { cron: options.cron ?? '30 20 * * *', lateAfterMs: 12 * 3_600_000 };
  await runSchedule({
    collector: { collect, schedule },
    runtime,
    logger: silentLogger,
    signal: stop.signal,
    jitterMs: 10 * 60_000,
  });
  return began;
};

describe('the schedule', () => {
  it('collects at start and then at the planned times with a jitter', async () => {
    expect(await play([finished, finished, finished])).to.deep.equal(['03-02T12:00', '03-02T20:35', '03-03T20:35']);
  });
  it('looks again while the source has not published, and says at the last look since when it must have', async () => {
    const yesterday = stale('2025-03-01T20:05:33Z');
    const asked: CollectRequest[] = [];
    const began = await play([yesterday, ...Array.from({ length: 5 }, () => yesterday), finished, finished], { asked });
    expect(began.slice(1)).to.deep.equal([
      '03-02T20:35',
      '03-02T21:05',
      '03-02T21:35',
      '03-02T22:05',
      '03-02T22:35',
      '03-03T20:35',
      '03-04T20:35',
    ]);
    const since = asked.map(({ publishedSince }) => publishedSince?.toISOString() ?? null);
    expect(since).to.deep.equal([null, null, null, null, null, '2025-03-02T08:30:00.000Z', null, null]);
  });
  it('retries after failures, sooner than the next planned time', async () => {
    expect(await play([failed(), ledgerError('DATABASE_UNAVAILABLE', 'x'), finished, finished])).to.deep.equal([
      '03-02T12:00',
      '03-02T12:05',
      '03-02T12:15',
      '03-02T20:35',
    ]);
  });
  it('retries within seconds if another process holds the lease', async () => {
    const running = (): Error => ledgerError('COLLECTION_RUNNING', 'x');
    const began = await play([...Array.from({ length: 11 }, running), failed(), finished]);
    // Eleven times the end of a lease, then the first failure's five minutes.
    expect([began[0], began[10], began[11], began[12]]).to.deep.equal([
      '03-02T12:00',
      '03-02T12:01',
      '03-02T12:01',
      '03-02T12:06',
    ]);
  });
  it('waits no longer than planned if the clock is set back by a year', async () => {
    const runtime = createFakeRuntime('2025-03-02T12:00:00Z');
    const stop = new AbortController();
    let runs = 0;
    const collect = (): Promise<CollectResult> => {
      runs += 1;
      return Promise.resolve(runs === 1 ? finished : failed());
    };
    const schedule = { cron: '30 20 * * *', lateAfterMs: 12 * 3_600_000 };
    const deps = { collector: { collect, schedule }, runtime, logger: silentLogger, signal: stop.signal };
    const running = runSchedule(deps);
    await runtime.sleeping(1);
    runtime.setBack(365 * 86_400_000);
    await runtime.advance(9 * 3_600_000);
    expect(runs, 'the planned run, in the evening').to.be.at.least(2);
    runtime.setBack(365 * 86_400_000);
    const before = runs;
    await runtime.advance(2 * 3_600_000);
    expect(runs, 'the retry of a failure').to.be.greaterThan(before);
    stop.abort();
    await running;
  });
  it('does not let a retry pass the planned time', async () => {
    expect(await play([failed({ retry_at: '2025-03-03T12:00:00Z' }), finished])).to.deep.equal([
      '03-02T12:00',
      '03-02T20:35',
    ]);
  });
  it('ends when no time is planned, and when it was stopped before it began', async () => {
    expect(await play([finished, finished], { cron: '0 0 1 1 * 2020' }).catch(() => ['refused'])).to.have.length(1);
    const stop = new AbortController();
    stop.abort();
    const collect = (): never => expect.fail('not wanted');
    await runSchedule({
      collector: { collect, schedule: { cron: '30 20 * * *', lateAfterMs: 0 } },
      runtime: testRuntime(),
      logger: silentLogger,
      signal: stop.signal,
    });
  });
});
