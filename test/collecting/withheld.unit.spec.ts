/** Goal: what is held back follows from the log alone. */
import { expect } from 'chai';
import { limits } from '../../src/base/limits.js';
import { decideWithheld, namedKeys, type Vanishing } from '../../src/collecting/withheld.js';

const keys = (from: number, to: number): string[] =>
  Array.from({ length: to - from }, (_, at) => `k${String(from + at).padStart(3, '0')}`);
const decide = (
  gone: readonly string[],
  standing: number,
  more: { before?: string[]; now?: string[]; unlisted?: string[]; withdrawnNow?: string[] } = {},
): string[] => {
  const vanishing: Vanishing = {
    vanished: gone.map((key) => ({
      key,
      listed: more.unlisted?.includes(key) !== true,
      withdrawnNow: more.withdrawnNow?.includes(key) === true,
    })),
    standing,
    heldBefore: new Set(more.before),
    heldNow: new Set(more.now),
  };
  return decideWithheld(vanishing);
};

describe('prices held back', () => {
  it('are ten keys and 30 % of the set, neither alone', () => {
    expect(decide(keys(0, 10), 33)).to.have.length(10);
    expect(decide(keys(0, 10), 34)).to.deep.equal([]);
    expect(decide(keys(0, 9), 9)).to.deep.equal([]);
    expect(decide(keys(0, 300), 1_000)).to.have.length(300);
    expect(decide(keys(0, 299), 1_000)).to.deep.equal([]);
  });

  it('are not those that the snapshot before held back', () => {
    expect(decide(keys(0, 20), 20, { before: keys(0, 20) })).to.deep.equal([]);
    // 10 of the 10 that were left vanish too.
    expect(decide(keys(0, 20), 20, { before: keys(0, 10) })).to.deep.equal(keys(10, 20));
    expect(decide(keys(0, 15), 20, { before: keys(0, 10) })).to.deep.equal([]);
  });

  it('are only those of products that are listed', () => {
    expect(decide(keys(0, 20), 20, { unlisted: keys(0, 5) })).to.deep.equal(keys(5, 20));
    expect(decide(keys(0, 20), 20, { unlisted: keys(0, 11) })).to.deep.equal([]);
  });

  it('stay so under their stamp, and are not where an earlier attempt withdrew some', () => {
    expect(decide(keys(0, 5), 5, { now: keys(0, 5) })).to.deep.equal(keys(0, 5));
    expect(decide(keys(0, 5), 5, { before: keys(0, 5), now: keys(0, 5) })).to.deep.equal(keys(0, 5));
    expect(decide(keys(0, 20), 20, { withdrawnNow: ['k003'] })).to.deep.equal([]);
  });

  it('are named as far as one event holds them', () => {
    expect(namedKeys(keys(0, 40))).to.deep.equal(keys(0, 40));
    const long = Array.from({ length: limits.withheldKeysMax + 5 }, (_, at) => `${at}`.padStart(280, 'é'));
    const bytes = Buffer.byteLength(JSON.stringify(namedKeys(long)));
    expect(bytes).to.be.within(150_000, limits.eventDataBytesMax);
  });
});
