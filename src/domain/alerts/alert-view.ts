/** An alert as the events of its stream describe it: what commands are decided on, and its owner sees. */
import type { LedgerEvent } from '../envelope.js';
import { canonicalJson } from '../ids.js';
import type { AlertStatus } from './decider.js';
import type { AlertRule } from './rule.js';

export interface AlertView {
  readonly alertId: string;
  readonly owner: string;
  readonly channels: readonly string[];
  readonly rule: AlertRule;
  readonly ruleVersion: number;
  /** RFC 3339; `null` if it never expires. */
  readonly expiresAt: string | null;
  /** `expired` and `done` follow from the alerter's events, and `expired` also from a later event of the stream. */
  readonly status: AlertStatus;
  /** Revision of the last event. */
  readonly revision: number;
  /** Revision of the last command. */
  readonly commandRevision: number;
}

/** Marks an alert as expired if its end had come when `event` was recorded. */
const expireAt = (alert: AlertView, { recorded_at }: LedgerEvent): AlertView =>
  (alert.status === 'active' || alert.status === 'paused') &&
  alert.expiresAt !== null &&
  Date.parse(recorded_at) >= Date.parse(alert.expiresAt)
    ? { ...alert, status: 'expired' }
    : alert;

/** Returns the alert after an event of its stream; `null` if there is none, or it was deleted. */
export const foldAlert = (before: AlertView | null, event: LedgerEvent): AlertView | null => {
  const { revision } = event;
  if (event.type === 'AlertCreated') {
    const { alert_id: alertId, owner, channels, rule, rule_version: ruleVersion, expires_at: expiresAt } = event.data;
    const terms = { alertId, owner, channels, rule, ruleVersion, expiresAt };
    return { ...terms, status: 'active', revision, commandRevision: revision };
  }
  if (before === null) return null;
  const alert = { ...expireAt(before, event), revision };
  const commanded = { ...alert, commandRevision: revision };
  switch (event.type) {
    case 'AlertChanged': {
      const { channels, rule, rule_version: ruleVersion, expires_at: expiresAt } = event.data;
      const isSameRule = canonicalJson(rule) === canonicalJson(alert.rule);
      const keepsStatus = alert.status === 'paused' || (alert.status === 'done' && isSameRule);
      return { ...commanded, channels, rule, ruleVersion, expiresAt, status: keepsStatus ? alert.status : 'active' };
    }
    case 'AlertPaused':
      return { ...commanded, status: alert.status === 'expired' ? 'expired' : 'paused' };
    case 'AlertResumed':
      return { ...commanded, status: alert.status === 'expired' ? 'expired' : 'active' };
    case 'AlertDeleted':
      return null;
    case 'AlertTriggered': {
      // A firing by an earlier rule, decided before the change that precedes it in the stream, does not end this one.
      const isOver =
        alert.rule.repeat === 'once' && alert.status === 'active' && event.data.rule_version === alert.ruleVersion;
      return { ...alert, status: isOver ? 'done' : alert.status };
    }
    case 'AlertExpired':
      return { ...alert, status: event.data.rule_version === alert.ruleVersion ? 'expired' : alert.status };
    default:
      return alert;
  }
};
