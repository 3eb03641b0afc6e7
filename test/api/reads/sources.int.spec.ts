/** Goal: the state of each source, from what every process can read. Method: the market of test/support/api-fixture.ts. */
import { expect } from 'chai';
import { uuidFromName } from '../../../src/domain/ids.js';
import { collectorLease } from '../../../src/collecting/source-state.js';
import { openSourceStatus } from '../../../src/collecting/source-status.js';
import type { Source } from '../../../src/collecting/source.js';
import { acquireLease } from '../../../src/subscriptions/leases.js';
import {
  type ApiFixture,
  bulkCards,
  ids,
  newestStamp,
  openApiFixture,
  openMarket,
  source,
} from '../../support/api-fixture.js';

const minuteMs = 60_000;

describe('GET /v1/sources', () => {
  let fixture: ApiFixture;
  before(async () => {
    fixture = await openMarket();
  });
  after(() => fixture.close());

  const only = async (name = source) =>
    (await fixture.body('/v1/sources')).sources.find((each: { source: string }) => each.source === name);
  const status = () =>
    openSourceStatus({
      database: fixture.database,
      runtime: fixture.runtime,
      source: { name: source } as unknown as Source,
    });

  it('tells the newest snapshot, the last run and the next one, and is kept by nobody', async () => {
    const answer = await fixture.get('/v1/sources');
    expect(answer.headers.get('cache-control')).to.equal('no-store');
    expect(answer.body.sources).to.have.length(1);
    const [{ last_run, ...rest }] = answer.body.sources;
    expect(rest).to.deep.equal({
      source,
      simulated: false,
      configured: true,
      state: 'stale',
      newest_snapshot: newestStamp,
      budget: { used: 0, left: 100, max: 100 },
      breaker: 'closed',
      failure: null,
      paused: null,
      limits: null,
      next_run: '2025-10-25T20:30:00Z',
    });
    expect(last_run).to.include({ run_id: uuidFromName('run 2025-09-30'), status: 'finished', requests: 5 });
  });

  it('counts the requests of the last 24 hours', async () => {
    const now = fixture.runtime.now().getTime();
    for (const minutesAgo of [1, 100, 1_439, 1_441])
      await fixture.database.query('insert into collecting.requests (source, path, requested_at) values ($1, $2, $3)', [
        source,
        '/prices',
        new Date(now - minutesAgo * minuteMs).toISOString(),
      ]);
    expect((await only()).budget).to.deep.equal({ used: 3, left: 97, max: 100 });
  });

  it('tells why the last try failed, until one succeeds', async () => {
    await status().failed('SOURCE_REFUSED', 'the source answered 403');
    const failing = await only();
    expect(failing.state).to.equal('failing');
    expect(failing.failure).to.include({ code: 'SOURCE_REFUSED', detail: 'the source answered 403' });
    await status().succeeded();
    expect(await only()).to.include({ state: 'stale', failure: null });
  });

  it('tells that the breaker is open, then half open, and closed after a success', async () => {
    await status().breakerOpen(new Date(fixture.runtime.now().getTime() + minuteMs));
    expect((await only()).breaker).to.equal('open');
    await fixture.runtime.advance(minuteMs);
    expect((await only()).breaker).to.equal('half_open');
    await status().succeeded();
    expect((await only()).breaker).to.equal('closed');
  });

  it('tells that a process collects from it', async () => {
    const { database, runtime } = fixture;
    const lease = await acquireLease({ database, runtime, name: collectorLease(source), holder: 'a collector' });
    expect((await only()).state).to.equal('collecting');
    await lease?.release();
    expect((await only()).state).to.equal('stale');
  });

  it('has sources that are no longer configured', async () => {
    await fixture.tell('CollectionStarted', { source: 'another' });
    await fixture.fold(['coverage']);
    expect(await only('another')).to.include({ configured: false, state: 'never_collected', next_run: null });
    expect((await only('another')).budget).to.deep.equal({ used: 0, left: null, max: null });
  });

  it('has configured sources of an empty ledger', async () => {
    const empty = await openApiFixture();
    try {
      const [found] = (await empty.body('/v1/sources')).sources;
      expect(found).to.include({ source, state: 'never_collected', newest_snapshot: null, last_run: null });
    } finally {
      await empty.close();
    }
  });
});

describe('GET /v1/sources of a source that is asked by the hour', () => {
  let fixture: ApiFixture;
  const ring = { cron: '30 * * * *', cardsMax: 1_000, requestsOfSet: 3, scopes: [{ game: 'pokemon', language: null }] };
  before(async () => {
    const schedule = { cron: '30 20 * * *', lateAfterMs: 0 };
    fixture = await openMarket({ api: { sources: [{ name: source, dailyBudget: 130, schedule, ring }] } } as never);
  });
  after(() => fixture.close());

  it('tells which sets come round, how often, and when next', async () => {
    const day = fixture.runtime.now().toISOString().slice(0, 10);
    for (const [cardId, reads] of [
      [ids.lugia, 9],
      [ids.corrected, 5],
      [bulkCards[0], 3],
      [ids.leader, 3],
    ] as const)
      await fixture.database.query('insert into usage.card_reads (day, card_id, reads) values ($1, $2, $3)', [
        day,
        cardId,
        reads,
      ]);
    const [{ hourly }] = (await fixture.body('/v1/sources')).sources;
    expect(hourly).to.deep.equal({
      cards: 3,
      sets: 2,
      sets_each_run: 1,
      every_hours: 2,
      next_run: '2025-10-25T12:30:00Z',
    });
  });
});

describe('GET /v1/sources of a source that is asked card by card', () => {
  let fixture: ApiFixture;
  before(async () => {
    const schedule = { cron: '15 * * * *', lateAfterMs: 0 };
    const cardRing = { cardsMax: 5, cardsEachRun: 2, callsOfCard: 1 };
    fixture = await openMarket({ api: { sources: [{ name: source, dailyBudget: 130, schedule, cardRing }] } });
  });
  after(() => fixture.close());

  it('tells how often its cards come round', async () => {
    const [{ hourly_cards }] = (await fixture.body('/v1/sources')).sources;
    expect(hourly_cards).to.deep.equal({ cards: 5, every_hour: 1, others_every_hours: 4 });
  });
});
