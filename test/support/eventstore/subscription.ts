/**
 * A subscription to $all as the server has it (Enumerator.AllSubscriptionFiltered, and AllSubscription without a filter):
 * pages until the end of the log, then what comes, from a channel of 32 that drops its oldest, whereupon it reads pages
 * again. Checkpoints come after so many events looked at, when it goes live, and when it falls behind; the one at going
 * live is no further than what was sent last, and "the end" where nothing was (Position.FromInt64 of -1), after which no
 * other comes.
 */
import { type Filter, isBefore, pageEvents, type Position, positionOf, readAllForwards } from './read-pages.js';
import type { Store, StoredEvent } from './store.js';

export interface Out {
  event(event: StoredEvent): Promise<void>;
  checkpoint(position: Position): Promise<void>;
  confirmation(): Promise<void>;
  caughtUp(): Promise<void>;
  readonly isOver: () => boolean;
  /** Settles when the client or the server ends the call. */
  readonly over: Promise<void>;
}

interface Live {
  readonly sequence: number;
  readonly event?: StoredEvent;
  readonly checkpoint?: Position;
}

const nowhere: Position = { commit: -1, prepare: -1 };
/** Printed as the greatest number of 64 bits. */
const theEnd: Position = { commit: Number.POSITIVE_INFINITY, prepare: Number.POSITIVE_INFINITY };
const notAfter = (a: Position, b: Position): boolean => !isBefore(b, a);

export const subscribe = async (
  store: Store,
  of: { readonly from: Position | 'start' | 'end'; readonly filter: Filter; readonly checkpointPages: number | null },
  out: Out,
): Promise<void> => {
  const { filter, checkpointPages } = of;
  const interval = checkpointPages === null ? Number.POSITIVE_INFINITY : checkpointPages * pageEvents;
  const live: Live[] = [];
  let written = 0;
  let taken = 0;
  let looked = 0;
  let ring = (): void => undefined;
  const push = (item: Omit<Live, 'sequence'>): void => {
    written += 1;
    live.push({ ...item, sequence: written });
    if (live.length > pageEvents) live.shift();
    ring();
  };
  const confirmedAt = store.lastPosition();
  const stop = store.onWrite((events) => {
    for (const event of events) {
      if (filter(event)) push({ event });
      looked += 1;
      if (looked < interval) continue;
      looked = 0;
      push({ checkpoint: positionOf(event) });
    }
  });

  let lastCheckpoint: Position | null = null;
  const sendCheckpoint = async (position: Position): Promise<void> => {
    if (checkpointPages === null) return;
    const told = position.commit < 0 ? theEnd : position;
    if (lastCheckpoint !== null && notAfter(told, lastCheckpoint)) return;
    lastCheckpoint = told;
    await out.checkpoint(told);
  };

  let at: Position =
    of.from === 'start' ? nowhere : of.from === 'end' ? { commit: confirmedAt, prepare: confirmedAt } : of.from;

  const catchUp = async (): Promise<void> => {
    let counter = 0;
    let from = at.commit < 0 ? { commit: 0, prepare: 0 } : at;
    while (!out.isOver()) {
      const page = readAllForwards(store, from, filter, checkpointPages !== null);
      for (const event of page.events) {
        if (notAfter(positionOf(event), at)) continue;
        await out.event(event);
        at = positionOf(event);
      }
      counter += page.looked;
      if (page.isEnd) return sendCheckpoint(at);
      if (counter >= interval) {
        counter %= interval;
        if (checkpointPages !== null && isBefore(at, page.current)) at = page.current;
        await sendCheckpoint(at);
      }
      from = page.next;
    }
  };

  const goLive = async (): Promise<void> => {
    await out.caughtUp();
    while (!out.isOver()) {
      const next = live.shift();
      if (next === undefined) {
        await Promise.race([out.over, new Promise<void>((resolve) => (ring = resolve))]);
        continue;
      }
      const isNext = next.sequence === taken + 1;
      taken = next.sequence;
      if (next.event !== undefined && notAfter(positionOf(next.event), at)) continue;
      if (next.checkpoint !== undefined && isBefore(next.checkpoint, at)) continue;
      if (!isNext) {
        await sendCheckpoint(at);
        return;
      }
      if (next.event !== undefined) {
        await out.event(next.event);
        at = positionOf(next.event);
      } else if (next.checkpoint !== undefined) {
        await sendCheckpoint(next.checkpoint);
        at = next.checkpoint;
      }
    }
  };

  try {
    await out.confirmation();
    if (!isBefore(at, { commit: confirmedAt, prepare: confirmedAt })) await goLive();
    while (!out.isOver()) {
      await catchUp();
      await goLive();
    }
  } finally {
    stop();
  }
};
