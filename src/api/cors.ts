/** CORS: which pages of other origins may read answers. Before the response cache, so that no cached answer contains it. */
import cors from 'cors';
import type { Step } from './pre-middleware.js';
import type { AllowedOrigins } from './services.js';

/** Headers of answers that scripts may read, beside the few that browsers always show. */
const exposedHeaders = [
  'Ledger-Position',
  'Ledger-Id',
  'ETag',
  'Link',
  'Location',
  'Retry-After',
  'RateLimit',
  'RateLimit-Policy',
  'X-RateLimit-Limit',
  'X-RateLimit-Remaining',
  'X-RateLimit-Reset',
  'X-Request-Id',
  'X-Simulated',
];

/** How long browsers may keep the answer to a preflight request. */
const preflightSeconds = 600;

/**
 * Creates the step that sets the headers of CORS; `methods` are those of the API. It answers nothing itself: a preflight
 * request goes on and is answered as any OPTIONS, so that an unknown path is none in any browser.
 */
export const createCorsStep = (origins: AllowedOrigins, methods: readonly string[]): Step => {
  const handler = cors({
    origin: origins === '*' ? '*' : [...origins],
    methods: [...methods],
    exposedHeaders,
    maxAge: preflightSeconds,
    preflightContinue: true,
  });
  return (request, response) => {
    // It calls back at once: the origins are a list.
    handler(request, response, () => undefined);
    return true;
  };
};
