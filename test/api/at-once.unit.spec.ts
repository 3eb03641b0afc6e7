/** Goal: no more run at once than allowed, and one that ends or fails makes room. */
import { expect } from 'chai';
import { createAtOnce } from '../../src/api/at-once.js';

describe('a bound of what runs at once', () => {
  it('refuses one more, and takes the next when one ended, even with an error', async () => {
    const bound = createAtOnce({ max: 2, code: 'BACKTESTS_IN_ALL', what: 'tests' });
    const ends: (() => void)[] = [];
    const hold = () => bound.run(() => new Promise<void>((resolve) => ends.push(resolve)));
    const [first, second] = [hold(), hold()];
    const refused = await hold().catch((error: unknown) => error);
    expect(refused).to.deep.include({ code: 'BACKTESTS_IN_ALL' });
    ends[0]?.();
    await first;
    const failed = await bound.run(() => Promise.reject(new Error('broken'))).catch((error: unknown) => String(error));
    expect(failed).to.equal('Error: broken');
    expect(await bound.run(() => Promise.resolve(7))).to.equal(7);
    ends[1]?.();
    await second;
  });
});
