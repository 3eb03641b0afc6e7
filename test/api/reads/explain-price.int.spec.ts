/**
 * Goal: a number is followed back to its event, its file, and everything that people and rules did to it. Method: the market of
 * test/support/api-fixture.ts over HTTP, against the events of its log.
 */
import { expect } from 'chai';
import { startPosition } from '../../../src/domain/envelope.js';
import { dayMs } from '../../../src/domain/instant.js';
import {
  type ApiFixture,
  expectProblem,
  ids,
  lugiaPrice,
  newestStamp,
  openMarket,
  sets,
  source,
  stampOf,
} from '../../support/api-fixture.js';
import { numbers } from '../../support/events.js';

describe('GET /v1/cards/{card_id}/prices/explain', () => {
  let fixture: ApiFixture;
  before(async () => {
    fixture = await openMarket();
  });
  after(() => fixture.close());

  const explain = (card: string, query = '') => fixture.body(`/v1/cards/${card}/prices/explain${query}`);
  const stream = async (card: string) => {
    const read = await fixture.log.readStream(`price-${card}`, { direction: 'forwards', limit: 100 });
    return read.outcome === 'read' ? read.events : [];
  };
  const brief = (events: any[]): unknown[] =>
    events.map(({ type, numbers: stated }) => [type, stated?.market_price ?? null]);

  it('leads from a number to its event, and to the snapshot that proves it unchanged', async () => {
    const answer = await explain(ids.leader);
    const [observed] = await stream(ids.leader);
    expect(answer.key).to.include({ source, printing: 'Normal' });
    expect(answer.price).to.include({ market_price: 0.5, event_id: observed?.id, effective_at: stampOf('2025-08-20') });
    expect(answer.stated_by).to.deep.include({
      event_id: observed?.id,
      type: 'PriceObserved',
      stream: `price-${ids.leader}`,
      revision: 0,
      position: observed?.position,
      recorded_at: observed?.recorded_at,
      effective_at: stampOf('2025-08-20'),
      reason: null,
      about: null,
    });
    expect(answer.stated_by.numbers).to.include({ market_price: 0.5, low_price: 0.1, mid_price: null });
    expect(answer.confirmed_by).to.include({ upstream_stamp: newestStamp });
    expect(answer.confirmed_by).to.have.keys(
      'snapshot',
      'source_url',
      'upstream_stamp',
      'payload_sha256',
      'parser_version',
      'recorded_at',
    );
    expect([answer.corrections, answer.voids, answer.quarantine]).to.deep.equal([[], [], []]);
    expect(brief(answer.same_stamp)).to.deep.equal([['PriceObserved', 0.5]]);
    expect((await explain(ids.leader, '?valid_at=2025-09-05')).confirmed_by.upstream_stamp).to.equal(
      stampOf('2025-09-05'),
    );
    expect((await explain(ids.leader, '?known_at=2025-09-05T20:09:00Z')).confirmed_by.upstream_stamp).to.equal(
      stampOf('2025-09-04'),
    );
  });

  it('shows a correction with its reason and what it corrects, and the number of before as known then', async () => {
    const now = await explain(ids.corrected);
    const events = await stream(ids.corrected);
    const [observed, corrected] = events;
    expect(now.stated_by).to.include({
      type: 'PriceCorrected',
      event_id: corrected?.id,
      about: corrected?.data['observation_id'],
    });
    expect(now.stated_by.reason).to.be.a('string').and.not.equal('');
    expect([now.price.market_price, now.price.event_id]).to.deep.equal([5.5, corrected?.id]);
    expect(brief(now.same_stamp)).to.deep.equal([
      ['PriceObserved', 5],
      ['PriceCorrected', 5.5],
    ]);
    expect(now.corrections.map(({ event_id }: any) => event_id)).to.deep.equal([corrected?.id]);
    const before = await explain(ids.corrected, '?known_at=2025-09-04');
    expect([before.price.market_price, before.stated_by.event_id]).to.deep.equal([5, observed?.id]);
    expect(before.corrections).to.deep.equal([]);
  });

  it('shows a void, and the observation that stands without it', async () => {
    const now = await explain(ids.voidedStanding);
    const [first, second, voided] = await stream(ids.voidedStanding);
    expect([now.price.market_price, now.stated_by.event_id]).to.deep.equal([3, first?.id]);
    expect(now.voids).to.have.length(1);
    expect(now.voids[0]).to.include({ event_id: voided?.id, effective_at: stampOf('2025-09-01'), numbers: null });
    const before = await explain(ids.voidedStanding, '?valid_at=2025-09-03&known_at=2025-09-05');
    expect([before.price.market_price, before.stated_by.event_id, before.voids]).to.deep.equal([9, second?.id, []]);
    const nothing = await explain(ids.voided);
    expect(nothing).to.deep.include({ price: null, stated_by: null, confirmed_by: null, same_stamp: [] });
    expect(nothing.voids).to.have.length(1);
  });

  it('shows what a source revised under one stamp, and a withdrawal', async () => {
    const revised = await explain(ids.revised);
    const events = await stream(ids.revised);
    expect(brief(revised.same_stamp)).to.deep.equal([
      ['PriceObserved', 1],
      ['PriceObserved', 1.2],
    ]);
    expect(revised.stated_by.event_id).to.equal(events[1]?.id);
    expect((await explain(ids.revised, '?known_at=2025-09-02T20:30:00Z')).stated_by.event_id).to.equal(events[0]?.id);
    const gone = await explain(ids.withdrawnKey, '?printing=reverse');
    expect(gone.price).to.include({ withdrawn: true, market_price: null });
    expect(gone.stated_by).to.include({ type: 'PriceWithdrawn', effective_at: stampOf('2025-09-15'), numbers: null });
  });

  it('gives every price as of a time the id of its event', async () => {
    for (const card of [ids.lugia, ids.corrected, ids.voidedStanding, ids.revised, ids.returning, ids.withdrawnKey]) {
      const events = new Map((await stream(card)).map((event) => [event.id, event]));
      for (const query of [
        '',
        '?valid_at=2025-09-03',
        '?valid_at=2025-09-10',
        '?known_at=2025-09-04',
        '?valid_at=2025-09-06&known_at=2025-09-08',
      ]) {
        const { market, asking } = await fixture.body(`/v1/cards/${card}/prices${query}`);
        for (const price of [...market, ...asking]) {
          const event = events.get(price.event_id);
          expect(event, `${card} ${query}`).to.not.equal(undefined);
          expect(event?.data['effective_at']).to.equal(price.effective_at);
          const stated = event?.data['market'] as number | null | undefined;
          expect(stated == null ? null : stated / 100, `${card} ${query}`).to.equal(price.market_price);
        }
      }
    }
  });

  it('names the keys there are; a card without prices has nothing to explain', async () => {
    const { key, available } = await explain(ids.lugia);
    expect([key.printing, ...available.map(({ printing }: any) => printing)]).to.deep.equal([
      'Holofoil',
      'Reverse Holofoil',
      'Holofoil',
    ]);
    expect((await explain(ids.lugia, '?grade=PSA%2010')).key.kind).to.equal('asking');
    expect(await explain(ids.manga)).to.deep.include({ key: null, available: [], price: null, stated_by: null });
    const ask = (card: string, query = '') => fixture.get(`/v1/cards/${card}/prices/explain${query}`);
    expectProblem(await ask(ids.lugia, '?printing=gold'), 404, 'PRINTING_UNKNOWN', 'printing');
    expectProblem(await ask('pokemon-9'), 404, 'CARD_NOT_FOUND', 'card_id');
    expectProblem(await ask(ids.lugia, '?valid_at=yesterday'), 400, 'VALIDATION_FAILED', 'valid_at');
    const merged = await ask(ids.merged);
    expectProblem(merged, 308, 'CARD_MERGED');
    expect(merged.headers.get('location')).to.equal(`/v1/cards/${ids.lugia}/prices/explain`);
  });

  it('names the file behind a number, and a row set aside with what became of it', async () => {
    const own = await openMarket();
    try {
      const day = '2025-10-26';
      await own.runtime.advance(dayMs);
      await own.tell('SnapshotTaken', { scope: sets.tempest, upstream_stamp: stampOf(day), parser_version: 3 });
      const { events } = await own.log.readAll({ after: startPosition, limit: 10_000 });
      const snapshot = events.at(-1)!;
      const observation = { ...lugiaPrice(1_600, stampOf(day)), provenance: snapshot.id };
      await own.observe(observation);
      const held = { ...observation, ...numbers(990_000), effective_at: stampOf('2025-10-27') };
      const { provenance, effective_at } = held;
      await own.tell('ObservationQuarantined', {
        source,
        reason: 'jump',
        detail: 'x 618',
        observation: held,
        provenance,
        effective_at,
      });
      const [quarantined] = (
        (await own.log.readStream(`price-${ids.lugia}`, { direction: 'backwards', limit: 1 })) as any
      ).events;
      await own.fold();
      const path = `/v1/cards/${ids.lugia}/prices/explain?printing=holofoil&kind=market`;
      const answer = await own.body(path);
      const { data } = snapshot;
      expect(answer.stated_by.provenance).to.deep.equal({
        snapshot: snapshot.id,
        source_url: data['url'],
        upstream_stamp: stampOf(day),
        payload_sha256: data['payload_sha256'],
        parser_version: 3,
      });
      expect(answer.price).to.deep.include({ market_price: 16 });
      expect(answer.price.held).to.include({ quarantine_id: quarantined.id, market_price: 9_900 });
      expect(answer.quarantine).to.have.length(1);
      expect(answer.quarantine[0]).to.include({
        event_id: quarantined.id,
        type: 'ObservationQuarantined',
        reason: 'jump: x 618',
      });
      expect(answer.quarantine[0].numbers.market_price).to.equal(9_900);
      const { card_id, source: of, kind, printing, condition, grade, language, currency } = held;
      const key = { card_id, source: of, kind, printing, condition, grade, language, currency };
      await own.tell('QuarantineReleased', {
        ...key,
        quarantine_id: quarantined.id,
        observation: held,
        reason: 'a sale',
        evidence: undefined,
      });
      await own.fold();
      const released = await own.body(path);
      expect(released.stated_by).to.include({ type: 'QuarantineReleased', about: quarantined.id, reason: 'a sale' });
      expect(released.stated_by.provenance.snapshot).to.equal(snapshot.id);
      expect(brief(released.quarantine)).to.deep.equal([
        ['ObservationQuarantined', 9_900],
        ['QuarantineReleased', 9_900],
      ]);
    } finally {
      await own.close();
    }
  });
});
