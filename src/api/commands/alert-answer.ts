/** An alert as its owner sees it: the rule in major units, how it stands on each price, and its last firings. */
import { mergedCards } from '../../../projections/catalog/id-changes.js';
import type { HistoryRow, StoredAlert } from '../../../projections/alerts/queries.js';
import { type AlertRuleAnswer, termsOfRule } from '../../alerting/alert-terms.js';
import { type DecisionAnswer, decisionAnswer } from '../../alerting/decision-answer.js';
import { type AlertType, type SeedWords, seedWordsOf } from '../../alerting/seed-words.js';
import { type WatchPhase, watchPhases } from '../../alerting/watch-phases.js';
import type { AlertStatus } from '../../domain/alerts/decider.js';
import type { AlertRule } from '../../domain/alerts/rule.js';
import { rearmPoint, type RearmPoint } from '../../domain/alerts/rearm-point.js';
import type { EventData } from '../../domain/events.js';
import { instantOf } from '../../domain/instant.js';
import { type Currency, toMajorUnitsOrNull } from '../../domain/prices/money.js';
import { gradeText, type PriceKey } from '../../domain/prices/price-key.js';
import type { Reader } from '../../postgres/database.js';

/** A firing in the log. */
export interface FiringAnswer extends DecisionAnswer {
  readonly event_id: string;
  readonly position: string;
  readonly recorded_at: string;
}

/** What has to happen before the alert can fire on the price again. */
export interface RearmAnswer {
  /** The cooldown ends then, by the time of the prices; `null` if there is none, or it did not fire yet. */
  readonly not_before: string | null;
  /** The price must be above this amount; `null` where another thing is asked for. */
  readonly above: number | null;
  /** The price must be below this amount. */
  readonly below: number | null;
}

/** How an alert stands on one price of its card. */
export interface WatchAnswer {
  readonly source: string;
  readonly printing: string;
  readonly printing_slug: string;
  readonly condition: string | null;
  readonly grade: string | null;
  readonly language: string | null;
  readonly currency: string;
  /**
   * armed: fires when its condition comes to hold. fired: it holds since, or the price has not left the band. cooling: only the
   * cooldown keeps it from being armed. `null` while the alert is paused, done or expired.
   */
  readonly state: 'armed' | 'fired' | 'cooling' | null;
  /** `null` while it is armed. */
  readonly rearm: RearmAnswer | null;
  readonly last_firing: FiringAnswer | null;
}

export interface AlertAnswer extends AlertRuleAnswer {
  readonly alert_id: string;
  readonly alert_type: AlertType;
  /** Of a threshold, in major units. */
  readonly price_threshold: number | null;
  readonly comparison_operator: '<=' | '>=' | '<' | '>' | '=' | null;
  readonly status: AlertStatus;
  /** Ids of channels; none: all channels of the owner. */
  readonly channels: readonly string[];
  readonly expires_at: string | null;
  /** @isInt */
  readonly rule_version: number;
  readonly created_at: string;
  /** When it was made, or changed last. */
  readonly changed_at: string;
  /** @isInt */
  readonly firings: number;
  /** When the last firing was recorded. */
  readonly last_fired_at: string | null;
  /** Prices on which it is not armed, or has fired before. On all others it is armed. */
  readonly watches: readonly WatchAnswer[];
}

const rearmAnswer = (rule: AlertRule, firedAt: string | null, currency: Currency): RearmAnswer => {
  const point: RearmPoint = rearmPoint(rule);
  const cooldownMs = rule.cooldown_seconds * 1_000;
  return {
    not_before: firedAt === null || cooldownMs === 0 ? null : instantOf(new Date(Date.parse(firedAt) + cooldownMs)),
    above: toMajorUnitsOrNull(point.above, currency),
    below: toMajorUnitsOrNull(point.below, currency),
  };
};

const keyAnswer = ({ source, printing, condition, grade, language, currency }: PriceKey) => ({
  source,
  printing: printing.name,
  printing_slug: printing.slug,
  condition,
  grade: grade === null ? null : gradeText(grade),
  language,
  currency,
});

const watchesOf = (alert: StoredAlert, phases: readonly WatchPhase[]): WatchAnswer[] => {
  const { rule } = alert.terms;
  const isActive = alert.status === 'active';
  const stored = new Map(alert.watches.map((watch) => [watch.price_key, watch]));
  const standing = new Map(phases.map((phase) => [phase.price_key, phase]));
  const keys = [...new Set([...stored.keys(), ...standing.keys()])].sort();
  return keys.flatMap((key) => {
    const watch = stored.get(key);
    const phase = standing.get(key);
    const state = isActive ? (phase?.phase ?? 'armed') : null;
    // The reference of a change is kept beside an armed price that never fired: nothing to tell.
    if (watch === undefined && state === 'armed') return [];
    const priceKey = watch?.firing ?? (phase as WatchPhase).key;
    const last =
      watch === undefined
        ? null
        : {
            ...decisionAnswer(watch.firing),
            event_id: watch.event_id,
            position: watch.position,
            recorded_at: watch.recorded_at,
          };
    const isArmed = state === null || state === 'armed';
    const rearm = isArmed ? null : rearmAnswer(rule, phase?.fired_at ?? null, priceKey.currency);
    return [{ ...keyAnswer(priceKey), state, rearm, last_firing: last }];
  });
};

/** Returns alerts as answers, on the cards that theirs are now. */
export const alertAnswers = async (database: Reader, alerts: readonly StoredAlert[]): Promise<AlertAnswer[]> => {
  if (alerts.length === 0) return [];
  const merged = await mergedCards(
    database,
    alerts.map(({ card_id }) => card_id),
  );
  const phases = await watchPhases(
    database,
    alerts.map(({ alert_id }) => alert_id),
  );
  return alerts.map((alert) => {
    const { rule, channels, expiresAt } = alert.terms;
    const words: SeedWords = seedWordsOf(rule);
    return {
      ...termsOfRule(rule),
      card_id: merged.get(alert.card_id)?.cardId ?? alert.card_id,
      ...words,
      alert_id: alert.alert_id,
      status: alert.status,
      channels,
      expires_at: expiresAt,
      rule_version: alert.rule_version,
      created_at: alert.created_at,
      changed_at: alert.changed_at,
      firings: alert.firings,
      last_fired_at: alert.last_fired_at,
      watches: watchesOf(
        alert,
        phases.filter(({ alert_id }) => alert_id === alert.alert_id),
      ),
    };
  });
};

/** Something that happened to an alert. */
export interface HistoryEntry {
  readonly event_id: string;
  readonly type:
    | 'AlertCreated'
    | 'AlertChanged'
    | 'AlertPaused'
    | 'AlertResumed'
    | 'AlertTriggered'
    | 'AlertRearmed'
    | 'AlertExpired';
  readonly position: string;
  readonly recorded_at: string;
  /** Of a firing or a re-arming: the price, and what it was decided from. */
  readonly decision: DecisionAnswer | null;
  /** The rule as it was made or changed. */
  readonly rule: AlertRuleAnswer | null;
  /** When the alert ends, as it was made or changed, or ended. */
  readonly expires_at: string | null;
}

/** Returns an entry of the history. */
export const historyEntry = ({ event_id, type, position, recorded_at, data }: HistoryRow): HistoryEntry => {
  const isDecision = type === 'AlertTriggered' || type === 'AlertRearmed';
  const { rule, expires_at = null } = data as { rule?: AlertRule; expires_at?: string | null };
  return {
    event_id,
    type: type as HistoryEntry['type'],
    position,
    recorded_at,
    decision: isDecision ? decisionAnswer(data as Omit<EventData<'AlertTriggered'>, 'alert_id'>) : null,
    rule: rule === undefined ? null : termsOfRule(rule),
    expires_at,
  };
};
