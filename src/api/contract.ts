/**
 * Enforces the OpenAPI document where tsoa's generated validation falls short: it ignores unknown query keys, and its
 * messages ("min 1", "Could not match the union") do not name what is expected.
 */
import type { IncomingMessage } from 'node:http';
import type { ValidateError } from '@tsoa/runtime';
import type { Request, RequestHandler } from 'express';
import { ledgerError } from '../base/errors.js';
import { isScope } from '../domain/accounts/principal.js';
import type { DocumentedOperation, OpenApi, Schema } from './openapi-document.js';
import { invalidField } from './params.js';
import type { Needed } from './principal.js';
import { answerOtherMethod } from './problem.js';
import { createReasons, quoted } from './refusal-reasons.js';

interface Route {
  /** The whole path as the document has it: /v1/cards/{card_id}. */
  readonly template: string;
  readonly pattern: RegExp;
  /** By method, HEAD beside GET. */
  readonly operations: ReadonlyMap<string, Operation>;
}
/** What an operation needs of credentials. */
export interface Requirement extends Needed {
  /** A request without credentials may do it too, where reads are open. */
  readonly isOptional: boolean;
}
interface Operation {
  readonly requirement: Requirement | undefined;
  /** Its answer is a table too. */
  readonly hasTable: boolean;
  /** Schemas of the query parameters. */
  readonly query: ReadonlyMap<string, Schema>;
  /** Schema of the JSON body; `undefined` if the operation takes none. */
  readonly body: Schema | undefined;
}

/** The alternatives of an operation differ in the kind of credential, not in the scopes. */
const requirementOf = ({ security = [] }: DocumentedOperation): Requirement | undefined => {
  const scopes = new Set(security.flatMap((alternative) => Object.values(alternative).flat()).filter(isScope));
  const isOptional = security.some((alternative) => Object.keys(alternative).length === 0);
  const needsLogin = !isOptional && security.every((alternative) => !Object.hasOwn(alternative, 'api_key'));
  return security.length === 0 ? undefined : { scopes: [...scopes], isOptional, needsLogin };
};

const operationOf = (documented: DocumentedOperation): Operation => {
  const { parameters = [], requestBody } = documented;
  return {
    requirement: requirementOf(documented),
    hasTable: documented['x-csv-rows'] !== undefined,
    query: new Map(parameters.filter((one) => one.in === 'query').map(({ name, schema }) => [name, schema])),
    body: requestBody?.content['application/json']?.schema,
  };
};

const routesOf = (document: OpenApi, basePath: string): Route[] =>
  Object.entries(document.paths).map(([path, methods]) => ({
    template: `${basePath}${path}`,
    pattern: new RegExp(`^${basePath}${path.replace(/\{\w+\}/g, '[^/]+')}/?$`),
    operations: new Map(
      Object.entries(methods).flatMap(([method, documented]) => {
        const operation = operationOf(documented);
        return (method === 'get' ? ['GET', 'HEAD'] : [method.toUpperCase()]).map((name) => [name, operation] as const);
      }),
    ),
  }));

/** tsoa's path of a wrong field ("body.card_ids", "card_ids.$3") as its steps: ["card_ids", 3]. */
const stepsOf = (field: string): (string | number)[] =>
  field
    .split('.')
    .filter((step, at) => at > 0 || (step !== 'query' && step !== 'body'))
    .map((step) => (/^\$\d+$/.test(step) ? Number(step.slice(1)) : step));
/** "card_ids[3]" */
const nameOf = (steps: readonly (string | number)[], whole: string): string =>
  steps.length === 0
    ? whole
    : steps.map((step, at) => (typeof step === 'number' ? `[${step}]` : at === 0 ? step : `.${step}`)).join('');

export interface Contract {
  /** Every method of the document, HEAD included. */
  readonly methods: readonly string[];
  /**
   * Answers methods that the path does not have, and refuses query keys that the operation does not have, and NUL in their
   * values.
   */
  readonly check: RequestHandler;
  /** Returns whether the operation of the request takes a JSON body. */
  readonly takesBody: (request: Request) => boolean;
  /** Returns the wrong fields of a request, each with what the document expects and what came. */
  readonly reasons: (request: Request, error: ValidateError) => Record<string, string>;
  /**
   * Returns the path template of the request; `undefined` outside the document. The request need not have reached the router.
   */
  readonly template: (request: IncomingMessage) => string | undefined;
  /** Returns what an operation needs; `undefined`: nothing. As `template`, for any request. */
  readonly requirement: (request: IncomingMessage) => Requirement | undefined;
  /** Returns whether the answer of the operation is a table too. */
  readonly hasTable: (request: IncomingMessage) => boolean;
}

/** Creates the contract of the operations under `basePath`. */
export const createContract = (document: OpenApi, basePath: string): Contract => {
  const routes = routesOf(document, basePath);
  // Fixed paths before templates: `cards/search` is no card.
  routes.sort((a, b) => Number(a.template.includes('{')) - Number(b.template.includes('{')));
  const routeAt = (path: string): Route | undefined => routes.find(({ pattern }) => pattern.test(path));
  // As the router sees the path. Not originalUrl, which may be a whole URL and would then pass unchecked.
  const routeOf = (request: Request): Route | undefined => routeAt(`${request.baseUrl}${request.path}`);
  const operationFor = (request: Request): Operation | undefined => routeOf(request)?.operations.get(request.method);
  const anyRouteOf = (request: IncomingMessage): Route | undefined =>
    'baseUrl' in request ? routeOf(request as Request) : routeAt(request.url?.split('?', 1)[0] ?? '');
  const anyOperationOf = (request: IncomingMessage): Operation | undefined =>
    anyRouteOf(request)?.operations.get(request.method ?? '');

  const reasonOf = createReasons(document);
  const queryReason = (operation: Operation, request: Request, name: string): string | undefined => {
    const schema = operation.query.get(name);
    if (schema === undefined) return undefined;
    const value = request.query[name];
    const found = Array.isArray(value) ? `it ${value.length} times` : quoted(value);
    return `expected ${reasonOf.words(schema)}, got ${found}`;
  };

  return {
    methods: [...new Set(routes.flatMap(({ operations }) => [...operations.keys()]))],
    check(request, response, next) {
      const route = routeOf(request);
      if (route === undefined) {
        next();
        return;
      }
      const operation = route.operations.get(request.method);
      if (operation === undefined) {
        answerOtherMethod(request, response, [...route.operations.keys()]);
        return;
      }
      for (const [key, value] of Object.entries(request.query)) {
        if (!operation.query.has(key)) {
          const names = [...operation.query.keys()].join(', ') || 'none';
          throw ledgerError('UNKNOWN_PARAMETER', `unknown query parameter "${key}"; expected ${names}`, {
            details: { [key]: `unknown; expected ${names}` },
          });
        }
        // Postgres accepts NUL in no text.
        if ([value].flat().some((one) => typeof one === 'string' && one.includes('\0')))
          throw invalidField(key, 'a text without NUL');
      }
      next();
    },
    takesBody: (request) => operationFor(request)?.body !== undefined,
    reasons(request, { fields }) {
      const operation = operationFor(request);
      return Object.fromEntries(
        Object.entries(fields).map(([field, { message }]) => {
          const steps = stepsOf(field);
          const [first = ''] = steps;
          const reason =
            operation === undefined
              ? undefined
              : (queryReason(operation, request, String(first)) ??
                (operation.body === undefined ? undefined : reasonOf.body(operation.body, request.body, steps)));
          if (typeof reason === 'string') return [nameOf(steps, 'body'), reason];
          if (reason === undefined) return [nameOf(steps, 'body'), message];
          return [nameOf([...steps, reason[0]], 'body'), reason[1]];
        }),
      );
    },
    template: (request) => anyRouteOf(request)?.template,
    requirement: (request) => anyOperationOf(request)?.requirement,
    hasTable: (request) => anyOperationOf(request)?.hasTable === true,
  };
};
