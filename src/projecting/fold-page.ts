/**
 * One page of the log into one read model: rows and checkpoint in one transaction. An event that cannot be folded is
 * found by halving the page, parked, and the rest goes on; in a rebuild it stops everything, because a new read model
 * with a hole would replace a good one.
 */
import type { LedgerEvent, LogPosition, RecordedEvent } from '../domain/envelope.js';
import { decodeEvent } from '../domain/upcasting.js';
import { errorCode, isTransient } from '../base/errors.js';
import type { EventPage } from '../log/event-log.js';
import type { Database } from '../postgres/database.js';
import { moveCheckpoint } from '../subscriptions/checkpoints.js';
import { park } from '../subscriptions/dead-letters.js';
import type { Fold, Projection } from './projection.js';
import { type PublishInvalidations, createInvalidationPublisher } from './invalidations.js';

export interface Folding {
  readonly database: Database;
  readonly projection: Projection;
  readonly schema: string;
  /** Token of the lease. */
  readonly fence: number;
  readonly onPoison: 'park' | 'stop';
  /** Told of every event parked. */
  readonly onParked?: (event: RecordedEvent, reason: string) => void;
  /** Readers ask these tables: what a page touches is told to caches. */
  readonly isLive?: boolean;
  /** The fold in use; replaced after a failed transaction, whose effects on its memory are void. */
  fold: Fold;
  /** Replaced with it, for the same reason. */
  announce: PublishInvalidations | undefined;
}

const fresh = ({
  projection,
  schema,
  isLive,
}: Omit<Folding, 'fold' | 'announce'>): Pick<Folding, 'fold' | 'announce'> => ({
  fold: projection.startFold(schema),
  announce: isLive === true ? createInvalidationPublisher(schema) : undefined,
});

/** Starts folding into the tables of `options.schema`. */
export const startFolding = (options: Omit<Folding, 'fold' | 'announce'>): Folding => ({
  ...options,
  ...fresh(options),
});

interface Part {
  readonly events: readonly RecordedEvent[];
  readonly from: LogPosition;
  readonly to: LogPosition;
}

/** Whether trying the same page again can help, as opposed to looking for a bad event in it. */
const isOurTrouble = (error: unknown): boolean => isTransient(error) || errorCode(error) === 'LEASE_LOST';

const parkOne = async (folding: Folding, part: Part, event: RecordedEvent, error: unknown): Promise<void> => {
  if (folding.onPoison === 'stop') throw error;
  const reason = error instanceof Error ? error.message : String(error);
  await folding.database.transaction(async (client) => {
    await park(client, folding.schema, event, reason);
    await moveCheckpoint(client, {
      schema: folding.schema,
      from: part.from,
      to: part.to,
      events: 0,
      fence: folding.fence,
    });
  });
  folding.onParked?.(event, reason);
};

const foldPart = async (folding: Folding, part: Part): Promise<void> => {
  try {
    const decoded: LedgerEvent[] = part.events.map((event) => decodeEvent(event));
    await folding.database.transaction(async (client) => {
      if (decoded.length > 0) await folding.fold(client, decoded);
      const { from, to } = part;
      await folding.announce?.(client, decoded, to);
      await moveCheckpoint(client, { schema: folding.schema, from, to, events: decoded.length, fence: folding.fence });
    });
  } catch (error) {
    Object.assign(folding, fresh(folding));
    if (isOurTrouble(error)) throw error;
    const [first] = part.events;
    if (first === undefined) throw error;
    if (part.events.length === 1) return parkOne(folding, part, first, error);
    const half = Math.floor(part.events.length / 2);
    const middle = (part.events[half - 1] as RecordedEvent).position;
    await foldPart(folding, { events: part.events.slice(0, half), from: part.from, to: middle });
    await foldPart(folding, { events: part.events.slice(half), from: middle, to: part.to });
  }
};

/**
 * Folds `page`, whose events follow the checkpoint `from`. Throws a connection error or LEASE_LOST (nothing of the
 * failing part is written; read the checkpoint and go on from there), and in a rebuild whatever the fold throws.
 */
export const foldPage = async (folding: Folding, page: EventPage, from: LogPosition): Promise<void> => {
  if (page.position === from) return;
  await foldPart(folding, { events: page.events, from, to: page.position });
};
