/**
 * One page of the log through a subscriber. The processor commits: its rows, dead letters and the checkpoint in one
 * transaction. An event that cannot be processed is found by halving the page, parked, and the rest goes on. A rebuild
 * stops at such an event instead: new tables with a hole would replace good ones.
 */
import type { LedgerEvent, LogPosition, RecordedEvent } from '../domain/envelope.js';
import { decodeEvent } from '../domain/upcasting.js';
import { errorCode, errorTable, isTransient, ledgerError } from '../base/errors.js';
import type { EventPage } from '../log/event-log.js';
import type { Client, Database } from '../postgres/database.js';
import { moveCheckpoint } from './checkpoints.js';
import { park } from './dead-letters.js';

/** Events to be processed together: a page of the log, or a part of one. */
export interface Batch {
  /** In log order, decoded. An event that cannot be decoded is not among them: the commit that passes it parks it. */
  readonly events: readonly LedgerEvent[];
  /** Position before the batch. */
  readonly from: LogPosition;
  /** Position behind the batch; there may be no event at it. */
  readonly to: LogPosition;
  /**
   * Runs `write` and moves the checkpoint to `upTo` (default: `to`) in one transaction. Throws LEASE_LOST if another
   * holder moved the checkpoint or took over.
   */
  commit(write?: (client: Client) => Promise<void>, upTo?: LogPosition): Promise<void>;
  /**
   * Runs work that no transaction of this database undoes, or that reads from another engine. Throws LEASE_LOST before
   * it if the lease is lost; long work calls `throwIfLost` right before each effect. A failure of `work` is blamed on no
   * event and the batch is retried, but for MESSAGE_REFUSED: that code says that some event of the batch is refused.
   */
  effect<T>(work: (throwIfLost: () => void) => Promise<T>): Promise<T>;
}

/**
 * Processes a batch and commits it up to its end, at once or piece by piece. Called again with parts of the same batch
 * after a failure; what was committed does not come again.
 */
export type Process = (batch: Batch) => Promise<void>;

export interface PageProcessor {
  readonly database: Database;
  readonly subscriber: string;
  /** Token of the lease. */
  readonly fence: number;
  readonly process: Process;
  /** What becomes of an event that cannot be processed. */
  readonly onPoison: 'park' | 'stop';
  /** Called after an event was parked. */
  readonly onParked?: (event: RecordedEvent, reason: string) => void;
  /** Throws LEASE_LOST if the lease is lost; default: never. */
  readonly throwIfLost?: () => void;
  /** Once aborted, failures are blamed on no event. */
  readonly stop?: AbortSignal;
  /** Runs at the end of each commit's transaction instead of moving the checkpoint; default: moves it. */
  readonly settle?: (client: Client, processed: readonly LedgerEvent[]) => Promise<void>;
}

interface Part {
  readonly events: readonly RecordedEvent[];
  readonly from: LogPosition;
  readonly to: LogPosition;
}

/** An event that cannot be processed, and why. */
export interface Poison {
  readonly event: RecordedEvent;
  readonly error: unknown;
}

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** Whether another try of the same events can succeed. */
export const canSucceedLater = (error: unknown): boolean =>
  isTransient(error) || (errorCode(error) !== 'INTERNAL' && errorTable[errorCode(error)].retryable);

/** Returns an error that names the event at which a rebuild stopped, in its details too. */
export const stoppedAt = ({ event, error: cause }: Poison): Error => {
  const reason = reasonOf(cause);
  const message = reason.includes(event.id) ? reason : `${reason} (event ${event.id} at ${event.position})`;
  return ledgerError(errorCode(cause), message, { details: { event: event.id }, cause });
};

/** Decodes events in order; those that cannot be decoded apart. */
export const decodeAll = (
  events: readonly RecordedEvent[],
): { readonly decoded: LedgerEvent[]; readonly undecodable: Poison[] } => {
  const decoded: LedgerEvent[] = [];
  const undecodable: Poison[] = [];
  for (const event of events) {
    try {
      decoded.push(decodeEvent(event));
    } catch (error) {
      undecodable.push({ event, error });
    }
  }
  return { decoded, undecodable };
};

interface Advance {
  readonly from: LogPosition;
  readonly to: LogPosition;
  readonly processed: readonly LedgerEvent[];
  readonly poison: readonly Poison[];
  readonly write?: ((client: Client) => Promise<void>) | undefined;
}

/** Rows, dead letters and checkpoint in one transaction. */
const advance = async (on: PageProcessor, { from, to, processed, poison, write }: Advance): Promise<void> => {
  const { database, subscriber, fence } = on;
  await database.transaction(async (client) => {
    await write?.(client);
    for (const { event, error } of poison) await park(client, subscriber, event, reasonOf(error));
    if (on.settle !== undefined) await on.settle(client, processed);
    else await moveCheckpoint(client, { subscriber, from, to, events: processed.length, fence });
  });
  for (const { event, error } of poison) on.onParked?.(event, reasonOf(error));
};

const processPart = async (on: PageProcessor, part: Part): Promise<void> => {
  const { decoded, undecodable } = decodeAll(part.events);
  const [first] = undecodable;
  if (first !== undefined && on.onPoison === 'stop') throw stoppedAt(first);
  let committed = part.from;
  let isBlameless = false;
  const within =
    (upTo: LogPosition) =>
    (event: { position: LogPosition }): boolean =>
      event.position > committed && event.position <= upTo;
  const batch: Batch = {
    events: decoded,
    from: part.from,
    to: part.to,
    async commit(write, upTo = part.to) {
      const isPassed = within(upTo);
      const processed = decoded.filter(isPassed);
      const poison = undecodable.filter(({ event }) => isPassed(event));
      await advance(on, { from: committed, to: upTo, processed, poison, write });
      committed = upTo;
    },
    async effect(work) {
      on.throwIfLost?.();
      try {
        return await work(() => on.throwIfLost?.());
      } catch (error) {
        isBlameless = errorCode(error) !== 'MESSAGE_REFUSED';
        throw error;
      }
    },
  };
  try {
    await on.process(batch);
  } catch (error) {
    const rest = part.events.filter(within(part.to));
    const [event] = rest;
    if (isBlameless || canSucceedLater(error) || on.stop?.aborted === true || event === undefined) throw error;
    if (part.events.length > 1) return processHalves(on, { events: rest, from: committed, to: part.to });
    const poison = { event, error };
    if (on.onPoison === 'stop') throw stoppedAt(poison);
    await advance(on, { from: committed, to: part.to, processed: [], poison: [poison] });
    return;
  }
  if (committed !== part.to) throw new Error(`${on.subscriber} left events behind ${committed} uncommitted`);
};

/** Processes both halves of a part with poison in it. */
const processHalves = async (on: PageProcessor, { events, from, to }: Part): Promise<void> => {
  const half = Math.ceil(events.length / 2);
  const middle = events.length === 1 ? to : (events[half - 1] as RecordedEvent).position;
  await processPart(on, { events: events.slice(0, half), from, to: middle });
  if (events.length > 1) await processPart(on, { events: events.slice(half), from: middle, to });
};

/**
 * Processes `page`, whose events follow the checkpoint `from`. Throws what another try may mend (LEASE_LOST, a connection
 * error, a failed effect): read the checkpoint and go on from there. Where poison stops, also throws what the processor
 * throws, with the event in `details`.
 */
export const processPage = async (on: PageProcessor, page: EventPage, from: LogPosition): Promise<void> => {
  if (page.position === from) return;
  await processPart(on, { events: page.events, from, to: page.position });
};

/**
 * Processes events again that lie at or before the checkpoint, which stays where it is: `settle` is what a commit does
 * besides the rows. `before`: a position before the first of them.
 */
export const processAgain = (
  on: PageProcessor & Required<Pick<PageProcessor, 'settle'>>,
  events: readonly RecordedEvent[],
  before: LogPosition,
): Promise<void> =>
  events.length === 0
    ? Promise.resolve()
    : processPart(on, { events, from: before, to: (events.at(-1) as RecordedEvent).position });
