/** The API: cached reads first, then an Express app with tsoa's routes inside the contract. Every error becomes a problem. */
import type { RequestListener } from 'node:http';
import compression from 'compression';
import express, { type RequestHandler } from 'express';
import { createCacheFastPath } from './cache/fast-path.js';
import { createContract, readOpenApi } from './contract.js';
import { docsPages } from './docs-page.js';
import { RegisterRoutes } from './generated/routes.js';
import { apiReady, live, readiness } from './health.js';
import { createJsonBody } from './json-body.js';
import { createMetrics } from './metrics.js';
import { createHeadersStep, withSteps } from './pre-middleware.js';
import { createProblems, methodNotAllowed } from './problem.js';
import type { ApiDeps } from './services.js';

export type { ApiDeps } from './services.js';

const readOnly: RequestHandler = (request, response, next) => {
  if (request.method !== 'GET' && request.method !== 'HEAD') throw methodNotAllowed(request, response, ['GET', 'HEAD']);
  next();
};

/** Creates the app. While `isDraining`, /health/ready answers 503 and the server finishes its requests. */
export const createApi = (deps: ApiDeps, isDraining: () => boolean = () => false): RequestListener => {
  const app = express();
  const document = readOpenApi();
  const contract = createContract(document, '/v1');
  const problems = createProblems(deps);
  const metrics = createMetrics(deps, contract.template);
  // For ioc.ts.
  app.locals['services'] = deps;
  // Or /V1/… would be routed past the contract.
  app.enable('case sensitive routing');
  app.disable('x-powered-by');
  // ETags come from the ledger's position (cacheable-read.ts), not from hashing bodies.
  app.disable('etag');
  app.use(['/health', '/metrics', '/openapi.json', '/docs'], readOnly);
  app.get('/health/live', live);
  app.get('/health/ready', readiness(apiReady(deps), isDraining));
  app.get('/metrics', metrics.serve);
  // Cacheable reads compress themselves and keep the result (send-answer.ts); so do streams (send-stream.ts).
  app.use(['/openapi.json', '/docs', '/v1/cards/batch'], compression());
  app.get('/openapi.json', (_request, response) => void response.json(document));
  app.use('/docs', docsPages(document.info.title));
  app.get('/', (_request, response) => response.redirect('/docs'));
  app.use('/v1', contract.check, createJsonBody(contract.takesBody));
  RegisterRoutes(app);
  app.use((request, response) =>
    problems.send(request, response, 'ROUTE_NOT_FOUND', `no route matches ${request.path}; see /docs`),
  );
  app.use(problems.handler(contract.reasons));
  const steps = [createHeadersStep({ simulated: deps.simulated, time: metrics.time }), createCacheFastPath(deps.cache)];
  return withSteps(steps, app, problems.sendError);
};
