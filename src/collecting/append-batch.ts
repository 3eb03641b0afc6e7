/** Appends one batch of events until all of it is in the log: lost answers, moved streams, parts that are there already. */
import type { EventMetadata, LogPosition, NewEvent } from '../domain/envelope.js';
import { ledgerError } from '../base/errors.js';
import type { Runtime } from '../base/runtime.js';
import { appendWithRetry } from '../log/append-with-retry.js';
import type { AppendOutcome, EventLog } from '../log/event-log.js';

/** A decision that depends on what a stream held. */
export interface Decided {
  /** Returns the revision of the stream that the events were decided from. */
  expectedRevision(): number;
  /** Decides again after another writer moved the stream. Returns the events that are still to be appended. */
  retry(): Promise<readonly NewEvent[]>;
  /** Notes the revision that the stream has now. */
  appended(revision: number): void;
}

/** Events of one stream. */
export interface StreamWrite {
  readonly stream: string;
  readonly events: readonly NewEvent[];
  /** `null` if the events do not depend on the stream: they are appended at any revision. */
  readonly decided: Decided | null;
}

export interface BatchDeps {
  readonly log: EventLog;
  readonly runtime: Runtime;
  readonly signal: AbortSignal;
  readonly metadata: EventMetadata;
}

const roundsMax = 5;

/** Handles one outcome. Returns the write with the events that must be appended again; `null` if none must. */
const settle = async (write: StreamWrite, outcome: AppendOutcome): Promise<StreamWrite | null> => {
  const { stream, decided } = write;
  if (outcome.outcome === 'wrong_expected_revision') {
    if (decided === null) throw ledgerError('INTERNAL', `${stream}: no revision was expected`);
    const events = await decided.retry();
    return events.length > 0 ? { ...write, events } : null;
  }
  if (outcome.outcome === 'corrupted_idempotency') {
    // An attempt that was cut short left part of it in the log. An id is all that an event states: the rest is enough.
    const events = write.events.filter(({ id }) => !outcome.existing.includes(id));
    return events.length > 0 ? { ...write, events } : null;
  }
  decided?.appended(outcome.revision);
  return null;
};

/**
 * Appends the writes, each stream at most once among them, until all are acknowledged. Returns the position of the last
 * event. Throws WRONG_EXPECTED_REVISION if a stream keeps changing, and what the log throws if it stays unavailable.
 */
export const appendBatch = async (deps: BatchDeps, writes: readonly StreamWrite[]): Promise<LogPosition | null> => {
  let last: LogPosition | null = null;
  let pending = writes;
  for (let round = 1; pending.length > 0; round += 1) {
    if (round > roundsMax) {
      throw ledgerError('WRONG_EXPECTED_REVISION', `${pending[0]?.stream} kept changing while it was appended to`);
    }
    const appends = pending.map(({ stream, events, decided }) => ({
      stream,
      expectedRevision: decided === null ? ('any' as const) : decided.expectedRevision(),
      events,
    }));
    const outcomes = await appendWithRetry(deps, appends, deps.metadata);
    const again: StreamWrite[] = [];
    for (const [at, write] of pending.entries()) {
      const outcome = outcomes[at];
      if (outcome === undefined) throw ledgerError('INTERNAL', `the log did not answer for ${write.stream}`);
      if ('position' in outcome && (last === null || outcome.position > last)) last = outcome.position;
      const rest = await settle(write, outcome);
      if (rest !== null) again.push(rest);
    }
    pending = again;
  }
  return last;
};
