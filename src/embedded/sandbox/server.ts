/**
 * The sandbox marketplace as a server on loopback. It shows one publication until it is moved to another one (`setTime`,
 * or /control), so a demo or a test decides when the market publishes. Every response is marked as simulated.
 */
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ledgerError } from '../../base/errors.js';
import type { Runtime } from '../../base/runtime.js';
import { answerControl } from './control.js';
import type { Controls } from './control.js';
import { createFaultQueue } from './faults.js';
import type { Fault, FaultQueue } from './faults.js';
import type { Market, Publication } from './market.js';
import { type FormatAnswer, json, type MarketFormat } from './format.js';
import { tcgcsvFormat } from './tcgcsv-format.js';
import { createCardmarketFormat } from './cardmarket-format.js';
import { createEbayNotices, type EbayNotice } from './ebay-notices.js';
import { createEbayFormat } from './ebay-format.js';
import { createTcgplayerFormat } from './tcgplayer-format.js';

export interface SandboxOptions {
  readonly market: Market;
  readonly runtime: Pick<Runtime, 'sleep'>;
  /** A free port if 0 (the default). */
  readonly port?: number;
  /** The sandbox shows the last publication at or before this instant at first. */
  readonly start: Date;
  /** Browse calls that eBay answers a day; default: 5,000. */
  readonly ebayCallsADay?: number;
  /**
   * Called for each request to the marketplace, before anything else. Returns true if it answers the request itself, or
   * leaves it without an answer.
   */
  readonly onRequest?: (path: string, request: IncomingMessage, response: ServerResponse) => boolean;
}

export interface Sandbox {
  /** Base URL without a trailing slash. */
  readonly url: string;
  readonly faults: Pick<FaultQueue, 'add' | 'clear' | 'pending'>;
  /** Returns the stamp that is shown. */
  time(): Date;
  /** Shows the last publication at or before `time` from the next request on. Throws RangeError for an invalid date. */
  setTime(time: Date): void;
  /** Returns the number of marketplace requests by path. Requests of any other path count as "(unknown)". */
  requests(): Readonly<Record<string, number>>;
  /** Returns a notice of a closed account, signed as eBay signs one. */
  ebayNotice(): EbayNotice;
  /** Stops at once. Requests without an answer are cut off. */
  close(): Promise<void>;
}

const simulated = { 'x-simulated': 'tcg-price-ledger sandbox' } as const;
const unknownPath = '(unknown)';

type Headers = Readonly<Record<string, string>>;

interface Reply {
  readonly status: number;
  readonly headers: Headers;
  readonly body: string;
  /** Promises the whole length, and cuts the connection after half of it. */
  readonly cut?: boolean;
  /** Each character is a byte: a part may end within a character. */
  readonly latin1?: boolean;
}

const challengePage = '<html><body>Checking your browser</body></html>';

const reply = (status: number, type: string, body: string, more: Headers = {}): Reply => ({
  status,
  headers: { 'content-type': type, ...more },
  body,
});

const send = (response: ServerResponse, { status, headers, body, cut, latin1 }: Reply): void => {
  const bytes = Buffer.from(body, latin1 === true ? 'latin1' : 'utf8');
  const length = status === 304 ? {} : { 'content-length': bytes.length };
  response.writeHead(status, { ...headers, ...length, ...simulated });
  if (cut !== true) response.end(bytes);
  // the connection is cut once the first half is on its way
  else response.write(bytes.subarray(0, Math.floor(bytes.length / 2)), () => response.destroy());
};

/** Returns whether the client has this body: by ETag, or by date if it sent no ETag (RFC 9110, 13.2.2). */
const isFresh = (request: IncomingMessage, etag: string, modified: Date | null): boolean => {
  const { 'if-none-match': tags, 'if-modified-since': since } = request.headers;
  if (tags !== undefined) return tags.split(',').some((tag) => tag.trim() === etag);
  if (since === undefined || modified === null) return false;
  return Date.parse(since) >= Math.floor(modified.getTime() / 1000) * 1000;
};

/** Returns the beginning of a body, where only that is asked for; the whole otherwise. */
const partReply = (request: IncomingMessage, whole: Reply): Reply => {
  const last = /^bytes=0-(\d{1,9})$/.exec(request.headers.range ?? '')?.[1];
  if (last === undefined || whole.status !== 200) return whole;
  const bytes = Buffer.from(whole.body);
  const part = bytes.subarray(0, Number(last) + 1);
  const headers = { ...whole.headers, 'content-range': `bytes 0-${part.length - 1}/${bytes.length}` };
  return { ...whole, status: 206, headers, body: part.toString('latin1'), latin1: true };
};

/** Returns a format's answer as a reply: as a fault spoils it, or with its validators. */
const contentReply = (
  request: IncomingMessage,
  { status, type, body, location }: FormatAnswer,
  modified: Date | null | undefined,
  fault: Fault | undefined,
): Reply => {
  if (location !== undefined) return reply(status, type, body, { location });
  if (status !== 200) return reply(status, type, body);
  if (fault?.kind === 'truncate') return { ...reply(200, type, body), cut: true };
  if (fault?.kind === 'half') return reply(200, type, body.slice(0, body.length / 2));
  if (modified === undefined) return reply(200, type, body);
  const etag = `"${createHash('md5').update(body).digest('hex')}"`;
  const validators = { etag, ...(modified === null ? {} : { 'last-modified': modified.toUTCString() }) };
  if (isFresh(request, etag, modified)) return { status: 304, headers: validators, body: '' };
  return reply(200, type, body, validators);
};

interface Marketplace {
  readonly faults: FaultQueue;
  /** Formats, the one that owns the rest of the paths last. */
  readonly formats: readonly MarketFormat[];
  /** Returns the publication shown, or the one before it. */
  publication(age: 'current' | 'previous'): Publication;
  wait(ms: number, response: ServerResponse): Promise<void>;
  count(path: string): void;
}

/** Bytes of a form that a marketplace reads. */
const formBytesMax = 65_536;

const bodyOf = async (request: IncomingMessage): Promise<string> => {
  if (request.method !== 'POST') return '';
  let body = '';
  for await (const chunk of request) if (body.length < formBytesMax) body += String(chunk);
  return body;
};

/** Returns the reply to one request; `null` if it gets none. */
const marketplaceReply = async (
  place: Marketplace,
  request: IncomingMessage,
  response: ServerResponse,
  path: string,
): Promise<Reply | null> => {
  const { headers, method = 'GET', url = '/' } = request;
  const format = place.formats.find((each) => each.owns(path)) ?? tcgcsvFormat;
  const refusal = format.refuse?.({ headers });
  if (refusal !== undefined) {
    place.count(path);
    return reply(refusal.status, refusal.type, refusal.body);
  }
  const fault = place.faults.take(path);
  if (fault?.kind === 'expired-token') format.expireTokens?.();
  if (fault?.kind === 'ended-consent') format.endConsents?.();
  const body = await bodyOf(request);
  // taken once: a body is never half of one publication and half of the next
  const publication = place.publication(fault?.kind === 'stale-stamp' ? 'previous' : 'current');
  const query = new URL(url, 'http://sandbox.invalid').searchParams;
  const answer = format.answer({ method, path, query, headers, body, publication, fault: fault?.kind });
  place.count(answer.known ? path : unknownPath);
  if (fault?.status !== undefined) {
    const wait: Headers = fault.retry_after === undefined ? {} : { 'retry-after': String(fault.retry_after) };
    return reply(fault.status, 'text/plain', `simulated ${fault.status}`, wait);
  }
  if (fault?.kind === 'missing') return reply(format.missing.status, format.missing.type, format.missing.body);
  if (fault?.kind === 'hang') return null;
  if (fault?.kind === 'html') return reply(200, 'text/html', challengePage);
  if (fault?.kind === 'slow') await place.wait(fault.ms ?? 0, response);
  const modified = publication.lastModified === undefined ? publication.stamp : publication.lastModified(path);
  const whole = contentReply(request, answer, format.validates ? modified : undefined, fault);
  return format.validates ? partReply(request, whole) : whole;
};

const listen = async (server: Server, port: number): Promise<string> => {
  server.listen(port, '127.0.0.1');
  try {
    await once(server, 'listening');
  } catch (cause) {
    throw ledgerError('CONFIG_INVALID', `Port ${port} of the sandbox marketplace: expected a free port`, { cause });
  }
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
};

/** Starts the marketplace on 127.0.0.1. Throws CONFIG_INVALID if the port is taken. */
export const startSandbox = async (options: SandboxOptions): Promise<Sandbox> => {
  const { market, runtime, port = 0, start, onRequest } = options;
  const faults = createFaultQueue();
  const closing = new AbortController();
  const counts = new Map<string, number>();
  const notices = createEbayNotices();
  let shown = market.at(start).stamp;
  const controls: Controls = {
    faults,
    time: () => shown,
    setTime: (time) => {
      if (Number.isNaN(time.getTime())) throw new RangeError('setTime needs a valid date');
      shown = market.at(time).stamp;
    },
    next: () => {
      shown = market.next(shown) ?? shown;
    },
    requests: () => Object.fromEntries(counts),
    ebayNotice: () => notices.next(shown),
  };
  const place: Marketplace = {
    faults,
    formats: [
      createTcgplayerFormat(),
      createCardmarketFormat(),
      createEbayFormat({ callsADay: options.ebayCallsADay, notices }),
      tcgcsvFormat,
    ],
    publication: (age) => market.at(age === 'current' ? shown : new Date(shown.getTime() - 1)),
    // a wait ends quietly with the server or the client: the reply has no reader then
    wait: async (ms, response) => {
      const left = new AbortController();
      response.once('close', () => left.abort());
      await runtime.sleep(ms, AbortSignal.any([left.signal, closing.signal])).catch(() => undefined);
    },
    count: (path) => counts.set(path, (counts.get(path) ?? 0) + 1),
  };
  const server = createServer((request, response) => {
    const path = (request.url ?? '/').replace(/\?.*$/s, '');
    if (path !== '/control' && !path.startsWith('/control/')) {
      if (onRequest?.(path, request, response) === true) return;
      void marketplaceReply(place, request, response, path).then((answer) => {
        if (answer !== null) send(response, answer);
      });
      return;
    }
    void answerControl(request, path, controls).then(({ status, body }) => {
      send(response, reply(status, status >= 400 ? 'application/problem+json' : json, JSON.stringify(body)));
    });
  });
  const url = await listen(server, port);
  return {
    url,
    faults,
    time: () => controls.time(),
    setTime: (time) => {
      controls.setTime(time);
    },
    requests: () => controls.requests(),
    ebayNotice: () => controls.ebayNotice(),
    close: async () => {
      closing.abort();
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
};
