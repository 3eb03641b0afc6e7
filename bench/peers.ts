/**
 * Measures appends against other event stores on the same server, at equal durability: fsync and synchronous_commit on, as
 * the embedded server has them. The ledger's log compares ids, judges revisions and chains hashes beside; the peers' tables
 * begin empty, which is to their advantage. Peers are taken from bench/peers, where they are installed by
 * `npm install --prefix bench/peers --no-package-lock`; without, nothing is measured.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import pg from 'pg';
import { inParallel } from '../src/base/async/parallel.js';
import { packageRoot } from '../src/base/paths.js';
import { systemRuntime } from '../src/base/runtime.js';
import type { NewEvent } from '../src/domain/envelope.js';
import type { StreamAppend } from '../src/log/event-log.js';
import { createPostgresLog } from '../src/log/postgres/postgres-log.js';
import { openDatabase } from '../src/postgres/database.js';
import { metadata, observations, oneEach } from './append-pages.js';

export interface PeerBench {
  readonly peer: string;
  readonly to: 'one stream' | '1,000 existing streams';
  /** Speed of the ledger's log ÷ speed of the peer. */
  readonly ratio: number;
  readonly eventsPerSecond: number;
  readonly bar: number;
}

interface Peer {
  readonly name: string;
  readonly bars: { readonly [to in PeerBench['to']]: number };
  append(appends: readonly StreamAppend[]): Promise<unknown>;
  close(): Promise<unknown>;
}

/** What is used of the peers; their own types are not there when the bench is compiled. */
interface Emmett {
  getPostgreSQLEventStore(
    url: string,
    options: { connectionOptions: { pooled: true; pool: pg.Pool } },
  ): {
    appendToStream(
      stream: string,
      events: readonly { type: string; data: unknown; metadata: unknown }[],
    ): Promise<unknown>;
    schema: { migrate(): Promise<unknown> };
    close(): Promise<void>;
  };
}
interface Dcb {
  PostgresEventStore: new (options: { pool: pg.Pool; tablePrefix: string }) => {
    ensureInstalled(): Promise<void>;
    append(command: {
      events: readonly { type: string; tags: unknown; data: unknown; metadata: unknown }[];
    }): Promise<unknown>;
  };
}
interface DcbTags {
  Tags: { fromObj(tags: Record<string, string>): unknown };
}

const folder = join(packageRoot, 'bench/peers/node_modules');
const load = async <T>(name: string): Promise<T> =>
  (await import(pathToFileURL(join(folder, name, 'dist/index.js')).href)) as T;

/** Connections of Emmett, which appends to one stream a call: as many calls at once. */
const emmettAtOnce = 10;

const openEmmett = async (url: string): Promise<Peer> => {
  const pool = new pg.Pool({ connectionString: url, max: emmettAtOnce });
  const { getPostgreSQLEventStore } = await load<Emmett>('@event-driven-io/emmett-postgresql');
  const store = getPostgreSQLEventStore(url, { connectionOptions: { pooled: true, pool } });
  await store.schema.migrate();
  return {
    name: '@event-driven-io/emmett-postgresql',
    bars: { 'one stream': 1.5, '1,000 existing streams': 15 },
    append: (appends) => {
      const shared = metadata();
      return inParallel(appends, emmettAtOnce, ({ stream, events }) =>
        store.appendToStream(
          stream,
          events.map(({ type, data }) => ({ type, data, metadata: shared })),
        ),
      );
    },
    async close() {
      await store.close();
      await pool.end();
    },
  };
};

const openDcb = async (url: string): Promise<Peer> => {
  const pool = new pg.Pool({ connectionString: url });
  const { PostgresEventStore } = await load<Dcb>('@dcb-es/event-store-postgres');
  const { Tags } = await load<DcbTags>('@dcb-es/event-store');
  const store = new PostgresEventStore({ pool, tablePrefix: 'dcb' });
  await store.ensureInstalled();
  return {
    name: '@dcb-es/event-store-postgres',
    bars: { 'one stream': 1, '1,000 existing streams': 1 },
    append: (appends) => {
      const shared = metadata();
      const tagged = ({ stream, events }: StreamAppend) => {
        const tags = Tags.fromObj({ stream });
        return events.map(({ type, data }) => ({ type, tags, data, metadata: shared }));
      };
      return store.append({ events: appends.flatMap(tagged) });
    },
    close: () => pool.end(),
  };
};

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1] as number;
const count = 1_000;

const pagesTo: { readonly [to in PeerBench['to']]: (round: number) => StreamAppend[] } = {
  'one stream': (round) => {
    const events: NewEvent[] = observations(10_000_000, count, round);
    return [{ stream: 'price-bench', expectedRevision: 'any', events }];
  },
  '1,000 existing streams': (round) => oneEach(observations(20_000_000, count, round)),
};

/** Measures on the migrated database at `url`, the owner's. Returns nothing without the peers. Some ten seconds. */
export const benchPeers = async (url: string, { rounds }: { rounds: number }): Promise<PeerBench[]> => {
  if (!existsSync(folder)) return [];
  const database = openDatabase({ url, application: 'bench' });
  const log = createPostgresLog({ database, runtime: systemRuntime() });
  const peers = [await openEmmett(url), await openDcb(url)];
  const results: PeerBench[] = [];
  try {
    for (const to of Object.keys(pagesTo) as PeerBench['to'][]) {
      const ours: number[] = [];
      const theirs = new Map<Peer, number[]>(peers.map((peer) => [peer, []]));
      const timed = async (of: number[] | undefined, work: Promise<unknown>): Promise<void> => {
        const from = performance.now();
        await work;
        of?.push(performance.now() - from);
      };
      // Rounds 0 to 2 create the streams and warm up.
      for (let round = 0; round < rounds + 3; round += 1) {
        const page = pagesTo[to](round);
        await timed(round < 3 ? undefined : ours, log.append(page, metadata()));
        for (const peer of peers) await timed(round < 3 ? undefined : theirs.get(peer), peer.append(page));
      }
      for (const [{ name, bars }, ms] of theirs) {
        const ratio = median(ms) / median(ours);
        results.push({ peer: name, to, ratio, eventsPerSecond: (count / median(ours)) * 1_000, bar: bars[to] });
      }
    }
    return results;
  } finally {
    await Promise.all(peers.map((peer) => peer.close()));
    await log.close();
    await database.close();
  }
};
