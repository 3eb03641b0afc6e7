/** The body of a webhook: `{type, timestamp, data}` of Standard Webhooks 1.0. Amounts are in major units, as in the API. */
import { toMajorUnits, toMajorUnitsOrNull } from '../../domain/prices/money.js';
import { conditionText } from '../firing-text.js';
import type { FiringContent, Message, TroubleContent } from '../notification.js';

const firingData = ({ firing, when, card, simulated, sample }: FiringContent): Record<string, unknown> => {
  const { currency, previous, reference, printing } = firing;
  return {
    alert_id: firing.alert_id,
    rule_version: firing.rule_version,
    condition: conditionText(when, currency),
    occasion: firing.occasion,
    card: { card_id: firing.card_id, ...card },
    source: firing.source,
    kind: firing.kind,
    printing: printing.name,
    condition_of_copy: firing.condition,
    grade: firing.grade,
    language: firing.language,
    currency,
    metric: firing.metric,
    price: toMajorUnitsOrNull(firing.price, currency),
    effective_at: firing.effective_at,
    previous:
      previous === null
        ? null
        : { price: toMajorUnitsOrNull(previous.price, currency), effective_at: previous.effective_at },
    reference: reference === null ? null : { price: toMajorUnits(reference.amount, currency), since: reference.since },
    measured_from: firing.measured_from,
    triggering: firing.triggering,
    simulated,
    ...(sample === true ? { sample } : {}),
  };
};

const troubleData = ({ type: _type, ...data }: TroubleContent): Record<string, unknown> => data;

/** Returns the body, the same on every try. */
export const webhookBody = ({ content, createdAt }: Message): string => {
  const { type } = content;
  const data =
    type === 'alert.triggered'
      ? firingData(content)
      : type === 'source.trouble'
        ? troubleData(content)
        : type === 'channel.disabled'
          ? { channel: content.channel, reason: content.reason }
          : { channel: content.channel };
  return JSON.stringify({ type, timestamp: createdAt, data });
};
