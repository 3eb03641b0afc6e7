/**
 * Reads answered before Express, which costs five to seven times the answer itself (docs/adr/0008): only what Express
 * answered with 200 before is in the cache, under the very text of its path and query, so nothing needs checking again.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ReadCache } from './read-cache.js';
import type { Logger } from '../../base/logger.js';
import { sendAnswer } from '../send-answer.js';

/** Answers what the cache has, and says whether the request goes on. */
export const createCacheFastPath =
  ({ cache, logger }: { cache?: ReadCache; logger: Logger }) =>
  (request: IncomingMessage, response: ServerResponse): boolean => {
    const { method, url } = request;
    if (cache === undefined || url === undefined || (method !== 'GET' && method !== 'HEAD')) return true;
    const hit = cache.hot(url);
    if (hit === undefined) return true;
    sendAnswer(request, response, hit, (compressed) => cache.keep(url, compressed))?.catch((error: unknown) => {
      logger.error('a cached answer was not sent', { path: url, reason: (error as Error).message });
      response.destroy();
    });
    return false;
  };
