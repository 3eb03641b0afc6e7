/** Reading what the alerter remembers. Only what a page of events touches is ever read. */
import type { AlertState, AlertStatus } from '../domain/alerts/decider.js';
import type { KeyState, Point, Seen } from '../domain/alerts/key-state.js';
import type { AlertRule } from '../domain/alerts/rule.js';
import type { Phase, Watch } from '../domain/alerts/state-machine.js';
import type { LogPosition } from '../domain/envelope.js';
import type { PriceKey } from '../domain/prices/price-key.js';
import { binaryArray } from '../postgres/binary-format.js';
import type { Client } from '../postgres/database.js';

/** Anything that runs one statement: a pool outside of transactions. */
export interface Reading {
  query<R extends Record<string, unknown>>(text: string, values?: readonly unknown[]): Promise<R[]>;
}

/** The same within a transaction. */
export const readingOf = (client: Client): Reading => ({
  query: async <R extends Record<string, unknown>>(text: string, values: readonly unknown[] = []) =>
    (await client.query<R>(text, [...values])).rows,
});

/** An alert as it is remembered. */
export interface AlertRow {
  readonly state: AlertState;
  /** Up to this revision of its stream, all decisions are known. */
  readonly revision: number;
}

const texts = (values: Iterable<string>): Buffer => binaryArray('text', [...values]);
const uuids = (values: Iterable<string>): Buffer => binaryArray('uuid', [...values]);
const msOf = (instant: string | null): number | null => (instant === null ? null : Date.parse(instant));

/**
 * Rows `t` of a table whose `column` is one of the parameter's, by an index probe for each. `column = any($1)` is a scan of
 * the whole table to the planner's taste where the array is long: 36 ms instead of 6 for a thousand cards among 100,000
 * alerts, and growing with alerts that are none of the page's business. `offset 0` keeps it from seeing through.
 */
const probed = (table: string, column: string, parameter: string): string =>
  `unnest(${parameter}) wanted(value) cross join lateral (select * from ${table} p where p.${column} = wanted.value offset 0) t`;

/** Card → card it was merged into: the edges that lead on from `cards`. */
export const readMerges = async (
  reading: Reading,
  schema: string,
  cards: Iterable<string>,
): Promise<Map<string, string>> => {
  const rows = await reading.query<{ card_id: string; merged_into: string }>(
    `with recursive chain as (
       select card_id, merged_into from ${schema}.merges where card_id = any($1::text[])
       union select m.card_id, m.merged_into from chain c join ${schema}.merges m on m.card_id = c.merged_into
     ) select * from chain`,
    [texts(cards)],
  );
  return new Map(rows.map((row) => [row.card_id, row.merged_into]));
};

/** Those of `cards` that are followed; whether with their points. */
export const readFollowed = async (
  reading: Reading,
  schema: string,
  cards: Iterable<string>,
): Promise<Map<string, boolean>> => {
  const rows = await reading.query<{ card_id: string; has_points: boolean }>(
    `select card_id, has_points from ${probed(`${schema}.cards`, 'card_id', '$1::text[]')}`,
    [texts(cards)],
  );
  return new Map(rows.map((row) => [row.card_id, row.has_points]));
};

/** Cards of the alerts with these ids, where there are such. */
export const readCardsOf = async (
  reading: Reading,
  schema: string,
  ids: Iterable<string>,
): Promise<Map<string, string>> => {
  const rows = await reading.query<{ alert_id: string; card_id: string }>(
    `select alert_id, card_id from ${probed(`${schema}.alerts`, 'alert_id', '$1::uuid[]')}`,
    [uuids(ids)],
  );
  return new Map(rows.map((row) => [row.alert_id, row.card_id]));
};

type NumbersRow = { market: number | null; low: number | null; mid: number | null; direct_low: number | null };
type KeyRow = NumbersRow & {
  price_key: string;
  card_id: string;
  key: PriceKey;
  withdrawn: boolean;
  effective_at: string | null;
  event_id: string;
  position: LogPosition;
};

const seenOf = ({ market, low, mid, direct_low, ...row }: KeyRow): Seen | null =>
  row.effective_at === null
    ? null
    : {
        numbers: { market, low, mid, direct_low },
        withdrawn: row.withdrawn,
        atMs: Date.parse(row.effective_at),
        eventId: row.event_id,
        position: row.position,
      };

const readPoints = async (reading: Reading, schema: string, keys: readonly string[]): Promise<Map<string, Point[]>> => {
  if (keys.length === 0) return new Map();
  const rows = await reading.query<NumbersRow & { price_key: string; at_ms: number }>(
    `select price_key, (extract(epoch from effective_at) * 1000)::int8 as at_ms, market, low, mid, direct_low
     from ${probed(`${schema}.points`, 'price_key', '$1::text[]')} order by price_key, effective_at`,
    [texts(keys)],
  );
  const points = new Map<string, Point[]>(keys.map((key) => [key, []]));
  for (const { price_key, at_ms: atMs, ...numbers } of rows) points.get(price_key)?.push({ atMs, numbers });
  return points;
};

/** Keys of followed cards as they stand, by card. `cards`: card → whether its points are kept. */
export const readKeys = async (
  reading: Reading,
  schema: string,
  cards: ReadonlyMap<string, boolean>,
): Promise<Map<string, Map<string, KeyState>>> => {
  const found = new Map<string, Map<string, KeyState>>([...cards.keys()].map((card) => [card, new Map()]));
  if (cards.size === 0) return found;
  const rows = await reading.query<KeyRow>(
    `select price_key, card_id, key, market, low, mid, direct_low, withdrawn, effective_at, event_id, position
     from ${probed(`${schema}.keys`, 'card_id', '$1::text[]')}`,
    [texts(cards.keys())],
  );
  const pointed = rows.filter((row) => cards.get(row.card_id) === true).map((row) => row.price_key);
  const points = await readPoints(reading, schema, pointed);
  for (const row of rows) {
    const { price_key: text, key } = row;
    found.get(row.card_id)?.set(text, { key, text, last: seenOf(row), points: points.get(text) ?? null });
  }
  return found;
};

/**
 * Ids of the alerts that a page may concern, sorted: active ones on `cards`, all on `moved` cards, and those that have
 * expired by `recordedMs`. A union of index probes: an `or` makes Postgres read all alerts.
 */
export const readConcerned = async (
  reading: Reading,
  schema: string,
  of: { cards: Iterable<string>; moved: Iterable<string>; recordedMs: number },
): Promise<string[]> => {
  const rows = await reading.query<{ alert_id: string }>(
    `select alert_id from ${probed(`${schema}.alerts`, 'card_id', '$1::text[]')} where status = 'active'
     union select alert_id from ${probed(`${schema}.alerts`, 'card_id', '$2::text[]')}
     union select alert_id from ${schema}.alerts where expires_at <= $3 and status in ('active', 'paused')
     order by alert_id`,
    [texts(of.cards), texts(of.moved), new Date(of.recordedMs).toISOString()],
  );
  return rows.map((row) => row.alert_id);
};

type StateRow = {
  alert_id: string;
  card_id: string;
  rule: AlertRule;
  rule_version: number;
  status: AlertStatus;
  expires_at: string | null;
  revision: number;
};
type WatchRow = {
  alert_id: string;
  price_key: string;
  phase: Phase;
  fired_at: string | null;
  reference: number | null;
  reference_at: string | null;
};

const watchOf = ({ phase, fired_at, reference, reference_at }: WatchRow): Watch => ({
  phase,
  firedAtMs: msOf(fired_at),
  reference: reference === null || reference_at === null ? null : { price: reference, atMs: Date.parse(reference_at) },
});

/** The alerts with these ids, with all they watch. */
export const readAlerts = async (
  reading: Reading,
  schema: string,
  ids: readonly string[],
): Promise<Map<string, AlertRow>> => {
  const wanted = [uuids(ids)];
  const alerts = await reading.query<StateRow>(
    `select alert_id, card_id, rule, rule_version, status, expires_at, revision
     from ${probed(`${schema}.alerts`, 'alert_id', '$1::uuid[]')}`,
    wanted,
  );
  const watchRows = await reading.query<WatchRow>(
    `select alert_id, price_key, phase, fired_at, reference, reference_at
     from ${probed(`${schema}.watches`, 'alert_id', '$1::uuid[]')}`,
    wanted,
  );
  const watches = new Map<string, Map<string, Watch>>();
  for (const row of watchRows) {
    const held = watches.get(row.alert_id) ?? new Map<string, Watch>();
    watches.set(row.alert_id, held.set(row.price_key, watchOf(row)));
  }
  const found = new Map<string, AlertRow>();
  for (const {
    alert_id: alertId,
    card_id: cardId,
    rule,
    rule_version: ruleVersion,
    status,
    revision,
    ...row
  } of alerts) {
    const expiresAtMs = msOf(row.expires_at);
    const watched = watches.get(alertId) ?? new Map<string, Watch>();
    found.set(alertId, {
      state: { alertId, cardId, rule, ruleVersion, expiresAtMs, status, watches: watched },
      revision,
    });
  }
  return found;
};

/** Returns the position up to which an earlier version, or one before a retry, decided. */
export const readDecidesSince = async (reading: Reading, schema: string): Promise<LogPosition> => {
  const [row] = await reading.query<{ decides_since: LogPosition }>(`select decides_since from ${schema}.progress`);
  if (row === undefined) throw new Error(`${schema}.progress has no row`);
  return row.decides_since;
};
