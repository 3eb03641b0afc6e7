/** Goal: a database holds real or simulated data, for ever; the first collection says which. */
import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { claimDataOrigin, readDataOrigin } from '../../src/app/data-origin.js';
import { errorCode } from '../../src/base/errors.js';
import { metadata } from '../log/support.js';
import type { EventLog } from '../../src/log/event-log.js';
import { createMemoryLog } from '../../src/log/memory/memory-log.js';
import { type Database, openDatabase } from '../../src/postgres/database.js';
import { systemRuntime } from '../../src/base/runtime.js';
import { freshDatabase, type TestDatabase } from '../support/postgres.js';

describe('nature of the data', () => {
  let target: TestDatabase;
  let database: Database;
  let log: EventLog;

  beforeEach(async () => {
    target = await freshDatabase();
    database = openDatabase({ url: target.url, application: 'test nature' });
    log = createMemoryLog({ runtime: systemRuntime() });
  });
  afterEach(async () => {
    await database.close();
    await target.drop();
  });

  for (const [nature, other] of [
    ['real', 'simulated'],
    ['simulated', 'real'],
  ] as const) {
    it(`is ${nature} once it was claimed so, and never ${other}`, async () => {
      expect(await readDataOrigin(database, log)).to.equal(null);
      await claimDataOrigin({ database, log }, nature, 'here');
      await claimDataOrigin({ database, log }, nature, 'here');
      expect(await readDataOrigin(database, log)).to.equal(nature);
      const refused = await claimDataOrigin({ database, log }, other, 'here').then(
        () => null,
        (error: unknown) => error as Error,
      );
      expect(errorCode(refused)).to.equal('DATA_DIR_MIXED');
      expect(refused?.message).to.equal(`here: holds ${nature} data; ${other} data needs a directory of its own`);
      expect(await readDataOrigin(database, log)).to.equal(nature);
      const changed = await database.query('update collecting.data_origin set simulated = not simulated').then(
        () => null,
        (error: unknown) => error as Error,
      );
      expect(changed?.message).to.match(/permission denied/);
    });
  }

  it('is told by a log that came from elsewhere, and holds for it', async () => {
    for (const [source, nature, other] of [
      ['tcgcsv', 'real', 'simulated'],
      ['sandbox-tcgcsv', 'simulated', 'real'],
    ] as const) {
      const copied = createMemoryLog({ runtime: systemRuntime() });
      const started = { id: randomUUID(), type: 'CollectionStarted', schema_version: 1, data: { source } };
      await copied.append(
        [{ stream: 'set-1', expectedRevision: 'any', events: [{ ...started, id: randomUUID() }] }],
        metadata,
      );
      expect(await readDataOrigin(database, copied)).to.equal(null);
      await copied.append(
        [{ stream: `collection-${source}-all`, expectedRevision: 'any', events: [started] }],
        metadata,
      );
      expect(await readDataOrigin(database, copied)).to.equal(nature);
      const refused = await claimDataOrigin({ database, log: copied }, other, 'EVENTSTORE_URL').then(
        () => null,
        errorCode,
      );
      expect(refused).to.equal('DATA_DIR_MIXED');
      expect(await database.query('select from collecting.data_origin')).to.have.length(0);
    }
  });

  it('is one, when two claim at once', async () => {
    const outcomes = await Promise.allSettled([
      claimDataOrigin({ database, log }, 'real', 'a'),
      claimDataOrigin({ database, log }, 'simulated', 'b'),
    ]);
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).to.have.length(1);
  });
});
