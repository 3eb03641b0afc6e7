/** The OpenAPI document at work: unknown query keys and methods are refused by what it says, and problems quote it. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { IncomingMessage } from 'node:http';
import type { Request, RequestHandler } from 'express';
import { ledgerError } from '../base/errors.js';
import { packageRoot } from '../base/paths.js';
import { invalidField } from './params.js';
import { refuseMethod } from './problem.js';

interface Schema {
  readonly $ref?: string;
  readonly type?: string;
  readonly enum?: readonly string[];
  readonly minimum?: number;
  readonly maximum?: number;
}
interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly schema: Schema;
}
interface OpenApi {
  readonly info: { readonly title: string };
  readonly paths: Readonly<Record<string, Readonly<Record<string, { readonly parameters?: readonly Parameter[] }>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
}

/** The generated document, as served. */
export const readOpenApi = (): OpenApi =>
  JSON.parse(readFileSync(join(packageRoot, 'docs/openapi.json'), 'utf8')) as OpenApi;

interface Operation {
  /** The whole path as the document has it: /v1/cards/{card_id}. */
  readonly template: string;
  readonly pattern: RegExp;
  readonly methods: readonly string[];
  /** Query parameter → what is expected of it, in words. */
  readonly query: ReadonlyMap<string, string>;
}

/** "a whole number from 1 to 100" */
const inWords = (document: OpenApi, schema: Schema): string => {
  const name = schema.$ref?.split('/').at(-1);
  const {
    type,
    enum: choices,
    minimum,
    maximum,
  } = name === undefined ? schema : (document.components.schemas[name] ?? schema);
  if (choices !== undefined) return `one of ${choices.join(', ')}`;
  if (type === 'array') return 'texts';
  if (type !== 'integer' && type !== 'number') return 'one text';
  const bounds = [minimum === undefined ? '' : ` from ${minimum}`, maximum === undefined ? '' : ` to ${maximum}`].join(
    '',
  );
  return `${type === 'integer' ? 'a whole number' : 'a number'}${bounds}`;
};

const operationsOf = (document: OpenApi, basePath: string): Operation[] =>
  Object.entries(document.paths).map(([path, methods]) => ({
    template: `${basePath}${path}`,
    pattern: new RegExp(`^${basePath}${path.replace(/\{\w+\}/g, '[^/]+')}/?$`),
    methods: Object.keys(methods).flatMap((method) => (method === 'get' ? ['GET', 'HEAD'] : [method.toUpperCase()])),
    query: new Map(
      Object.values(methods)
        .flatMap(({ parameters = [] }) => parameters)
        .filter((parameter) => parameter.in === 'query')
        .map((parameter) => [parameter.name, inWords(document, parameter.schema)]),
    ),
  }));

export interface Contract {
  /** Refuses methods that the path does not have, query keys that the operation does not have, and NUL in their values. */
  readonly check: RequestHandler;
  /** What the document expects of a query parameter of the request, and what came; undefined for what it does not have. */
  readonly expected: (request: Request, field: string) => string | undefined;
  /** The path template of the request; undefined outside the document. `request` need not have come to the router. */
  readonly template: (request: IncomingMessage) => string | undefined;
}

const quoted = (value: unknown): string =>
  Array.isArray(value)
    ? `it ${value.length} times`
    : JSON.stringify(typeof value === 'string' ? value.slice(0, 100) : value);

/** The contract of the operations under `basePath`. */
export const createContract = (document: OpenApi, basePath: string): Contract => {
  const operations = operationsOf(document, basePath);
  // Fixed paths before templates: `cards/search` is no card.
  operations.sort((a, b) => Number(a.template.includes('{')) - Number(b.template.includes('{')));
  // As the router sees the path. Not originalUrl, which may be a whole URL and would then pass unchecked.
  const operationAt = (path: string): Operation | undefined => operations.find(({ pattern }) => pattern.test(path));
  const operationOf = (request: Request): Operation | undefined => operationAt(`${request.baseUrl}${request.path}`);
  return {
    check(request, response, next) {
      const operation = operationOf(request);
      if (operation === undefined) {
        next();
        return;
      }
      if (!operation.methods.includes(request.method)) {
        refuseMethod(request, response, operation.methods);
        return;
      }
      for (const [key, value] of Object.entries(request.query)) {
        if (!operation.query.has(key)) {
          const known = [...operation.query.keys()].join(', ') || 'none';
          throw ledgerError('UNKNOWN_PARAMETER', `unknown query parameter "${key}"; there are ${known}`, {
            details: { [key]: `unknown; there are ${known}` },
          });
        }
        // Postgres takes it in no text.
        if ([value].flat().some((one) => typeof one === 'string' && one.includes('\0')))
          throw invalidField(key, 'a text without NUL');
      }
      next();
    },
    expected(request, field) {
      const words = operationOf(request)?.query.get(field);
      return words === undefined ? undefined : `expected ${words}, got ${quoted(request.query[field])}`;
    },
    template: (request) =>
      ('baseUrl' in request ? operationOf(request as Request) : operationAt(request.url?.split('?', 1)[0] ?? ''))
        ?.template,
  };
};
