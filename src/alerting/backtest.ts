/**
 * When a rule would have fired: the decider over a card's recorded prices, as if the alert had been made at the begin of the
 * time asked for. The same code that decides live, so it is no estimate.
 */
import { advance, type AlertState, type Moment } from '../domain/alerts/decider.js';
import { foldKey, type KeyState, priceUpdateOf } from '../domain/alerts/key-state.js';
import { type AlertRule, windowDaysOf } from '../domain/alerts/rule.js';
import { type LedgerEventOf, type LogPosition, type RecordedEvent, startPosition } from '../domain/envelope.js';
import type { EventData } from '../domain/events.js';
import { canonicalJson, uuidFromName } from '../domain/ids.js';
import { priceStream } from '../domain/streams.js';
import { decodeEvent } from '../domain/upcasting.js';
import { ledgerError } from '../base/errors.js';
import { limits } from '../base/limits.js';
import type { EventLog } from '../log/event-log.js';
import { streamEvents } from '../log/stream-events.js';

/** `AlertTriggered.data` and `AlertRearmed.data` as they would have been, but for the alert's id. */
export type BacktestDecision =
  | { readonly type: 'AlertTriggered'; readonly data: Omit<EventData<'AlertTriggered'>, 'alert_id'> }
  | { readonly type: 'AlertRearmed'; readonly data: Omit<EventData<'AlertRearmed'>, 'alert_id'> };

export interface Backtest {
  /** Price events of the card within the time asked for, of any key. */
  readonly observations: number;
  readonly decisions: readonly BacktestDecision[];
  /** There are more decisions than limits.backtestFiringsMax; those after are left out. */
  readonly truncated: boolean;
}

/** The event that would have made the alert: after `last`, at its time. */
const created = (
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

/** Folds the events of a card's price stream, given in order; `answer` tells what came of it. */
export const foldBacktest = (
  rule: AlertRule,
  between: { readonly fromMs: number; readonly toMs: number },
): { see(event: RecordedEvent): void; answer(): Backtest } => {
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

  const add = (next: ReturnType<typeof advance>): void => {
    alert = next.state;
    for (const { type, data } of next.decisions) {
      const { alert_id: _none, ...told } = data as EventData<'AlertTriggered'>;
      if (decisions.length < limits.backtestFiringsMax) decisions.push({ type, data: told } as BacktestDecision);
      else truncated = true;
    }
  };
  const make = (): void => {
    const event = created(rule, last);
    add(advance(null, { kind: 'command', event, cardId: rule.card_id, standing: () => keys.values() }));
  };

  return {
    see(event) {
      const known = decodeEvent(event);
      const fact = priceUpdateOf(known);
      if (fact === null || fact.atMs >= between.toMs) return;
      if (alert === null && fact.atMs >= between.fromMs) make();
      const held = keys.get(fact.text) ?? null;
      const { state, news } = foldKey(held, fact, { keepPoints });
      keys.set(fact.text, state);
      last = { position: event.position, recorded_at: event.recorded_at };
      if (alert === null) return;
      if (fact.atMs >= between.fromMs) observations += 1;
      const moment: Moment = {
        fact,
        recordedMs: Date.parse(event.recorded_at),
        before: held?.last ?? null,
        after: state,
        news,
      };
      add(advance(alert, { kind: 'price', moment }));
    },
    answer() {
      // Nothing was observed since: what stood at the begin may have held already.
      if (alert === null) make();
      return { observations, decisions: [...decisions], truncated };
    },
  };
};

/**
 * Runs `rule` over the prices of its card that were effective from `from` (inclusive; default: ever) to `to` (exclusive;
 * default: today), both RFC 3339. Prices before `from` are what is known at the begin. Throws EVENT_NOT_UNDERSTOOD, and
 * VALIDATION_FAILED where the time ends before it begins.
 */
export const backtest = async (
  log: Pick<EventLog, 'readStream'>,
  rule: AlertRule,
  options: { from?: string; to?: string; signal?: AbortSignal } = {},
): Promise<Backtest> => {
  const { from, to, signal } = options;
  const between = {
    fromMs: from === undefined ? -Infinity : Date.parse(from),
    toMs: to === undefined ? Infinity : Date.parse(to),
  };
  if (between.fromMs >= between.toMs) {
    throw ledgerError('VALIDATION_FAILED', `to: must be after from (${from ?? ''}), not ${to ?? ''}`, {
      details: { to: 'after from' },
    });
  }
  const fold = foldBacktest(rule, between);
  for await (const event of streamEvents(log, priceStream(rule.card_id))) {
    signal?.throwIfAborted();
    fold.see(event);
  }
  return fold.answer();
};
