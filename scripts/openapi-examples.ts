/**
 * Examples of answers in the OpenAPI document: real answers over the market of the API's tests, their lists cut after two entries, recorded and kept true by
 * test/api/examples.int.spec.ts. Rejected: asking the API here, since generating would then need a database.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../src/base/paths.js';
import type { OpenApiDocument } from './openapi.js';

export const examplesFile = join(packageRoot, 'scripts/examples.json');

export interface Examples {
  /** Bodies by operation ("get /sets"), then by content type. */
  readonly answers: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  /** Problems by code. */
  readonly problems: Readonly<Record<string, { readonly status: number }>>;
}

/** Reads the recorded answers. */
export const readExamples = (): Examples => JSON.parse(readFileSync(examplesFile, 'utf8')) as Examples;

/** What a path must have for a problem to be an example of its operations; any path has the others. */
const subjects: Readonly<Record<string, string>> = {
  CARD_NOT_FOUND: '{card_id}',
  SET_NOT_FOUND: '{set_id}',
  EXPORT_NOT_FOUND: '{file}',
};

/** Returns the document with the examples: answers in their places, problems once, referred to by their code. */
export const withExamples = (document: OpenApiDocument, { answers, problems }: Examples): OpenApiDocument => {
  const problemsOf = (path: string, status: string): [string, object][] =>
    Object.entries(problems).flatMap(([code, problem]) =>
      String(problem.status) === status && path.includes(subjects[code] ?? '')
        ? [[code, { $ref: `#/components/examples/${code}` }]]
        : [],
    );
  const contentOf = (name: string, path: string, status: string, content: object): object =>
    Object.fromEntries(
      Object.entries(content).map(([type, media]: [string, object]) => {
        if (type === 'application/problem+json') {
          const examples = Object.fromEntries(problemsOf(path, status));
          return [type, Object.keys(examples).length === 0 ? media : { ...media, examples }];
        }
        const example = /^2/.test(status) ? answers[name]?.[type] : undefined;
        return [type, example === undefined ? media : { ...media, example }];
      }),
    );
  const paths = Object.entries(document.paths).map(([path, methods]) => {
    const operations = Object.entries(methods).map(([method, operation]) => {
      const responses = Object.entries(operation.responses).map(([status, { content, ...response }]) => [
        status,
        content === undefined
          ? response
          : { ...response, content: contentOf(`${method} ${path}`, path, status, content) },
      ]);
      return [method, { ...operation, responses: Object.fromEntries(responses) as object }] as const;
    });
    return [path, Object.fromEntries(operations)] as const;
  });
  const examples = Object.fromEntries(Object.entries(problems).map(([code, value]) => [code, { value }]));
  return {
    ...document,
    paths: Object.fromEntries(paths) as OpenApiDocument['paths'],
    components: { ...document.components, ...(Object.keys(examples).length === 0 ? {} : { examples }) },
  };
};
