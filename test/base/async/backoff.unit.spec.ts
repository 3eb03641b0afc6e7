/** Back-off: how the delays grow, and their jitter. */
import { expect } from 'chai';
import { backoffMs } from '../../../src/base/async/backoff.js';
import { limits } from '../../../src/base/limits.js';

describe('backoffMs', () => {
  const bounds = { minMs: 50, maxMs: 2_000 };

  it('doubles the delay with each failure up to the maximum', () => {
    const delays = [0, 1, 2, 5, 6, 2_000].map((failures) => backoffMs(failures, 1, bounds));
    expect(delays).to.deep.equal([50, 100, 200, 1_600, 2_000, 2_000]);
  });

  it('spreads each delay over its upper half', () => {
    expect([0, 0.5, 1].map((random) => backoffMs(2, random, bounds))).to.deep.equal([100, 150, 200]);
  });

  it('uses the retry delays of the limits by default', () => {
    expect(backoffMs(0, 1)).to.equal(limits.retryDelayMsMin);
    expect(backoffMs(1_000, 1)).to.equal(limits.retryDelayMsMax);
  });
});
