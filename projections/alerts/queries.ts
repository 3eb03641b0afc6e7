/** The alerts of an owner, and what happened to each. */
import type { AlertStatus } from '../../src/domain/alerts/decider.js';
import type { LedgerEvent } from '../../src/domain/envelope.js';
import type { EventType } from '../../src/domain/events.js';
import { instantInJson, type Reader } from '../../src/postgres/database.js';
import { type AlertEvent, type AlertRow, applyAlertEvent, startFolding, type WatchRow } from './alert-rows.js';

/** An alert with its last firing on each price, in the order of their keys. */
export interface StoredAlert extends AlertRow {
  readonly watches: readonly WatchRow[];
}

/** Returns the alert that the events of its stream make; `null` if it was deleted, or they make none. */
export const alertFromEvents = (events: readonly LedgerEvent[]): StoredAlert | null => {
  const folding = startFolding(null);
  for (const event of events) if ('alert_id' in event.data) applyAlertEvent(folding, event as AlertEvent);
  const { alert, watches } = folding;
  const inOrder = [...watches.values()].sort((a, b) => (a.price_key < b.price_key ? -1 : 1));
  return alert === null ? null : { ...alert, watches: inOrder };
};

const watchesOf = (alertId: string): string => `(
  select coalesce(json_agg(w order by w.price_key collate "C"), '[]') from (
    select price_key, firing, event_id, position, recorded_at, rearmed_at from alerts.watches where alert_id = ${alertId}
  ) w)`;

const withInstants = (alert: StoredAlert): StoredAlert => ({
  ...alert,
  watches: alert.watches.map((watch) => ({
    ...watch,
    recorded_at: instantInJson(watch.recorded_at),
    rearmed_at: watch.rearmed_at === null ? null : instantInJson(watch.rearmed_at),
  })),
});

/** Returns an alert; `null` if there is none. */
export const findAlert = async (database: Reader, alertId: string): Promise<StoredAlert | null> => {
  const [row] = await database.query<StoredAlert & Record<string, unknown>>(
    `select a.*, ${watchesOf('a.alert_id')} as watches from alerts.alerts a where a.alert_id = $1`,
    [alertId],
  );
  return row === undefined ? null : withInstants(row);
};

/** Which alerts of an owner are asked for; `undefined`: any. */
export interface AlertsFilter {
  readonly owner: string;
  readonly status?: AlertStatus | undefined;
  /** Cards that the rule may name. */
  readonly cardIds?: readonly string[] | undefined;
  /** Only alerts with an event after this position, or after this time of recording. */
  readonly updatedAfter?: { readonly position: string } | { readonly time: string } | undefined;
}

/** Returns the owner's alerts, those made last first, and how many there are. */
export const listAlerts = async (
  database: Reader,
  { owner, status, cardIds, updatedAfter }: AlertsFilter,
  { limit, offset }: { readonly limit: number; readonly offset: number },
): Promise<{ readonly alerts: readonly StoredAlert[]; readonly total: number }> => {
  const rows = await database.query<
    { total: number; alert_id: string | null } & Omit<StoredAlert, 'alert_id'> & Record<string, unknown>
  >(
    `with matches as (
       select a.* from alerts.alerts a
       where a.owner = $1 and ($2::text is null or a.status = $2) and ($3::text[] is null or a.card_id = any($3))
         and ($6::text is null or a.position > $6) and ($7::timestamptz is null or a.updated_at > $7)
     ), page as (
       select * from matches order by created_at desc, alert_id limit $4 offset $5
     )
     select t.total, p.*, ${watchesOf('p.alert_id')} as watches
     from (select count(*) as total from matches) t left join page p on true
     order by p.created_at desc, p.alert_id`,
    [
      owner,
      status ?? null,
      cardIds ?? null,
      limit,
      offset,
      updatedAfter !== undefined && 'position' in updatedAfter ? updatedAfter.position : null,
      updatedAfter !== undefined && 'time' in updatedAfter ? updatedAfter.time : null,
    ],
  );
  // A page beyond the end has one row, for the total.
  const alerts = rows.flatMap(({ total: _total, ...row }) =>
    row.alert_id === null ? [] : [withInstants(row as StoredAlert)],
  );
  return { alerts, total: rows[0]?.total ?? 0 };
};

/** Returns which of the alerts there are. */
export const knownAlerts = async (database: Reader, ids: readonly string[]): Promise<ReadonlySet<string>> => {
  const rows = await database.query<{ alert_id: string }>(
    'select alert_id from alerts.alerts where alert_id = any($1::uuid[])',
    [ids],
  );
  return new Set(rows.map(({ alert_id }) => alert_id));
};

/** Something that happened to an alert. */
export interface HistoryRow {
  readonly event_id: string;
  readonly type: EventType;
  readonly revision: number;
  readonly position: string;
  readonly recorded_at: string;
  /** Data of the event without the id of the alert. */
  readonly data: Readonly<Record<string, unknown>>;
}

/** Returns what happened to an alert, the newest first, and how much there is. `types`: only events of these types. */
export const historyOfAlert = async (
  database: Reader,
  alertId: string,
  page: { readonly types?: readonly EventType[] | undefined; readonly limit: number; readonly offset: number },
): Promise<{ readonly history: readonly HistoryRow[]; readonly total: number }> => {
  const rows = await database.query<
    { total: number; event_id: string | null } & Omit<HistoryRow, 'event_id'> & Record<string, unknown>
  >(
    `with matches as (
       select * from alerts.history where alert_id = $1 and ($2::text[] is null or type = any($2))
     ), page as (
       select * from matches order by revision desc limit $3 offset $4
     )
     select t.total, p.event_id, p.type, p.revision, p.position, p.recorded_at, p.data
     from (select count(*) as total from matches) t left join page p on true order by p.revision desc`,
    [alertId, page.types ?? null, page.limit, page.offset],
  );
  const history = rows.flatMap(({ total: _total, ...row }) => (row.event_id === null ? [] : [row as HistoryRow]));
  return { history, total: rows[0]?.total ?? 0 };
};

/** Returns ids of alerts of users whose accounts were deleted, at most `limit`. */
export const alertsOfErasedUsers = async (database: Reader, limit: number): Promise<readonly string[]> => {
  const rows = await database.query<{ alert_id: string }>(
    `select a.alert_id from alerts.alerts a
     where a.owner in (select e.id::text from accounts.erased_users e) order by a.alert_id limit $1`,
    [limit],
  );
  return rows.map(({ alert_id }) => alert_id);
};
