/**
 * Goal: a log of an earlier version whose events hold text that Postgres refuses is folded and rebuilt, and stays as it is.
 * Method: such events, appended as they were recorded then.
 */
import { expect } from 'chai';
import { projections } from '../../projections/index.js';
import { systemRuntime } from '../../src/base/runtime.js';
import type { NewEvent } from '../../src/domain/envelope.js';
import type { EventType } from '../../src/domain/events.js';
import { uuidFromName } from '../../src/domain/ids.js';
import type { EventLog } from '../../src/log/event-log.js';
import { createMemoryLog } from '../../src/log/memory/memory-log.js';
import { createPostgresLog } from '../../src/log/postgres/postgres-log.js';
import { type Database, openDatabase } from '../../src/postgres/database.js';
import { readDeadLetters } from '../../src/subscriptions/dead-letters.js';
import { goodData, metadata, observation, streamOf } from '../support/events.js';
import { freshDatabase, type TestDatabase } from '../support/postgres.js';
import { testProjector } from '../support/projector.js';

const bad = 'Bad\0Name\uD800';
const good = 'Bad\uFFFDName\uFFFD';

/** An event as earlier versions made it: unchecked text. */
const old = (type: EventType, data: Readonly<Record<string, unknown>>): NewEvent => ({
  id: uuidFromName(`${type} ${JSON.stringify(data)}`),
  type,
  schema_version: 1,
  data,
});
const events: readonly NewEvent[] = [
  old('SetListed', { ...goodData.SetListed, name: bad }),
  old('CardListed', { ...goodData.CardListed, name: bad, attributes: { [bad]: bad } }),
  old('PriceObserved', observation({ printing: { name: bad, slug: 'bad-name' } })),
  old('ObservationQuarantined', { ...goodData.ObservationQuarantined, detail: bad, row: bad }),
];

describe('a log with text that Postgres refuses', () => {
  let target: TestDatabase;
  let database: Database;
  beforeEach(async () => {
    target = await freshDatabase();
    database = openDatabase({ url: target.url, application: 'test text' });
  });
  afterEach(async () => {
    await database.close();
    await target.drop();
  });

  const logs: readonly (readonly [string, () => EventLog])[] = [
    ['memory', () => createMemoryLog({ runtime: systemRuntime() })],
    ['Postgres', () => createPostgresLog({ database, runtime: systemRuntime() })],
  ];
  for (const [name, open] of logs) {
    it(`${name}: is folded and rebuilt with U+FFFD, parks nothing, and keeps its events`, async () => {
      const log = open();
      for (const event of events) {
        const stream = streamOf(event.type as EventType, event.data);
        await log.append([{ stream, expectedRevision: 'any', events: [event] }], metadata);
      }
      const projector = testProjector({ database, log });
      await projector.prepare();
      await projector.catchUp();
      const shown = async (): Promise<unknown[]> =>
        database.query(
          `select s.name as set, c.name as card, c.attributes, p.printing
           from catalog.sets s, catalog.cards c, latest_prices.prices p`,
        );
      const right = [{ set: good, card: good, attributes: { [good]: good }, printing: good }];
      expect(await shown()).to.deep.equal(right);
      expect(await readDeadLetters(database)).to.deep.equal([]);
      for (const projection of projections) await projector.rebuild(projection.name, AbortSignal.timeout(60_000));
      expect(await shown()).to.deep.equal(right);
      const stream = streamOf('SetListed', goodData.SetListed);
      const read = await log.readStream(stream, { direction: 'forwards', limit: 1 });
      expect(read.outcome === 'read' && read.events[0]?.data['name']).to.equal(bad);
      await log.close();
    });
  }
});
