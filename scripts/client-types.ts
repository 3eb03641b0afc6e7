/** Generates the TypeScript types of a client of the API from its OpenAPI document. */
import openapiTS, { astToString, type OpenAPI3 } from 'openapi-typescript';
import type { OpenApiDocument } from './openapi.js';

/** Returns the source of a module that exports `paths`, as openapi-fetch takes it. */
export const clientTypes = async (document: OpenApiDocument): Promise<string> =>
  `/* Generated from docs/openapi.json by npm run generate. */\n${astToString(await openapiTS(structuredClone(document) as unknown as OpenAPI3))}`;
