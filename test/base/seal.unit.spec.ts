import { expect } from 'chai';
import { systemRuntime } from '../../src/base/runtime.js';
import { seal, unseal } from '../../src/base/seal.js';

const runtime = systemRuntime();
const key = { secret: 'PRD-4be2f7d1c9a0-8e1b-4c57-9d5e-3a77', purpose: 'consent ebay' };
const text = 'v^1.1#i^1#refresh-token-ä';

describe('a sealed secret', () => {
  it('is opened with the key it was sealed with', () => {
    for (const each of [text, '', 'x'.repeat(16_384)]) expect(unseal(seal(each, key, runtime), key)).to.equal(each);
  });

  it('shows nothing of its text, and is another each time', () => {
    const [one, two] = [seal(text, key, runtime), seal(text, key, runtime)];
    expect(one.equals(two)).to.equal(false);
    expect(one.includes('refresh')).to.equal(false);
    expect(one.subarray(1, 33).equals(two.subarray(1, 33))).to.equal(false);
  });

  it('stays closed with another secret or for another purpose', () => {
    const sealed = seal(text, key, runtime);
    expect(unseal(sealed, { ...key, secret: `${key.secret}x` })).to.equal(null);
    expect(unseal(sealed, { ...key, purpose: 'consent tcgplayer' })).to.equal(null);
  });

  it('stays closed where one bit of it was changed, or a byte is missing', () => {
    const sealed = seal(text, key, runtime);
    for (let at = 0; at < sealed.length; at += 1) {
      const changed = Buffer.from(sealed);
      changed[at] = (changed[at] as number) ^ 1;
      expect(unseal(changed, key), `byte ${at}`).to.equal(null);
      expect(unseal(sealed.subarray(0, at), key), `${at} bytes`).to.equal(null);
    }
  });
});
