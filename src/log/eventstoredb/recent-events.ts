/**
 * The newest events that this process has read, kept for the readers that follow the log. A process has a dozen of them, one
 * for each read model, topic and stream of prices, and each asks for the same events: they are received and decoded once.
 * Rejected: one reader of the log for all, because each has a checkpoint, a speed and a lease of its own.
 */
import type { LogPosition } from '../../domain/envelope.js';
import type { ReceivedEvent } from './event-codec.js';
import { eventStoreLimits } from './limits.js';

/** What one call read of $all. */
export interface ReadPart {
  /** In the order of the log, all behind the position from which the call read. */
  readonly events: readonly ReceivedEvent[];
  /** Position of the last of `events`; where the call began if there are none. */
  readonly to: LogPosition;
  /** Whether the log ended there. */
  readonly isEnd: boolean;
}

interface KeptPart extends ReadPart {
  /** Exclusive. */
  readonly from: LogPosition;
}

interface Call {
  readonly part: Promise<ReadPart>;
  /** The number of the call: calls begin in this order. */
  readonly number: number;
}

export interface RecentEvents {
  /** Returns the number of the next call: `since` of a reader that begins now. */
  nextCall(): number;
  /** Yields the kept events behind `after`; none unless it is the position of one of them, or where they begin. */
  behind(after: LogPosition): Iterable<ReceivedEvent>;
  /**
   * Reads behind `after` by `read`, or waits for a call under way that reads from there. `isFresh`: the call began after
   * call number `since`, so that its end of the log is an end for a reader that began then. Throws the error of `read`.
   */
  readBehind(
    after: LogPosition,
    since: number,
    read: () => Promise<ReadPart>,
  ): Promise<ReadPart & { readonly isFresh: boolean }>;
}

/** Creates the memory of one log; it keeps eventStoreLimits.recentEventsMax events at most. */
export const createRecentEvents = (): RecentEvents => {
  /** Each begins where the one before it ends. */
  let parts: KeptPart[] = [];
  let kept = 0;
  let calls = 0;
  const underWay = new Map<LogPosition, Call>();

  const keep = (part: KeptPart): void => {
    if (part.events.length === 0) return;
    const end = parts.at(-1)?.to;
    // A reader far behind reads what others have passed.
    if (end !== undefined && part.to <= end) return;
    if (end !== undefined && part.from !== end) {
      parts = [];
      kept = 0;
    }
    parts.push(part);
    kept += part.events.length;
    while (kept > eventStoreLimits.recentEventsMax && parts.length > 1) kept -= parts.shift()?.events.length ?? 0;
  };

  return {
    nextCall: () => calls,
    *behind(after) {
      const at = parts.findIndex(({ from, to }) => from <= after && after < to);
      if (at === -1) return;
      const [first, ...rest] = parts.slice(at) as [KeptPart, ...KeptPart[]];
      const index = first.events.findIndex(({ position }) => position === after);
      // Whether there is such a position is for the server to say.
      if (index === -1 && after !== first.from) return;
      yield* first.events.slice(index + 1);
      for (const { events } of rest) yield* events;
    },
    async readBehind(after, since, read) {
      const other = underWay.get(after);
      if (other !== undefined) return { ...(await other.part), isFresh: other.number >= since };
      const call: Call = { part: read(), number: calls };
      calls += 1;
      underWay.set(after, call);
      try {
        const part = await call.part;
        keep({ ...part, from: after });
        return { ...part, isFresh: true };
      } catch (error) {
        // The next answer may come from a server that was restored from a backup.
        parts = [];
        kept = 0;
        throw error;
      } finally {
        underWay.delete(after);
      }
    },
  };
};
