/** The event log in memory, for unit tests and simulations. Keeps every promise of the port but durability. */
import type { EventMetadata, NewEvent, RecordedEvent } from '../../domain/envelope.js';
import { instantOf } from '../../domain/instant.js';
import { limits } from '../../base/limits.js';
import type { Runtime } from '../../base/runtime.js';
import { checkAppend } from '../check-append.js';
import { checkRevision, pageSize } from '../check-read.js';
import { isNumericPosition, parsePosition, printPosition } from '../numeric-position.js';
import type {
  AppendOutcome,
  EventFilter,
  EventLog,
  EventPage,
  ReadStreamOptions,
  StreamAppend,
  StreamSlice,
} from '../event-log.js';
import { subscribePages } from '../subscription.js';

/** Data is stored as JSON, so that callers share no object with the log. */
type Stored = Omit<RecordedEvent, 'data' | 'metadata'> & { readonly data: string; readonly metadata: string };

interface Store {
  readonly all: Stored[];
  readonly byId: Map<string, Stored>;
  readonly streams: Map<string, Stored[]>;
}

const recorded = (event: Stored): RecordedEvent => ({
  ...event,
  data: JSON.parse(event.data) as RecordedEvent['data'],
  metadata: JSON.parse(event.metadata) as EventMetadata,
});

/** Returns the outcome of one stream's append; `null` if it must be written. */
const judge = (store: Store, { stream, expectedRevision, events }: StreamAppend): AppendOutcome | null => {
  const head = (store.streams.get(stream)?.length ?? 0) - 1;
  const stored = events.map((event) => store.byId.get(event.id));
  const [first] = stored;
  const last = stored.at(-1);
  if (stored.every((each) => each === undefined)) {
    if (expectedRevision === 'any' || expectedRevision === head) return null;
    return { outcome: 'wrong_expected_revision', stream, expected: expectedRevision, actual: head };
  }
  const isSame =
    first !== undefined &&
    last !== undefined &&
    stored.every((each, index) => each?.stream === stream && each.revision === first.revision + index) &&
    (expectedRevision === 'any' || first.revision === expectedRevision + 1);
  if (isSame) return { outcome: 'already_appended', stream, revision: last.revision, position: last.position };
  const existing = stored.filter((each) => each !== undefined).map((each) => each.id);
  return { outcome: 'corrupted_idempotency', stream, existing };
};

const write = (
  store: Store,
  stream: string,
  events: readonly { readonly event: NewEvent; readonly text: string }[],
  shared: { readonly recorded_at: string; readonly metadata: string },
): AppendOutcome => {
  const slice = store.streams.get(stream) ?? [];
  store.streams.set(stream, slice);
  for (const { event, text } of events) {
    const { id, type, schema_version } = event;
    const position = printPosition(store.all.length + 1);
    const stored: Stored = {
      id,
      type,
      schema_version,
      data: text,
      stream,
      revision: slice.length,
      position,
      ...shared,
    };
    slice.push(stored);
    store.all.push(stored);
    store.byId.set(id, stored);
  }
  return { outcome: 'appended', stream, revision: slice.length - 1, position: printPosition(store.all.length) };
};

const matches = (event: Stored, { streamPrefixes, types }: EventFilter): boolean =>
  (types === undefined || types.includes(event.type)) &&
  (streamPrefixes === undefined || streamPrefixes.some((prefix) => event.stream.startsWith(prefix)));

const readPage = (store: Store, options: Parameters<EventLog['readAll']>[0]): EventPage => {
  const after = parsePosition(options.after);
  const limit = pageSize(options.limit);
  const end = store.all.length;
  if (end <= after) return { events: [], position: options.after, atHead: true };
  const window = options.filter === undefined ? limit : limits.readWindowPositionsMax;
  const to = Math.min(end, after + window);
  const events: RecordedEvent[] = [];
  let reached = after;
  while (reached < to && events.length < limit) {
    const event = store.all[reached] as Stored;
    reached += 1;
    if (matches(event, options.filter ?? {})) events.push(recorded(event));
  }
  return { events, position: printPosition(reached), atHead: reached === end };
};

const readSlice = (store: Store, stream: string, options: ReadStreamOptions): StreamSlice => {
  const { fromRevision, direction } = options;
  checkRevision(fromRevision);
  const count = pageSize(options.limit);
  const slice = store.streams.get(stream);
  if (slice === undefined) return { outcome: 'stream_not_found' };
  const last = slice.length - 1;
  const from =
    direction === 'forwards' ? slice.slice(fromRevision ?? 0) : slice.slice(0, (fromRevision ?? last) + 1).reverse();
  return { outcome: 'read', events: from.slice(0, count).map(recorded), lastRevision: last };
};

/** Runs `work` at once. Returns its result as a promise, which rejects if it throws. */
const promised = <T>(work: () => T): Promise<T> =>
  new Promise((resolve) => {
    resolve(work());
  });

/** Creates an empty log. */
export const createMemoryLog = ({ runtime }: { readonly runtime: Runtime }): EventLog => {
  const store: Store = { all: [], byId: new Map(), streams: new Map() };
  const listeners = new Set<() => void>();
  const closing = new AbortController();
  const id = runtime.uuid();

  const append = (
    appends: readonly StreamAppend[],
    metadata: EventMetadata,
    now = instantOf(runtime.now()),
  ): readonly AppendOutcome[] => {
    const texts = checkAppend(appends, metadata);
    const newest = store.all.at(-1)?.recorded_at;
    // Instants with and without milliseconds do not sort as texts.
    const recorded_at = newest !== undefined && Date.parse(newest) > Date.parse(now) ? newest : now;
    const shared = { recorded_at, metadata: JSON.stringify(metadata) };
    let next = 0;
    const outcomes = appends.map((append): AppendOutcome => {
      const events = append.events.map((event) => ({ event, text: texts[next++] as string }));
      return judge(store, append) ?? write(store, append.stream, events, shared);
    });
    if (outcomes.some(({ outcome }) => outcome === 'appended')) listeners.forEach((wake) => wake());
    return outcomes;
  };

  const log: EventLog = {
    id: () => Promise.resolve(id),
    append: (...call) => promised(() => append(...call)),
    appendKeepsOrder: true,
    clockSkewMs: 0,
    positionsEndAtHead: true,
    readStream: (stream, options) => promised(() => readSlice(store, stream, options)),
    readAll: (options) => promised(() => readPage(store, options)),
    subscribe: (options) =>
      subscribePages(
        {
          readAll: (page) => log.readAll(page),
          listen: (wake) => {
            listeners.add(wake);
            return () => listeners.delete(wake);
          },
          runtime,
          isTransient: () => false,
          pollMs: limits.subscriptionPollMs,
        },
        { ...options, signal: AbortSignal.any([options.signal, closing.signal]) },
      ),
    positionBefore: (instant) =>
      promised(() => {
        const atMs = Date.parse(instant);
        return printPosition(store.all.findLastIndex(({ recorded_at: at }) => Date.parse(at) < atMs) + 1);
      }),
    head: () => promised(() => printPosition(store.all.length)),
    missingEvents: () => Promise.resolve([]),
    isPosition: isNumericPosition,
    close: () => promised(() => closing.abort()),
  };
  return log;
};
