/**
 * Adds the shared parts of all operations to tsoa's OpenAPI document, and raises it to 3.1. tsoa reads decorators off the
 * syntax tree one by one, so it accepts no shared list of them; its @Response on a class has no content type.
 */
import { upgrade } from '@scalar/openapi-upgrader';
import { historyIntervals } from '../projections/price-history/points.js';
import { historyPeriods } from '../projections/price-history/queries.js';
import { cardSorts } from '../projections/catalog/card-orders.js';
import { answerFormats } from '../src/api/cache/cached-response.js';
import { games, productTypes } from '../src/domain/cards/card.js';
import { type Examples, withExamples } from './openapi-examples.js';
import { type Security, securityOf, securitySchemes } from './openapi-security.js';
import { streamedChange } from './streamed-change.js';
import { currencies } from '../src/domain/prices/money.js';
import { conditions, priceKinds } from '../src/domain/prices/price-key.js';

interface Schema {
  readonly $ref?: string;
}
interface Content {
  readonly [type: string]: { readonly schema: unknown; readonly example?: unknown };
}
interface Response {
  readonly description: string;
  readonly content?: Content;
  readonly headers?: unknown;
}
interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly description?: string;
  readonly required?: boolean;
  readonly schema: unknown;
  readonly example?: unknown;
}
interface Operation {
  readonly operationId: string;
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: unknown;
  readonly responses: Readonly<Record<string, Response>>;
  readonly tags?: readonly string[];
  /** Alternatives: the scopes that each scheme needs. */
  readonly security?: Security;
  readonly 'x-csv-rows'?: readonly string[];
}
export interface OpenApiDocument {
  readonly openapi: string;
  readonly info: { readonly license: object };
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: {
    readonly schemas: Readonly<Record<string, unknown>>;
    readonly securitySchemes?: Readonly<Record<string, object>>;
  };
}

const problem = (description: string, headers?: unknown): Response => ({
  description,
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
  ...(headers === undefined ? {} : { headers }),
});
const header = (description: string, required: boolean): unknown => ({
  description,
  required,
  schema: { type: 'string' },
});
const retryAfter = { 'Retry-After': header('Seconds after which a try can succeed; with a retryable code', false) };

/** Of answers that no shared cache may store. */
const rateLimits = {
  'RateLimit-Policy': header('What a client may ask: `"burst";q=100;w=60, "hour";q=1000;w=3600`', false),
  RateLimit: header('What is left of it, and the seconds until it is whole again: `"burst";r=50;t=30, …`', false),
};

const isProblem = ({ content }: Response): boolean =>
  (content?.['application/json']?.schema as Schema | undefined)?.$ref === '#/components/schemas/Problem';

/** tsoa lists inherited properties first; an operation's own parameters matter more to a reader. */
const sharedParameters = ['limit', 'offset', 'min_position', 'format'];

/** Examples of parameters, by name: tsoa reads none from the properties of a query's type. */
const examples: Readonly<Record<string, string>> = {
  grade: 'PSA 10',
  card_id: 'pokemon-517045',
  feed: '5d1f0b6e-2c54-4b0e-9a55-6a3a0f6f1c22',
  channel_id: '0b0e7d52-7f3a-4a6e-9d0c-3b7d1c2f5a10',
  set_id: 'pokemon-604',
  q: 'charizard 4/102',
  stream: 'price-pokemon-517045',
  after: '0000000000183402',
  min_position: '0000000000183402',
  effective_from: '2026-10-01',
  effective_to: '2026-10-31',
  from: '2026-10-01',
  to: '2026-10-31',
  as_of: '2026-10-31',
  valid_at: '2026-10-31',
  known_at: '2026-11-02T12:00:00Z',
};

const ledgerId: Parameter = {
  name: 'Ledger-Id',
  in: 'header',
  description: 'The Ledger-Id that the positions of the request came with: 409 if it is not that of this ledger',
  required: false,
  schema: { type: 'string', format: 'uuid' },
};

const ifNoneMatch: Parameter = {
  name: 'If-None-Match',
  in: 'header',
  description: 'The ETag of the answer the client has: 304 if it is still the answer',
  required: false,
  schema: { type: 'string' },
};

const idempotencyKey: Parameter = {
  name: 'Idempotency-Key',
  in: 'header',
  description: 'Of one command: given again with it within 24 hours, it is done once and answered the same',
  required: false,
  schema: { type: 'string', maxLength: 257, examples: ['"8e03978e-40d5-43dd-bc93-6894a57f9324"'] },
};

/** Answers that are tables too, by path: the properties whose lists are the rows of `format=csv`. */
const csvRows: Readonly<Record<string, readonly string[]>> = {
  '/cards/search': ['cards'],
  '/cards/{card_id}/prices': ['market', 'asking'],
  '/cards/{card_id}/prices/history': ['data_points'],
  '/coverage': ['sets'],
  '/coverage/audit': ['sets'],
  '/coverage/calendar': ['sets'],
  '/coverage/suspects': ['suspects'],
  '/exports': ['exports'],
  '/id-changes': ['id_changes'],
  '/prices/changes': ['changes'],
  '/prices/highs': ['highs'],
  '/prices/lows': ['lows'],
  '/prices/trending': ['trending'],
  '/sets': ['sets'],
  '/sources': ['sources'],
  '/sets/{set_id}/cards': ['cards'],
  '/sets/{set_id}/value': ['data_points'],
};

/** tsoa describes a stream of events by the schema of one: here it is that of the messages' data. */
const withEvents = ({ content, ...response }: Response): Response => {
  const events = content?.['text/event-stream'];
  if (events === undefined) return content === undefined ? response : { ...response, content };
  const schema = {
    type: 'string',
    description: 'Server-Sent Events; the data of each message is JSON by contentSchema',
    contentMediaType: 'application/json',
    contentSchema: events.schema,
  };
  const id = `${streamedChange.position}@0a7c1f5e-3d51-4a55-8d3c-2a1c8a3f6b10`;
  const example = `retry: 3000\n\nid: ${id}\ndata: ${JSON.stringify(streamedChange)}\n\n`;
  return { ...response, content: { ...content, 'text/event-stream': { schema, example } } };
};

/** tsoa describes a stream of text as base64. */
const withLines = ({ content, ...response }: Response): Response => {
  if (content?.['application/x-ndjson'] === undefined)
    return content === undefined ? response : { ...response, content };
  const schema = {
    type: 'string',
    description: 'One JSON object a line, in log order; docs/schemas has the schema of each type of event',
  };
  return { ...response, content: { ...content, 'application/x-ndjson': { schema } } };
};

/** tsoa knows no bytes: in OpenAPI 3.1 they are a text of a media type. */
const withBytes = ({ content, ...response }: Response): Response => {
  if (content?.['application/gzip'] === undefined) return content === undefined ? response : { ...response, content };
  const types = Object.keys(content).map((type) => [type, { schema: { type: 'string', contentMediaType: type } }]);
  return { ...response, content: Object.fromEntries(types) as Content };
};

const withTable = ({ content, ...response }: Response): Response => ({
  ...response,
  content: { ...content, 'text/csv': { schema: { type: 'string', description: 'Columns are named by their path' } } },
});

/** Where a table takes a sheet token (src/api/authentication-step.ts). */
const sheetToken: Parameter = {
  name: 'token',
  in: 'query',
  description: 'A sheet token (tcgl_sheet_…), with format=csv, where reads need a key: spreadsheets send no headers',
  required: false,
  schema: { type: 'string' },
};

/** Returns the parameters of an operation in a reader's order, with examples. */
const parametersOf = (own: readonly Parameter[]): Parameter[] =>
  [...own]
    .sort((a, b) => sharedParameters.indexOf(a.name) - sharedParameters.indexOf(b.name))
    .map((parameter) => {
      const one = examples[parameter.name];
      const isList = (parameter.schema as { readonly type?: string }).type === 'array';
      const { example = isList && one !== undefined ? [one] : one, ...rest } = parameter;
      if (example === undefined) return parameter;
      if (parameter.required === true) return { ...rest, example };
      // Swagger UI fills in examples of parameters and sends them: of those that may be left out, it would send all.
      return { ...rest, schema: { ...(parameter.schema as object), examples: [example] } };
    });

/** What an operation is, as far as its answers have parts in common with others. */
interface Kind {
  /** Reads of prices state a position; other answers are of one user, or of nobody. */
  readonly isRead: boolean;
  readonly isCacheable: boolean;
  readonly isFile: boolean;
  readonly hasBody: boolean;
  readonly isPaged: boolean;
  readonly security: Security;
}

const headersOf = ({ isRead, isCacheable, isPaged }: Kind): object => ({
  'Ledger-Position': header('The log position the answer reflects', isRead),
  'Ledger-Id': header('Id of the log that positions belong to; missing while the log does not answer', false),
  ...(isCacheable ? { ETag: header('Weak; changes with the answer', true) } : {}),
  ...(isCacheable
    ? { 'Cache-Control': header('How long a shared cache may keep the answer; no-store with credentials', true) }
    : rateLimits),
  ...(isPaged && isRead ? { Link: header('rel="next"; only if more follows', false) } : {}),
  'X-Request-Id': header("The request's own, or a new one", true),
  'X-Simulated': header('true if the ledger holds simulated prices', false),
});

const commandHeaders = { 'Idempotent-Replayed': header('true if it is the answer of an earlier request', false) };

const challenge = { 'WWW-Authenticate': header('How to authenticate (RFC 6750)', true) };

const problemsOf = ({ isFile, isCacheable, hasBody, security }: Kind): Record<string, Response> => ({
  ...(isFile ? { '206': { description: 'The range asked for' }, '416': problem('The file has no such range') } : {}),
  ...(isCacheable || isFile ? { '304': { description: 'Not modified' } } : {}),
  '400': problem('Invalid request'),
  ...(security.length === 0
    ? {}
    : {
        '401': problem('The credentials are missing, wrong or expired', challenge),
        '403': problem('The credentials lack a scope', challenge),
      }),
  ...(hasBody ? { '413': problem('The body is too large'), '415': problem('Unsupported media type') } : {}),
  '429': problem('The quota of requests is spent', { ...retryAfter, ...rateLimits }),
  '409': problem('Ledger-Id, or a position, is of another ledger'),
  '500': problem('Internal error'),
  '503': problem('Not ready, or min_position was not reached in time', retryAfter),
  default: problem('Another error of the table at /docs/errors', retryAfter),
});

const completeOperation = (path: string, method: string, operation: Operation): Operation => {
  const { requestBody, responses, parameters: own = [] } = operation;
  const rows = method === 'get' ? csvRows[path] : undefined;
  if ((rows !== undefined) !== own.some(({ name }) => name === 'format'))
    throw new Error(`${method} ${path}: a table has the parameter format (TableQuery) and its rows in csvRows`);
  const success = Object.keys(responses).find((status) => status.startsWith('2'));
  if (success === undefined) throw new Error(`${method} ${path}: expected an answer of success`);
  const lines = withBytes(withEvents(withLines(responses[success] as Response)));
  const ok = rows === undefined ? lines : withTable(lines);
  const security = securityOf(operation);
  const isRead = security.some((alternative) => Object.keys(alternative).length === 0);
  const kind: Kind = {
    isRead,
    isCacheable: isRead && method === 'get' && ok.content?.['application/json'] !== undefined,
    isFile: ok.content?.['application/gzip'] !== undefined,
    hasBody: requestBody !== undefined,
    isPaged: own.some(({ name }) => name === 'limit'),
    security,
  };
  const isCommand = responses['422'] !== undefined;
  const added = [
    ...(isCommand ? [idempotencyKey] : []),
    ...(kind.isCacheable ? [ifNoneMatch] : []),
    ...(rows === undefined ? [] : [sheetToken]),
    ledgerId,
  ];
  const all: Record<string, Response> = {
    ...responses,
    [success]: { ...ok, headers: { ...headersOf(kind), ...(isCommand ? commandHeaders : {}) } },
    ...problemsOf(kind),
  };
  const typed = Object.entries(all).map(([status, one]) => [status, isProblem(one) ? problem(one.description) : one]);
  return {
    ...operation,
    ...(rows === undefined ? {} : { 'x-csv-rows': rows }),
    security,
    parameters: parametersOf([...own, ...added]),
    responses: Object.fromEntries(typed) as Record<string, Response>,
  };
};

/** Returns the names of the schemas that `value` refers to. */
const referencesIn = (value: unknown): string[] => {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, child]) =>
    key === '$ref' ? [String(child).split('/').at(-1) ?? ''] : referencesIn(child),
  );
};

/** Declared order of enumerations: TypeScript does not keep the order of a derived union's members. */
const declared: readonly (readonly string[])[] = [
  games,
  productTypes,
  cardSorts,
  conditions,
  priceKinds,
  answerFormats,
  currencies,
  historyIntervals,
  Object.keys(historyPeriods),
];
const inOrder = (members: readonly string[]): readonly string[] =>
  declared.find((one) => one.length === members.length && one.every((member) => members.includes(member))) ??
  [...members].sort();
const withOrderedEnums = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(withOrderedEnums);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, child]) => [
      key,
      key === 'enum' ? inOrder(child as string[]) : withOrderedEnums(child),
    ]),
  );
};

/** Throws if two operations share an operationId: the clients generated from the document would be wrong. */
const assertUniqueIds = (paths: OpenApiDocument['paths']): void => {
  const ids = Object.values(paths).flatMap((methods) => Object.values(methods).map(({ operationId }) => operationId));
  const twice = ids.find((id, at) => ids.indexOf(id) !== at);
  if (twice !== undefined) throw new Error(`two operations are named ${twice}: name the methods of controllers apart`);
};

/**
 * Replaces what `nullable` the upgrader leaves: it knows no type to add null to in `allOf`, tsoa's way to give a reference
 * a description, and it keeps `nullable: false`.
 */
const withoutNullable = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(withoutNullable);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, child]) => [key, withoutNullable(child)] as const);
  const { nullable, allOf, ...rest } = Object.fromEntries(entries);
  if (nullable === true && Array.isArray(rest['anyOf']))
    return { ...rest, anyOf: [...(rest['anyOf'] as readonly unknown[]), { type: 'null' }] };
  if (nullable === undefined || typeof nullable === 'object') return Object.fromEntries(entries);
  const all: readonly unknown[] = Array.isArray(allOf) ? allOf : [];
  if (nullable !== true) return all.length === 0 ? rest : { allOf: all, ...rest };
  if (all.length !== 1) throw new Error(`expected one schema beside nullable: ${JSON.stringify(value)}`);
  return { anyOf: [...all, { type: 'null' }], ...rest };
};

/** tsoa closes the named schemas; here the objects within them. Not the parts of an intersection, which close each other out. */
const withClosedObjects = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(withClosedObjects);
  if (typeof value !== 'object' || value === null) return value;
  const closed = Object.fromEntries(
    Object.entries(value).map(([key, child]) => [key, key === 'allOf' ? (child as unknown) : withClosedObjects(child)]),
  );
  const isObject = closed['type'] === 'object' && typeof closed['properties'] === 'object';
  return isObject ? { additionalProperties: false, ...closed } : closed;
};

/** Raises tsoa's OpenAPI 3.0 to 3.1. */
const raised = (document: OpenApiDocument): OpenApiDocument => {
  const { info, ...rest } = withoutNullable(upgrade(structuredClone(document), '3.1')) as OpenApiDocument;
  // An SPDX identifier, new in 3.1, which tsoa can only call a name.
  return { ...rest, info: { ...info, license: { ...info.license, identifier: 'Apache-2.0' } } };
};

const noExamples: Examples = { answers: {}, problems: {} };

/**
 * Returns the document in OpenAPI 3.1 with common responses and headers, and with `examples` of answers, without schemas that
 * nothing refers to.
 */
export const completeOpenApi = (document: OpenApiDocument, examples: Examples = noExamples): OpenApiDocument => {
  const paths = Object.fromEntries(
    Object.entries(document.paths).map(([path, methods]) => [
      path,
      Object.fromEntries(
        Object.entries(methods).map(([method, operation]) => [method, completeOperation(path, method, operation)]),
      ),
    ]),
  );
  assertUniqueIds(paths);
  const { schemas } = document.components;
  const used = new Set(referencesIn(paths));
  // A set's iteration includes members added meanwhile.
  for (const name of used) for (const reference of referencesIn(schemas[name])) used.add(reference);
  // tsoa lists the types of @Queries too, though their properties are inlined as parameters.
  const kept = Object.fromEntries(Object.entries(schemas).filter(([name]) => used.has(name)));
  // The other components are empty.
  const schemasInOrder = withClosedObjects(withOrderedEnums(kept)) as typeof schemas;
  const whole = raised({
    ...(withOrderedEnums({ ...document, paths }) as OpenApiDocument),
    components: { schemas: schemasInOrder, securitySchemes },
  });
  // Last, so that nothing above takes a part of an answer for a part of the document.
  return withExamples(whole, examples);
};
