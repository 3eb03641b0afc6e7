/** Goal: a read model is found by its name: its folder, its schema and the lint rule about its SQL follow from it. */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect } from 'chai';
import { ESLint, Linter, type Rule } from 'eslint';
import { projections, readModels } from '../../projections/index.js';
import { packageRoot } from '../../src/base/paths.js';

const folder = join(packageRoot, 'projections');

describe('read models', () => {
  it('are the folders of projections/', () => {
    const folders = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
    expect(projections.map(({ name }) => name)).to.have.members(folders.map(({ name }) => name));
    for (const { name } of projections)
      for (const file of ['tables.ts', 'fold.ts', 'queries.ts'])
        expect(existsSync(join(folder, name, file)), `${name}/${file}`).to.equal(true);
  });

  it('have the schema of their name', () => {
    expect(readModels).to.deep.equal(projections.map(({ name }) => name.replaceAll('-', '_')));
  });
});

describe('lint rule ledger/projection-sql', () => {
  const ruleId = 'ledger/projection-sql';
  const textsOf = (schema: string): string[] => [
    `export const sql = 'select 1 from ${schema}.things';\n`,
    `export const sql = \`select 1 from ${schema}.things where a = \${1}\`;\n`,
  ];

  it('rejects SQL on the tables of a projection outside its folder, and accepts it inside', async () => {
    const url = pathToFileURL(join(packageRoot, 'scripts/lint/projection-sql.js')).href;
    const { projectionSql } = (await import(url)) as { projectionSql: Rule.RuleModule };
    const linter = new Linter({ cwd: packageRoot });
    const config = {
      plugins: { ledger: { rules: { 'projection-sql': projectionSql } } },
      rules: { [ruleId]: 'error' },
    };
    const faults = (text: string, file: string): number =>
      linter.verify(text, [{ files: ['**/*.ts'], ...config } as Linter.Config], join(packageRoot, file)).length;
    for (const { name, schema } of projections) {
      for (const text of textsOf(schema)) {
        expect(faults(text, 'src/app/verify.ts'), text).to.equal(1);
        for (const other of projections)
          expect(faults(text, `projections/${other.name}/queries.ts`), text).to.equal(other.name === name ? 0 : 1);
      }
    }
    expect(faults(`export const text = 'See the catalog. Its coverage.';\n`, 'src/app/verify.ts')).to.equal(0);
  });

  it('is part of the lint run', async () => {
    const eslint = new ESLint({ cwd: packageRoot });
    for (const file of ['src/app/verify.ts', 'projections/index.ts']) {
      const config = (await eslint.calculateConfigForFile(join(packageRoot, file))) as Linter.Config;
      expect(config.rules?.[ruleId], file).to.deep.equal([2]);
    }
  });
});
