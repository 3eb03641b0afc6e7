/**
 * The numbers and heads of streams that this process appended to, so that the next append needs no look-up a stream. They
 * are hints: ledger.append (migrations/0011_remembered-heads.sql) uses them only while the watermark holds, and judges by
 * its tables when a head proves too low.
 *
 * A watermark is the last event of an append: its position, its id, the time of the append. While it is in the log, so is
 * everything before it, and nothing that is remembered is ahead of the log. A database that was restored to an earlier
 * state, or replaced, has lost it. Rejected: heads alone, because one that is ahead of its stream leaves a gap.
 */
import { LRUCache } from 'lru-cache';

/** Streams in the cache, about 150 bytes each. The first day of two games has 70,000. */
const rememberedStreamsMax = 200_000;

interface Entry {
  readonly id: number;
  /** Revision of the last event known; the stream may have more. */
  head: number;
}

/** What an append is told of its streams: one element each, `null` if nothing is remembered. */
export interface Recalled {
  readonly watermark: string | null;
  readonly ids: readonly (number | null)[];
  readonly heads: readonly (number | null)[];
  readonly generation: number;
}

/** What an append found and wrote. */
export interface Noted {
  /** Whether the watermark that was recalled holds. */
  readonly holds: boolean;
  /** The last event written; `null` if none was. */
  readonly watermark: string | null;
  /** By stream: its number, 0 if it does not exist, and the revision of its last event after the append. */
  readonly streams: readonly string[];
  readonly ids: readonly (number | null)[];
  readonly heads: readonly number[];
}

export interface HeadCache {
  recall(streams: readonly string[]): Recalled;
  /**
   * Notes the answer to an append that was told `recalled`. Ignores it if the cache was filled from, or emptied by, another
   * answer in between.
   */
  note(recalled: Recalled, noted: Noted): void;
}

/** Returns the position with which a watermark begins. */
const positionOf = (watermark: string): number => Number.parseInt(watermark, 10);

/** Creates an empty cache for one log. */
export const createHeadCache = (): HeadCache => {
  const entries = new LRUCache<string, Entry>({ max: rememberedStreamsMax });
  let watermark: string | null = null;
  // Grows when the cache is filled first, and when it is emptied: an answer of another history of the log, which comes late,
  // must not be mixed with what is remembered of this one.
  let generation = 0;

  const forget = (): void => {
    entries.clear();
    watermark = null;
    generation += 1;
  };

  return {
    recall(streams) {
      const ids = new Array<number | null>(streams.length).fill(null);
      const heads = new Array<number | null>(streams.length).fill(null);
      if (watermark !== null) {
        for (let index = 0; index < streams.length; index += 1) {
          // The stream noted first is evicted first. Rejected: `get`, because noting each use takes as long as the look-up.
          const entry = entries.peek(streams[index] as string);
          if (entry === undefined) continue;
          ids[index] = entry.id;
          heads[index] = entry.head;
        }
      }
      return { watermark, ids, heads, generation };
    },
    note(recalled, { holds, watermark: written, streams, ids, heads }) {
      if (recalled.generation !== generation) return;
      if (recalled.watermark !== null && !holds) forget();
      if (written === null) return;
      if (watermark === null) generation += 1;
      if (watermark === null || positionOf(written) > positionOf(watermark)) watermark = written;
      for (let index = 0; index < streams.length; index += 1) {
        const [stream, id, head] = [streams[index] as string, ids[index] ?? 0, heads[index] as number];
        if (id === 0) continue;
        const entry = entries.peek(stream);
        if (entry === undefined) entries.set(stream, { id, head });
        // Answers may arrive in another order than the appends were made.
        else if (head > entry.head) entry.head = head;
      }
    },
  };
};
