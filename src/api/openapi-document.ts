/** The generated OpenAPI document, as far as the API itself reads it. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../base/paths.js';

export interface Schema {
  readonly $ref?: string;
  /** With null where it is allowed. */
  readonly type?: string | readonly string[];
  readonly enum?: readonly string[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly items?: Schema;
  /** Of a reference that may be null. */
  readonly anyOf?: readonly Schema[];
  /** Of a reference with a description of its own. */
  readonly allOf?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
}

export interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly schema: Schema;
}

interface Content {
  readonly [type: string]: { readonly schema: Schema };
}

export interface DocumentedOperation {
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly content: Content };
  /** Alternatives: the scopes that each scheme needs. Empty: open to everybody. */
  readonly security?: readonly Readonly<Record<string, readonly string[]>>[];
  readonly responses: Readonly<Record<string, { readonly content?: Content }>>;
  /** The properties of the answer whose lists are the rows of its CSV. */
  readonly 'x-csv-rows'?: readonly string[];
}

export interface OpenApi {
  readonly info: { readonly title: string; readonly version: string };
  readonly paths: Readonly<Record<string, Readonly<Record<string, DocumentedOperation>>>>;
  readonly components: {
    readonly schemas: Readonly<Record<string, Schema>>;
  };
}

/** Reads the generated document, as served. */
export const readOpenApi = (): OpenApi =>
  JSON.parse(readFileSync(join(packageRoot, 'docs/openapi.json'), 'utf8')) as OpenApi;

/** Follows references, also those that may be null or have a description of their own. */
export const resolveSchema = (document: OpenApi, schema: Schema): Schema => {
  const name = schema.$ref?.split('/').at(-1);
  const alternatives = schema.anyOf ?? schema.allOf;
  const target =
    name === undefined ? alternatives?.find(({ type }) => type !== 'null') : document.components.schemas[name];
  return target === undefined ? schema : resolveSchema(document, target);
};
