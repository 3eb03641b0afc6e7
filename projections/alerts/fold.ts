/** Folds the events of alert streams. The alerts of a page are read, folded in memory, and written with set-based SQL. */
import { binaryArray } from '../../src/postgres/binary-format.js';
import type { Client } from '../../src/postgres/database.js';
import type { Fold } from '../../src/projecting/projection.js';
import { type AlertEvent, type AlertRow, applyAlertEvent, type Folding, startFolding } from './alert-rows.js';

const readAlerts = async (client: Client, schema: string, ids: readonly string[]): Promise<Map<string, AlertRow>> => {
  const { rows } = await client.query<AlertRow & Record<string, unknown>>(
    `select * from ${schema}.alerts where alert_id = any($1::uuid[])`,
    [binaryArray('uuid', [...ids])],
  );
  return new Map(rows.map((row) => [row.alert_id, row]));
};

const remove = async (client: Client, schema: string, ids: readonly string[]): Promise<void> => {
  if (ids.length === 0) return;
  for (const table of ['alerts', 'watches', 'history'])
    await client.query(`delete from ${schema}.${table} where alert_id = any($1::uuid[])`, [
      binaryArray('uuid', [...ids]),
    ]);
};

/** Inserts rows, or replaces those that are there. */
const upsert = async (
  client: Client,
  table: string,
  key: readonly string[],
  columns: readonly string[],
  rows: readonly object[],
): Promise<void> => {
  if (rows.length === 0) return;
  const changed = columns.map((name) => `${name} = excluded.${name}`).join(', ');
  await client.query(
    `insert into ${table} select * from jsonb_populate_recordset(null::${table}, $1)
     on conflict (${key.join(', ')}) do update set ${changed}`,
    [JSON.stringify(rows)],
  );
};

const write = async (client: Client, schema: string, foldings: ReadonlyMap<string, Folding>): Promise<void> => {
  const all = [...foldings.values()];
  await remove(
    client,
    schema,
    [...foldings].flatMap(([id, { isReset }]) => (isReset ? [id] : [])),
  );
  const alertColumns = ['owner', 'card_id', 'status', 'terms', 'rule_version', 'created_at', 'changed_at'];
  const counted = ['updated_at', 'position', 'revision', 'command_revision', 'firings', 'last_fired_at'];
  const alertRows = all.flatMap(({ alert }) => alert ?? []);
  await upsert(client, `${schema}.alerts`, ['alert_id'], [...alertColumns, ...counted], alertRows);
  const watchColumns = ['firing', 'event_id', 'position', 'recorded_at', 'rearmed_at'];
  const watchRows = all.flatMap(({ watches }) => [...watches.values()]);
  await upsert(client, `${schema}.watches`, ['alert_id', 'price_key'], watchColumns, watchRows);
  const rearmed = [...foldings].flatMap(([alert_id, folding]) =>
    [...folding.rearmed].map(([price_key, rearmed_at]) => ({ alert_id, price_key, rearmed_at })),
  );
  if (rearmed.length > 0)
    await client.query(
      `update ${schema}.watches w set rearmed_at = r.rearmed_at
       from jsonb_to_recordset($1) as r(alert_id uuid, price_key text, rearmed_at timestamptz)
       where w.alert_id = r.alert_id and w.price_key = r.price_key`,
      [JSON.stringify(rearmed)],
    );
  const historyColumns = ['event_id', 'type', 'position', 'recorded_at', 'data'];
  const historyRows = all.flatMap(({ history }) => [...history.values()]);
  await upsert(client, `${schema}.history`, ['alert_id', 'revision'], historyColumns, historyRows);
};

/** Creates the fold. */
export const foldAlerts =
  (schema: string): Fold =>
  async (client, events) => {
    const alertEvents = events.filter((event): event is AlertEvent => 'alert_id' in event.data);
    const rows = await readAlerts(client, schema, [...new Set(alertEvents.map(({ data }) => data.alert_id))]);
    const foldings = new Map<string, Folding>();
    for (const event of alertEvents) {
      const { alert_id } = event.data;
      const folding = foldings.get(alert_id) ?? startFolding(rows.get(alert_id) ?? null);
      foldings.set(alert_id, folding);
      applyAlertEvent(folding, event);
    }
    await write(client, schema, foldings);
  };
