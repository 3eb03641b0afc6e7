/**
 * The API world of the tests: a ledger behind a listening API, and a market to fill it with. The market has two games, five
 * sets, some thirty cards, and snapshots on most days from 20 August to 30 September 2025. Everything that can happen to a
 * price or a card happens in it, as events in a log, folded by the projector. The clock stops weeks later.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import type { Accounts } from '../../src/accounts/accounts.js';
import type { ApiDeps } from '../../src/api/app.js';
import { type RunningApi } from '../../src/api/server.js';
import type { LogPosition } from '../../src/domain/envelope.js';
import type { EventData, EventType, Observation } from '../../src/domain/events.js';
import { uuidFromName } from '../../src/domain/ids.js';
import { dayMs } from '../../src/domain/instant.js';
import { buildEdition } from '../../src/exports/bulk-files.js';
import { priceObserved } from '../../src/domain/prices/price-events.js';
import { printingOf } from '../../src/domain/prices/price-key.js';
import { priceStream } from '../../src/domain/streams.js';
import { newEvent } from '../../src/domain/upcasting.js';
import type { EventLog } from '../../src/log/event-log.js';
import { createMemoryLog } from '../../src/log/memory/memory-log.js';
import { type Database, openDatabase } from '../../src/postgres/database.js';
import { goodData, metadata, numbers, observation, streamOf } from './events.js';
import { createFakeRuntime, type FakeRuntime } from './fake-runtime.js';
import { type AnswerChecker, createAnswerChecker } from './openapi.js';
import { freshDatabase } from './postgres.js';
import { testProjector } from './projector.js';
import { serveApi, testAccounts } from './serve-api.js';

export const source = 'tcgcsv';
export const newestStamp = '2025-09-30T20:05:33Z';
const now = '2025-10-25T12:00:00Z';
/** Returns the source's stamp of a day. */
export const stampOf = (day: string): string => `${day}T20:05:33Z`;

/** Cards with a story. */
export const ids = {
  lugia: 'pokemon-100',
  corrected: 'pokemon-101',
  voidedStanding: 'pokemon-102',
  voided: 'pokemon-103',
  revised: 'pokemon-104',
  withdrawnKey: 'pokemon-105',
  returning: 'pokemon-106',
  unpriced: 'pokemon-107',
  moved: 'pokemon-108',
  merged: 'pokemon-109',
  box: 'pokemon-110',
  ofWithdrawnSet: 'pokemon-111',
  withdrawn: 'pokemon-112',
  leader: 'onepiece-1',
  parallel: 'onepiece-2',
  manga: 'onepiece-3',
} as const;

export const sets = {
  tempest: 'pokemon-3170',
  base: 'pokemon-604',
  promos: 'pokemon-1',
  crown: 'pokemon-2',
  legends: 'onepiece-23907',
} as const;

/** Returns an observation of Lugia. */
export const lugiaPrice = (cents: number, effective_at: string, printing = 'Holofoil'): Observation =>
  observation({ card_id: ids.lugia, source, ...numbers(cents), effective_at, printing: printingOf(printing) });
export const gapDays = ['2025-09-10', '2025-09-11'];
/** Cards without a story, in Base Set, priced 0.25 to 1.25: many share a price. */
export const bulkCards = Array.from({ length: 18 }, (_, at) => `pokemon-${200 + at}`);

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  /** Parsed JSON, or the text if it is not JSON. */
  readonly body: any;
}

export interface SentRequest {
  readonly body?: unknown;
  readonly headers?: Record<string, string>;
}

export interface ApiFixture {
  readonly api: RunningApi;
  readonly accounts: Accounts;
  readonly log: EventLog;
  readonly database: Database;
  readonly runtime: FakeRuntime;
  readonly checker: AnswerChecker;
  /** Sends a GET and checks the answer against the document; follows no redirect. */
  readonly get: (path: string, headers?: Record<string, string>) => Promise<Answer>;
  /** Returns the body of a GET; fails if the status is not 200. */
  readonly body: (path: string) => Promise<Answer['body']>;
  /** Posts a value as JSON and checks the answer against the document. */
  readonly post: (path: string, body: unknown, headers?: Record<string, string>) => Promise<Answer>;
  /** Sends a request with any method, and a body as JSON, and checks the answer against the document. */
  readonly send: (method: string, path: string, request?: SentRequest) => Promise<Answer>;
  /** Appends an event, recorded now; returns its position. */
  readonly tell: <T extends EventType>(type: T, data: Partial<EventData<T>>, actor?: string) => Promise<LogPosition>;
  /** Appends an observation, recorded now; returns its position. */
  readonly observe: (data: Partial<Observation>) => Promise<LogPosition>;
  /** Folds the log into the named read models, or all. */
  readonly fold: (names?: readonly string[]) => Promise<void>;
  /** Builds the files for download. */
  buildExports(): Promise<void>;
  close(): Promise<void>;
}

/** Opens an empty ledger behind an API. `prepared: false`: without tables of read models. */
export const openApiFixture = async (
  options: {
    start?: string;
    simulated?: boolean;
    prepared?: boolean;
    readsNeedKey?: boolean;
    accounts?: Partial<Accounts>;
    api?: Partial<ApiDeps>;
  } = {},
): Promise<ApiFixture> => {
  const target = await freshDatabase();
  const database = openDatabase({ url: target.url, application: 'test api', connectionsMax: 5 });
  const runtime = createFakeRuntime(options.start ?? now);
  const log = createMemoryLog({ runtime });
  const projector = testProjector({ database, log });
  if (options.prepared !== false) await projector.prepare();
  const simulated = options.simulated ?? false;
  const exportsDir = await mkdtemp(join(tmpdir(), 'ledger-exports-'));
  const accounts = testAccounts({ database, runtime, keyType: simulated ? 'demo' : 'live', ...options.accounts });
  const { readsNeedKey = false } = options;
  const sources = [{ name: source, dailyBudget: 100, schedule: { cron: '30 20 * * *', lateAfterMs: 0 } }];
  const served = { database, log, runtime, accounts, simulated, exportsDir, readsNeedKey, sources };
  const api = await serveApi({ ...served, ...options.api });
  const checker = createAnswerChecker();
  let told = 0;
  const ask = async (path: string, init: RequestInit & { method: string }): Promise<Answer> => {
    const response = await fetch(`${api.url}${path}`, { ...init, redirect: 'manual' });
    const text = await response.text();
    const type = response.headers.get('content-type') ?? '';
    const body = /^application\/(problem\+)?json/.test(type) && text !== '' ? JSON.parse(text) : text;
    checker.check({ method: init.method, path, status: response.status, type, body });
    return { status: response.status, headers: response.headers, body };
  };
  const send: ApiFixture['send'] = (method, path, { body, headers = {} } = {}) => {
    if (body === undefined) return ask(path, { method, headers });
    const type = { 'content-type': 'application/json' };
    return ask(path, { method, headers: { ...type, ...headers }, body: JSON.stringify(body) });
  };
  const get: ApiFixture['get'] = (path, headers = {}) => ask(path, { method: 'GET', headers });
  return {
    api,
    accounts,
    log,
    database,
    runtime,
    checker,
    get,
    async body(path) {
      const answer = await get(path);
      expect(answer.status, `${path} ${JSON.stringify(answer.body)}`).to.equal(200);
      return answer.body;
    },
    send,
    post: (path, body, headers = {}) => send('POST', path, { body, headers }),
    async tell(type, data, actor = metadata.actor) {
      const whole = { ...goodData[type], ...('source' in goodData[type] ? { source } : {}), ...data } as EventData<
        typeof type
      >;
      const event = newEvent(type, uuidFromName(`told ${(told += 1)}`), whole);
      await log.append([{ stream: streamOf(type, whole), expectedRevision: 'any', events: [event] }], {
        ...metadata,
        actor,
      });
      return log.head();
    },
    async observe(data) {
      const event = priceObserved(observation({ source, ...data }));
      const stream = priceStream(String(event.data['card_id']));
      const [outcome] = await log.append([{ stream, expectedRevision: 'any', events: [event] }], metadata);
      if (outcome?.outcome !== 'appended') throw new Error(`not appended: ${JSON.stringify(data)}`);
      return log.head();
    },
    fold: (names) => projector.catchUp(names),
    async buildExports() {
      await buildEdition({ database, folder: exportsDir, runtime, signal: new AbortController().signal });
    },
    async close() {
      await rm(exportsDir, { recursive: true, force: true });
      await api.close();
      await log.close();
      await database.close();
      await target.drop();
    },
  };
};

const list = async ({ tell }: ApiFixture): Promise<void> => {
  await tell('SetListed', {});
  await tell('SetListed', { set_id: sets.base, name: 'Base Set', abbreviation: 'BS', published_on: '1999-01-09' });
  await tell('SetListed', { set_id: sets.promos, name: 'Old Promos', abbreviation: null, published_on: null });
  await tell('SetListed', {
    set_id: sets.crown,
    name: 'Crown Zenith',
    abbreviation: 'CRZ',
    published_on: '2023-01-20',
  });
  await tell('SetListed', {
    set_id: sets.legends,
    game: 'onepiece',
    name: 'Two Legends',
    abbreviation: 'OP08',
    published_on: '2024-09-13',
  });
  const card = (card_id: string, name: string, more: Partial<EventData<'CardListed'>> = {}) =>
    tell('CardListed', { card_id, name, clean_name: null, number: null, rarity: 'Common', ...more });
  await card(ids.lugia, 'Lugia VSTAR', { number: '139/195', rarity: 'Ultra Rare' });
  await card(ids.corrected, 'Nidoran♀', { clean_name: 'Nidoran F', number: '4/195' });
  await card(ids.voidedStanding, 'Nidoran♂', { clean_name: 'Nidoran M', number: '10/195' });
  await card(ids.voided, 'Flabébé', { number: '139/195' });
  await card(ids.revised, 'Poké Ball', { number: '2/195', rarity: 'Uncommon' });
  await card(ids.withdrawnKey, 'Charizard', { number: '139/195', rarity: 'Holo Rare' });
  await card(ids.returning, 'Blastoise', { number: '20/195', rarity: 'Holo Rare' });
  await card(ids.unpriced, 'Pikachu Illustrator', { rarity: null });
  await card(ids.moved, 'Mewtwo', { number: '59/195' });
  await card(ids.merged, 'Lugia VSTAR (listed twice)', { number: '139/195' });
  await card(ids.box, 'Silver Tempest Booster Box', { product_type: 'sealed', rarity: null });
  await card(ids.ofWithdrawnSet, 'Pikachu Promo', { set_id: sets.promos });
  await card(ids.withdrawn, 'Venusaur');
  const piece = { game: 'onepiece', set_id: sets.legends, number: 'OP08-001' } as const;
  await card(ids.leader, 'Tony Tony.Chopper (001)', { ...piece, rarity: 'L' });
  await card(ids.parallel, 'Tony Tony.Chopper (001) (Parallel)', { ...piece, rarity: 'L' });
  await card(ids.manga, 'Tony Tony.Chopper (001) (Manga)', { ...piece, rarity: 'SR' });
  for (const [at, card_id] of bulkCards.entries()) {
    await card(card_id, `Energy ${String.fromCharCode(65 + ((at * 7) % 18))}`, {
      set_id: sets.base,
      number: `${at + 1}/102`,
    });
  }
  await tell('ExternalIdMapped', { card_id: ids.lugia });
};

/** Returns what happens, by day. */
const story = ({ tell, observe, runtime }: ApiFixture): Readonly<Record<string, () => Promise<unknown>>> => {
  const market = (card_id: string, day: string, cents: number | null, printing = 'Holofoil') =>
    observe({ card_id, ...numbers(cents), effective_at: stampOf(day), printing: printingOf(printing) });
  const key = (card_id: string, printing = 'Holofoil') => ({ card_id, source, printing: printingOf(printing) });
  return {
    '2025-08-20': async () => {
      const day = '2025-08-20';
      await market(ids.lugia, day, 1_000);
      await market(ids.lugia, day, 2_500, 'Reverse Holofoil');
      await observe({
        card_id: ids.lugia,
        ...numbers(null),
        low: 800,
        kind: 'asking',
        effective_at: stampOf(day),
        condition: 'NM',
        grade: { grader: 'PSA', grade: '10', qualifier: null },
        language: 'en',
      });
      await market(ids.voidedStanding, day, 300);
      await market(ids.withdrawnKey, day, 30_000);
      await market(ids.withdrawnKey, day, 9_000, 'Reverse Holofoil');
      await market(ids.returning, day, 1_000);
      await market(ids.unpriced, day, null);
      await market(ids.moved, day, 1_234);
      await market(ids.merged, day, 1);
      await market(ids.box, day, 12_000, 'Normal');
      await market(ids.ofWithdrawnSet, day, 77);
      await market(ids.withdrawn, day, 88);
      await market(ids.leader, day, 50, 'Normal');
      await market(ids.parallel, day, 20_000, 'Normal');
      for (const [at, card_id] of bulkCards.entries()) await market(card_id, day, 25 * (1 + (at % 5)), 'Normal');
    },
    '2025-08-31': () => market(ids.lugia, '2025-08-31', 1_100),
    '2025-09-01': async () => {
      await market(ids.corrected, '2025-09-01', 500);
      await market(ids.voidedStanding, '2025-09-01', 900);
      await market(ids.voided, '2025-09-01', 700);
    },
    '2025-09-02': async () => {
      await market(ids.revised, '2025-09-02', 100);
      await runtime.advance(3_600_000);
      await market(ids.revised, '2025-09-02', 120);
    },
    '2025-09-05': async () => {
      await tell('PriceCorrected', { ...key(ids.corrected), ...numbers(550), effective_at: stampOf('2025-09-01') });
      await tell('PriceWithdrawn', { ...key(ids.returning), effective_at: stampOf('2025-09-05') });
      await tell('SetWithdrawn', { set_id: sets.promos, effective_at: stampOf('2025-09-05') });
      await tell('CardWithdrawn', { card_id: ids.withdrawn, effective_at: stampOf('2025-09-05') });
      await tell('CardMerged', { card_id: ids.merged, merged_into: ids.lugia });
    },
    '2025-09-06': async () => {
      // Recorded at a fraction of a second, for known_at at that very instant.
      await runtime.advance(400);
      const first = { card_id: ids.voidedStanding, source, ...numbers(300), effective_at: stampOf('2025-08-20') };
      const standing = {
        ...numbers(300),
        effective_at: first.effective_at,
        observation_id: priceObserved(observation({ ...first, printing: printingOf('Holofoil') })).id,
      };
      await tell('ObservationVoided', { ...key(ids.voidedStanding), effective_at: stampOf('2025-09-01'), standing });
      await tell('ObservationVoided', { ...key(ids.voided), effective_at: stampOf('2025-09-01'), standing: null });
    },
    '2025-09-08': () => market(ids.lugia, '2025-09-08', 1_210),
    '2025-09-12': async () => {
      await market(ids.lugia, '2025-09-12', 1_000);
      await market(ids.returning, '2025-09-12', 1_100);
    },
    '2025-09-15': () =>
      tell('PriceWithdrawn', { ...key(ids.withdrawnKey, 'Reverse Holofoil'), effective_at: stampOf('2025-09-15') }),
    '2025-09-20': () =>
      tell('CardRevised', {
        card_id: ids.moved,
        name: 'Mewtwo',
        clean_name: null,
        number: '59/195',
        set_id: sets.crown,
      }),
    '2025-09-30': () => market(ids.lugia, '2025-09-30', 1_500),
  };
};

/** Moves the clock forward to an instant. */
const moveTo = ({ runtime }: Pick<ApiFixture, 'runtime'>, instant: string): Promise<void> =>
  runtime.advance(Math.max(0, Date.parse(instant) - runtime.now().getTime()));

/** Appends and folds the market of August and September; the clock stops at `end`. */
const tellMarket = async (fixture: ApiFixture, end: string): Promise<void> => {
  const { tell } = fixture;
  await list(fixture);
  const days = story(fixture);
  for (let ms = Date.parse('2025-08-20'); ms <= Date.parse('2025-09-30'); ms += dayMs) {
    const day = new Date(ms).toISOString().slice(0, 10);
    if (gapDays.includes(day)) continue;
    const upstream_stamp = stampOf(day);
    const run_id = uuidFromName(`run ${day}`);
    await moveTo(fixture, `${day}T20:10:00Z`);
    await tell('CollectionStarted', { run_id, upstream_stamp });
    await days[day]?.();
    for (const scope of Object.values(sets)) {
      if (scope === sets.promos && day > '2025-09-04') continue;
      await tell('SnapshotTaken', { run_id, scope, upstream_stamp });
    }
    await tell('CollectionFinished', { run_id, upstream_stamp });
  }
  await moveTo(fixture, end);
  await fixture.fold();
};

/** Opens a ledger with the market, at `end` (default `now`). */
export const openMarket = async ({
  end = now,
  api = {},
}: { end?: string; api?: Partial<ApiDeps> } = {}): Promise<ApiFixture> => {
  const fixture = await openApiFixture({ start: '2025-08-20T00:00:00Z', api });
  await tellMarket(fixture, end);
  await fixture.buildExports();
  return fixture;
};

const card = `/v1/cards/${ids.lugia}`;
/** A path of every cacheable read. */
export const cacheableReads = [
  '/v1/cards/search',
  card,
  `${card}/prices`,
  `${card}/prices/history`,
  `${card}/prices/explain`,
  '/v1/sets',
  `/v1/sets/${sets.base}`,
  `/v1/sets/${sets.base}/cards`,
  `/v1/sets/${sets.base}/value`,
  '/v1/games',
  '/v1/games/pokemon',
  '/v1/coverage',
  '/v1/coverage/calendar',
  '/v1/coverage/suspects',
  '/v1/id-changes',
  '/v1/prices/trending',
  '/v1/prices/highs',
  '/v1/prices/lows',
];
/** A path of every read. */
export const reads = [
  ...cacheableReads,
  '/v1/coverage/audit',
  '/v1/events',
  '/v1/sources',
  '/v1/exports',
  '/v1/exports/cards.parquet',
];

/** Expects a problem; `field`: the only one in `details`. */
export const expectProblem = (answer: Answer, status: number, code: string, field?: string): void => {
  expect(answer.status, JSON.stringify(answer.body)).to.equal(status);
  expect(answer.headers.get('content-type')).to.match(/^application\/problem\+json/);
  expect(answer.body).to.include({ status, code, type: `/docs/errors#${code.toLowerCase()}` });
  expect(answer.body.request_id).to.equal(answer.headers.get('x-request-id'));
  expect(answer.headers.get('etag')).to.equal(null);
  expect(answer.headers.get('cache-control')).to.equal('no-store');
  if (field !== undefined) expect(Object.keys(answer.body.details)).to.deep.equal([field]);
};
