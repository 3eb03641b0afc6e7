/** Firings of alerts, as the log has them. */
import { isSimulated } from '../../domain/source.js';
import { ledgerError } from '../../base/errors.js';
import { alertMessageType } from '../messages.js';
import { topics } from '../topic-definitions.js';
import type { TopicPublisher } from './topic-publisher.js';

export const alertsTopic: TopicPublisher = {
  name: 'alerts',
  topic: topics.alerts,
  eventTypes: ['AlertTriggered'],
  start: () => () =>
    Promise.resolve((event) => {
      if (event.type !== 'AlertTriggered') return null;
      const { alert_id: key, source } = event.data;
      // Data are not checked on read, and a message without a key has no order.
      if (typeof key !== 'string' || key === '') {
        throw ledgerError('EVENT_NOT_UNDERSTOOD', `AlertTriggered ${event.id} without alert_id`);
      }
      return { topic: topics.alerts, key, type: alertMessageType, data: event.data, simulated: isSimulated(source) };
    }),
};
