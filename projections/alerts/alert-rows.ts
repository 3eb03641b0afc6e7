/** The rows of an alert, folded from the events of its stream. Pure. */
import { type AlertView, foldAlert } from '../../src/domain/alerts/alert-view.js';
import type { AlertStatus } from '../../src/domain/alerts/decider.js';
import type { LedgerEvent, LedgerEventOf } from '../../src/domain/envelope.js';
import type { EventData } from '../../src/domain/events.js';
import { priceKeyOf, priceKeyText } from '../../src/domain/prices/price-key.js';

/** A row of `alerts`. */
export interface AlertRow {
  readonly alert_id: string;
  readonly owner: string;
  readonly card_id: string;
  readonly status: AlertStatus;
  readonly terms: Pick<AlertView, 'rule' | 'channels' | 'expiresAt'>;
  readonly rule_version: number;
  readonly created_at: string;
  readonly changed_at: string;
  readonly updated_at: string;
  readonly position: string;
  readonly revision: number;
  readonly command_revision: number;
  readonly firings: number;
  readonly last_fired_at: string | null;
}

export interface WatchRow {
  readonly alert_id: string;
  readonly price_key: string;
  /** AlertTriggered.data without the alert's id. */
  readonly firing: Omit<EventData<'AlertTriggered'>, 'alert_id'>;
  readonly event_id: string;
  readonly position: string;
  readonly recorded_at: string;
  readonly rearmed_at: string | null;
}

/** What events do to one alert. */
export interface Folding {
  alert: AlertRow | null;
  /** Whether the rows that stood before the page go: the alert was deleted, or made anew. */
  isReset: boolean;
  /** By price key. */
  watches: Map<string, WatchRow>;
  /** Price keys armed again of which the page has no firing. */
  rearmed: Map<string, string>;
  history: Map<number, object>;
}

export type AlertEvent = LedgerEvent & { readonly data: { readonly alert_id: string } };

const viewOf = (row: AlertRow): AlertView => ({
  alertId: row.alert_id,
  owner: row.owner,
  ...row.terms,
  ruleVersion: row.rule_version,
  status: row.status,
  revision: row.revision,
  commandRevision: row.command_revision,
});

const rowOf = (view: AlertView, before: AlertRow | null, { recorded_at, position }: LedgerEvent): AlertRow => {
  const { rule, channels, expiresAt } = view;
  const isCommand = before === null || view.commandRevision !== before.command_revision;
  return {
    alert_id: view.alertId,
    owner: view.owner,
    card_id: rule.card_id,
    status: view.status,
    terms: { rule, channels, expiresAt },
    rule_version: view.ruleVersion,
    created_at: before?.created_at ?? recorded_at,
    changed_at: isCommand ? recorded_at : (before?.changed_at ?? recorded_at),
    updated_at: recorded_at,
    position,
    revision: view.revision,
    command_revision: view.commandRevision,
    firings: before?.firings ?? 0,
    last_fired_at: before?.last_fired_at ?? null,
  };
};

const keyOf = ({ data }: LedgerEventOf<'AlertTriggered'> | LedgerEventOf<'AlertRearmed'>): string =>
  priceKeyText(priceKeyOf(data));

const addDecision = (folding: Folding, event: LedgerEvent): void => {
  const { id: event_id, position, recorded_at } = event;
  if (event.type === 'AlertTriggered') {
    const price_key = keyOf(event);
    const { alert_id, ...firing } = event.data;
    const row = { alert_id, price_key, firing, event_id, position, recorded_at, rearmed_at: null };
    folding.watches.set(price_key, row);
    folding.rearmed.delete(price_key);
    const { alert } = folding;
    if (alert !== null) folding.alert = { ...alert, firings: alert.firings + 1, last_fired_at: recorded_at };
  } else if (event.type === 'AlertRearmed') {
    const price_key = keyOf(event);
    const watch = folding.watches.get(price_key);
    if (watch === undefined) folding.rearmed.set(price_key, recorded_at);
    else folding.watches.set(price_key, { ...watch, rearmed_at: recorded_at });
  }
};

const reset = (folding: Folding): void => {
  folding.isReset = true;
  folding.watches = new Map();
  folding.rearmed = new Map();
  folding.history = new Map();
};

/** Applies an event of the alert's stream. */
export const applyAlertEvent = (folding: Folding, event: AlertEvent): void => {
  const before = folding.alert;
  // An alert that is made again, which no writer does, begins anew.
  if (event.type === 'AlertCreated' || event.type === 'AlertDeleted') reset(folding);
  const isNew = event.type === 'AlertCreated';
  const view = foldAlert(before === null || isNew ? null : viewOf(before), event);
  folding.alert = view === null ? null : rowOf(view, isNew ? null : before, event);
  if (view === null) return;
  addDecision(folding, event);
  const { alert_id, ...data } = event.data;
  const { id: event_id, type, revision, position, recorded_at } = event;
  folding.history.set(revision, { alert_id, revision, event_id, type, position, recorded_at, data });
};

/** Returns a folding that begins with an alert as it stands; `null`: there is none. */
export const startFolding = (alert: AlertRow | null): Folding => ({
  alert,
  isReset: false,
  watches: new Map(),
  rearmed: new Map(),
  history: new Map(),
});
