/**
 * Goal: the alerter follows the log under its lease; two instances, a paused holder, poison events and tables of another
 * version. Method: real Postgres for log, tables and leases.
 */
import { expect } from 'chai';
import { alerterEventTypes, alerterVersion, alerterSubscriber } from '../../src/alerting/alerter.js';
import { createAlert, deleteAlert, pauseAlert } from '../../src/alerting/commands.js';
import { decide } from '../../src/alerting/process-page.js';
import { alertDecisionTypes } from '../../src/domain/alerts/decider.js';
import { alertStream } from '../../src/domain/streams.js';
import type { AlertRuleInput } from '../../src/domain/alerts/rule.js';
import type { EventData } from '../../src/domain/events.js';
import type { RecordedEvent } from '../../src/domain/envelope.js';
import type { EventLog } from '../../src/log/event-log.js';
import { createPostgresLog } from '../../src/log/postgres/postgres-log.js';
import { limits } from '../../src/base/limits.js';
import { type Database, openDatabase } from '../../src/postgres/database.js';
import { readCheckpoint } from '../../src/subscriptions/checkpoints.js';
import { acquireLease, type Lease } from '../../src/subscriptions/leases.js';
import { processPage } from '../../src/subscriptions/process-page.js';
import { systemRuntime } from '../../src/base/runtime.js';
import { silentLogger } from '../../src/base/logger.js';
import {
  allEvents,
  checkpointOf,
  decideSilently,
  isDecision,
  nextPage,
  resetAlerter,
  runAlerterOnce,
  startAlerter,
} from '../support/alerter.js';
import { noon } from '../support/alerts.js';
import { createRecorder, numbers, observation } from '../support/events.js';
import { until } from '../support/fake-runtime.js';
import { appendTo, onAnotherEngine } from '../support/logs.js';
import { freshDatabase, type TestDatabase } from '../support/postgres.js';
import { runSubscribers } from '../../src/subscriptions/subscriber.js';

describe('the alerter', () => {
  const runtime = systemRuntime();
  let target: TestDatabase;
  let database: Database;
  let log: EventLog;

  beforeEach(async () => {
    target = await freshDatabase();
    database = openDatabase({ url: target.url, application: 'test alerter', connectionsMax: 8 });
    log = createPostgresLog({ database, runtime, pollMs: 50 });
  });
  afterEach(async () => {
    await log.close();
    await database.close();
    await target.drop();
  });

  const observe = async (market: number | null, on: number, card_id = 'pokemon-1'): Promise<void> => {
    const { record } = createRecorder();
    const event = record('PriceObserved', observation({ card_id, ...numbers(market), effective_at: noon(on) }));
    await appendTo(log, [{ ...event, id: runtime.uuid() }]);
  };
  const rule = (over: Partial<AlertRuleInput> = {}): AlertRuleInput => ({
    card_id: 'pokemon-1',
    when: { type: 'threshold', comparison: '<=', amount: 100 },
    ...over,
  });
  const create = (over: Partial<AlertRuleInput> = {}) =>
    createAlert({ log, runtime }, { owner: 'owner-1', channels: [], rule: rule(over), actor: 'owner-1' });
  const decisions = async (): Promise<RecordedEvent[]> => (await allEvents(log)).filter(isDecision);
  const fired = async (): Promise<number[]> =>
    (await decisions()).flatMap(({ type, data }) =>
      type === 'AlertTriggered' ? [(data as EventData<'AlertTriggered'>).price ?? -1] : [],
    );
  const deps = (holder: string, over: Partial<{ database: Database; log: EventLog }> = {}) => ({
    database,
    log,
    runtime,
    logger: silentLogger,
    holder,
    ...over,
  });
  const run = (
    holder: string,
    over: Partial<{ database: Database; log: EventLog }> = {},
  ): { stop: () => Promise<void> } => {
    const controller = new AbortController();
    const own = deps(holder, over);
    const running = runSubscribers(own, [alerterSubscriber(own)], controller.signal);
    return {
      stop: async () => {
        controller.abort();
        await running;
      },
    };
  };
  const waitUntilCaughtUp = async (): Promise<void> => {
    const head = await log.head();
    await until(async () => (await checkpointOf(database)) >= head, 'the alerter');
  };

  it('follows prices before and after an alert was created, and not its own decisions', async () => {
    await observe(90, 1);
    await observe(150, 1, 'pokemon-2');
    const alerter = run('a');
    const { alertId: alert_id } = await create();
    await until(async () => (await fired()).length === 1);
    await observe(120, 2);
    await observe(80, 3);
    await observe(80, 4, 'pokemon-2');
    await until(async () => (await fired()).length === 2);
    await waitUntilCaughtUp();
    await alerter.stop();
    expect(await fired()).to.deep.equal([90, 80]);
    const [first, armed, second] = await decisions();
    for (const event of [first, armed, second]) expect(event?.stream).to.equal(alertStream(alert_id));
    expect(first?.metadata.actor).to.equal('alerter');
    expect((second?.data as EventData<'AlertTriggered'>).previous?.price).to.equal(120);
    expect(alerterEventTypes).to.not.include.members(alertDecisionTypes);
    const [state] = await database.query(
      'select holder, expires_at < now() as over from subscriptions.leases where name = $1',
      ['alerter'],
    );
    expect(state).to.deep.equal({ holder: 'a', over: true });
  });

  it('decides in one place: a second instance waits and continues when the first ends', async () => {
    await create();
    const [a, b] = [run('a'), run('b')];
    await observe(120, 1);
    await observe(90, 2);
    await until(async () => (await fired()).length === 1);
    const [held] = await database.query<{ holder: string }>(
      `select holder from subscriptions.leases where name = 'alerter'`,
    );
    const [holding, waiting] = held?.holder === 'a' ? [a, b] : [b, a];
    await holding.stop();
    await observe(120, 3);
    await observe(80, 4);
    await until(async () => (await fired()).length === 2);
    await waitUntilCaughtUp();
    await waiting.stop();
    expect(await fired()).to.deep.equal([90, 80]);
  });

  it('shuts out a holder that was paused before its append: the other instance fires once', async () => {
    await create();
    await observe(120, 1);
    await observe(90, 2);
    const first = (await acquireLease({ database, runtime, name: 'alerter', holder: 'paused' })) as Lease;
    // The paused holder has decided and sleeps, while the other instance decides on the same events and more.
    const pausing: typeof decide = (deciding) =>
      decide({
        ...deciding,
        sink: async (kept) => {
          const second = await acquireLease({ database, runtime, name: 'alerter', holder: 'other', seize: true });
          await runAlerterOnce(deps('other'), { token: (second as Lease).token });
          expect(await fired()).to.deep.equal([90]);
          await second?.release();
          return deciding.sink(kept);
        },
      });
    const { token } = first;
    const paused = await startAlerter(deps('paused'), {
      token,
      throwIfLost: () => first.throwIfLost(),
      decide: pausing,
    });
    let refused: Error | null = null;
    await processPage(paused.processor, await nextPage(deps('paused'), paused.from), paused.from).catch(
      (error: unknown) => (refused = error as Error),
    );
    expect(String(refused)).to.match(/another instance|lease/);
    expect(await fired()).to.deep.equal([90]);
    await first.release();
    expect(await checkpointOf(database)).to.not.equal(paused.from);
  });

  it('fires once while two instances both assume that they hold the lease', async () => {
    await create();
    await observe(120, 1);
    await observe(90, 2);
    await observe(120, 3);
    await observe(80, 4);
    const lives = [1, 2].map((token) =>
      runAlerterOnce(deps(`holder ${token}`), { token, pages: [token] }).then(
        () => 'done',
        () => 'refused',
      ),
    );
    const ended = await Promise.all(lives);
    expect(ended).to.include('done');
    await runAlerterOnce(deps('after'), { token: 3 });
    expect(await fired()).to.deep.equal([90, 80]);
  });

  it('appends its decision behind a command that was appended first', async () => {
    const { alertId: alert_id } = await create();
    await observe(120, 1);
    await observe(90, 2);
    await pauseAlert({ log, runtime }, { alertId: alert_id, actor: 'owner-1' });
    await runAlerterOnce(deps('a'), { pages: [1] });
    expect(await fired()).to.deep.equal([90]);
    await deleteAlert({ log, runtime }, { alertId: alert_id, actor: 'owner-1' });
    await runAlerterOnce(deps('a'));
    const left = await database.query(
      'select (select count(*) from alerting.alerts) + (select count(*) from alerting.cards) + (select count(*) from alerting.keys) as n',
    );
    expect(left).to.deep.equal([{ n: 0 }]);
  });

  it('parks an event that cannot be decoded and decides on the rest of the page', async () => {
    await create();
    await observe(120, 1);
    const { record } = createRecorder();
    const newer = record('PriceObserved', observation({ card_id: 'pokemon-1', effective_at: noon(2) }));
    await appendTo(log, [{ ...newer, id: runtime.uuid(), schema_version: 9 }]);
    await observe(90, 3);
    await runAlerterOnce(deps('a'));
    expect(await fired()).to.deep.equal([90]);
    const parked = await database.query('select subscriber, type, reason from subscriptions.dead_letters');
    expect(parked).to.have.length(1);
    expect(parked[0]).to.include({ subscriber: 'alerter', type: 'PriceObserved' });
    // A later reading of the card's history skips the event as well.
    await create({ on_create: 'skip' });
    await runAlerterOnce(deps('a'));
    expect(await fired()).to.deep.equal([90]);
  });

  it('parks no event when the log refuses an append', async () => {
    await create();
    await observe(90, 1);
    const away: EventLog = { ...log, append: () => Promise.reject(new Error('refused')) };
    const refused = await runAlerterOnce(deps('a', { log: away })).then(
      () => null,
      (error: unknown) => error as Error,
    );
    expect(refused?.message).to.equal('refused');
    expect(await database.query('select * from subscriptions.dead_letters')).to.deep.equal([]);
    await runAlerterOnce(deps('a'));
    expect(await fired()).to.deep.equal([90]);
  });

  it('reports in its checkpoint the error that stops it, until it continues', async () => {
    await create();
    await observe(90, 1);
    let trouble = true;
    const away: EventLog = {
      ...log,
      append: (...of) => (trouble ? Promise.reject(new Error('refused')) : log.append(...of)),
    };
    const alerter = run('a', { log: away });
    const state = async () =>
      (
        await database.query<{ state: string; error: string | null }>(
          `select state, error from subscriptions.checkpoints`,
        )
      )[0];
    await until(async () => (await state())?.state === 'stopped');
    expect((await state())?.error).to.equal('refused');
    trouble = false;
    await until(async () => (await fired()).length === 1);
    await waitUntilCaughtUp();
    expect(await state()).to.deep.equal({ state: 'live', error: null });
    await alerter.stop();
  });

  it('rebuilds its tables for another version, without decisions on events decided before', async () => {
    await create();
    await observe(90, 1);
    await observe(120, 2);
    // In the version before, nothing fired.
    await runAlerterOnce(deps('a'), { decide: decideSilently });
    const setVersion = (version: number) =>
      database.query(`update subscriptions.checkpoints set version = $1 where subscriber = 'alerter'`, [version]);
    await setVersion(alerterVersion - 1);
    await observe(80, 3);
    await runAlerterOnce(deps('a'), { token: 2 });
    // The alert was armed by the events before, and fires on the new one.
    expect(await fired()).to.deep.equal([80]);
    await observe(120, 4);
    await observe(70, 5);
    await runAlerterOnce(deps('a'), { token: 3 });
    expect(await fired()).to.deep.equal([80, 70]);
    expect(await database.query('select silent_up_to > $1 as silent from alerting.progress', ['0'])).to.deep.equal([
      { silent: true },
    ]);
    expect(await readCheckpoint(database, 'alerter')).to.include({ version: alerterVersion });
    await setVersion(alerterVersion - 1);
    const late = await runAlerterOnce(deps('late'), { token: 1 }).then(
      () => null,
      (error: unknown) => error as Error,
    );
    expect(late?.message).to.match(/taken over/);
  });

  it('makes the same decisions on a log copied to another engine, and continues there', async () => {
    await create();
    for (const [at, price] of [120, 90, 120].entries()) await observe(price, at + 1);
    await runAlerterOnce(deps('a'));
    const before = await decisions();
    expect(before).to.have.length(2);
    const other = onAnotherEngine(log);
    await runAlerterOnce(deps('b', { log: other }), { token: 2 });
    expect(await checkpointOf(database)).to.equal(await other.head());
    expect(await decisions()).to.deep.equal(before);
    expect(await database.query(`select position like 'x%' as here from alerting.keys`)).to.deep.equal([
      { here: true },
    ]);
    await observe(80, 4);
    await runAlerterOnce(deps('c', { log: other }), { token: 3 });
    expect(await fired()).to.deep.equal([90, 80]);
  });

  it('evaluates more alerts than fit in memory in turns, and appends in several calls', async () => {
    const bounds = limits as { alertsInMemoryMax: number; alertAppendEvents: number };
    const before = { ...bounds };
    Object.assign(bounds, { alertsInMemoryMax: 2, alertAppendEvents: 2 });
    try {
      for (let alert = 0; alert < 5; alert += 1) await create();
      // Four firings of each within one page: more than fit in one call.
      for (let day = 1; day <= 8; day += 1) await observe(day % 2 === 0 ? 90 : 120, day);
      await runAlerterOnce(deps('a'));
      expect(await fired()).to.have.length(20);
      await resetAlerter(database);
      await runAlerterOnce(deps('a'));
      expect(await fired()).to.have.length(20);
      expect(await decisions()).to.have.length(5 * 7);
    } finally {
      Object.assign(bounds, before);
    }
  });
});
