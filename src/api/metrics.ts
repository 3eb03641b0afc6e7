/** Figures for Prometheus; a registry of its own for every app. */
import type { Request, RequestHandler } from 'express';
import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { projectionLag } from '../queries/projection-lag.js';
import type { ApiDeps } from './services.js';

export interface Metrics {
  /** Times requests by route template: paths with ids would make a series for every card. */
  readonly time: RequestHandler;
  /** The exposition text. */
  readonly serve: RequestHandler;
}

/** The template of the path. Behind a router `route.path` is relative to it; static files have none but their folder. */
const routeOf = (request: Request): string => {
  const route = request.route as { readonly path: string } | undefined;
  return `${request.baseUrl}${route?.path ?? ''}`.replace(/(.)\/$/, '$1') || '(none)';
};

/** Metrics of one app; `template` names the paths of the OpenAPI document, also those of refused requests. */
export const createMetrics = (
  { database, log, logger, runtime }: Pick<ApiDeps, 'database' | 'log' | 'logger' | 'runtime'>,
  template: (request: Request) => string | undefined,
): Metrics => {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const durations = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'Time to answer, by method, route and status',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers: [registry],
  });
  const up = new Gauge({ name: 'ledger_database_up', help: '1: the database answers', registers: [registry] });
  const events = new Gauge({
    name: 'ledger_projection_events_total',
    help: 'Events folded into a read model since its tables were made',
    labelNames: ['projection'],
    registers: [registry],
  });
  const behind = new Gauge({
    name: 'ledger_projection_behind',
    help: '1: the read model is not at the head of the log',
    labelNames: ['projection'],
    registers: [registry],
  });
  const parked = new Gauge({
    name: 'ledger_projection_dead_letters',
    help: 'Events a read model could not fold',
    labelNames: ['projection'],
    registers: [registry],
  });
  const refresh = async (): Promise<void> => {
    const lags = await projectionLag(database, await log.head());
    for (const { schema, folded, caught_up, dead_letters } of lags) {
      events.set({ projection: schema }, folded);
      behind.set({ projection: schema }, caught_up ? 0 : 1);
      parked.set({ projection: schema }, dead_letters);
    }
  };
  return {
    time(request, response, next) {
      const started = runtime.monotonicMs();
      response.once('finish', () => {
        const route = template(request) ?? routeOf(request);
        const labels = { method: request.method, route, status: String(response.statusCode) };
        durations.observe(labels, (runtime.monotonicMs() - started) / 1_000);
      });
      next();
    },
    async serve(_request, response) {
      try {
        await refresh();
        up.set(1);
      } catch (error) {
        // The figures of the process are worth having just when the database is away.
        logger.warn('metrics without the database', { reason: (error as Error).message });
        up.set(0);
      }
      response.type(registry.contentType).send(await registry.metrics());
    },
  };
};
