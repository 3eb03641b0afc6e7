/**
 * What a single-node EventStoreDB keeps, and its rules for appends and deletes (IndexWriter.CheckCommit,
 * StorageWriterService): positions are byte offsets, every event of a write has its own; system streams lie among ours.
 */
import { appendFileSync, existsSync, readFileSync } from 'node:fs';

export interface StoredEvent {
  /** Commit and prepare position: where the record begins. */
  readonly position: number;
  /** Where the next record begins. */
  readonly next: number;
  readonly id: string;
  readonly stream: string;
  readonly revision: number;
  readonly type: string;
  readonly isJson: boolean;
  readonly data: Buffer;
  readonly metadata: Buffer;
  /** 100 ns since 1970, as the server prints it. */
  readonly created: string;
}

export interface NewStored {
  readonly id: string;
  readonly type: string;
  readonly isJson: boolean;
  readonly data: Buffer;
  readonly metadata: Buffer;
}

/** A revision, or the writer's words for less. */
export type Expected = number | 'any' | 'no_stream' | 'stream_exists';

export type Written =
  /** `position` null: the server found the events but not where they are any more. */
  | { readonly result: 'success'; readonly isNew: boolean; readonly revision: number; readonly position: number | null }
  | { readonly result: 'wrong_version'; readonly current: number }
  | { readonly result: 'deleted' };

interface Stream {
  readonly events: StoredEvent[];
  /** Revision of the first event in `events`. */
  readonly first: number;
  last: number;
  isTombstoned: boolean;
  /** Events before it are not read; Infinity: softly deleted. */
  truncateBefore: number;
}

export interface Store {
  readonly all: readonly StoredEvent[];
  /** Position of the last record; -1 when there is none. */
  lastPosition(): number;
  append(stream: string, expected: Expected, events: readonly NewStored[]): Written;
  /** Writes what the server itself would: no checks. */
  writeSystem(stream: string, type: string, data: unknown): void;
  softDelete(stream: string): void;
  tombstone(stream: string): void;
  /** 'none': there is none or it is softly deleted. */
  read(stream: string): { readonly events: readonly StoredEvent[]; readonly last: number } | 'none' | 'tombstoned';
  /** Called after every write with its records; returns how to stop. */
  onWrite(listener: (events: readonly StoredEvent[]) => void): () => void;
  /** As after a restart: what is only in memory is gone. */
  forgetCache(): void;
}

export interface StoreOptions {
  /** Records are appended to this file as lines, and read from it at the start. */
  readonly file?: string;
  /** Statistics and links of system projections among the events. Default: true. */
  readonly systemEvents?: boolean;
}

type Line = readonly [
  stream: string,
  revision: number,
  id: string,
  type: string,
  isJson: boolean,
  data: string,
  metadata: string,
  created: string,
];

const tombstoneRevision = Number.MAX_SAFE_INTEGER;

export const createStore = (options: StoreOptions = {}): Store => {
  const { file, systemEvents = true } = options;
  const all: StoredEvent[] = [];
  const streams = new Map<string, Stream>();
  /** The cache that `any` is compared with. */
  const recent = new Map<string, { stream: string; revision: number }>();
  const listeners = new Set<(events: readonly StoredEvent[]) => void>();
  let ids = 0;
  let written = 0;
  /** Not in the file yet. */
  let lines = '';

  const add = (event: Omit<StoredEvent, 'position' | 'next'>, isOnDisk: boolean): StoredEvent => {
    const position = all.at(-1)?.next ?? 0;
    const size = 74 + 2 * event.stream.length + 2 * event.type.length + event.data.length + event.metadata.length;
    const stored = { ...event, position, next: position + size };
    all.push(stored);
    const stream = streams.get(event.stream);
    if (event.type === '$streamDeleted') {
      if (stream !== undefined) stream.isTombstoned = true;
    } else if (stream === undefined) {
      const { revision } = event;
      streams.set(event.stream, {
        events: [stored],
        first: revision,
        last: revision,
        isTombstoned: false,
        truncateBefore: 0,
      });
    } else {
      stream.events.push(stored);
      stream.last = event.revision;
    }
    if (event.stream.startsWith('$$')) {
      const of = streams.get(event.stream.slice(2));
      const { $tb = 0 } = JSON.parse(event.data.toString('utf8')) as { $tb?: number };
      if (of !== undefined) of.truncateBefore = $tb > Number.MAX_SAFE_INTEGER ? Infinity : $tb;
    }
    if (!isOnDisk && file !== undefined) {
      const { stream: name, revision, id, type, isJson, data, metadata, created } = event;
      const line: Line = [
        name,
        revision,
        id,
        type,
        isJson,
        data.toString('base64'),
        metadata.toString('base64'),
        created,
      ];
      lines += `${JSON.stringify(line)}\n`;
    }
    return stored;
  };

  const created = (): string => String(BigInt(Date.now()) * 10_000n);
  const lastOf = (stream: string): number => streams.get(stream)?.last ?? -1;
  const isSoftDeleted = (stream: string): boolean => streams.get(stream)?.truncateBefore === Infinity;
  const systemId = (): string => `00000000-0000-4000-8000-${String((ids += 1)).padStart(12, '0')}`;
  const system = (stream: string, type: string, text: string, isJson = true): StoredEvent => {
    const revision = lastOf(stream) + 1;
    const data = Buffer.from(text);
    return add(
      { id: systemId(), stream, revision, type, isJson, data, metadata: Buffer.alloc(0), created: created() },
      false,
    );
  };
  const announce = (events: readonly StoredEvent[]): void => {
    // At once, as a write of the server is there as a whole or not at all.
    if (file !== undefined) appendFileSync(file, lines);
    lines = '';
    listeners.forEach((tell) => tell(events));
  };

  const write = (stream: string, events: readonly NewStored[]): StoredEvent[] => {
    const wasDeleted = isSoftDeleted(stream);
    const first = lastOf(stream) + 1;
    const stored = events.map((event, index) =>
      add({ ...event, stream, revision: first + index, created: created() }, false),
    );
    for (const { id, revision } of stored) recent.set(id, { stream, revision });
    const extra: StoredEvent[] = [];
    if (wasDeleted) extra.push(system(`$$${stream}`, '$metadata', JSON.stringify({ $tb: first })));
    for (const event of systemEvents ? stored : []) {
      written += 1;
      if (written % 3 === 0)
        extra.push(system(`$ce-${stream.split('-')[0] ?? ''}`, '$>', `${event.revision}@${stream}`, false));
      if (written % 5 === 0) extra.push(system('$stats-127.0.0.1:2113', '$statsCollected', '{"proc-cpu":1}'));
    }
    announce([...stored, ...extra]);
    return stored;
  };

  const success = (stored: StoredEvent, isNew: boolean): Written => ({
    result: 'success',
    isNew,
    revision: stored.revision,
    position: stored.position,
  });

  /** With an expected revision the ids at the places that follow are compared, forever. */
  const compareAt = (stream: string, expected: number, events: readonly NewStored[]): Written | null => {
    const there = streams.get(stream);
    const current = lastOf(stream);
    const wrong: Written = { result: 'wrong_version', current };
    let found: StoredEvent | undefined;
    for (const [index, { id }] of events.entries()) {
      found = there?.events[expected + 1 + index - there.first];
      if (found?.id === id) continue;
      // The first one differs: wrong. A later one: "corrupted idempotency", answered as wrong too.
      if (index === 0 && expected === -1 && isSoftDeleted(stream)) return null;
      return wrong;
    }
    return found === undefined ? wrong : success(found, false);
  };

  /** Any: only ids remembered since the start are compared. */
  const compareRecent = (stream: string, events: readonly NewStored[]): Written | null => {
    const places = events.map(({ id }) => recent.get(id));
    const firstOther = places.findIndex((place) => place?.stream !== stream);
    if (firstOther === 0) return null;
    const current = lastOf(stream);
    if (firstOther > 0) return { result: 'wrong_version', current };
    const there = streams.get(stream) as Stream;
    const last = places.at(-1) as { revision: number };
    return success(there.events[last.revision - there.first] as StoredEvent, false);
  };

  const check = (stream: string, expected: Expected, events: readonly NewStored[]): Written | null => {
    const current = lastOf(stream);
    if (streams.get(stream)?.isTombstoned === true) return { result: 'deleted' };
    if (expected === 'stream_exists' && current < 0) return { result: 'wrong_version', current };
    if (expected === 'any' || expected === 'stream_exists') return compareRecent(stream, events);
    const revision = expected === 'no_stream' ? -1 : expected;
    if (revision < current) return compareAt(stream, revision, events);
    return revision > current ? { result: 'wrong_version', current } : null;
  };

  const store: Store = {
    all,
    lastPosition: () => all.at(-1)?.position ?? -1,
    append: (stream, expected, events) =>
      check(stream, expected, events) ?? success(write(stream, events).at(-1) as StoredEvent, true),
    writeSystem: (stream, type, data) => announce([system(stream, type, JSON.stringify(data))]),
    softDelete: (stream) => announce([system(`$$${stream}`, '$metadata', '{"$tb":9223372036854775807}')]),
    tombstone: (stream) =>
      announce([
        add(
          {
            id: systemId(),
            stream,
            revision: tombstoneRevision,
            type: '$streamDeleted',
            isJson: true,
            data: Buffer.alloc(0),
            metadata: Buffer.alloc(0),
            created: created(),
          },
          false,
        ),
      ]),
    read(stream) {
      const found = streams.get(stream);
      if (found?.isTombstoned === true) return 'tombstoned';
      if (found === undefined || found.truncateBefore === Infinity) return 'none';
      return { events: found.events.filter(({ revision }) => revision >= found.truncateBefore), last: found.last };
    },
    onWrite(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    forgetCache: () => recent.clear(),
  };

  if (file !== undefined && existsSync(file)) {
    for (const text of readFileSync(file, 'utf8').split('\n')) {
      // A process that was killed may leave half a line.
      if (!text.endsWith(']')) continue;
      const [stream, revision, id, type, isJson, data, metadata, time] = JSON.parse(text) as Line;
      add(
        {
          stream,
          revision,
          id,
          type,
          isJson,
          data: Buffer.from(data, 'base64'),
          metadata: Buffer.from(metadata, 'base64'),
          created: time,
        },
        true,
      );
      if (stream.startsWith('$')) ids += 1;
    }
  } else {
    // What a fresh server has written before anybody uses it.
    system('$users', '$User', '"admin"');
    system('$user-admin', '$UserCreated', '{"loginName":"admin"}');
    announce([system('$settings', '$settings', '{}')]);
  }
  return store;
};
