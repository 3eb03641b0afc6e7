/**
 * Decides on one alert: (state, input) → (state, decisions). Pure, so the same log gives the same firings with the same
 * ids, in any process, however often, and wherever pages of events end.
 *
 * Two clocks, both in the events. Cooldowns and windows go by `effective_at`, the price's time. An alert expires by
 * `recorded_at`, the log's time: after that its owner is no longer notified. Where the clocks of writers differ, the first
 * event that is late enough ends it. Rejected: the wall clock, because every replay would decide differently.
 *
 * Earlier decisions (AlertTriggered and so on) are no input: they follow from the other events.
 */
import type { LedgerEvent, LedgerEventOf, LogPosition, NewEvent } from '../envelope.js';
import type { EventData } from '../events.js';
import { canonicalJson, uuidFromName } from '../ids.js';
import { instantOf, msOrNull } from '../instant.js';
import type { NewestPriceEffect } from '../prices/price-change.js';
import { newEvent } from '../upcasting.js';
import type { KeyState, NewestPrice, PriceUpdate } from './key-state.js';
import { type AlertRule, matchesKey } from './rule.js';
import { amendReference, type Basis, evaluate, hasNews, initialTrigger, type Trigger } from './trigger.js';

/** `done`: fired, and was to fire once. */
export type AlertStatus = 'active' | 'paused' | 'done' | 'expired';

export interface AlertState {
  readonly alertId: string;
  /** The rule's card, or the one that it was merged into since. */
  readonly cardId: string;
  readonly rule: AlertRule;
  readonly ruleVersion: number;
  /** Milliseconds since 1970. */
  readonly expiresAtMs: number | null;
  readonly status: AlertStatus;
  /** By the text of the price key. Keys whose trigger equals `initialTrigger` are left out. */
  readonly triggers: ReadonlyMap<string, Trigger>;
}

/** A price update, and what it did to the state of its key. */
export interface AppliedUpdate {
  readonly update: PriceUpdate;
  /** recorded_at, milliseconds since 1970. */
  readonly recordedMs: number;
  readonly before: NewestPrice | null;
  readonly after: KeyState;
  readonly effect: NewestPriceEffect;
}

/** Events by which an owner creates and changes an alert. */
export const alertCommandTypes = [
  'AlertCreated',
  'AlertChanged',
  'AlertPaused',
  'AlertResumed',
  'AlertDeleted',
] as const;
export type AlertCommand = {
  [T in (typeof alertCommandTypes)[number]]: LedgerEventOf<T>;
}[(typeof alertCommandTypes)[number]];

/** Events that only the alerter appends. */
export const alertDecisionTypes = ['AlertTriggered', 'AlertRearmed', 'AlertExpired'] as const;

/** Returns the keys of a card as they are at an event, in any order. */
export type CurrentKeys = () => Iterable<KeyState>;

/** `cardId` is the alert's card at the event, which may not be the one its rule names. */
export type AlertInput =
  | { readonly kind: 'price'; readonly applied: AppliedUpdate }
  | {
      readonly kind: 'command';
      readonly event: AlertCommand;
      readonly cardId: string;
      readonly currentKeys: CurrentKeys;
    }
  /** The alert's card was merged into `cardId`. */
  | { readonly kind: 'merged'; readonly event: LedgerEvent; readonly cardId: string; readonly currentKeys: CurrentKeys }
  /** An event was recorded that is not about this alert. */
  | { readonly kind: 'time'; readonly recordedMs: number };

export interface Transition {
  /** `null` if there is no such alert, or it was deleted. The object given if nothing changed. */
  readonly state: AlertState | null;
  readonly decisions: readonly NewEvent[];
}

/** Returns whether an event is an owner's command. */
export const isAlertCommand = (event: LedgerEvent): event is AlertCommand =>
  (alertCommandTypes as readonly string[]).includes(event.type);

const withoutDecisions = (state: AlertState | null): Transition => ({ state, decisions: [] });

/** The inspection of one key at one event. */
interface Inspection {
  readonly keyState: KeyState;
  readonly canFire: boolean;
  readonly occasion: EventData<'AlertTriggered'>['occasion'];
  readonly before: NewestPrice | null;
  readonly cause: { readonly event_id: string; readonly position: LogPosition };
}

const instantOrNull = (ms: number | null): string | null => (ms === null ? null : instantOf(new Date(ms)));

const decisionId = (type: string, state: AlertState, { cause, keyState }: Inspection): string =>
  uuidFromName(`${type} ${state.alertId} ${cause.event_id} ${keyState.keyText}`);

const rearmedData = (
  state: AlertState,
  newest: NewestPrice,
  { keyState, cause }: Inspection,
): EventData<'AlertRearmed'> => ({
  alert_id: state.alertId,
  rule_version: state.ruleVersion,
  ...keyState.key,
  metric: state.rule.metric,
  price: newest.numbers[state.rule.metric],
  effective_at: instantOf(new Date(newest.atMs)),
  triggering: cause,
});

const triggeredData = (
  state: AlertState,
  newest: NewestPrice,
  inspection: Inspection,
  { reference, fromMs }: Basis,
): EventData<'AlertTriggered'> => {
  const { before, occasion } = inspection;
  return {
    ...rearmedData(state, newest, inspection),
    occasion,
    previous:
      before === null
        ? null
        : {
            event_id: before.eventId,
            position: before.position,
            price: before.numbers[state.rule.metric],
            effective_at: instantOf(new Date(before.atMs)),
          },
    reference: reference === null ? null : { amount: reference.amount, since: instantOrNull(reference.sinceMs) },
    measured_from: instantOrNull(fromMs),
  };
};

/** Returns the state with `trigger` at the key, or the same object if it has that trigger. */
const withTrigger = (state: AlertState, keyText: string, trigger: Trigger): AlertState => {
  const current = state.triggers.get(keyText);
  const { phase, firedAtMs, reference } = trigger;
  const isInitial = phase === 'armed' && firedAtMs === null && reference === null;
  if (current === trigger || (current === undefined && isInitial)) return state;
  const triggers = new Map(state.triggers);
  if (isInitial) triggers.delete(keyText);
  else triggers.set(keyText, trigger);
  return { ...state, triggers };
};

/** Evaluates the rule on one key, whose trigger was `trigger` so far. This is where an alert fires. */
const inspectKey = (state: AlertState, trigger: Trigger, inspection: Inspection): Transition => {
  const { keyState, canFire } = inspection;
  const evaluation = evaluate(state.rule, trigger, keyState, canFire);
  const next = withTrigger(state, keyState.keyText, evaluation.trigger);
  const { newest } = keyState;
  const decisions: NewEvent[] = [];
  if (newest === null) return { state: next, decisions };
  if (evaluation.rearmed) {
    const id = decisionId('AlertRearmed', state, inspection);
    decisions.push(newEvent('AlertRearmed', id, rearmedData(state, newest, inspection)));
  }
  if (evaluation.fired === null) return { state: next, decisions };
  const id = decisionId('AlertTriggered', state, inspection);
  decisions.push(newEvent('AlertTriggered', id, triggeredData(state, newest, inspection, evaluation.fired)));
  return { state: state.rule.repeat === 'once' ? { ...next, status: 'done', triggers: new Map() } : next, decisions };
};

const isOver = ({ expiresAtMs }: AlertState, recordedMs: number): boolean =>
  expiresAtMs !== null && recordedMs >= expiresAtMs;

/**
 * Arms the alert on all keys of its card again, because of `event`. Keys are inspected in the order of their texts, so
 * that one of several that could fire is the first. Inspects none if the alert is over by then.
 */
const arm = (
  state: AlertState,
  currentKeys: CurrentKeys,
  event: LedgerEvent,
  onCreate: AlertRule['on_create'],
): Transition => {
  if (isOver(state, Date.parse(event.recorded_at))) return withoutDecisions(state);
  const cause = { event_id: event.id, position: event.position };
  const keys = [...currentKeys()]
    .filter(({ key }) => matchesKey(state.rule, key))
    .sort((a, b) => (a.keyText < b.keyText ? -1 : 1));
  let armed: AlertState = { ...state, triggers: new Map() };
  const decisions: NewEvent[] = [];
  for (const keyState of keys) {
    if (armed.status !== 'active') break;
    const canFire = onCreate === 'fire';
    const inspection = { keyState, canFire, occasion: 'on_create', before: keyState.newest, cause } as const;
    const transition = inspectKey(armed, initialTrigger, inspection);
    armed = transition.state as AlertState;
    decisions.push(...transition.decisions);
  }
  return { state: armed, decisions };
};

/** Returns the trigger measured from what `update` states of the price that it was measured from. */
const amended = (trigger: Trigger, { kind, atMs, numbers, replacement }: PriceUpdate, rule: AlertRule): Trigger => {
  const stated = kind === 'voided' ? replacement : { numbers, atMs };
  const price = stated?.numbers[rule.metric] ?? null;
  if (stated !== null && price !== null) return amendReference(trigger, atMs, { price, atMs: stated.atMs });
  return kind === 'voided' ? amendReference(trigger, atMs, null) : trigger;
};

const onPrice = (state: AlertState, { update, before, after, effect }: AppliedUpdate): Transition => {
  if (state.status !== 'active' || !matchesKey(state.rule, update.key)) return withoutDecisions(state);
  const trigger = amended(state.triggers.get(update.keyText) ?? initialTrigger, update, state.rule);
  const next = withTrigger(state, update.keyText, trigger);
  // A change whose reference was voided is measured from the next price, also from an equal one.
  const needsReference = state.rule.when.type === 'change' && trigger.reference === null;
  if (effect === 'late' || !(needsReference || hasNews(state.rule, before, after))) return withoutDecisions(next);
  const cause = { event_id: update.eventId, position: update.position };
  const canFire = effect === 'newest' && !update.isImported;
  const inspection = { keyState: after, canFire, occasion: 'crossing', before, cause } as const;
  return inspectKey(next, trigger, inspection);
};

const expire = (state: AlertState | null, recordedMs: number): Transition => {
  const canExpire = state?.status === 'active' || state?.status === 'paused';
  if (state === null || !canExpire || !isOver(state, recordedMs)) return withoutDecisions(state);
  const { alertId, ruleVersion, expiresAtMs } = state;
  const expires_at = instantOf(new Date(expiresAtMs as number));
  const id = uuidFromName(`AlertExpired ${alertId} ${ruleVersion} ${expires_at}`);
  const decision = newEvent('AlertExpired', id, { alert_id: alertId, rule_version: ruleVersion, expires_at });
  return { state: { ...state, status: 'expired', triggers: new Map() }, decisions: [decision] };
};

/** Arms a changed rule as if the alert were new. Any other change keeps the triggers. */
const onChanged = (state: AlertState, event: LedgerEventOf<'AlertChanged'>, currentKeys: CurrentKeys): Transition => {
  const { rule, rule_version: ruleVersion, expires_at } = event.data;
  const changed: AlertState = { ...state, rule, ruleVersion, expiresAtMs: msOrNull(expires_at) };
  const isAnotherRule = canonicalJson(rule) !== canonicalJson(state.rule);
  if (state.status === 'paused' || (!isAnotherRule && state.status !== 'expired')) return withoutDecisions(changed);
  return arm({ ...changed, status: 'active' }, currentKeys, event, isAnotherRule ? rule.on_create : 'skip');
};

const onCommand = (
  state: AlertState | null,
  { event, cardId, currentKeys }: Extract<AlertInput, { kind: 'command' }>,
): Transition => {
  if (event.type === 'AlertCreated') {
    const { alert_id: alertId, rule, rule_version: ruleVersion, expires_at } = event.data;
    const expiresAtMs = msOrNull(expires_at);
    const triggers = new Map<string, Trigger>();
    const created: AlertState = { alertId, cardId, rule, ruleVersion, expiresAtMs, status: 'active', triggers };
    return arm(created, currentKeys, event, rule.on_create);
  }
  if (state === null) return withoutDecisions(state);
  switch (event.type) {
    case 'AlertChanged':
      return onChanged(state, event, currentKeys);
    case 'AlertPaused':
      return withoutDecisions(state.status === 'expired' ? state : { ...state, status: 'paused', triggers: new Map() });
    case 'AlertResumed':
      if (state.status !== 'paused' && state.status !== 'done') return withoutDecisions(state);
      // A condition that came to hold meanwhile is no crossing: only the next one fires.
      return arm({ ...state, status: 'active' }, currentKeys, event, 'skip');
    case 'AlertDeleted':
      return withoutDecisions(null);
  }
};

const onMerged = (
  state: AlertState,
  { event, cardId, currentKeys }: Extract<AlertInput, { kind: 'merged' }>,
): Transition => {
  const moved = { ...state, cardId, triggers: new Map<string, Trigger>() };
  if (state.status !== 'active') return withoutDecisions(moved);
  // A merge is bookkeeping, not news from the market.
  return arm(moved, currentKeys, event, 'skip');
};

const recordedMsOf = (input: AlertInput): number => {
  switch (input.kind) {
    case 'price':
      return input.applied.recordedMs;
    case 'time':
      return input.recordedMs;
    default:
      return Date.parse(input.event.recorded_at);
  }
};

const applyInput = (state: AlertState | null, input: AlertInput): Transition => {
  if (input.kind === 'command') return onCommand(state, input);
  if (state === null) return withoutDecisions(state);
  if (input.kind === 'price') return onPrice(state, input.applied);
  return input.kind === 'merged' ? onMerged(state, input) : withoutDecisions(state);
};

/** Returns an alert (`null` if it is not created yet) after `input`, and the decisions on it. */
export const advance = (state: AlertState | null, input: AlertInput): Transition => {
  const recordedMs = recordedMsOf(input);
  const expired = expire(state, recordedMs);
  const { state: applied, decisions } = applyInput(expired.state, input);
  // A command can create, change or resume an alert after its end.
  const expiredNow = input.kind === 'command' ? expire(applied, recordedMs) : withoutDecisions(applied);
  if (expired.decisions.length + expiredNow.decisions.length === 0) return { state: expiredNow.state, decisions };
  return { state: expiredNow.state, decisions: [...expired.decisions, ...decisions, ...expiredNow.decisions] };
};
