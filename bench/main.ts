/**
 * `npm run bench`: measures the bars side by side in one run on the embedded Postgres with its production settings, and
 * writes docs/benchmarks.md. Absolute figures depend on the machine; the ratios count. No test depends on them.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { cpus, release, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { openEmbeddedPostgres } from '../src/embedded/postgres/cluster.js';
import { packageRoot } from '../src/base/paths.js';
import { migrate } from '../src/postgres/migrate.js';
import { systemRuntime } from '../src/base/runtime.js';
import { benchEventStore, type EventStoreBench, onStandIn } from './eventstoredb.js';
import { type AlertsBench, benchAlerts } from './alerts.js';
import { type ApiBench, benchApi } from './api.js';
import { benchCache, type CacheBench } from './cache.js';
import { type Brokers, openBrokers } from './brokers.js';
import { benchHistory, type HistoryBench } from './history.js';
import { benchKafka, type KafkaBench } from './kafka.js';
import { benchLog, type LogBench } from './log.js';
import { benchPeers, type PeerBench } from './peers.js';
import { benchRebuild, benchRebuildMemory, type RebuildMemory, type RebuildResult } from './rebuild.js';
import { benchSearch, type SearchTimes } from './search.js';
import { benchSync, type SyncDay } from './sync.js';

const say = (line: string): void => void process.stderr.write(`${line}\n`);
const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1] ?? NaN;
const whole = (value: number): string => Math.round(value).toLocaleString('en');

/** Runs `work` on a new cluster with a migrated ledger, with the URLs of its owner and of a superuser. */
const onFreshLedger = async <T>(
  folder: string,
  name: string,
  work: (url: string, adminUrl: string) => Promise<T>,
): Promise<T> => {
  const cluster = await openEmbeddedPostgres({ dataDir: join(folder, name), runtime: systemRuntime() });
  try {
    await migrate(cluster.url);
    const adminUrl = new URL(cluster.adminUrl);
    adminUrl.pathname = new URL(cluster.url).pathname;
    return await work(cluster.url, adminUrl.href);
  } finally {
    await cluster.close();
  }
};

type Row = readonly [work: string, found: string, bar: string, met: string];
const verdict = (ratio: number, bar: number): string => (ratio >= bar ? 'met' : '**not met**');

const logRows = ({ append, replay, storage }: LogBench): Row[] => [
  ...append.map(({ to, ratio, eventsPerSecond }): Row => [
    `append, 1,000 events a call, to ${to}`,
    `${ratio.toFixed(2)} × COPY (${whole(eventsPerSecond)} events/s)`,
    '0.75',
    verdict(ratio, 0.75),
  ]),
  [
    'replay, against pg reading the same facts as whole rows',
    `${replay.ratioToRows.toFixed(2)} × (${whole(replay.eventsPerSecond)} events/s)`,
    '0.8',
    verdict(replay.ratioToRows, 0.8),
  ],
  [
    'replay, against pg reading the stored rows (a third of the facts)',
    `${replay.ratioToStoredRows.toFixed(2)} ×`,
    '–',
    '',
  ],
  [
    'storage, log',
    `${Math.round(storage.bytesPerEvent)} B an observation`,
    '350 B',
    verdict(350, storage.bytesPerEvent),
  ],
];

const peerRows = (found: readonly PeerBench[]): Row[] =>
  found.map(({ peer, to, ratio, eventsPerSecond, bar }): Row => [
    `append, 1,000 events a call, to ${to}, against ${peer}`,
    `${ratio.toFixed(1)} × (${whole(eventsPerSecond)} events/s)`,
    `${bar}`,
    verdict(ratio, bar),
  ]);

const rebuildRows = ({ events, rounds, rssMiB }: RebuildResult): Row[] => {
  const text = median(rounds.map((round) => round.rebuild / round.text));
  const binary = median(rounds.map((round) => round.rebuild / round.binary));
  const speed = whole(median(rounds.map((round) => round.rebuild)));
  return [
    [
      `rebuild of both price read models, ${whole(events)} events, against COPY (text) of plain rows, partitioned and indexed`,
      `${text.toFixed(2)} × (${speed} events/s)`,
      '0.8',
      verdict(text, 0.8),
    ],
    ['the same against COPY (binary)', `${binary.toFixed(2)} ×`, '–', ''],
    ['memory of the rebuilding process', `${rssMiB} MiB`, '300 MiB', verdict(300, rssMiB)],
  ];
};

const memoryRow = ({ keys, events, rssMiB }: RebuildMemory): Row => [
  `memory of a rebuild of ${whole(events)} events of ${whole(keys)} keys`,
  `${rssMiB} MiB`,
  '300 MiB',
  verdict(300, rssMiB),
];

const historyRows = ({ openBytes, packedBytes, packing, small, large, ratio }: HistoryBench): Row[] => [
  ['storage, history, open month', `${openBytes.toFixed(0)} B an observation`, '110 B', verdict(110, openBytes)],
  ['storage, history, packed months', `${packedBytes.toFixed(1)} B an observation`, '30 B', verdict(30, packedBytes)],
  [
    `packing a month of ${whole(packing.observations)} observations, page by page`,
    `${packing.seconds.toFixed(1)} s (longest page ${whole(packing.longestMs)} ms)`,
    '',
    '',
  ],
  [
    `history of a year in ${whole(large.observations)} observations, against ${whole(small.observations)}, p99`,
    `${ratio.toFixed(2)} × (${large.p99Ms.toFixed(1)} ms; median ${(large.p50Ms / small.p50Ms).toFixed(2)} ×)`,
    '1.5',
    verdict(1.5, ratio),
  ],
];

const syncRows = (days: readonly SyncDay[]): Row[] => {
  const ordinary = days.filter(({ day }) => day === 'ordinary');
  const seconds = median(ordinary.map((day) => day.seconds));
  const [first] = days;
  const { rows = 0, changed = 0, requests = 0 } = ordinary[0] ?? {};
  return [
    [
      `daily sync, ${whole(rows)} rows, ${whole(changed)} changed, ${requests} requests`,
      `${seconds.toFixed(1)} s`,
      '30 s',
      verdict(30, seconds),
    ],
    [
      `first sync: the catalog and all ${whole(first?.rows ?? 0)} prices`,
      `${(first?.seconds ?? NaN).toFixed(1)} s`,
      '',
      '',
    ],
  ];
};

const syncThereRows = (here: readonly SyncDay[], there: readonly SyncDay[]): Row[] =>
  (['first', 'ordinary'] as const).map((kind): Row => {
    const [a, b] = [here, there].map((days) =>
      median(days.filter(({ day }) => day === kind).map((day) => day.seconds)),
    );
    const ratio = (b as number) / (a as number);
    return [
      `${kind === 'first' ? 'first' : 'daily'} sync on EventStoreDB (stand-in of the tests, 2 ms a write), against the embedded log`,
      `${ratio.toFixed(2)} × the time (${(b as number).toFixed(1)} s)`,
      kind === 'first' ? '1.5 ×' : '',
      kind === 'first' ? verdict(1.5, ratio) : '',
    ];
  });

const eventStoreRows = ({ append, oneStream, read }: EventStoreBench): Row[] => {
  const standIn = process.env['EVENTSTORE_URL'] ? '' : ' (stand-in of the tests, 2 ms a write)';
  return [
    ...append
      .filter(({ atOnce }) => atOnce > 1)
      .map(({ atOnce, eventsPerSecond, ratio }): Row => [
        `EventStoreDB${standIn}: 1,000 events to 1,000 streams, ${atOnce} in flight, against one at a time`,
        `${ratio.toFixed(1)} × (${whole(eventsPerSecond)} events/s)`,
        '',
        '',
      ]),
    [
      `EventStoreDB: 1,000 events to one stream, against one at a time`,
      `${oneStream.ratio.toFixed(1)} × (${whole(oneStream.eventsPerSecond)} events/s)`,
      '',
      '',
    ],
    ['EventStoreDB: replay', `${whole(read.eventsPerSecond)} events/s`, '', ''],
  ];
};

const webhookRow = ({ toWebhook, toKafka, arrived }: AlertsBench): Row => [
  `the same to a webhook on this machine, signed, ${toKafka === null ? 'by the log' : 'by Kafka'}, p99 of ${whole(arrived)}`,
  `${whole(toWebhook.p99Ms)} ms (median ${whole(toWebhook.p50Ms)} ms)`,
  '1,000 ms',
  verdict(1_000, toWebhook.p99Ms),
];

const alertRows = (found: AlertsBench): Row[] => [
  [
    `an observation with ${whole(found.others)} alerts armed on other cards, against none on other cards`,
    `${(found.amongUs / found.aloneUs).toFixed(2)} × the time (${whole(found.amongUs)} µs)`,
    // The requirement is an independent cost, without a limit, so the ratio has no verdict.
    'independent',
    '',
  ],
  [
    'observations decided on, three alerts on each card',
    `${whole(found.perSecond)}/s`,
    '1,000/s',
    verdict(found.perSecond, 1_000),
  ],
  [
    `observation to its firing in the log, at 1,000 observations/s, p99 of ${whole(found.firings)}`,
    `${whole(found.toLog.p99Ms)} ms (median ${whole(found.toLog.p50Ms)} ms)`,
    '',
    '',
  ],
  ...(found.toKafka === null
    ? []
    : [
        [
          'the same to the acknowledgement of Kafka, broker on this machine',
          `${whole(found.toKafka.p99Ms)} ms (median ${whole(found.toKafka.p50Ms)} ms)`,
          '250 ms',
          verdict(250, found.toKafka.p99Ms),
        ] as const,
      ]),
  webhookRow(found),
];

const kafkaRows = (found: KafkaBench): Row[] => [
  [
    `publisher, log to acknowledgement, ${whole(found.bytesPerEvent)} B an event, against plain kafkajs with the same batches`,
    `${found.ratio.toFixed(2)} × (${whole(found.eventsPerSecond)} events/s)`,
    '',
    '',
  ],
  [
    'CPU of an idle publisher, disconnected, against connected',
    `${(found.idleClosed / found.idleOpen).toFixed(2)} × (${found.idleClosed.toFixed(1)} ms/s)`,
    '',
    '',
  ],
  [
    'one message, with a new connection, against an open one',
    `${(found.coldMs / found.warmMs).toFixed(1)} × (${found.coldMs.toFixed(1)} ms)`,
    '',
    '',
  ],
];

const withRedis = (redis: boolean): string => (redis ? ', Redis on' : '');
const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;

const apiRows = ({ cached, uncached }: ApiBench): Row[] => [
  ...cached.flatMap(({ redis, ratio, ratioSameHeaders, rate, expressRatio, p99Ms, bareP99Ms }): Row[] => [
    [
      `API, cached read, against node:http with the same body and headers${withRedis(redis)}`,
      `${ratioSameHeaders.toFixed(2)} × (${whole(rate)} reads/s; with few headers ${ratio.toFixed(2)} ×, Express alone ${expressRatio.toFixed(2)} ×)`,
      '0.6',
      verdict(ratioSameHeaders, 0.6),
    ],
    [
      'the same at 70 % of that rate, p99, against node:http at 70 % of its own',
      `${(p99Ms / bareP99Ms).toFixed(2)} × (${whole(p99Ms)} ms)`,
      '1.5',
      verdict(1.5, p99Ms / bareP99Ms),
    ],
  ]),
  ...uncached.flatMap(({ read, bodyBytes, ratio, ratioSameBytes, rate }): Row[] => [
    [
      `API, uncached ${read} read (${bodyBytes} bytes), against node:http with one primary-key SELECT`,
      `${ratio.toFixed(2)} × (${whole(rate)} reads/s)`,
      '0.5',
      verdict(ratio, 0.5),
    ],
    ['the same, against that handler sending as many bytes', `${ratioSameBytes.toFixed(2)} ×`, '', ''],
  ]),
];

const searchRows = (kinds: readonly SearchTimes[]): Row[] =>
  kinds.map(({ kind, p50Ms, p95Ms, barMs }): Row => [
    `search over 50,000 cards, ${kind}, p95`,
    `${p95Ms.toFixed(1)} ms (median ${p50Ms.toFixed(1)} ms)`,
    `${barMs} ms`,
    verdict(barMs, p95Ms),
  ]);

const cacheRows = ({ hits, starts, pages }: CacheBench): Row[] => [
  ...hits.map(({ redis, changesPer1000, hitRatio, cardHitRatio }): Row => {
    // The bar is for a day's load; the other row is the load during a collection.
    const isBar = changesPer1000 <= 5;
    return [
      `cache, Zipf reads, ${changesPer1000} price changes every 1,000 reads${withRedis(redis)}`,
      `${percent(hitRatio)} hits (cards, prices, histories ${percent(cardHitRatio)})`,
      isBar ? '95 %' : '',
      isBar ? verdict(hitRatio, 0.95) : '',
    ];
  }),
  ...starts.map(({ redis, hitRatio, readsPerSecond }): Row => [
    `cache, first reads of a new process beside a warm one${withRedis(redis)}`,
    `${percent(hitRatio)} hits (${whole(readsPerSecond)} reads/s)`,
    '',
    '',
  ]),
  ...pages.map(({ events, toldMs, silentMs }): Row => [
    `latest prices, a page of ${whole(events)} events, with invalidations, against without`,
    `${(toldMs / silentMs).toFixed(2)} × (${toldMs.toFixed(1)} ms)`,
    '',
    '',
  ]),
];

const page = (rows: readonly Row[]): string => `# Benchmarks

Written by \`npm run bench\`. Each figure is a median ratio of two measurements that take turns in one run, so that a busy
machine slows both. Absolute figures depend on the machine. No test depends on these figures.

Node ${process.version}, Linux ${release()}, ${cpus().length} cores (${cpus()[0]?.model.trim() ?? ''}), ${Math.round(totalmem() / 2 ** 30)} GiB; PostgreSQL 18.4, embedded,
fsync and synchronous_commit on. Data is generated from fixed seeds (\`bench/made-observations.ts\`, the sandbox market's seed 2026).

| work | measured | bar | |
|---|---|---|---|
${rows.map((row) => `| ${row.join(' | ')} |`).join('\n')}
`;

/** Observations of the large history; 50 million take two minutes and 1.5 GB. */
const historyObservations = Number(process.env['BENCH_HISTORY'] ?? 50_000_000);
/** Four months of a small market. */
const rebuildSize = { keys: 5_000, days: 120 };
/** With BENCH_REBUILD_MEMORY=1 also the memory of rebuilds of ten million events, of a large market and of five times it. */
const memoryKeys = process.env['BENCH_REBUILD_MEMORY'] === '1' ? [30_000, 240_000] : [];
/** One node or several, as for the ledger; measured without Redis if unset. */
const redis = process.env['REDIS_URL'] ? { redisUrls: process.env['REDIS_URL'].split(',') } : {};
const brokers: Brokers | undefined = await openBrokers();
if (brokers === undefined) say('no Kafka (set KAFKA_BROKERS, or install Java and Maven): measuring without it');
const folder = await mkdtemp(join(tmpdir(), 'tcg-ledger-bench-'));
try {
  say('log …');
  const log = await onFreshLedger(folder, 'log', (url) => benchLog({ url }));
  say('peers …');
  const peers = await onFreshLedger(folder, 'peers', (url) => benchPeers(url, { rounds: 7 }));
  if (peers.length === 0) say('no peers (npm install --prefix bench/peers --no-package-lock): measuring without them');
  say('rebuild …');
  const rebuild = await onFreshLedger(folder, 'rebuild', (url) =>
    benchRebuild(url, { ...rebuildSize, rounds: 5, say }),
  );
  const memory: RebuildMemory[] = [];
  for (const keys of memoryKeys)
    memory.push(
      await onFreshLedger(folder, `rebuild-${keys}`, (url, adminUrl) =>
        benchRebuildMemory({ url, adminUrl }, { keys, events: 10_000_000, say }),
      ),
    );
  say('history …');
  const history = await onFreshLedger(folder, 'history-small', (small) =>
    onFreshLedger(folder, 'history-large', (large) =>
      benchHistory({ small, large }, { small: 500_000, large: historyObservations, rounds: 5, reads: 1_000, say }),
    ),
  );
  say('search …');
  const search = await onFreshLedger(folder, 'search', (url) => benchSearch(url, { cards: 50_000, rounds: 40, say }));
  say('alerts …');
  const alerts = await onFreshLedger(folder, 'alerts-alone', (alone) =>
    onFreshLedger(folder, 'alerts-among', (among) =>
      benchAlerts({ alone, among }, { others: 100_000, rounds: 15, kafka: brokers?.config, say }),
    ),
  );
  say('API …');
  const api = await onFreshLedger(folder, 'api', (url) => benchApi(url, { rounds: 5, seconds: 4, say, ...redis }));
  say('cache …');
  const cache = await onFreshLedger(folder, 'cache', (url) =>
    benchCache(url, { sets: 20, reads: 40_000, say, ...redis }),
  );
  say('sync …');
  const sync = await benchSync(join(folder, 'sync'), { days: 6, say });
  say('sync on EventStoreDB …');
  const syncThere = await onStandIn((eventStoreUrl) =>
    benchSync(join(folder, 'sync-eventstoredb'), { days: 6, say, eventStoreUrl }),
  );
  say('Kafka …');
  const kafka = brokers && (await onFreshLedger(folder, 'kafka', (url) => benchKafka(brokers.config, url)));
  say('EventStoreDB …');
  const eventStore = await benchEventStore();
  const sent = kafka === undefined ? [] : kafkaRows(kafka);
  const writes = [
    ...logRows(log),
    ...peerRows(peers),
    ...rebuildRows(rebuild),
    ...memory.map(memoryRow),
    ...historyRows(history),
    ...eventStoreRows(eventStore),
    ...sent,
  ];
  const reads = [...searchRows(search), ...apiRows(api), ...cacheRows(cache)];
  const text = page([...writes, ...reads, ...alertRows(alerts), ...syncRows(sync), ...syncThereRows(sync, syncThere)]);
  await writeFile(join(packageRoot, 'docs/benchmarks.md'), text);
  process.stdout.write(text);
} finally {
  await brokers?.close();
  await rm(folder, { recursive: true, force: true });
}
