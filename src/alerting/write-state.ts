/** Writes what a page changed, with set-based statements, in the transaction that moves the checkpoint. */
import type { AlertState } from '../domain/alerts/decider.js';
import type { KeyState, Point } from '../domain/alerts/key-state.js';
import { binaryArray, type BinaryType } from '../postgres/binary-format.js';
import type { Client } from '../postgres/database.js';
import type { AlertChange, PageEffects } from './evaluate-page.js';

type Columns = Readonly<Record<string, BinaryType>>;

/** Rows (cells in the order of `columns`) into a table: written over where `key` is there already. */
const upsert = async (
  client: Client,
  table: string,
  of: { columns: Columns; key: readonly string[]; json?: string },
  rows: readonly (readonly unknown[])[],
): Promise<void> => {
  if (rows.length === 0) return;
  const names = Object.keys(of.columns);
  const arrays = names.map((name, at) => `$${at + 1}::${of.columns[name] as string}[]`).join(', ');
  const cells = names.map((name) => (name === of.json ? `r.${name}::json` : `r.${name}`)).join(', ');
  const changed = names.filter((name) => !of.key.includes(name)).map((name) => `${name} = excluded.${name}`);
  await client.query(
    `insert into ${table} (${names.join(', ')}) select ${cells} from unnest(${arrays}) r(${names.join(', ')})
     on conflict (${of.key.join(', ')}) do update set ${changed.join(', ')}`,
    names.map((name, at) =>
      binaryArray(
        of.columns[name] as BinaryType,
        rows.map((row) => row[at]),
      ),
    ),
  );
};

const remove = async (
  client: Client,
  table: string,
  key: Columns,
  rows: readonly (readonly unknown[])[],
): Promise<void> => {
  if (rows.length === 0) return;
  const names = Object.keys(key);
  const arrays = names.map((name, at) => `$${at + 1}::${key[name] as string}[]`).join(', ');
  await client.query(
    `delete from ${table} where (${names.join(', ')}) in (select * from unnest(${arrays}))`,
    names.map((name, at) =>
      binaryArray(
        key[name] as BinaryType,
        rows.map((row) => row[at]),
      ),
    ),
  );
};

const alertColumns = {
  alert_id: 'uuid',
  card_id: 'text',
  rule: 'text',
  rule_version: 'int4',
  status: 'text',
  expires_at: 'timestamptz',
  revision: 'int4',
} as const;
const watchKey = { alert_id: 'uuid', price_key: 'text' } as const;
const watchColumns = {
  ...watchKey,
  phase: 'text',
  fired_at: 'timestamptz',
  reference: 'int4',
  reference_at: 'timestamptz',
} as const;

const sameButWatches = (a: AlertState, b: AlertState): boolean =>
  a.cardId === b.cardId &&
  a.rule === b.rule &&
  a.ruleVersion === b.ruleVersion &&
  a.status === b.status &&
  a.expiresAtMs === b.expiresAtMs;

/** Most changes are a firing: its row keeps all but the revision, and no index of it changes. */
const writeRevisions = async (client: Client, schema: string, rows: readonly (readonly unknown[])[]): Promise<void> => {
  if (rows.length === 0) return;
  await client.query(
    `update ${schema}.alerts a set revision = r.revision
     from unnest($1::uuid[], $2::int4[]) r(alert_id, revision) where a.alert_id = r.alert_id`,
    [
      binaryArray(
        'uuid',
        rows.map(([id]) => id),
      ),
      binaryArray(
        'int4',
        rows.map(([, revision]) => revision),
      ),
    ],
  );
};

const writeAlerts = async (client: Client, schema: string, changes: readonly AlertChange[]): Promise<void> => {
  const alerts: unknown[][] = [];
  const revisions: unknown[][] = [];
  const watches: unknown[][] = [];
  const gone: unknown[][] = [];
  const goneWatches: unknown[][] = [];
  for (const { alertId, before, after, revisionBefore, revision } of changes) {
    if (after === null) gone.push([alertId]);
    else if (before !== null && sameButWatches(before, after)) {
      if (revision !== revisionBefore) revisions.push([alertId, revision]);
    } else {
      const { cardId, rule, ruleVersion, status, expiresAtMs } = after;
      alerts.push([alertId, cardId, JSON.stringify(rule), ruleVersion, status, expiresAtMs, revision]);
    }
    for (const [text, watch] of after?.watches ?? []) {
      if (before?.watches.get(text) === watch) continue;
      const { phase, firedAtMs, reference } = watch;
      watches.push([alertId, text, phase, firedAtMs, reference?.price ?? null, reference?.atMs ?? null]);
    }
    for (const text of before?.watches.keys() ?? [])
      if (after?.watches.has(text) !== true) goneWatches.push([alertId, text]);
  }
  await remove(client, `${schema}.alerts`, { alert_id: 'uuid' }, gone);
  await remove(client, `${schema}.watches`, watchKey, goneWatches);
  await upsert(client, `${schema}.alerts`, { columns: alertColumns, key: ['alert_id'], json: 'rule' }, alerts);
  await writeRevisions(client, schema, revisions);
  await upsert(client, `${schema}.watches`, { columns: watchColumns, key: ['alert_id', 'price_key'] }, watches);
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

const keyCells = ({ key, text, last }: KeyState): readonly unknown[] => {
  const { market = null, low = null, mid = null, direct_low = null } = last?.numbers ?? {};
  const seen = [last?.withdrawn ?? false, last?.atMs ?? null, last?.eventId ?? null, last?.position ?? null];
  return [text, key.card_id, JSON.stringify(key), market, low, mid, direct_low, ...seen];
};

/** Points that are other objects than before, and instants that have none any more. Folding keeps what it does not change. */
const pointChanges = (before: readonly Point[], after: readonly Point[]): { written: Point[]; gone: number[] } => {
  const held = new Map(before.map((point) => [point.atMs, point]));
  const written = after.filter((point) => held.get(point.atMs) !== point);
  const kept = new Set(after.map(({ atMs }) => atMs));
  return { written, gone: [...held.keys()].filter((atMs) => !kept.has(atMs)) };
};

const writeMarket = async (client: Client, schema: string, { cards, merges }: PageEffects['market']): Promise<void> => {
  const followed: unknown[][] = [];
  const keys: (readonly unknown[])[] = [];
  const points: unknown[][] = [];
  const gonePoints: unknown[][] = [];
  for (const [cardId, { pointed, fresh, initial, final }] of cards) {
    if (fresh) followed.push([cardId, pointed]);
    for (const [text, state] of final) {
      const before = fresh ? undefined : initial.get(text);
      if (before === state) continue;
      keys.push(keyCells(state));
      const changes = pointChanges(before?.points ?? [], state.points ?? []);
      for (const { atMs, numbers } of changes.written) {
        points.push([text, atMs, numbers.market, numbers.low, numbers.mid, numbers.direct_low]);
      }
      for (const atMs of changes.gone) gonePoints.push([text, atMs]);
    }
  }
  await upsert(
    client,
    `${schema}.cards`,
    { columns: { card_id: 'text', has_points: 'bool' }, key: ['card_id'] },
    followed,
  );
  await upsert(client, `${schema}.keys`, { columns: keyColumns, key: ['price_key'], json: 'key' }, keys);
  await remove(client, `${schema}.points`, pointKey, gonePoints);
  await upsert(client, `${schema}.points`, { columns: pointColumns, key: ['price_key', 'effective_at'] }, points);
  const edges = merges.map(({ event }) => [event.data.card_id, event.data.merged_into]);
  await upsert(
    client,
    `${schema}.merges`,
    { columns: { card_id: 'text', merged_into: 'text' }, key: ['card_id'] },
    edges,
  );
};

/** Cards that lost an alert in this page, or were followed for one that did not stay, are followed no longer without any. */
const forgetCards = async (client: Client, schema: string, { market, alerts }: PageEffects): Promise<void> => {
  const left = new Set(market.merges.flatMap(({ from, into }) => [from, into]));
  for (const [cardId, { fresh }] of market.cards) if (fresh) left.add(cardId);
  for (const { before, after } of alerts) if (after === null && before !== null) left.add(before.cardId);
  if (left.size === 0) return;
  await client.query(
    `with gone as (
       delete from ${schema}.cards c where c.card_id = any($1::text[])
         and not exists (select from ${schema}.alerts a where a.card_id = c.card_id)
       returning c.card_id
     ), gone_keys as (
       delete from ${schema}.keys where card_id in (select card_id from gone) returning price_key
     )
     delete from ${schema}.points where price_key in (select price_key from gone_keys)`,
    [binaryArray('text', [...left])],
  );
};

/** Writes the effects of a page. */
export const persistEffects = async (client: Client, schema: string, effects: PageEffects): Promise<void> => {
  await writeAlerts(client, schema, effects.alerts);
  await writeMarket(client, schema, effects.market);
  await forgetCards(client, schema, effects);
};
