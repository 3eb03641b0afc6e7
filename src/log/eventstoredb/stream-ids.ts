/**
 * The revisions of event ids at the ends of streams, which appends are compared with. The server compares too, but only for
 * an expected revision, and only at the revisions that follow it. If the events of a batch stand elsewhere in the stream,
 * or the writer expects `any`, the server would append them a second time.
 *
 * The end of a stream is read once and updated as this process appends; if other processes append, the new events are read.
 * Ids are compared with the newest eventStoreLimits.idsComparedMax events for `any`, and with idsComparedAtRevisionMax for
 * an expected revision. A retry stands at the end of its stream, or at its expected revision, where the server finds it
 * forever.
 */
import { LRUCache } from 'lru-cache';
import type { Logger } from '../../base/logger.js';
import { idAndRevisionOf } from './event-codec.js';
import { exceptionOf } from './server-errors.js';
import { messagesOf, type StreamRange, streamRequest } from './read-call.js';
import type { ReadContext } from './context.js';
import { eventStoreLimits } from './limits.js';

/** The cached end of a stream. */
export interface StreamEnd {
  /** Revision of the last event; -1 if the stream does not exist. */
  last: number;
  /** Revision of the first event that was read; 0 if all were. */
  first: number;
  /** Id → revision, from `first` to `last`. */
  readonly ids: Map<string, number>;
}

export interface StreamIds {
  /** Returns the cached end of the stream; `undefined` if there is none. */
  cached(stream: string): StreamEnd | undefined;
  /** Returns the end of the stream, at least `depth` events of it, cached or read. */
  end(stream: string, depth: number): Promise<StreamEnd>;
  /** Returns the same, with the events that were appended since it was cached. */
  refreshed(stream: string, depth: number): Promise<StreamEnd>;
  /** Returns the revisions of those of `ids` that stand at `from` or the revisions that follow it. */
  at(stream: string, from: number, ids: ReadonlySet<string>): Promise<ReadonlyMap<string, number>>;
  /** Notes appended events, the last of them at `revision`. `isNew`: they are the first of the stream. */
  note(stream: string, ids: readonly string[], revision: number, isNew: boolean): void;
  /** Drops the cached end of the stream, because an append to it has an unknown outcome. */
  forget(stream: string): void;
}

type IdAndRevision = NonNullable<ReturnType<typeof idAndRevisionOf>>;

const readIds = async (
  { connection, runtime }: ReadContext,
  stream: string,
  range: StreamRange,
): Promise<IdAndRevision[]> => {
  const events: IdAndRevision[] = [];
  try {
    for await (const messages of messagesOf(connection, runtime, streamRequest(stream, range))) {
      for (const message of messages) {
        const event = idAndRevisionOf(message);
        if (event !== null) events.push(event);
      }
    }
  } catch (error) {
    // A permanently deleted stream has no ids. The server rejects an append to it.
    if (exceptionOf((error as Error).cause) === 'stream-deleted') return [];
    throw error;
  }
  return events;
};

const readEnd = async (context: ReadContext, stream: string, depth: number): Promise<StreamEnd> => {
  const events = await readIds(context, stream, { direction: 'backwards', from: null, count: depth });
  // Oldest first, so that the oldest can be dropped.
  events.reverse();
  const last = events.at(-1)?.revision ?? -1;
  const first = events.length < depth ? 0 : (events[0]?.revision ?? 0);
  return { last, first, ids: new Map(events.map(({ id, revision }) => [id, revision])) };
};

/** Drops the oldest ids of a stream that has more than are compared, some at a time. */
const trim = (end: StreamEnd): void => {
  const max = eventStoreLimits.idsComparedMax;
  if (end.ids.size <= max + max / 10) return;
  for (const [id, revision] of end.ids) {
    if (end.ids.size <= max) break;
    end.ids.delete(id);
    end.first = revision + 1;
  }
};

/** Creates the cache of the ids of streams, eventStoreLimits.idsCachedMax in all. */
export const createStreamIds = (context: ReadContext, logger?: Logger): StreamIds => {
  const ends = new LRUCache<string, StreamEnd>({
    maxSize: eventStoreLimits.idsCachedMax,
    sizeCalculation: ({ ids }) => ids.size + 1,
  });
  let hasWarned = false;

  const keep = (stream: string, end: StreamEnd): StreamEnd => {
    trim(end);
    if (end.first > 0 && end.ids.size >= eventStoreLimits.idsComparedMax && !hasWarned) {
      hasWarned = true;
      logger?.warn('a stream is longer than the number of ids that are compared', { stream, compared: end.ids.size });
    }
    // Deleted first: the cache computes the size of an entry only when it is added.
    ends.delete(stream);
    ends.set(stream, end);
    return end;
  };

  const isDeepEnough = (end: StreamEnd, depth: number): boolean => end.first === 0 || end.ids.size >= depth;
  const ids: StreamIds = {
    cached: (stream) => ends.get(stream),
    async end(stream, depth) {
      const cached = ends.get(stream);
      if (cached !== undefined && isDeepEnough(cached, depth)) return cached;
      return keep(stream, await readEnd(context, stream, depth));
    },
    async refreshed(stream, depth) {
      const cached = ends.get(stream);
      if (cached === undefined || cached.last < 0 || !isDeepEnough(cached, depth)) {
        return keep(stream, await readEnd(context, stream, depth));
      }
      const from = cached.last + 1;
      const added = await readIds(context, stream, {
        direction: 'forwards',
        from,
        count: eventStoreLimits.idsComparedMax,
      });
      // The stream was truncated, or deleted and created again.
      if (added[0] !== undefined && added[0].revision !== from)
        return keep(stream, await readEnd(context, stream, depth));
      for (const { id, revision } of added) cached.ids.set(id, revision);
      cached.last = added.at(-1)?.revision ?? cached.last;
      return keep(stream, cached);
    },
    async at(stream, from, batch) {
      const events = await readIds(context, stream, { direction: 'forwards', from, count: batch.size });
      return new Map(events.filter(({ id }) => batch.has(id)).map(({ id, revision }) => [id, revision]));
    },
    note(stream, appended, revision, isNew) {
      const cached = ends.get(stream) ?? (isNew ? { last: -1, first: 0, ids: new Map<string, number>() } : undefined);
      if (cached === undefined) return;
      const first = revision - appended.length + 1;
      // Other processes appended in between; their ids are missing.
      if (first > cached.last + 1 && !isNew) {
        ends.delete(stream);
        return;
      }
      appended.forEach((id, index) => cached.ids.set(id, first + index));
      cached.last = Math.max(cached.last, revision);
      keep(stream, cached);
    },
    forget: (stream) => void ends.delete(stream),
  };
  return ids;
};
