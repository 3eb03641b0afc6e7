/** The API: cached reads first, then an Express app with tsoa's routes inside the contract. Every error becomes a problem. */
import compression from 'compression';
import type { IncomingMessage } from 'node:http';
import express, { type Express, type RequestHandler } from 'express';
import { jwksOf } from '../accounts/signing-keys.js';
import { limits } from '../base/limits.js';
import { createLedgerMatcher } from '../matching/ledger-matcher.js';
import { accountScript, accountScriptPath } from './account-pages.js';
import { createAtOnce } from './at-once.js';
import { createAuthenticationStep } from './authentication-step.js';
import { createAuthorisation } from './authorisation.js';
import { createCacheFastPath } from './cache/fast-path.js';
import { createNetworkGuard } from '../delivery/network-guard.js';
import { createContract } from './contract.js';
import { createCsvAnswers } from './csv-answers.js';
import { readOpenApi } from './openapi-document.js';
import { createDirectReads } from './direct-reads.js';
import { docsPages } from './docs-page.js';
import { RegisterRoutes } from './generated/routes.js';
import { apiReady, live, readiness } from './health.js';
import { createJsonBody } from './json-body.js';
import { createMetrics } from './metrics.js';
import { createCorsStep } from './cors.js';
import { createLedgerIdStep } from './ledger-id-step.js';
import { createOwnCheck } from './own-requests.js';
import { createHeadersStep, type HttpApp, withSteps } from './pre-middleware.js';
import { knownPrincipal } from './principal.js';
import { answerOtherMethod, createProblems } from './problem.js';
import { createClientKey } from './rate-limit/client-key.js';
import { createRateLimitSteps } from './rate-limit/rate-limit-step.js';
import { createTargetStep } from './request-target.js';
import { createEbayDeletions, ebayDeletionsPath } from './ebay-deletions.js';
import { unsubscribePages } from './unsubscribe-page.js';
import type { ApiDeps, ApiServices, Streams } from './services.js';
import { withSimulatedExamples } from './simulated-examples.js';
import { createOpenStreams } from './stream/open-streams.js';
import { createPriceFeed } from './stream/price-feed.js';
// Last: tsoa documents the operations in the order in which they are imported.
import { createCharts } from './dashboard/charts.js';
import { createDashboard } from './dashboard/pages.js';
import { createPictures } from './dashboard/pictures.js';

export type { ApiDeps } from './services.js';

/** Adds a path that is only read. */
const addRead = (app: Express, path: string, handler: RequestHandler): void => {
  app
    .route(path)
    .get(handler)
    .all((request, response) => answerOtherMethod(request, response, ['GET', 'HEAD']));
};

/** Creates what the streams of the app share. */
const createStreams = (deps: ApiDeps, clientOf: Streams['clientOf'], shutdown: AbortSignal): Streams => ({
  feed: createPriceFeed(deps),
  open: createOpenStreams({ perClient: limits.streamsPerClientMax, inAll: limits.streamsMax }),
  clientOf,
  shutdown,
});

/**
 * Creates the app. Once `shutdown` has aborted, /health/ready answers 503, streams end, and the server finishes its
 * requests.
 */
export const createApi = (deps: ApiDeps, shutdown: AbortSignal = new AbortController().signal): HttpApp => {
  const app = express();
  const document = readOpenApi();
  const contract = createContract(document, '/v1');
  const problems = createProblems(deps);
  const { corsOrigins = [], simulated, quotas, ownSecret, trustedProxies = [] } = deps;
  const isOwn = createOwnCheck(ownSecret);
  const addressOf = createClientKey(trustedProxies);
  const clientOf = (request: IncomingMessage): string => {
    const principal = knownPrincipal(request);
    return principal === undefined ? addressOf(request) : `user ${principal.userId}`;
  };
  const authorisation = createAuthorisation({ contract, readsNeedKey: deps.readsNeedKey ?? false, isOwn });
  const services: ApiServices = {
    ...deps,
    addressOf,
    csvTable: createCsvAnswers(document, contract.template),
    streams: createStreams(deps, clientOf, shutdown),
    channelRules: deps.channelRules ?? { guard: createNetworkGuard([]), sendsMail: false },
    matcher: createLedgerMatcher(deps),
    backtests: createAtOnce({ max: limits.backtestsAtOnceMax, code: 'BACKTESTS_IN_ALL', what: 'back-tests' }),
  };
  const metrics = createMetrics({ ...deps, openStreams: services.streams.open.count }, contract.template);
  // For ioc.ts.
  app.locals['services'] = services;
  // Or /V1/… would be routed past the contract.
  app.enable('case sensitive routing');
  app.disable('x-powered-by');
  // ETags come from the ledger's position (cacheable-read.ts), not from hashing bodies.
  app.disable('etag');
  addRead(app, '/health/live', live);
  addRead(
    app,
    '/health/ready',
    readiness(apiReady(deps), () => shutdown.aborted),
  );
  addRead(app, '/metrics', metrics.serve);
  // Cacheable reads compress themselves and keep the result (send-answer.ts); so do streams (send-stream.ts).
  app.use(['/openapi.json', '/docs', '/v1/cards/batch', '/v1/alerts/backtest', '/v1/resolve'], compression());
  const served = simulated ? withSimulatedExamples(document) : document;
  addRead(app, '/openapi.json', (_request, response) => void response.json(served));
  app.use('/docs', docsPages(document, { simulated }));
  app.use('/unsubscribe', unsubscribePages(deps));
  if (deps.ebayDeletions !== undefined) app.use(ebayDeletionsPath, createEbayDeletions(deps.ebayDeletions));
  const dashboard = createDashboard(services, document.info.version);
  if (dashboard === null) addRead(app, '/', (_request, response) => response.redirect('/docs'));
  else app.use(dashboard.router);
  app.use(createPictures(deps), createCharts(deps));
  // About the server, not about a path.
  app.options(/^\*$/, (request, response) => answerOtherMethod(request, response, contract.methods));
  addRead(app, accountScriptPath, (_request, response) => void response.type('js').send(accountScript));
  addRead(app, '/.well-known/jwks.json', (_request, response) => {
    const { keys } = deps.accounts.tokens;
    // Who asks may hold a token of a key that is new.
    void keys.reread().then(() => response.json(jwksOf(keys.current())));
  });
  app.use('/v1', authorisation.handler, contract.check, createJsonBody(contract.takesBody));
  RegisterRoutes(app);
  if (dashboard !== null) app.use(dashboard.notFound);
  app.use((request, response) =>
    problems.send(request, response, 'ROUTE_NOT_FOUND', `no route matches ${request.path}; see /docs`),
  );
  const onError = problems.handler(contract.reasons);
  app.use(onError);
  const isLimited = quotas !== undefined && quotas.policies.length > 0;
  const rateLimit = isLimited ? createRateLimitSteps({ quotas, clientOf, addressOf, problems, isOwn }) : undefined;
  const steps = [
    createHeadersStep({ simulated, byTls: deps.accounts.publicUrl().startsWith('https://'), time: metrics.time }),
    ...(corsOrigins.length === 0 ? [] : [createCorsStep(corsOrigins, contract.methods)]),
    createLedgerIdStep(deps),
    createAuthenticationStep({
      accounts: deps.accounts,
      contract,
      refused: rateLimit?.refusedCredentials,
    }),
    ...(rateLimit === undefined ? [] : [rateLimit.check]),
    ...(authorisation.step === undefined ? [] : [authorisation.step]),
    // Before the cache: its answers are read too.
    ...(deps.cardReads === undefined ? [] : [deps.cardReads.count]),
    createCacheFastPath(deps),
    ...(rateLimit === undefined ? [] : [rateLimit.charge]),
    // After the cache, which holds only what these checks let pass.
    createTargetStep(),
    createDirectReads(services, contract, onError),
  ];
  return withSteps(steps, app, problems);
};
