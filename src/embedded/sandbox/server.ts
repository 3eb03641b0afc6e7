/**
 * The sandbox marketplace as a server on loopback. It shows one stamp until it is told another (`setTime`, or
 * /control): a demo or test decides when the market publishes. Every response says that it is simulated.
 */
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Runtime } from '../../base/runtime.js';
import { answerControl } from './control.js';
import type { Controls } from './control.js';
import { createFaultQueue } from './faults.js';
import type { Fault, FaultQueue } from './faults.js';
import { judgeUserAgent } from './user-agent-policy.js';
import { createMarket } from './market.js';
import type { Market } from './market.js';
import { tcgcsvAnswer } from './tcgcsv-format.js';
import type { TcgcsvAnswer, TcgcsvEnvelope } from './tcgcsv-format.js';
import { stampOf, tickAt } from './calendar.js';

export interface SandboxOptions {
  readonly seed: number;
  readonly runtime: Runtime;
  /** 0, the default, takes a free one. */
  readonly port?: number;
  /** Where the market stands at first: the last publication at or before this instant. */
  readonly start: Date;
}

export interface Sandbox {
  /** Base URL without a trailing slash. */
  readonly url: string;
  readonly market: Market;
  readonly faults: Pick<FaultQueue, 'add' | 'clear' | 'pending'>;
  /** The stamp now shown. */
  time(): Date;
  /** Shows the last publication at or before `time` from the next request on. Throws RangeError on an invalid date. */
  setTime(time: Date): void;
  /** Marketplace requests answered or refused, a path; what is no path of the marketplace counts as "(unknown)". */
  requests(): Readonly<Record<string, number>>;
  /** Stops at once, requests that hang included. */
  close(): Promise<void>;
}

const simulated = { 'x-simulated': 'tcg-price-ledger sandbox' } as const;
const unknownPath = '(unknown)';

type Headers = Readonly<Record<string, string>>;

/** What goes back on the connection: an answer, half of one and a cut, or nothing ever. */
type Reply =
  | { readonly kind: 'whole' | 'half'; readonly status: number; readonly headers: Headers; readonly body: string }
  | { readonly kind: 'nothing' };

const json = 'application/json';
const challengePage = '<html><body>Checking your browser</body></html>';

const whole = (status: number, type: string, body: string, more: Headers = {}): Reply => ({
  kind: 'whole',
  status,
  headers: { 'content-type': type, ...more },
  body,
});

const send = (response: ServerResponse, reply: Reply): void => {
  if (reply.kind === 'nothing') return;
  const bytes = Buffer.from(reply.body);
  const length = reply.status === 304 ? {} : { 'content-length': bytes.length };
  response.writeHead(reply.status, { ...reply.headers, ...length, ...simulated });
  if (reply.kind === 'whole') response.end(bytes);
  // the whole length promised, half of it sent, and the connection cut once that half is on its way
  else response.write(bytes.subarray(0, Math.floor(bytes.length / 2)), () => response.destroy());
};

/** The first 100 rows a second time at the end: what a page read twice does to a collated list. */
const withDuplicates = (envelope: TcgcsvEnvelope): TcgcsvEnvelope => ({
  ...envelope,
  results: [...envelope.results, ...envelope.results.slice(0, 100)],
});

/** Whether the client has this body already: by ETag, or by date when it sent no ETag (RFC 9110, 13.2.2). */
const isFresh = (request: IncomingMessage, etag: string, stamp: Date): boolean => {
  const { 'if-none-match': tags, 'if-modified-since': since } = request.headers;
  if (tags !== undefined) return tags.split(',').some((tag) => tag.trim() === etag);
  return since !== undefined && Date.parse(since) >= Math.floor(stamp.getTime() / 1000) * 1000;
};

/** The answer to a request that nothing stands in the way of. */
const contentReply = (request: IncomingMessage, answer: TcgcsvAnswer, stamp: Date, fault: Fault | undefined): Reply => {
  if (request.method !== 'GET') return whole(405, 'text/plain', 'only GET');
  if (answer.kind === 'not-found') return whole(404, 'text/plain', 'not found');
  const type = answer.kind === 'text' ? 'text/plain' : json;
  const body =
    answer.kind === 'text'
      ? answer.text
      : JSON.stringify(fault?.kind === 'duplicate' ? withDuplicates(answer.envelope) : answer.envelope);
  if (fault?.kind === 'truncate') return { kind: 'half', status: 200, headers: { 'content-type': type }, body };
  const etag = `"${createHash('md5').update(body).digest('hex')}"`;
  const validators = { etag, 'last-modified': stamp.toUTCString() };
  if (isFresh(request, etag, stamp)) return { kind: 'whole', status: 304, headers: validators, body: '' };
  return whole(200, type, body, validators);
};

interface Marketplace {
  readonly market: Market;
  readonly faults: FaultQueue;
  tick(): number;
  wait(ms: number, response: ServerResponse): Promise<void>;
  count(path: string): void;
}

const marketplaceReply = async (
  place: Marketplace,
  request: IncomingMessage,
  response: ServerResponse,
  path: string,
): Promise<Reply> => {
  // the stamp is taken once: a body is never half of one publication and half of the next
  const tick = place.tick();
  const verdict = judgeUserAgent(request.headers['user-agent']);
  if (!verdict.welcome) {
    place.count(path);
    return whole(verdict.status, 'text/plain', verdict.why);
  }
  const fault = place.faults.take(path);
  const stamp = stampOf(fault?.kind === 'stale-stamp' ? tick - 1 : tick);
  const answer = tcgcsvAnswer(place.market.at(stamp), path);
  place.count(answer.kind === 'not-found' ? unknownPath : path);
  if (fault?.status !== undefined) {
    const wait: Headers = fault.retry_after === undefined ? {} : { 'retry-after': String(fault.retry_after) };
    return whole(fault.status, 'text/plain', `simulated ${fault.status}`, wait);
  }
  if (fault?.kind === 'hang') return { kind: 'nothing' };
  if (fault?.kind === 'html') return whole(200, 'text/html', challengePage);
  if (fault?.kind === 'slow') await place.wait(fault.ms ?? 0, response);
  return contentReply(request, answer, stamp, fault);
};

const listen = async (server: Server, port: number): Promise<string> => {
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
};

/** Starts the marketplace on 127.0.0.1. Rejects when the port is taken. */
export const startSandbox = async ({ seed, runtime, port = 0, start }: SandboxOptions): Promise<Sandbox> => {
  const market = createMarket({ seed });
  const faults = createFaultQueue();
  const closing = new AbortController();
  const counts = new Map<string, number>();
  let tick = tickAt(start);
  const controls: Controls = {
    faults,
    time: () => stampOf(tick),
    setTime: (time) => {
      if (Number.isNaN(time.getTime())) throw new RangeError('setTime needs a valid date');
      tick = tickAt(time);
    },
    next: () => {
      tick += 1;
    },
    requests: () => Object.fromEntries(counts),
  };
  const place: Marketplace = {
    market,
    faults,
    tick: () => tick,
    // a wait that outlives the server or the client ends quietly: nobody is left to answer
    wait: async (ms, response) => {
      const gone = new AbortController();
      response.once('close', () => gone.abort());
      await runtime.sleep(ms, AbortSignal.any([gone.signal, closing.signal])).catch(() => undefined);
    },
    count: (path) => counts.set(path, (counts.get(path) ?? 0) + 1),
  };
  const server = createServer((request, response) => {
    const path = (request.url ?? '/').replace(/\?.*$/s, '');
    if (path !== '/control' && !path.startsWith('/control/')) {
      void marketplaceReply(place, request, response, path).then((reply) => {
        send(response, reply);
      });
      return;
    }
    void answerControl(request, path, controls).then(({ status, body }) => {
      send(response, whole(status, status >= 400 ? 'application/problem+json' : json, JSON.stringify(body)));
    });
  });
  const url = await listen(server, port);
  return {
    url,
    market,
    faults,
    time: () => controls.time(),
    setTime: (time) => {
      controls.setTime(time);
    },
    requests: () => controls.requests(),
    close: async () => {
      closing.abort();
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
};
