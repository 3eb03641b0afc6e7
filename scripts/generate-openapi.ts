/** Completes docs/openapi.json after tsoa: part of `npm run generate`. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../src/base/paths.js';
import { completeOpenApi, type OpenApiDocument } from './openapi.js';

const path = join(packageRoot, 'docs/openapi.json');
const document = JSON.parse(readFileSync(path, 'utf8')) as OpenApiDocument;
writeFileSync(path, `${JSON.stringify(completeOpenApi(document), null, 2)}\n`);
