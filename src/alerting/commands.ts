/**
 * Commands of owners on alerts: each appends an event to the alert's stream. The caller checks that the card exists and
 * that the alert is the owner's. A command conflicts with later commands only: the alerter appends to the stream too.
 */
import { z } from 'zod';
import { errorCode, ledgerError } from '../base/errors.js';
import { limits } from '../base/limits.js';
import type { Runtime } from '../base/runtime.js';
import { type AlertRule, alertRuleInputSchema, type AlertRuleInput } from '../domain/alerts/rule.js';
import type { LogPosition, NewEvent } from '../domain/envelope.js';
import type { EventData, EventType } from '../domain/events.js';
import { canonicalJson, uuidFromName } from '../domain/ids.js';
import { alertStream } from '../domain/streams.js';
import { newEvent } from '../domain/upcasting.js';
import { type EventLog, noStream } from '../log/event-log.js';
import type { AlertView } from '../domain/alerts/alert-view.js';
import { readAlert } from './read-alert.js';

export interface CommandDeps {
  readonly log: EventLog;
  readonly runtime: Runtime;
}

export interface CommandResult {
  /** `unchanged`: the alert was as asked for, and nothing was appended. */
  readonly outcome: 'appended' | 'unchanged';
  readonly alertId: string;
  /** Revision of the alert's stream. */
  readonly revision: number;
  /** Position of the command's event; `null` if there is none, because the alert was already as asked for. */
  readonly position: LogPosition | null;
}

export interface AlertCommandInput {
  readonly alertId: string;
  /** Opaque id of the person or program that gives the command. */
  readonly actor: string;
  /** Revision that the caller saw. The command is rejected if a command (not a firing) was appended after it. */
  readonly expectedRevision?: number;
}

export interface CreateAlertInput {
  /** With an id, the same call again creates no second alert. */
  readonly alertId?: string;
  readonly actor: string;
  /** Opaque ids: neither an address nor a name. */
  readonly owner: string;
  readonly channels: readonly string[];
  readonly rule: AlertRuleInput;
  /** RFC 3339; `null` (default) if it never expires. */
  readonly expiresAt?: string | null;
}

/** What is left out stays as it is. */
export interface ChangeAlertInput extends AlertCommandInput {
  readonly rule?: AlertRuleInput;
  readonly channels?: readonly string[];
  readonly expiresAt?: string | null;
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

/** Returns the rule with defaults filled in. Throws VALIDATION_FAILED naming the field, such as `rule.when.amount`. */
export const completeRule = (input: AlertRuleInput): AlertRule => {
  const parsed = alertRuleInputSchema.safeParse(input);
  if (parsed.success) return parsed.data;
  throw firstIssue(parsed.error.issues, 'rule');
};

/** Derives the id from the data and the revision, so that a command sent twice is appended once. */
const commandEvent = <T extends EventType>(type: T, data: EventData<T>, afterRevision: number): NewEvent => {
  try {
    return newEvent(type, uuidFromName(`${type} ${canonicalJson(data)} ${afterRevision}`), data);
  } catch (error) {
    throw error instanceof z.ZodError ? firstIssue(error.issues, '') : error;
  }
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

/** Throws VALIDATION_FAILED if the end is not in the future. */
const checkExpiry = (runtime: Runtime, expiresAt: string | null): void => {
  if (expiresAt === null || !(Date.parse(expiresAt) <= runtime.now().getTime())) return;
  throw invalid('expires_at', 'must be in the future');
};

/** Creates an alert. Throws VALIDATION_FAILED, and WRONG_EXPECTED_REVISION if the id is another alert's. */
export const createAlert = async (deps: CommandDeps, input: CreateAlertInput): Promise<CommandResult> => {
  const { alertId = deps.runtime.uuid(), owner, channels, expiresAt = null } = input;
  const rule = completeRule(input.rule);
  const data = { alert_id: alertId, rule_version: 1, rule, channels: [...channels], expires_at: expiresAt, owner };
  const event = commandEvent('AlertCreated', data, noStream);
  checkExpiry(deps.runtime, expiresAt);
  const [outcome] = await append(deps, alertId, noStream, event, input.actor);
  if (outcome?.outcome !== 'appended' && outcome?.outcome !== 'already_appended') {
    throw ledgerError('WRONG_EXPECTED_REVISION', `alert ${alertId} exists already, with other terms`);
  }
  const { revision, position } = outcome;
  return { outcome: outcome.outcome === 'appended' ? 'appended' : 'unchanged', alertId, revision, position };
};

/** Decides on the current alert and appends; decides again if its stream moved meanwhile. */
const onAlert = async (
  deps: CommandDeps,
  { alertId, expectedRevision, actor }: AlertCommandInput,
  decide: (alert: AlertView) => NewEvent | null,
): Promise<CommandResult> => {
  for (let tries = 0; tries < limits.commandTriesMax; tries += 1) {
    const alert = await readAlert(deps.log, alertId);
    if (alert === null) throw ledgerError('ALERT_NOT_FOUND', `there is no alert ${alertId}`);
    const { revision, commandRevision } = alert;
    if (expectedRevision !== undefined && (commandRevision > expectedRevision || expectedRevision > revision)) {
      throw conflict(alertId, expectedRevision, revision);
    }
    const event = decide(alert);
    if (event === null) return { outcome: 'unchanged', alertId, revision, position: null };
    const [outcome] = await append(deps, alertId, revision, event, actor);
    if (outcome?.outcome === 'appended' || outcome?.outcome === 'already_appended') {
      return { outcome: 'appended', alertId, revision: outcome.revision, position: outcome.position };
    }
  }
  throw ledgerError('LOG_BUSY', `alert ${alertId} kept changing`);
};

/** Throws ALERT_EXPIRED if the alert's end has come, even if the alerter has not recorded it yet. */
const throwIfExpired = ({ runtime }: CommandDeps, { alertId, status, expiresAt }: AlertView): void => {
  const isOver = expiresAt !== null && Date.parse(expiresAt) <= runtime.now().getTime();
  if (status !== 'expired' && !isOver) return;
  throw ledgerError('ALERT_EXPIRED', `alert ${alertId} has expired: change expires_at to use it again`, {
    details: { expires_at: 'must be in the future, or null' },
  });
};

/**
 * Changes the given terms of an alert; the card stays. Throws VALIDATION_FAILED, ALERT_NOT_FOUND, ALERT_EXPIRED,
 * WRONG_EXPECTED_REVISION.
 */
export const changeAlert = (deps: CommandDeps, input: ChangeAlertInput): Promise<CommandResult> =>
  onAlert(deps, input, (alert) => {
    const rule = input.rule === undefined ? alert.rule : completeRule(input.rule);
    if (rule.card_id !== alert.rule.card_id) throw invalid('rule.card_id', 'cannot change: create another alert');
    const channels = [...(input.channels ?? alert.channels)];
    const expiresAt = input.expiresAt === undefined ? alert.expiresAt : input.expiresAt;
    const current = { rule: alert.rule, channels: alert.channels, expiresAt: alert.expiresAt };
    if (canonicalJson({ rule, channels, expiresAt }) === canonicalJson(current)) return null;
    const rule_version = alert.ruleVersion + 1;
    const data = { alert_id: input.alertId, rule_version, rule, channels, expires_at: expiresAt };
    const event = commandEvent('AlertChanged', data, alert.revision);
    if (input.expiresAt !== undefined) checkExpiry(deps.runtime, expiresAt);
    else throwIfExpired(deps, alert);
    return event;
  });

/** Pauses an alert: it fires nothing until it is resumed. Throws ALERT_NOT_FOUND, ALERT_EXPIRED, WRONG_EXPECTED_REVISION. */
export const pauseAlert = (deps: CommandDeps, input: AlertCommandInput): Promise<CommandResult> =>
  onAlert(deps, input, (alert) => {
    throwIfExpired(deps, alert);
    return alert.status === 'paused' ? null : commandEvent('AlertPaused', { alert_id: input.alertId }, alert.revision);
  });

/** Arms an alert again that was paused, or that fired and was to fire once. Throws as `pauseAlert`. */
export const resumeAlert = (deps: CommandDeps, input: AlertCommandInput): Promise<CommandResult> =>
  onAlert(deps, input, (alert) => {
    throwIfExpired(deps, alert);
    return alert.status === 'active' ? null : commandEvent('AlertResumed', { alert_id: input.alertId }, alert.revision);
  });

/** Deletes an alert; its history stays in the log. Throws ALERT_NOT_FOUND, WRONG_EXPECTED_REVISION. */
export const deleteAlert = (deps: CommandDeps, input: AlertCommandInput): Promise<CommandResult> =>
  onAlert(deps, input, (alert) => commandEvent('AlertDeleted', { alert_id: input.alertId }, alert.revision));

/** Deletes an alert; `null` if it was deleted before. Throws WRONG_EXPECTED_REVISION. */
export const deleteAlertIfThere = (deps: CommandDeps, input: AlertCommandInput): Promise<CommandResult | null> =>
  deleteAlert(deps, input).catch((error: unknown) => {
    if (errorCode(error) === 'ALERT_NOT_FOUND') return null;
    throw error;
  });
