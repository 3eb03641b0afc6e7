/** Read model `changes`: which prices changed after a position. */
import { priceChangeTypes } from '../../src/domain/prices/price-change.js';
import type { Projection } from '../../src/projecting/projection.js';
import { foldChanges, rebuildChanges } from './fold.js';
import { changesTables } from './tables.js';

export const changes: Projection = {
  name: 'changes',
  schema: 'changes',
  version: 1,
  eventTypes: priceChangeTypes,
  tables: changesTables,
  rows: (schema) => ({
    newest: `select card_id, t as row from ${schema}.newest t`,
    seconds: `select null::text as card_id, t as row from ${schema}.seconds t`,
  }),
  startFold: foldChanges,
  startRebuild: rebuildChanges,
};
