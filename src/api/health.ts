/** Alive: the process answers. Ready: it can do its work. */
import type { RequestHandler } from 'express';
import { projectionLag } from '../queries/projection-lag.js';
import type { ApiDeps } from './services.js';

/** Always 200. */
export const live: RequestHandler = (_request, response) => {
  response.json({ status: 'live' });
};

/**
 * 200 when the database answers and no read model is stopped; 503 otherwise, with what is wrong. A read model that lags
 * is no reason to send nobody here: answers say what they reflect.
 */
export const ready =
  ({ database, log }: Pick<ApiDeps, 'database' | 'log'>, isDraining: () => boolean): RequestHandler =>
  async (_request, response) => {
    response.setHeader('Cache-Control', 'no-store');
    if (isDraining()) {
      response.status(503).json({ status: 'draining' });
      return;
    }
    try {
      const head = await log.head();
      const projections = await projectionLag(database, head);
      const stopped = projections.filter(({ state }) => state === 'stopped');
      const ok = projections.length > 0 && stopped.length === 0;
      response.status(ok ? 200 : 503).json({ status: ok ? 'ready' : 'not_ready', database: 'up', head, projections });
    } catch {
      response.status(503).json({ status: 'not_ready', database: 'down' });
    }
  };
