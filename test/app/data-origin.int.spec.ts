/** Goal: a database holds real or simulated data, forever; the first collection decides. */
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

describe('data origin', () => {
  let target: TestDatabase;
  let database: Database;
  let log: EventLog;

  beforeEach(async () => {
    target = await freshDatabase();
    database = openDatabase({ url: target.url, application: 'test origin' });
    log = createMemoryLog({ runtime: systemRuntime() });
  });
  afterEach(async () => {
    await database.close();
    await target.drop();
  });

  for (const [origin, other] of [
    ['real', 'simulated'],
    ['simulated', 'real'],
  ] as const) {
    it(`stays ${origin} after the first claim, and rejects ${other}`, async () => {
      expect(await readDataOrigin(database, log)).to.equal(null);
      await claimDataOrigin({ database, log }, origin, 'here');
      await claimDataOrigin({ database, log }, origin, 'here');
      expect(await readDataOrigin(database, log)).to.equal(origin);
      const refused = await claimDataOrigin({ database, log }, other, 'here').then(
        () => null,
        (error: unknown) => error as Error,
      );
      expect(errorCode(refused)).to.equal('DATA_DIR_MIXED');
      expect(refused?.message).to.equal(`here: holds ${origin} data; ${other} data needs a separate directory`);
      expect(await readDataOrigin(database, log)).to.equal(origin);
      const changed = await database.query('update collecting.data_origin set simulated = not simulated').then(
        () => null,
        (error: unknown) => error as Error,
      );
      expect(changed?.message).to.match(/permission denied/);
    });
  }

  it('is read from a copied log, and applies to it', async () => {
    for (const [source, origin, other] of [
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
      expect(await readDataOrigin(database, copied)).to.equal(origin);
      const refused = await claimDataOrigin({ database, log: copied }, other, 'EVENTSTORE_URL').then(
        () => null,
        errorCode,
      );
      expect(refused).to.equal('DATA_DIR_MIXED');
      expect(await database.query('select from collecting.data_origin')).to.have.length(0);
    }
  });

  it('is a single one after two concurrent claims', async () => {
    const outcomes = await Promise.allSettled([
      claimDataOrigin({ database, log }, 'real', 'a'),
      claimDataOrigin({ database, log }, 'simulated', 'b'),
    ]);
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).to.have.length(1);
  });
});
