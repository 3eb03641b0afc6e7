/** Checks answers against docs/openapi.json. OpenAPI 3.0 has `nullable` where JSON Schema has the type null. */
import { Ajv, type ValidateFunction } from 'ajv';
import addFormatsModule from 'ajv-formats';
import { readOpenApi } from '../../src/api/contract.js';

// The package is CommonJS with a default export; under NodeNext its types and its run-time shape differ.
const addFormats = addFormatsModule as unknown as (ajv: Ajv) => void;

type Json = Record<string, any>;

export const readDocument = (): Json => readOpenApi();

const withNull = (schema: unknown): unknown => {
  if (Array.isArray(schema)) return schema.map(withNull);
  if (typeof schema !== 'object' || schema === null) return schema;
  const { nullable, ...rest } = Object.fromEntries(
    Object.entries(schema).map(([name, value]) => [name, withNull(value)]),
  );
  return nullable === true ? { anyOf: [rest, { type: 'null' }] } : rest;
};

export interface CheckedAnswer {
  readonly method: string;
  readonly path: string;
  readonly status: number;
  /** Content-Type. */
  readonly type: string;
  /** Parsed if it is JSON. */
  readonly body: unknown;
}

export interface AnswerChecker {
  /** Throws if the document has no such answer of the operation: its status, content type or shape. */
  check(answer: CheckedAnswer): void;
  /** Operations ("GET /sets") answered with 200 so far. */
  readonly exercised: ReadonlySet<string>;
  /** All operations of the document. */
  readonly operations: readonly string[];
}

/** Creates a checker of the committed document. */
export const createAnswerChecker = (): AnswerChecker => {
  const document = readDocument();
  const ajv = new Ajv({ strict: false, allErrors: true });
  addFormats(ajv);
  ajv.addSchema({ $id: 'api', components: withNull(document['components']) });
  const paths = Object.entries<Json>(document['paths']);
  const operations = paths.flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
  );
  // Fixed paths before templates.
  const templates = paths.map(([path]) => path).sort((a, b) => Number(a.includes('{')) - Number(b.includes('{')));
  const validators = new Map<string, ValidateFunction>();
  const exercised = new Set<string>();
  const validatorOf = (name: string, schema: unknown): ValidateFunction => {
    const local = JSON.parse(JSON.stringify(withNull(schema)).replaceAll('"#/components', '"api#/components'));
    const validate = validators.get(name) ?? ajv.compile(local);
    validators.set(name, validate);
    return validate;
  };
  return {
    operations,
    exercised,
    check({ method, path, status, type, body }) {
      const [plain = ''] = path.split('?');
      const template = templates.find((one) => new RegExp(`^/v1${one.replace(/\{\w+\}/g, '[^/]+')}$`).test(plain));
      const operation = template === undefined ? undefined : document['paths'][template][method.toLowerCase()];
      if (template === undefined || operation === undefined) return;
      const name = `${method} ${template}`;
      if (status === 200) exercised.add(name);
      const response = operation.responses[String(status)];
      if (response === undefined) throw new Error(`${name}: the document has no answer ${status}`);
      if (response.content === undefined) return;
      const [media = ''] = type.split(';');
      const schema = response.content[media]?.schema;
      if (schema === undefined) throw new Error(`${name}: the document has no ${media} for ${status}`);
      if (media === 'application/x-ndjson') return;
      const validate = validatorOf(`${name} ${status}`, schema);
      if (!validate(body)) throw new Error(`${path}: ${ajv.errorsText(validate.errors)}`);
    },
  };
};
