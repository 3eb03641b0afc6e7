/** What a marketplace saw of its client: every request with its simulated times, and whether the client kept its manners. */
import type { IncomingMessage, ServerResponse } from 'node:http';

export interface RequestRecord {
  /** With its query. */
  readonly path: string;
  /** Only the beginning of the file was asked for. */
  readonly isHead: boolean;
  readonly atMs: number;
  endedAtMs: number | null;
  /** Whether another request was under way. */
  readonly overlaps: boolean;
  /** Whether the marketplace refused it or spoiled its answer. */
  readonly isSpoiled: boolean;
}

export interface RequestRecords {
  readonly all: readonly RequestRecord[];
  note(request: IncomingMessage, response: ServerResponse, isSpoiled: boolean): void;
}

/** Creates the records of a marketplace. */
export const createRequestRecords = (now: () => Date): RequestRecords => {
  const all: RequestRecord[] = [];
  return {
    all,
    note(request, response, isSpoiled) {
      const record: RequestRecord = {
        path: request.url ?? '/',
        isHead: request.headers.range !== undefined,
        atMs: now().getTime(),
        endedAtMs: null,
        overlaps: all.at(-1)?.endedAtMs === null,
        isSpoiled,
      };
      all.push(record);
      response.once('close', () => {
        record.endedAtMs = now().getTime();
      });
    },
  };
};

const dayMs = 86_400_000;

/** Returns the most requests of any 24 hours. */
export const busiestDay = (records: readonly RequestRecord[]): number => {
  let [first, most] = [0, 0];
  for (const [at, { atMs }] of records.entries()) {
    while ((records[first]?.atMs ?? 0) <= atMs - dayMs) first += 1;
    most = Math.max(most, at - first + 1);
  }
  return most;
};

/** Returns the shortest time from the end of a request to the beginning of the next, in milliseconds. */
export const shortestPause = (records: readonly RequestRecord[]): number =>
  records.slice(1).reduce((shortest, { atMs }, at) => {
    const before = records[at] as RequestRecord;
    return Math.min(shortest, atMs - (before.endedAtMs ?? atMs));
  }, Number.POSITIVE_INFINITY);

/** Returns the shortest time from a good answer to the next request for the same file, in milliseconds. */
export const shortestInterval = (records: readonly RequestRecord[], isFile: (path: string) => boolean): number => {
  const received = new Map<string, number>();
  let shortest = Number.POSITIVE_INFINITY;
  for (const { path, isHead, atMs, isSpoiled } of records) {
    if (isHead || !isFile(path)) continue;
    const last = received.get(path);
    if (last !== undefined) shortest = Math.min(shortest, atMs - last);
    if (!isSpoiled) received.set(path, atMs);
  }
  return shortest;
};
