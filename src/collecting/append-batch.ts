/**
 * Appends one batch of decided events and sees it through: answers lost, streams that moved meanwhile, parts that an
 * earlier attempt got into the log already.
 */
import type { EventMetadata, LogPosition, NewEvent } from '../domain/envelope.js';
import { decodeEvent } from '../domain/upcasting.js';
import { ledgerError } from '../base/errors.js';
import { limits } from '../base/limits.js';
import { appendWithRetry } from '../log/append-with-retry.js';
import type { AppendOutcome, EventLog } from '../log/event-log.js';
import type { Runtime } from '../base/runtime.js';
import { type CardDecision, type CardShown, decideCard, type SnapshotContext } from './decide-prices.js';
import { type CardPrices, applyEvents } from './known-state.js';

/** One set's snapshot while its events are under way. */
export interface SnapshotUnit {
  readonly setId: string;
  readonly context: SnapshotContext;
  readonly url: string;
  readonly sha256: string;
  readonly rows: number;
  changed: number;
  unchanged: number;
  withdrawn: number;
  quarantined: number;
  /** Jobs not acknowledged yet. */
  open: number;
  /** Nothing more will be added. */
  sealed: boolean;
}

/** Events of one stream. */
export interface Job {
  readonly stream: string;
  events: readonly NewEvent[];
  readonly unit: SnapshotUnit | null;
  /** Set where a revision is expected and the decision can be taken again. */
  readonly card: { readonly shown: CardShown; decision: CardDecision } | null;
}

export interface BatchDeps {
  readonly log: EventLog;
  readonly runtime: Runtime;
  readonly signal: AbortSignal;
  readonly metadata: EventMetadata;
  readonly source: string;
  /** Revisions are kept up as appends are acknowledged. */
  readonly prices: Map<string, CardPrices>;
}

const roundsMax = 5;
export const decisionCounts = ['changed', 'unchanged', 'withdrawn', 'quarantined'] as const;

/** Decides a card's events again after somebody else wrote to its stream (a correction, a quarantined row). */
const decideAgain = async (deps: BatchDeps, job: Job): Promise<void> => {
  const { log, prices, source } = deps;
  if (job.card === null || job.unit === null) throw ledgerError('INTERNAL', `${job.stream}: no revision was expected`);
  const { shown, decision } = job.card;
  const known = prices.get(shown.cardId) ?? { revision: -1, setId: job.unit.setId, prices: new Map() };
  const slice = await log.readStream(job.stream, {
    direction: 'forwards',
    fromRevision: known.revision + 1,
    limit: limits.readPageEventsMax,
  });
  const tail = slice.outcome === 'read' ? slice.events : [];
  const card = applyEvents(
    known,
    tail.map((event) => decodeEvent(event)),
    source,
  );
  prices.set(shown.cardId, card);
  const there = new Set(tail.map(({ id }) => id));
  const again = decideCard(job.unit.context, shown, card);
  for (const name of decisionCounts) job.unit[name] += again[name] - decision[name];
  job.card.decision = again;
  job.events = again.events.filter(({ id }) => !there.has(id));
};

/** Keeps the card's revision for the next time its stream is written to. */
const noteRevision = ({ prices }: BatchDeps, job: Job, revision: number): void => {
  if (job.card === null) return;
  const { cardId } = job.card.shown;
  const known = prices.get(cardId);
  if (known !== undefined) known.revision = Math.max(known.revision, revision);
  else prices.set(cardId, { revision, setId: job.unit?.setId ?? null, prices: new Map() });
};

/** Takes note of one answer; returns whether the job, changed as need be, must be sent again. */
const settle = async (deps: BatchDeps, job: Job, outcome: AppendOutcome): Promise<boolean> => {
  if (outcome.outcome === 'wrong_expected_revision') {
    await decideAgain(deps, job);
    return job.events.length > 0;
  }
  if (outcome.outcome === 'corrupted_idempotency') {
    // Part of it is in the log since an attempt that was cut short. An id is all that is stated: no need to say it again.
    job.events = job.events.filter(({ id }) => !outcome.existing.includes(id));
    return job.events.length > 0;
  }
  noteRevision(deps, job, outcome.revision);
  return false;
};

/**
 * Appends the jobs, each stream at most once among them, until all are acknowledged. Returns the position of the last
 * event. Throws WRONG_EXPECTED_REVISION when a stream keeps changing, and what the log throws when it stays away.
 */
export const appendBatch = async (deps: BatchDeps, jobs: readonly Job[]): Promise<LogPosition | null> => {
  let last: LogPosition | null = null;
  let pending = jobs;
  for (let round = 1; pending.length > 0; round += 1) {
    if (round > roundsMax) {
      throw ledgerError('WRONG_EXPECTED_REVISION', `${pending[0]?.stream} kept changing under the collector`);
    }
    const appends = pending.map(({ stream, events, card }) => ({
      stream,
      expectedRevision: card === null ? ('any' as const) : (deps.prices.get(card.shown.cardId)?.revision ?? -1),
      events,
    }));
    const outcomes = await appendWithRetry(deps, appends, deps.metadata);
    const again: Job[] = [];
    for (const [at, job] of pending.entries()) {
      const outcome = outcomes[at];
      if (outcome === undefined) throw ledgerError('INTERNAL', `the log did not answer for ${job.stream}`);
      if ('position' in outcome && (last === null || outcome.position > last)) last = outcome.position;
      if (await settle(deps, job, outcome)) again.push(job);
    }
    pending = again;
  }
  return last;
};
