/** Goal: an administrator puts the record right over REST: by events with the user as actor and a reason, and by nobody else. */
import { expect } from 'chai';
import { printingOf } from '../../../src/domain/prices/price-key.js';
import { type AlertsWorld, bodyOf, type Client, openAlertsWorld } from '../../support/alerts-world.js';
import { expectProblem, ids, source, stampOf } from '../../support/api-fixture.js';
import { numbers, observation } from '../../support/events.js';

describe('administration over REST', () => {
  let world: AlertsWorld;
  let admin: Client;
  let user: Client;
  before(async () => {
    world = await openAlertsWorld();
    admin = await world.client({ admin: true });
    user = await world.client();
  });
  after(() => world.close());

  const reason = 'a typing error of the source';
  const eventAt = async (stream: string): Promise<any> => {
    const slice = await world.fixture.log.readStream(stream, { direction: 'backwards', limit: 1 });
    return slice.outcome === 'read' ? slice.events[0] : undefined;
  };
  const orders: [path: string, body: object][] = [
    [
      '/v1/admin/corrections',
      { card_id: ids.lugia, printing: 'Holofoil', kind: 'market', numbers: { market: 16 }, reason },
    ],
    ['/v1/admin/voids', { card_id: ids.revised, reason, at: '2025-09-02' }],
    ['/v1/admin/mappings', { card_id: ids.box, system: 'cardmarket', external_id: '273575', reason }],
    ['/v1/admin/merges', { card_id: ids.parallel, into: ids.manga, reason }],
    ['/v1/admin/quarantine/00000000-0000-4000-8000-000000000000/release', { reason }],
    ['/v1/admin/quarantine/00000000-0000-4000-8000-000000000000/reject', { reason }],
  ];

  it('needs the scope', async () => {
    for (const [path, body] of orders) {
      expectProblem(await user.post(path, body), 403, 'FORBIDDEN', 'admin');
      expectProblem(await world.fixture.post(path, body), 401, 'UNAUTHENTICATED');
    }
    expectProblem(await user.get('/v1/admin/quarantine'), 403, 'FORBIDDEN', 'admin');
  });

  it('corrects a price, and a read with min_position shows it', async () => {
    const [path, body] = orders[0] as [string, object];
    const before = await world.fixture.log.head();
    expectProblem(await admin.post(path, { ...body, numbers: { market: 1.005 } }), 400, 'VALIDATION_FAILED', 'market');
    expectProblem(await admin.post(path, { ...body, reason: ' ' }), 400, 'VALIDATION_FAILED', 'reason');
    expect(await world.fixture.log.head(), 'a refusal appends nothing').to.equal(before);
    const answer = await admin.post(path, body);
    expect(bodyOf(answer, 200)).to.deep.include({
      outcome: 'appended',
      type: 'PriceCorrected',
      card_id: ids.lugia,
      printing: 'Holofoil',
      currency: 'USD',
      effective_at: stampOf('2025-09-30'),
    });
    expect([answer.body.before.market_price, answer.body.after.market_price]).to.deep.equal([15, 16]);
    const position = answer.headers.get('ledger-position') ?? '';
    expect(position).to.equal(answer.body.position);
    const event = await eventAt(`price-${ids.lugia}`);
    expect(event).to.deep.include({ id: answer.body.event_id, type: 'PriceCorrected' });
    expect([event.metadata.actor, event.data.reason]).to.deep.equal([admin.userId, reason]);
    await world.settle();
    const card = await world.fixture.body(`/v1/cards/${ids.lugia}?min_position=${position}`);
    expect(card.current_price.market_price).to.equal(16);
    expect(bodyOf(await admin.post(path, body), 200).outcome, 'the same again').to.equal('already_recorded');
    const keyed = { 'idempotency-key': 'correct' };
    const other = { ...body, numbers: { market: 17 } };
    const first = bodyOf(await admin.post(path, other, keyed), 200);
    expect(bodyOf(await admin.post(path, other, keyed), 200)).to.deep.equal(first);
  });

  it('voids an observation', async () => {
    const answer = await admin.post('/v1/admin/voids', { card_id: ids.voidedStanding, at: '2025-08-20', reason });
    const voided = bodyOf(answer, 200);
    expect(voided).to.deep.include({ type: 'ObservationVoided', card_id: ids.voidedStanding });
    expect([voided.before.market_price, voided.standing]).to.deep.equal([3, null]);
    expectProblem(
      await admin.post('/v1/admin/voids', { card_id: 'pokemon-9', at: '2025-08-20', reason }),
      404,
      'CARD_NOT_FOUND',
      'card_id',
    );
  });

  it('maps ids and merges cards; alerts follow', async () => {
    await world.settle();
    expect(bodyOf(await admin.post(...(orders[2] as [string, object])), 200)).to.deep.include({
      type: 'ExternalIdMapped',
      external_id: '273575',
      replaces: null,
    });
    const { alert_id } = bodyOf(await user.post('/v1/alerts', { card_id: ids.parallel, when: 'down 10%' }), 201);
    await world.settle();
    expect(bodyOf(await admin.post(...(orders[3] as [string, object])), 200)).to.deep.include({
      type: 'CardMerged',
      merged_into: ids.manga,
    });
    await world.settle();
    expect(bodyOf(await user.get(`/v1/alerts/${alert_id}`), 200).card_id).to.equal(ids.manga);
    await world.settle();
    const across = { card_id: ids.lugia, into: ids.leader, reason };
    expectProblem(await admin.post('/v1/admin/merges', across), 409, 'CORRECTION_REFUSED', 'into');
  });

  it('lists what is held, releases it, and rejects it', async () => {
    const { fixture } = world;
    const key = { card_id: ids.revised, source, printing: printingOf('Holofoil') };
    const at = (day: string) => stampOf(`2025-10-${day}`);
    for (const [day, cents] of [
      ['01', 90_000],
      ['02', 80_000],
    ] as const) {
      const held = observation({ ...key, ...numbers(cents), effective_at: at(day) });
      await fixture.tell('ObservationQuarantined', { observation: held, effective_at: at(day) });
    }
    await world.settle();
    const { held } = bodyOf(await admin.get(`/v1/admin/quarantine?card_id=${ids.revised}`), 200);
    expect(held.map(({ offered }: any) => offered.market_price)).to.deep.equal([800, 900]);
    expect(held[0].standing).to.include({ market_price: 1.2, withdrawn: false });
    const [second, first] = held.map(({ quarantine_id }: any) => quarantine_id as string);
    const released = bodyOf(await admin.post(`/v1/admin/quarantine/${first}/release`, { reason }), 200);
    expect(released).to.deep.include({ type: 'QuarantineReleased', quarantine_id: first, is_late: false });
    expect(released.offered.market_price).to.equal(900);
    await world.settle();
    const rejected = bodyOf(await admin.post(`/v1/admin/quarantine/${second}/reject`, { reason }), 200);
    expect(rejected).to.deep.include({ type: 'QuarantineRejected', quarantine_id: second });
    await world.settle();
    expect(bodyOf(await admin.get('/v1/admin/quarantine?limit=5'), 200).pagination).to.include({ total: 0 });
    const card = await fixture.body(`/v1/cards/${ids.revised}/prices`);
    expect(card.market[0].market_price).to.equal(900);
    const none = '/v1/admin/quarantine/00000000-0000-4000-8000-000000000000/release';
    expectProblem(await admin.post(none, { reason }), 404, 'QUARANTINE_NOT_FOUND');
    expectProblem(await admin.post('/v1/admin/quarantine/x/release', { reason }), 400, 'VALIDATION_FAILED', 'id');
  });
});
