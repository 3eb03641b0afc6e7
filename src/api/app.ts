/** The API as an Express app: tsoa's routes inside the contract, problems for whatever goes wrong. */
import compression from 'compression';
import express, { type Express, type RequestHandler } from 'express';
import helmet from 'helmet';
import { createContract, readOpenApi } from './contract.js';
import { docsPages } from './docs-page.js';
import { RegisterRoutes } from './generated/routes.js';
import { live, ready } from './health.js';
import { createMetrics } from './metrics.js';
import { problemHandler, refuseMethod, requestId, sendProblem } from './problem.js';
import type { ApiDeps } from './services.js';

export type { ApiDeps } from './services.js';

/** Swagger UI sets styles from script; nothing else is allowed, and nothing from elsewhere. */
const security = helmet({
  contentSecurityPolicy: {
    directives: { 'style-src': ["'self'", "'unsafe-inline'"], 'img-src': ["'self'", 'data:', 'https:'], 'upgrade-insecure-requests': null },
  },
  // Served over plain HTTP on loopback; a proxy in front says this for itself.
  strictTransportSecurity: false,
});

const readOnly: RequestHandler = (request, response, next) => {
  if (request.method === 'GET' || request.method === 'HEAD') next();
  else refuseMethod(request, response, ['GET', 'HEAD']);
};

/** Makes the app. `isDraining` turns /health/ready to 503 while the server finishes its requests. */
export const createApi = (deps: ApiDeps, isDraining: () => boolean = () => false): Express => {
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
  app.use(requestId, metrics.time, security);
  if (deps.simulated) {
    app.use((_request, response, next) => {
      response.setHeader('X-Simulated', 'true');
      next();
    });
  }
  app.use(['/health', '/metrics', '/openapi.json', '/docs'], readOnly);
  app.get('/health/live', live);
  app.get('/health/ready', ready(deps, isDraining));
  app.get('/metrics', metrics.serve);
  app.use(compression());
  app.get('/openapi.json', (_request, response) => void response.json(document));
  app.use('/docs', docsPages(document.info.title));
  app.get('/', (_request, response) => response.redirect('/docs'));
  app.use('/v1', contract.check);
  RegisterRoutes(app);
  app.use((request, response) => sendProblem(request, response, 'ROUTE_NOT_FOUND', `nothing at ${request.path}; see /docs`));
  app.use(problemHandler(contract.expected));
  return app;
};
