/** Deadlines: what becomes of work that is in time, fails, or is late. No rejection stays unhandled. */
import { getEventListeners } from 'node:events';
import { expect } from 'chai';
import { done } from '../../../src/base/async/done.js';
import { unlessAborted, withDeadline, withGracePeriod } from '../../../src/base/async/deadline.js';
import { createFakeRuntime, type FakeRuntime, turn } from '../../support/fake-runtime.js';

interface Work {
  readonly promise: Promise<string>;
  readonly resolve: (value: string) => void;
  readonly reject: (error: Error) => void;
}

const startWork = (): Work => {
  let resolve: Work['resolve'] = () => undefined;
  let reject: Work['reject'] = () => undefined;
  const promise = new Promise<string>((onResolve, onReject) => {
    [resolve, reject] = [onResolve, onReject];
  });
  return { promise, resolve, reject };
};

const failureOf = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => null,
    (error: unknown) => error,
  );

describe('waiting with a bound', () => {
  const failure = new Error('failed');
  let runtime: FakeRuntime;
  let work: Work;
  let stop: AbortController;

  let unhandled: unknown[];
  const onUnhandled = (reason: unknown): void => void unhandled.push(reason);

  beforeEach(() => {
    [runtime, work, stop, unhandled] = [createFakeRuntime(), startWork(), new AbortController(), []];
    // mocha 12 ignores unhandled rejections unless a test listens for them.
    process.on('unhandledRejection', onUnhandled);
  });
  afterEach(async () => {
    await turn();
    process.off('unhandledRejection', onUnhandled);
    expect(unhandled, 'unhandled rejections').to.deep.equal([]);
    expect(runtime.sleepers, 'timers left').to.equal(0);
    expect(getEventListeners(stop.signal, 'abort'), 'listeners left').to.deep.equal([]);
  });

  describe('withDeadline', () => {
    let isLate: boolean;
    const onLate = (): null => {
      isLate = true;
      return null;
    };
    beforeEach(() => {
      isLate = false;
    });

    it('returns the result of work that is in time', async () => {
      const result = withDeadline(work.promise, { runtime, ms: 100 }, onLate);
      await runtime.advance(99);
      work.resolve('done');
      expect([await result, isLate]).to.deep.equal(['done', false]);
    });

    it('ends the wait for the deadline without making an error', async () => {
      const reasons: unknown[] = [];
      const sleep: FakeRuntime['sleep'] = (ms, signal) => {
        signal?.addEventListener('abort', () => reasons.push(signal.reason));
        return runtime.sleep(ms, signal);
      };
      const result = withDeadline(work.promise, { runtime: { sleep }, ms: 100 }, onLate);
      work.resolve('done');
      await result;
      expect(reasons).to.deep.equal([done]);
    });

    it('throws what the work throws in time', async () => {
      const result = failureOf(withDeadline(work.promise, { runtime, ms: 100 }, onLate));
      work.reject(failure);
      expect([await result, isLate]).to.deep.equal([failure, false]);
    });

    it('returns what onLate returns when the time is over', async () => {
      const result = withDeadline(work.promise, { runtime, ms: 100 }, onLate);
      await runtime.advance(100);
      expect([await result, isLate]).to.deep.equal([null, true]);
    });

    it('throws what onLate throws when the time is over', async () => {
      const result = failureOf(
        withDeadline(work.promise, { runtime, ms: 100 }, () => {
          throw failure;
        }),
      );
      await runtime.advance(100);
      expect(await result).to.equal(failure);
    });

    it('ignores the rejection of work that is late', async () => {
      const result = withDeadline(work.promise, { runtime, ms: 100 }, onLate);
      await runtime.advance(100);
      await result;
      work.reject(failure);
    });

    it('does not call onLate for work that settles first in the turn of the deadline', async () => {
      const sleep = (): Promise<void> => Promise.resolve();
      expect(await withDeadline(Promise.resolve('done'), { runtime: { sleep }, ms: 0 }, onLate)).to.equal('done');
      await turn();
      expect(isLate).to.equal(false);
    });
  });

  describe('withGracePeriod', () => {
    const reason = new Error('shutdown');
    const begin = (): Promise<string> => withGracePeriod(work.promise, { runtime, signal: stop.signal, graceMs: 100 });

    it('has no deadline before the signal aborts', async () => {
      const result = begin();
      await runtime.advance(1_000_000);
      work.resolve('done');
      expect(await result).to.equal('done');
    });

    it('throws what the work throws', async () => {
      const result = failureOf(begin());
      work.reject(failure);
      expect(await result).to.equal(failure);
    });

    it('returns the result of work that ends within the grace period', async () => {
      const result = begin();
      stop.abort(reason);
      await runtime.advance(99);
      work.resolve('done');
      expect(await result).to.equal('done');
    });

    it('throws the reason of the signal when the grace period is over', async () => {
      const result = failureOf(begin());
      await runtime.advance(50);
      stop.abort(reason);
      await runtime.advance(100);
      expect(await result).to.equal(reason);
      work.reject(failure);
    });

    it('grants the grace period when the signal has aborted before', async () => {
      stop.abort(reason);
      const [inTime, late] = [
        begin(),
        failureOf(withGracePeriod(startWork().promise, { runtime, signal: stop.signal, graceMs: 100 })),
      ];
      await runtime.advance(99);
      work.resolve('done');
      expect(await inTime).to.equal('done');
      await runtime.advance(1);
      expect(await late).to.equal(reason);
    });
  });

  describe('unlessAborted', () => {
    it('returns the result of the work', async () => {
      const result = unlessAborted(work.promise, stop.signal);
      work.resolve('done');
      expect(await result).to.equal('done');
    });

    it('throws what the work throws', async () => {
      const result = failureOf(unlessAborted(work.promise, stop.signal));
      work.reject(failure);
      expect(await result).to.equal(failure);
    });

    it('returns null as soon as the signal aborts', async () => {
      const result = unlessAborted(work.promise, stop.signal);
      stop.abort();
      expect(await result).to.equal(null);
      work.reject(failure);
    });

    it('returns null when the signal has aborted before, even for work that is done', async () => {
      stop.abort();
      expect(await unlessAborted(Promise.resolve('done'), stop.signal)).to.equal(null);
      expect(await unlessAborted(Promise.reject(failure), stop.signal)).to.equal(null);
    });
  });
});
