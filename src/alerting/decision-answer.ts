/** Firings and re-armings as people read them: amounts in major units, and what each was decided from. */
import type { AlertMetric } from '../domain/alerts/rule.js';
import type { EventData } from '../domain/events.js';
import { type Currency, toMajorUnits, toMajorUnitsOrNull } from '../domain/prices/money.js';
import { gradeText, type PriceKind } from '../domain/prices/price-key.js';

/** An event of the log that a decision was made from. */
export interface Cause {
  readonly event_id: string;
  readonly position: string;
}

/** The price before. */
export interface PreviousPrice extends Cause {
  readonly price: number | null;
  readonly effective_at: string;
}

/** What a price was compared with. */
export interface PriceReference {
  readonly amount: number;
  /** Since when this price held; `null` for a threshold. */
  readonly since: string | null;
}

/** A price at which an alert fired, or was armed again, with the explanation. */
export interface DecisionAnswer {
  /** @isInt */
  readonly rule_version: number;
  readonly card_id: string;
  readonly source: string;
  readonly kind: PriceKind;
  readonly printing: string;
  readonly printing_slug: string;
  readonly condition: string | null;
  readonly grade: string | null;
  readonly language: string | null;
  readonly currency: Currency;
  readonly metric: AlertMetric;
  /** `null` if the source shows no such number, which only availability fires on. */
  readonly price: number | null;
  readonly effective_at: string;
  /** The event of the price. */
  readonly triggering: Cause;
  /** Of a firing: `crossing`, a price made the condition hold; `on_create`, it held when the alert was made or changed. */
  readonly occasion: 'crossing' | 'on_create' | null;
  readonly previous: PreviousPrice | null;
  /** `null` if nothing was compared (availability), and of a re-arming. */
  readonly reference: PriceReference | null;
  /** From when on prices were compared. */
  readonly measured_from: string | null;
}

type Rearmed = Omit<EventData<'AlertRearmed'>, 'alert_id'>;
type Triggered = Omit<EventData<'AlertTriggered'>, 'alert_id'>;

/** Returns the decision of an event's data. */
export const decisionAnswer = (data: Rearmed | Triggered): DecisionAnswer => {
  const { currency, printing, grade } = data;
  const fired = 'occasion' in data ? data : null;
  return {
    rule_version: data.rule_version,
    card_id: data.card_id,
    source: data.source,
    kind: data.kind,
    printing: printing.name,
    printing_slug: printing.slug,
    condition: data.condition,
    grade: grade === null ? null : gradeText(grade),
    language: data.language,
    currency,
    metric: data.metric,
    price: toMajorUnitsOrNull(data.price, currency),
    effective_at: data.effective_at,
    triggering: data.triggering,
    occasion: fired?.occasion ?? null,
    previous:
      fired?.previous == null ? null : { ...fired.previous, price: toMajorUnitsOrNull(fired.previous.price, currency) },
    reference:
      fired?.reference == null
        ? null
        : { amount: toMajorUnits(fired.reference.amount, currency), since: fired.reference.since },
    measured_from: fired?.measured_from ?? null,
  };
};
