/** Creates logs in memory, filled with recorded events. */
import { type LogPosition, type NewEvent, type RecordedEvent, startPosition } from '../../src/domain/envelope.js';
import { ledgerError } from '../../src/base/errors.js';
import type { EventLog, EventPage, StreamAppend } from '../../src/log/event-log.js';
import { createMemoryLog } from '../../src/log/memory/memory-log.js';
import type { Runtime } from '../../src/base/runtime.js';
import { createRecorder, metadata, numbers, observation, type Recorder } from './events.js';

/** Appends events in order, each to its stream. The log assigns new positions and times. */
export const appendTo = async (log: EventLog, events: readonly RecordedEvent[]): Promise<void> => {
  for (const { id, type, schema_version, data, stream } of events) {
    await log.append([{ stream, expectedRevision: 'any', events: [{ id, type, schema_version, data }] }], metadata);
  }
};

/** Appends events in calls of at most `most`, as a collector does: what the events of a call share is stored once. */
export const appendTogether = async (log: EventLog, events: readonly RecordedEvent[], most: number): Promise<void> => {
  for (let from = 0; from < events.length;) {
    const { recorded_at, metadata: of } = events[from] as RecordedEvent;
    const together: RecordedEvent[] = [];
    while (together.length < most && events[from]?.metadata.actor === of.actor)
      together.push(events[from++] as RecordedEvent);
    const streams = new Map<string, NewEvent[]>();
    for (const { id, type, schema_version, data, stream } of together)
      streams.set(stream, [...(streams.get(stream) ?? []), { id, type, schema_version, data }]);
    const appends = [...streams].map(([stream, list]): StreamAppend => ({
      stream,
      expectedRevision: 'any',
      events: list,
    }));
    await log.append(appends, of, recorded_at);
  }
};

/** Creates a log in memory with `events`. */
export const memoryLogOf = async (runtime: Runtime, events: readonly RecordedEvent[]): Promise<EventLog> => {
  const log = createMemoryLog({ runtime });
  await appendTo(log, events);
  return log;
};

/** Creates a view of a log as another engine has it after a copy: with positions of another form. */
export const onAnotherEngine = (log: EventLog): EventLog => {
  const print = (position: LogPosition): LogPosition =>
    position === startPosition ? position : (`x${position}` as LogPosition);
  const isPosition = (text: string): text is LogPosition => text === startPosition || text.startsWith('x');
  const parse = (position: LogPosition): LogPosition => {
    if (!isPosition(position))
      throw ledgerError('INVALID_POSITION', `"${String(position)}" is not a position of this log`);
    return position.replace(/^x/, '') as LogPosition;
  };
  const event = (each: RecordedEvent): RecordedEvent => ({ ...each, position: print(each.position) });
  const moved = (page: EventPage): EventPage => ({
    ...page,
    events: page.events.map(event),
    position: print(page.position),
  });
  return {
    ...log,
    isPosition,
    head: async () => print(await log.head()),
    readAll: async (options) => moved(await log.readAll({ ...options, after: parse(options.after) })),
    async readStream(stream, options) {
      const slice = await log.readStream(stream, options);
      return slice.outcome === 'read' ? { ...slice, events: slice.events.map(event) } : slice;
    },
    async append(...call) {
      const outcomes = await log.append(...call);
      return outcomes.map((each) => ('position' in each ? { ...each, position: print(each.position) } : each));
    },
    async *subscribe(options) {
      for await (const page of log.subscribe({ ...options, after: parse(options.after) })) yield moved(page);
    },
  };
};

/** Records events of every type: a small market over two months, with every kind of change of a price. */
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
  record('ObservationQuarantined', { observation: observation({ card_id: 'pokemon-1' }) });
  record('QuarantineReleased');
  const held = observation({ card_id: 'pokemon-5', effective_at: '2025-09-03T12:00:00Z', ...numbers(90_000) });
  record('ObservationQuarantined', { observation: held, effective_at: held.effective_at });
  record('SetRevised');
  record('CardRevised', { card_id: 'pokemon-1' });
  record('CardMerged', { card_id: 'pokemon-5' });
  record('CardWithdrawn', { card_id: 'pokemon-6' });
  record('ExternalIdMapped', { card_id: 'pokemon-2' });
  record('ExternalIdRejected', { card_id: 'pokemon-2' });
  record('SetWithdrawn');
  record('SnapshotTaken');
  record('CollectionFinished');
  const missing = {
    kind: 'file' as const,
    file: '/prices',
    set_id: 'pokemon-3170',
    place: null,
    detail: 'answered 403',
  };
  record('CollectionFailed', { missing_files: 1, omissions: [missing] });
};

/** Returns the events of `recordMarket`. */
export const marketEvents = (): RecordedEvent[] => {
  const recorder = createRecorder();
  recordMarket(recorder);
  return recorder.events;
};
