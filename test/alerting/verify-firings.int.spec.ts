/**
 * Goal: firings are judged by the events that caused them, on copied logs too, up to the alerter's checkpoint. Method: an
 * alerter on a log in memory whose positions no other engine has; the log is copied to Postgres and verified there, before
 * and after an alerter has run.
 */
import { expect } from 'chai';
import { createAlert } from '../../src/alerting/commands.js';
import { decide } from '../../src/alerting/process-page.js';
import { processPage } from '../../src/subscriptions/process-page.js';
import { type FiringsCheck, verifyFirings } from '../../src/alerting/verify-firings.js';
import type { EventData } from '../../src/domain/events.js';
import type { RecordedEvent } from '../../src/domain/envelope.js';
import { uuidFromName } from '../../src/domain/ids.js';
import { copyLog } from '../../src/log/copy.js';
import type { EventLog } from '../../src/log/event-log.js';
import { createMemoryLog } from '../../src/log/memory/memory-log.js';
import { createPostgresLog } from '../../src/log/postgres/postgres-log.js';
import { type Database, openDatabase } from '../../src/postgres/database.js';
import { systemRuntime } from '../../src/base/runtime.js';
import { silentLogger } from '../../src/base/logger.js';
import { allEvents, runAlerterOnce, nextPage, startAlerter } from '../support/alerter.js';
import { noon } from '../support/alerts.js';
import { createRecorder, numbers, observation } from '../support/events.js';
import { appendTo, onAnotherEngine } from '../support/logs.js';
import { freshDatabase, type TestDatabase } from '../support/postgres.js';

describe('verifyFirings', () => {
  const runtime = systemRuntime();
  const { signal } = new AbortController();
  let target: TestDatabase;
  let database: Database;
  let source: EventLog;
  let copy: EventLog;

  beforeEach(async () => {
    target = await freshDatabase();
    database = openDatabase({ url: target.url, application: 'test firings', connectionsMax: 8 });
    source = onAnotherEngine(createMemoryLog({ runtime }));
    copy = createPostgresLog({ database, runtime });
  });
  afterEach(async () => {
    await source.close();
    await copy.close();
    await database.close();
    await target.drop();
  });

  const observe = async (log: EventLog, market: number, on: number): Promise<void> => {
    const { record } = createRecorder();
    const event = record(
      'PriceObserved',
      observation({ card_id: 'pokemon-1', ...numbers(market), effective_at: noon(on) }),
    );
    await appendTo(log, [{ ...event, id: runtime.uuid() }]);
  };
  const deps = (log: EventLog) => ({ database, log, runtime, logger: silentLogger, holder: 'a' });
  const verified = (log: EventLog): Promise<FiringsCheck | null> => verifyFirings({ database, log, signal });
  const fired = async (log: EventLog): Promise<RecordedEvent[]> =>
    (await allEvents(log)).filter(({ type }) => type === 'AlertTriggered');

  /** Makes an alert fire twice on the source; it is created before the first price. */
  const fill = async (): Promise<void> => {
    await createAlert(
      { log: source, runtime },
      {
        owner: 'owner-1',
        channels: [],
        actor: 'owner-1',
        rule: { card_id: 'pokemon-1', when: { type: 'threshold', comparison: '<=', amount: 100 } },
      },
    );
    for (const [at, price] of [120, 90, 120, 80].entries()) await observe(source, price, at + 1);
    await runAlerterOnce(deps(source), { pages: [2] });
  };
  const good = (expected: number): FiringsCheck => ({ expected: expected, missing: [], unexpected: [] });

  it('finds the firings of a copied log as expected, though their positions are those of the source', async () => {
    await fill();
    expect(await verified(source)).to.deep.equal(good(2));
    await copyLog({ from: source, to: copy, runtime, signal });
    // No alerter has run on the copy: the checkpoint is a position of the source.
    expect(await verified(copy)).to.equal(null);
    await runAlerterOnce(deps(copy), { token: 2 });
    expect(await verified(copy)).to.deep.equal(good(2));
    await observe(copy, 120, 5);
    await observe(copy, 70, 6);
    await runAlerterOnce(deps(copy), { token: 3 });
    expect(await verified(copy)).to.deep.equal(good(3));
  });

  it('finds missing and unexpected firings in a copied log', async () => {
    await fill();
    await copyLog({ from: source, to: copy, runtime, signal });
    await runAlerterOnce(deps(copy), { token: 2 });
    const [first] = await fired(copy);
    const { stream, metadata, type, schema_version, data } = first as RecordedEvent;
    const forge = async (id: string, event_id: string): Promise<void> => {
      const forged = {
        ...data,
        triggering: { event_id, position: (data as EventData<'AlertTriggered'>).triggering.position },
      };
      await copy.append(
        [{ stream, expectedRevision: 'any', events: [{ id, type, schema_version, data: forged }] }],
        metadata,
      );
    };
    const [again, nowhere] = [uuidFromName('once more'), uuidFromName('of nothing')];
    await forge(again, (data as EventData<'AlertTriggered'>).triggering.event_id);
    await forge(nowhere, uuidFromName('no such event'));
    expect(await verified(copy)).to.deep.equal({ expected: 2, missing: [], unexpected: [again, nowhere].sort() });
    // An alerter with another rule appends another firing: the one by the recorded rule is missing.
    await database.query(`update alerting.alerts set rule = jsonb_set(rule::jsonb, '{when,amount}', '1')::json`);
    await observe(copy, 120, 5);
    await observe(copy, 70, 6);
    await runAlerterOnce(deps(copy), { token: 3 });
    const check = await verified(copy);
    expect([check?.expected, check?.missing.length, check?.unexpected.length]).to.deep.equal([3, 1, 2]);
  });

  it('ignores firings that were appended after the checkpoint', async () => {
    await fill();
    await observe(source, 120, 5);
    await observe(source, 70, 6);
    const dying: typeof decide = (deciding) =>
      decide({
        ...deciding,
        sink: async (decisions) => {
          await deciding.sink(decisions);
          throw Object.assign(new Error('died'), { code: '57P01' });
        },
      });
    const { processor, from } = await startAlerter(deps(source), { token: 2, decide: dying });
    const died = await processPage(processor, await nextPage(deps(source), from), from).then(
      () => false,
      () => true,
    );
    expect([died, (await fired(source)).length]).to.deep.equal([true, 3]);
    expect(await verified(source)).to.deep.equal(good(2));
  });
});
