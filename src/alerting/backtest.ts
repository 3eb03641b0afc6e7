/**
 * Back-test: when a rule would have fired. Runs the decider over a card's recorded prices, as if the alert had been created
 * at the start of the period. Exact, because the alerter runs the same decider.
 */
import { ledgerError } from '../base/errors.js';
import { limits } from '../base/limits.js';
import { advance, type AlertInput, type AlertState } from '../domain/alerts/decider.js';
import { foldKey, type KeyState, priceUpdateOf } from '../domain/alerts/key-state.js';
import { type AlertRule, windowDaysOf } from '../domain/alerts/rule.js';
import { type LedgerEventOf, type LogPosition, type RecordedEvent, startPosition } from '../domain/envelope.js';
import type { EventData } from '../domain/events.js';
import { canonicalJson, uuidFromName } from '../domain/ids.js';
import { priceStream } from '../domain/streams.js';
import { decodeEvent } from '../domain/upcasting.js';
import type { EventLog } from '../log/event-log.js';
import { streamEvents } from '../log/stream-events.js';

/** `AlertTriggered.data` and `AlertRearmed.data` as they would have been, without the id of an alert. */
export type BacktestDecision =
  | { readonly type: 'AlertTriggered'; readonly data: Omit<EventData<'AlertTriggered'>, 'alert_id'> }
  | { readonly type: 'AlertRearmed'; readonly data: Omit<EventData<'AlertRearmed'>, 'alert_id'> };

export interface Backtest {
  /** Number of price events of the card within the period, of any key. */
  readonly observations: number;
  readonly decisions: readonly BacktestDecision[];
  /** Whether there were more decisions than limits.backtestFiringsMax, or events than may be read: later ones are left out. */
  readonly truncated: boolean;
}

/** Returns the event that would have created the alert right after the event `last`. */
const alertCreated = (
  rule: AlertRule,
  last: { position: LogPosition; recorded_at: string },
): LedgerEventOf<'AlertCreated'> => {
  const id = uuidFromName(`backtest ${canonicalJson(rule)}`);
  return {
    id,
    type: 'AlertCreated',
    schema_version: 1,
    stream: `alert-${id}`,
    revision: 0,
    position: last.position,
    recorded_at: last.recorded_at,
    metadata: { correlation_id: id, causation_id: null, actor: 'backtest' },
    data: { alert_id: id, rule_version: 1, rule, channels: [], expires_at: null, owner: 'backtest' },
  };
};

/** Returns a fold over the events of a card's price stream, given in order. */
const createBacktestFold = (
  rule: AlertRule,
  between: { readonly fromMs: number; readonly toMs: number },
): { apply(event: RecordedEvent): void; finish(): Backtest } => {
  const keys = new Map<string, KeyState>();
  const decisions: BacktestDecision[] = [];
  const keepPoints = windowDaysOf(rule) > 0;
  let last: { position: LogPosition; recorded_at: string } = {
    position: startPosition,
    recorded_at: '1970-01-01T00:00:00Z',
  };
  let alert: AlertState | null = null;
  let observations = 0;
  let truncated = false;

  const decide = (input: AlertInput): void => {
    const transition = advance(alert, input);
    alert = transition.state;
    for (const { type, data } of transition.decisions) {
      const { alert_id: _id, ...rest } = data as EventData<'AlertTriggered'>;
      if (decisions.length < limits.backtestFiringsMax) decisions.push({ type, data: rest } as BacktestDecision);
      else truncated = true;
    }
  };
  const createAlert = (): void => {
    const event = alertCreated(rule, last);
    decide({ kind: 'command', event, cardId: rule.card_id, currentKeys: () => keys.values() });
  };

  return {
    apply(event) {
      const update = priceUpdateOf(decodeEvent(event));
      if (update === null || update.atMs >= between.toMs) return;
      const isWithin = update.atMs >= between.fromMs;
      if (alert === null && isWithin) createAlert();
      const before = keys.get(update.keyText) ?? null;
      const { state: after, effect } = foldKey(before, update, { keepPoints });
      keys.set(update.keyText, after);
      last = { position: event.position, recorded_at: event.recorded_at };
      if (alert === null) return;
      if (isWithin) observations += 1;
      const recordedMs = Date.parse(event.recorded_at);
      decide({ kind: 'price', applied: { update, recordedMs, before: before?.newest ?? null, after, effect } });
    },
    finish() {
      // No price event within the period: the condition may have held at its start.
      if (alert === null) createAlert();
      return { observations, decisions: [...decisions], truncated };
    },
  };
};

/**
 * Runs `rule` over the prices of its card that were effective from `from` (inclusive; default: the first) to `to`
 * (exclusive; default: the last), both RFC 3339. Earlier prices are known at the start, but fire nothing. `eventsMax`: how many
 * events of the card are read. Throws EVENT_NOT_UNDERSTOOD, and VALIDATION_FAILED if `to` is not after `from`.
 */
export const backtest = async (
  log: Pick<EventLog, 'readStream'>,
  rule: AlertRule,
  options: { from?: string; to?: string; eventsMax?: number; signal?: AbortSignal } = {},
): Promise<Backtest> => {
  const { from, to, eventsMax = Infinity, signal } = options;
  const between = {
    fromMs: from === undefined ? -Infinity : Date.parse(from),
    toMs: to === undefined ? Infinity : Date.parse(to),
  };
  if (between.fromMs >= between.toMs) {
    throw ledgerError('VALIDATION_FAILED', `to: must be after from (${from ?? ''}), not ${to ?? ''}`, {
      details: { to: 'after from' },
    });
  }
  const fold = createBacktestFold(rule, between);
  let read = 0;
  for await (const event of streamEvents(log, priceStream(rule.card_id))) {
    signal?.throwIfAborted();
    if (read >= eventsMax) return { ...fold.finish(), truncated: true };
    fold.apply(event);
    read += 1;
  }
  return fold.finish();
};
