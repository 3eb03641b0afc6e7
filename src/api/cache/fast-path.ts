/**
 * Answers reads before Express, which costs five to seven times the answer itself (docs/adr/0008). The cache holds only what
 * Express answered with 200 before, under the exact text of its path and query, so no check needs to run again.
 */
import { cacheControlOf } from '../cache-control.js';
import type { Step } from '../pre-middleware.js';
import { sendAnswer } from '../send-answer.js';
import type { ApiDeps } from '../services.js';

/** Creates the step that answers from the cache of this process. Without a cache every request goes on. */
export const createCacheFastPath =
  ({ cache, runtime, nextStamp }: Pick<ApiDeps, 'cache' | 'runtime' | 'nextStamp'>): Step =>
  (request, response) => {
    const { method, url } = request;
    if (cache === undefined || url === undefined || (method !== 'GET' && method !== 'HEAD')) return true;
    const hit = cache.hot(url);
    if (hit === undefined) return true;
    const nowMs = runtime.now().getTime();
    const times = { nowMs, untilMs: hit.answer.untilMs, nextStampMs: nextStamp?.(nowMs) ?? Infinity };
    const control = cacheControlOf(request, times);
    const compressing = sendAnswer(request, response, hit, control, (compressed) => cache.keep(url, compressed));
    return compressing === undefined ? false : compressing.then(() => false);
  };
