/**
 * Goal: the dashboard's pages and files are served as browsers and caches need them, and nothing else of the folder is. Method: a
 * tiny build in a folder of its own; raw requests, since fetch tidies paths up.
 */
import { readFileSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import { join } from 'node:path';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { expect } from 'chai';
import { createShell, type LedgerFacts } from '../../../src/api/dashboard/shell.js';
import { silentLogger } from '../../../src/base/logger.js';
import { packageRoot } from '../../../src/base/paths.js';
import { type ApiFixture, expectProblem, openApiFixture } from '../../support/api-fixture.js';
import { type BuiltDashboard, builtDashboard, script } from '../../support/built-dashboard.js';

interface Raw {
  readonly status: number;
  readonly headers: Record<string, string | string[] | undefined>;
  readonly body: Buffer;
}

const js = '/assets/index-Dq1aB2cD.js';
const pages = ['/', '/search', '/sets', '/movers', '/highs', '/lows', '/status', '/sign-in', '/account'];

describe('the dashboard', () => {
  let built: BuiltDashboard;
  let fixture: ApiFixture;
  before(async () => {
    built = await builtDashboard();
    fixture = await openApiFixture({ api: { dashboard: { folder: built.folder, demoUser: null } } });
  });
  after(async () => {
    await fixture.close();
    await built.remove();
  });

  /** Sends the path as it is. */
  const raw = (path: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Raw> =>
    new Promise((resolve, reject) => {
      const { hostname, port } = new URL(fixture.api.url);
      httpRequest({ hostname, port, path, headers, method }, (response) => {
        const parts: Buffer[] = [];
        response.on('data', (part: Buffer) => parts.push(part));
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(parts) }),
        );
      })
        .on('error', reject)
        .end();
    });

  it('serves files whose names change with their contents forever, compressed as the browser likes', async () => {
    const plain = await raw(js);
    expect(plain.status).to.equal(200);
    expect(plain.headers['content-type']).to.match(/^text\/javascript/);
    expect(plain.headers['cache-control']).to.equal('public, max-age=31536000, immutable');
    expect(plain.headers['content-encoding']).to.equal(undefined);
    expect(plain.headers['x-content-type-options']).to.equal('nosniff');
    expect(plain.body.toString()).to.equal(script);
    const br = await raw(js, { 'accept-encoding': 'gzip, br' });
    expect(br.headers['content-encoding']).to.equal('br');
    expect(br.headers['vary']).to.match(/Accept-Encoding/);
    expect(brotliDecompressSync(br.body).toString()).to.equal(script);
    const gzip = await raw(js, { 'accept-encoding': 'gzip' });
    expect(gzip.headers['content-encoding']).to.equal('gzip');
    expect(gunzipSync(gzip.body).toString()).to.equal(script);
    const font = await raw('/assets/inter-Aa1bB2cC.woff2', { 'accept-encoding': 'gzip, br' });
    expect(font.headers['content-type']).to.equal('font/woff2');
    expect(font.headers['content-encoding']).to.equal(undefined);
  });

  it('does not send a file again to a browser that has it, and its head alone to HEAD', async () => {
    const { headers } = await raw(js);
    const again = await raw(js, { 'if-none-match': String(headers['etag']) });
    expect([again.status, again.body.length]).to.deep.equal([304, 0]);
    expect(again.headers['cache-control']).to.equal(headers['cache-control']);
    expect((await raw(js, { 'if-none-match': '"other"' })).status).to.equal(200);
    const head = await raw(js, {}, 'HEAD');
    expect([head.status, head.body.length]).to.deep.equal([200, 0]);
    expect(head.headers['content-length']).to.equal(String(script.length));
  });

  it('serves files with names of their own for an hour', async () => {
    for (const path of ['/favicon.svg', '/assets/icon.svg']) {
      const icon = await raw(path);
      expect(icon.status).to.equal(200);
      expect(icon.headers['content-type']).to.match(/^image\/svg\+xml/);
      expect(icon.headers['cache-control']).to.equal('public, max-age=3600');
    }
  });

  it('fits the shell that is built', () => {
    const shell = createShell(readFileSync(join(packageRoot, 'src/web/index.html'), 'utf8'), {
      ...{ simulated: true, demo_user: null, pictures: false, version: '1.2.3' },
    });
    const html = shell('<title>A page</title>');
    expect(html.match(/<title>/g)).to.have.length(1);
    expect(html).to.include('"version":"1.2.3"');
    expect(() => createShell('<!doctype html><!--head-->', {} as LedgerFacts)).to.throw('build it again');
  });

  it('serves nothing else: no index, no hidden file, nothing above the folder', async () => {
    for (const path of [
      '/index.html',
      '/assets',
      '/assets/',
      '/assets/none-Aa1bB2cC.js',
      '/assets/.hidden-Aa1bB2cC.js',
      '/.vite/manifest.json',
      '/assets/../index.html',
      '/assets/../../secret.txt',
      '/assets/%2e%2e/%2e%2e/secret.txt',
      '/assets/..%2f..%2fsecret.txt',
      '/assets/..%5c..%5csecret.txt',
      '/assets//etc/passwd',
      '/assets/__proto__',
      `${js}%00`,
      '/ASSETS/index-Dq1aB2cD.js',
    ]) {
      const { status, headers, body } = await raw(path);
      expect(status, path).to.be.within(400, 404);
      expect(headers['content-type'], path).to.match(/^application\/problem\+json/);
      expect(body.toString(), path).to.not.match(/secret$|hidden$|<div id="app">/);
    }
  });

  it('answers every page with the shell, for browsers to ask for again', async () => {
    for (const path of [...pages, '/account/alerts', '/account/channels/new', '/search?q=lugia&sort=name']) {
      const page = await raw(path);
      expect(page.status, path).to.equal(200);
      expect(page.headers['content-type'], path).to.equal('text/html; charset=utf-8');
      expect(page.headers['cache-control'], path).to.equal('no-cache');
      expect(page.body.toString(), path).to.include('<div id="app">');
      const again = await raw(path, { 'if-none-match': String(page.headers['etag']) });
      expect([again.status, again.body.length], path).to.deep.equal([304, 0]);
      const head = await raw(path, {}, 'HEAD');
      expect([head.status, head.body.length], path).to.deep.equal([200, 0]);
    }
  });

  it('takes GET and HEAD only', async () => {
    for (const path of [...pages, '/cards/pokemon-1', '/sets/pokemon-1', '/account/alerts', js, '/favicon.svg']) {
      const posted = await fixture.send('POST', path);
      expectProblem(posted, 405, 'METHOD_NOT_ALLOWED');
      expect(posted.headers.get('allow'), path).to.equal('GET, HEAD, OPTIONS');
      expect((await raw(path, {}, 'OPTIONS')).status, path).to.equal(204);
    }
  });

  it('answers a browser at an address that leads nowhere with a page, and a program with a problem', async () => {
    const browser = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' };
    for (const path of ['/nowhere', '/cards', '/cards/pokemon-1/more', '/Search', '/sets/a/b']) {
      const page = await raw(path, browser);
      expect(page.status, path).to.equal(404);
      expect(page.headers['content-type'], path).to.equal('text/html; charset=utf-8');
      expect(page.headers['cache-control'], path).to.equal('no-store');
      expect(page.headers['vary'], path).to.match(/Accept(,|$)/);
      expect(page.body.toString(), path).to.include('<div id="app">').and.to.include('noindex');
      expectProblem(await fixture.get(path), 404, 'ROUTE_NOT_FOUND');
      expectProblem(await fixture.get(path, { accept: '*/*' }), 404, 'ROUTE_NOT_FOUND');
    }
    for (const path of ['/v1/nowhere', '/docs/nowhere', '/assets/none.js', '/v1'])
      expectProblem(await fixture.get(path, browser), 404, 'ROUTE_NOT_FOUND');
    expectProblem(await fixture.send('DELETE', '/nowhere', { headers: browser }), 404, 'ROUTE_NOT_FOUND');
  });

  it('allows its own files only, and its pages in no frame', async () => {
    for (const path of [...pages, '/cards/pokemon-1']) {
      const policy = String((await raw(path)).headers['content-security-policy']);
      expect(Object.fromEntries(policy.split('; ').map((part) => [part.split(' ', 1)[0], part]))).to.deep.equal({
        'default-src': "default-src 'none'",
        'script-src': "script-src 'self'",
        'style-src': "style-src 'self'",
        'img-src': "img-src 'self' data:",
        'connect-src': "connect-src 'self'",
        'font-src': "font-src 'self'",
        'manifest-src': "manifest-src 'self'",
        'form-action': "form-action 'self'",
        'base-uri': "base-uri 'none'",
        'frame-ancestors': "frame-ancestors 'none'",
      });
    }
    // Swagger UI needs more, and keeps it.
    expect((await raw('/docs')).headers['content-security-policy']).to.include("style-src 'self' 'unsafe-inline'");
  });

  it('leads from / to /docs where it is not built, and the log says so', async () => {
    const lines: unknown[][] = [];
    const logger = {
      ...silentLogger,
      info: (...line: unknown[]) => lines.push(line),
    } as unknown as typeof silentLogger;
    const folder = `${built.folder}-none`;
    const other = await openApiFixture({ api: { dashboard: { folder, demoUser: null }, logger } });
    try {
      const { status, headers } = await other.get('/');
      expect([status, headers.get('location')]).to.deep.equal([302, '/docs']);
      const message = 'the dashboard is not built: / leads to /docs';
      expect(lines).to.deep.include([message, { folder, build: 'npm run build' }]);
      expectProblem(await other.get('/search', { accept: 'text/html' }), 404, 'ROUTE_NOT_FOUND');
    } finally {
      await other.close();
    }
  });

  it('counts for no rate limit', async () => {
    const { headers } = await raw('/');
    expect(Object.keys(headers).filter((name) => name.includes('ratelimit'))).to.deep.equal([]);
  });
});
