/** Prices: each event of a price as the log has it, with its snapshot resolved. */
import type { LedgerEvent } from '../../domain/envelope.js';
import { eventDefinitions } from '../../domain/events.js';
import { isSimulated } from '../../domain/source.js';
import { ceType, type MessageProvenance, type PriceMessageType, priceMessageTypes } from '../messages.js';
import { createPageProvenance } from '../page-provenance.js';
import { topics } from '../topic-definitions.js';
import type { TopicPublisher } from './topic-publisher.js';

type PriceEvent = Extract<LedgerEvent, { type: PriceMessageType }>;

const isPrice = (event: LedgerEvent): event is PriceEvent =>
  (priceMessageTypes as readonly string[]).includes(event.type);

/** Returns the id of the snapshot behind a price event; `undefined` if it names none. */
export const snapshotOf = (event: LedgerEvent): string | undefined => {
  if (event.type === 'PriceObserved' || event.type === 'PriceWithdrawn') return event.data.provenance;
  return event.type === 'QuarantineReleased' ? event.data.observation.provenance : undefined;
};

/** Returns the event's data with the provenance id resolved. */
const dataOf = (
  event: PriceEvent,
  found: ReadonlyMap<string, MessageProvenance>,
): Readonly<Record<string, unknown>> => {
  const snapshot_id = snapshotOf(event);
  if (snapshot_id === undefined) return event.data;
  const unknown = { snapshot_id, url: null, upstream_stamp: null, payload_sha256: null, parser_version: null };
  const provenance = found.get(snapshot_id) ?? unknown;
  if (event.type !== 'QuarantineReleased') return { ...event.data, provenance };
  return { ...event.data, observation: { ...event.data.observation, provenance } };
};

export const pricesTopic: TopicPublisher = {
  name: 'prices',
  topic: topics.prices,
  // Snapshots become no messages: with them in the page, most provenance needs no query.
  eventTypes: [...priceMessageTypes, 'SnapshotTaken'],
  start: (deps) => {
    const snapshots = createPageProvenance(deps);
    return async (page, signal) => {
      const found = await snapshots.behind(page, snapshotOf, signal);
      return (event) =>
        isPrice(event)
          ? {
              topic: topics.prices,
              key: event.data.card_id,
              type: ceType(event.type, eventDefinitions[event.type].version),
              data: dataOf(event, found),
              simulated: isSimulated(event.data.source),
            }
          : null;
    };
  },
};
