/**
 * The layers of docs/architecture.md as rules. Imports go downwards only: a room imports from rooms of earlier layers, and
 * rooms of one layer do not import each other.
 */
const room = (name) => ({ name, path: `^src/${name}/` });

const logAdapters = 'postgres|eventstoredb|memory';

/** Lower layers first; each is a list of rooms. */
const layers = [
  [room('base')],
  [room('domain')],
  [{ name: 'log', path: `^src/log/(?!(${logAdapters})/)` }],
  [room('postgres'), room('cache'), room('mail'), room('charts')],
  [room('log/postgres'), room('log/eventstoredb'), room('log/memory')],
  [room('subscriptions')],
  [room('projecting')],
  [{ name: 'projections', path: '^projections/' }],
  [room('commands')],
  ['matching', 'corrections', 'collecting', 'alerting', 'publishing', 'accounts', 'exports'].map(room),
  [room('sources'), room('delivery')],
  [room('embedded')],
  [room('api'), room('web')],
  [room('app')],
  [room('cli')],
];

const pathsOf = (rooms) => rooms.map(({ path }) => path);
const ruleName = (...parts) => parts.join('-').replaceAll('/', '-');

const noArrowUp = layers.slice(0, -1).map((rooms, at) => ({
  name: ruleName('no-arrow-up-from', ...rooms.map(({ name }) => name)),
  comment: 'Imports go only to rooms of earlier layers.',
  severity: 'error',
  from: { path: pathsOf(rooms) },
  to: { path: pathsOf(layers.slice(at + 1).flat()) },
}));

const roomsApart = layers
  .filter((rooms) => rooms.length > 1)
  .flatMap((rooms) =>
    rooms.map(({ name, path }) => ({
      name: ruleName('rooms-of-one-layer-apart', name),
      comment: 'Rooms of one layer meet through a port that a lower layer declares.',
      severity: 'error',
      from: { path },
      to: { path: pathsOf(rooms.filter((other) => other.name !== name)) },
    })),
  );

/** Folders that implement a port. */
const adapters = {
  log: `^src/log/(${logAdapters})/`,
  cache: '^src/cache/(memory|redis)/',
  publishing: '^src/publishing/(in-process|kafka)/',
  embedded: '^src/embedded/postgres/',
};

const adaptersOnlyFromApp = Object.entries(adapters).map(([name, path]) => ({
  name: ruleName('adapters-only-from-app', name),
  comment: 'Only the composition root knows the engine behind a port.',
  severity: 'error',
  from: { path: '^(src|projections)/', pathNot: [path, '^src/app/'] },
  to: { path },
}));

/** Files of a read model that only its own folder uses. */
const insideOfReadModel = '^projections/[^/]+/(fold|fold-[a-z]+|tables|partitions|series)\\.ts$';

module.exports = {
  forbidden: [
    { name: 'no-circle', severity: 'error', from: {}, to: { circular: true } },
    ...noArrowUp,
    ...roomsApart,
    ...adaptersOnlyFromApp,
    {
      name: 'every-room-has-a-layer',
      comment: 'A new folder of src is put into one of the layers above.',
      severity: 'error',
      from: { path: '^(src|projections)/' },
      to: { path: '^src/', pathNot: pathsOf(layers.flat()) },
    },
    {
      name: 'domain-is-pure',
      comment: 'The domain does no I/O and has no clock.',
      severity: 'error',
      from: { path: '^src/domain/' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'domain-takes-limits-and-errors-only',
      severity: 'error',
      from: { path: '^src/domain/' },
      to: { path: '^src/base/', pathNot: '^src/base/(limits|errors)\\.ts$' },
    },
    {
      name: 'read-models-through-queries',
      comment: 'Tables and fold of a read model are used in its own folder only.',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: insideOfReadModel },
    },
    {
      name: 'read-models-of-each-other-through-queries',
      severity: 'error',
      from: { path: '^projections/([^/]+)/' },
      to: { path: insideOfReadModel, pathNot: '^projections/$1/' },
    },
    {
      name: 'marketplaces-apart',
      comment: 'What two marketplaces share is in a folder of its own: tcgcsv mirrors the rows of TCGplayer.',
      severity: 'error',
      from: { path: '^src/sources/([^/]+)/' },
      to: { path: '^src/sources/', pathNot: '^src/sources/($1|tcgplayer-rows)/' },
    },
    {
      name: 'nothing-imports-tests',
      severity: 'error',
      from: { path: '^(src|projections|bench|scripts)/' },
      to: { path: '^test/' },
    },
    {
      name: 'no-dev-dependencies',
      comment: 'The dashboard is built before it is installed: its packages are in the bundle.',
      severity: 'error',
      from: { path: '^(src|projections)/', pathNot: '^src/web/' },
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
