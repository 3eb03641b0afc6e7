/**
 * One alert through its life: (state, occurrence) → (state, decisions). Pure, so the same log gives the same firings, with
 * the same ids, whoever decides, however often, and wherever pages end.
 *
 * Two clocks, both in the events. Cooldowns and windows go by `effective_at`, the price's time. An alert expires by
 * `recorded_at`, the log's time: what an owner asked for is not to be told any more after that. Where writers' clocks differ,
 * the first event that is late enough ends it. The wall clock would make every replay another one.
 *
 * What the alerter decided before is no input: AlertTriggered and the like are read by others.
 */
import { type AlertRule, isAbout } from './rule.js';
import type { NewestPriceEffect } from '../prices/price-change.js';
import { type KeyState, type PriceUpdate, priceNow, type Seen } from './key-state.js';
import { amendReference, freshWatch, type Measured, evaluate, type Watch } from './state-machine.js';
import type { LedgerEvent, LedgerEventOf, LogPosition, NewEvent } from '../envelope.js';
import type { EventData } from '../events.js';
import { canonicalJson, uuidFromName } from '../ids.js';
import { instantOf } from '../instant.js';
import { newEvent } from '../upcasting.js';

/** `done`: fired, and was to fire once. */
export type AlertStatus = 'active' | 'paused' | 'done' | 'expired';

export interface AlertState {
  readonly alertId: string;
  /** Where the rule's card is now: cards may have been merged since. */
  readonly cardId: string;
  readonly rule: AlertRule;
  readonly ruleVersion: number;
  /** Milliseconds since 1970. */
  readonly expiresAtMs: number | null;
  readonly status: AlertStatus;
  /** By the text of the key; those that are armed and have nothing to remember are left out. */
  readonly watches: ReadonlyMap<string, Watch>;
}

/** What happened to one key of the card. */
export interface Moment {
  readonly fact: PriceUpdate;
  /** recorded_at, milliseconds since 1970. */
  readonly recordedMs: number;
  readonly before: Seen | null;
  readonly after: KeyState;
  readonly news: NewestPriceEffect;
}

/** The events of an owner. */
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

/** Prices of a card as they stand when something happens; in any order. */
export type CurrentKeys = () => Iterable<KeyState>;

export type AlertInput =
  | { readonly kind: 'price'; readonly moment: Moment }
  /** `cardId`: where the rule's card is now. */
  | { readonly kind: 'command'; readonly event: AlertCommand; readonly cardId: string; readonly standing: CurrentKeys }
  /** The alert's card is now another one. */
  | { readonly kind: 'moved'; readonly event: LedgerEvent; readonly cardId: string; readonly standing: CurrentKeys }
  /** The log went on without saying anything to this alert. */
  | { readonly kind: 'time'; readonly recordedMs: number };

export interface Transition {
  /** null: there is no such alert (any more). The very object given where nothing changed. */
  readonly state: AlertState | null;
  readonly decisions: readonly NewEvent[];
}

/** Whether an event is one of an owner's on an alert. */
export const isAlertCommand = (event: LedgerEvent): event is AlertCommand =>
  (alertCommandTypes as readonly string[]).includes(event.type);

interface Looking {
  readonly keyState: KeyState;
  readonly canFire: boolean;
  readonly occasion: EventData<'AlertTriggered'>['occasion'];
  readonly before: Seen | null;
  readonly cause: { readonly event_id: string; readonly position: LogPosition };
}

const decisionId = (type: string, state: AlertState, { cause, keyState }: Looking): string =>
  uuidFromName(`${type} ${state.alertId} ${cause.event_id} ${keyState.text}`);

const sharedData = (state: AlertState, seen: Seen, { keyState, cause }: Looking): EventData<'AlertRearmed'> => ({
  alert_id: state.alertId,
  rule_version: state.ruleVersion,
  ...keyState.key,
  metric: state.rule.metric,
  price: priceNow(keyState, state.rule.metric),
  effective_at: instantOf(new Date(seen.atMs)),
  triggering: cause,
});

const instantOrNull = (ms: number | null): string | null => (ms === null ? null : instantOf(new Date(ms)));

const triggered = (state: AlertState, seen: Seen, looking: Looking, measured: Measured): NewEvent => {
  const { before } = looking;
  const { reference } = measured;
  return newEvent('AlertTriggered', decisionId('AlertTriggered', state, looking), {
    ...sharedData(state, seen, looking),
    occasion: looking.occasion,
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
    measured_from: instantOrNull(measured.fromMs),
  });
};

/** Keeps `watch` under the key, unless there is nothing to keep. The state itself where it is kept already. */
const withWatch = (state: AlertState, text: string, watch: Watch): AlertState => {
  const held = state.watches.get(text);
  const { phase, firedAtMs, reference } = watch;
  const isFresh = phase === 'armed' && firedAtMs === null && reference === null;
  if (held === watch || (held === undefined && isFresh)) return state;
  const watches = new Map(state.watches);
  if (isFresh) watches.delete(text);
  else watches.set(text, watch);
  return { ...state, watches };
};

/** Looks at one key; `watch` is how it was watched until now. */
const look = (state: AlertState, watch: Watch, looking: Looking): Transition => {
  const { keyState } = looking;
  const stepped = evaluate(state.rule, watch, keyState, looking.canFire);
  const next = withWatch(state, keyState.text, stepped.watch);
  const seen = keyState.last;
  if (seen === null || (!stepped.rearmed && stepped.fired === null)) return { state: next, decisions: [] };
  const decisions: NewEvent[] = [];
  if (stepped.rearmed) {
    decisions.push(
      newEvent('AlertRearmed', decisionId('AlertRearmed', state, looking), sharedData(state, seen, looking)),
    );
  }
  if (stepped.fired === null) return { state: next, decisions };
  decisions.push(triggered(state, seen, looking, stepped.fired));
  return { state: state.rule.repeat === 'once' ? { ...next, status: 'done', watches: new Map() } : next, decisions };
};

const isOver = ({ expiresAtMs }: AlertState, recordedMs: number): boolean =>
  expiresAtMs !== null && recordedMs >= expiresAtMs;

/**
 * Begins to watch all keys of the card anew, because of `event`; in the order of their texts, so that of several that
 * could fire one is first. An alert whose end has come looks at nothing any more.
 */
const begin = (
  state: AlertState,
  standing: CurrentKeys,
  event: LedgerEvent,
  onCreate: AlertRule['on_create'],
): Transition => {
  if (isOver(state, Date.parse(event.recorded_at))) return { state, decisions: [] };
  const cause = { event_id: event.id, position: event.position };
  const keys = [...standing()].filter(({ key }) => isAbout(state.rule, key)).sort((a, b) => (a.text < b.text ? -1 : 1));
  let now: AlertState = { ...state, watches: new Map() };
  const decisions: NewEvent[] = [];
  for (const keyState of keys) {
    if (now.status !== 'active') break;
    const looking = {
      keyState,
      canFire: onCreate === 'fire',
      occasion: 'on_create',
      before: keyState.last,
      cause,
    } as const;
    const found = look(now, freshWatch, looking);
    now = found.state as AlertState;
    decisions.push(...found.decisions);
  }
  return { state: now, decisions };
};

const onPrice = (state: AlertState, { fact, before, after, news }: Moment): Transition => {
  if (state.status !== 'active' || !isAbout(state.rule, fact.key)) return { state, decisions: [] };
  const held = state.watches.get(fact.text) ?? freshWatch;
  const { metric } = state.rule;
  let watch = held;
  const stated = fact.numbers[metric];
  if (fact.kind === 'voided') {
    const stands = fact.standing?.numbers[metric] ?? null;
    const by = stands === null || fact.standing === null ? null : { price: stands, atMs: fact.standing.atMs };
    watch = amendReference(held, fact.atMs, by);
  } else if (stated !== null) {
    watch = amendReference(held, fact.atMs, { price: stated, atMs: fact.atMs });
  }
  if (news === 'late') return { state: withWatch(state, fact.text, watch), decisions: [] };
  const cause = { event_id: fact.eventId, position: fact.position };
  const looking = { keyState: after, canFire: news === 'newest', occasion: 'crossing', before, cause } as const;
  return look(withWatch(state, fact.text, watch), watch, looking);
};

const expire = (state: AlertState | null, recordedMs: number): Transition => {
  const canExpire = state?.status === 'active' || state?.status === 'paused';
  if (state === null || !canExpire || !isOver(state, recordedMs)) return { state, decisions: [] };
  const { alertId, ruleVersion, expiresAtMs } = state;
  const expires_at = instantOf(new Date(expiresAtMs as number));
  const id = uuidFromName(`AlertExpired ${alertId} ${ruleVersion} ${expires_at}`);
  const decision = newEvent('AlertExpired', id, { alert_id: alertId, rule_version: ruleVersion, expires_at });
  return { state: { ...state, status: 'expired', watches: new Map() }, decisions: [decision] };
};

/** A change of the rule is a new question: it is asked as if the alert were new. Else it goes on as it stands. */
const onChanged = (state: AlertState, event: LedgerEventOf<'AlertChanged'>, standing: CurrentKeys): Transition => {
  const { rule, rule_version: ruleVersion, expires_at } = event.data;
  const expiresAtMs = expires_at === null ? null : Date.parse(expires_at);
  const changed: AlertState = { ...state, rule, ruleVersion, expiresAtMs };
  const isAnotherRule = canonicalJson(rule) !== canonicalJson(state.rule);
  if (state.status === 'paused' || (!isAnotherRule && state.status !== 'expired'))
    return { state: changed, decisions: [] };
  return begin({ ...changed, status: 'active' }, standing, event, isAnotherRule ? rule.on_create : 'skip');
};

const onCommand = (
  state: AlertState | null,
  { event, cardId, standing }: Extract<AlertInput, { kind: 'command' }>,
): Transition => {
  if (event.type === 'AlertCreated') {
    const { alert_id: alertId, rule, rule_version: ruleVersion, expires_at } = event.data;
    const expiresAtMs = expires_at === null ? null : Date.parse(expires_at);
    const watches = new Map<string, Watch>();
    const created: AlertState = { alertId, cardId, rule, ruleVersion, expiresAtMs, status: 'active', watches };
    return begin(created, standing, event, rule.on_create);
  }
  if (state === null) return { state, decisions: [] };
  switch (event.type) {
    case 'AlertChanged':
      return onChanged(state, event, standing);
    case 'AlertPaused':
      return {
        state: state.status === 'expired' ? state : { ...state, status: 'paused', watches: new Map() },
        decisions: [],
      };
    case 'AlertResumed':
      if (state.status !== 'paused' && state.status !== 'done') return { state, decisions: [] };
      // What came to hold meanwhile is no crossing: whoever resumes wants to hear of the next one.
      return begin({ ...state, status: 'active' }, standing, event, 'skip');
    case 'AlertDeleted':
      return { state: null, decisions: [] };
  }
};

const onMoved = (
  state: AlertState,
  { event, cardId, standing }: Extract<AlertInput, { kind: 'moved' }>,
): Transition => {
  const moved = { ...state, cardId, watches: new Map<string, Watch>() };
  if (state.status !== 'active') return { state: moved, decisions: [] };
  // Our bookkeeping moved, not the market.
  return begin(moved, standing, event, 'skip');
};

const recordedMsOf = (occurrence: AlertInput): number => {
  switch (occurrence.kind) {
    case 'price':
      return occurrence.moment.recordedMs;
    case 'time':
      return occurrence.recordedMs;
    default:
      return Date.parse(occurrence.event.recorded_at);
  }
};

const happen = (state: AlertState | null, occurrence: AlertInput): Transition => {
  if (occurrence.kind === 'command') return onCommand(state, occurrence);
  if (state === null) return { state, decisions: [] };
  if (occurrence.kind === 'price') return onPrice(state, occurrence.moment);
  return occurrence.kind === 'moved' ? onMoved(state, occurrence) : { state, decisions: [] };
};

/** What becomes of an alert (null: not made yet) when something happens. */
export const advance = (state: AlertState | null, occurrence: AlertInput): Transition => {
  const recordedMs = recordedMsOf(occurrence);
  const expired = expire(state, recordedMs);
  const { state: happened, decisions } = happen(expired.state, occurrence);
  // Made, changed or resumed after its end.
  const over = occurrence.kind === 'command' ? expire(happened, recordedMs) : { state: happened, decisions: [] };
  if (expired.decisions.length + over.decisions.length === 0) return { state: over.state, decisions };
  return { state: over.state, decisions: [...expired.decisions, ...decisions, ...over.decisions] };
};
