/** Retry: which errors are tried again, how often, and what ends the trying. */
import { expect } from 'chai';
import { retry } from '../../../src/base/async/retry.js';
import { createFakeRuntime } from '../../support/fake-runtime.js';

describe('retry', () => {
  const outage = new Error('away');
  const refusal = new Error('refused');
  let slept: number[];
  let stop: AbortController;
  let tries: number;

  beforeEach(() => {
    [slept, stop, tries] = [[], new AbortController(), 0];
  });

  const options = (triesMax: number) => ({
    runtime: {
      random: () => 1,
      sleep: async (ms: number) => {
        slept.push(ms);
      },
    },
    triesMax,
    isTransient: (error: unknown) => error === outage,
  });

  /** Fails with `error` the first `times` times; then returns the number of tries. */
  const failing = (times: number, error: Error) => async (): Promise<number> => {
    tries += 1;
    if (tries <= times) throw error;
    return tries;
  };
  const failureOf = (work: Promise<unknown>): Promise<unknown> =>
    work.then(
      () => null,
      (error: unknown) => error,
    );

  it('returns the first result without waiting', async () => {
    expect(await retry(failing(0, outage), options(3))).to.equal(1);
    expect(slept).to.deep.equal([]);
  });

  it('waits out transient errors with growing delays', async () => {
    const backoff = { minMs: 10, maxMs: 25 };
    expect(await retry(failing(3, outage), { ...options(4), backoff })).to.equal(4);
    expect(slept).to.deep.equal([10, 20, 25]);
  });

  it('throws the last error when the tries are used up, without a wait after it', async () => {
    expect(await failureOf(retry(failing(9, outage), options(3)))).to.equal(outage);
    expect([tries, slept]).to.deep.equal([3, [100, 200]]);
  });

  it('throws an error that is not transient at once', async () => {
    expect(await failureOf(retry(failing(1, refusal), options(3)))).to.equal(refusal);
    expect([tries, slept]).to.deep.equal([1, []]);
  });

  it('throws the reason of a signal that has aborted, without a try', async () => {
    stop.abort(new Error('shutdown'));
    const failure = await failureOf(retry(failing(0, outage), { ...options(3), signal: stop.signal }));
    expect([failure, tries]).to.deep.equal([stop.signal.reason, 0]);
  });

  it('ends the wait between two tries when the signal aborts', async () => {
    const runtime = createFakeRuntime();
    const failure = failureOf(retry(failing(9, outage), { ...options(3), runtime, signal: stop.signal }));
    await runtime.sleeping(1);
    stop.abort(new Error('shutdown'));
    expect([await failure, tries, runtime.sleepers]).to.deep.equal([stop.signal.reason, 1, 0]);
  });
});
