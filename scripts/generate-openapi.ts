/** Completes docs/openapi.json after tsoa, and writes the types of the dashboard's client, which tests use too: part of `npm run generate`. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../src/base/paths.js';
import { clientTypes } from './client-types.js';
import { readExamples } from './openapi-examples.js';
import { completeOpenApi, type OpenApiDocument } from './openapi.js';

const path = join(packageRoot, 'docs/openapi.json');
const document = completeOpenApi(JSON.parse(readFileSync(path, 'utf8')) as OpenApiDocument, readExamples());
writeFileSync(path, `${JSON.stringify(document, null, 2)}\n`);
writeFileSync(join(packageRoot, 'src/web/generated/api-types.ts'), await clientTypes(document));
