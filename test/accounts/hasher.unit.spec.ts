/** Goal: passwords are hashed whole, off the event loop, in bounded numbers, with the work of a real one where there is none. */
import { expect } from 'chai';
import bcrypt from 'bcryptjs';
import { createPasswordHasher, type PasswordHasher } from '../../src/accounts/passwords/hasher.js';
import { errorCode } from '../../src/base/errors.js';
import { limits } from '../../src/base/limits.js';

describe('the hashing of passwords', () => {
  let hasher: PasswordHasher;
  before(() => {
    hasher = createPasswordHasher({ cost: 4 });
  });
  after(() => hasher.close());

  it('tells a password from any other, to the last byte', async () => {
    const long = 'a'.repeat(100);
    for (const password of ['correct horse', long, 'a\0b', 'ü'.repeat(64), ' spaces ']) {
      const hash = await hasher.hash(password);
      expect(hash).to.match(/^\$2[aby]\$04\$/);
      expect(await hasher.verify(password, hash)).to.equal(true);
      for (const other of [`${password}a`, password.slice(0, -1), password.toUpperCase()])
        if (other !== password) expect(await hasher.verify(other, hash), other.slice(0, 10)).to.equal(false);
    }
    // The twin: bcrypt alone takes both for the same.
    expect(bcrypt.compareSync(`${long}b`, bcrypt.hashSync(`${long}a`, 4))).to.equal(true);
  });

  it('does as much for an account that does not exist', async () => {
    expect(await hasher.verify('', null), 'not even the empty password').to.equal(false);
    const slow = createPasswordHasher({ cost: 11 });
    try {
      const hash = await slow.hash('x');
      await slow.verify('warm', null);
      const timeOf = async (given: string | null): Promise<number> => {
        const started = performance.now();
        for (let times = 0; times < 3; times += 1) await slow.verify('guess', given);
        return performance.now() - started;
      };
      // Without the work it would be a hundredth.
      expect((await timeOf(null)) / (await timeOf(hash))).to.be.within(0.2, 5);
    } finally {
      await slow.close();
    }
  });

  it('leaves the event loop to others', async () => {
    const slow = createPasswordHasher({ cost: 12 });
    try {
      let turns = 0;
      let isHashed = false;
      const hashing = slow.hash('x').then(() => (isHashed = true));
      while (!isHashed) {
        turns += 1;
        await new Promise((resolve) => setImmediate(resolve));
      }
      await hashing;
      expect(turns).to.be.above(50);
    } finally {
      await slow.close();
    }
  });

  it('refuses more than may wait, and goes on afterwards', async () => {
    const results = await Promise.allSettled(
      Array.from({ length: limits.passwordsWaitingMax + 5 }, () => hasher.hash('x')),
    );
    const refused = results.filter((result) => result.status === 'rejected');
    expect(refused).to.have.length(5);
    for (const { reason } of refused) expect(errorCode(reason)).to.equal('PASSWORDS_BUSY');
    expect(await hasher.verify('x', await hasher.hash('x'))).to.equal(true);
  });

  it('fails what waits when it is closed, and starts a thread again if it is asked', async () => {
    const short = createPasswordHasher({ cost: 10 });
    const waiting = short.hash('x').catch((error: unknown) => error);
    await short.close();
    expect(await waiting).to.be.an('error');
    expect(await short.hash('y')).to.be.a('string');
    await short.close();
  });
});
