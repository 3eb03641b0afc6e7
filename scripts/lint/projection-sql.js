/**
 * ESLint rule: SQL that names the tables of a projection stands only in the projection's own folder. Rejected: a dependency
 * rule alone, because it sees imports and not the names of schemas in strings.
 */
import { readFileSync } from 'node:fs';

const index = new URL('../../projections/index.ts', import.meta.url);

/** Folders of the projections, read off the imports of projections/index.ts. */
const folders = [...readFileSync(index, 'utf8').matchAll(/from '\.\/([a-z-]+)\/projection\.js'/g)].map(
  ([, name]) => name,
);
if (folders.length === 0) throw new Error('no projections in projections/index.ts');

/** A projection's schema has the name of its folder (test/projections/schemas.unit.spec.ts). Topics have dots before it. */
const tables = new RegExp(
  `(?<![\\w.])(${folders.map((folder) => folder.replaceAll('-', '_')).join('|')})\\.(?=[a-z_*])`,
);

/** @type {import('eslint').Rule.RuleModule} */
export const projectionSql = {
  meta: {
    type: 'problem',
    schema: [],
    messages: {
      foreign:
        'Tables of {{schema}} are named in projections/{{folder}}/ only; call a query or compose a fragment of that folder.',
    },
  },
  create: (context) => {
    const [, own] = /projections[\\/]([a-z-]+)[\\/]/.exec(context.filename) ?? [];
    const check = (node, text) => {
      const schema = [...text.matchAll(new RegExp(tables, 'g'))]
        .map(([, name]) => name)
        .find((name) => name.replaceAll('_', '-') !== own);
      if (schema === undefined) return;
      context.report({ node, messageId: 'foreign', data: { schema, folder: schema.replaceAll('_', '-') } });
    };
    return {
      Literal: (node) => {
        if (typeof node.value === 'string' && !node.parent.type.startsWith('Import')) check(node, node.value);
      },
      TemplateElement: (node) => check(node, node.value.raw),
    };
  },
};
