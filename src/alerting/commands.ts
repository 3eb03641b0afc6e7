/**
 * What an owner can do with an alert: events on its stream. That the card exists and that the alert is the caller's is for
 * the caller to know. Each is decided on the stream as it stands; the alerter's own events move a stream too, so only
 * commands that came in between refuse a command.
 */
import type { z } from 'zod';
import { type AlertRule, alertRuleInputSchema, type AlertRuleInput } from '../domain/alerts/rule.js';
import type { LogPosition, NewEvent } from '../domain/envelope.js';
import { type EventData, type EventType, eventDefinitions } from '../domain/events.js';
import { canonicalJson, uuidFromName } from '../domain/ids.js';
import { alertStream } from '../domain/streams.js';
import { newEvent } from '../domain/upcasting.js';
import { ledgerError } from '../base/errors.js';
import { limits } from '../base/limits.js';
import { type EventLog, noStream } from '../log/event-log.js';
import type { Runtime } from '../base/runtime.js';
import { type AlertView, readAlert } from './alert-view.js';

export interface CommandDeps {
  readonly log: EventLog;
  readonly runtime: Runtime;
}

export interface CommandResult {
  /** `unchanged`: it was so already, and nothing was appended. */
  readonly outcome: 'appended' | 'unchanged';
  readonly alert_id: string;
  /** Of the alert's stream. */
  readonly revision: number;
  /** Of the event that says so; null: it is not for this call to know. */
  readonly position: LogPosition | null;
}

/** On whose word; an opaque id. */
interface By {
  readonly actor: string;
}

interface OnAlert extends By {
  readonly alertId: string;
  /** What the caller saw: refused when a command (not a firing) came after it. */
  readonly expectedRevision?: number;
}

const invalid = (field: string, problem: string): Error =>
  ledgerError('VALIDATION_FAILED', `${field}: ${problem}`, { details: { [field]: problem } });

const firstIssue = (issues: readonly z.core.$ZodIssue[], prefix: string): Error => {
  const [issue] = issues;
  return invalid(
    [prefix, ...(issue?.path ?? [])].filter((part) => part !== '').join('.'),
    issue?.message ?? 'is not valid',
  );
};

/** A rule with everything said. Throws VALIDATION_FAILED naming the field, `rule.when.amount` say. */
export const completeRule = (input: AlertRuleInput): AlertRule => {
  const parsed = alertRuleInputSchema.safeParse(input);
  if (parsed.success) return parsed.data;
  throw firstIssue(parsed.error.issues, 'rule');
};

/** An event whose id is that of what it says at this place of the stream: a command sent twice is appended once. */
const commandEvent = <T extends EventType>(type: T, data: EventData<T>, afterRevision: number): NewEvent => {
  const parsed = eventDefinitions[type].schema.safeParse(data);
  if (!parsed.success) throw firstIssue(parsed.error.issues, '');
  return newEvent(type, uuidFromName(`${type} ${canonicalJson(data)} ${afterRevision}`), data);
};

const append = (deps: CommandDeps, alertId: string, afterRevision: number, event: NewEvent, actor: string) =>
  deps.log.append([{ stream: alertStream(alertId), expectedRevision: afterRevision, events: [event] }], {
    correlation_id: deps.runtime.uuid(),
    causation_id: null,
    actor,
  });

const conflict = (alertId: string, expected: number, actual: number): Error =>
  ledgerError('WRONG_EXPECTED_REVISION', `alert ${alertId} is at revision ${actual}, not ${expected}`, {
    details: { expectedRevision: `the alert was changed since; it is at ${actual}` },
  });

const checkExpiry = (runtime: Runtime, expiresAt: string | null): void => {
  if (expiresAt === null || !(Date.parse(expiresAt) <= runtime.now().getTime())) return;
  throw invalid('expires_at', 'must be in the future');
};

/** Makes an alert. `alertId` given: the same call again makes no second one. Throws VALIDATION_FAILED. */
export const createAlert = async (
  deps: CommandDeps,
  input: By & {
    readonly alertId?: string;
    /** Opaque ids: neither an address nor a name. */
    readonly owner: string;
    readonly channels: readonly string[];
    readonly rule: AlertRuleInput;
    /** RFC 3339; null: never. */
    readonly expires_at?: string | null;
  },
): Promise<CommandResult> => {
  const alert_id = input.alertId ?? deps.runtime.uuid();
  const { owner, channels, expires_at = null } = input;
  const data = {
    alert_id,
    rule_version: 1,
    rule: completeRule(input.rule),
    channels: [...channels],
    expires_at,
    owner,
  };
  const event = commandEvent('AlertCreated', data, noStream);
  checkExpiry(deps.runtime, expires_at);
  const [outcome] = await append(deps, alert_id, noStream, event, input.actor);
  if (outcome?.outcome === 'appended')
    return { outcome: 'appended', alert_id, revision: outcome.revision, position: outcome.position };
  if (outcome?.outcome === 'already_appended')
    return { outcome: 'unchanged', alert_id, revision: outcome.revision, position: outcome.position };
  throw ledgerError('WRONG_EXPECTED_REVISION', `alert ${alert_id} exists already, with other terms`);
};

/** Decides on the alert as it stands and appends; again when its stream moved meanwhile. */
const onAlert = async (
  deps: CommandDeps,
  { alertId, expectedRevision, actor }: OnAlert,
  decide: (alert: AlertView) => NewEvent | null,
): Promise<CommandResult> => {
  for (let tries = 0; tries < limits.alertCommandTriesMax; tries += 1) {
    const alert = await readAlert(deps.log, alertId);
    if (alert === null) throw ledgerError('ALERT_NOT_FOUND', `there is no alert ${alertId}`);
    if (
      expectedRevision !== undefined &&
      (alert.commandRevision > expectedRevision || expectedRevision > alert.revision)
    ) {
      throw conflict(alertId, expectedRevision, alert.revision);
    }
    const event = decide(alert);
    if (event === null) return { outcome: 'unchanged', alert_id: alertId, revision: alert.revision, position: null };
    const [outcome] = await append(deps, alertId, alert.revision, event, actor);
    if (outcome?.outcome === 'appended' || outcome?.outcome === 'already_appended') {
      return { outcome: 'appended', alert_id: alertId, revision: outcome.revision, position: outcome.position };
    }
  }
  throw ledgerError('LOG_BUSY', `alert ${alertId} kept changing`);
};

const expired = (alertId: string): Error =>
  ledgerError('ALERT_EXPIRED', `alert ${alertId} has expired: change expires_at to go on with it`, {
    details: { expires_at: 'must be in the future, or null' },
  });

const hasExpired = ({ runtime }: CommandDeps, alert: AlertView): boolean =>
  alert.status === 'expired' || (alert.expires_at !== null && Date.parse(alert.expires_at) <= runtime.now().getTime());

/** Changes what is given; the card stays. Throws VALIDATION_FAILED, ALERT_NOT_FOUND, WRONG_EXPECTED_REVISION. */
export const changeAlert = (
  deps: CommandDeps,
  input: OnAlert & {
    readonly rule?: AlertRuleInput;
    readonly channels?: readonly string[];
    readonly expires_at?: string | null;
  },
): Promise<CommandResult> =>
  onAlert(deps, input, (alert) => {
    const rule = input.rule === undefined ? alert.rule : completeRule(input.rule);
    if (rule.card_id !== alert.rule.card_id) throw invalid('rule.card_id', 'cannot change: make another alert');
    const channels = [...(input.channels ?? alert.channels)];
    const expires_at = input.expires_at === undefined ? alert.expires_at : input.expires_at;
    const held = { rule: alert.rule, channels: alert.channels, expires_at: alert.expires_at };
    if (canonicalJson({ rule, channels, expires_at }) === canonicalJson(held)) return null;
    const data = { alert_id: input.alertId, rule_version: alert.ruleVersion + 1, rule, channels, expires_at };
    const event = commandEvent('AlertChanged', data, alert.revision);
    if (input.expires_at !== undefined) checkExpiry(deps.runtime, expires_at);
    else if (hasExpired(deps, alert)) throw expired(input.alertId);
    return event;
  });

/** Tells of nothing until it is resumed. Throws ALERT_NOT_FOUND, ALERT_EXPIRED, WRONG_EXPECTED_REVISION. */
export const pauseAlert = (deps: CommandDeps, input: OnAlert): Promise<CommandResult> =>
  onAlert(deps, input, (alert) => {
    if (hasExpired(deps, alert)) throw expired(input.alertId);
    return alert.status === 'paused' ? null : commandEvent('AlertPaused', { alert_id: input.alertId }, alert.revision);
  });

/** Arms it again: one that was paused, or one that was to fire once and did. Throws as `pauseAlert`. */
export const resumeAlert = (deps: CommandDeps, input: OnAlert): Promise<CommandResult> =>
  onAlert(deps, input, (alert) => {
    if (hasExpired(deps, alert)) throw expired(input.alertId);
    return alert.status === 'active' ? null : commandEvent('AlertResumed', { alert_id: input.alertId }, alert.revision);
  });

/** Ends it for good; its history stays in the log. Throws ALERT_NOT_FOUND, WRONG_EXPECTED_REVISION. */
export const deleteAlert = (deps: CommandDeps, input: OnAlert): Promise<CommandResult> =>
  onAlert(deps, input, (alert) => commandEvent('AlertDeleted', { alert_id: input.alertId }, alert.revision));
