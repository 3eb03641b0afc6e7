/**
 * Goal: a cached answer equals the uncached one, byte by byte and header by header, and is never out of date. Method: one ledger
 * behind two APIs, one with a cache and one without; their answers are compared after every kind of event.
 */
import { request as httpRequest } from 'node:http';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { expect } from 'chai';
import fc from 'fast-check';
import { type RunningApi } from '../../../src/api/server.js';
import { limits } from '../../../src/base/limits.js';
import { openReadCache, type OpenCache } from '../../../src/app/open-read-cache.js';
import { readModels } from '../../../projections/index.js';
import { currentVersions } from '../../../src/projecting/read-model-versions.js';
import { systemRuntime } from '../../../src/base/runtime.js';
import { silentLogger as logger } from '../../../src/base/logger.js';
import { numbers, observation, proof } from '../../support/events.js';
import { until } from '../../support/fake-runtime.js';
import {
  type ApiFixture,
  bulkCards,
  ids,
  lugiaPrice,
  openApiFixture,
  openMarket,
  stampOf,
} from '../../support/api-fixture.js';
import type { EventType } from '../../../src/domain/events.js';
import type { Database } from '../../../src/postgres/database.js';
import { serveApi } from '../../support/serve-api.js';

interface Raw {
  readonly status: number;
  readonly headers: Record<string, string | string[] | undefined>;
  readonly body: Buffer;
}

const ask = (url: string, options: { method?: string; headers?: Record<string, string> } = {}): Promise<Raw> =>
  new Promise((resolve, reject) => {
    const sent = httpRequest(
      url,
      { ...options, headers: { 'x-request-id': 'compared', ...options.headers }, agent: false },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () => {
          const { date: _date, ...headers } = response.headers;
          resolve({ status: response.statusCode ?? 0, headers, body: Buffer.concat(chunks) });
        });
      },
    );
    sent.on('error', reject);
    sent.end();
  });

const reads = [
  '/v1/cards/search?q=lugia',
  '/v1/cards/search?sort=price_desc',
  '/v1/cards/search?limit=1',
  `/v1/cards/${ids.lugia}`,
  `/v1/cards/${ids.lugia}?as_of=2025-09-06`,
  `/v1/cards/${ids.lugia}/prices`,
  `/v1/cards/${ids.lugia}/prices?valid_at=2025-09-06`,
  `/v1/cards/${ids.lugia}/prices/history`,
  `/v1/cards/${ids.lugia}/prices/history?interval=1d&valid_at=2025-09-11`,
  '/v1/sets',
  '/v1/sets?limit=1',
  '/v1/sets/pokemon-604',
  '/v1/sets/pokemon-604/value?valid_at=2025-09-11',
  '/v1/coverage',
];

describe('cached reads', () => {
  let world: ApiFixture;
  let cache: OpenCache;
  let cached: RunningApi;
  let statements = 0;

  const openWith = (database: Database) => serveApi({ database, log: world.log, runtime: world.runtime, cache });
  before(async () => {
    world = await openMarket({ end: '2025-10-01T00:00:00Z' });
    const { database } = world;
    // The feed waits for a real database; when answers end is for the test to say.
    const runtime = { ...systemRuntime(), now: () => world.runtime.now() };
    cache = await openReadCache({ database, readsPrimary: true, redisUrls: undefined, runtime, logger });
    const counting: Database['query'] = (text, values) => {
      statements += 1;
      return database.query(text, values);
    };
    cached = await openWith({ ...database, query: counting });
    await seen();
  });
  after(async () => {
    await cached.close();
    await cache.close();
    await world.close();
  });

  /** The feed knows what the projector has committed. */
  const seen = async () => {
    const head = await world.log.head();
    await until(() => cache.versions(readModels)?.position === head, 'the listener to reach the head');
  };
  const project = async () => {
    await world.fold();
    await seen();
  };
  const both = (path: string, options: Parameters<typeof ask>[1] = {}) =>
    Promise.all([cached, world.api].map(({ url }) => ask(url + path, options))) as Promise<[Raw, Raw]>;
  /** Whether the cache answers the path now. */
  const isHot = async (path: string): Promise<boolean> => {
    const before = cache.stats().hits.local;
    await ask(cached.url + path);
    return cache.stats().hits.local === before + 1;
  };
  const warm = async (paths: readonly string[] = reads) => {
    for (const path of paths) await ask(cached.url + path);
  };
  const expectEqual = async (what: string) => {
    for (const path of reads) {
      const [ours, plain] = await both(path);
      expect(ours.body.toString(), `${what}: ${path}`).to.equal(plain.body.toString());
      expect(ours.headers['ledger-position'], `${what}: ${path}`).to.equal(plain.headers['ledger-position']);
    }
  };

  it('equal the reads of an API without a cache, on a miss and a hit, in every encoding, for GET and HEAD', async () => {
    for (const path of reads) {
      for (const encoding of [
        undefined,
        'gzip',
        'br',
        'gzip, deflate, br',
        'deflate',
        'identity;q=0.5, gzip;q=0.8, br;q=0.1',
        '*',
        'br;q=0, *;q=0.1',
      ]) {
        for (const method of ['GET', 'HEAD']) {
          const options = { method, headers: encoding === undefined ? {} : { 'accept-encoding': encoding } };
          const [cold, plain] = await both(path, options);
          const hot = await ask(cached.url + path, options);
          expect(hot, `${method} ${path} ${encoding}`).to.deep.equal(plain);
          expect(cold, `${method} ${path} ${encoding}`).to.deep.equal(plain);
          expect(hot.status).to.equal(200);
          if (method === 'HEAD') expect(hot.body).to.have.length(0);
        }
      }
      expect(await isHot(path), path).to.equal(true);
    }
    const plain = (await ask(`${cached.url}/v1/coverage`)).body;
    const packed = async (encoding: string) => {
      const { headers, body } = await ask(`${cached.url}/v1/coverage`, { headers: { 'accept-encoding': encoding } });
      expect([headers['content-encoding'], headers['vary'], Number(headers['content-length'])]).to.deep.equal([
        encoding,
        'Accept-Encoding',
        body.length,
      ]);
      return body;
    };
    expect(gunzipSync(await packed('gzip')).equals(plain)).to.equal(true);
    expect(brotliDecompressSync(await packed('br')).equals(plain)).to.equal(true);
  });

  it('run no query and are counted like others', async () => {
    await warm();
    const before = statements;
    for (const path of reads) await ask(cached.url + path);
    expect(statements).to.equal(before);
    const { body } = await ask(`${cached.url}/metrics`);
    const text = body.toString();
    const figure = (name: string): number =>
      Number(
        text
          .split('\n')
          .find((line) => line.startsWith(`${name} `))
          ?.split(' ')
          .at(-1),
      );
    const route = '{method="GET",route="/v1/cards/{card_id}",status="200"}';
    expect(figure(`http_request_duration_seconds_count${route}`)).to.be.greaterThan(10);
    const { hits, misses, bypassed, joined } = cache.stats();
    const from = (name: string): number => figure(`ledger_cache_reads_total{from="${name}"}`);
    expect(['local', 'shared', 'miss', 'bypass', 'joined'].map(from)).to.deep.equal([
      hits.local,
      0,
      misses,
      bypassed,
      joined,
    ]);
    expect([figure('ledger_cache_entries'), figure('ledger_cache_bytes')]).to.deep.equal([
      cache.stats().entries,
      cache.stats().bytes,
    ]);
    expect(text).not.to.include('circuit').and.not.include(ids.lugia);
  });

  it('answer 304 to any form of If-None-Match, with the same headers', async () => {
    await warm();
    for (const path of reads) {
      const etag = String((await ask(cached.url + path)).headers['etag']);
      for (const tag of [etag, `"other", ${etag}`, etag.slice(2), '*']) {
        const [hot, plain] = await both(path, { headers: { 'if-none-match': tag } });
        expect(hot, `${path} ${tag}`).to.deep.equal(plain);
        expect([hot.status, hot.body.length, hot.headers['etag']]).to.deep.equal([304, 0, etag]);
      }
      expect((await ask(cached.url + path, { headers: { 'if-none-match': 'W/"other"' } })).status).to.equal(200);
    }
  });

  it('do not let a rejected request pass', async () => {
    await warm(['/v1/sets']);
    for (const path of ['/v1/sets?nope=1', '/v1/sets?limit=0', '/v1/sets?limit=1&limit=2', '/V1/sets', '//v1/sets']) {
      const [ours, plain] = await both(path);
      expect(ours.status, path).to.equal(plain.status).and.be.within(400, 404);
    }
    const posted = await ask(`${cached.url}/v1/sets`, { method: 'POST' });
    expect([posted.status, posted.headers['allow']]).to.deep.equal([405, 'GET, HEAD, OPTIONS']);
    expect(
      (await ask(`${cached.url}/v1/sets`, { headers: { 'x-request-id': 'not good!' } })).headers['x-request-id'],
    ).to.match(/^[0-9a-f-]{36}$/);
  });

  it('keep only 200s: an unknown card is queried again', async () => {
    const path = '/v1/cards/pokemon-424242';
    for (const _again of [1, 2]) expect((await ask(cached.url + path)).status).to.equal(404);
    await world.tell('CardListed', { card_id: 'pokemon-424242', name: 'Late' });
    await project();
    expect((await ask(cached.url + path)).status).to.equal(200);
    await expectEqual('a card came');
  });

  it('a change of one card invalidates its answers only', async () => {
    const other = `/v1/cards/${bulkCards[0]}`;
    const paths = [
      `/v1/cards/${ids.lugia}`,
      `/v1/cards/${ids.lugia}/prices`,
      `/v1/cards/${ids.lugia}/prices/history`,
      '/v1/cards/search?sort=price_desc',
      '/v1/sets',
    ];
    await warm([...reads, other]);
    const before = await ask(cached.url + other);
    await world.tell('PriceObserved', lugiaPrice(777, '2025-09-30T20:06:00Z'));
    await world.fold();
    await seen();
    expect(await isHot(other)).to.equal(true);
    expect(await isHot('/v1/cards/search?limit=1')).to.equal(true);
    for (const path of paths) expect(await isHot(path), path).to.equal(false);
    await expectEqual('a price');
    const after = await ask(cached.url + other);
    expect(after.body.equals(before.body)).to.equal(true);
    // It says what it reflects now, though it was made before.
    expect(after.headers['ledger-position']).to.equal(await world.log.head());
  });

  it('a snapshot invalidates the cards of its set, a newer stamp all windows', async () => {
    const other = `/v1/cards/${bulkCards[0]}/prices`;
    await warm([...reads, other]);
    await world.tell('SnapshotTaken', {
      source: 'tcgcsv',
      scope: 'pokemon-3170',
      upstream_stamp: stampOf('2025-10-01'),
    });
    await project();
    expect([
      await isHot(other),
      await isHot(`/v1/cards/${bulkCards[0]}`),
      await isHot(`/v1/cards/${ids.lugia}/prices`),
    ]).to.deep.equal([true, false, false]);
    await expectEqual('a newer stamp');
    await warm();
    await world.tell('SnapshotTaken', {
      source: 'tcgcsv',
      scope: 'pokemon-604',
      upstream_stamp: stampOf('2025-10-01'),
    });
    await project();
    expect([await isHot(`/v1/cards/${ids.lugia}/prices`), await isHot(other)]).to.deep.equal([true, false]);
    await expectEqual('another set of that stamp');
  });

  it('stay right after every other event of a card, a set, a collection', async () => {
    const card = { card_id: ids.lugia, name: 'Lugia VSTAR', clean_name: 'Lugia VSTAR', rarity: 'Ultra Rare' };
    const events: [EventType, object][] = [
      ['CardRevised', { ...card, set_id: 'pokemon-604' }],
      ['SnapshotTaken', { source: 'tcgcsv', scope: 'pokemon-604', upstream_stamp: stampOf('2025-10-02') }],
      ['SetRevised', { set_id: 'pokemon-604', name: 'Base Set, revised' }],
      ['ExternalIdMapped', { card_id: ids.lugia, system: 'ebay', external_id: '9' }],
      ['PriceWithdrawn', { card_id: ids.lugia, source: 'tcgcsv', effective_at: stampOf('2025-10-02') }],
      ['PriceObserved', observation({ card_id: ids.corrected, source: 'tcgcsv', effective_at: stampOf('2025-10-02') })],
      ['CollectionStarted', { source: 'tcgcsv', upstream_stamp: stampOf('2025-10-02') }],
      ['CollectionFinished', { source: 'tcgcsv', upstream_stamp: stampOf('2025-10-02') }],
      ['CardRevised', card],
      ['CardWithdrawn', { card_id: ids.lugia, effective_at: stampOf('2025-10-02') }],
      ['SetWithdrawn', { set_id: 'pokemon-604', effective_at: stampOf('2025-10-02') }],
    ];
    for (const [type, data] of events) {
      await warm();
      await world.tell(type, data);
      await project();
      await expectEqual(type);
    }
  });

  it('equal uncached reads after any event of any card, set, source or day, late ones included', async function () {
    this.timeout(240_000);
    const cards = [ids.lugia, ids.merged, bulkCards[0] ?? '', 'pokemon-900'];
    const sets = ['pokemon-3170', 'pokemon-604', 'pokemon-901'];
    const asked = [
      ...cards.flatMap((card) => [
        `/v1/cards/${card}`,
        `/v1/cards/${card}?as_of=2025-09-06`,
        `/v1/cards/${card}/prices`,
        `/v1/cards/${card}/prices?valid_at=2025-09-06`,
        `/v1/cards/${card}/prices?known_at=2025-09-13`,
        `/v1/cards/${card}/prices/history?period=all`,
        `/v1/cards/${card}/prices/history?period=1y&interval=1w`,
        `/v1/cards/${card}/prices/history?interval=1d&valid_at=2025-09-09`,
        `/v1/cards/${card}/prices/history?from=2025-09-01&to=2025-09-30`,
        `/v1/cards/${card}/prices/history?source=sandbox-other`,
      ]),
      ...sets.map((set) => `/v1/sets/${set}`),
      '/v1/sets?q=base',
      '/v1/cards/search?sort=released',
      '/v1/cards/search?q=lugia&max_price=3',
      '/v1/cards/search?set_identifier=pokemon-604',
      '/v1/cards/search?limit=2&offset=1',
      '/v1/coverage?source=tcgcsv&limit=3',
      '/v1/coverage?from=2025-09-05',
    ];
    const event = fc.record({
      card: fc.constantFrom(...cards),
      set: fc.constantFrom(...sets),
      source: fc.constantFrom('tcgcsv', 'sandbox-other'),
      day: fc.integer({ min: 1, max: 20 }),
      cents: fc.integer({ min: 1, max: 999 }),
      type: fc.constantFrom(
        'CardListed',
        'CardRevised',
        'CardWithdrawn',
        'CardMerged',
        'ExternalIdMapped',
        'SetListed',
        'SetRevised',
        'SetWithdrawn',
        'PriceObserved',
        'PriceCorrected',
        'ObservationVoided',
        'QuarantineReleased',
        'PriceWithdrawn',
        'SnapshotTaken',
        'SnapshotTaken',
        'CollectionStarted',
        'CollectionFailed',
        'CollectionFinished',
        'SourcePaused',
        'SourceResumed',
      ),
      only: fc.option(fc.constantFrom('catalog', 'coverage', 'latest-prices', 'price-history'), { freq: 3 }),
    });
    type Told = typeof event extends fc.Arbitrary<infer E> ? E : never;
    const tell = ({ card, set, source, day, cents, type }: Told) => {
      const effective_at = stampOf(`2025-09-${String(day).padStart(2, '0')}`);
      const observed = observation({ ...lugiaPrice(cents, effective_at), card_id: card, source });
      const key = { card_id: card, source, printing: observed.printing };
      const earlier = { ...numbers(cents), effective_at: stampOf('2025-09-01'), observation_id: proof };
      const standing = cents % 2 === 0 ? null : earlier;
      const listed = { card_id: card, set_id: set, name: `Lugia ${cents}` };
      const ofSet = { set_id: set, name: `Base ${cents}` };
      const collected = { source, upstream_stamp: effective_at };
      const data: Record<typeof type, object> = {
        PriceObserved: observed,
        PriceCorrected: { ...key, ...numbers(cents), effective_at },
        PriceWithdrawn: { ...key, effective_at },
        ObservationVoided: { ...key, effective_at, standing },
        QuarantineReleased: { ...key, observation: observed },
        CardListed: listed,
        CardRevised: listed,
        CardWithdrawn: { card_id: card, effective_at },
        CardMerged: { card_id: card, merged_into: ids.lugia },
        ExternalIdMapped: { card_id: card, external_id: String(cents) },
        SetListed: ofSet,
        SetRevised: ofSet,
        SetWithdrawn: { set_id: set, effective_at },
        SnapshotTaken: { ...collected, scope: set },
        CollectionStarted: collected,
        CollectionFailed: collected,
        CollectionFinished: collected,
        SourcePaused: { source, reason: `pause ${cents}` },
        SourceResumed: { source, reason: 'over' },
      };
      return world.tell<EventType>(type, data[type]);
    };
    const [events = []] = fc.sample(fc.array(event, { minLength: 40, maxLength: 40 }), { numRuns: 1, seed: 7 });
    let hot = 0;
    for (const [at, one] of events.entries()) {
      await tell(one);
      await world.fold(one.only === null ? undefined : [one.only]);
      const { marks } = await currentVersions(world.database, readModels);
      await until(
        () => JSON.stringify(cache.versions(readModels)?.marks) === JSON.stringify(marks),
        'the invalidation listener',
      );
      const before = cache.stats().hits.local;
      const said = ({ status, body }: Raw) => [status, body.toString()];
      const compare = async (path: string): Promise<void> => {
        const [ours, plain] = await both(path);
        expect(said(ours), `${at}: ${JSON.stringify(one)} ${path}`).to.deep.equal(said(plain));
      };
      await Promise.all(asked.map(compare));
      hot += cache.stats().hits.local - before;
    }
    // Enough of them were from the cache for the comparison to mean something.
    expect(hot).to.be.greaterThan(events.length * 10);
    await project();
  });

  it('stay right while one read model lags', async () => {
    await warm();
    await world.tell('PriceObserved', lugiaPrice(778, '2025-09-30T20:07:00Z'));
    const position = await world.log.head();
    await world.fold(['price-history']);
    await until(() => (cache.versions(['price_history'])?.position ?? '') >= position, 'the invalidation listener');
    for (const path of reads) {
      const [ours, plain] = await both(path);
      expect(ours.body.toString(), path).to.equal(plain.body.toString());
    }
    await project();
    await expectEqual('the rest came');
  });

  it('expire with their epochs, not all at once, and when a price becomes stale', async () => {
    const ends = new Set<number>();
    await warm();
    for (let minute = 0; minute < limits.answerEpochMs / 60_000; minute += 1) {
      await world.runtime.advance(60_000);
      for (const path of reads) if (!(await isHot(path))) ends.add(minute);
      await expectEqual(`after minute ${minute}`);
    }
    expect(ends.size).to.be.greaterThan(1);
    const path = `/v1/cards/${ids.lugia}/prices`;
    type Shown = { stale: boolean; withdrawn: boolean; last_checked: string };
    const marketOf = async (): Promise<Shown[]> => JSON.parse((await ask(cached.url + path)).body.toString()).market;
    await world.tell('PriceObserved', lugiaPrice(100, stampOf('2025-10-02'), 'Staleable'));
    await world.tell('SnapshotTaken', {
      source: 'tcgcsv',
      scope: 'pokemon-3170',
      upstream_stamp: world.runtime.now().toISOString().replace('.000Z', 'Z'),
    });
    await project();
    // The first to become stale; the events of other tests may have left prices that were looked at later.
    const fresh = (await marketOf()).filter(({ stale, withdrawn }) => !stale && !withdrawn);
    const checked = fresh.map(({ last_checked }) => last_checked).sort()[0] as string;
    const soonest = async (): Promise<Shown[]> =>
      (await marketOf()).filter(({ last_checked, withdrawn }) => last_checked === checked && !withdrawn);
    const moveTo = (ms: number) => world.runtime.advance(ms - world.runtime.now().getTime());
    const staleMs = Date.parse(checked) + limits.staleAfterMs;
    await moveTo(staleMs - 1_000);
    expect((await soonest()).map(({ stale }) => stale)).to.include(false);
    expect(await isHot(path)).to.equal(true);
    await moveTo(staleMs);
    expect(await isHot(path)).to.equal(true);
    await expectEqual('not yet stale');
    const { etag } = (await ask(cached.url + path)).headers;
    const conditional = { headers: { 'if-none-match': String(etag) } };
    for (const { status } of await both(path, conditional)) expect(status).to.equal(304);
    await moveTo(staleMs + 1);
    expect(await isHot(path)).to.equal(false);
    for (const { status, headers } of await both(path, conditional)) {
      expect(status, 'who holds the answer of before').to.equal(200);
      expect(headers['etag']).to.not.equal(etag);
    }
    expect((await soonest()).map(({ stale }) => stale))
      .to.include(true)
      .and.not.include(false);
    await expectEqual('stale');
  });

  it('with min_position wait for the read models and are woken by them', async () => {
    const position = await world.tell('SetRevised', { set_id: 'pokemon-604', name: 'Base Set, awaited' });
    const path = `/v1/sets/pokemon-604?min_position=${position}`;
    const asked = ask(cached.url + path);
    await world.fold();
    const { status, body, headers } = await asked;
    expect([status, JSON.parse(body.toString()).name]).to.deep.equal([200, 'Base Set, awaited']);
    expect(String(headers['ledger-position']) >= position).to.equal(true);
    expect(await isHot(path)).to.equal(false);
    const late = ask(`${cached.url}/v1/sets?min_position=${String(Number(position) + 99).padStart(16, '0')}`);
    let answered = false;
    void late.finally(() => (answered = true));
    await until(async () => {
      await world.runtime.advance(100);
      return answered;
    }, 'the end of waiting');
    expect((await late).status).to.equal(503);
  });

  it('are computed once for concurrent requests', async () => {
    await world.tell('PriceObserved', lugiaPrice(779, '2025-09-30T20:08:00Z'));
    await project();
    const before = cache.stats();
    const answers = await Promise.all(Array.from({ length: 20 }, () => ask(`${cached.url}/v1/cards/${ids.lugia}`)));
    expect(new Set(answers.map(({ body }) => body.toString())).size).to.equal(1);
    const { misses, joined, hits } = cache.stats();
    expect(misses - before.misses).to.equal(1);
    expect(misses + joined + hits.local - before.misses - before.joined - before.hits.local).to.equal(20);
  });

  it('are not kept if they hold only now', async () => {
    const fresh = await openApiFixture({ start: '2025-09-01T00:00:00Z' });
    const { database, runtime } = fresh;
    const own = await openReadCache({ database, readsPrimary: true, redisUrls: undefined, runtime, logger });
    const api = await serveApi({
      database: fresh.database,
      log: fresh.log,
      runtime: fresh.runtime,
      cache: own,
      simulated: true,
    });
    try {
      await fresh.tell('CardListed', { card_id: ids.lugia });
      await fresh.tell('PriceObserved', lugiaPrice(100, stampOf('2025-09-01')));
      await fresh.fold();
      await until(() => own.versions(readModels) !== undefined, 'the invalidation listener');
      for (const path of [`/v1/cards/${ids.lugia}`, `/v1/cards/${ids.lugia}/prices/history`, '/v1/coverage']) {
        const first = await ask(api.url + path);
        expect([first.status, first.headers['x-simulated']], path).to.deep.equal([200, 'true']);
        await fresh.runtime.advance(1_000);
        expect(
          (await ask(api.url + path, { headers: { 'if-none-match': String(first.headers['etag']) } })).status,
          path,
        ).to.equal(200);
      }
      expect([own.stats().entries, own.stats().hits.local]).to.deep.equal([0, 0]);
    } finally {
      await api.close();
      await own.close();
      await fresh.close();
    }
  });
});
