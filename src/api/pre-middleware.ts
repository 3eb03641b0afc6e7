/**
 * What happens to every request before anything looks at what it asks: here, and not among Express' middleware, because
 * answers from the cache never get there. Who may ask and how often (accounts, rate limits) belongs into `createPreMiddleware` too,
 * for the same reason; a step that refuses answers by itself and returns false.
 */
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import helmet from 'helmet';
import type { Metrics } from './metrics.js';
import { giveRequestId } from './problem.js';

/** Swagger UI sets styles from script; nothing else is allowed, and nothing from elsewhere. */
const security = helmet({
  contentSecurityPolicy: {
    directives: {
      'style-src': ["'self'", "'unsafe-inline'"],
      'img-src': ["'self'", 'data:', 'https:'],
      'upgrade-insecure-requests': null,
    },
  },
  // Served over plain HTTP on loopback; a proxy in front says this for itself.
  strictTransportSecurity: false,
});

/** The headers helmet sets: the same for every request, so they are made once. */
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

/** Whether the request goes on. */
type Step = (request: IncomingMessage, response: ServerResponse) => boolean;

/** The steps before an answer, in order. */
export const createPreMiddleware = (options: { simulated: boolean; time: Metrics['time'] }): Step => {
  const headers = [...securityHeaders(), ...(options.simulated ? [['X-Simulated', 'true'] as const] : [])];
  return (request, response) => {
    giveRequestId(request, response);
    options.time(request, response);
    for (const [name, value] of headers) response.setHeader(name, value);
    return true;
  };
};

/** The edge, then the answers that are at hand, then the app. */
export const withPreMiddleware =
  (edge: Step, hot: Step, app: RequestListener): RequestListener =>
  (request, response) => {
    if (edge(request, response) && hot(request, response)) app(request, response);
  };
