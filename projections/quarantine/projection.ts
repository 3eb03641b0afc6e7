/** Read model `quarantine`: rows that were set aside, and what became of them. */
import type { Projection } from '../../src/projecting/projection.js';
import { foldQuarantine } from './fold.js';
import { quarantineTables } from './tables.js';

export const quarantine: Projection = {
  name: 'quarantine',
  schema: 'quarantine',
  version: 2,
  eventTypes: ['ObservationQuarantined', 'QuarantineReleased', 'QuarantineRejected'],
  tables: quarantineTables,
  rows: (schema) => ({ rows: `select card_id, t as row from ${schema}.rows t` }),
  startFold: foldQuarantine,
};
