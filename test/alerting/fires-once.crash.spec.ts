/**
 * Goal: each firing is in the log once, wherever the alerter dies. Method: the alerter dies before, within and after every
 * transaction and before and after every append, in turn. The next process continues from the checkpoint, with pages that
 * end elsewhere. Two broken twins must fail: one gives its decisions random ids, one moves the checkpoint before it appends.
 */
import { expect } from 'chai';
import { appendDecisions } from '../../src/alerting/append-decisions.js';
import type { AlertDecisions } from '../../src/alerting/evaluate-page.js';
import { decide } from '../../src/alerting/process-page.js';
import type { NewEvent, RecordedEvent } from '../../src/domain/envelope.js';
import type { EventLog } from '../../src/log/event-log.js';
import { createMemoryLog } from '../../src/log/memory/memory-log.js';
import { type Database, openDatabase } from '../../src/postgres/database.js';
import { silentLogger } from '../../src/base/logger.js';
import {
  allEvents,
  byStream,
  checkpointOf,
  isDecision,
  resetAlerter,
  inStreams,
  runAlerterOnce,
} from '../support/alerter.js';
import { decideAll, storyEvents } from '../support/alerts.js';
import { createFakeRuntime } from '../support/fake-runtime.js';
import { appendTo } from '../support/logs.js';
import { freshDatabase, type TestDatabase } from '../support/postgres.js';

type Decide = typeof decide;

class Death extends Error {
  readonly code = '57P01';
}

const places = [
  'before a transaction',
  'within a transaction',
  'after a transaction',
  'before an append',
  'after an append',
] as const;
type Place = (typeof places)[number];

/** Returns a database and a log that throw Death the `nth` time that `place` is passed. */
const mortal = (
  database: Database,
  log: EventLog,
  nth: number,
  place: Place,
): { database: Database; log: EventLog; died: () => boolean } => {
  let count = 0;
  let dead = false;
  const die = (at: Place): void => {
    if (at !== place) return;
    count += 1;
    if (count !== nth) return;
    dead = true;
    throw new Death();
  };
  return {
    died: () => dead,
    database: {
      ...database,
      async transaction(work) {
        die('before a transaction');
        const result = await database.transaction(async (client) => {
          const done = await work(client);
          die('within a transaction');
          return done;
        });
        die('after a transaction');
        return result;
      },
    },
    log: {
      ...log,
      async append(appends, metadata) {
        die('before an append');
        const outcomes = await log.append(appends, metadata);
        die('after an append');
        return outcomes;
      },
    },
  };
};

/** Seven firings with re-arming prices in between, a pause and a change of the rule. */
const events = (): RecordedEvent[] =>
  storyEvents({
    rule: { when: { type: 'threshold', comparison: '<=', amount: 100 } },
    days: [
      120,
      90,
      120,
      80,
      120,
      { command: 'paused' },
      70,
      { command: 'resumed' },
      120,
      60,
      { changed: { when: { type: 'threshold', comparison: '<=', amount: 95 } }, expires_at: '2025-12-31T00:00:00Z' },
      120,
      90,
      120,
      80,
      120,
      70,
    ],
  });

describe('firings', () => {
  let target: TestDatabase;
  let database: Database;

  before(async () => {
    target = await freshDatabase();
    database = openDatabase({ url: target.url, application: 'test alert crash', connectionsMax: 3 });
  });
  after(async () => {
    await database.close();
    await target.drop();
  });

  /** Enacts every death in turn, each followed by a process that lives. Returns wrong outcomes and the number of deaths. */
  const divergences = async (deciding: Decide): Promise<{ wrong: string[]; deaths: number }> => {
    const wrong: string[] = [];
    let deaths = 0;
    for (const place of places) {
      for (let nth = 1; ; nth += 1) {
        await resetAlerter(database);
        const runtime = createFakeRuntime('2025-09-01T00:00:00Z');
        const log = createMemoryLog({ runtime });
        await appendTo(log, events());
        const until = await log.head();
        const expected = inStreams(decideAll(await allEvents(log)));
        const deps = { log, runtime, logger: silentLogger, holder: 'test' };
        const mortals = mortal(database, log, nth, place);
        await runAlerterOnce({ ...deps, ...mortals }, { pages: [3], until, decide: deciding }).catch(
          (error: unknown) => {
            if (!(error instanceof Death || (error as Error).cause instanceof Death)) throw error;
          },
        );
        await runAlerterOnce({ ...deps, database }, { pages: [4, 1], until, decide: deciding });
        expect((await checkpointOf(database)) >= until).to.equal(true);
        const found = (await allEvents(log)).filter(isDecision);
        const triggered = found.filter(({ type }) => type === 'AlertTriggered').length;
        if (byStream(found).join() !== byStream(expected).join()) wrong.push(`${nth} ${place}: ${triggered} fired`);
        if (!mortals.died()) break;
        deaths += 1;
      }
    }
    return { wrong, deaths };
  };

  it('are in the log once, wherever the alerter dies', async () => {
    expect(decideAll(events()).filter(({ type }) => type === 'AlertTriggered')).to.have.length(7);
    const { wrong, deaths } = await divergences(decide);
    expect(wrong).to.deep.equal([]);
    expect(deaths).to.be.greaterThan(25);
  });

  it('are doubled with random ids, and this harness finds it', async () => {
    const runtime = createFakeRuntime();
    const withRandomId = (event: NewEvent): NewEvent => ({ ...event, id: runtime.uuid() });
    const broken: Decide = (deciding) => {
      const sink = (decisions: readonly AlertDecisions[]) =>
        deciding.sink(decisions.map((each) => ({ ...each, events: each.events.map(withRandomId) })));
      return decide({ ...deciding, sink });
    };
    const { wrong } = await divergences(broken);
    const doubled = wrong
      .filter((line) => / (8|9|1\d) fired$/.test(line))
      .map((line) => line.replace(/^\d+ |:.*$/g, ''));
    expect(doubled).to.include.members(['after an append', 'within a transaction', 'before a transaction']);
  });

  it('are lost with the checkpoint before the append, and this harness finds it', async () => {
    const broken: Decide = (deciding) => async (batch) => {
      const kept: AlertDecisions[] = [];
      const sink = async (decisions: readonly AlertDecisions[]) => {
        kept.push(...decisions);
        return new Map<string, number>();
      };
      await decide({ ...deciding, sink })(batch);
      await deciding.sink(kept);
    };
    const { wrong } = await divergences(broken);
    const lost = wrong.filter((line) => / [0-6] fired$/.test(line)).map((line) => line.replace(/^\d+ |:.*$/g, ''));
    expect(lost).to.include.members(['after a transaction', 'before an append']);
  });

  it('are not appended without the lease', async () => {
    await resetAlerter(database);
    const runtime = createFakeRuntime('2025-09-01T00:00:00Z');
    const log = createMemoryLog({ runtime });
    await appendTo(log, events());
    const throwIfLost = (): void => {
      throw new Death('lost');
    };
    const refused = await appendDecisions({ log, runtime, throwIfLost })([
      { alertId: '5f1bd9a4-3a5c-4f9c-9a55-c2f1d2a7f0e1', knownRevision: 0, events: decideAll(events()).slice(0, 1) },
    ]).then(
      () => null,
      (error: unknown) => error as Error,
    );
    expect(refused?.message).to.equal('lost');
    expect((await allEvents(log)).some(isDecision)).to.equal(false);
  });
});
