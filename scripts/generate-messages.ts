/** Writes docs/asyncapi.yaml and docs/schemas: part of `npm run generate`. */
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { messageDefinitions } from '../src/publishing/messages.js';
import { packageRoot } from '../src/base/paths.js';
import { asyncApiDocument, jsonSchemaOf, schemaFile } from './asyncapi.js';

const docs = join(packageRoot, 'docs');
const schemas = join(docs, 'schemas');
const { version } = JSON.parse(readFileSync(join(packageRoot, 'package.json'), 'utf8')) as { version: string };

mkdirSync(schemas, { recursive: true });
// Removes the files of types that no longer exist.
for (const name of readdirSync(schemas)) rmSync(join(schemas, name));
for (const definition of messageDefinitions) {
  writeFileSync(join(schemas, schemaFile(definition)), `${JSON.stringify(jsonSchemaOf(definition), null, 2)}\n`);
}
writeFileSync(
  join(docs, 'asyncapi.yaml'),
  stringify(asyncApiDocument(version), { lineWidth: 130, aliasDuplicateObjects: false }),
);
