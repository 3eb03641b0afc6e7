/** Read model `alerts`: the alerts of each owner, with their state and history. */
import { eventTypesOf } from '../../src/domain/events.js';
import type { Projection } from '../../src/projecting/projection.js';
import { foldAlerts } from './fold.js';
import { alertsTables } from './tables.js';

export const alerts: Projection = {
  name: 'alerts',
  schema: 'alerts',
  version: 1,
  eventTypes: eventTypesOf('alert'),
  tables: alertsTables,
  rows: (schema) =>
    Object.fromEntries(
      ['alerts', 'watches', 'history'].map((table) => [
        table,
        `select null::text as card_id, t as row from ${schema}.${table} t`,
      ]),
    ),
  startFold: foldAlerts,
};
