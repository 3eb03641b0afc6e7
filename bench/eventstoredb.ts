/**
 * Measures EventStoreDB: appends with many streams pending at once against one after the other, and reads. The server is
 * the stand-in of the tests in its own process, whose "disk" takes two milliseconds a write. So the ratios show the cost of
 * waiting for each answer, not what a server can do. With EVENTSTORE_URL set, that server is measured.
 */
import { fork } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { join } from 'node:path';
import { type EventMetadata, type NewEvent, startPosition } from '../src/domain/envelope.js';
import { type EventLog, pages } from '../src/log/event-log.js';
import { createEventStoreLog } from '../src/log/eventstoredb/eventstoredb-log.js';
import { limits } from '../src/base/limits.js';
import { eventStoreLimits } from '../src/log/eventstoredb/limits.js';
import { packageRoot } from '../src/base/paths.js';
import { systemRuntime } from '../src/base/runtime.js';

export interface EventStoreBench {
  /** Events in a stream each, one append call. `ratio`: speed ÷ speed with one pending at a time. */
  readonly append: readonly { readonly atOnce: number; readonly eventsPerSecond: number; readonly ratio: number }[];
  /** 1,000 events to one stream, in one append of the protocol. */
  readonly oneStream: { readonly eventsPerSecond: number; readonly ratio: number };
  readonly read: { readonly events: number; readonly eventsPerSecond: number };
}

const metadata: EventMetadata = {
  correlation_id: randomUUID(),
  causation_id: null,
  actor: 'collector:bench',
  source: 'tcgcsv',
  parser_version: 1,
};
const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1] as number;

const observation = (card: number): NewEvent => ({
  id: randomUUID(),
  type: 'PriceObserved',
  schema_version: 1,
  data: {
    card_id: `pokemon-${card}`,
    source: 'tcgcsv',
    kind: 'market',
    printing: 'Holofoil',
    condition: null,
    grade: null,
    language: null,
    currency: 'USD',
    low: 100 + card,
    mid: 120 + card,
    high: 999 + card,
    market: 110 + card,
    direct_low: null,
    sample_size: null,
    effective_at: '2025-09-21T20:05:33Z',
    collection: randomUUID(),
    provenance: randomUUID(),
  },
});

/** Events a second of one call. */
const speedOf = async (log: EventLog, streams: number, eventsEach: number, prefix: string): Promise<number> => {
  const appends = Array.from({ length: streams }, (_, n) => ({
    stream: `price-${prefix}-${n}`,
    expectedRevision: -1,
    events: Array.from({ length: eventsEach }, (_each, k) => observation(n + k)),
  }));
  const from = performance.now();
  await log.append(appends, metadata);
  return (streams * eventsEach * 1_000) / (performance.now() - from);
};

/** Milliseconds the stand-in takes to have a write on its disk. */
const flushMs = 2;

/** Runs `work` with the stand-in as a process; from its source, since a build has no tests. */
export const onStandIn = async <T>(work: (url: string) => Promise<T>): Promise<T> => {
  const script = join(packageRoot, 'test/support/eventstore/main.ts');
  const child = fork(script, [JSON.stringify({ flushMs, systemEvents: false })], { execArgv: ['--import', 'tsx'] });
  const [{ url }] = (await once(child, 'message')) as [{ url: string }];
  try {
    return await work(url);
  } finally {
    const ended = once(child, 'exit');
    child.kill();
    await ended;
  }
};

/** Measures on the server of EVENTSTORE_URL, where its events stay, or on the stand-in. Some ten seconds. */
export const benchEventStore = async (options: { rounds?: number } = {}): Promise<EventStoreBench> => {
  const given = process.env['EVENTSTORE_URL'];
  if (given !== undefined && given !== '') return measure(given, options.rounds ?? 5);
  return onStandIn((url) => measure(url, options.rounds ?? 5));
};

const measure = async (url: string, rounds: number): Promise<EventStoreBench> => {
  const bound: { appendsAtOnceMax: number } = eventStoreLimits;
  const asIs = bound.appendsAtOnceMax;
  const log = createEventStoreLog({ url, runtime: systemRuntime() });
  const run = randomUUID().slice(0, 8);
  try {
    const windows = [1, 8, 32, 128, 256, 512];
    const found = new Map<number, number[]>(windows.map((atOnce) => [atOnce, []]));
    const whole: number[] = [];
    // Round 0 warms up.
    for (let round = 0; round <= rounds; round += 1) {
      for (const atOnce of windows) {
        bound.appendsAtOnceMax = atOnce;
        const speed = await speedOf(log, atOnce === 1 ? 200 : 1_000, 1, `${run}${round}x${atOnce}`);
        if (round > 0) found.get(atOnce)?.push(speed);
      }
      const speed = await speedOf(log, 1, 1_000, `${run}${round}whole`);
      if (round > 0) whole.push(speed);
    }
    const alone = median(found.get(1) ?? []);
    let events = 0;
    const from = performance.now();
    for await (const page of pages(log, { after: startPosition, pageEvents: limits.projectionPageEvents })) {
      events += page.events.length;
    }
    return {
      append: windows.map((atOnce) => {
        const eventsPerSecond = median(found.get(atOnce) ?? []);
        return { atOnce, eventsPerSecond, ratio: eventsPerSecond / alone };
      }),
      oneStream: { eventsPerSecond: median(whole), ratio: median(whole) / alone },
      read: { events, eventsPerSecond: (events * 1_000) / (performance.now() - from) },
    };
  } finally {
    bound.appendsAtOnceMax = asIs;
    await log.close();
  }
};
