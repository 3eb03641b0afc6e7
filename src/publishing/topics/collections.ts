/** Collections: what a source was found to have, set by set, and how each run ended. */
import { eventDefinitions } from '../../domain/events.js';
import { isSimulated } from '../../domain/source.js';
import { ceType, collectionMessageTypes, isCollectionMessage } from '../messages.js';
import { topics } from '../topic-definitions.js';
import type { TopicPublisher } from './topic-publisher.js';

export const collectionsTopic: TopicPublisher = {
  name: 'collections',
  topic: topics.collections,
  eventTypes: collectionMessageTypes,
  start: () => () =>
    Promise.resolve((event) =>
      isCollectionMessage(event)
        ? {
            topic: topics.collections,
            key: `${event.data.source}|${event.data.scope}`,
            type: ceType(event.type, eventDefinitions[event.type].version),
            data: event.data,
            simulated: isSimulated(event.data.source),
          }
        : null,
    ),
};
