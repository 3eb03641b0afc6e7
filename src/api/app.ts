/** The API: cached reads first, then an Express app: tsoa's routes inside the contract, problems for whatever goes wrong. */
import type { RequestListener } from 'node:http';
import compression from 'compression';
import express, { type RequestHandler } from 'express';
import { createContract, readOpenApi } from './contract.js';
import { docsPages } from './docs-page.js';
import { withPreMiddleware, createPreMiddleware } from './pre-middleware.js';
import { RegisterRoutes } from './generated/routes.js';
import { apiReady, live, readiness } from './health.js';
import { createCacheFastPath } from './cache/fast-path.js';
import { createMetrics } from './metrics.js';
import { problemHandler, refuseMethod, sendProblem } from './problem.js';
import type { ApiDeps } from './services.js';

export type { ApiDeps } from './services.js';

const readOnly: RequestHandler = (request, response, next) => {
  if (request.method === 'GET' || request.method === 'HEAD') next();
  else refuseMethod(request, response, ['GET', 'HEAD']);
};

/** Makes the app. `isDraining` turns /health/ready to 503 while the server finishes its requests. */
export const createApi = (deps: ApiDeps, isDraining: () => boolean = () => false): RequestListener => {
  const app = express();
  const document = readOpenApi();
  const contract = createContract(document, '/v1');
  const metrics = createMetrics(deps, contract.template);
  app.locals['services'] = deps;
  // Or /V1/… would be routed past the contract.
  app.enable('case sensitive routing');
  app.disable('x-powered-by');
  // ETags come from the ledger's position (answer.ts), not from hashing bodies.
  app.disable('etag');
  app.use(['/health', '/metrics', '/openapi.json', '/docs'], readOnly);
  app.get('/health/live', live);
  app.get('/health/ready', readiness(apiReady(deps), isDraining));
  app.get('/metrics', metrics.serve);
  // Answers of the reads compress themselves and keep what comes of it (send-answer.ts).
  app.use(['/openapi.json', '/docs', '/v1/events'], compression());
  app.get('/openapi.json', (_request, response) => void response.json(document));
  app.use('/docs', docsPages(document.info.title));
  app.get('/', (_request, response) => response.redirect('/docs'));
  app.use('/v1', contract.check);
  RegisterRoutes(app);
  app.use((request, response) =>
    sendProblem(request, response, 'ROUTE_NOT_FOUND', `nothing at ${request.path}; see /docs`),
  );
  app.use(problemHandler(contract.expected));
  const { simulated } = deps;
  return withPreMiddleware(createPreMiddleware({ simulated, time: metrics.time }), createCacheFastPath(deps), app);
};
