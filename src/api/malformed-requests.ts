/**
 * Answers requests that Node's HTTP parser rejects, or that do not arrive in time: as problems, as every other. Node's own
 * answers have no body.
 */
import { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { Socket } from 'node:net';
import type { ErrorCode } from '../base/errors.js';
import { limits } from '../base/limits.js';
import type { Runtime } from '../base/runtime.js';
import type { HttpApp } from './pre-middleware.js';

/** How long the rest of a refused request is read: a connection closed before would lose the answer on its way. */
const lingerMs = 1_000;

/** An error of the parser: llhttp's code, its reason, and the bytes at which it stopped. */
interface ParserError extends Error {
  readonly code?: string;
  readonly reason?: string;
  readonly rawPacket?: Buffer;
}

/** Returns the address in the first line of a packet, in ASCII; '' if the packet does not begin with a request. */
const targetIn = (packet: Buffer | undefined): string => {
  const target = /^[A-Z]+ (\S*)/.exec(packet?.toString('latin1') ?? '')?.[1] ?? '';
  const encoded = (byte: string): string => `%${byte.charCodeAt(0).toString(16).padStart(2, '0').toUpperCase()}`;
  return target.replace(/[^\x21-\x7e]/g, encoded);
};

/** Returns the problem for an error; `null` if nobody is left to be told. */
const problemOf = (error: ParserError): { code: ErrorCode; detail: string } | null => {
  const { code = '' } = error;
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT')
    return { code: 'REQUEST_TIMEOUT', detail: 'the request was not complete in time' };
  if (code === 'HPE_HEADER_OVERFLOW') {
    // Of an address in several packets only the last is known: it counts as a header.
    if (targetIn(error.rawPacket).length > limits.urlCharsMax)
      return { code: 'URI_TOO_LONG', detail: `the address has more than ${limits.urlCharsMax} characters` };
    return { code: 'HEADERS_TOO_LARGE', detail: `the headers have more than ${limits.requestHeadBytesMax} bytes` };
  }
  if (code === 'HPE_CHUNK_EXTENSIONS_OVERFLOW')
    return { code: 'BODY_TOO_LARGE', detail: 'body: expected chunks without long extensions' };
  if (code === 'HPE_INVALID_URL') {
    const detail = 'the address has a character that belongs percent-encoded, as %20 for a blank and %C3%A9 for é';
    return { code: 'MALFORMED_REQUEST', detail };
  }
  if (code.startsWith('HPE_'))
    return { code: 'MALFORMED_REQUEST', detail: `the request cannot be read: ${error.reason ?? error.message}` };
  return null;
};

/** A request under way on a connection, with its response. */
interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
}

export interface MalformedRequests {
  /** Notes the newest exchange of a connection. */
  readonly note: (exchange: Exchange) => void;
  /** Answers the error of a connection, and closes it. */
  readonly onError: (error: Error, socket: Duplex) => void;
  /** Answers a request that takes over the connection, which no path does. */
  readonly onConnect: (request: IncomingMessage, socket: Duplex) => void;
}

/** Creates the answers of one server. */
export const createMalformedRequests = (
  app: Pick<HttpApp, 'refuse'>,
  runtime: Pick<Runtime, 'sleep'>,
): MalformedRequests => {
  const newest = new WeakMap<Duplex, Exchange>();
  const refused = new WeakSet<Duplex>();

  /** Answers on a connection whose request became no request. */
  const answer = (request: IncomingMessage, socket: Socket, code: ErrorCode, detail: string): void => {
    const response = new ServerResponse(request);
    response.shouldKeepAlive = false;
    response.once('finish', () => {
      response.detachSocket(socket);
      socket.end();
      void runtime.sleep(lingerMs).then(() => socket.destroy());
    });
    if (!socket.writable) return;
    response.assignSocket(socket);
    app.refuse(request, response, code, detail);
  };

  return {
    note(exchange) {
      newest.set(exchange.request.socket, exchange);
    },
    onError(error, socket) {
      // The parser reports every further packet.
      if (refused.has(socket)) return;
      refused.add(socket);
      const problem = problemOf(error);
      if (problem === null || !socket.writable || !(socket instanceof Socket)) {
        socket.destroy();
        return;
      }
      const { code, detail } = problem;
      const request = new IncomingMessage(socket);
      request.url = targetIn((error as ParserError).rawPacket).slice(0, limits.urlCharsMax);
      const exchange = newest.get(socket);
      const isUnderWay = exchange !== undefined && exchange.response.socket !== null;
      if (!isUnderWay) answer(request, socket, code, detail);
      // What came before as a whole is answered first.
      else if (exchange.request.complete) exchange.response.once('finish', () => answer(request, socket, code, detail));
      else if (exchange.response.headersSent) socket.destroy();
      else {
        exchange.response.shouldKeepAlive = false;
        app.refuse(exchange.request, exchange.response, code, detail);
      }
    },
    onConnect(request, socket) {
      // Node has taken its own listeners off: an error nobody listens to would end the process.
      socket.on('error', () => socket.destroy());
      socket.resume();
      if (socket instanceof Socket)
        answer(request, socket, 'METHOD_NOT_ALLOWED', 'expected another method, got CONNECT');
      else socket.destroy();
    },
  };
};
