/** Holds answers against docs/openapi.json. */
import { Ajv, type ValidateFunction } from 'ajv';
import formatsModule from 'ajv-formats';
import { readOpenApi } from '../../src/api/contract.js';

// The package is CommonJS with a default export; under NodeNext its types and its run-time shape differ.
const addFormats = formatsModule as unknown as (ajv: Ajv, formats: string[]) => void;

/** OpenAPI 3.0 says `nullable`, JSON Schema says null. */
const asJsonSchema = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(asJsonSchema);
  if (typeof value !== 'object' || value === null) return value;
  const { nullable, ...rest } = value as Record<string, unknown>;
  const schema = Object.fromEntries(
    Object.entries(rest).map(([key, child]) => [key, key === '$ref' ? `openapi${String(child)}` : asJsonSchema(child)]),
  );
  // `enum` of a nullable string names null itself.
  return nullable === true ? { anyOf: [schema, { type: 'null' }] } : schema;
};

interface Operation {
  readonly responses: Record<string, { content?: Record<string, { schema: object }> }>;
}

/** Throws, saying where, when the body of an answer to GET `path` is not what the document promises for its status. */
export const createValidator = (): ((path: string, status: number, contentType: string, body: unknown) => void) => {
  const document = readOpenApi() as unknown as {
    paths: Record<string, { get: Operation }>;
    components: { schemas: Record<string, object> };
  };
  const ajv = new Ajv({ strict: false, allErrors: true });
  addFormats(ajv, ['date-time', 'date', 'double', 'int32']);
  ajv.addSchema({ $id: 'openapi', components: asJsonSchema(document.components) });
  const compiled = new Map<string, ValidateFunction>();
  const templates = Object.keys(document.paths).sort((a, b) => Number(a.includes('{')) - Number(b.includes('{')));
  return (path, status, contentType, body) => {
    const bare = path.split('?')[0]!.replace(/^\/v1/, '');
    const template = templates.find((candidate) =>
      new RegExp(`^${candidate.replace(/\{\w+\}/g, '[^/]+')}$`).test(bare),
    );
    if (template === undefined) return;
    const response = document.paths[template]!.get.responses[String(status)];
    if (response === undefined) throw new Error(`${template} does not document ${status}`);
    const type = contentType.split(';')[0]!;
    const schema = response.content?.[type]?.schema;
    if (status === 304) return;
    if (schema === undefined) throw new Error(`${template} does not document ${type} for ${status}`);
    if (type === 'application/x-ndjson') return;
    const name = `${template} ${status}`;
    const validate = compiled.get(name) ?? ajv.compile(asJsonSchema(schema) as object);
    compiled.set(name, validate);
    if (!validate(body)) throw new Error(`${path}: ${ajv.errorsText(validate.errors)}`);
  };
};
