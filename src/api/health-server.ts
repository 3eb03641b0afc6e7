/** Health and metrics of a process that answers no queries: a collector, a projector, an alerter, a publisher. */
import express, { type RequestHandler } from 'express';
import { startPosition } from '../domain/envelope.js';
import { subscriberLag } from '../subscriptions/subscriber-lag.js';
import { faultsOf, headInTime, inTime, live, readiness } from './health.js';
import { createMetrics } from './metrics.js';
import { createHeadersStep, type HttpApp, withSteps } from './pre-middleware.js';
import { answerOtherMethod, createProblems } from './problem.js';
import { createTargetStep } from './request-target.js';
import type { ApiDeps } from './services.js';

export interface HealthServerDeps extends Pick<
  ApiDeps,
  'database' | 'log' | 'runtime' | 'logger' | 'simulated' | 'sources'
> {
  /** Returns whether this process follows the log as this subscriber, a row of the checkpoints, or stands by to. */
  readonly works: (subscriber: string) => boolean;
}

/**
 * The process is ready if the database and the log answer and none of its subscribers is stopped,
 * lacks a table or is beyond the end of the log. A process that stands by
 * for another holder is as ready as one that works.
 */
const canWork =
  ({ database, log, runtime, works }: HealthServerDeps) =>
  async (): Promise<{ ok: boolean; body: Record<string, unknown> }> => {
    const head = await headInTime(log, runtime);
    const lags = await inTime(runtime, subscriberLag(database, head ?? startPosition));
    const subscribers = (lags ?? []).filter(({ subscriber }) => works(subscriber));
    const stopped = subscribers.filter(({ state }) => state === 'stopped');
    const faults = lags === null ? null : await faultsOf({ database, log, runtime }, subscribers, head);
    const isWhole = faults !== null && Object.keys(faults).length === 0;
    const ok = head !== null && isWhole && stopped.length === 0;
    const state = { database: faults === null ? 'down' : 'up', log: head === null ? 'down' : 'up', head };
    return { ok, body: { ...state, ...faults, subscribers } };
  };

/** Creates the app. */
export const createHealthServer = (deps: HealthServerDeps, isDraining: () => boolean): HttpApp => {
  const app = express();
  const problems = createProblems(deps);
  const metrics = createMetrics(deps, () => undefined);
  app.disable('x-powered-by');
  app.disable('etag');
  const reads: Readonly<Record<string, RequestHandler>> = {
    '/health/live': live,
    '/health/ready': readiness(canWork(deps), isDraining),
    '/metrics': metrics.serve,
  };
  for (const [path, handler] of Object.entries(reads)) {
    app
      .route(path)
      .get(handler)
      .all((request, response) => answerOtherMethod(request, response, ['GET', 'HEAD']));
  }
  app.use((request, response) =>
    problems.send(
      request,
      response,
      'ROUTE_NOT_FOUND',
      `no route matches ${request.path}: this process answers no queries`,
    ),
  );
  app.use(problems.handler(() => ({})));
  const steps = [
    createHeadersStep({ simulated: deps.simulated, byTls: false, time: metrics.time }),
    createTargetStep(),
  ];
  return withSteps(steps, app, problems);
};
