/**
 * Goal: a picture is fetched once, is a picture, and comes from a public host; a source that is away, slow or hostile costs a page
 * nothing but the picture. Method: stand-ins for sources on loopback, which a guard allows or not.
 */
import { mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import type { CardPictures } from '../../../src/api/dashboard/options.js';
import { createPictureProxy } from '../../../src/api/dashboard/picture-proxy.js';
import { openPictureStore } from '../../../src/api/dashboard/picture-store.js';
import { silentLogger } from '../../../src/base/logger.js';
import { createGuardedAgent } from '../../../src/delivery/guarded-agent.js';
import { createNetworkGuard, parseNetworks } from '../../../src/delivery/network-guard.js';
import { drawCard } from '../../../src/embedded/sandbox/card-picture.js';
import { type ApiFixture, expectProblem, openApiFixture } from '../../support/api-fixture.js';
import { builtDashboard } from '../../support/built-dashboard.js';
import { createFakeRuntime, until } from '../../support/fake-runtime.js';

const jpeg = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.alloc(2_000, 7)]);
const png = Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), Buffer.alloc(500, 3)]);
const cardId = 'pokemon-4711';

describe('pictures of cards', () => {
  const closing: (() => Promise<unknown>)[] = [];
  afterEach(async () => {
    for (const close of closing.splice(0).reverse()) await close();
  });

  const folderOf = async (): Promise<string> => {
    const folder = await mkdtemp(join(tmpdir(), 'ledger-pictures-'));
    closing.push(() => rm(folder, { recursive: true, force: true }));
    return folder;
  };

  /** Starts a stand-in for a source; `asked` are the paths that it was asked for. */
  const source = async (
    answer: RequestListener,
    host = '127.0.0.1',
  ): Promise<{ url: string; asked: string[]; server: Server }> => {
    const asked: string[] = [];
    const server = createServer((request, response) => {
      asked.push(request.url ?? '');
      answer(request, response);
    });
    await new Promise<void>((resolve) => server.listen(0, host, resolve));
    closing.push(
      () =>
        new Promise((resolve) => {
          server.close(resolve);
          server.closeAllConnections();
        }),
    );
    return { url: `http://${host}:${(server.address() as AddressInfo).port}`, asked, server };
  };

  /** Creates a proxy that may connect to `allow` besides public addresses. */
  const proxyOf = async ({ allow = ['127.0.0.1'], folder }: { allow?: string[]; folder?: string } = {}) => {
    const parsed = parseNetworks(allow);
    if ('problem' in parsed) throw new Error(parsed.problem);
    const agent = createGuardedAgent({ guard: createNetworkGuard(parsed.networks) });
    closing.push(() => agent.destroy());
    const runtime = createFakeRuntime();
    const proxy = await createPictureProxy({
      ...{ folder: folder ?? (await folderOf()), dispatcherFor: () => agent, userAgent: 'Test/1' },
      ...{ runtime, logger: silentLogger },
    });
    return { runtime, find: proxy.find };
  };

  const serve = async (pictures: CardPictures | undefined, image_url: string | null = null): Promise<ApiFixture> => {
    const fixture = await openApiFixture({ api: pictures === undefined ? {} : { pictures } });
    closing.push(() => fixture.close());
    await fixture.tell('SetListed', { set_id: 'pokemon-3170' });
    await fixture.tell('CardListed', { card_id: cardId, name: 'Embertusk', image_url, set_id: 'pokemon-3170' });
    await fixture.fold();
    return fixture;
  };

  it('are fetched once, for all who ask at once, and kept over a restart', async () => {
    const { url, asked } = await source((_request, response) => response.end(jpeg));
    const folder = await folderOf();
    const { find } = await proxyOf({ folder });
    const fixture = await serve({ kind: 'proxy', find }, `${url}/4711_200w.jpg`);
    const all = await Promise.all([1, 2, 3].map(() => fetch(`${fixture.api.url}/pictures/${cardId}`)));
    for (const answer of all) {
      expect(answer.status).to.equal(200);
      expect(answer.headers.get('content-type')).to.equal('image/jpeg');
      expect(answer.headers.get('cache-control')).to.equal('public, max-age=604800');
      expect(answer.headers.get('content-security-policy')).to.equal("default-src 'none'");
      expect(answer.headers.get('x-content-type-options')).to.equal('nosniff');
      expect(Buffer.from(await answer.arrayBuffer()).equals(jpeg)).to.equal(true);
    }
    const etag = all[0]!.headers.get('etag')!;
    const again = await fetch(`${fixture.api.url}/pictures/${cardId}`, { headers: { 'if-none-match': etag } });
    expect(again.status).to.equal(304);
    const head = await fetch(`${fixture.api.url}/pictures/${cardId}`, { method: 'HEAD' });
    expect([head.status, head.headers.get('content-length')]).to.deep.equal([200, String(jpeg.length)]);
    expect(asked).to.deep.equal(['/4711_200w.jpg']);
    const restarted = await proxyOf({ folder });
    expect((await restarted.find(`${url}/4711_200w.jpg`))?.type).to.equal('image/jpeg');
    expect(asked).to.have.length(1);
    expectProblem(await fixture.send('POST', `/pictures/${cardId}`), 405, 'METHOD_NOT_ALLOWED');
    expectProblem(await fixture.get('/pictures/pokemon-999'), 404, 'CARD_NOT_FOUND');
    expectProblem(await fixture.get('/pictures/nothing'), 400, 'VALIDATION_FAILED', 'card_id');
    expectProblem(await fixture.get('/pictures/..%2f..%2fetc'), 400, 'VALIDATION_FAILED', 'card_id');
  });

  it('are known by their bytes: a page named .jpg is none, and a PNG named .jpg is a PNG', async () => {
    const { url, asked } = await source((request, response) => {
      response.setHeader('content-type', 'image/jpeg');
      response.end(request.url === '/png.jpg' ? png : '<html><script>alert(1)</script></html>');
    });
    const { find, runtime } = await proxyOf();
    expect((await find(`${url}/png.jpg`))?.type).to.equal('image/png');
    expect(await find(`${url}/page.jpg`)).to.equal(null);
    expect(await find(`${url}/svg.jpg`)).to.equal(null);
    // Not asked for again at once, but later.
    expect(await find(`${url}/page.jpg`)).to.equal(null);
    expect(asked).to.deep.equal(['/png.jpg', '/page.jpg', '/svg.jpg']);
    await runtime.advance(300_001);
    await find(`${url}/page.jpg`);
    expect(asked).to.have.length(4);
  });

  it('have an end: a body that goes on is cut off', async () => {
    let sent = 0;
    let isClosed = false;
    const { url } = await source((_request, response) => {
      const more = (): void => {
        while (!response.destroyed && response.write(jpeg)) sent += jpeg.length;
      };
      response.on('drain', more).on('close', () => (isClosed = true));
      more();
    });
    const { find } = await proxyOf();
    expect(await find(`${url}/endless.jpg`)).to.equal(null);
    await until(() => isClosed, 'the end of the connection');
    expect(sent).to.be.within(2_000_000, 20_000_000);
  });

  it('come from public hosts only, also by a redirection', async () => {
    const secret = await source((_request, response) => response.end(jpeg), '127.0.0.2');
    const { url, asked } = await source((request, response) => {
      if (request.url === '/moved.jpg') response.writeHead(302, { location: '/there.jpg' }).end();
      else if (request.url === '/private.jpg') response.writeHead(302, { location: `${secret.url}/x.jpg` }).end();
      else if (request.url === '/circle.jpg') response.writeHead(302, { location: '/circle.jpg' }).end();
      else if (request.url === '/file.jpg') response.writeHead(302, { location: 'file:///etc/passwd' }).end();
      else response.end(jpeg);
    });
    const { find } = await proxyOf();
    expect((await find(`${url}/moved.jpg`))?.type).to.equal('image/jpeg');
    expect(await find(`${url}/private.jpg`)).to.equal(null);
    expect(secret.asked).to.deep.equal([]);
    expect(await find(`${url}/circle.jpg`)).to.equal(null);
    expect(asked.filter((path) => path === '/circle.jpg')).to.have.length(4);
    expect(await find(`${url}/file.jpg`)).to.equal(null);
    // As in production: nothing private at all.
    const strict = await proxyOf({ allow: [] });
    for (const target of [
      `${url}/a.jpg`,
      'https://127.0.0.1/a.jpg',
      'https://[::1]/a.jpg',
      'https://169.254.169.254/latest',
      'no url',
    ])
      expect(await strict.find(target), target).to.equal(null);
    expect(asked).to.not.include('/a.jpg');
  });

  it('of a source that is away hold no page up: a short 404, and no more connections for a while', async () => {
    const { url, asked, server } = await source((_request, response) => response.writeHead(503).end());
    const { find, runtime } = await proxyOf();
    const fixture = await serve({ kind: 'proxy', find }, `${url}/1.jpg`);
    const answer = await fixture.get(`/pictures/${cardId}`);
    expect([answer.status, answer.body.code]).to.deep.equal([404, 'PICTURE_NOT_FOUND']);
    expect(answer.headers.get('cache-control')).to.equal('public, max-age=300');
    for (const name of ['2', '3', '4', '5']) await find(`${url}/${name}.jpg`);
    expect(asked).to.deep.equal(['/1.jpg', '/2.jpg', '/3.jpg']);
    await runtime.advance(30_001);
    server.removeAllListeners('request');
    server.on('request', (_request, response) => response.end(jpeg));
    expect((await find(`${url}/4.jpg`))?.type).to.equal('image/jpeg');
    expect((await find(`${url}/5.jpg`))?.type).to.equal('image/jpeg');
  });

  it('that do not come in time are not waited for', async () => {
    const { url, asked } = await source(() => undefined);
    const { find, runtime } = await proxyOf();
    const finding = find(`${url}/slow.jpg`);
    await until(() => asked.length === 1, 'the request');
    await runtime.advance(6_001);
    expect(await finding).to.equal(null);
  });

  it('are kept up to a size, the least recently used ones deleted', async () => {
    const folder = await folderOf();
    const runtime = createFakeRuntime();
    const bytes = Buffer.alloc(1_000, 1);
    await writeFile(join(folder, 'left.part'), 'half');
    const open = () => openPictureStore({ folder, bytesMax: 3_100, runtime, logger: silentLogger });
    const store = await open();
    for (const name of ['a', 'b', 'c']) await store.put(name, bytes);
    expect(await readdir(folder)).to.have.length(3);
    // Read again, `a` is newer than `b`, also for the process that comes after.
    for (const name of await readdir(folder)) await utimes(join(folder, name), 1, 1);
    await runtime.advance(1_000);
    await store.get('a');
    const next = await open();
    await next.put('d', bytes);
    await until(async () => (await readdir(folder)).length === 3, 'the deletion');
    expect((await next.get('a'))?.length).to.equal(1_000);
    expect((await next.get('d'))?.length).to.equal(1_000);
    // A file that somebody else deleted is none.
    for (const name of await readdir(folder)) await rm(join(folder, name));
    expect(await next.get('a')).to.equal(undefined);
  });

  it('are kept in memory where the folder cannot be made', async () => {
    const folder = join(await folderOf(), 'file');
    await writeFile(folder, 'no folder');
    const lines: unknown[][] = [];
    const logger = {
      ...silentLogger,
      warn: (...line: unknown[]) => lines.push(line),
    } as unknown as typeof silentLogger;
    const store = await openPictureStore({ folder, bytesMax: 1_000, runtime: createFakeRuntime(), logger });
    await store.put('a', jpeg);
    expect((await store.get('a'))?.equals(jpeg)).to.equal(true);
    expect(lines.map(([message]) => message)).to.deep.equal(['pictures are kept in memory only']);
  });

  it('are left to the browser with CARD_IMAGES=link, whose policy allows their hosts', async () => {
    const target = 'https://images.example/4711.jpg';
    const built = await builtDashboard();
    closing.push(() => built.remove());
    const pictures = { kind: 'link', origins: ['https://images.example'] } as const;
    const fixture = await openApiFixture({ api: { pictures, dashboard: { folder: built.folder, demoUser: null } } });
    closing.push(() => fixture.close());
    await fixture.tell('CardListed', { card_id: cardId, image_url: target });
    await fixture.tell('CardListed', { card_id: 'pokemon-4712', image_url: 'http://images.example/4712.jpg' });
    await fixture.fold();
    const answer = await fixture.get(`/pictures/${cardId}`);
    expect([answer.status, answer.headers.get('location')]).to.deep.equal([302, target]);
    expect((await fixture.get('/pictures/pokemon-4712')).status).to.equal(404);
    const page = await fixture.get('/');
    expect(page.headers.get('content-security-policy')).to.include("img-src 'self' data: https://images.example;");
    expect(page.body).to.include('"pictures":true');
  });

  it('are not there with CARD_IMAGES=none', async () => {
    const fixture = await serve(undefined, 'https://images.example/4711.jpg');
    const answer = await fixture.get(`/pictures/${cardId}`);
    expect([answer.status, answer.body.code]).to.deep.equal([404, 'PICTURE_NOT_FOUND']);
  });

  it('of a simulated ledger are drawn', async () => {
    const fixture = await serve({ kind: 'drawn', draw: drawCard });
    const answer = await fixture.get(`/pictures/${cardId}`);
    expect(answer.status).to.equal(200);
    expect(answer.headers.get('content-type')).to.match(/^image\/svg\+xml/);
    expect(answer.headers.get('content-security-policy')).to.equal("default-src 'none'");
    expect(answer.body).to.include('>Embertusk</text>');
  });
});
