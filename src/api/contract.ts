/** The OpenAPI document at work: unknown query keys, unknown routes and methods are refused by what it says. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Request, RequestHandler } from 'express';
import { ledgerError } from '../errors.js';
import { packageRoot } from '../paths.js';
import { sendProblem } from './problem.js';

interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly schema?: { readonly $ref?: string; readonly enum?: readonly string[] };
}
interface OpenApi {
  readonly info: { readonly title: string };
  readonly paths: Readonly<Record<string, Readonly<Record<string, { readonly parameters?: readonly Parameter[] }>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, { readonly enum?: readonly string[] }>> };
}

/** The generated document, as served. */
export const readOpenApi = (): OpenApi =>
  JSON.parse(readFileSync(join(packageRoot, 'docs/openapi.json'), 'utf8')) as OpenApi;

interface Operation {
  readonly pattern: RegExp;
  readonly methods: readonly string[];
  readonly query: ReadonlyMap<string, readonly string[] | undefined>;
}

const choicesIn = (document: OpenApi, parameter: Parameter): readonly string[] | undefined => {
  const name = parameter.schema?.$ref?.split('/').at(-1);
  return parameter.schema?.enum ?? (name === undefined ? undefined : document.components.schemas[name]?.enum);
};

const operationsOf = (document: OpenApi, basePath: string): Operation[] =>
  Object.entries(document.paths).map(([path, methods]) => ({
    pattern: new RegExp(`^${basePath}${path.replace(/\{\w+\}/g, '[^/]+')}/?$`),
    methods: Object.keys(methods).map((method) => method.toUpperCase()),
    query: new Map(
      Object.values(methods)
        .flatMap(({ parameters = [] }) => parameters)
        .filter((parameter) => parameter.in === 'query')
        .map((parameter) => [parameter.name, choicesIn(document, parameter)]),
    ),
  }));

export interface Contract {
  /** Refuses query keys that the operation does not have, and methods that the path does not have. */
  readonly check: RequestHandler;
  /** The documented choices of a query parameter of the request. */
  choicesOf(request: Request, field: string): readonly string[] | undefined;
}

/** The contract of the operations under `basePath`. */
export const createContract = (document: OpenApi, basePath: string): Contract => {
  const operations = operationsOf(document, basePath);
  // Fixed paths before templates: `cards/search` is no card.
  operations.sort((a, b) => Number(a.pattern.source.includes('[^')) - Number(b.pattern.source.includes('[^')));
  const operationOf = (request: Request): Operation | undefined =>
    operations.find(({ pattern }) => pattern.test(request.originalUrl.split('?')[0] ?? ''));
  return {
    check(request, response, next) {
      const operation = operationOf(request);
      if (operation === undefined) {
        next();
        return;
      }
      const method = request.method === 'HEAD' ? 'GET' : request.method;
      if (!operation.methods.includes(method)) {
        response.setHeader('Allow', operation.methods.join(', '));
        sendProblem(request, response, 'METHOD_NOT_ALLOWED', `${request.method} is not one of ${operation.methods.join(', ')}`);
        return;
      }
      const unknown = Object.keys(request.query).find((key) => !operation.query.has(key));
      if (unknown !== undefined) {
        const known = [...operation.query.keys()].join(', ') || 'none';
        throw ledgerError('UNKNOWN_PARAMETER', `unknown query parameter "${unknown}"; there are ${known}`, {
          details: { [unknown]: `unknown; there are ${known}` },
        });
      }
      next();
    },
    choicesOf: (request, field) => operationOf(request)?.query.get(field),
  };
};
