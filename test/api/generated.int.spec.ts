/**
 * Goal: the committed document, routes and client types are those of the code. Method: tsoa runs again, into a temporary
 * folder.
 */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { type ExtendedRoutesConfig, type ExtendedSpecConfig, generateRoutes, generateSpec } from 'tsoa';
import type { CompilerOptions } from 'typescript';
import { clientTypes } from '../../scripts/client-types.js';
import { readExamples } from '../../scripts/openapi-examples.js';
import { completeOpenApi, type OpenApiDocument } from '../../scripts/openapi.js';
import { packageRoot } from '../../src/base/paths.js';

/** TypeScript orders the members of a derived union differently from program to program: lines are compared as bags. */
const sortedLines = (text: string): string[] =>
  text.split('\n').map((line) =>
    line
      .split(/(?<=[},])|(?=\{)/)
      .sort()
      .join(''),
  );

describe('the generated API', () => {
  it('is committed as the code generates it', async () => {
    const config = JSON.parse(await readFile(join(packageRoot, 'tsoa.json'), 'utf8')) as {
      entryFile: string;
      noImplicitAdditionalProperties: 'throw-on-extras';
      controllerPathGlobs: string[];
      compilerOptions: CompilerOptions;
      spec: ExtendedSpecConfig;
      routes: ExtendedRoutesConfig;
    };
    const folder = await mkdtemp(join(tmpdir(), 'tcg-ledger-openapi-'));
    try {
      const { entryFile, noImplicitAdditionalProperties, controllerPathGlobs } = config;
      // The command line looks for it in `routes`.
      const bodyCoercion = config.routes.bodyCoercion ?? true;
      const common = { entryFile, noImplicitAdditionalProperties, bodyCoercion, controllerPathGlobs };
      await generateSpec({ ...config.spec, ...common, outputDirectory: folder }, config.compilerOptions);
      const read = async (path: string): Promise<OpenApiDocument> =>
        JSON.parse(await readFile(path, 'utf8')) as OpenApiDocument;
      // `info` is filled from package.json by the command line only.
      const withoutInfo = ({ info: _info, ...rest }: OpenApiDocument): object => rest;
      const committed = await read(join(packageRoot, 'docs/openapi.json'));
      const generated = withoutInfo(completeOpenApi(await read(join(folder, 'openapi.json')), readExamples()));
      expect(generated).to.deep.equal(withoutInfo(committed));
      expect(JSON.stringify(generated), 'in the same order').to.equal(JSON.stringify(withoutInfo(committed)));
      const types = await readFile(join(packageRoot, 'src/web/generated/api-types.ts'), 'utf8');
      expect(types).to.equal(await clientTypes(committed));
      // The routes import by relative paths: compared without imports.
      await generateRoutes({ ...config.routes, ...common, routesDir: folder }, config.compilerOptions);
      const body = (text: string): string[] => sortedLines(text.slice(text.indexOf('const models')));
      const routes = await readFile(join(packageRoot, 'src/api/generated/routes.ts'), 'utf8');
      expect(body(await readFile(join(folder, 'routes.ts'), 'utf8'))).to.deep.equal(body(routes));
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
});
