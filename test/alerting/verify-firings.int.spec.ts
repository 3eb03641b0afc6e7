/**
 * Goal: the firings in a log are judged by what they were decided from, wherever the log came from and however far the alerter
 * has got. Method: an alerter on a log in memory whose positions no other engine has; the log copied to Postgres, verified
 * there before and after an alerter has been at it.
 */
import { expect } from 'chai';
import { takeOverAlerts, alerterEventTypes } from '../../src/alerting/alerter.js';
import { createAlert } from '../../src/alerting/commands.js';
import { processPage } from '../../src/alerting/process-page.js';
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
import { allEvents, runAlerterOnce } from '../support/alerter.js';
import { noon } from '../support/alerts.js';
import { createRecorder, numbers, observation } from '../support/events.js';
import { appendTo, onAnotherEngine } from '../support/logs.js';
import { freshDatabase, type TestDatabase } from '../support/postgres.js';

describe('verifying firings', () => {
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

  const see = async (log: EventLog, market: number, on: number): Promise<void> => {
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

  /** Two firings on the source, of an alert that is there when the first price comes. */
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
    for (const [at, price] of [120, 90, 120, 80].entries()) await see(source, price, at + 1);
    await runAlerterOnce(deps(source), { pages: [2] });
  };
  const good = (expected: number): FiringsCheck => ({ expected: expected, missing: [], unexpected: [] });

  it('finds those of a copied log well founded, though their positions are those of the source', async () => {
    await fill();
    expect(await verified(source)).to.deep.equal(good(2));
    await copyLog({ from: source, to: copy, runtime, signal });
    // Nobody has decided here yet: where the alerter stands is a place in the other log.
    expect(await verified(copy)).to.equal(null);
    await runAlerterOnce(deps(copy), { token: 2 });
    expect(await verified(copy)).to.deep.equal(good(2));
    await see(copy, 120, 5);
    await see(copy, 70, 6);
    await runAlerterOnce(deps(copy), { token: 3 });
    expect(await verified(copy)).to.deep.equal(good(3));
  });

  it('finds one that lacks and one for no reason in a copied log too', async () => {
    await fill();
    await copyLog({ from: source, to: copy, runtime, signal });
    await runAlerterOnce(deps(copy), { token: 2 });
    const [first] = await fired(copy);
    const { stream, metadata, type, schema_version, data } = first as RecordedEvent;
    const lie = async (id: string, event_id: string): Promise<void> => {
      const told = {
        ...data,
        triggering: { event_id, position: (data as EventData<'AlertTriggered'>).triggering.position },
      };
      await copy.append(
        [{ stream, expectedRevision: 'any', events: [{ id, type, schema_version, data: told }] }],
        metadata,
      );
    };
    const [again, nowhere] = [uuidFromName('once more'), uuidFromName('of nothing')];
    await lie(again, (data as EventData<'AlertTriggered'>).triggering.event_id);
    await lie(nowhere, uuidFromName('no such event'));
    expect(await verified(copy)).to.deep.equal({ expected: 2, missing: [], unexpected: [again, nowhere].sort() });
    // Others that fire on what is there are missing where the log has only these.
    await database.query(`update alerting.alerts set rule = jsonb_set(rule::jsonb, '{when,amount}', '1')::json`);
    await see(copy, 120, 5);
    await see(copy, 70, 6);
    await runAlerterOnce(deps(copy), { token: 3 });
    const found = await verified(copy);
    expect([found?.expected, found?.missing.length, found?.unexpected.length]).to.deep.equal([3, 1, 2]);
  });

  it('holds nothing against an alerter that has appended more than it remembers', async () => {
    await fill();
    await see(source, 120, 5);
    await see(source, 70, 6);
    const { deciding, from } = await takeOverAlerts(deps(source), { token: 2, throwIfLost: () => undefined });
    const page = await source.readAll({ after: from, filter: { types: alerterEventTypes }, limit: 100 });
    const dying: typeof deciding.sink = async (decisions) => {
      await deciding.sink(decisions);
      throw Object.assign(new Error('died'), { code: '57P01' });
    };
    const died = await processPage({ ...deciding, sink: dying }, page, from).then(
      () => false,
      () => true,
    );
    expect([died, (await fired(source)).length]).to.deep.equal([true, 3]);
    expect(await verified(source)).to.deep.equal(good(2));
  });
});
