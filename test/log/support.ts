/** Shared by the specs of the log: events, metadata, a clock that is set, a subscriber. */
import { randomUUID } from 'node:crypto';
import {
  type EventMetadata,
  type LogPosition,
  type NewEvent,
  type RecordedEvent,
  startPosition,
} from '../../src/domain/envelope.js';
import { createSegmentVerifier, type SegmentStore, type SegmentVerdict } from '../../src/log/hash-chain.js';
import { errorCode } from '../../src/base/errors.js';
import { type EventFilter, type EventLog, type EventPage, pages } from '../../src/log/event-log.js';
import { type Runtime, systemRuntime } from '../../src/base/runtime.js';

export const metadata: EventMetadata = {
  correlation_id: '0f8e4c1a-5d0c-4d53-9a53-0b8f6d3c2a11',
  causation_id: null,
  actor: 'test',
};

export const event = (data: Record<string, unknown> = {}, type = 'Tested', schema_version = 1): NewEvent => ({
  id: randomUUID(),
  type,
  schema_version,
  data,
});

export const events = (count: number, type?: string): NewEvent[] =>
  Array.from({ length: count }, (_, n) => event({ n }, type));

/** A category no other test uses: letters only, as stream names want. */
export const newCategory = (): string =>
  `t${randomUUID()
    .replaceAll('-', '')
    .replace(/\d/g, (digit) => 'ghijklmnop'[Number(digit)] as string)}`;

/** The real runtime with a clock that stands still until it is set. */
export const settableClock = (start: string): { runtime: Runtime; set(instant: string): void } => {
  let now = new Date(start);
  return {
    runtime: { ...systemRuntime(), now: () => now },
    set: (instant) => {
      now = new Date(instant);
    },
  };
};

/** All events after a position, read in pages. */
export const readEverything = async (
  log: EventLog,
  options: { after: LogPosition; filter?: EventFilter; pageEvents?: number },
): Promise<RecordedEvent[]> => {
  const all: RecordedEvent[] = [];
  for await (const page of pages(log, { pageEvents: 1_000, ...options })) all.push(...page.events);
  return all;
};

/** Compares the chain of the whole log with the sealed segments, as `verify` does. */
export const verifySegments = async (
  log: Pick<EventLog, 'readAll'>,
  store: SegmentStore,
  sizes: { segmentEvents: number },
): Promise<SegmentVerdict> => {
  const verifier = createSegmentVerifier(store, sizes);
  try {
    const range = { after: startPosition, pageEvents: sizes.segmentEvents };
    for await (const page of pages(log, range)) await verifier.add(page.events);
  } catch (error) {
    if (errorCode(error) !== 'EVENT_NOT_UNDERSTOOD') throw error;
    return verifier.verdict(true);
  }
  return verifier.verdict();
};

export interface Subscriber {
  readonly pages: EventPage[];
  /** Ids seen, in order. */
  ids(): string[];
  /** Aborts the signal and waits for the end of the loop. */
  stop(): Promise<void>;
  /** The loop: resolves at its end, rejects when it threw. */
  readonly done: Promise<void>;
}

/** Subscribes and keeps what comes. */
export const follow = (
  log: EventLog,
  options: {
    after: LogPosition;
    filter?: EventFilter;
    pageEvents?: number;
    onPage?: (page: EventPage) => Promise<void>;
  },
): Subscriber => {
  const { onPage, ...wanted } = options;
  const controller = new AbortController();
  const seen: EventPage[] = [];
  const run = async (): Promise<void> => {
    for await (const page of log.subscribe({ pageEvents: 100, ...wanted, signal: controller.signal })) {
      seen.push(page);
      await onPage?.(page);
    }
  };
  const done = run();
  done.catch(() => undefined);
  return {
    pages: seen,
    ids: () => seen.flatMap((page) => page.events.map((each) => each.id)),
    done,
    async stop() {
      controller.abort();
      await done;
    },
  };
};
