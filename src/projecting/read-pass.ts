/** One pass over the log for several builds: pages of events, or of what the log stores, each decoded once. */
import type { LedgerEvent, LogPosition } from '../domain/envelope.js';
import { startPosition } from '../domain/envelope.js';
import type { EventType } from '../domain/events.js';
import { limits } from '../base/limits.js';
import { type EventLog, pages, readingAhead } from '../log/event-log.js';
import type { StoredEvents, StoredPage, StoredRun } from '../log/stored-events.js';
import { decodeAll, type Poison } from '../subscriptions/process-page.js';
import type { StoredPart } from './projection.js';

/** A page, decoded but for its runs. */
export interface PassPage {
  /** In log order, without those of runs. */
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

const decoded = async (page: StoredPage): Promise<PassPage> => {
  const recorded = page.alone.length === 0 ? [] : await page.events(page.alone);
  const { decoded: events, undecodable } = decodeAll(recorded);
  const indexOf = new Map(recorded.map(({ position }, at) => [position, page.alone[at] as number]));
  const byIndex = new Map(events.map((event) => [indexOf.get(event.position) as number, event]));
  const { position, count } = page;
  return { events, undecodable, position, count, stored: { page, parts: partsOf(page.runs, byIndex) } };
};

/** The types that all who take them take as they are stored. */
const runTypesOf = (takers: readonly Taker[]): EventType[] => {
  const stored = new Set(takers.flatMap(({ storedTypes }) => storedTypes));
  return [...stored].filter((type) =>
    takers.every(({ types, storedTypes }) => !types.includes(type) || storedTypes.includes(type)),
  );
};

async function* storedPages(
  stored: StoredEvents,
  takers: readonly Taker[],
  positionsMax: number,
): AsyncGenerator<PassPage> {
  const types = [...new Set(takers.flatMap((taker) => taker.types))];
  const runTypes = runTypesOf(takers);
  // A page ends where a build does.
  const ends = takers.flatMap(({ until }) => until ?? []).sort();
  const read = (after: LogPosition): Promise<StoredPage> =>
    stored.readPage({ after, upTo: ends.find((end) => end > after), types, runTypes, positionsMax });
  for await (const page of readingAhead(startPosition, read)) yield await decoded(page);
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
    runTypesOf(takers).length > 0 &&
    takers.every(({ until }) => until === undefined || log.isPosition(until));
  return isStored ? storedPages(stored, takers, pageEvents) : eventPages(log, takers, pageEvents);
};
