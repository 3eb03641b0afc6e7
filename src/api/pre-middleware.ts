/**
 * Steps before Express: cached answers are sent here and never reach its middleware. Authentication and rate limits belong
 * here for the same reason.
 */
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import helmet from 'helmet';
import { type ErrorCode, ledgerError } from '../base/errors.js';
import type { Metrics } from './metrics.js';
import { type Problems, setRequestId } from './problem.js';

/** Swagger UI sets styles from script; nothing else is allowed, and nothing from other hosts. */
const security = helmet({
  contentSecurityPolicy: {
    directives: {
      'style-src': ["'self'", "'unsafe-inline'"],
      'img-src': ["'self'", 'data:', 'https:'],
      'upgrade-insecure-requests': null,
    },
  },
  // Added where users are known to come by TLS: on plain HTTP it would lock them out.
  strictTransportSecurity: false,
});

/** The headers helmet sets: the same for every request, so they are computed once. */
const securityHeaders = (): readonly (readonly [string, string])[] => {
  const headers: (readonly [string, string])[] = [];
  const recorder = {
    setHeader: (name: string, value: string) => headers.push([name, value]),
    removeHeader: () => undefined,
  } as unknown as ServerResponse;
  security({} as IncomingMessage, recorder, (error?: unknown) => {
    if (error !== undefined) throw error;
  });
  return headers;
};

/**
 * Returns whether the request goes on; a step that returns false has answered, or will. It returns a promise only if it has
 * to wait, so that a cached read needs no turn of the event loop.
 */
export type Step = (request: IncomingMessage, response: ServerResponse) => boolean | Promise<boolean>;

/** Throws MALFORMED_REQUEST unless HTTP/1.1's one Host is there. Node's own answer to that has no body. */
const checkHost = ({ headers, httpVersion, rawHeaders }: IncomingMessage): void => {
  if (headers.host === undefined && httpVersion === '1.1') throw ledgerError('MALFORMED_REQUEST', 'Host: expected it');
  let hosts = 0;
  for (let at = 0; at < rawHeaders.length; at += 2) if (rawHeaders[at]?.toLowerCase() === 'host') hosts += 1;
  if (hosts > 1) throw ledgerError('MALFORMED_REQUEST', `Host: expected it once, got it ${hosts} times`);
};

/** A year: for so long browsers ask by TLS only. */
const tlsOnlyS = 31_536_000;

/** Takes scheme and host off an address that has them: routes, caches and quotas go by the path. */
const toOriginForm = (request: IncomingMessage): void => {
  const { url = '' } = request;
  if (!url.startsWith('/'))
    request.url = url.replace(/^[a-z][a-z0-9+.-]*:\/\/[^/?#]*(?=(\/)?)/i, (_all, slash) =>
      slash === undefined ? '/' : '',
    );
};

/** Creates the first step: request id, timing, security headers, Host. */
export const createHeadersStep = (options: {
  simulated: boolean;
  /** Users reach the API by TLS, which a proxy in front ends. */
  byTls: boolean;
  time: Metrics['time'];
}): Step => {
  const headers = [
    ...securityHeaders(),
    ...(options.simulated ? [['X-Simulated', 'true'] as const] : []),
    ...(options.byTls ? [['Strict-Transport-Security', `max-age=${tlsOnlyS}`] as const] : []),
  ];
  return (request, response) => {
    toOriginForm(request);
    setRequestId(request, response);
    options.time(request, response);
    for (const [name, value] of headers) response.setHeader(name, value);
    checkHost(request);
    return true;
  };
};

/** An app as a server runs it. */
export interface HttpApp {
  readonly listener: RequestListener;
  /** Answers a problem to a request that never reaches the listener, with the headers of every answer. */
  readonly refuse: (request: IncomingMessage, response: ServerResponse, code: ErrorCode, detail: string) => void;
}

/** Creates an app that runs the steps in order, then `app`. A step that throws or rejects is answered as a problem. */
export const withSteps = (
  steps: readonly Step[],
  app: RequestListener,
  { send, sendError }: Pick<Problems, 'send' | 'sendError'>,
): HttpApp => {
  const runFrom = (first: number, request: IncomingMessage, response: ServerResponse): void => {
    try {
      for (let at = first; at < steps.length; at += 1) {
        const goesOn = (steps[at] as Step)(request, response);
        if (goesOn === false) return;
        if (goesOn === true) continue;
        goesOn
          .then((resolved) => {
            if (resolved) runFrom(at + 1, request, response);
          })
          .catch((error: unknown) => sendError(request, response, error));
        return;
      }
    } catch (error) {
      sendError(request, response, error);
      return;
    }
    app(request, response);
  };
  return {
    listener: (request, response) => runFrom(0, request, response),
    refuse(request, response, code, detail) {
      // The first step sets the headers of every answer; the request may lack what it checks.
      try {
        void steps[0]?.(request, response);
      } catch {
        // Refused already.
      }
      send(request, response, code, detail);
    },
  };
};
