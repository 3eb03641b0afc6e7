/** Checks answers against docs/openapi.json, whose schemas are JSON Schema 2020-12. */
import type { ValidateFunction } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormatsModule from 'ajv-formats';
import { readOpenApi } from '../../src/api/openapi-document.js';

// The package is CommonJS with a default export; under NodeNext its types and its run-time shape differ.
const addFormats = addFormatsModule as unknown as (ajv: Ajv2020) => void;

type Json = Record<string, any>;

export const readDocument = (): Json => readOpenApi();

/** Creates a validator of JSON Schema 2020-12 that knows the formats of OpenAPI. */
export const schemaValidator = (): Ajv2020 => {
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  addFormats(ajv);
  return ajv;
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
  /** The operations of the document that read prices: open unless the configuration closes them. */
  readonly reads: readonly string[];
}

/** Creates a checker of the committed document. */
export const createAnswerChecker = (): AnswerChecker => {
  const document = readDocument();
  const ajv = schemaValidator();
  ajv.addSchema({ $id: 'api', components: document['components'] });
  const paths = Object.entries<Json>(document['paths']);
  const reads = paths.flatMap(([path, methods]) =>
    Object.entries<Json>(methods).flatMap(([method, { security }]) =>
      security.some((alternative: Json) => Object.keys(alternative).length === 0)
        ? [`${method.toUpperCase()} ${path}`]
        : [],
    ),
  );
  // Fixed paths before templates.
  const templates = paths.map(([path]) => path).sort((a, b) => Number(a.includes('{')) - Number(b.includes('{')));
  const validators = new Map<string, ValidateFunction>();
  const exercised = new Set<string>();
  const validatorOf = (name: string, schema: unknown): ValidateFunction => {
    const local = JSON.parse(JSON.stringify(schema).replaceAll('"#/components', '"api#/components'));
    const validate = validators.get(name) ?? ajv.compile(local);
    validators.set(name, validate);
    return validate;
  };
  return {
    reads,
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
      // Lines, events and tables are checked by the tests that read them.
      if (media !== 'application/json' && media !== 'application/problem+json') return;
      const validate = validatorOf(`${name} ${status}`, schema);
      if (!validate(body)) throw new Error(`${path}: ${ajv.errorsText(validate.errors)}`);
    },
  };
};
