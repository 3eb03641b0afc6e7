/**
 * Goal: the alerter as it runs: following the log on Postgres under its lease, two of them, one of them paused, poison in the
 * log, tables of another version. Method: real Postgres for log, tables and leases.
 */
import { expect } from 'chai';
import { alerterEventTypes, alerterVersion, runAlerter, takeOverAlerts } from '../../src/alerting/alerter.js';
import { createAlert, deleteAlert, pauseAlert } from '../../src/alerting/commands.js';
import { processPage } from '../../src/alerting/process-page.js';
import { alertDecisionTypes } from '../../src/domain/alerts/decider.js';
import { alertStream } from '../../src/domain/streams.js';
import type { AlertRuleInput } from '../../src/domain/alerts/rule.js';
import type { EventData } from '../../src/domain/events.js';
import type { RecordedEvent } from '../../src/domain/envelope.js';
import type { EventLog } from '../../src/log/event-log.js';
import { createPostgresLog } from '../../src/log/postgres/postgres-log.js';
import { limits } from '../../src/base/limits.js';
import { type Database, openDatabase } from '../../src/postgres/database.js';
import { acquireLease } from '../../src/subscriptions/leases.js';
import { systemRuntime } from '../../src/base/runtime.js';
import { silentLogger } from '../../src/base/logger.js';
import { allEvents, checkpointOf, isDecision, resetAlerter, runAlerterOnce } from '../support/alerter.js';
import { noon } from '../support/alerts.js';
import { createRecorder, numbers, observation } from '../support/events.js';
import { until } from '../support/fake-runtime.js';
import { appendTo, onAnotherEngine } from '../support/logs.js';
import { freshDatabase, type TestDatabase } from '../support/postgres.js';

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

  const see = async (market: number | null, on: number, card_id = 'pokemon-1'): Promise<void> => {
    const { record } = createRecorder();
    const event = record('PriceObserved', observation({ card_id, ...numbers(market), effective_at: noon(on) }));
    await appendTo(log, [{ ...event, id: runtime.uuid() }]);
  };
  const rule = (over: Partial<AlertRuleInput> = {}): AlertRuleInput => ({
    card_id: 'pokemon-1',
    when: { type: 'threshold', comparison: '<=', amount: 100 },
    ...over,
  });
  const make = (over: Partial<AlertRuleInput> = {}) =>
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
    const running = runAlerter({ ...deps(holder, over), signal: controller.signal });
    return {
      stop: async () => {
        controller.abort();
        await running;
      },
    };
  };
  const caughtUp = async (): Promise<void> => {
    const head = await log.head();
    await until(async () => (await checkpointOf(database)) >= head, 'the alerter');
  };

  it('follows the log: prices that were there before an alert, prices after it, and not its own decisions', async () => {
    await see(90, 1);
    await see(150, 1, 'pokemon-2');
    const alerter = run('a');
    const { alertId: alert_id } = await make();
    await until(async () => (await fired()).length === 1);
    await see(120, 2);
    await see(80, 3);
    await see(80, 4, 'pokemon-2');
    await until(async () => (await fired()).length === 2);
    await caughtUp();
    await alerter.stop();
    expect(await fired()).to.deep.equal([90, 80]);
    const [first, armed, second] = await decisions();
    for (const event of [first, armed, second]) expect(event?.stream).to.equal(alertStream(alert_id));
    expect(first?.metadata.actor).to.equal('alerter');
    expect((second?.data as EventData<'AlertTriggered'>).previous?.price).to.equal(120);
    expect(alerterEventTypes).to.not.include.members(alertDecisionTypes);
    const [state] = await database.query(
      'select holder, expires_at < now() as over from projecting.leases where name = $1',
      ['alerter'],
    );
    expect(state).to.deep.equal({ holder: 'a', over: true });
  });

  it('decides in one place: a second one waits, and goes on when the first ends', async () => {
    await make();
    const [a, b] = [run('a'), run('b')];
    await see(120, 1);
    await see(90, 2);
    await until(async () => (await fired()).length === 1);
    const [held] = await database.query<{ holder: string }>(
      `select holder from projecting.leases where name = 'alerter'`,
    );
    const [holding, waiting] = held?.holder === 'a' ? [a, b] : [b, a];
    await holding.stop();
    await see(120, 3);
    await see(80, 4);
    await until(async () => (await fired()).length === 2);
    await caughtUp();
    await waiting.stop();
    expect(await fired()).to.deep.equal([90, 80]);
  });

  it('shuts out a holder that was paused before its append: the firing is there once, by the other', async () => {
    await make();
    await see(120, 1);
    await see(90, 2);
    const first = await acquireLease({ database, runtime, name: 'alerter', holder: 'paused' });
    const paused = await takeOverAlerts(deps('paused'), first as NonNullable<typeof first>);
    const page = await log.readAll({ after: paused.from, filter: { types: alerterEventTypes }, limit: 100 });
    // It has decided, and sleeps; meanwhile the other does the same and more.
    let refused: Error | null = null;
    const sink: typeof paused.deciding.sink = async (kept) => {
      const second = await acquireLease({ database, runtime, name: 'alerter', holder: 'other', seize: true });
      await runAlerterOnce(deps('other'), { token: (second as NonNullable<typeof second>).token });
      expect(await fired()).to.deep.equal([90]);
      await second?.release();
      return paused.deciding.sink(kept);
    };
    await processPage({ ...paused.deciding, sink }, page, paused.from).catch(
      (error: unknown) => (refused = error as Error),
    );
    expect(String(refused)).to.match(/another instance|lease/);
    expect(await fired()).to.deep.equal([90]);
    await first?.release();
    expect(await checkpointOf(database)).to.not.equal(paused.from);
  });

  it('two that both believe they hold the lease make no second firing, and one of them loses its page', async () => {
    await make();
    await see(120, 1);
    await see(90, 2);
    await see(120, 3);
    await see(80, 4);
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

  it('goes on behind a command that came in before its decision was appended', async () => {
    const { alertId: alert_id } = await make();
    await see(120, 1);
    await see(90, 2);
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

  it('parks what it cannot decode, and decides on the rest of the page', async () => {
    await make();
    await see(120, 1);
    const { record } = createRecorder();
    const newer = record('PriceObserved', observation({ card_id: 'pokemon-1', effective_at: noon(2) }));
    await appendTo(log, [{ ...newer, id: runtime.uuid(), schema_version: 9 }]);
    await see(90, 3);
    await runAlerterOnce(deps('a'));
    expect(await fired()).to.deep.equal([90]);
    const parked = await database.query('select schema_name, type, reason from projecting.dead_letters');
    expect(parked).to.have.length(1);
    expect(parked[0]).to.include({ schema_name: 'alerter', type: 'PriceObserved' });
    // Whoever reads the card's history later leaves it out as well.
    await make({ on_create: 'skip' });
    await runAlerterOnce(deps('a'));
    expect(await fired()).to.deep.equal([90]);
  });

  it('blames no event for what the log refuses', async () => {
    await make();
    await see(90, 1);
    const away: EventLog = { ...log, append: () => Promise.reject(new Error('refused')) };
    const refused = await runAlerterOnce(deps('a', { log: away })).then(
      () => null,
      (error: unknown) => error as Error,
    );
    expect(refused?.message).to.equal('refused');
    expect(await database.query('select * from projecting.dead_letters')).to.deep.equal([]);
    await runAlerterOnce(deps('a'));
    expect(await fired()).to.deep.equal([90]);
  });

  it('says in its checkpoint what stops it, and takes that back', async () => {
    await make();
    await see(90, 1);
    let trouble = true;
    const away: EventLog = {
      ...log,
      append: (...of) => (trouble ? Promise.reject(new Error('refused')) : log.append(...of)),
    };
    const alerter = run('a', { log: away });
    const state = async () =>
      (
        await database.query<{ state: string; error: string | null }>(`select state, error from projecting.checkpoints`)
      )[0];
    await until(async () => (await state())?.state === 'stopped');
    expect((await state())?.error).to.equal('refused');
    trouble = false;
    await until(async () => (await fired()).length === 1);
    await caughtUp();
    expect(await state()).to.deep.equal({ state: 'live', error: null });
    await alerter.stop();
  });

  it('of another version begins anew, and says nothing of what was decided before', async () => {
    await make();
    await see(90, 1);
    await see(120, 2);
    // The version before was of the opinion that nothing fires.
    const silent: typeof processPage = (deciding, page, from) =>
      processPage({ ...deciding, sink: async () => new Map<string, number>() }, page, from);
    await runAlerterOnce(deps('a'), { decide: silent });
    await database.query('update alerting.progress set version = $1', [alerterVersion - 1]);
    await see(80, 3);
    await runAlerterOnce(deps('a'), { token: 2 });
    // It knows from the events before that the alert is armed, and tells of what is new.
    expect(await fired()).to.deep.equal([80]);
    await see(120, 4);
    await see(70, 5);
    await runAlerterOnce(deps('a'), { token: 3 });
    expect(await fired()).to.deep.equal([80, 70]);
    expect(
      await database.query('select version, decides_since > $1 as since from alerting.progress', ['0']),
    ).to.deep.equal([{ version: alerterVersion, since: true }]);
    await database.query('update alerting.progress set version = $1', [alerterVersion - 1]);
    const late = await runAlerterOnce(deps('late'), { token: 1 }).then(
      () => null,
      (error: unknown) => error as Error,
    );
    expect(late?.message).to.match(/taken over/);
  });

  it('decides anew to the same decisions on a log copied to another engine, and goes on there', async () => {
    await make();
    for (const [at, price] of [120, 90, 120].entries()) await see(price, at + 1);
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
    await see(80, 4);
    await runAlerterOnce(deps('c', { log: other }), { token: 3 });
    expect(await fired()).to.deep.equal([90, 80]);
  });

  it('takes alerts in turns where a card has more of them than fit, and appends in several calls', async () => {
    const bounds = limits as { alertsInMemoryMax: number; alertAppendEvents: number };
    const before = { ...bounds };
    Object.assign(bounds, { alertsInMemoryMax: 2, alertAppendEvents: 2 });
    try {
      for (let alert = 0; alert < 5; alert += 1) await make();
      // Four firings of each within one page: more than one call takes.
      for (let day = 1; day <= 8; day += 1) await see(day % 2 === 0 ? 90 : 120, day);
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
