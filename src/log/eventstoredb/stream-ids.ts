/**
 * Which ids stand at which revisions of a stream: what an append is compared with. The server compares too, but only with
 * an expected revision and only at the places that follow it; where the events of a batch stand elsewhere in the stream,
 * or a writer says `any`, it would append them a second time.
 *
 * The ends of streams are read once and kept up as this process appends; a stream that moved otherwise is read on. The
 * newest eventStoreLimits.idsComparedMax events are compared with `any`, and …AtRevisionMax with an expected revision: a
 * retry stands at the end of its stream, or at the revision that it expects, where the server itself finds it for ever.
 */
import { LRUCache } from 'lru-cache';
import type { Logger } from '../../base/logger.js';
import { placeOf } from './event-codec.js';
import { exceptionOf } from './server-errors.js';
import { messagesOf, streamRequest } from './read-call.js';
import type { ReadContext } from './context.js';
import { eventStoreLimits } from './limits.js';

/** What is known of the end of a stream. */
export interface StreamEnd {
  /** -1: the stream does not exist. */
  last: number;
  /** Events before this revision were not looked at; 0: all were. */
  first: number;
  /** Revision by id, of the events from `first` on. */
  readonly ids: Map<string, number>;
}

export interface StreamIds {
  /** What is known already of the stream; undefined: nothing. */
  known(stream: string): StreamEnd | undefined;
  /** The end of the stream, `depth` events of it at least, as of the last time this process looked. */
  end(stream: string, depth: number): Promise<StreamEnd>;
  /** The same with what was appended by others since. */
  refreshed(stream: string, depth: number): Promise<StreamEnd>;
  /** Revisions of those of `ids` that stand at `from` and the places that follow it. */
  at(stream: string, from: number, ids: ReadonlySet<string>): Promise<ReadonlyMap<string, number>>;
  /** Takes note of events that stand in the stream now: the last of them at `revision`. `isNew`: the first in the stream. */
  note(stream: string, ids: readonly string[], revision: number, isNew: boolean): void;
  /** What is known of the stream may not hold: an append to it is of unknown outcome. */
  forget(stream: string): void;
}

interface Place {
  readonly id: string;
  readonly revision: number;
}

const readPlaces = async (
  { connection, runtime }: ReadContext,
  stream: string,
  of: Parameters<typeof streamRequest>[1],
): Promise<Place[]> => {
  const places: Place[] = [];
  try {
    for await (const messages of messagesOf(connection, runtime, streamRequest(stream, of))) {
      for (const message of messages) {
        const place = placeOf(message);
        if (place !== null) places.push(place);
      }
    }
  } catch (error) {
    // Deleted for good: as good as empty for who looks for ids. An append to it is refused by the server.
    if (exceptionOf((error as Error).cause) === 'stream-deleted') return [];
    throw error;
  }
  return places;
};

const readEnd = async (reading: ReadContext, stream: string, depth: number): Promise<StreamEnd> => {
  const places = await readPlaces(reading, stream, { direction: 'backwards', from: null, count: depth });
  // Kept oldest first, so that the oldest can be dropped.
  places.reverse();
  const last = places.at(-1)?.revision ?? -1;
  const first = places.length < depth ? 0 : (places[0]?.revision ?? 0);
  return { last, first, ids: new Map(places.map(({ id, revision }) => [id, revision])) };
};

/** Drops the oldest ids of a stream that has outgrown what is compared, some at a time. */
const trim = (end: StreamEnd): void => {
  const max = eventStoreLimits.idsComparedMax;
  if (end.ids.size <= max + max / 10) return;
  for (const [id, revision] of end.ids) {
    if (end.ids.size <= max) break;
    end.ids.delete(id);
    end.first = revision + 1;
  }
};

/** Remembers the ids of streams, eventStoreLimits.idsCachedMax in all. */
export const createStreamIds = (reading: ReadContext, logger?: Logger): StreamIds => {
  const ends = new LRUCache<string, StreamEnd>({
    maxSize: eventStoreLimits.idsCachedMax,
    sizeCalculation: ({ ids }) => ids.size + 1,
  });
  let hasWarned = false;

  const keep = (stream: string, end: StreamEnd): StreamEnd => {
    trim(end);
    if (end.first > 0 && end.ids.size >= eventStoreLimits.idsComparedMax && !hasWarned) {
      hasWarned = true;
      logger?.warn('a stream is longer than ids are compared for', { stream, compared: end.ids.size });
    }
    // Set anew in any case: the cache sizes an entry only when it is set.
    ends.delete(stream);
    ends.set(stream, end);
    return end;
  };

  const isDeepEnough = (end: StreamEnd, depth: number): boolean => end.first === 0 || end.ids.size >= depth;
  const ids: StreamIds = {
    known: (stream) => ends.get(stream),
    async end(stream, depth) {
      const known = ends.get(stream);
      if (known !== undefined && isDeepEnough(known, depth)) return known;
      return keep(stream, await readEnd(reading, stream, depth));
    },
    async refreshed(stream, depth) {
      const known = ends.get(stream);
      if (known === undefined || known.last < 0 || !isDeepEnough(known, depth)) {
        return keep(stream, await readEnd(reading, stream, depth));
      }
      const from = known.last + 1;
      const news = await readPlaces(reading, stream, {
        direction: 'forwards',
        from,
        count: eventStoreLimits.idsComparedMax,
      });
      // Truncated or deleted and begun anew since.
      if (news[0] !== undefined && news[0].revision !== from)
        return keep(stream, await readEnd(reading, stream, depth));
      for (const { id, revision } of news) known.ids.set(id, revision);
      known.last = news.at(-1)?.revision ?? known.last;
      return keep(stream, known);
    },
    async at(stream, from, wanted) {
      const places = await readPlaces(reading, stream, { direction: 'forwards', from, count: wanted.size });
      return new Map(places.filter(({ id }) => wanted.has(id)).map(({ id, revision }) => [id, revision]));
    },
    note(stream, appended, revision, isNew) {
      const known = ends.get(stream) ?? (isNew ? { last: -1, first: 0, ids: new Map<string, number>() } : undefined);
      if (known === undefined) return;
      const first = revision - appended.length + 1;
      // Others were faster in between: what they wrote is not known.
      if (first > known.last + 1 && !isNew) {
        ends.delete(stream);
        return;
      }
      appended.forEach((id, index) => known.ids.set(id, first + index));
      known.last = Math.max(known.last, revision);
      keep(stream, known);
    },
    forget: (stream) => void ends.delete(stream),
  };
  return ids;
};
