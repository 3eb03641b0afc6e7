/** Checkpoints: how far each subscriber of the log is, in the database that holds its rows. */
import type { LogPosition } from '../domain/envelope.js';
import { startPosition } from '../domain/envelope.js';
import { ledgerError } from '../base/errors.js';
import type { EventLog } from '../log/event-log.js';
import type { Client, Database, Row } from '../postgres/database.js';

export type SubscriberState = 'live' | 'rebuilding' | 'stopped';

export interface Checkpoint {
  /** The subscriber; of tables that are being rebuilt, their schema. */
  readonly subscriber: string;
  /** Of the code that processed the events. */
  readonly version: number;
  readonly position: LogPosition;
  /** Events processed since the checkpoint was at the start of the log. */
  readonly events: number;
  readonly state: SubscriberState;
  readonly error: string | null;
}

const columns = 'c.subscriber, c.version, c.position, c.events, c.state, c.error';

/** Returns the checkpoint of `subscriber`; `undefined` if there is none. */
export const readCheckpoint = async (database: Database, subscriber: string): Promise<Checkpoint | undefined> =>
  (
    await database.query<Checkpoint & Row>(
      `select ${columns} from subscriptions.checkpoints c where c.subscriber = $1`,
      [subscriber],
    )
  )[0];

export interface NewCheckpoint {
  /** Letters, digits and underscores. */
  readonly subscriber: string;
  readonly version: number;
  readonly state?: SubscriberState;
  /** Name of the lease under which it is moved; default: the subscriber's. */
  readonly lease?: string;
}

/** Creates a checkpoint at the start of the log. Does nothing if it exists. */
export const createCheckpoint = async (
  client: { query(text: string, values: unknown[]): Promise<unknown> },
  { subscriber, version, state = 'live', lease = subscriber }: NewCheckpoint,
): Promise<void> => {
  await client.query(
    `insert into subscriptions.checkpoints (subscriber, lease, version, position, state)
     values ($1, $2, $3, $4, $5) on conflict do nothing`,
    [subscriber, lease, version, startPosition, state],
  );
};

/** Deletes the checkpoint with its dead letters and invalidations. */
export const deleteCheckpoint = async (client: Client, subscriber: string): Promise<void> => {
  await client.query('delete from subscriptions.checkpoints where subscriber = $1', [subscriber]);
};

export interface CheckpointMove {
  readonly subscriber: string;
  readonly from: LogPosition;
  readonly to: LogPosition;
  /** Events processed between the two. */
  readonly events: number;
  /** Token of the lease. */
  readonly fence: number;
}

/**
 * Moves the checkpoint, in the transaction that wrote the rows: compare-and-set on position and fence. Throws LEASE_LOST
 * if another holder moved it or took over; the rows are then rolled back.
 */
export const moveCheckpoint = async (client: Client, move: CheckpointMove): Promise<void> => {
  const moved = await client.query(
    `update subscriptions.checkpoints
     set position = $3, events = events + $4, fence = $5, error = null, updated_at = now(),
         state = case state when 'stopped' then 'live' else state end
     where subscriber = $1 and position = $2 and fence <= $5`,
    [move.subscriber, move.from, move.to, move.events, move.fence],
  );
  if (moved.rowCount === 0) {
    throw ledgerError('LEASE_LOST', `${move.subscriber} was moved from ${move.from} by another instance`);
  }
};

/**
 * Takes the checkpoint back to the start of the log, for a subscriber that begins again. Forgets its dead letters, since
 * their events come again. Throws LEASE_LOST if another holder took over.
 */
export const restartCheckpoint = async (
  client: Client,
  { subscriber, version, fence }: { subscriber: string; version: number; fence: number },
): Promise<void> => {
  const reset = await client.query(
    `update subscriptions.checkpoints
     set position = $2, version = $3, events = 0, fence = $4, state = 'live', error = null, updated_at = now()
     where subscriber = $1 and fence <= $4`,
    [subscriber, startPosition, version, fence],
  );
  if (reset.rowCount === 0) throw ledgerError('LEASE_LOST', `${subscriber} was taken over by another instance`);
  await client.query('delete from subscriptions.dead_letters where subscriber = $1', [subscriber]);
};

const rewindSql = `
  with rewound as (
    update subscriptions.checkpoints set position = $2, updated_at = now()
     where subscriber = $1 and position collate "C" > $2 returning subscriber
  ), forgotten as (
    delete from subscriptions.dead_letters d using rewound r
     where d.subscriber = r.subscriber and d.position collate "C" > $2
  )
  select subscriber from rewound`;

/**
 * Takes the checkpoint back to `to` if it is beyond; returns whether it was. Forgets the dead letters behind `to`, since their
 * events come again. The holder of the lease finds out when it next moves or reads the checkpoint, and processes again what
 * follows. Not fenced: to repeat is always allowed.
 */
export const rewindCheckpoint = async (database: Database, subscriber: string, to: LogPosition): Promise<boolean> =>
  (await database.query(rewindSql, [subscriber, to])).length > 0;

/** Makes `fence` the newest token: a holder with an older one is refused from then on. */
export const raiseFence = async (database: Database, subscriber: string, fence: number): Promise<void> => {
  await database.query('update subscriptions.checkpoints set fence = $2 where subscriber = $1 and fence < $2', [
    subscriber,
    fence,
  ]);
};

/** Marks the subscriber as stopped, with the reason, for people to see. */
export const markStopped = async (database: Database, subscriber: string, error: string): Promise<void> => {
  await database.query(
    `update subscriptions.checkpoints set state = 'stopped', error = $2, updated_at = now() where subscriber = $1`,
    [subscriber, error],
  );
};

/** Removes the mark of `markStopped`. */
export const markLive = async (database: Database, subscriber: string): Promise<void> => {
  await database.query(
    `update subscriptions.checkpoints set state = 'live', error = null, updated_at = now()
     where subscriber = $1 and state = 'stopped'`,
    [subscriber],
  );
};

export interface SubscriberStatus extends Checkpoint {
  readonly dead_letters: number;
  /** Holder of the lease; `null` if there is none now. */
  readonly holder: string | null;
  readonly updated_at: string;
}

/** Returns the status of every subscriber, and of tables that are being rebuilt. */
export const subscriberStatuses = (database: Database): Promise<SubscriberStatus[]> =>
  database.query<SubscriberStatus & Row>(
    `select ${columns}, c.updated_at,
            (select count(*) from subscriptions.dead_letters d where d.subscriber = c.subscriber) as dead_letters,
            (select holder from subscriptions.leases l where l.name = c.lease and l.expires_at >= now()) as holder
     from subscriptions.checkpoints c order by c.subscriber`,
  );

export interface BeyondEnd {
  /** Position of the last event. */
  readonly head: LogPosition;
  readonly positions: readonly Pick<Checkpoint, 'subscriber' | 'position'>[];
}

/**
 * Returns the subscribers whose checkpoint lies beyond the last event of the log: events that they processed are lost, or
 * somebody moved the checkpoint. Positions of another engine's log do not count.
 */
export const subscribersBeyond = async (
  database: Database,
  log: Pick<EventLog, 'head' | 'isPosition'>,
): Promise<BeyondEnd> => {
  const all = await database.query<Pick<Checkpoint, 'subscriber' | 'position'> & Row>(
    'select subscriber, position from subscriptions.checkpoints order by subscriber',
  );
  // The head is read after the checkpoints, which move on meanwhile.
  const head = await log.head();
  return { head, positions: all.filter(({ position }) => log.isPosition(position) && position > head) };
};
