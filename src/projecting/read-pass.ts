/** One pass over the log for several builds: pages of events, or of what the log stores, each decoded once. */
import type { LedgerEvent, LogPosition, RecordedEvent } from '../domain/envelope.js';
import { startPosition } from '../domain/envelope.js';
import type { EventType } from '../domain/events.js';
import { limits } from '../base/limits.js';
import { type EventLog, pages, readingAhead } from '../log/event-log.js';
import type { StoredEvents, StoredPage, StoredRun } from '../log/stored-events.js';
import { decodeAll, type Poison } from '../subscriptions/process-page.js';
import type { StoredPart } from './projection.js';

/** A page, decoded but for runs that all take as they are stored. */
export interface PassPage {
  /** In log order; those of runs only where a build takes their type as events. */
  readonly events: readonly LedgerEvent[];
  readonly undecodable: readonly Poison[];
  readonly position: LogPosition;
  /** Events in the page, with those of runs. */
  readonly count: number;
  readonly stored?: {
    readonly page: StoredPage;
    /** Events and runs in log order. */
    readonly parts: readonly StoredPart[];
  };
}

/** What a build takes of the pass. */
export interface Taker {
  readonly types: readonly EventType[];
  /** The types that it takes as they are stored. */
  readonly storedTypes: readonly EventType[];
  readonly until?: LogPosition | undefined;
}

/** Returns the events and runs of a page in order. */
const partsOf = (runs: readonly StoredRun[], events: ReadonlyMap<number, LedgerEvent>): StoredPart[] =>
  [
    ...runs.map((run) => ({ at: run.from, part: { run } })),
    ...[...events].map(([at, event]) => ({ at, part: { event } })),
  ]
    .sort((a, b) => a.at - b.at)
    .map(({ part }) => part);

const decoded = async (page: StoredPage, decodedTypes: ReadonlySet<string>): Promise<PassPage> => {
  const ofRuns = page.runs.flatMap(({ type, from, to }) =>
    decodedTypes.has(type) ? Array.from({ length: to - from }, (_, nth) => from + nth) : [],
  );
  const indexes = [...page.alone, ...ofRuns].sort((a, b) => a - b);
  const recorded = indexes.length === 0 ? [] : await page.events(indexes);
  const { decoded: events, undecodable } = decodeAll(recorded);
  const eventAt = new Map(events.map((event) => [event.position, event]));
  const alone = new Set(page.alone);
  const byIndex = new Map<number, LedgerEvent>();
  indexes.forEach((index, nth) => {
    const event = eventAt.get((recorded[nth] as RecordedEvent).position);
    if (event !== undefined && alone.has(index)) byIndex.set(index, event);
  });
  const { position, count } = page;
  return { events, undecodable, position, count, stored: { page, parts: partsOf(page.runs, byIndex) } };
};

/** The types that some take as they are stored, and those of them that others take as events. */
const runTypesOf = (
  takers: readonly Taker[],
): { readonly runTypes: readonly EventType[]; readonly decodedTypes: ReadonlySet<EventType> } => {
  const runTypes = [...new Set(takers.flatMap(({ storedTypes }) => storedTypes))];
  const asEvents = runTypes.filter((type) =>
    takers.some(({ types, storedTypes }) => types.includes(type) && !storedTypes.includes(type)),
  );
  return { runTypes, decodedTypes: new Set(asEvents) };
};

async function* storedPages(
  stored: StoredEvents,
  takers: readonly Taker[],
  positionsMax: number,
): AsyncGenerator<PassPage> {
  const types = [...new Set(takers.flatMap((taker) => taker.types))];
  const { runTypes, decodedTypes } = runTypesOf(takers);
  // A page ends where a build does.
  const ends = takers.flatMap(({ until }) => until ?? []).sort();
  const read = (after: LogPosition): Promise<StoredPage> =>
    stored.readPage({ after, upTo: ends.find((end) => end > after), types, runTypes, positionsMax });
  for await (const page of readingAhead(startPosition, read)) yield await decoded(page, decodedTypes);
}

async function* eventPages(log: EventLog, takers: readonly Taker[], pageEvents: number): AsyncGenerator<PassPage> {
  const types = [...new Set(takers.flatMap((taker) => taker.types))];
  for await (const { events, position } of pages(log, { after: startPosition, filter: { types }, pageEvents })) {
    const { decoded: known, undecodable } = decodeAll(events);
    yield { events: known, undecodable, position, count: events.length };
  }
}

/** Reads the log from its start to its head for all `takers`. */
export const readPass = (
  log: EventLog,
  takers: readonly Taker[],
  pageEvents: number = limits.rebuildPageEvents,
): AsyncGenerator<PassPage> => {
  const { stored } = log;
  const isStored =
    stored !== undefined &&
    runTypesOf(takers).runTypes.length > 0 &&
    takers.every(({ until }) => until === undefined || log.isPosition(until));
  return isStored ? storedPages(stored, takers, pageEvents) : eventPages(log, takers, pageEvents);
};
