/** A small ledger behind a listening API: events are appended, folded, asked for over HTTP. */
import { projections } from '../../projections/index.js';
import { type RunningApi, startApi } from '../../src/api/server.js';
import type { LogPosition } from '../../src/domain/envelope.js';
import type { EventData, EventType } from '../../src/domain/events.js';
import { uuidFromName } from '../../src/domain/ids.js';
import { dayMs } from '../../src/domain/instant.js';
import { newEvent } from '../../src/domain/upcasting.js';
import type { EventLog } from '../../src/log/event-log.js';
import { createMemoryLog } from '../../src/log/memory/memory-log.js';
import { type Database, openDatabase } from '../../src/postgres/database.js';
import { createProjector } from '../../src/projecting/projector.js';
import { systemRuntime } from '../../src/base/runtime.js';
import { silentLogger } from '../../src/base/logger.js';
import { goodData, metadata, numbers, observation, proof, run, streamOf } from '../support/events.js';
import { createFakeRuntime, type FakeRuntime } from '../support/fake-runtime.js';
import { freshDatabase } from '../support/postgres.js';
import { createValidator } from './validate-answer.js';

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  /** Parsed JSON, or the text where it is none. */
  readonly body: any;
}

export interface World {
  readonly database: Database;
  readonly log: EventLog;
  readonly runtime: FakeRuntime;
  readonly api: RunningApi;
  /** Appends events of one type, recorded now; the position of the last. */
  add<T extends EventType>(type: T, ...data: Partial<EventData<T>>[]): Promise<LogPosition>;
  /** Folds what the log holds into the read models. */
  project(names?: readonly string[]): Promise<void>;
  /** Asks; every answer under /v1 is held against the OpenAPI document. */
  get(path: string, headers?: Record<string, string>): Promise<Answer>;
  close(): Promise<void>;
}

export { run } from '../support/events.js';

/** The source of all that is told here: not a simulated one, unless a test says so. */
export const source = 'tcgcsv';
/** 20:05 UTC of the n-th day of September 2025: when the source stamps its files. */
export const stampOf = (day: number): string => `2025-09-${String(day).padStart(2, '0')}T20:05:33Z`;

/** Opens a world whose clock stands at `start`. */
export const openWorld = async (
  options: { start?: string; simulated?: boolean; log?: (log: EventLog) => EventLog } = {},
): Promise<World> => {
  const target = await freshDatabase();
  const database = openDatabase({ url: target.url, application: 'test api', connectionsMax: 5 });
  const runtime = createFakeRuntime(options.start ?? '2025-09-01T00:00:00Z');
  const memory = createMemoryLog({ runtime });
  const log = options.log?.(memory) ?? memory;
  const projector = createProjector({
    database,
    log: memory,
    runtime: systemRuntime(),
    logger: silentLogger,
    holder: 'test',
    projections,
  });
  await projector.prepare();
  const simulated = options.simulated ?? false;
  const api = await startApi({ database, log, runtime, logger: silentLogger, simulated, host: '127.0.0.1', port: 0 });
  const validate = createValidator();
  let told = 0;
  return {
    database,
    log,
    runtime,
    api,
    async add(type, ...many) {
      for (const data of many.length === 0 ? [{}] : many) {
        const whole = { ...goodData[type], source, ...data } as EventData<typeof type>;
        if (!('source' in goodData[type])) delete (whole as Record<string, unknown>)['source'];
        const event = newEvent(type, uuidFromName(`told ${(told += 1)}`), whole);
        await memory.append([{ stream: streamOf(type, whole), expectedRevision: 'any', events: [event] }], metadata);
      }
      return memory.head();
    },
    project: (names) => projector.catchUp(names),
    async get(path, headers = {}) {
      const response = await fetch(`${api.url}${path}`, { headers });
      const text = await response.text();
      const type = response.headers.get('content-type') ?? '';
      const body: unknown = /^application\/(problem\+)?json/.test(type) ? JSON.parse(text) : text;
      if (path.startsWith('/v1/')) validate(path, response.status, type, body);
      return { status: response.status, headers: response.headers, body };
    },
    async close() {
      // A spec may have closed some of it itself; the database must go all the same.
      await Promise.allSettled([api.close()]);
      await log.close();
      await Promise.allSettled([database.close()]);
      await target.drop();
    },
  };
};

/** Moves the clock to an instant. */
export const moveTo = (world: World, instant: string): Promise<void> =>
  world.runtime.advance(Date.parse(instant) - world.runtime.now().getTime());

export const lugia = 'pokemon-517045';
const key = { card_id: lugia, source };
const at = (day: number) => ({ effective_at: stampOf(day), provenance: proof, collection: run });
export const printing = (name: string) => ({ name, slug: name.toLowerCase().replaceAll(' ', '-') });
/** An observation of Lugia. */
export const price = (name: string, market: number | null, day: number, more = {}) =>
  observation({ ...key, ...numbers(market), printing: printing(name), ...at(day), ...more });

/**
 * September 2025: two games, three sets, six cards. Lugia has two printings: Holofoil 2.45 on the 1st, 3.00 on the 5th,
 * 2.00 on the 12th, and Reverse Holofoil 9.99, withdrawn on the 10th. Silver Tempest was looked at daily from the 1st
 * to the 12th but for the 7th and 8th; the clock then stands in the night after the 12th.
 */
export const tellSeptember = async (world: World): Promise<void> => {
  await moveTo(world, '2025-09-01T20:10:00Z');
  await world.add(
    'SetListed',
    {},
    { set_id: 'pokemon-604', name: 'Base Set', abbreviation: 'BS', published_on: '1999-01-09' },
    {
      set_id: 'onepiece-23907',
      game: 'onepiece',
      name: 'Two Legends',
      abbreviation: 'OP08',
      published_on: '2024-09-13',
    },
  );
  const card = { card_id: lugia, name: 'Lugia VSTAR', clean_name: 'Lugia VSTAR', rarity: 'Ultra Rare' };
  await world.add(
    'CardListed',
    card,
    {
      ...card,
      card_id: 'pokemon-42382',
      set_id: 'pokemon-604',
      name: 'Charizard',
      clean_name: 'Charizard',
      number: '004/102',
      rarity: 'Holo Rare',
    },
    {
      ...card,
      card_id: 'pokemon-517046',
      name: 'Nidoran♀',
      clean_name: 'Nidoran F',
      number: '011/195',
      rarity: 'Common',
    },
    {
      ...card,
      card_id: 'pokemon-517047',
      name: 'Silver Tempest Booster Box',
      clean_name: null,
      number: null,
      rarity: null,
      product_type: 'sealed',
    },
    { ...card, card_id: 'pokemon-517048', name: 'Lugia VSTAR (listed twice)', number: '139/195' },
    {
      ...card,
      card_id: 'onepiece-558022',
      game: 'onepiece',
      set_id: 'onepiece-23907',
      name: 'Tony Tony.Chopper (001)',
      clean_name: null,
      number: 'OP08-001',
      rarity: 'L',
    },
  );
  await world.add('CardMerged', { card_id: 'pokemon-517048', merged_into: lugia });
  await world.add('ExternalIdMapped', { card_id: lugia });
  const collected = { source, scope: 'all', upstream_stamp: stampOf(1) };
  await world.add('CollectionStarted', collected);
  await world.add(
    'PriceObserved',
    price('Holofoil', 245, 1),
    price('Reverse Holofoil', 999, 1),
    observation({
      ...key,
      ...numbers(150),
      kind: 'asking',
      printing: printing('Holofoil'),
      condition: 'NM',
      grade: { grader: 'PSA', grade: '10', qualifier: null },
      language: 'en',
      ...at(1),
    }),
    observation({ ...key, ...numbers(null), card_id: 'pokemon-517046', printing: printing('Normal'), ...at(1) }),
    observation({ ...key, ...numbers(30_000), card_id: 'pokemon-42382', printing: printing('Holofoil'), ...at(1) }),
    observation({ ...key, ...numbers(12_000), card_id: 'pokemon-517047', printing: printing('Normal'), ...at(1) }),
    observation({ ...key, ...numbers(50), card_id: 'onepiece-558022', printing: printing('Normal'), ...at(1) }),
  );
  const snapshot = (day: number, scope: string, changed = 0) => ({
    source,
    scope,
    upstream_stamp: stampOf(day),
    changed,
  });
  await world.add(
    'SnapshotTaken',
    ...['pokemon-3170', 'pokemon-604', 'onepiece-23907'].map((scope) => snapshot(1, scope, 3)),
  );
  await world.add('CollectionFinished', collected);
  for (const day of [2, 3, 4, 5, 6, 9, 10, 11, 12]) {
    await world.runtime.advance(Date.parse(stampOf(day)) + 300_000 - world.runtime.now().getTime());
    if (day === 5) await world.add('PriceObserved', price('Holofoil', 300, 5));
    if (day === 10) await world.add('PriceWithdrawn', { ...key, printing: printing('Reverse Holofoil'), ...at(10) });
    if (day === 12) await world.add('PriceObserved', price('Holofoil', 200, 12));
    await world.add('SnapshotTaken', snapshot(day, 'pokemon-3170', day === 5 || day === 12 ? 1 : 0));
  }
  await world.runtime.advance(dayMs / 8);
  await world.project();
};
