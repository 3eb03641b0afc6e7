/** Goal: a database holds real or simulated data, for ever; the first collection says which. */
import { expect } from 'chai';
import { claimNature, readNature } from '../src/collect/nature.js';
import { errorCode } from '../src/errors.js';
import { type Database, openDatabase } from '../src/postgres/database.js';
import { freshDatabase, type TestDatabase } from './support/postgres.js';

describe('nature of the data', () => {
  let target: TestDatabase;
  let database: Database;

  beforeEach(async () => {
    target = await freshDatabase();
    database = openDatabase({ url: target.url, application: 'test nature' });
  });
  afterEach(async () => {
    await database.close();
    await target.drop();
  });

  for (const [nature, other] of [['real', 'simulated'], ['simulated', 'real']] as const) {
    it(`is ${nature} once it was claimed so, and never ${other}`, async () => {
      expect(await readNature(database)).to.equal(null);
      await claimNature(database, nature, 'here');
      await claimNature(database, nature, 'here');
      expect(await readNature(database)).to.equal(nature);
      const refused = await claimNature(database, other, 'here').then(() => null, (error: unknown) => error as Error);
      expect(errorCode(refused)).to.equal('DATA_DIR_MIXED');
      expect(refused?.message).to.equal(`here: holds ${nature} data; ${other} data needs a directory of its own`);
      expect(await readNature(database)).to.equal(nature);
      const changed = await database.query('update collecting.nature set simulated = not simulated').then(() => null, (error: unknown) => error as Error);
      expect(changed?.message).to.match(/permission denied/);
    });
  } // prettier-ignore

  it('is one, when two claim at once', async () => {
    const outcomes = await Promise.allSettled([claimNature(database, 'real', 'a'), claimNature(database, 'simulated', 'b')]);
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).to.have.length(1);
  });
});
