/** Read model `catalog`: sets and cards, searchable. */
import type { Projection } from '../../src/projecting/projection.js';
import { foldCatalog } from './fold.js';
import { catalogTables } from './tables.js';

export const catalog: Projection = {
  name: 'catalog',
  schema: 'catalog',
  version: 9,
  eventTypes: [
    'SetListed',
    'SetRevised',
    'SetWithdrawn',
    'CardListed',
    'CardRevised',
    'CardWithdrawn',
    'CardMerged',
    'ExternalIdMapped',
    'ExternalIdRejected',
  ],
  tables: catalogTables,
  rows: (schema) => ({
    sets: `select null::text as card_id, t as row from ${schema}.sets t`,
    cards: `select card_id, t as row from ${schema}.cards t`,
    merges: `select card_id, t as row from ${schema}.merges t`,
    rejected_ids: `select card_id, t as row from ${schema}.rejected_ids t`,
    memberships: `select card_id, t as row from ${schema}.memberships t`,
    words: `select null::text as card_id, t as row from ${schema}.words t`,
  }),
  startFold: foldCatalog,
};
