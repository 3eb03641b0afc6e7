/**
 * Goal: what runs the service can rely on: health, metrics, documentation, start and stop, and a document that is the
 * code's own. Method: real servers; a database that is not there; tsoa run again into a folder of the test's.
 */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { type ExtendedRoutesConfig, type ExtendedSpecConfig, generateRoutes, generateSpec } from 'tsoa';
import type { CompilerOptions } from 'typescript';
import { createApi } from '../../src/api/app.js';
import { startApi, startHealthServer } from '../../src/api/server.js';
import { errorTable } from '../../src/base/errors.js';
import { createMemoryLog } from '../../src/log/memory/memory-log.js';
import { packageRoot } from '../../src/base/paths.js';
import { openDatabase } from '../../src/postgres/database.js';
import { silentLogger } from '../../src/base/logger.js';
import { type ApiFixture, ids, openApiFixture } from '../support/api-fixture.js';
import { createFakeRuntime, turn, until } from '../support/fake-runtime.js';

describe('the API: operations', () => {
  let fixture: ApiFixture;
  before(async () => {
    fixture = await openApiFixture();
    await fixture.tell('SetListed', {});
    await fixture.tell('CardListed', { card_id: ids.lugia });
    await fixture.fold();
  });
  after(() => fixture.close());

  it('ready: every read model, and how far it is; not while one is stopped', async () => {
    const { status, body } = await fixture.get('/health/ready');
    expect([status, body.status, body.head]).to.deep.equal([200, 'ready', await fixture.log.head()]);
    expect(body.projections.map(({ subscriber }: { subscriber: string }) => subscriber)).to.deep.equal([
      'catalog',
      'coverage',
      'latest_prices',
      'price_history',
    ]);
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

  it('metrics: routes by their whole template, never by an id or a mistyped path; read models', async () => {
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
    expect(body).not.to.include(ids.lugia);
    expect(body).to.include('ledger_database_up 1').and.include('ledger_subscriber_behind{subscriber="catalog"} 0');
    await fixture.tell('ExternalIdMapped', { card_id: ids.lugia });
    expect((await fixture.get('/metrics')).body).to.include('ledger_subscriber_behind{subscriber="catalog"} 1');
    await fixture.fold();
  });

  it('a process that answers no queries says so as a problem, and tells nothing of what it runs on', async () => {
    const { database, log, runtime } = fixture;
    const deps = { database, log, runtime, logger: silentLogger, simulated: false, works: () => true };
    const operations = await startHealthServer({ ...deps, host: '127.0.0.1', port: 0 });
    try {
      for (const path of ['/v1/sets', '/', '/%']) {
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

  it('docs: the document, its pages, every error', async () => {
    const document = await fixture.get('/openapi.json');
    expect(document.body).to.deep.equal(JSON.parse(await readFile(join(packageRoot, 'docs/openapi.json'), 'utf8')));
    for (const path of ['/docs', '/docs/start.js', '/docs/assets/swagger-ui-bundle.js'])
      expect((await fixture.get(path)).status, path).to.equal(200);
    const errors = (await fixture.get('/docs/errors')).body;
    for (const code of Object.keys(errorTable)) expect(errors).to.include(`id="${code.toLowerCase()}"`);
    const root = await fetch(fixture.api.url, { redirect: 'manual' });
    expect([root.status, root.headers.get('location')]).to.deep.equal([302, '/docs']);
    expect((await fixture.get('/docs/assets/swagger-ui.css', { range: 'bytes=99999999-' })).status).to.equal(400);
  });

  it('without its database: alive, not ready, metrics of the process, a problem that may be tried again', async () => {
    const database = openDatabase({
      url: 'postgres://nobody@127.0.0.1:1/nothing',
      application: 'test api',
      connectionsMax: 1,
    });
    const runtime = createFakeRuntime();
    const log = createMemoryLog({ runtime });
    const api = await startApi({
      database,
      log,
      runtime,
      logger: silentLogger,
      simulated: false,
      host: '127.0.0.1',
      port: 0,
    });
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

  it('our own fault: INTERNAL, without what went wrong', async () => {
    await fixture.database.query('alter table catalog.sets rename to sets_gone');
    try {
      const answer = await fixture.get('/v1/sets');
      expect([answer.status, answer.body.code]).to.deep.equal([500, 'INTERNAL']);
      expect(JSON.stringify(answer.body)).not.to.match(/relation|catalog\.sets/);
    } finally {
      await fixture.database.query('alter table catalog.sets_gone rename to sets');
    }
  });

  it('a port that is taken, and a host that is not ours: CONFIG_INVALID naming the variable', async () => {
    const taken = Number(new URL(fixture.api.url).port);
    const start = async (host: string, port: number): Promise<unknown> => {
      const { database, log, runtime } = fixture;
      const deps = { database, log, runtime, logger: silentLogger, simulated: false };
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

  it('close lets the request under way finish, then refuses; a connection kept alive does not hold it up', async () => {
    const { database, log, runtime } = fixture;
    const api = await startApi({
      database,
      log,
      runtime,
      logger: silentLogger,
      simulated: false,
      host: '127.0.0.1',
      port: 0,
    });
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
    while (!answered) {
      await runtime.advance(10);
      await turn();
    }
    expect((await underWay).status).to.equal(200);
    await (await underWay).text();
    await closing;
    expect(performance.now() - started).to.be.below(4_000);
  });

  it('draining: not ready for what still comes over connections that are open', async () => {
    const { database, log, runtime } = fixture;
    const server = createServer(
      createApi({ database, log, runtime, logger: silentLogger, simulated: false }, () => true),
    );
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const response = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/health/ready`);
    expect([response.status, await response.json()]).to.deep.equal([503, { status: 'draining' }]);
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  it('the committed document and routes are those of the code', async () => {
    const config = JSON.parse(await readFile(join(packageRoot, 'tsoa.json'), 'utf8')) as {
      entryFile: string;
      noImplicitAdditionalProperties: 'throw-on-extras';
      controllerPathGlobs: string[];
      compilerOptions: CompilerOptions;
      spec: ExtendedSpecConfig;
      routes: ExtendedRoutesConfig;
    };
    const folder = await mkdtemp(join(tmpdir(), 'tcg-ledger-openapi-'));
    try {
      const { entryFile, noImplicitAdditionalProperties, controllerPathGlobs } = config;
      // The command line looks for it in `routes`.
      const bodyCoercion = config.routes.bodyCoercion ?? true;
      const common = { entryFile, noImplicitAdditionalProperties, bodyCoercion, controllerPathGlobs };
      await generateSpec({ ...config.spec, ...common, outputDirectory: folder }, config.compilerOptions);
      // `info` is filled from package.json by the command line only.
      const document = async (path: string): Promise<object> => ({
        ...(JSON.parse(await readFile(path, 'utf8')) as object),
        info: null,
      });
      expect(await document(join(folder, 'openapi.json'))).to.deep.equal(
        await document(join(packageRoot, 'docs/openapi.json')),
      );
      // Imports in the routes are relative to where they are: compared without them.
      await generateRoutes({ ...config.routes, ...common, routesDir: folder }, config.compilerOptions);
      const body = (text: string): string => text.slice(text.indexOf('const models'));
      const routes = await readFile(join(packageRoot, 'src/api/generated/routes.ts'), 'utf8');
      expect(body(await readFile(join(folder, 'routes.ts'), 'utf8'))).to.equal(body(routes));
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
});
