/** Parallel work: its order, its bound, and what a failure leaves behind. */
import { expect } from 'chai';
import { inParallel } from '../../../src/base/async/parallel.js';
import { turn } from '../../support/fake-runtime.js';

describe('inParallel', () => {
  let started: number[];
  let settle: Map<number, { resolve: (value: string) => void; reject: (error: Error) => void }>;
  const work = (item: number): Promise<string> => {
    started.push(item);
    return new Promise((resolve, reject) => settle.set(item, { resolve, reject }));
  };
  const finish = async (item: number): Promise<void> => {
    settle.get(item)?.resolve(`result ${item}`);
    await turn();
  };

  beforeEach(() => {
    [started, settle] = [[], new Map()];
  });

  it('starts items in order, a bounded number at a time, and returns the results in order', async () => {
    const results = inParallel([0, 1, 2, 3], 2, work);
    await turn();
    expect(started).to.deep.equal([0, 1]);
    await finish(1);
    expect(started).to.deep.equal([0, 1, 2]);
    await finish(2);
    expect(started).to.deep.equal([0, 1, 2, 3]);
    await finish(3);
    await finish(0);
    expect(await results).to.deep.equal(['result 0', 'result 1', 'result 2', 'result 3']);
  });

  it('takes fewer items than it may start at once', async () => {
    expect(await inParallel([1, 2], 10, async (item) => item * 2)).to.deep.equal([2, 4]);
    expect(await inParallel([], 10, work)).to.deep.equal([]);
  });

  it('starts nothing after a rejection, and throws the first one once the work under way has settled', async () => {
    let isSettled = false;
    const failure = inParallel([0, 1, 2, 3, 4], 3, work).then(
      () => null,
      (error: unknown) => {
        isSettled = true;
        return error;
      },
    );
    const [first, second] = [new Error('first'), new Error('second')];
    settle.get(1)?.reject(first);
    await turn();
    settle.get(0)?.reject(second);
    await turn();
    expect(isSettled).to.equal(false);
    await finish(2);
    expect(await failure).to.equal(first);
    expect(started).to.deep.equal([0, 1, 2]);
  });

  it('refuses a bound below one item, which would do nothing', async () => {
    const failure = await inParallel([1], 0, work).then(
      () => null,
      (error: unknown) => error as Error,
    );
    expect(failure?.message).to.equal('at least one item at a time');
    expect(started).to.deep.equal([]);
  });
});
