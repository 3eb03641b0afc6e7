/**
 * Goal: requests to a source go through the proxy of the usual variables, on every Node, and never show its password.
 * Method: a proxy and sources in this process; the source's certificate is of an authority of the test's own.
 */
import { once } from 'node:events';
import { createServer, type IncomingMessage, request, type Server } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { expect } from 'chai';
import { errorCode } from '../../../src/base/errors.js';
import { createFetch, proxyFor, type ProxyVariables } from '../../../src/collecting/http/proxy.js';

const direct = (url: string, env: ProxyVariables): boolean => proxyFor(url, env) === null;

describe('the proxy of a request', () => {
  const proxies = { HTTPS_PROXY: 'http://proxy:3128', HTTP_PROXY: 'http://other:8080' };

  it('is that of the scheme, in lower case first; ALL_PROXY is for both', () => {
    expect(proxyFor('https://tcgcsv.com/x', proxies)?.host).to.equal('proxy:3128');
    expect(proxyFor('http://tcgcsv.com/x', proxies)?.host).to.equal('other:8080');
    expect(proxyFor('https://tcgcsv.com/x', { ...proxies, https_proxy: 'http://lower:1' })?.host).to.equal('lower:1');
    expect(proxyFor('https://tcgcsv.com/x', { ALL_PROXY: 'http://all:1' })?.host).to.equal('all:1');
    expect(proxyFor('https://tcgcsv.com/x', { HTTP_PROXY: 'http://all:1' })).to.equal(null);
    expect(proxyFor('https://tcgcsv.com/x', { HTTPS_PROXY: 'proxy:3128' })?.href).to.equal('http://proxy:3128/');
    expect(proxyFor('https://tcgcsv.com/x', { HTTPS_PROXY: ' ', https_proxy: '' })).to.equal(null);
  });

  it('is none for hosts of NO_PROXY, in all its forms', () => {
    const cases: [string, string, boolean][] = [
      ['*', 'https://tcgcsv.com', true],
      ['tcgcsv.com', 'https://tcgcsv.com', true],
      ['TCGCSV.com', 'https://tcgcsv.COM', true],
      ['tcgcsv.com', 'https://www.tcgcsv.com', true],
      ['tcgcsv.com', 'https://nottcgcsv.com', false],
      ['.tcgcsv.com', 'https://www.tcgcsv.com', true],
      ['*.tcgcsv.com', 'https://www.tcgcsv.com', true],
      ['other, tcgcsv.com', 'https://tcgcsv.com', true],
      ['other tcgcsv.com', 'https://tcgcsv.com', true],
      ['tcgcsv.com.', 'https://tcgcsv.com', true],
      ['tcgcsv.com:443', 'https://tcgcsv.com', true],
      ['tcgcsv.com:8443', 'https://tcgcsv.com', false],
      ['10.1.2.3', 'https://10.1.2.3', true],
      ['10.0.0.0/8', 'https://10.1.2.3', true],
      ['10.0.0.0/8', 'https://11.1.2.3', false],
      ['10.0.0.0/99', 'https://10.1.2.3', false],
      ['fd00::/8', 'https://[fd00::1]', true],
      ['[fd00::1]', 'https://[fd00:0::1]', true],
      ['fd00::1', 'https://[fd00::1]', true],
      ['[fd00::1]:8080', 'https://[fd00::1]', false],
      ['', 'https://tcgcsv.com', false],
      ['.', 'https://tcgcsv.com', false],
    ];
    for (const [NO_PROXY, url, isDirect] of cases)
      expect(direct(url, { ...proxies, NO_PROXY }), `${NO_PROXY} ${url}`).to.equal(isDirect);
  });

  it('is never asked for this machine', () => {
    for (const url of [
      'http://127.0.0.1:4000/',
      'http://127.9.9.9/',
      'http://localhost/',
      'http://a.localhost',
      'http://[::1]:1/',
    ])
      expect(direct(url, proxies), url).to.equal(true);
  });

  it('is refused without its password where it cannot be used', () => {
    for (const value of [
      'socks5://u:hunter2@proxy:1080',
      'http://u:hun/hunter2@proxy:3128',
      'u:hunter2@pro xy',
      'http://u:%hunter2@proxy:3128',
    ]) {
      const refused = ((): Error => {
        try {
          proxyFor('https://tcgcsv.com', { HTTPS_PROXY: value });
        } catch (error) {
          return error as Error;
        }
        throw new Error(`accepted ${value}`);
      })();
      expect(errorCode(refused), value).to.equal('CONFIG_INVALID');
      expect(refused.message)
        .to.match(/^HTTPS_PROXY=.*: expected an http/)
        .and.not.contain('hunter2');
    }
  });
});

describe('requests through a proxy', () => {
  const asked: { readonly how: string; readonly what: string; readonly credentials: string | undefined }[] = [];
  const servers: Server[] = [];
  const sockets = new Set<Socket>();
  let proxy: string;
  let source: string;

  const listen = async (server: Server): Promise<number> => {
    server.on('connection', (socket: Socket) => sockets.add(socket));
    servers.push(server);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return (server.address() as AddressInfo).port;
  };

  before(async () => {
    const port = await listen(createServer((_request, response) => response.end('a file')));
    // A name that only the proxy can look up: a request past it fails.
    source = `http://source.invalid:${port}`;
    const proxyServer = createServer((incoming, response) => {
      const target = new URL(incoming.url ?? '');
      asked.push({ how: 'GET', what: target.host, credentials: incoming.headers['proxy-authorization'] });
      request({ host: '127.0.0.1', port: target.port, path: target.pathname }, (answer) => answer.pipe(response)).end();
    });
    proxyServer.on('connect', (incoming: IncomingMessage, socket: Socket) => {
      asked.push({ how: 'CONNECT', what: incoming.url ?? '', credentials: incoming.headers['proxy-authorization'] });
      if (incoming.url?.startsWith('refused') === true) {
        socket.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n');
        return;
      }
      const onward = connect(Number(incoming.url?.split(':')[1]), '127.0.0.1', () => {
        socket.write('HTTP/1.1 200 OK\r\n\r\n');
        socket.pipe(onward).pipe(socket);
      });
      onward.on('error', () => socket.destroy());
      socket.on('error', () => onward.destroy());
    });
    proxy = `http://me:p%40ss@127.0.0.1:${await listen(proxyServer)}`;
  });
  beforeEach(() => void asked.splice(0));
  after(() => {
    for (const socket of sockets) socket.destroy();
    for (const server of servers) server.close();
  });

  const credentials = `Basic ${Buffer.from('me:p@ss').toString('base64')}`;

  it('ask it for the whole URL over http, with its credentials', async () => {
    const proxied = createFetch({ HTTP_PROXY: proxy });
    const response = await proxied.fetch(
      new Request(`${source}/x`, { headers: { 'user-agent': 'Test/1' } }),
      undefined,
    );
    expect(await response.text()).to.equal('a file');
    expect(asked).to.deep.equal([{ how: 'GET', what: new URL(source).host, credentials }]);
    await proxied.close();
  });

  it('ask it for a tunnel over https, and tell a refusal without the password', async () => {
    const secure = createSecureServer({}, (_request, response) => response.end());
    const port = await listen(secure);
    const proxied = createFetch({ HTTPS_PROXY: proxy });
    const failure = async (url: string): Promise<string> =>
      proxied.fetch(new Request(url), undefined).then(
        () => 'none',
        (error: unknown) => (error as Error).message,
      );
    // The tunnel is there; the server in it has no certificate to show.
    expect(await failure(`https://source.invalid:${port}/x`)).to.match(/through the proxy at 127\.0\.0\.1:\d+/);
    expect(await failure('https://refused.invalid/x'))
      .to.match(/407.*through the proxy at 127/)
      .and.not.contain('p@ss');
    expect(asked.map(({ how, what }) => `${how} ${what}`)).to.deep.equal([
      `CONNECT source.invalid:${port}`,
      'CONNECT refused.invalid:443',
    ]);
    expect(asked.every((each) => each.credentials === credentials)).to.equal(true);
    await proxied.close();
  });

  it('go directly where NO_PROXY says so', async () => {
    const proxied = createFetch({ HTTP_PROXY: proxy, NO_PROXY: '.invalid' });
    const failed = await proxied.fetch(new Request(`${source}/x`), undefined).catch((error: unknown) => error);
    expect(failed).to.be.instanceOf(Error);
    expect(asked).to.deep.equal([]);
    await proxied.close();
  });
});
