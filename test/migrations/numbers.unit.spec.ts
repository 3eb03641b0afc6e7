/** Goal: migrations have one order: two of one number could be applied in either, and one that comes late before others never. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { packageRoot } from '../../src/base/paths.js';

describe('the numbers of the migrations', () => {
  it('count up without a gap', () => {
    const numbers = readdirSync(join(packageRoot, 'migrations')).map(
      (name) => /^(\d{4})_[a-z0-9.-]+\.sql$/.exec(name)?.[1],
    );
    expect(numbers.sort()).to.deep.equal(numbers.map((_, at) => String(at + 1).padStart(4, '0')));
  });
});
