/**
 * The proxy of a request to a source, from the variables that other programs read: HTTPS_PROXY, HTTP_PROXY, ALL_PROXY and
 * NO_PROXY, in lower case first, as curl does. Node reads them from version 24 on, and only if NODE_USE_ENV_PROXY is set.
 * Rejected: undici's EnvHttpProxyAgent, because it knows neither address ranges nor ALL_PROXY, and sends requests to this
 * machine, the sandbox's for example, to the proxy. As in Go, those are never sent there.
 */
import { BlockList, isIP } from 'node:net';
import { ledgerError } from '../../base/errors.js';
import { reasonOf } from '../../base/reason.js';
import { redactValue } from '../../base/redact.js';

/** Names as they are set, values as they are. */
export type ProxyVariables = Readonly<Record<string, string | undefined>>;

const given = (env: ProxyVariables, name: string): { name: string; value: string } | null => {
  for (const each of [name.toLowerCase(), name]) {
    const value = env[each]?.trim();
    if (value !== undefined && value !== '') return { name: each, value };
  }
  return null;
};

const hostOf = (url: URL): string =>
  url.hostname
    .replace(/^\[|\]$/g, '')
    .replace(/\.$/, '')
    .toLowerCase();
const portOf = (url: URL): string => url.port || (url.protocol === 'https:' ? '443' : '80');

const family = (address: string): 'ipv4' | 'ipv6' => (isIP(address) === 6 ? 'ipv6' : 'ipv4');

const loopback = new BlockList();
loopback.addSubnet('127.0.0.0', 8, 'ipv4');
loopback.addAddress('::1', 'ipv6');

const isThisMachine = (host: string): boolean =>
  host === 'localhost' || host.endsWith('.localhost') || (isIP(host) !== 0 && loopback.check(host, family(host)));

/** Returns whether an entry of NO_PROXY, in lower case, covers the host. */
const covers = (entry: string, host: string, port: string): boolean => {
  if (entry === '*') return true;
  const [, range, bits] = /^(\[?[0-9a-f.:]+\]?)\/(\d{1,3})$/.exec(entry) ?? [];
  if (range !== undefined) {
    const address = range.replace(/^\[|\]$/g, '');
    if (isIP(address) === 0 || isIP(host) === 0 || isIP(address) !== isIP(host)) return false;
    if (Number(bits) > (isIP(address) === 4 ? 32 : 128)) return false;
    const list = new BlockList();
    list.addSubnet(address, Number(bits), family(address));
    return list.check(host, family(host));
  }
  const [, name = '', only] =
    isIP(entry) === 6 ? ['', entry] : (/^(\[[^\]]+\]|[^:]*)(?::(\d{1,5}))?$/.exec(entry) ?? []);
  if (only !== undefined && only !== port) return false;
  const wanted = name
    .replace(/^\[|\]$/g, '')
    .replace(/^\*?\./, '')
    .replace(/\.$/, '');
  if (wanted === '') return false;
  if (isIP(wanted) !== 0) return isIP(host) !== 0 && sameAddress(wanted, host);
  return host === wanted || host.endsWith(`.${wanted}`);
};

/** An IPv6 address can be written in several ways. */
const sameAddress = (one: string, other: string): boolean => {
  if (isIP(one) !== isIP(other)) return false;
  const list = new BlockList();
  list.addAddress(one, family(one));
  return list.check(other, family(other));
};

/** Returns the proxy for a URL; `null` if the request goes there directly. Throws CONFIG_INVALID naming the variable. */
export const proxyFor = (target: string, env: ProxyVariables): URL | null => {
  const url = new URL(target);
  const proxy = given(env, url.protocol === 'https:' ? 'HTTPS_PROXY' : 'HTTP_PROXY') ?? given(env, 'ALL_PROXY');
  if (proxy === null) return null;
  const [host, port] = [hostOf(url), portOf(url)];
  if (isThisMachine(host)) return null;
  const exceptions = (given(env, 'NO_PROXY')?.value ?? '').toLowerCase().split(/[\s,]+/);
  if (exceptions.some((entry) => covers(entry, host, port))) return null;
  const { name, value } = proxy;
  const text = /^[a-z][a-z0-9+.-]*:\/\//i.test(value) ? value : `http://${value}`;
  const parsed = URL.canParse(text) ? new URL(text) : null;
  if (parsed !== null && /^https?:$/.test(parsed.protocol) && isDecodable(parsed)) return parsed;
  const expected =
    'an http:// or https:// URL of a proxy (in a password, / ? # @ and % are written %2F %3F %23 %40 and %25)';
  throw ledgerError('CONFIG_INVALID', `${name}=${redactValue(name, value)}: expected ${expected}`, {
    details: { [name]: expected },
  });
};

const isDecodable = ({ username, password, pathname }: URL): boolean => {
  try {
    return [username, password].every((part) => decodeURIComponent(part) !== null) && !pathname.includes('@');
  } catch {
    return false;
  }
};

/** Fetches through the proxy of the variables, where there is one for the URL. */
export type Fetch = (request: Request, init: RequestInit | undefined) => Promise<Response>;

/**
 * Creates the fetch of a source. undici is loaded on use, and its own fetch is taken with its own proxy client: that of Node
 * takes only dispatchers of the version it was built with.
 */
export const createFetch = (env: ProxyVariables): { readonly fetch: Fetch; close(): Promise<void> } => {
  const agents = new Map<string, Promise<{ fetch: Fetch; close: () => Promise<void> }>>();
  const through = async (proxy: URL) => {
    const { fetch: undiciFetch, ProxyAgent } = await import('undici');
    const { username, password } = proxy;
    const credentials = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
    const agent = new ProxyAgent({
      uri: proxy.origin,
      // Plain HTTP is asked for by its whole URL: many proxies open tunnels to port 443 only.
      proxyTunnel: false,
      ...(credentials === ':' ? {} : { token: `Basic ${Buffer.from(credentials).toString('base64')}` }),
    });
    const fetchThrough: Fetch = async (request) => {
      const { url, method, headers, signal, redirect } = request;
      const body = method === 'GET' ? {} : { body: await request.text() };
      const init = { method, headers: [...headers], signal, redirect, dispatcher: agent, ...body };
      try {
        return await undiciFetch(url, init);
      } catch (error) {
        if (signal.aborted) throw error;
        throw new Error(`${reasonOf(error)} (through the proxy at ${proxy.host})`, { cause: error });
      }
    };
    return { fetch: fetchThrough, close: () => agent.close() };
  };
  return {
    async fetch(request, init) {
      const proxy = proxyFor(request.url, env);
      if (proxy === null) return fetch(request, init);
      let agent = agents.get(proxy.href);
      if (agent === undefined) agents.set(proxy.href, (agent = through(proxy)));
      return (await agent).fetch(request, init);
    },
    async close() {
      await Promise.all([...agents.values()].map(async (agent) => (await agent).close().catch(() => undefined)));
      agents.clear();
    },
  };
};
