/** Firings of alerts, as they are in the log. */
import { isSimulated } from '../../domain/source.js';
import { isEventType } from '../../domain/events.js';
import { ledgerError } from '../../base/errors.js';
import { alertMessageType, ceType } from '../messages.js';
import { topics } from '../topic-definitions.js';
import type { TopicPublisher } from './topic-publisher.js';

/** By name: the lane is there as soon as the log knows such an event. */
const triggered = isEventType(alertMessageType) ? alertMessageType : undefined;

/** The text in `data` of that name; what has none is no firing of anything. */
const textOf = (data: Readonly<Record<string, unknown>>, name: string): string => {
  const text = data[name];
  if (typeof text === 'string' && text !== '') return text;
  throw ledgerError('EVENT_NOT_UNDERSTOOD', `${alertMessageType} without ${name}`);
};

export const alertsTopic: TopicPublisher = {
  name: 'alerts',
  topic: topics.alerts,
  eventTypes: triggered === undefined ? [] : [triggered],
  start: () => () =>
    Promise.resolve((event) => {
      const data: Readonly<Record<string, unknown>> = event.data;
      const source = data['source'] ?? event.metadata.source;
      return {
        topic: topics.alerts,
        key: textOf(data, 'alert_id'),
        type: ceType(alertMessageType, event.schema_version),
        data,
        simulated: typeof source === 'string' && isSimulated(source),
      };
    }),
};
