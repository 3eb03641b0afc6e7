/** Read model `coverage`: what was collected when, and what was missed. */
import type { Projection } from '../../src/projecting/projection.js';
import { foldCoverage } from './fold.js';
import { coverageTables } from './tables.js';

export const coverage: Projection = {
  name: 'coverage',
  schema: 'coverage',
  version: 4,
  eventTypes: [
    'CollectionStarted',
    'SnapshotTaken',
    'CollectionFinished',
    'CollectionFailed',
    'SourcePaused',
    'SourceResumed',
  ],
  tables: coverageTables,
  rows: (schema) =>
    Object.fromEntries(
      ['runs', 'snapshots', 'omissions', 'pauses', 'sets_checked'].map((table) => [
        table,
        `select null::text as card_id, t as row from ${schema}.${table} t`,
      ]),
    ),
  startFold: foldCoverage,
};
