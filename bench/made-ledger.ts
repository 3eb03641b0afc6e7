/** Fills a ledger with generated sets, cards and some days of prices and snapshots, through log and projector. */
import { projections } from '../projections/index.js';
import type { EventMetadata, NewEvent } from '../src/domain/envelope.js';
import { type EventData, type EventType } from '../src/domain/events.js';
import { uuidFromName } from '../src/domain/ids.js';
import { dayMs, instantOf } from '../src/domain/instant.js';
import { cardStream, collectionStream, setStream } from '../src/domain/streams.js';
import { newEvent } from '../src/domain/upcasting.js';
import type { EventLog, StreamAppend } from '../src/log/event-log.js';
import { createPostgresLog } from '../src/log/postgres/postgres-log.js';
import { type Database, openDatabase } from '../src/postgres/database.js';
import { createProjector, type Projector } from '../src/projecting/projector.js';
import { type Runtime, systemRuntime } from '../src/base/runtime.js';
import { silentLogger } from '../src/base/logger.js';
import { madeDay } from './made-observations.js';

export const cardsASet = 100;
const metadata: EventMetadata = { correlation_id: uuidFromName('bench'), causation_id: null, actor: 'bench' };
const firstDay = Date.parse('2025-01-01T20:05:33Z');
const stampOf = (day: number): string => instantOf(new Date(firstDay + day * dayMs));

export interface MadeLedger {
  readonly runtime: Runtime;
  readonly database: Database;
  readonly queries: Database;
  readonly log: EventLog;
  readonly projector: Projector;
  readonly cards: readonly string[];
  readonly sets: readonly string[];
  /** Appends events, one a stream, as one call. */
  append(appends: readonly StreamAppend[]): Promise<void>;
  /** Appends the snapshots of all sets of a day. */
  takeSnapshots(day: number): Promise<void>;
  close(): Promise<void>;
}

const event = <T extends EventType>(type: T, name: string, data: EventData<T>): NewEvent =>
  newEvent(type, uuidFromName(name), data);

const listings = (sets: readonly string[], cards: readonly string[]): StreamAppend[] => {
  const common = { game: 'pokemon', source: 'tcgcsv', collection: uuidFromName('run 0') } as const;
  const setOf = (at: number): string => sets[Math.floor(at / cardsASet)] as string;
  return [
    ...sets.map((set_id, at) => ({
      stream: setStream(set_id),
      expectedRevision: 'any' as const,
      events: [
        event('SetListed', `list ${set_id}`, {
          ...common,
          set_id,
          name: `Made Set ${at}`,
          abbreviation: `M${at}`,
          published_on: '2024-01-01',
          supplemental: false,
          source_modified_at: null,
        }),
      ],
    })),
    ...cards.map((card_id, at) => ({
      stream: cardStream(card_id),
      expectedRevision: 'any' as const,
      events: [
        event('CardListed', `list ${card_id}`, {
          ...common,
          card_id,
          set_id: setOf(at),
          name: `Made Card ${at}`,
          clean_name: `Made Card ${at}`,
          number: `${(at % cardsASet) + 1}/100`,
          rarity: 'Common',
          product_type: 'single',
          image_url: `https://example.test/${card_id}.jpg`,
          url: null,
          presale: null,
          attributes: {
            HP: '60',
            Stage: 'Basic',
            CardType: 'Water',
            Attack1: '[2] Splash (30) Flip a coin. If heads, draw a card.',
          },
        }),
      ],
    })),
  ];
};

/** Creates `sets` sets of 100 cards, three printings each, with `days` days; half the prices change on a day. */
export const openMadeLedger = async (url: string, size: { sets: number; days: number }): Promise<MadeLedger> => {
  const runtime = systemRuntime();
  const database = openDatabase({ url, application: 'bench', connectionsMax: 16 });
  const queries = openDatabase({ url, application: 'bench queries', connectionsMax: 10 });
  const log = createPostgresLog({ database, runtime });
  const projector = createProjector({ database, log, runtime, logger: silentLogger, holder: 'bench', projections });
  await projector.prepare();
  const sets = Array.from({ length: size.sets }, (_, at) => `pokemon-${900_000 + at}`);
  // The cards of bench/made-observations.ts.
  const cards = Array.from({ length: size.sets * cardsASet }, (_, at) => `pokemon-${100_000 + at}`);
  const append = async (appends: readonly StreamAppend[]): Promise<void> => {
    for (let at = 0; at < appends.length; at += 500) await log.append(appends.slice(at, at + 500), metadata);
  };
  const takeSnapshots = (day: number): Promise<void> =>
    append([
      {
        stream: collectionStream('tcgcsv', 'all'),
        expectedRevision: 'any',
        events: sets.map((scope) =>
          event('SnapshotTaken', `snapshot ${day} ${scope}`, {
            run_id: uuidFromName(`run ${day}`),
            source: 'tcgcsv',
            scope,
            upstream_stamp: stampOf(day),
            url: `https://tcgcsv.com/tcgplayer/3/${scope}/prices`,
            payload_sha256: '0'.repeat(64),
            parser_version: 1,
            rows: 300,
            changed: 150,
            unchanged: 150,
            withdrawn: 0,
            quarantined: 0,
          }),
        ),
      },
    ]);
  await append(listings(sets, cards));
  for (let day = 0; day < size.days; day += 1) {
    for (const appends of madeDay(cards.length * 3, day, 300)) await append(appends);
    await takeSnapshots(day);
  }
  await projector.catchUp();
  await database.query('analyze');
  return {
    runtime,
    database,
    queries,
    log,
    projector,
    cards,
    sets,
    append,
    takeSnapshots,
    async close() {
      await log.close();
      await Promise.all([database.close(), queries.close()]);
    },
  };
};
