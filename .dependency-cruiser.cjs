// The architecture as rules: dependencies point inwards, adapters are known only to the composition root.
const adapters = '^src/(log/(postgres|memory|eventstoredb)|cache/(memory|redis)|notify/(in-process|kafka)|embedded)/';
const roots =
  '^(src/(ledger|engines|open-cache|demo|roles|verify)\\.ts$|src/(cli|embedded)/|' +
  'src/(log/(postgres|memory|eventstoredb)|cache/(memory|redis)|notify/(in-process|kafka))/)';

module.exports = {
  forbidden: [
    { name: 'no-circular', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'domain-is-pure',
      comment: 'The domain knows nothing of ours but limits and errors, and of Node nothing that does I/O.',
      severity: 'error',
      from: { path: '^src/domain/' },
      to: { path: '^(src|projections)/', pathNot: '^src/(domain/|limits\\.ts|errors\\.ts)' },
    },
    {
      name: 'adapters-only-in-the-composition-root',
      severity: 'error',
      from: { path: '^(src|projections)/', pathNot: roots },
      to: { path: adapters },
    },
    {
      name: 'projections-know-no-sources-and-no-api',
      severity: 'error',
      from: { path: '^projections/' },
      to: { path: '^src/', pathNot: '^src/(domain|postgres|projecting)/|^src/(limits|errors)\\.ts' },
    },
    {
      name: 'api-asks-queries',
      comment: 'No SQL and no read-model tables in the API: it goes through queries.',
      severity: 'error',
      from: { path: '^src/api/' },
      to: { path: '^(projections|src/(collect|projecting|embedded|cli))/' },
    },
    {
      name: 'queries-only-read',
      severity: 'error',
      from: { path: '^src/queries/' },
      to: { path: '^src/(api|collect|cli|embedded)/' },
    },
    {
      name: 'nothing-imports-tests',
      severity: 'error',
      from: { path: '^(src|projections|bench)/' },
      to: { path: '^test/' },
    },
    {
      name: 'no-dev-dependencies',
      severity: 'error',
      from: { path: '^(src|projections)/' },
      to: { dependencyTypes: ['npm-dev'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: 'src/api/generated' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { extensions: ['.ts', '.js', '.json'] },
  },
};
