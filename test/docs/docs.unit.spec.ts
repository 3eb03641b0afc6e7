/** Goal: the documentation matches the program: error codes, commands and options, paths and parameters, links. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect } from 'chai';
import type { Command } from 'commander';
import { createProgram } from '../../src/cli/program.js';
import { errorTable } from '../../src/base/errors.js';
import { packageRoot } from '../../src/base/paths.js';
import { markdownTables } from '../support/markdown.js';

const pages = [
  'README.md',
  'CONTRIBUTING.md',
  'CHANGELOG.md',
  'deploy/README.md',
  ...readdirSync(join(packageRoot, 'docs'))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
  ...readdirSync(join(packageRoot, 'docs/adr')).map((name) => `docs/adr/${name}`),
];
const textOf = (page: string): string => readFileSync(join(packageRoot, page), 'utf8');

interface OpenApi {
  paths: Record<string, Record<string, { parameters?: { name: string; in: string }[] }>>;
}
const openApi = JSON.parse(textOf('docs/openapi.json')) as OpenApi;

const optionsOf = (program: Command, words: readonly string[]): string[] => {
  let command = program;
  for (const word of words) command = command.commands.find((sub) => sub.name() === word) ?? command;
  return command.options.flatMap(({ long }) => (long === undefined ? [] : [long]));
};

describe('documentation', () => {
  it('lists every error code with its meaning', () => {
    expect(markdownTables(textOf('docs/errors.md'))[0]).to.deep.equal(
      Object.entries(errorTable).map(([code, { status, title, retryable }]) => [
        `\`${code}\``,
        String(status),
        title,
        retryable ? 'yes' : 'no',
      ]),
    );
  });

  it('names only commands and options that exist', async () => {
    const program = await createProgram();
    const names = program.commands.map((command) => command.name());
    let seen = 0;
    for (const page of pages) {
      for (const [, line = ''] of textOf(page).matchAll(
        /(?:^|[`\s(])(?:npx )?tcg-ledger ((?:[a-z-]+)(?: [^`|\n]*)?)/gm,
      )) {
        const words = line
          .replace(/ {2,}.*$/, '')
          .replace(/\).*$/, '')
          .trim()
          .split(/\s+/);
        expect(names, `${page}: tcg-ledger ${line}`).to.include(words[0]);
        const known = optionsOf(program, words);
        for (const option of words.filter((word) => word.startsWith('--'))) {
          expect([...known, '--json', '--help'], `${page}: ${line}`).to.include(option);
        }
        seen += 1;
      }
    }
    expect(seen).to.be.greaterThan(10);
  });

  it('uses only paths and parameters that the API has', () => {
    let seen = 0;
    for (const page of pages) {
      for (const [, path = '', query = ''] of textOf(page).matchAll(/curl '[^']*?\/v1(\/[^'?]*)(?:\?([^']*))?'/g)) {
        const found = Object.entries(openApi.paths).find(
          ([template]) =>
            new RegExp(`^${template.replace(/\{\w+\}/g, '[^/]+')}$`).test(path) &&
            (template.includes('{') || template === path),
        );
        expect(found, `${page}: ${path}`).to.not.equal(undefined);
        const known = (found?.[1]['get']?.parameters ?? []).map(({ name }) => name);
        for (const name of new URLSearchParams(query).keys())
          expect(known, `${page}: ${path}?${query}`).to.include(name);
        seen += 1;
      }
    }
    expect(seen).to.be.greaterThan(3);
  });

  it('shows JSON that parses', () => {
    for (const page of pages) {
      for (const [, block = ''] of textOf(page).matchAll(/```json\n([\s\S]*?)```/g)) {
        expect(() => JSON.parse(block) as unknown, `${page}: ${block.slice(0, 80)}`).to.not.throw();
      }
    }
  });

  it('links only to existing files', () => {
    for (const page of pages) {
      for (const [, target = ''] of textOf(page).matchAll(/\]\((?!https?:|#)([^)#]+)(?:#[^)]*)?\)/g)) {
        expect(existsSync(join(packageRoot, dirname(page), target)), `${page}: ${target}`).to.equal(true);
      }
    }
  });

  it('names only existing files and folders', () => {
    const roots = /`((?:src|projections|test|migrations|bench|scripts|deploy|docs)\/[^`\s]*)`/g;
    let seen = 0;
    for (const page of pages) {
      for (const [, path = ''] of textOf(page).matchAll(roots)) {
        if (/[<*{…]/.test(path)) continue;
        expect(existsSync(join(packageRoot, path)), `${page}: ${path}`).to.equal(true);
        seen += 1;
      }
    }
    expect(seen).to.be.greaterThan(30);
  });

  it('documents every variable of the configuration', () => {
    const example = textOf('.env.example');
    const source = `${textOf('src/app/config.ts')}${textOf('src/app/source-variables.ts')}`;
    const names = [...source.matchAll(/^ {2}([A-Z][A-Z_]+):/gm)].map(([, name = '']) => name);
    expect(names).to.include.members(['PORT', 'DATA_DIR', 'TCGCSV_URL']);
    for (const name of names) expect(example, name).to.match(new RegExp(`^${name}=`, 'm'));
  });
});
