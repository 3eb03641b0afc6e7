/** Answers against docs/openapi.json. OpenAPI 3.0 says `nullable` where JSON Schema has the type null: converted here. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv, type ValidateFunction } from 'ajv';
import addFormatsModule from 'ajv-formats';
import { packageRoot } from '../../src/base/paths.js';

const addFormats = addFormatsModule as unknown as (ajv: Ajv) => void;

type Json = Record<string, any>;

export const readDocument = (): Json => JSON.parse(readFileSync(join(packageRoot, 'docs/openapi.json'), 'utf8'));

const withNull = (schema: unknown): unknown => {
  if (Array.isArray(schema)) return schema.map(withNull);
  if (typeof schema !== 'object' || schema === null) return schema;
  const { nullable, ...rest } = Object.fromEntries(
    Object.entries(schema).map(([name, value]) => [name, withNull(value)]),
  );
  return nullable === true ? { anyOf: [rest, { type: 'null' }] } : rest;
};

export interface AnswerChecker {
  /** Throws when the body of an answer to `GET path` is not what the document says for its status. */
  check(path: string, status: number, body: unknown): void;
  /** Templates answered with 200 so far. */
  readonly exercised: ReadonlySet<string>;
  /** All templates of the document. */
  readonly templates: readonly string[];
}

/** A checker of the committed document. */
export const createAnswerChecker = (): AnswerChecker => {
  const document = readDocument();
  const ajv = new Ajv({ strict: false, allErrors: true });
  addFormats(ajv);
  ajv.addSchema({ $id: 'api', components: withNull(document['components']) });
  const templates = Object.keys(document['paths']);
  // Fixed paths before templates.
  const ordered = [...templates].sort((a, b) => Number(a.includes('{')) - Number(b.includes('{')));
  const validators = new Map<string, ValidateFunction>();
  const exercised = new Set<string>();
  const validatorOf = (template: string, status: number): ValidateFunction | undefined => {
    const name = `${template} ${status}`;
    const [media] = Object.values<Json>(document['paths'][template].get.responses[String(status)]?.content ?? {});
    if (media === undefined) return undefined;
    const schema = JSON.parse(
      JSON.stringify(withNull(media['schema'])).replaceAll('"#/components', '"api#/components'),
    );
    const made = validators.get(name) ?? ajv.compile(schema);
    validators.set(name, made);
    return made;
  };
  return {
    templates,
    exercised,
    check(path, status, body) {
      const [plain = ''] = path.split('?');
      const template = ordered.find((one) => new RegExp(`^/v1${one.replace(/\{\w+\}/g, '[^/]+')}$`).test(plain));
      if (template === undefined) return;
      if (status === 200) exercised.add(template);
      if (status === 304 || typeof body === 'string') return;
      const validate = validatorOf(template, status);
      if (validate === undefined) throw new Error(`${path}: the document has no answer ${status}`);
      if (!validate(body)) throw new Error(`${path}: ${ajv.errorsText(validate.errors)}`);
    },
  };
};
