/**
 * Decisions into the log, each once. An append says which revision it knows the stream to be at, never `any`: EventStoreDB
 * recognises a repeated event for certain only where the revision is not the one expected, and then we look for ourselves.
 */
import type { NewEvent, RecordedEvent } from '../domain/envelope.js';
import { alertStream } from '../domain/streams.js';
import { ledgerError } from '../base/errors.js';
import { limits } from '../base/limits.js';
import type { AppendOutcome, EventLog, StreamAppend } from '../log/event-log.js';
import { streamEvents } from '../log/stream-events.js';
import type { Runtime } from '../base/runtime.js';
import type { AlertDecisions, DecisionSink } from './evaluate-page.js';

export interface Appending {
  readonly log: EventLog;
  readonly runtime: Runtime;
  /** Throws when the right to append is lost; called right before every append. */
  readonly throwIfLost: () => void;
}

/** Types that nobody but the alerter appends. */
const ours = ['AlertTriggered', 'AlertRearmed', 'AlertExpired'];

const readRest = async (log: EventLog, stream: string, afterRevision: number): Promise<RecordedEvent[]> => {
  const events: RecordedEvent[] = [];
  for await (const event of streamEvents(log, stream, { from: afterRevision + 1 })) events.push(event);
  return events;
};

const append = async (
  { log, runtime, throwIfLost }: Appending,
  appends: readonly StreamAppend[],
): Promise<readonly AppendOutcome[]> => {
  throwIfLost();
  return log.append(appends, { correlation_id: runtime.uuid(), causation_id: null, actor: 'alerter' });
};

const isDone = (outcome: AppendOutcome | undefined): outcome is Extract<AppendOutcome, { position: unknown }> =>
  outcome?.outcome === 'appended' || outcome?.outcome === 'already_appended';

/**
 * The stream is not where it was known to be: a command came, or the decisions (some of them) are there already, from a
 * life that ended before it could remember. What lacks is appended behind. Answers with the revision up to which all
 * decisions there are ours to know: another instance may have gone further than we have.
 */
const settle = async (
  appending: Appending,
  stream: string,
  known: number,
  events: readonly NewEvent[],
): Promise<number> => {
  const wanted = new Set(events.map(({ id }) => id));
  for (let tries = 0; tries < limits.alertCommandTriesMax; tries += 1) {
    const rest = await readRest(appending.log, stream, known);
    const there = new Set(rest.map(({ id }) => id));
    const unknown = rest.find(({ id, type }) => ours.includes(type) && !wanted.has(id));
    const upTo = (revision: number): number => (unknown === undefined ? revision : unknown.revision - 1);
    const lacking = events.filter(({ id }) => !there.has(id));
    const head = rest.at(-1)?.revision ?? known;
    if (lacking.length === 0) return upTo(rest.findLast(({ id }) => wanted.has(id))?.revision ?? known);
    // One call carries one page at most: the next turn of the loop finds these and goes on.
    const piece = lacking.slice(0, limits.alertAppendEvents);
    const [outcome] = await append(appending, [{ stream, expectedRevision: head, events: piece }]);
    if (isDone(outcome) && piece.length === lacking.length) return upTo(outcome.revision);
    if (isDone(outcome)) tries = 0;
  }
  throw ledgerError('LOG_BUSY', `${stream} kept moving while decisions were appended`);
};

/** Calls of at most limits.alertAppendEvents events. An alert that has more than that is left to `settle`. */
const callsOf = (decisions: readonly AlertDecisions[]): AlertDecisions[][] => {
  const calls: AlertDecisions[][] = [];
  let room = 0;
  for (const each of decisions) {
    if (each.events.length > room) {
      calls.push([]);
      room = limits.alertAppendEvents;
    }
    calls.at(-1)?.push(each);
    room -= each.events.length;
  }
  return calls;
};

/** Where decisions go for good. Throws LEASE_LOST, LOG_BUSY or what the log throws: decide again, the ids are the same. */
export const appendDecisions =
  (appending: Appending): DecisionSink =>
  async (decisions) => {
    const revisions = new Map<string, number>();
    for (const call of callsOf(decisions)) {
      const fits = call.filter(({ events }) => events.length <= limits.alertAppendEvents);
      const appends = fits.map(({ alertId, knownRevision, events }): StreamAppend => ({
        stream: alertStream(alertId),
        expectedRevision: knownRevision,
        events,
      }));
      const outcomes = appends.length === 0 ? [] : await append(appending, appends);
      const byStream = new Map(outcomes.map((outcome) => [outcome.stream, outcome]));
      for (const { alertId, knownRevision, events } of call) {
        const stream = alertStream(alertId);
        const outcome = byStream.get(stream);
        revisions.set(
          alertId,
          isDone(outcome) ? outcome.revision : await settle(appending, stream, knownRevision, events),
        );
      }
    }
    return revisions;
  };
