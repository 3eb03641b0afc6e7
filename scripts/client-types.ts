/** Generates the TypeScript types of a client of the API from its OpenAPI document. */
import openapiTS, { astToString, type OpenAPI3 } from 'openapi-typescript';
import type { OpenApiDocument } from './openapi.js';

/** Returns the source of a module that exports `paths`, as openapi-fetch takes it. */
export const clientTypes = async (document: OpenApiDocument): Promise<string> => {
  // Examples would become comments, longer than the types.
  const withoutExamples = JSON.stringify(document, (key, value: unknown) => (key === 'example' ? undefined : value));
  const types = await openapiTS(JSON.parse(withoutExamples) as OpenAPI3);
  return `/* Generated from docs/openapi.json by npm run generate. */\n${astToString(types)}`;
};
