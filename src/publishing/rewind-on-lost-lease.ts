/**
 * A page that arrives late: its sender looked at the lease, was paused or had to wait, and the page was written when
 * another holder had published newer messages. Readers that compare positions drop it. In a compacted topic it would stand
 * as the newest state of its cards until they change again. There the sender, as soon as it notices, takes the checkpoint
 * back, and the holder publishes again from that page on. Rejected: to publish again itself, beside the holder, which is
 * how it came about.
 */
import type { LogPosition } from '../domain/envelope.js';
import { isTransient } from '../base/errors.js';
import { limits } from '../base/limits.js';
import type { Logger } from '../base/logger.js';
import type { Runtime } from '../base/runtime.js';
import type { Database } from '../postgres/database.js';
import { rewindCheckpoint } from '../subscriptions/checkpoints.js';
import type { Lease } from '../subscriptions/leases.js';
import type { EventSink } from './event-sink.js';

export interface RewindScope {
  readonly database: Database;
  readonly runtime: Runtime;
  readonly logger: Logger;
  readonly subscriber: string;
  /** Position before the page. */
  readonly from: LogPosition;
  /** Ends waiting for a server that is away. */
  readonly signal: AbortSignal;
}

const isLost = (lease: Pick<Lease, 'throwIfLost'>): boolean => {
  try {
    lease.throwIfLost();
    return false;
  } catch {
    return true;
  }
};

/** Takes the checkpoint back to `from`; waits out a server that is away. Never throws. */
export const rewind = async ({ database, runtime, logger, subscriber, from, signal }: RewindScope): Promise<void> => {
  for (;;) {
    try {
      if (await rewindCheckpoint(database, subscriber, from)) {
        logger.warn('a page may have arrived after newer ones: publishing again', { subscriber, position: from });
      }
      return;
    } catch (error) {
      if (!isTransient(error) || signal.aborted) return;
      await runtime.sleep(limits.retryDelayMsMax, signal).catch(() => undefined);
    }
  }
};

/** Wraps the sink for one page: if the lease was lost when the page may have been written, the page is sent again. */
export const withRewind = (sink: EventSink, scope: RewindScope, lease: Pick<Lease, 'throwIfLost'>): EventSink => ({
  ...sink,
  async publish(messages, { beforeSend = () => undefined } = {}) {
    let mayBeWritten = false;
    const options = {
      beforeSend: (): void => {
        beforeSend();
        mayBeWritten = true;
      },
    };
    try {
      await sink.publish(messages, options);
    } finally {
      if (mayBeWritten && isLost(lease)) void rewind(scope);
    }
  },
});
