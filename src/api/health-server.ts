/** Health and figures of a process that answers no queries: a collector, a projector, an alerter, a notifier. */
import type { RequestListener } from 'node:http';
import express from 'express';
import { startPosition } from '../domain/envelope.js';
import { projectionLag } from '../projecting/projection-lag.js';
import { withPreMiddleware, createPreMiddleware } from './pre-middleware.js';
import { headInTime, inTime, live, readiness } from './health.js';
import { createMetrics } from './metrics.js';
import { problemHandler, sendProblem } from './problem.js';
import type { ApiDeps } from './services.js';

export interface HealthServerDeps extends Pick<ApiDeps, 'database' | 'log' | 'runtime' | 'logger' | 'simulated'> {
  /** The readers of the log that this process works on, or would if their holder died: rows of the checkpoints. */
  readonly works: (schema: string) => boolean;
}

/**
 * Such a process can do its work when the database and the log answer and nothing it works on is stopped. Whether it works
 * at the moment or waits for another to die makes no difference.
 */
const canWork =
  ({ database, log, runtime, works }: HealthServerDeps) =>
  async (): Promise<{ ok: boolean; body: Record<string, unknown> }> => {
    const head = await headInTime(log, runtime);
    const lags = await inTime(runtime, projectionLag(database, head ?? startPosition));
    const readers = (lags ?? []).filter(({ schema }) => works(schema));
    const stopped = readers.filter(({ state }) => state === 'stopped');
    const ok = head !== null && lags !== null && stopped.length === 0;
    return { ok, body: { database: lags === null ? 'down' : 'up', log: head === null ? 'down' : 'up', head, readers } };
  };

/** Makes the listener. */
export const createHealthServer = (deps: HealthServerDeps, isDraining: () => boolean): RequestListener => {
  const app = express();
  const metrics = createMetrics(deps, () => undefined);
  // Problems are told by them.
  app.locals['services'] = deps;
  app.disable('x-powered-by');
  app.disable('etag');
  app.get('/health/live', live);
  app.get('/health/ready', readiness(canWork(deps), isDraining));
  app.get('/metrics', metrics.serve);
  app.use((request, response) =>
    sendProblem(request, response, 'ROUTE_NOT_FOUND', `nothing at ${request.path}: this process answers no queries`),
  );
  app.use(problemHandler(() => undefined));
  return withPreMiddleware(createPreMiddleware({ simulated: deps.simulated, time: metrics.time }), () => true, app);
};
