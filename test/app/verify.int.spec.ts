/** Goal: `verify` names each broken invariant, and passes if all hold. */
import { expect } from 'chai';
import { type RecordedEvent, startPosition } from '../../src/domain/envelope.js';
import { ledgerError } from '../../src/base/errors.js';
import type { EventLog } from '../../src/log/event-log.js';
import { createMemoryLog } from '../../src/log/memory/memory-log.js';
import { createPostgresHashChainStore } from '../../src/log/postgres/hash-chain-store.js';
import { type Database, openDatabase } from '../../src/postgres/database.js';
import { type Projector } from '../../src/projecting/projector.js';
import { silentLogger } from '../../src/base/logger.js';
import { verifyLedger, type VerifyReport } from '../../src/app/verify.js';
import { projections } from '../../projections/index.js';
import { decideSilently, resetAlerter, runAlerterOnce } from '../support/alerter.js';
import { alertRule, createRecorder, proof } from '../support/events.js';
import { createFakeRuntime } from '../support/fake-runtime.js';
import { appendTo, marketEvents } from '../support/logs.js';
import { freshDatabase, type TestDatabase } from '../support/postgres.js';
import { testProjector } from '../support/projector.js';

describe('verify', () => {
  const runtime = createFakeRuntime();
  let target: TestDatabase;
  let database: Database;
  let log: EventLog;
  let projector: Projector;

  beforeEach(async () => {
    target = await freshDatabase();
    database = openDatabase({ url: target.url, application: 'test verify' });
    log = createMemoryLog({ runtime });
    // Instants with and without milliseconds: they do not sort as texts.
    const events = marketEvents();
    for (let at = 0; at < events.length; at += 10) {
      await appendTo(log, events.slice(at, at + 10));
      await runtime.advance(250);
    }
    projector = testProjector({ database, log, runtime, holder: 'a' });
    await projector.prepare();
  });
  afterEach(async () => {
    await database.close();
    await target.drop();
  });

  const verified = (over: Partial<Parameters<typeof verifyLedger>[0]> = {}): Promise<VerifyReport> =>
    verifyLedger({
      config: { kafka: undefined },
      database,
      log,
      segments: createPostgresHashChainStore(database),
      projector,
      runtime,
      holder: 'a',
      signal: new AbortController().signal,
      ...over,
    });
  const failed = (report: VerifyReport): string[] => {
    expect(report.ok).to.equal(report.checks.every(({ ok }) => ok));
    return report.checks.filter(({ ok }) => !ok).map(({ name }) => name);
  };

  it('folds to the head and finds all well, whole or by sample', async () => {
    const streams = new Set(marketEvents().map(({ stream }) => stream));
    for (const over of [{}, { sample: 3 }]) {
      const report = await verified(over);
      expect(failed(report)).to.deep.equal([]);
      expect(report.ok).to.equal(true);
      expect(report.checks).to.have.length(9 + projections.length);
      expect(report.checks[0]?.detail).to.equal(`${marketEvents().length} events in ${streams.size} streams`);
    }
  });

  /** The log, its events changed as they are read. */
  const reading = (change: (event: RecordedEvent) => RecordedEvent): EventLog => ({
    ...log,
    readAll: async (options) => {
      const page = await log.readAll(options);
      return { ...page, events: page.events.map(change) };
    },
  });

  it('finds an event id that stands twice', async () => {
    await projector.catchUp();
    const [first] = marketEvents();
    const tampered = reading((event) => (Number(event.position) === 5 ? { ...event, id: String(first?.id) } : event));
    const report = await verified({ log: tampered });
    expect(failed(report)).to.include('event ids unique');
    const count = marketEvents().length;
    expect(report.checks[1]?.detail).to.equal(`${count - 1} ids, ${count} events`);
  });

  it('reports an event that cannot be decoded, and the checks of the events before it', async () => {
    await projector.catchUp();
    const readAll: EventLog['readAll'] = async (options) => {
      if (options.after === startPosition) return { ...(await log.readAll({ ...options, limit: 5 })), atHead: false };
      throw ledgerError('EVENT_NOT_UNDERSTOOD', 'event 6 is damaged');
    };
    const report = await verified({ log: { ...log, readAll } });
    expect(report.checks.slice(0, 3)).to.deep.equal([
      { name: 'revisions without gaps, order, every event decodes', ok: false, detail: 'event 6 is damaged' },
      { name: 'event ids unique', ok: true, detail: '5 ids, 5 events' },
      { name: 'segment hash chain unbroken', ok: true, detail: '0 segments of 10000 events' },
    ]);
  });

  it('finds a tampered read model', async () => {
    await projector.catchUp();
    const [{ price_key: key, market } = { price_key: '', market: 0 }] = await database.query<{
      price_key: string;
      market: number;
    }>(
      `update latest_prices.prices p set market = 1 from latest_prices.prices before
       where p.price_key = (select min(price_key) from latest_prices.prices where market is not null)
         and before.price_key = p.price_key returning p.price_key, before.market`,
    );
    const report = await verified();
    expect(failed(report)).to.deep.equal(['latest-prices equals the fold of the log']);
    const { detail } = report.checks.find(({ ok }) => !ok) as { detail: string };
    expect(detail).to.match(/^latest_prices\.prices has (\d+) rows, the fold \1; at /);
    expect(detail.split('; at ')[1])
      .to.include(key)
      .and.to.match(new RegExp(`: market is 1, by the fold ${market}$`));
    expect(failed(await verified({ sample: 20 }))).to.deep.equal(['latest-prices equals the fold of the log']);
  });

  it('decides on alerts again, and finds missing and unexpected firings', async () => {
    const { record } = createRecorder('2026-01-01T00:00:00Z');
    const rule = alertRule({
      card_id: 'pokemon-1',
      when: { type: 'threshold', comparison: '>=', amount: 1 },
      hysteresis: null,
    });
    await appendTo(log, [{ ...record('AlertCreated', { rule }), id: runtime.uuid() }]);
    const name = 'alert firings match the log';
    const found = async () => (await verified()).checks.find((check) => check.name === name);
    expect(await found()).to.deep.include({ ok: true, detail: 'no alerts' });
    const deps = { database, log, runtime, logger: silentLogger, holder: 'a' };
    await runAlerterOnce(deps);
    expect(await found()).to.deep.include({ ok: true, detail: '1 firings' });

    const another = { ...record('AlertCreated', { alert_id: proof, rule }), id: runtime.uuid() };
    await appendTo(log, [another]);
    await runAlerterOnce(deps, { decide: decideSilently });
    expect((await found())?.detail).to.match(/^missing firings: [0-9a-f-]{36}$/);
    await resetAlerter(database);
    await runAlerterOnce(deps);
    expect(await found()).to.deep.include({ ok: true, detail: '2 firings' });

    await appendTo(log, [{ ...record('AlertTriggered'), id: proof }]);
    expect(await found()).to.deep.include({ ok: false, detail: `unexpected firings: ${proof}` });
    expect(await database.query(`select from pg_namespace where nspname = 'alerting_verify'`)).to.have.length(0);
  });

  it('reports a poison event, and still checks the other read models', async () => {
    await appendTo(log, [
      {
        ...createRecorder('2026-01-01T00:00:00Z').record('SetListed', { set_id: 'pokemon-9' }),
        id: '5f1bd9a4-3a5c-4f9c-9a55-c2f1d2a7f0e1',
        schema_version: 9,
      },
    ]);
    const report = await verified();
    expect(failed(report)).to.deep.equal([
      'revisions without gaps, order, every event decodes',
      'no subscriber stopped, no dead letters',
      'catalog equals the fold of the log',
    ]);
    expect(report.checks).to.have.length(9 + projections.length);
  });

  it('finds what is wrong with the log itself', async () => {
    const faults: [string, (event: RecordedEvent) => RecordedEvent, RegExp][] = [
      ['revision', (event) => ({ ...event, revision: event.revision + 1 }), /goes from 0 to 2/],
      ['time', (event) => ({ ...event, recorded_at: '2020-01-01T00:00:00Z' }), /recorded_at goes back/],
      ['place', (event) => ({ ...event, position: '0000000000000001' as never }), /positions do not grow/],
      ['data', (event) => ({ ...event, data: {} }), /card_id/],
    ];
    await projector.catchUp();
    for (const [what, change, message] of faults) {
      const tampered = reading((event) => (Number(event.position) === 5 ? change(event) : event));
      const report = await verified({ log: tampered, segments: { ...createPostgresHashChainStore(database) } });
      expect(report.checks[0]?.ok, what).to.equal(false);
      expect(report.checks[0]?.detail, what).to.match(message);
    }
  });

  it('ends when told to, and in trouble with the server', async () => {
    const stop = new AbortController();
    stop.abort(new Error('enough'));
    const ended = await verified({ signal: stop.signal }).then(
      () => null,
      (error: unknown) => error as Error,
    );
    expect(ended?.message).to.equal('enough');
    await projector.catchUp();
    const away = {
      ...database,
      transaction: () => Promise.reject(Object.assign(new Error('away'), { code: 'ECONNRESET' })),
    };
    const trouble = await verified({ database: away }).then(
      () => null,
      (error: unknown) => error as Error,
    );
    expect(trouble?.message).to.match(/away/);
  });
});
