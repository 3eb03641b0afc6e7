/** Goal: a job is done at its times and once, a missed one at the next start, and one that failed again. */
import { expect } from 'chai';
import { silentLogger } from '../../src/base/logger.js';
import { systemRuntime } from '../../src/base/runtime.js';
import { type Job, type JobStatus, jobStatuses, keepTimes, runJob } from '../../src/subscriptions/jobs.js';
import { testRuntime, type TestRuntime } from '../collecting/world.js';
import { until } from '../support/wait-for.js';
import { useDatabase } from '../support/postgres.js';

const weekly = { name: 'tidy', cron: '0 3 * * 0', jitterMs: 3_600_000 };

describe('jobs', () => {
  const used = useDatabase({ each: true });
  const statuses = (): Promise<JobStatus[]> => jobStatuses(used.open());

  /** Plays a job until it was done `times` times; returns when each run began. */
  const play = async (
    runtime: TestRuntime,
    times: number,
    perform: (run: number) => Promise<Record<string, unknown>> = (run) => Promise.resolve({ run }),
  ): Promise<string[]> => {
    const began: string[] = [];
    const stop = new AbortController();
    const job: Job = {
      ...weekly,
      perform: async () => {
        began.push(runtime.now().toISOString());
        return perform(began.length);
      },
    };
    const deps = { database: used.open(), runtime, logger: silentLogger, holder: 'test' };
    await keepTimes(deps, job, stop.signal, () => {
      if (began.length >= times) stop.abort(new Error('enough'));
    }).catch((error: unknown) => {
      if (!stop.signal.aborted) throw error;
    });
    return began;
  };

  it('are done at their times with jitter, the first time not before its time', async () => {
    const runtime = testRuntime('2025-03-05T12:00:00Z');
    expect(await play(runtime, 3)).to.deep.equal([
      '2025-03-09T03:30:00.000Z',
      '2025-03-16T03:30:00.000Z',
      '2025-03-23T03:30:00.000Z',
    ]);
    const [status] = await statuses();
    expect(status).to.deep.include({
      name: 'tidy',
      planned_since: '2025-03-05T12:00:00Z',
      done_at: '2025-03-23T03:30:00Z',
      figures: { run: 3 },
      failure: null,
      next_at: '2025-03-30T03:30:00Z',
    });
  });

  it('are done once at the start, however often they were missed', async () => {
    const runtime = testRuntime('2025-03-05T12:00:00Z');
    await play(runtime, 1);
    runtime.advance(24 * 86_400_000);
    const at = runtime.now().toISOString();
    expect(await play(runtime, 2)).to.deep.equal([at, '2025-04-06T03:30:00.000Z']);
  });

  it('are done at the start, if the ledger ran only at other times since it knows of them', async () => {
    const runtime = testRuntime('2025-03-05T12:00:00Z');
    await play(runtime, 0);
    runtime.advance(6 * 86_400_000);
    expect(await play(runtime, 1)).to.deep.equal([runtime.now().toISOString()]);
  });

  it('that fail say why, and are tried again with a growing delay', async () => {
    const runtime = testRuntime('2025-03-05T12:00:00Z');
    const failures: (string | null)[] = [];
    const began = await play(runtime, 3, async (run) => {
      failures.push((await statuses())[0]?.failure ?? null);
      if (run < 3) throw new Error(`run ${run}: disk full`);
      return {};
    });
    expect(failures).to.deep.equal([null, 'run 1: disk full', 'run 2: disk full']);
    const minutes = began.map((at) => (Date.parse(at) - Date.parse(began[0] as string)) / 60_000);
    expect(minutes).to.deep.equal([0, 3.75, 11.25]);
    expect((await statuses())[0]).to.include({ failure: null, failed_at: null });
  });

  it('are done by one process at a time', async () => {
    const database = used.open({ connectionsMax: 8 });
    const stop = new AbortController();
    let [done, under, most] = [0, 0, 0];
    const job: Job = {
      ...{ name: 'each second', cron: '* * * * * *', jitterMs: 0 },
      perform: async () => {
        most = Math.max(most, (under += 1));
        await systemRuntime().sleep(300);
        under -= 1;
        return { done: (done += 1) };
      },
    };
    const running = ['one', 'two', 'three'].map((holder) =>
      runJob({ database, runtime: systemRuntime(), logger: silentLogger, holder }, job, stop.signal),
    );
    await until('2 runs', () => done >= 2);
    stop.abort(new Error('enough'));
    await Promise.all(running);
    expect(most).to.equal(1);
  });
});
