/**
 * Goal: the files for download are whole, of one moment, and what they say they are. Method: editions are built from the market
 * of the API tests, listed and downloaded through the API; builds fail and are stopped in the middle.
 */
import { createHash } from 'node:crypto';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { expect } from 'chai';
import { buildEdition, newestEdition } from '../../src/exports/bulk-files.js';
import { runDailyExports } from '../../src/exports/build-daily.js';
import type { RunningApi } from '../../src/api/server.js';
import { limits } from '../../src/base/limits.js';
import { silentLogger as logger } from '../../src/base/logger.js';
import { type ApiFixture, newestStamp, openMarket } from '../support/api-fixture.js';
import { createFakeRuntime, until } from '../support/fake-runtime.js';
import { serveApi } from '../support/serve-api.js';

const { signal } = new AbortController();

describe('files for download', () => {
  let fixture: ApiFixture;
  let folder: string;
  let api: RunningApi;
  before(async () => {
    fixture = await openMarket();
  });
  after(() => fixture.close());
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'exports-'));
    const { database, log, runtime } = fixture;
    api = await serveApi({ database, log, runtime, exportsDir: join(folder, 'exports') });
  });
  afterEach(async () => {
    await api.close();
    await rm(folder, { recursive: true, force: true });
  });
  const build = (runtime = fixture.runtime, stop = signal) =>
    buildEdition({ database: fixture.database, folder: join(folder, 'exports'), runtime, signal: stop });
  const get = (path: string, headers: Record<string, string> = {}) =>
    fetch(`${api.url}/v1/exports${path}`, { headers });

  it('are listed, and are what the list says', async () => {
    expect(await (await get('')).json()).to.deep.equal({ exports: [] });
    await build();
    const { exports: files } = (await (await get('')).json()) as { exports: Record<string, unknown>[] };
    expect(files.map(({ file }) => file)).to.deep.equal(
      ['cards', 'prices', 'history'].flatMap((table) =>
        ['ndjson.gz', 'csv.gz', 'parquet'].map((end) => `${table}.${end}`),
      ),
    );
    for (const file of files) {
      const answer = await get(`/${file['file'] as string}`);
      const bytes = Buffer.from(await answer.arrayBuffer());
      const hash = createHash('sha256').update(bytes).digest();
      expect(bytes.length).to.equal(file['bytes']);
      expect(hash.toString('hex')).to.equal(file['sha256']);
      expect(answer.headers.get('repr-digest')).to.equal(`sha-256=:${hash.toString('base64')}:`);
      expect(answer.headers.get('ledger-position')).to.equal(await fixture.log.head());
      expect(answer.headers.get('content-disposition')).to.equal(`attachment; filename="${file['file'] as string}"`);
      expect(file).to.deep.include({ as_of: newestStamp, position: await fixture.log.head() });
      const lines = file['format'] === 'parquet' ? null : gunzipSync(bytes).toString().trimEnd().split('\n').length;
      if (file['format'] === 'ndjson') expect(lines).to.equal(file['rows']);
      if (file['format'] === 'csv') expect(lines).to.be.at.least((file['rows'] as number) + 1);
      expect(answer.headers.get('content-type')).to.equal(
        lines === null ? 'application/vnd.apache.parquet' : 'application/gzip',
      );
    }
    expect((await (await get('?format=csv')).text()).split('\n')[0]).to.match(/^file,table,format,rows,bytes,sha256/);
  });

  it('can be continued, and are not sent again', async () => {
    await build();
    const whole = await get('/prices.csv.gz');
    const bytes = Buffer.from(await whole.arrayBuffer());
    const rest = await get('/prices.csv.gz', { range: 'bytes=100-' });
    expect(rest.status).to.equal(206);
    expect(Buffer.from(await rest.arrayBuffer()).equals(bytes.subarray(100))).to.equal(true);
    const beyond = await get('/prices.csv.gz', { range: `bytes=${bytes.length}-` });
    expect(beyond.status).to.equal(416);
    expect(((await beyond.json()) as { code: string }).code).to.equal('RANGE_NOT_SATISFIABLE');
    expect(beyond.headers.get('content-range')).to.equal(`bytes */${bytes.length}`);
    const again = await get('/prices.csv.gz', { 'if-none-match': whole.headers.get('etag') ?? '' });
    expect(again.status).to.equal(304);
    const head = await fetch(`${api.url}/v1/exports/prices.csv.gz`, { method: 'HEAD' });
    expect(head.headers.get('content-length')).to.equal(String(bytes.length));
  });

  it('are those that exist, and no other file', async () => {
    expect((await get('/prices.csv.gz')).status).to.equal(404);
    await build();
    await writeFile(join(folder, 'secret.txt'), 'secret');
    for (const name of [
      'nothing.csv',
      'manifest.json',
      '..%2Fsecret.txt',
      '..%2F..%2Fsecret.txt',
      '%2e%2e%2fsecret.txt',
    ]) {
      const answer = await get(`/${name}`);
      expect(answer.status, name).to.equal(404);
      expect(((await answer.json()) as { code: string }).code).to.equal('EXPORT_NOT_FOUND');
    }
  });

  it('are removed when newer ones are enough', async () => {
    const runtime = createFakeRuntime('2025-10-25T12:00:00Z');
    for (let at = 0; at < limits.exportEditionsKept + 2; at += 1) {
      await build(runtime);
      await runtime.advance(60_000);
    }
    expect(await readdir(join(folder, 'exports'))).to.have.length(limits.exportEditionsKept);
  });

  it('stay what they were if a build is stopped, or died before', async () => {
    await build();
    const before = await newestEdition(join(folder, 'exports'));
    const stopped = await build(
      createFakeRuntime('2025-10-26T12:00:00Z'),
      AbortSignal.abort(new Error('stopped')),
    ).then(
      () => 'built',
      (error: unknown) => (error as Error).message,
    );
    expect(stopped).to.match(/stopped/);
    expect(await readdir(join(folder, 'exports'))).to.have.length(1);
    // As a process leaves it that is killed.
    await writeFile(join(folder, 'exports', '20251027T120000000Z.part'), '');
    expect(await newestEdition(join(folder, 'exports'))).to.deep.equal(before);
    await build(createFakeRuntime('2025-10-28T12:00:00Z'));
    expect((await readdir(join(folder, 'exports'))).filter((name) => name.endsWith('.part'))).to.deep.equal([]);
  });

  it('are built some minutes after a collection, once', async () => {
    const ended = '2025-10-01T20:10:00Z';
    const runtime = createFakeRuntime('2025-10-01T20:09:00Z');
    const database = {
      ...fixture.database,
      query: ((text: string, ...rest: never[]) =>
        text.includes('coverage.runs')
          ? Promise.resolve([{ ended_at: runtime.now() < new Date(ended) ? null : ended }])
          : fixture.database.query(text, ...rest)) as typeof fixture.database.query,
    };
    const stop = new AbortController();
    let looked = 0;
    const running = runDailyExports({ database, folder: join(folder, 'exports'), runtime, logger }, stop.signal, () => {
      looked += 1;
    });
    const editions = async () => (await readdir(join(folder, 'exports')).catch(() => [])).length;
    for (let minute = 0; minute < 6; minute += 1) {
      await until(() => looked === minute + 1);
      expect(await editions(), `${minute} minutes`).to.equal(0);
      await runtime.advance(60_000);
    }
    await until(() => looked === 7);
    expect(await editions()).to.equal(1);
    await runtime.advance(60_000);
    await until(() => looked === 8);
    expect(await editions()).to.equal(1);
    stop.abort();
    await runtime.advance(60_000);
    await running;
  });
});
