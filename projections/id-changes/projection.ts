/** Read model `id-changes`: cards that were merged into others. */
import type { Projection } from '../../src/projecting/projection.js';
import { foldIdChanges } from './fold.js';
import { idChangesTables } from './tables.js';

export const idChanges: Projection = {
  name: 'id-changes',
  schema: 'id_changes',
  version: 1,
  eventTypes: ['CardMerged'],
  tables: idChangesTables,
  rows: (schema) => ({ merges: `select card_id, t::text as row from ${schema}.merges t` }),
  startFold: foldIdChanges,
};
