/** Writes what a page changed, with set-based statements, in the transaction that moves the checkpoint. */
import type { AlertState } from '../domain/alerts/decider.js';
import type { KeyState, PricePoint } from '../domain/alerts/key-state.js';
import { binaryArray, type BinaryType } from '../postgres/binary-format.js';
import type { Client } from '../postgres/database.js';
import type { AlertChange, PageEffects } from './evaluate-page.js';

type Columns = Readonly<Record<string, BinaryType>>;
/** Cells in the order of the columns. */
type Row = readonly unknown[];

/** Returns the SQL of a row source `unnest(…)`, one array per column, and its values. */
const unnestColumns = (columns: Columns, rows: readonly Row[]): { sql: string; values: Buffer[] } => {
  const types = Object.values(columns);
  return {
    sql: `unnest(${types.map((type, at) => `$${at + 1}::${type}[]`).join(', ')})`,
    values: types.map((type, at) =>
      binaryArray(
        type,
        rows.map((row) => row[at]),
      ),
    ),
  };
};

/** Inserts rows, or updates those whose `key` exists. */
const upsert = async (
  client: Client,
  table: string,
  { columns, key, json }: { columns: Columns; key: readonly string[]; json?: string },
  rows: readonly Row[],
): Promise<void> => {
  if (rows.length === 0) return;
  const names = Object.keys(columns);
  const { sql, values } = unnestColumns(columns, rows);
  const cells = names.map((name) => (name === json ? `r.${name}::json` : `r.${name}`)).join(', ');
  const changed = names.filter((name) => !key.includes(name)).map((name) => `${name} = excluded.${name}`);
  await client.query(
    `insert into ${table} (${names.join(', ')}) select ${cells} from ${sql} r(${names.join(', ')})
     on conflict (${key.join(', ')}) do update set ${changed.join(', ')}`,
    values,
  );
};

const remove = async (client: Client, table: string, key: Columns, rows: readonly Row[]): Promise<void> => {
  if (rows.length === 0) return;
  const { sql, values } = unnestColumns(key, rows);
  await client.query(`delete from ${table} where (${Object.keys(key).join(', ')}) in (select * from ${sql})`, values);
};

const alertKey = { alert_id: 'uuid' } as const;
const alertColumns = {
  ...alertKey,
  card_id: 'text',
  rule: 'text',
  rule_version: 'int4',
  status: 'text',
  expires_at: 'timestamptz',
  revision: 'int4',
} as const;
const triggerKey = { alert_id: 'uuid', price_key: 'text' } as const;
const triggerColumns = {
  ...triggerKey,
  phase: 'text',
  fired_at: 'timestamptz',
  reference: 'int4',
  reference_at: 'timestamptz',
} as const;

const sameButTriggers = (a: AlertState, b: AlertState): boolean =>
  a.cardId === b.cardId &&
  a.rule === b.rule &&
  a.ruleVersion === b.ruleVersion &&
  a.status === b.status &&
  a.expiresAtMs === b.expiresAtMs;

/** Most changes are firings: they change the revision only, which is in no index. */
const writeRevisions = async (client: Client, schema: string, rows: readonly Row[]): Promise<void> => {
  if (rows.length === 0) return;
  const { sql, values } = unnestColumns({ alert_id: 'uuid', revision: 'int4' }, rows);
  await client.query(
    `update ${schema}.alerts a set revision = r.revision from ${sql} r(alert_id, revision)
     where a.alert_id = r.alert_id`,
    values,
  );
};

const writeAlerts = async (client: Client, schema: string, changes: readonly AlertChange[]): Promise<void> => {
  const alerts: Row[] = [];
  const revisions: Row[] = [];
  const triggers: Row[] = [];
  const deletedAlerts: Row[] = [];
  const deletedTriggers: Row[] = [];
  for (const { alertId, before, after, revisionBefore, revision } of changes) {
    if (after === null) deletedAlerts.push([alertId]);
    else if (before !== null && sameButTriggers(before, after)) {
      if (revision !== revisionBefore) revisions.push([alertId, revision]);
    } else {
      const { cardId, rule, ruleVersion, status, expiresAtMs } = after;
      alerts.push([alertId, cardId, JSON.stringify(rule), ruleVersion, status, expiresAtMs, revision]);
    }
    for (const [keyText, trigger] of after?.triggers ?? []) {
      if (before?.triggers.get(keyText) === trigger) continue;
      const { phase, firedAtMs, reference } = trigger;
      triggers.push([alertId, keyText, phase, firedAtMs, reference?.price ?? null, reference?.atMs ?? null]);
    }
    for (const keyText of before?.triggers.keys() ?? [])
      if (after?.triggers.has(keyText) !== true) deletedTriggers.push([alertId, keyText]);
  }
  await remove(client, `${schema}.alerts`, alertKey, deletedAlerts);
  await remove(client, `${schema}.watches`, triggerKey, deletedTriggers);
  await upsert(client, `${schema}.alerts`, { columns: alertColumns, key: ['alert_id'], json: 'rule' }, alerts);
  await writeRevisions(client, schema, revisions);
  await upsert(client, `${schema}.watches`, { columns: triggerColumns, key: Object.keys(triggerKey) }, triggers);
};

const numberColumns = { market: 'int4', low: 'int4', mid: 'int4', direct_low: 'int4' } as const;
const keyColumns = {
  price_key: 'text',
  card_id: 'text',
  key: 'text',
  ...numberColumns,
  withdrawn: 'bool',
  effective_at: 'timestamptz',
  event_id: 'uuid',
  position: 'text',
} as const;
const pointKey = { price_key: 'text', effective_at: 'timestamptz' } as const;
const pointColumns = { ...pointKey, ...numberColumns } as const;

const keyRow = ({ key, keyText, newest }: KeyState): Row => {
  const { market = null, low = null, mid = null, direct_low = null } = newest?.numbers ?? {};
  const source = [newest?.withdrawn ?? false, newest?.atMs ?? null, newest?.eventId ?? null, newest?.position ?? null];
  return [keyText, key.card_id, JSON.stringify(key), market, low, mid, direct_low, ...source];
};

/** Returns the points that are other objects than before, and instants that have none any more. */
const pointChanges = (
  before: readonly PricePoint[],
  after: readonly PricePoint[],
): { written: PricePoint[]; deletedMs: number[] } => {
  const earlier = new Map(before.map((point) => [point.atMs, point]));
  const kept = new Set(after.map(({ atMs }) => atMs));
  return {
    written: after.filter((point) => earlier.get(point.atMs) !== point),
    deletedMs: [...earlier.keys()].filter((atMs) => !kept.has(atMs)),
  };
};

const writeCards = async (client: Client, schema: string, { cards, merges }: PageEffects['context']): Promise<void> => {
  const newCards: Row[] = [];
  const keys: Row[] = [];
  const points: Row[] = [];
  const deletedPoints: Row[] = [];
  for (const [cardId, { hasPoints, isNew, initial, final }] of cards) {
    if (isNew) newCards.push([cardId, hasPoints]);
    for (const [keyText, state] of final) {
      const before = isNew ? undefined : initial.get(keyText);
      if (before === state) continue;
      keys.push(keyRow(state));
      const { written, deletedMs } = pointChanges(before?.points ?? [], state.points ?? []);
      for (const { atMs, numbers } of written) {
        points.push([keyText, atMs, numbers.market, numbers.low, numbers.mid, numbers.direct_low]);
      }
      for (const atMs of deletedMs) deletedPoints.push([keyText, atMs]);
    }
  }
  const cardColumns = { card_id: 'text', has_points: 'bool' } as const;
  await upsert(client, `${schema}.cards`, { columns: cardColumns, key: ['card_id'] }, newCards);
  await upsert(client, `${schema}.keys`, { columns: keyColumns, key: ['price_key'], json: 'key' }, keys);
  await remove(client, `${schema}.points`, pointKey, deletedPoints);
  await upsert(client, `${schema}.points`, { columns: pointColumns, key: Object.keys(pointKey) }, points);
  const mergeColumns = { card_id: 'text', merged_into: 'text' } as const;
  const mergeRows = merges.map(({ event }) => [event.data.card_id, event.data.merged_into]);
  await upsert(client, `${schema}.merges`, { columns: mergeColumns, key: ['card_id'] }, mergeRows);
};

/** Stops following the cards of this page that have no alert: it was deleted or never stayed, or the card was merged. */
const forgetCards = async (client: Client, schema: string, { context, alerts }: PageEffects): Promise<void> => {
  const candidates = new Set(context.merges.flatMap(({ from, into }) => [from, into]));
  for (const [cardId, { isNew }] of context.cards) if (isNew) candidates.add(cardId);
  for (const { before, after } of alerts) if (after === null && before !== null) candidates.add(before.cardId);
  if (candidates.size === 0) return;
  await client.query(
    `with deleted_cards as (
       delete from ${schema}.cards c where c.card_id = any($1::text[])
         and not exists (select from ${schema}.alerts a where a.card_id = c.card_id)
       returning c.card_id
     ), deleted_keys as (
       delete from ${schema}.keys where card_id in (select card_id from deleted_cards) returning price_key
     )
     delete from ${schema}.points where price_key in (select price_key from deleted_keys)`,
    [binaryArray('text', [...candidates])],
  );
};

/** Writes the effects of a page. */
export const persistEffects = async (client: Client, schema: string, effects: PageEffects): Promise<void> => {
  await writeAlerts(client, schema, effects.alerts);
  await writeCards(client, schema, effects.context);
  await forgetCards(client, schema, effects);
};
