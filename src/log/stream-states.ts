/**
 * The states of streams before and after the events of a page, folded from the streams alone. So the same event has the same
 * states in any page and in any process. Rejected: to take them from a read model, which is at another place of the log.
 */
import { LRUCache } from 'lru-cache';
import { inParallel } from '../base/async/parallel.js';
import type { LedgerEvent, RecordedEvent } from '../domain/envelope.js';
import { decodeEvent } from '../domain/upcasting.js';
import type { EventLog } from './event-log.js';
import { streamEvents } from './stream-events.js';

/** Streams read at once. */
const streamReadsAtOnceMax = 8;

export interface StreamFold<S> {
  /** State of a stream without events. */
  readonly initial: S;
  /** Returns the state after `event`. Deterministic, and without a change of `state`. */
  readonly fold: (state: S, event: LedgerEvent) => S;
  /** Streams whose state is kept in memory. */
  readonly cachedMax: number;
}

export interface StatesAround<S> {
  readonly before: S;
  readonly after: S;
}

export interface StreamStates<S> {
  /**
   * Returns the states around each event of a page, by the event's id. The page has all events of its streams that the fold
   * heeds, in log order.
   */
  around(events: readonly LedgerEvent[]): Promise<ReadonlyMap<string, StatesAround<S>>>;
}

/** Creates the states of the streams of `log`. */
export const createStreamStates = <S extends object | null>(
  log: Pick<EventLog, 'readStream'>,
  { initial, fold, cachedMax }: StreamFold<S>,
): StreamStates<S> => {
  /** `revision`: that of the last event folded. */
  const kept = new LRUCache<string, { readonly revision: number; readonly state: S }>({ max: cachedMax });

  /** Folds an event. Skips one that cannot be decoded, as the read models do: it was parked. */
  const foldRecorded = (state: S, event: RecordedEvent): S => {
    try {
      return fold(state, decodeEvent(event));
    } catch {
      return state;
    }
  };

  /** Returns the state before the event with that revision; folds on from what is kept. */
  const readBefore = async (stream: string, revision: number): Promise<S> => {
    const held = kept.get(stream);
    const known = held !== undefined && held.revision < revision ? held : { revision: -1, state: initial };
    let { state } = known;
    for await (const event of streamEvents(log, stream, { from: known.revision + 1, before: revision })) {
      state = foldRecorded(state, event);
    }
    return state;
  };

  const before = async (events: readonly LedgerEvent[]): Promise<Map<string, S>> => {
    const firsts = new Map<string, number>();
    for (const { stream, revision } of events) if (!firsts.has(stream)) firsts.set(stream, revision);
    const states = new Map<string, S>();
    await inParallel([...firsts], streamReadsAtOnceMax, async ([stream, revision]) => {
      states.set(stream, await readBefore(stream, revision));
    });
    return states;
  };

  return {
    async around(events) {
      const states = await before(events);
      const byEvent = new Map<string, StatesAround<S>>();
      for (const event of events) {
        const earlier = states.get(event.stream) ?? initial;
        const after = fold(earlier, event);
        states.set(event.stream, after);
        byEvent.set(event.id, { before: earlier, after });
        kept.set(event.stream, { revision: event.revision, state: after });
      }
      return byEvent;
    },
  };
};
