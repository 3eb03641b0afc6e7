/**
 * Answers some reads before Express, which costs as much as the answer itself. The routes are tsoa's own and the contract is the
 * same, so that an operation's parameters are defined once: only the way to the route is shorter. What is unusual (a trailing
 * slash, percent-encoding in the path, HEAD) goes on to Express.
 */
import { parse } from 'node:querystring';
import type { ErrorRequestHandler, Request, RequestHandler, Response, Router } from 'express';
import type { Contract } from './contract.js';
import { RegisterRoutes } from './generated/routes.js';
import type { Step } from './pre-middleware.js';
import type { ApiServices } from './services.js';

/** Operations that use nothing of Express' response: their answers are sent by answerRead. */
const directPaths: readonly string[] = [
  '/v1/cards/{card_id}',
  '/v1/cards/{card_id}/prices',
  '/v1/cards/{card_id}/prices/history',
];

interface DirectRoute {
  readonly pattern: RegExp;
  readonly names: readonly string[];
  readonly handlers: readonly RequestHandler[];
}

/** Returns tsoa's GET routes by their path in the document. */
const routesByTemplate = (): Map<string, DirectRoute> => {
  const routes = new Map<string, DirectRoute>();
  const ignored = (): void => undefined;
  const collector = {
    get(path: string, ...handlers: RequestHandler[]) {
      const names = [...path.matchAll(/:(\w+)/g)].map(([, name = '']) => name);
      const pattern = new RegExp(`^${path.replace(/:\w+/g, '([^/%]+)')}$`);
      routes.set(path.replace(/:(\w+)/g, '{$1}'), { pattern, names, handlers });
    },
    ...{ post: ignored, put: ignored, patch: ignored, delete: ignored },
  };
  RegisterRoutes(collector as unknown as Router);
  return routes;
};

/** Runs handlers one after another until one does not call the next. */
const run = async (
  handlers: readonly RequestHandler[],
  request: Request,
  response: Response,
  onError: (error: unknown) => void,
): Promise<void> => {
  for (const handler of handlers) {
    let goesOn = false;
    await handler(request, response, (error?: unknown) => {
      goesOn = error === undefined;
      if (error !== undefined) onError(error);
    });
    if (!goesOn) return;
  }
};

/** Creates the step. `onError` is the last handler of the Express app. */
export const createDirectReads = (
  services: ApiServices,
  contract: Pick<Contract, 'check' | 'template'>,
  onError: ErrorRequestHandler,
): Step => {
  const routes = routesByTemplate();
  const app = { locals: { services } };
  return (incoming, outgoing) => {
    const { url = '', method, headers } = incoming;
    if (method !== 'GET') return true;
    const at = url.indexOf('?');
    const path = at === -1 ? url : url.slice(0, at);
    const template = contract.template(incoming);
    const route = template === undefined || !directPaths.includes(template) ? undefined : routes.get(template);
    const values = route?.pattern.exec(path)?.slice(1);
    if (route === undefined || values === undefined) return true;
    const request = Object.assign(incoming, {
      ...{ app, baseUrl: '', originalUrl: url, path, res: outgoing },
      params: Object.fromEntries(route.names.map((name, place) => [name, values[place]])),
      query: parse(at === -1 ? '' : url.slice(at + 1)),
      get: (name: string) => headers[name.toLowerCase()],
    }) as unknown as Request;
    const response = outgoing as Response;
    const fail = (error: unknown): void => {
      void onError(error, request, response, () => undefined);
    };
    return run([contract.check, ...route.handlers], request, response, fail).then(
      () => false,
      (error: unknown) => {
        fail(error);
        return false;
      },
    );
  };
};
