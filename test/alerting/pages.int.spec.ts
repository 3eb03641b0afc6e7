/**
 * Goal: decisions depend on the log alone, not on where pages end, on restarts, or on when a card was first followed.
 * Method: random sequences of events through the alerter on Postgres in random pages, compared with a second alerter that
 * keeps everything in memory and takes one event at a time. The tables of two ways of paging are compared too.
 */
import { expect } from 'chai';
import fc from 'fast-check';
import type { SubscriberDeps } from '../../src/subscriptions/subscriber.js';
import { createMemoryLog } from '../../src/log/memory/memory-log.js';
import type { EventLog } from '../../src/log/event-log.js';
import type { RecordedEvent } from '../../src/domain/envelope.js';
import { type Database, openDatabase } from '../../src/postgres/database.js';
import { silentLogger } from '../../src/base/logger.js';
import { alertEvents } from '../support/alert-sequences.js';
import { decideAll } from '../support/alerts.js';
import { allEvents, byStream, isDecision, resetAlerter, inStreams, runAlerterOnce } from '../support/alerter.js';
import { checkProperty } from '../support/check-property.js';
import { createFakeRuntime } from '../support/fake-runtime.js';
import { dump } from '../support/folding.js';
import { appendTo } from '../support/logs.js';
import { freshDatabase, type TestDatabase } from '../support/postgres.js';

const dayMs = 86_400_000;
const sizes = (max: number) => fc.array(fc.integer({ min: 1, max }), { minLength: 1, maxLength: 6 });

describe('decisions of the alerter', () => {
  let target: TestDatabase;
  let database: Database;

  before(async () => {
    target = await freshDatabase();
    database = openDatabase({ url: target.url, application: 'test alert pages', connectionsMax: 3 });
  });
  after(async () => {
    await database.close();
    await target.drop();
  });

  /** Returns the log as filled by writers whose clocks differ, by more than real ones do. */
  const skewed = (log: EventLog): EventLog => {
    const timed = (event: RecordedEvent): RecordedEvent => {
      const recordedMs = Date.parse(event.recorded_at) + (((Number(event.position) * 7) % 5) - 2) * dayMs;
      return { ...event, recorded_at: new Date(recordedMs).toISOString() };
    };
    return {
      ...log,
      clockSkewMs: 4 * dayMs,
      async readAll(options) {
        const page = await log.readAll(options);
        return { ...page, events: page.events.map(timed) };
      },
      async readStream(stream, options) {
        const slice = await log.readStream(stream, options);
        return slice.outcome === 'read' ? { ...slice, events: slice.events.map(timed) } : slice;
      },
    };
  };

  /** Returns a log of the events, half a day apart, and the decisions expected on it. */
  const logOf = async (
    events: readonly RecordedEvent[],
    as = (log: EventLog): EventLog => log,
  ): Promise<{ log: EventLog; deps: SubscriberDeps; expected: string[] }> => {
    const runtime = createFakeRuntime('2025-09-01T00:00:00Z');
    const log = as(createMemoryLog({ runtime }));
    for (const event of events) {
      await appendTo(log, [event]);
      await runtime.advance(dayMs / 2);
    }
    const expected = byStream(inStreams(decideAll(await allEvents(log))));
    return { log, deps: { database, log, runtime, logger: silentLogger, holder: 'test' }, expected };
  };
  const decided = async (log: EventLog): Promise<string[]> => byStream((await allEvents(log)).filter(isDecision));
  const tables = async () => {
    const client = await database.connect();
    try {
      const { alerts, watches, keys, merges } = await dump(client, 'alerting');
      const cards = await client.query('select card_id from alerting.cards order by 1');
      // Only whether points are kept for a card that does not need them may depend on pages.
      return { alerts, watches, keys, merges, cards: cards.rows };
    } finally {
      client.release();
    }
  };

  it('are the same for any pages and any process', async () => {
    let firings = 0;
    await checkProperty(
      fc.asyncProperty(alertEvents(40), sizes(9), async (events, pages) => {
        const one = await logOf(events);
        await resetAlerter(database);
        const until = await one.log.head();
        await runAlerterOnce(one.deps, { pages: [1_000] });
        expect(await decided(one.log), 'one page').to.deep.equal(one.expected);
        const rows = await tables();

        const many = await logOf(events);
        await resetAlerter(database);
        await runAlerterOnce(many.deps, { pages, until });
        expect(await decided(many.log), 'pages').to.deep.equal(many.expected);
        expect(await tables(), 'tables').to.deep.equal(rows);

        // With empty tables the same decisions are made, and found in the log.
        const before = await allEvents(many.log);
        await resetAlerter(database);
        await runAlerterOnce(many.deps, { pages: [3], until });
        expect((await allEvents(many.log)).length, 'again').to.equal(before.length);
        firings += one.expected.filter((line) => line.includes('AlertTriggered')).length;
      }),
      24,
    );
    // 300 runs counted 32 to 76.
    expect(firings).to.be.greaterThan(15);
  });

  it("are the same where the log's time goes back because the clocks of its writers differ", async () => {
    let ends = 0;
    await checkProperty(
      fc.asyncProperty(alertEvents(40), sizes(9), async (events, pages) => {
        const one = await logOf(events, skewed);
        await resetAlerter(database);
        await runAlerterOnce(one.deps, { pages: [1_000] });
        expect(await decided(one.log), 'one page').to.deep.equal(one.expected);
        const many = await logOf(events, skewed);
        await resetAlerter(database);
        await runAlerterOnce(many.deps, { pages });
        expect(await decided(many.log), 'pages').to.deep.equal(many.expected);
        ends += one.expected.filter((line) => line.includes('AlertExpired')).length;
      }),
      24,
    );
    expect(ends).to.be.greaterThan(0);
  });

  it('are the same while the log grows, with a new process for every page', async () => {
    await checkProperty(
      fc.asyncProperty(alertEvents(30), sizes(5), async (events, steps) => {
        const runtime = createFakeRuntime('2025-09-01T00:00:00Z');
        const log = createMemoryLog({ runtime });
        await resetAlerter(database);
        for (let at = 0, turn = 0; at < events.length; turn += 1) {
          const some = steps[turn % steps.length] as number;
          await appendTo(log, events.slice(at, at + some));
          await runtime.advance(dayMs / 2);
          at += some;
          await runAlerterOnce({ database, log, runtime, logger: silentLogger, holder: 'test' }, { pages: [2] });
        }
        const all = await allEvents(log);
        const inputs = all.filter((event) => !isDecision(event));
        expect(await decided(log)).to.deep.equal(byStream(inStreams(decideAll(inputs))));
      }),
      16,
    );
  });
});
