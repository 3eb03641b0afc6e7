/** Logs in memory, filled with recorded events. */
import type { RecordedEvent } from '../../src/domain/envelope.js';
import type { EventLog } from '../../src/log/event-log.js';
import { createMemoryLog } from '../../src/log/memory/memory-log.js';
import type { Runtime } from '../../src/runtime.js';
import { createRecorder, metadata, numbers, observation, type Recorder } from './events.js';

/** Appends events, in their order, each to its stream. The log gives them places and times of its own. */
export const appendTo = async (log: EventLog, events: readonly RecordedEvent[]): Promise<void> => {
  for (const { id, type, schema_version, data, stream } of events) {
    await log.append([{ stream, expectedRevision: 'any', events: [{ id, type, schema_version, data }] }], metadata);
  }
};

/** A log in memory that holds `events`. */
export const memoryLogOf = async (runtime: Runtime, events: readonly RecordedEvent[]): Promise<EventLog> => {
  const log = createMemoryLog({ runtime });
  await appendTo(log, events);
  return log;
};

/** Events of every type: a small market over two months, with all that can happen to a price. */
export const recordMarket = ({ record }: Recorder): void => {
  record('CollectionStarted');
  record('SetListed');
  for (let card = 1; card <= 6; card += 1) {
    const card_id = `pokemon-${card}`;
    record('CardListed', { card_id, name: `Card ${card}` });
    for (const [at, day] of ['2025-08-31', '2025-09-01', '2025-09-01'].entries()) {
      const effective_at = `${day}T${String(10 + at)}:00:00Z`;
      record('PriceObserved', observation({ card_id, effective_at, ...numbers(100 * card + at) }));
    }
  }
  record('PriceCorrected', { card_id: 'pokemon-2', effective_at: '2025-09-01T12:00:00Z' });
  record('ObservationVoided', { card_id: 'pokemon-3', effective_at: '2025-09-01T12:00:00Z' });
  record('PriceWithdrawn', { card_id: 'pokemon-4', effective_at: '2025-09-02T12:00:00Z' });
  record('ObservationQuarantined');
  record('QuarantineReleased');
  record('SetRevised');
  record('CardRevised', { card_id: 'pokemon-1' });
  record('CardMerged', { card_id: 'pokemon-5' });
  record('CardWithdrawn', { card_id: 'pokemon-6' });
  record('ExternalIdMapped', { card_id: 'pokemon-2' });
  record('SetWithdrawn');
  record('SnapshotTaken');
  record('CollectionFinished');
  record('CollectionFailed');
};

/** The events of `recordMarket`. */
export const marketEvents = (): RecordedEvent[] => {
  const recorder = createRecorder();
  recordMarket(recorder);
  return recorder.events;
};
