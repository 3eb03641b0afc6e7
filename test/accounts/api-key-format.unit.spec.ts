/** Goal: a key that was not made here, or was mistyped, is recognised by its text alone. */
import { expect } from 'chai';
import fc from 'fast-check';
import {
  formatKey,
  hashToken,
  keyEntropyBytes,
  keyTypeOf,
  keyTypes,
  looksLikeKey,
} from '../../src/accounts/api-key-format.js';
import { createFakeRuntime } from '../support/fake-runtime.js';

const random = fc
  .uint8Array({ minLength: keyEntropyBytes, maxLength: keyEntropyBytes })
  .map((bytes) => Buffer.from(bytes).toString('hex'));

describe('the text of an API key', () => {
  it('has its type, thirty characters and a checksum, as the published pattern has it', () => {
    fc.assert(
      fc.property(fc.constantFrom(...keyTypes), random, (type, hex) => {
        const key = formatKey(type, hex);
        expect(key).to.match(/^tcgl_(live|demo|sheet)_[0-9A-Za-z]{36}$/);
        expect(keyTypeOf(key)).to.equal(type);
        expect(looksLikeKey(key)).to.equal(true);
      }),
    );
  });

  it('is refused with any other character, prefix or length', () => {
    const key = formatKey('live', createFakeRuntime().secret(keyEntropyBytes));
    for (let at = 0; at < key.length; at += 1) {
      const other = key[at] === 'a' ? 'b' : 'a';
      expect(keyTypeOf(`${key.slice(0, at)}${other}${key.slice(at + 1)}`), `character ${at}`).to.equal(null);
    }
    for (const text of [
      '',
      'tcgl_live_',
      `${key}a`,
      key.slice(0, -1),
      key.replace('live', 'demo'),
      `${key}\n`,
      ` ${key}`,
    ])
      expect(keyTypeOf(text), text).to.equal(null);
  });

  it('keeps its checksum from version to version: keys outlive them', () => {
    const key = formatKey('live', '00'.repeat(31) + '3d');
    expect(key).to.equal('tcgl_live_00000000000000000000000000000z1kIj6Z');
    expect(hashToken(key)).to.have.length(32);
  });
});
