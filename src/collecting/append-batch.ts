/** Appends one batch of events until all of it is in the log: lost answers, moved streams, parts that are there already. */
import type { EventMetadata, LogPosition, NewEvent } from '../domain/envelope.js';
import { ledgerError } from '../base/errors.js';
import type { Runtime } from '../base/runtime.js';
import { appendWithRetry } from '../log/append-with-retry.js';
import type { AppendOutcome, EventLog } from '../log/event-log.js';
import { gateActor, rulingTypes } from '../domain/prices/held.js';

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

/** Returns the events of a write that the collector states, or those that the gate rules. */
const partOf = (write: StreamWrite, part: 'stated' | 'ruled'): readonly NewEvent[] =>
  write.events.filter(({ type }) => rulingTypes.includes(type) === (part === 'ruled'));

/** Handles the outcome of a part. Returns the write with the events to append again; `null` if the part is in the log. */
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

/** Appends a part of the writes. Returns those whose part is in the log, and those to append again. */
const appendPart = async (
  deps: BatchDeps,
  writes: readonly StreamWrite[],
  part: 'stated' | 'ruled',
): Promise<{ done: readonly StreamWrite[]; again: readonly StreamWrite[]; last: LogPosition | null }> => {
  const sent: StreamWrite[] = [];
  const done: StreamWrite[] = [];
  for (const write of writes) (partOf(write, part).length === 0 ? done : sent).push(write);
  if (sent.length === 0) return { done, again: [], last: null };
  const appends = sent.map((write) => ({
    stream: write.stream,
    expectedRevision: write.decided === null ? ('any' as const) : write.decided.expectedRevision(),
    events: partOf(write, part),
  }));
  const metadata = part === 'ruled' ? { ...deps.metadata, actor: gateActor } : deps.metadata;
  const outcomes = await appendWithRetry(deps, appends, metadata);
  const again: StreamWrite[] = [];
  let last: LogPosition | null = null;
  for (const [at, write] of sent.entries()) {
    const outcome = outcomes[at];
    if (outcome === undefined) throw ledgerError('INTERNAL', `the log did not answer for ${write.stream}`);
    if ('position' in outcome && (last === null || outcome.position > last)) last = outcome.position;
    const rest = await settle(write, outcome);
    if (rest !== null) again.push(rest);
    // After another decision the rest of the one before is void.
    else if ('position' in outcome) done.push(write);
  }
  return { done, again, last };
};

/**
 * Appends the writes, each stream at most once among them, until all are acknowledged. Returns the position of the last
 * event. Throws WRONG_EXPECTED_REVISION if a stream keeps changing, and what the log throws if it stays unavailable.
 *
 * What the gate rules is appended after what the collector states, since the events of one append have one actor.
 */
export const appendBatch = async (deps: BatchDeps, writes: readonly StreamWrite[]): Promise<LogPosition | null> => {
  let last: LogPosition | null = null;
  let pending = writes;
  for (let round = 1; pending.length > 0; round += 1) {
    if (round > roundsMax) {
      throw ledgerError('WRONG_EXPECTED_REVISION', `${pending[0]?.stream} kept changing while it was appended to`);
    }
    const stated = await appendPart(deps, pending, 'stated');
    const ruled = await appendPart(deps, stated.done, 'ruled');
    last = [last, stated.last, ruled.last].reduce((a, b) => (b !== null && (a === null || b > a) ? b : a));
    pending = [...stated.again, ...ruled.again];
  }
  return last;
};
