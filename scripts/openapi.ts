/**
 * Adds the shared parts of all operations to tsoa's OpenAPI document. tsoa reads decorators off the syntax tree
 * one by one, so it accepts no shared list of them; its @Response on a class has no content type.
 */
import { historyIntervals, historyPeriods } from '../projections/price-history/queries.js';
import { cardSorts } from '../projections/catalog/search-cards.js';
import { games, productTypes } from '../src/domain/cards/card.js';
import { currencies } from '../src/domain/prices/money.js';
import { conditions, priceKinds } from '../src/domain/prices/price-key.js';

interface Schema {
  readonly $ref?: string;
}
interface Content {
  readonly [type: string]: { readonly schema: Schema };
}
interface Response {
  readonly description: string;
  readonly content?: Content;
  readonly headers?: unknown;
}
interface Operation {
  readonly parameters?: readonly { readonly name: string }[];
  readonly requestBody?: unknown;
  readonly responses: Readonly<Record<string, Response>>;
}
export interface OpenApiDocument {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, unknown>> };
}

const problem = (description: string): Response => ({
  description,
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
});
const header = (description: string, required: boolean): unknown => ({
  description,
  required,
  schema: { type: 'string' },
});

const isProblem = ({ content }: Response): boolean =>
  content?.['application/json']?.schema.$ref === '#/components/schemas/Problem';

/** tsoa lists inherited properties first; an operation's own parameters matter more to a reader. */
const sharedParameters = ['limit', 'offset', 'min_position'];

const completeOperation = (method: string, operation: Operation): Operation => {
  const { requestBody, responses } = operation;
  const parameters = [...(operation.parameters ?? [])].sort(
    (a, b) => sharedParameters.indexOf(a.name) - sharedParameters.indexOf(b.name),
  );
  const ok = responses['200'] as Response;
  const isCacheable = method === 'get' && ok.content?.['application/json'] !== undefined;
  const headers = {
    'Ledger-Position': header('The log position the answer reflects', true),
    ...(isCacheable ? { ETag: header('Weak; changes with the answer', true) } : {}),
    ...(parameters.some(({ name }) => name === 'limit')
      ? { Link: header('rel="next"; only if more follows', false) }
      : {}),
    'X-Simulated': header('true if the ledger holds simulated prices', false),
  };
  const all: Record<string, Response> = {
    ...responses,
    '200': { ...ok, headers },
    ...(isCacheable ? { '304': { description: 'Not modified' } } : {}),
    '400': problem('Invalid request'),
    ...(requestBody === undefined
      ? {}
      : { '413': problem('The body is too large'), '415': problem('Unsupported media type') }),
    '500': problem('Internal error'),
    '503': problem('Not ready, or min_position was not reached in time'),
  };
  const typed = Object.entries(all).map(([status, one]) => [status, isProblem(one) ? problem(one.description) : one]);
  return { ...operation, parameters, responses: Object.fromEntries(typed) as Record<string, Response> };
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

/** Returns the document with common responses and headers, without schemas that nothing refers to. */
export const completeOpenApi = <D extends OpenApiDocument>(document: D): D => {
  const paths = Object.fromEntries(
    Object.entries(document.paths).map(([path, methods]) => [
      path,
      Object.fromEntries(
        Object.entries(methods).map(([method, operation]) => [method, completeOperation(method, operation)]),
      ),
    ]),
  );
  const { schemas } = document.components;
  const used = new Set(referencesIn(paths));
  // A set's iteration includes members added meanwhile.
  for (const name of used) for (const reference of referencesIn(schemas[name])) used.add(reference);
  // tsoa lists the types of @Queries too, though their properties are inlined as parameters.
  const kept = Object.fromEntries(Object.entries(schemas).filter(([name]) => used.has(name)));
  return withOrderedEnums({ ...document, paths, components: { ...document.components, schemas: kept } }) as D;
};
