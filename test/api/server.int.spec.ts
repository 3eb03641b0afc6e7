/**
 * Goal: operators can rely on health, metrics, documentation, start and stop. Method: real servers; a database that is down.
 */
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { join } from 'node:path';
import { expect } from 'chai';
import { auditQuality } from '../../projections/coverage/audit.js';
import { newestSnapshot } from '../../projections/coverage/checks.js';
import { lastRun } from '../../projections/coverage/collections.js';
import { createApi } from '../../src/api/app.js';
import { startApi, startHealthServer } from '../../src/api/server.js';
import { errorTable } from '../../src/base/errors.js';
import { storeAudit } from '../../src/collecting/audits.js';
import { limitSource, pauseSource, resumeSource } from '../../src/collecting/control-source.js';
import type { Source } from '../../src/collecting/source.js';
import { openSourceStatus } from '../../src/collecting/source-status.js';
import { uuidFromName } from '../../src/domain/ids.js';
import { createMemoryLog } from '../../src/log/memory/memory-log.js';
import { packageRoot } from '../../src/base/paths.js';
import { openDatabase } from '../../src/postgres/database.js';
import { silentLogger } from '../../src/base/logger.js';
import { type ApiFixture, ids, openApiFixture } from '../support/api-fixture.js';
import { createFakeRuntime, turn, until } from '../support/fake-runtime.js';
import { serveApi } from '../support/serve-api.js';

describe('the servers', () => {
  let fixture: ApiFixture;
  before(async () => {
    fixture = await openApiFixture();
    await fixture.tell('SetListed', {});
    await fixture.tell('CardListed', { card_id: ids.lugia });
    await fixture.fold();
  });
  after(() => fixture.close());

  it('is ready with every read model and its lag, not while one is stopped', async () => {
    const { status, body } = await fixture.get('/health/ready');
    expect([status, body.status, body.head]).to.deep.equal([200, 'ready', await fixture.log.head()]);
    expect(body.projections.map(({ subscriber }: { subscriber: string }) => subscriber)).to.deep.equal([
      'alerts',
      'catalog',
      'changes',
      'coverage',
      'latest_prices',
      'price_history',
      'quarantine',
      'trending',
    ]);
    expect(
      body.projections.every((one: { up_to_date: boolean; state: string }) => one.up_to_date && one.state === 'live'),
    ).to.equal(true);
    await fixture.database.query(
      `update subscriptions.checkpoints set state = 'stopped', error = 'by hand' where subscriber = 'catalog'`,
    );
    const stopped = await fixture.get('/health/ready');
    expect([stopped.status, stopped.body.status]).to.deep.equal([503, 'not_ready']);
    await fixture.database.query(
      `update subscriptions.checkpoints set state = 'live', error = null where subscriber = 'catalog'`,
    );
    expect((await fixture.get('/health/live')).body).to.deep.equal({ status: 'live' });
  });

  it('is not ready while a read model lacks a table or is beyond the end of the log', async () => {
    const { database, log, runtime } = fixture;
    const deps = { database, log, runtime, logger: silentLogger, simulated: false, works: () => true };
    const health = await startHealthServer({ ...deps, host: '127.0.0.1', port: 0 });
    const both = async () => {
      const answers = [
        await fixture.get('/health/ready'),
        { status: 0, body: (await (await fetch(`${health.url}/health/ready`)).json()) as Record<string, unknown> },
      ];
      return answers.map(({ body }) => [body.status, body.beyond_end ?? body.missing_tables]);
    };
    try {
      const at = `(select position from subscriptions.checkpoints where subscriber = 'coverage')`;
      await database.query(
        `update subscriptions.checkpoints set position = '0000000000999999' where subscriber = 'catalog'`,
      );
      const beyond = ['not_ready', ['catalog']];
      expect(await both()).to.deep.equal([beyond, beyond]);
      await database.query(`update subscriptions.checkpoints set position = ${at} where subscriber = 'catalog'`);
      await database.query('alter table catalog.words rename to taken');
      const missing = ['not_ready', ['catalog.words']];
      expect(await both()).to.deep.equal([missing, missing]);
      await database.query('alter table catalog.taken rename to words');
      const ready = ['ready', undefined];
      expect(await both()).to.deep.equal([ready, ready]);
    } finally {
      await health.close();
    }
  });

  it('counts what collections took and left out, once for each stamp', async () => {
    const run = { run_id: uuidFromName('first attempt'), upstream_stamp: '2025-09-30T20:05:33Z' };
    await fixture.tell('CollectionFailed', { ...run, rows: 4, quarantined: 1, missing_files: 2 });
    const again = { ...run, run_id: uuidFromName('second attempt') };
    await fixture.tell('CollectionFinished', { ...again, rows: 9, quarantined: 3, withheld: 12, missing_files: 1 });
    await fixture.tell('CollectionFinished', { ...again, run_id: uuidFromName('a set'), scope: 'selection', rows: 1 });
    const next = { run_id: uuidFromName('next'), upstream_stamp: '2025-10-01T20:05:33Z' };
    await fixture.tell('CollectionFinished', { ...next, rows: 10, quarantined: 0, dropped_fields: 5, unmatched: 6 });
    await fixture.fold();
    const { body } = await fixture.get('/metrics');
    for (const [name, count] of Object.entries({
      rows_total: 19,
      rows_quarantined_total: 3,
      prices_withheld_total: 12,
      files_missing_total: 1,
      fields_dropped_total: 5,
      unmatched_total: 6,
    })) {
      expect(body, name).to.include(`ledger_collection_${name}{source="tcgcsv"} ${count}\n`);
    }
  });

  it('tells the troubles of sources that last and were told', async () => {
    const trouble = (told: string | null, kind: string) =>
      fixture.database.query(
        `insert into delivery.source_troubles (source, kind, detail, seen_at, told_at) values ('tcgcsv', $1, 'x', now(), $2)`,
        [kind, told],
      );
    await trouble('2025-10-01T20:05:33Z', 'run_failed');
    await trouble(null, 'breaker_open');
    const shown = async () => String((await fixture.get('/metrics')).body).match(/^ledger_source_trouble\{.*$/gm);
    expect(await shown()).to.deep.equal(['ledger_source_trouble{source="tcgcsv",trouble="run_failed"} 1']);
    await fixture.database.query('delete from delivery.source_troubles');
    expect(await shown()).to.equal(null);
  });

  it('tells what it knows of each source: budget, breaker, orders, runs and the age of its newest snapshot', async () => {
    const { database, runtime, log } = fixture;
    await fixture.tell('SnapshotTaken', {});
    await fixture.fold();
    const figures = async (): Promise<Record<string, number>> => {
      const body = String((await fixture.get('/metrics')).body);
      const lines = [...body.matchAll(/^ledger_source_(\w+)\{source="tcgcsv"\} (\S+)$/gm)];
      return Object.fromEntries(lines.map(([, name, value]) => [String(name), Number(value)]));
    };
    const before = await figures();
    expect(before).to.include({
      paused: 0,
      collecting: 0,
      failing: 0,
      breaker_open: 0,
      budget_used: 0,
      budget_limit: 100,
    });
    const newest = await newestSnapshot(database, { source: 'tcgcsv' });
    expect(before['snapshot_age_seconds']).to.equal((runtime.now().getTime() - Date.parse(newest as string)) / 1_000);
    const run = await lastRun(database, 'tcgcsv');
    expect(before['last_run_timestamp_seconds']).to.equal(Date.parse(run?.ended_at as string) / 1_000);
    expect(before['last_run_finished']).to.equal(Number(run?.status === 'finished'));
    const [sourceAnswer] = (await fixture.body('/v1/sources')).sources;
    expect(before['next_run_timestamp_seconds']).to.equal(Date.parse(sourceAnswer.next_run) / 1_000);
    await database.query(`insert into collecting.requests (source, path, requested_at) values ('tcgcsv', '/', $1)`, [
      runtime.now(),
    ]);
    const status = openSourceStatus({ database, runtime, source: { name: 'tcgcsv' } as Source });
    await status.failed('SOURCE_REFUSED', '403');
    await status.breakerOpen(new Date(runtime.now().getTime() + 60_000));
    const order = { actor: 'boss', reason: 'a test' };
    const deps = { log, runtime, signal: new AbortController().signal };
    await limitSource(deps, { name: 'tcgcsv', dailyBudget: 100, pauseMs: 0 }, { ...order, dailyBudget: 40 });
    await pauseSource(deps, 'tcgcsv', order);
    const after = await figures();
    expect(after).to.include({ paused: 1, failing: 1, breaker_open: 1, budget_used: 1, budget_limit: 40 });
    expect(after).to.not.have.property('next_run_timestamp_seconds');
    await resumeSource(deps, 'tcgcsv', order);
    await status.succeeded();
    await database.query('delete from collecting.requests');
    await fixture.fold();
  });

  it('tells the newest audit and the jobs', async () => {
    const { database } = fixture;
    const shown = async (): Promise<string> => String((await fixture.get('/metrics')).body);
    expect(await shown()).to.not.match(/^ledger_(audit|job)_\w+\{/m);
    const audit = await auditQuality(database, {
      ...{ source: undefined, from: '2025-09-01', to: '2025-09-30', now: fixture.runtime.now() },
    });
    const window = { from: '2025-09-01', to: '2025-09-30' };
    await storeAudit(database, { audited_at: '2025-10-06T04:10:00Z', ...window, ...audit });
    await storeAudit(database, { audited_at: '2025-09-29T04:10:00Z', ...window, sources: [], sets: [] });
    await database.query(
      `insert into subscriptions.jobs (name, planned_since, done_at, failure, next_at)
       values ('audit', now(), '2025-10-06T04:10:00Z', 'x', '2025-10-13T04:10:00Z')`,
    );
    const body = await shown();
    const [source] = audit.sources;
    expect(body).to.include(`ledger_audit_prices{source="tcgcsv"} ${source?.prices}\n`);
    expect(body).to.include(`ledger_audit_stale_prices{source="tcgcsv"} ${source?.stale_prices}\n`);
    expect(body).to.include(`ledger_audit_days_missed{source="tcgcsv"} ${source?.days_missed}\n`);
    expect(body).to.include(
      `ledger_job_done_timestamp_seconds{job="audit"} ${Date.parse('2025-10-06T04:10:00Z') / 1_000}\n`,
    );
    expect(body).to.include(
      `ledger_job_next_timestamp_seconds{job="audit"} ${Date.parse('2025-10-13T04:10:00Z') / 1_000}\n`,
    );
    expect(body).to.include('ledger_job_failing{job="audit"} 1\n');
    await database.query('delete from collecting.audits');
    await database.query('delete from subscriptions.jobs');
  });

  it('labels metrics by route template, never by an id or an unknown path', async () => {
    const docs = ['/docs/', '/docs/errors', '/docs/assets/swagger-ui.css'];
    const asked = [`/v1/cards/${ids.lugia}`, `/v1/cards/${ids.lugia}?nope=1`, '/v1/sets', ...docs, '/nowhere/1'];
    for (const path of asked) await fixture.get(path);
    const { body, headers } = await fixture.get('/metrics');
    expect(headers.get('content-type')).to.match(/^text\/plain/);
    const counted = String(body).matchAll(/^http_request_duration_seconds_count\{.*route="([^"]*)"/gm);
    const routes = new Set([...counted].map(([, route]) => route));
    expect([...routes]).to.include.members([
      '/v1/cards/{card_id}',
      '/v1/sets',
      '/docs',
      '/docs/errors',
      '/docs/assets',
      '/health/ready',
      '(none)',
    ]);
    expect(body).to.match(/route="\/v1\/cards\/\{card_id\}",status="400"\} 1/);
    expect(body).to.include('process_resident_memory_bytes').and.not.include(ids.lugia);
    expect(body).to.include('ledger_database_up 1').and.include('ledger_subscriber_behind{subscriber="catalog"} 0');
    await fixture.tell('ExternalIdMapped', { card_id: ids.lugia });
    expect((await fixture.get('/metrics')).body).to.include('ledger_subscriber_behind{subscriber="catalog"} 1');
    await fixture.fold();
  });

  it('answers a problem to queries from a process without the API', async () => {
    const { database, log, runtime } = fixture;
    const deps = { database, log, runtime, logger: silentLogger, simulated: false, works: () => true };
    const operations = await startHealthServer({ ...deps, host: '127.0.0.1', port: 0 });
    try {
      for (const path of ['/v1/sets', '/']) {
        const answer = await fetch(operations.url + path);
        expect([answer.status, answer.headers.get('content-type')], path).to.deep.equal([
          404,
          'application/problem+json; charset=utf-8',
        ]);
        expect(await answer.json()).to.include({ code: 'ROUTE_NOT_FOUND', instance: path });
      }
    } finally {
      await operations.close();
    }
  });

  it('serves the document, its pages and every error from this server alone', async () => {
    const document = await fixture.get('/openapi.json');
    expect(document.body).to.deep.equal(JSON.parse(await readFile(join(packageRoot, 'docs/openapi.json'), 'utf8')));
    for (const path of ['/docs', '/docs/start.js', '/docs/assets/swagger-ui-bundle.js'])
      expect((await fixture.get(path)).status, path).to.equal(200);
    const page = await fixture.get('/docs/');
    expect(page.headers.get('content-type')).to.include('text/html');
    expect(page.body)
      .to.include(`<title>${document.body.info.title}`)
      .and.not.match(/https?:\/\//);
    for (const [, path = ''] of (page.body as string).matchAll(/(?:src|href)="([^"]+)"/g))
      expect((await fixture.get(path)).status, path).to.equal(200);
    const errors = (await fixture.get('/docs/errors')).body;
    for (const code of Object.keys(errorTable)) expect(errors).to.include(`id="${code.toLowerCase()}"`);
    const root = await fetch(fixture.api.url, { redirect: 'manual' });
    expect([root.status, root.headers.get('location')]).to.deep.equal([302, '/docs']);
    // Ranges are ignored: of a compressed file they would mean nothing.
    for (const range of ['bytes=0-9', 'bytes=99999999-'])
      expect((await fixture.get('/docs/assets/swagger-ui.css', { range })).status).to.equal(200);
  });

  it('stays live without its database: not ready, metrics of the process, a retryable problem', async () => {
    const database = openDatabase({
      url: 'postgres://nobody@127.0.0.1:1/nothing',
      application: 'test api',
      connectionsMax: 1,
    });
    const runtime = createFakeRuntime();
    const log = createMemoryLog({ runtime });
    const api = await serveApi({ database, log, runtime });
    try {
      const get = async (path: string) => {
        const response = await fetch(`${api.url}${path}`);
        return { status: response.status, headers: response.headers, text: await response.text() };
      };
      expect((await get('/health/live')).status).to.equal(200);
      const ready = await get('/health/ready');
      expect([ready.status, JSON.parse(ready.text)]).to.deep.equal([503, { status: 'not_ready', database: 'down' }]);
      expect((await get('/metrics')).text).to.include('ledger_database_up 0');
      const problem = await get('/v1/sets');
      expect([problem.status, problem.headers.get('retry-after')]).to.deep.equal([503, '5']);
      expect(JSON.parse(problem.text)).to.include({ code: 'DATABASE_UNAVAILABLE' });
      expect(problem.text).not.to.include('ECONNREFUSED');
    } finally {
      await api.close();
      await database.close();
    }
  });

  it('answers an internal error without its reason', async () => {
    await fixture.database.query('alter table catalog.sets rename to sets_gone');
    try {
      const answer = await fixture.get('/v1/sets');
      expect([answer.status, answer.body.code]).to.deep.equal([500, 'INTERNAL']);
      expect(JSON.stringify(answer.body)).not.to.match(/relation|catalog\.sets/);
    } finally {
      await fixture.database.query('alter table catalog.sets_gone rename to sets');
    }
  });

  it('throws CONFIG_INVALID naming the variable if the port is taken or the host is not of this machine', async () => {
    const taken = Number(new URL(fixture.api.url).port);
    const start = async (host: string, port: number): Promise<unknown> => {
      const { database, log, runtime, accounts } = fixture;
      const deps = { database, log, runtime, accounts, logger: silentLogger, simulated: false };
      return startApi({ ...deps, host, port }).catch((error: unknown) => error);
    };
    const refused = await start('127.0.0.1', taken);
    expect(refused)
      .to.include({ code: 'CONFIG_INVALID' })
      .and.property('message')
      .match(new RegExp(`^PORT=${taken}: `));
    const elsewhere = await start('192.0.2.1', 0);
    expect(elsewhere)
      .to.include({ code: 'CONFIG_INVALID' })
      .and.property('message')
      .match(/^HOST=192\.0\.2\.1: /);
  });

  it('finishes requests in progress before it closes; a kept-alive connection does not delay it', async () => {
    const { database, log, runtime } = fixture;
    const api = await serveApi({ database, log, runtime });
    const next = await fixture.tell('ExternalIdMapped', { card_id: ids.lugia });
    let answered = false;
    const underWay = fetch(`${api.url}/v1/sets?min_position=${next}`).finally(() => (answered = true));
    await runtime.sleeping(1);
    let closed = false;
    const started = performance.now();
    const closing = api.close().then(() => (closed = true));
    await until(
      async () =>
        fetch(`${api.url}/health/live`).then(
          () => false,
          () => true,
        ),
      'the server to refuse',
    );
    expect([answered, closed]).to.deep.equal([false, false]);
    await fixture.fold();
    // Two sleep: the request and the deadline of the shutdown. The clock moves only then; the database takes real time.
    while (!answered) {
      if (runtime.sleepers > 1) await runtime.advance(10);
      await turn();
    }
    expect((await underWay).status).to.equal(200);
    await (await underWay).text();
    await closing;
    expect(performance.now() - started).to.be.below(4_000);
  });

  it('ends at once beside a connection opened in advance', async () => {
    const { database, log, runtime } = fixture;
    const own = await serveApi({ database, log, runtime });
    const socket = connect(Number(new URL(own.url).port), '127.0.0.1');
    await new Promise((resolve) => socket.once('connect', resolve));
    // Answered: so the server has taken the other connection too.
    await (await fetch(`${own.url}/health/live`)).text();
    const closed = new Promise((resolve) => socket.once('close', resolve));
    const started = performance.now();
    await own.close();
    expect(performance.now() - started).to.be.below(4_000);
    await closed;
  });

  it('is not ready while it drains', async () => {
    const { database, log, runtime, accounts } = fixture;
    const deps = { database, log, runtime, accounts, logger: silentLogger, simulated: false };
    const server = createServer(createApi(deps, AbortSignal.abort()).listener);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const response = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/health/ready`);
    expect([response.status, await response.json()]).to.deep.equal([503, { status: 'draining' }]);
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  it('marks every answer and every price of a simulated ledger', async () => {
    const own = await openApiFixture({ simulated: true });
    try {
      await own.tell('CardListed', { card_id: ids.lugia, source: 'sandbox-tcgcsv' });
      await own.tell('PriceObserved', { card_id: ids.lugia, source: 'sandbox-tcgcsv' });
      await own.fold();
      const { headers, body } = await own.get(`/v1/cards/${ids.lugia}/prices`);
      expect(headers.get('x-simulated')).to.equal('true');
      expect(body.market[0]).to.include({ simulated: true, source: 'sandbox-tcgcsv', stale: true, last_checked: null });
      expect((await own.get('/v1/cards/search')).body.cards[0].current_price.simulated).to.equal(true);
      expect((await own.get(`/v1/cards/${ids.lugia}/prices/history`)).body.key.simulated).to.equal(true);
      for (const path of ['/v1/sets', '/v1/events', '/v1/nowhere', '/health/live', '/docs']) {
        expect((await own.get(path)).headers.get('x-simulated'), path).to.equal('true');
      }
    } finally {
      await own.close();
    }
  });

  it('is not ready without read models', async () => {
    const own = await openApiFixture({ prepared: false });
    try {
      expect((await own.get('/v1/sets')).body.code).to.equal('NOT_READY');
      expect((await own.get('/health/ready')).status).to.equal(503);
    } finally {
      await own.close();
    }
  });
});
