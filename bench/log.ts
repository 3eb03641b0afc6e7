/**
 * Measures the log against the best its engine can do. Appends: against COPY of the stored rows into a table with the same
 * columns and indexes. Replay: against pg reading raw rows. Both sides alternate, so that a busy machine slows both.
 * Figures are medians, and ratios of medians.
 */
import { type NewEvent, startPosition } from '../src/domain/envelope.js';
import { type EventLog, pages, type StreamAppend } from '../src/log/event-log.js';
import { createPostgresLog } from '../src/log/postgres/postgres-log.js';
import { compressBatch } from '../src/log/postgres/batch-templates.js';
import { copyRows } from '../src/postgres/binary-format.js';
import { type Database, openDatabase } from '../src/postgres/database.js';
import { systemRuntime } from '../src/base/runtime.js';
import { metadata, observations, oneEach } from './append-pages.js';

export interface LogBench {
  /** Appends of 1,000 events; milliseconds are medians of one call. */
  readonly append: readonly {
    readonly to: 'one stream' | '1,000 streams' | '1,000 new streams';
    readonly appendMs: number;
    readonly copyMs: number;
    /** Speed of append ÷ speed of COPY: the bar is 0.75. */
    readonly ratio: number;
    readonly eventsPerSecond: number;
  }[];
  readonly replay: {
    readonly events: number;
    readonly eventsPerSecond: number;
    /** Against pg reading the same facts as whole rows: data, names, time, metadata. The bar is 0.5. */
    readonly ratioToRows: number;
    /** Against pg reading the rows of ledger.events as stored, which hold a third of the facts. */
    readonly ratioToStoredRows: number;
  };
  readonly storage: { readonly events: number; readonly bytesPerEvent: number };
}

const copyColumns = {
  position: 'int8',
  append_id: 'int8',
  id: 'uuid',
  stream_id: 'int4',
  revision: 'int4',
  type_id: 'int2',
  shape: 'int2',
  data: 'text',
} as const;

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1] as number;
const timed = async (work: () => Promise<unknown>): Promise<number> => {
  const from = performance.now();
  await work();
  return performance.now() - from;
};

/** The number of the single stream in bench.copied, above all others there. */
const oneStream = 2_000_000_000;

/** Returns a function that COPYs what an append of `events` stores into copies of the log's tables, equally full. */
const copier = (owner: Database, head: number) => {
  let position = head;
  return async (
    events: readonly NewEvent[],
    firstStream: number,
    revision: number,
    isNew: boolean,
  ): Promise<number> => {
    const stored = compressBatch(events);
    const isOneStream = firstStream === oneStream;
    const rows = events.map((event, n) => [
      position + n + 1,
      position + 1,
      event.id,
      isOneStream ? firstStream : firstStream + n,
      isOneStream ? revision + n : revision,
      1,
      stored.templateOf[n],
      stored.data[n],
    ]);
    position += events.length;
    const client = await owner.connect();
    const streams = isNew ? events.map((event, n) => [firstStream + n, `price-${String(event.data['card_id'])}`]) : [];
    const ms = await timed(async () => {
      if (!isNew) return copyRows(client, 'bench.copied', copyColumns, rows);
      await client.query('begin');
      await copyRows(client, 'bench.copied_streams', { stream_id: 'int4', name: 'text' }, streams);
      await copyRows(client, 'bench.copied', copyColumns, rows);
      await client.query('commit');
    });
    client.release();
    return ms;
  };
};

const benchAppends = async (owner: Database, log: EventLog, rounds: number): Promise<LogBench['append']> => {
  await owner.query('create schema bench');
  await owner.query('create table bench.copied (like ledger.events including all)');
  await owner.query('create table bench.copied_streams (like ledger.streams including all)');
  // As full as the log: smaller indexes would be cheaper.
  await owner.query('insert into bench.copied select * from ledger.events');
  await owner.query('insert into bench.copied_streams select * from ledger.streams');
  await owner.query('vacuum analyze bench.copied, bench.copied_streams');
  const copy = copier(owner, Number(await log.head()));
  const count = 1_000;
  const groups = 15;
  const results: LogBench['append'][number][] = [];
  const measure = async (
    to: LogBench['append'][number]['to'],
    make: (round: number) => { events: NewEvent[]; appends: StreamAppend[]; stream: number; revision: number },
  ): Promise<void> => {
    // Made in advance: otherwise the append would pay for their garbage collection.
    const made = Array.from({ length: rounds + groups }, (_, round) => make(round));
    const [appendMs, copyMs]: [number[], number[]] = [[], []];
    for (const [round, { events, appends, stream, revision }] of made.entries()) {
      const append = async (): Promise<number> => timed(() => log.append(appends, metadata()));
      const first = round % 2 === 0 ? await append() : await copy(events, stream, revision, to === '1,000 new streams');
      const second =
        round % 2 === 0 ? await copy(events, stream, revision, to === '1,000 new streams') : await append();
      // The first rounds create the streams.
      if (round < groups) continue;
      appendMs.push(round % 2 === 0 ? first : second);
      copyMs.push(round % 2 === 0 ? second : first);
    }
    const [a, c] = [median(appendMs), median(copyMs)];
    results.push({ to, appendMs: a, copyMs: c, ratio: c / a, eventsPerSecond: (count / a) * 1_000 });
  };
  await measure('one stream', (round) => {
    const events = observations(10_000_000, count, round);
    const appends: StreamAppend[] = [{ stream: 'price-bench', expectedRevision: 'any', events }];
    return { events, appends, stream: oneStream, revision: round * count };
  });
  await measure('1,000 streams', (round) => {
    const first = 20_000_000 + (round % groups) * count;
    const events = observations(first, count, round);
    return { events, appends: oneEach(events), stream: first, revision: Math.floor(round / groups) };
  });
  await measure('1,000 new streams', (round) => {
    const first = 30_000_000 + round * count;
    const events = observations(first, count, round);
    return { events, appends: oneEach(events), stream: first, revision: 0 };
  });
  await owner.query('drop schema bench cascade');
  return results;
};

/** Appends days of a game's prices: 270 sets of 100 cards, an append a set and day, a stream a card. */
const loadDays = async (log: EventLog, days: number): Promise<number> => {
  const [sets, cards] = [270, 100];
  for (let day = 0; day < days; day += 1) {
    for (let set = 0; set < sets; set += 1) {
      await log.append(oneEach(observations(500_000 + set * cards, cards, day)), metadata());
    }
  }
  return days * sets * cards;
};

const sizeSql = `
  select sum(pg_total_relation_size(c.oid))::int8 as bytes from pg_class c
    where c.relnamespace = 'ledger'::regnamespace and c.relkind = 'r'`;

/** The log as one table of whole rows, as event stores commonly store it. */
const wholeRows = {
  position: 'int8',
  id: 'uuid',
  stream: 'text',
  revision: 'int4',
  type: 'text',
  schema_version: 'int2',
  recorded_at: 'timestamptz',
  data: 'text',
  metadata: 'text',
} as const;
const makeWholeRows = async (owner: Database, log: EventLog): Promise<void> => {
  await owner.query(
    `create table public.bench_whole (${Object.entries(wholeRows)
      .map((each) => each.join(' '))
      .join(', ')})`,
  );
  for await (const page of pages(log, { after: startPosition, pageEvents: 5_000 })) {
    const client = await owner.connect();
    const rows = page.events.map((event) => [
      Number(event.position),
      event.id,
      event.stream,
      event.revision,
      event.type,
      event.schema_version,
      event.recorded_at,
      JSON.stringify(event.data),
      JSON.stringify(event.metadata),
    ]);
    await copyRows(client, 'public.bench_whole', wholeRows, rows);
    client.release();
  }
  await owner.query('create unique index on public.bench_whole (position)');
  await owner.query('analyze public.bench_whole');
};

const readRaw = async (owner: Database, table: string): Promise<void> => {
  const limit = 5_000;
  const sql = `select * from ${table} where position > $1 order by position limit $2`;
  for (let after = 0; ;) {
    const rows = await owner.query<{ position: number }>(sql, [after, limit]);
    if (rows.length < limit) return;
    after = rows.at(-1)?.position ?? after;
  }
};

const benchReplay = async (owner: Database, open: () => EventLog, events: number): Promise<LogBench['replay']> => {
  await makeWholeRows(owner, open());
  const [replayMs, rowsMs, storedMs]: [number[], number[], number[]] = [[], [], []];
  for (let round = 0; round < 5; round += 1) {
    // A new log: a replay starts with empty caches.
    const log = open();
    let read = 0;
    replayMs.push(
      await timed(async () => {
        for await (const page of pages(log, { after: startPosition, pageEvents: 5_000 })) read += page.events.length;
      }),
    );
    if (read !== events) throw new Error(`replayed ${read} of ${events} events`);
    await log.close();
    rowsMs.push(await timed(() => readRaw(owner, 'public.bench_whole')));
    storedMs.push(await timed(() => readRaw(owner, 'ledger.events')));
  }
  await owner.query('drop table public.bench_whole');
  const ms = median(replayMs);
  return {
    events,
    eventsPerSecond: (events / ms) * 1_000,
    ratioToRows: median(rowsMs) / ms,
    ratioToStoredRows: median(storedMs) / ms,
  };
};

/**
 * Measures on the migrated database at `url`, whose log must be empty; the events stay in it. `url` is the owner's.
 * About half a minute with 8 days.
 */
export const benchLog = async (options: { url: string; days?: number; rounds?: number }): Promise<LogBench> => {
  const { url, days = 8, rounds = 30 } = options;
  const owner = openDatabase({ url, application: 'bench owner', asApp: false });
  const database = openDatabase({ url, application: 'bench' });
  const open = (): EventLog => createPostgresLog({ database, runtime: systemRuntime() });
  const log = open();
  try {
    if ((await log.head()) !== startPosition) throw new Error('the bench needs an empty log');
    const events = await loadDays(log, days);
    const [size] = await owner.query<{ bytes: number }>(sizeSql);
    const replay = await benchReplay(owner, open, events);
    const append = await benchAppends(owner, log, rounds);
    return { append, replay, storage: { events, bytesPerEvent: (size?.bytes ?? 0) / events } };
  } finally {
    await log.close();
    await Promise.all([database.close(), owner.close()]);
  }
};
