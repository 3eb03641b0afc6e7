/** Goal: one call serves many callers, no caller gets an answer older than its call, and failures are not shared. */
import { expect } from 'chai';
import { createSingleFlight } from '../../../src/api/cache/single-flight.js';
import { turn } from '../../support/fake-runtime.js';

describe('single flight', () => {
  interface Work {
    readonly land: (value: number) => void;
    readonly crash: () => void;
  }
  let works: Work[];
  const work = (): Promise<number> =>
    new Promise((resolve, reject) => works.push({ land: resolve, crash: () => reject(new Error('crashed')) }));
  beforeEach(() => {
    works = [];
  });

  it('shares a running call by key', async () => {
    const flights = createSingleFlight<number>(() => true);
    const asked = ['a', 'a', 'a', 'b'].map((key) => flights.run(key, work));
    await turn();
    expect(works.length).to.equal(2);
    works[0]!.land(1);
    works[1]!.land(2);
    const got = await Promise.all(asked);
    expect(got.map(({ value }) => value)).to.deep.equal([1, 1, 1, 2]);
    expect(got.map(({ joined }) => joined)).to.deep.equal([false, true, true, false]);
  });

  it('runs once more for all callers if the result is no longer valid', async () => {
    const flights = createSingleFlight<number>((value) => value > 1);
    const asked = [1, 2, 3].map(() => flights.run('a', work));
    await turn();
    works[0]!.land(1);
    await turn();
    expect(works.length).to.equal(2);
    works[1]!.land(0);
    expect((await Promise.all(asked)).map(({ value }) => value)).to.deep.equal([1, 0, 0]);
    expect(works.length).to.equal(2);
  });

  it('does not share a failure: the other callers try again, together', async () => {
    const flights = createSingleFlight<number>(() => true);
    const asked = [1, 2, 3].map(() => flights.run('a', work).catch((error: unknown) => String(error)));
    await turn();
    works[0]!.crash();
    await turn();
    expect(works.length).to.equal(2);
    works[1]!.crash();
    expect(await Promise.all(asked)).to.deep.equal(['Error: crashed', 'Error: crashed', 'Error: crashed']);
    const later = flights.run('a', work);
    await turn();
    works[2]!.land(7);
    expect(await later).to.deep.equal({ value: 7, joined: false });
  });
});
