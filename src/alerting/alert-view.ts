/** An alert as its stream says it stands. */
import type { AlertStatus } from '../domain/alerts/decider.js';
import type { AlertRule } from '../domain/alerts/rule.js';
import type { LedgerEvent } from '../domain/envelope.js';
import { canonicalJson } from '../domain/ids.js';
import { alertStream } from '../domain/streams.js';
import { decodeEvent } from '../domain/upcasting.js';
import type { EventLog } from '../log/event-log.js';
import { streamEvents } from '../log/stream-events.js';

export interface AlertView {
  readonly alertId: string;
  readonly owner: string;
  readonly channels: readonly string[];
  readonly rule: AlertRule;
  readonly ruleVersion: number;
  readonly expires_at: string | null;
  /** `expired` and `done` as far as the alerter has said so. */
  readonly status: AlertStatus;
  /** Of the last event, and of the last that was a command. */
  readonly revision: number;
  readonly commandRevision: number;
}

/** Its end had come when `event` was recorded, whether or not the alerter has said so. */
const lapsed = (alert: AlertView, { recorded_at }: LedgerEvent): AlertView =>
  (alert.status === 'active' || alert.status === 'paused') &&
  alert.expires_at !== null &&
  Date.parse(recorded_at) >= Date.parse(alert.expires_at)
    ? { ...alert, status: 'expired' }
    : alert;

const fold = (before: AlertView | null, event: LedgerEvent): AlertView | null => {
  const { revision } = event;
  if (event.type === 'AlertCreated') {
    const { alert_id: alertId, owner, channels, rule, rule_version: ruleVersion, expires_at } = event.data;
    return {
      alertId,
      owner,
      channels,
      rule,
      ruleVersion,
      expires_at,
      status: 'active',
      revision,
      commandRevision: revision,
    };
  }
  if (before === null) return null;
  const held = lapsed(before, event);
  const commanded = { ...held, revision, commandRevision: revision };
  switch (event.type) {
    case 'AlertChanged': {
      const { channels, rule, rule_version: ruleVersion, expires_at } = event.data;
      const isSameRule = canonicalJson(rule) === canonicalJson(held.rule);
      const stays = held.status === 'paused' || (held.status === 'done' && isSameRule);
      return { ...commanded, channels, rule, ruleVersion, expires_at, status: stays ? held.status : 'active' };
    }
    case 'AlertPaused':
      return { ...commanded, status: held.status === 'expired' ? 'expired' : 'paused' };
    case 'AlertResumed':
      return { ...commanded, status: held.status === 'expired' ? 'expired' : 'active' };
    case 'AlertDeleted':
      return null;
    case 'AlertTriggered': {
      // Decided before a change that stands before it in the stream: it says nothing of the rule of now.
      const isOver =
        held.rule.repeat === 'once' && held.status === 'active' && event.data.rule_version === held.ruleVersion;
      return { ...held, revision, status: isOver ? 'done' : held.status };
    }
    case 'AlertExpired':
      return { ...held, revision, status: event.data.rule_version === held.ruleVersion ? 'expired' : held.status };
    default:
      return { ...held, revision };
  }
};

/** Reads an alert; null: there is none (any more). Throws EVENT_NOT_UNDERSTOOD. */
export const readAlert = async (log: Pick<EventLog, 'readStream'>, alertId: string): Promise<AlertView | null> => {
  let alert: AlertView | null = null;
  for await (const event of streamEvents(log, alertStream(alertId))) alert = fold(alert, decodeEvent(event));
  return alert;
};
