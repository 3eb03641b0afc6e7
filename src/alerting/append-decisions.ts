/**
 * Appends decisions to the streams of their alerts, each once. An append expects a revision, never `any`: EventStoreDB
 * recognises a repeated event for certain only if the revision is not the expected one, and then the stream is read.
 */
import { ledgerError } from '../base/errors.js';
import { limits } from '../base/limits.js';
import type { Runtime } from '../base/runtime.js';
import { alertDecisionTypes } from '../domain/alerts/decider.js';
import type { NewEvent, RecordedEvent } from '../domain/envelope.js';
import { alertStream } from '../domain/streams.js';
import type { AppendOutcome, EventLog, StreamAppend } from '../log/event-log.js';
import { streamEvents } from '../log/stream-events.js';
import type { AlertDecisions, DecisionSink } from './evaluate-page.js';

export interface AppendDecisionsDeps {
  readonly log: EventLog;
  readonly runtime: Runtime;
  /** Throws if the lease is lost. Called right before every append. */
  readonly throwIfLost: () => void;
}

const append = async (
  { log, runtime, throwIfLost }: AppendDecisionsDeps,
  appends: readonly StreamAppend[],
): Promise<readonly AppendOutcome[]> => {
  throwIfLost();
  return log.append(appends, { correlation_id: runtime.uuid(), causation_id: null, actor: 'alerter' });
};

const isDone = (outcome: AppendOutcome | undefined): outcome is Extract<AppendOutcome, { position: unknown }> =>
  outcome?.outcome === 'appended' || outcome?.outcome === 'already_appended';

const isDecision = ({ type }: RecordedEvent): boolean => (alertDecisionTypes as readonly string[]).includes(type);

/**
 * Appends the decisions that the stream does not have, behind its last event. Called if the stream is not at
 * `knownRevision`: a command was appended, or an alerter appended some of the decisions before it died. Returns the
 * revision up to which all decisions are known: another instance may have appended further ones.
 */
const appendMissing = async (
  deps: AppendDecisionsDeps,
  stream: string,
  { knownRevision, events }: AlertDecisions,
): Promise<number> => {
  const ids = new Set(events.map(({ id }) => id));
  for (let tries = 0; tries < limits.commandTriesMax; tries += 1) {
    const later: RecordedEvent[] = [];
    for await (const event of streamEvents(deps.log, stream, { from: knownRevision + 1 })) later.push(event);
    const laterIds = new Set(later.map(({ id }) => id));
    const foreign = later.find((event) => isDecision(event) && !ids.has(event.id));
    const knownUpTo = (revision: number): number => (foreign === undefined ? revision : foreign.revision - 1);
    const missing = events.filter(({ id }) => !laterIds.has(id));
    const head = later.at(-1)?.revision ?? knownRevision;
    if (missing.length === 0) return knownUpTo(later.findLast(({ id }) => ids.has(id))?.revision ?? knownRevision);
    // One call appends a bounded number: the next turn of the loop finds these and goes on.
    const chunk: readonly NewEvent[] = missing.slice(0, limits.alertAppendEvents);
    const [outcome] = await append(deps, [{ stream, expectedRevision: head, events: chunk }]);
    if (isDone(outcome) && chunk.length === missing.length) return knownUpTo(outcome.revision);
    if (isDone(outcome)) tries = 0;
  }
  throw ledgerError('LOG_BUSY', `${stream} kept moving while decisions were appended`);
};

/** Returns calls of at most limits.alertAppendEvents events. An alert with more than that has a call of its own. */
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

/** Returns a sink that appends. It throws LEASE_LOST, LOG_BUSY or what the log throws: decide again, the ids are the same. */
export const appendDecisions =
  (deps: AppendDecisionsDeps): DecisionSink =>
  async (decisions) => {
    const revisions = new Map<string, number>();
    for (const call of callsOf(decisions)) {
      const fitting = call.filter(({ events }) => events.length <= limits.alertAppendEvents);
      const appends = fitting.map(({ alertId, knownRevision, events }): StreamAppend => ({
        stream: alertStream(alertId),
        expectedRevision: knownRevision,
        events,
      }));
      const outcomes = appends.length === 0 ? [] : await append(deps, appends);
      const byStream = new Map(outcomes.map((outcome) => [outcome.stream, outcome]));
      for (const each of call) {
        const stream = alertStream(each.alertId);
        const outcome = byStream.get(stream);
        revisions.set(each.alertId, isDone(outcome) ? outcome.revision : await appendMissing(deps, stream, each));
      }
    }
    return revisions;
  };
