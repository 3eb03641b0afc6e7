/**
 * Goal: a user's alerts over REST do what docs/alerts.md says, on the card and printing that they name, for their owner alone.
 * Method: the API world with the alerter and the projector run to the head after each step.
 */
import { expect } from 'chai';
import { limits } from '../../../src/base/limits.js';
import { uuidFromName } from '../../../src/domain/ids.js';
import { noPriceNumbers } from '../../../src/domain/prices/price-numbers.js';
import { printingOf } from '../../../src/domain/prices/price-key.js';
import { type AlertsWorld, bodyOf, type Client, openAlertsWorld } from '../../support/alerts-world.js';
import { type Answer, expectProblem, ids, source, stampOf } from '../../support/api-fixture.js';
import { observation, numbers } from '../../support/events.js';
import { addChannel } from '../../support/channels.js';

describe('alerts over REST', () => {
  let world: AlertsWorld;
  let user: Client;
  before(async () => {
    world = await openAlertsWorld();
    user = await world.client();
  });
  after(() => world.close());

  const create = async (body: object, who = user): Promise<any> =>
    bodyOf(await who.post('/v1/alerts', { card_id: ids.lugia, on_create: 'skip', ...body }), 201);
  const firingsOf = async (id: string, who = user): Promise<any[]> => {
    const { history } = bodyOf(await who.get(`/v1/alerts/${id}/history?type=AlertTriggered`), 200);
    return history.map(({ decision, recorded_at: _at, ...event }: any) => ({ ...decision, ...event })).reverse();
  };
  const pricesOf = async (id: string): Promise<number[]> => (await firingsOf(id)).map(({ price }) => price);

  it('are created by the short words or by a whole rule, and answered with Location and position', async () => {
    const answer = await user.post('/v1/alerts', {
      card_id: ids.lugia,
      alert_type: 'price_drop',
      price_threshold: 9.5,
    });
    const alert = bodyOf(answer, 201);
    expect(answer.headers.get('location')).to.equal(`/v1/alerts/${alert.alert_id}`);
    expect(alert).to.deep.include({
      card_id: ids.lugia,
      printing: 'holofoil',
      currency: 'USD',
      when: { type: 'threshold', comparison: '<=', amount: 9.5 },
      alert_type: 'price_drop',
      price_threshold: 9.5,
      comparison_operator: '<=',
      status: 'active',
      channels: [],
      expires_at: null,
      rule_version: 1,
      firings: 0,
      watches: [],
    });
    const position = answer.headers.get('ledger-position') ?? '';
    await world.settle();
    const read = await user.get(`/v1/alerts/${alert.alert_id}?min_position=${position}`);
    expect(bodyOf(read, 200)).to.deep.equal(alert);
    expect((read.headers.get('ledger-position') ?? '') >= position).to.equal(true);
    expect(read.headers.get('etag')).to.equal(answer.headers.get('etag'));
    const stored = await world.fixture.log.readStream(`alert-${alert.alert_id}`, { direction: 'forwards', limit: 9 });
    const [event] = stored.outcome === 'read' ? stored.events : [];
    expect(event?.data).to.deep.include({ owner: user.userId, channels: [] });
    expect((event?.data['rule'] as any).when.amount, 'events keep minor units').to.equal(950);
    expect(event?.metadata.actor).to.equal(user.userId);

    const rise = await create({ alert_type: 'price_increase', price_threshold: 20 });
    expect(rise.when).to.deep.equal({ type: 'threshold', comparison: '>=', amount: 20 });
    expect((await create({ alert_type: 'availability' })).when).to.deep.equal({
      type: 'availability',
      becomes: 'available',
    });
    const text = await create({ when: 'down 10% in 7d', printing: 'Reverse Holo', cooldown_seconds: 60 });
    expect(text).to.deep.include({ printing: 'reverse-holofoil', alert_type: 'change', cooldown_seconds: 60 });
    const again = { when: text.when, alert_type: 'change', printing: text.printing };
    expect((await create(again)).when).to.deep.equal(text.when);
  });

  const refused: [string, object, number, string, string][] = [
    [
      'a contradicting operator',
      { alert_type: 'price_drop', price_threshold: 1, comparison_operator: '>=' },
      400,
      'VALIDATION_FAILED',
      'comparison_operator',
    ],
    ['a drop without a threshold', { alert_type: 'price_drop' }, 400, 'VALIDATION_FAILED', 'price_threshold'],
    [
      'availability with a threshold',
      { alert_type: 'availability', price_threshold: 1 },
      400,
      'VALIDATION_FAILED',
      'price_threshold',
    ],
    ['no rule', {}, 400, 'VALIDATION_FAILED', 'when'],
    [
      'words that contradict the condition',
      { when: '<= 10 USD', price_threshold: 9 },
      400,
      'VALIDATION_FAILED',
      'price_threshold',
    ],
    [
      'another type than the condition',
      { when: '<= 10 USD', alert_type: 'price_increase' },
      400,
      'VALIDATION_FAILED',
      'alert_type',
    ],
    [
      'a threshold in a third decimal',
      { alert_type: 'price_drop', price_threshold: 1.005 },
      400,
      'VALIDATION_FAILED',
      'when.amount',
    ],
    ['an unknown card', { card_id: 'pokemon-9', when: 'available' }, 404, 'CARD_NOT_FOUND', 'card_id'],
    ['an unknown printing', { when: 'available', printing: 'cosmos' }, 404, 'PRINTING_UNKNOWN', 'printing'],
    ['an end in the past', { when: 'available', expires_at: '2025-01-01' }, 400, 'VALIDATION_FAILED', 'expires_at'],
    ['an unknown field', { when: 'available', owner: 'me' }, 400, 'VALIDATION_FAILED', 'owner'],
  ];
  for (const [what, body, status, code, field] of refused) {
    it(`refuse ${what}`, async () => {
      expectProblem(await user.post('/v1/alerts', { card_id: ids.lugia, ...body }), status, code, field);
    });
  }

  it('fire on the crossing, once while the price wobbles, with the full explanation', async () => {
    const { alert_id } = await create({
      alert_type: 'price_drop',
      price_threshold: 10,
      hysteresis: { basis_points: 500 },
    });
    await world.settle();
    await world.prices(ids.lugia, '2025-10-01', [1_200, 995, 1_010, 999, 1_005, 998, 1_060, 1_000]);
    expect(await pricesOf(alert_id)).to.deep.equal([9.95, 10]);
    const [first] = await firingsOf(alert_id);
    expect(first).to.deep.include({
      rule_version: 1,
      printing: 'Holofoil',
      currency: 'USD',
      occasion: 'crossing',
      effective_at: stampOf('2025-10-02'),
      reference: { amount: 10, since: null },
    });
    expect(first.previous).to.include({ price: 12, effective_at: stampOf('2025-10-01') });
    const stream = await world.fixture.log.readStream(`price-${ids.lugia}`, { direction: 'forwards', limit: 200 });
    const byId = new Map((stream.outcome === 'read' ? stream.events : []).map((event) => [event.id, event]));
    expect(byId.get(first.triggering.event_id)).to.deep.include({ position: first.triggering.position });
    expect(byId.get(first.previous.event_id)).to.deep.include({ position: first.previous.position });
    const { watches, firings } = bodyOf(await user.get(`/v1/alerts/${alert_id}`), 200);
    expect(firings).to.equal(2);
    expect(watches).to.have.length(1);
    expect(watches[0]).to.deep.include({ state: 'fired', rearm: { not_before: null, above: 10.5, below: null } });
    expect(watches[0].last_firing).to.include({ price: 10, position: (await firingsOf(alert_id))[1].position });
    await world.prices(ids.lugia, '2025-10-09', [1_051]);
    const armed = bodyOf(await user.get(`/v1/alerts/${alert_id}`), 200);
    expect(armed.watches[0]).to.include({ state: 'armed', rearm: null });
  });

  it('tell a cooldown, and when it ends', async () => {
    const { alert_id } = await create({ when: '<= 8 USD', cooldown_seconds: 3 * 86_400 });
    await world.settle();
    await world.prices(ids.lugia, '2025-10-10', [800, 900]);
    const { watches } = bodyOf(await user.get(`/v1/alerts/${alert_id}`), 200);
    expect(watches[0]).to.deep.include({
      state: 'cooling',
      rearm: { not_before: stampOf('2025-10-13'), above: 8, below: null },
    });
  });

  it('fire on a slow drift: 1 % a day, and the rule says 10 %', async () => {
    await world.prices(ids.revised, '2025-10-01', [100_000]);
    const { alert_id } = await create({ when: 'down 10%', card_id: ids.revised });
    await world.settle();
    const days = Array.from({ length: 24 }, (_, day) => Math.round(100_000 * 0.99 ** day));
    await world.prices(ids.revised, '2025-10-02', days.slice(1));
    const fired = await firingsOf(alert_id);
    expect(fired.map(({ price }) => price)).to.deep.equal([895.34, 801.63]);
    expect(fired[1].reference.amount, 'from the price that fired').to.equal(895.34);
  });

  it('speak of their own printing only', async () => {
    const own = await create({ alert_type: 'price_drop', price_threshold: 5 });
    const each = await create({ alert_type: 'price_drop', price_threshold: 5, printing: '*' });
    await world.settle();
    await world.prices(ids.lugia, '2025-10-12', [400], { printing: 'Reverse Holofoil' });
    expect(await pricesOf(own.alert_id)).to.deep.equal([]);
    expect((await firingsOf(each.alert_id)).map(({ printing_slug }) => printing_slug)).to.deep.equal([
      'reverse-holofoil',
    ]);
  });

  it('find nothing available in what is withdrawn, null, 0 or held', async () => {
    const { fixture } = world;
    const key = { card_id: ids.voided, source, printing: printingOf('Holofoil') };
    const { alert_id } = await create({ card_id: ids.voided, alert_type: 'availability' });
    await world.settle();
    const at = (day: string) => stampOf(`2025-10-${day}`);
    await fixture.tell('PriceWithdrawn', { ...key, effective_at: at('01') });
    await fixture.observe({ ...key, ...noPriceNumbers, effective_at: at('02') });
    await fixture.observe({ ...key, ...numbers(null), low: null, mid: null, high: null, effective_at: at('03') });
    const held = observation({ ...key, ...numbers(90_000), effective_at: at('04') });
    await fixture.tell('ObservationQuarantined', { observation: held, effective_at: at('04') });
    await world.settle();
    expect(await pricesOf(alert_id)).to.deep.equal([]);
    await world.prices(ids.voided, '2025-10-05', [700, 710]);
    expect(await pricesOf(alert_id)).to.deep.equal([7]);
  });

  it('are changed in what is given, by the client that has seen the last change', async () => {
    const made = await user.post('/v1/alerts', { card_id: ids.lugia, when: '<= 1 USD', cooldown_seconds: 60 });
    const { alert_id } = bodyOf(made, 201);
    const path = `/v1/alerts/${alert_id}`;
    const tag = made.headers.get('etag') ?? '';
    const changed = await user.patch(path, { price_threshold: 2 }, { 'if-match': tag });
    expect(bodyOf(changed, 200)).to.deep.include({
      price_threshold: 2,
      comparison_operator: '<=',
      cooldown_seconds: 60,
      rule_version: 2,
      printing: 'holofoil',
    });
    expectProblem(
      await user.patch(path, { price_threshold: 3 }, { 'if-match': tag }),
      412,
      'PRECONDITION_FAILED',
      'If-Match',
    );
    expectProblem(await user.remove(path, { 'if-match': tag }), 412, 'PRECONDITION_FAILED', 'If-Match');
    expectProblem(await user.remove(path, { 'if-match': 'r1' }), 400, 'VALIDATION_FAILED', 'If-Match');
    expect(bodyOf(await user.patch(path, { when: 'new low in 30d', expires_at: '2026-01-01' }), 200)).to.deep.include({
      when: { type: 'new_low', window_days: 30 },
      alert_type: 'new_low',
      price_threshold: null,
      expires_at: '2026-01-01T23:59:59.999Z',
    });
    expect(bodyOf(await user.patch(path, {}), 200).rule_version, 'nothing changed').to.equal(3);
    expectProblem(await user.patch(path, { card_id: ids.box }), 400, 'VALIDATION_FAILED', 'card_id');
    const gone = await user.remove(path);
    expect([gone.status, gone.body]).to.deep.equal([204, '']);
    expect(gone.headers.get('ledger-position')).to.match(/^\d+$/);
    await world.settle();
    for (const answer of [await user.get(path), await user.patch(path, {}), await user.remove(path)])
      expectProblem(answer, 404, 'ALERT_NOT_FOUND', 'id');
  });

  it('are paused and resumed, and do not fire in between', async () => {
    const { alert_id } = await create({ card_id: ids.box, when: '<= 100 USD' });
    await world.settle();
    expect(bodyOf(await user.post(`/v1/alerts/${alert_id}/pause`), 200).status).to.equal('paused');
    await world.settle();
    await world.prices(ids.box, '2025-10-01', [9_000], { printing: 'Normal' });
    const resumed = await user.post(`/v1/alerts/${alert_id}/resume`);
    expect(bodyOf(resumed, 200).status).to.equal('active');
    await world.settle();
    expect(await pricesOf(alert_id)).to.deep.equal([]);
    await world.prices(ids.box, '2025-10-02', [12_000, 9_900], { printing: 'Normal' });
    expect(await pricesOf(alert_id)).to.deep.equal([99]);
    const all = bodyOf(await user.get(`/v1/alerts/${alert_id}/history`), 200).history.map(({ type }: any) => type);
    expect(all).to.deep.equal(['AlertTriggered', 'AlertRearmed', 'AlertResumed', 'AlertPaused', 'AlertCreated']);
  });

  it('are done after one firing if they are to fire once', async () => {
    const { alert_id } = await create({ card_id: ids.leader, when: '>= 1 USD', repeat: 'once' });
    await world.settle();
    await world.prices(ids.leader, '2025-10-01', [150, 50, 160], { printing: 'Normal' });
    expect(await pricesOf(alert_id)).to.deep.equal([1.5]);
    const alert = bodyOf(await user.get(`/v1/alerts/${alert_id}`), 200);
    expect([alert.status, alert.watches[0].state]).to.deep.equal(['done', null]);
  });

  it('are listed for their owner alone, by status, card and what is new', async () => {
    const owner = await world.client();
    const other = await world.client();
    const first = await create({ card_id: ids.parallel, when: 'available' }, owner);
    const second = await create({ card_id: ids.merged, when: 'available' }, owner);
    bodyOf(await owner.post(`/v1/alerts/${first.alert_id}/pause`), 200);
    await world.settle();
    const listed = async (query = ''): Promise<string[]> =>
      bodyOf(await owner.get(`/v1/alerts${query}`), 200).alerts.map(({ alert_id }: any) => alert_id);
    expect((await listed()).sort()).to.deep.equal([first.alert_id, second.alert_id].sort());
    expect(await listed('?status=paused')).to.deep.equal([first.alert_id]);
    expect(second.card_id, 'the card that it was merged into').to.equal(ids.lugia);
    expect(await listed(`?card_id=${ids.lugia}`)).to.deep.equal([second.alert_id]);
    const head = await world.fixture.log.head();
    expect(await listed(`?updated_after=${head}`)).to.deep.equal([]);
    const page = await owner.get('/v1/alerts?limit=1');
    expect(page.body.pagination).to.deep.equal({ total: 2, limit: 1, offset: 0, has_more: true });
    expect(page.headers.get('link')).to.match(/offset=1/);
    expect(page.headers.get('cache-control')).to.equal('no-store');

    expect(bodyOf(await other.get('/v1/alerts'), 200).alerts).to.deep.equal([]);
    const path = `/v1/alerts/${first.alert_id}`;
    const tries: Promise<Answer>[] = [
      other.get(path),
      other.get(`${path}/history`),
      other.patch(path, { when: 'withdrawn' }),
      other.remove(path),
      other.post(`${path}/pause`),
      other.post(`${path}/resume`),
    ];
    for (const answer of await Promise.all(tries)) expectProblem(answer, 404, 'ALERT_NOT_FOUND', 'id');
    expect((await listed('?status=paused')).length, 'untouched').to.equal(1);
    const reader = await world.client({ scopes: ['read'] });
    expectProblem(await reader.get('/v1/alerts'), 403, 'FORBIDDEN', 'alerts');
    expectProblem(await world.fixture.get('/v1/alerts'), 401, 'UNAUTHENTICATED');
  });

  it('watch the one printing of a card whose first printing was never sold', async () => {
    const card_id = 'pokemon-31';
    await world.prices(card_id, '2025-10-01', [null], { printing: 'Normal' });
    await world.prices(card_id, '2025-10-01', [500], { printing: 'Holofoil' });
    const { printing, alert_id } = await create({ card_id, when: '<= 4 USD' });
    expect(printing).to.equal('holofoil');
    await world.settle();
    await world.prices(card_id, '2025-10-02', [390], { printing: 'Holofoil' });
    expect(await pricesOf(alert_id)).to.deep.equal([3.9]);
  });

  describe('have a limit for each user', () => {
    const bounds = limits as { alertsPerUserMax: number };
    const before = bounds.alertsPerUserMax;
    afterEach(() => {
      bounds.alertsPerUserMax = before;
    });
    const ask = (owner: Client, amount = 1) =>
      owner.post('/v1/alerts', { card_id: ids.lugia, when: `<= ${amount} USD`, on_create: 'skip' });
    const refused = (answer: Answer): void => expectProblem(answer, 409, 'LIMIT_REACHED', 'alerts');
    const alertsOf = async (owner: Client): Promise<any[]> => {
      await world.settle();
      return bodyOf(await owner.get('/v1/alerts'), 200).alerts;
    };

    it('that requests in parallel do not pass, for alerts and watchlists together', async () => {
      const owner = await world.client();
      bounds.alertsPerUserMax = 5;
      const rule = { when: '<= 1 USD' };
      const list = { name: 'x', cards: [ids.lugia, ids.box], rule };
      const answers = await Promise.all([
        ...Array.from({ length: 8 }, (_, at) => ask(owner, at + 1)),
        ...Array.from({ length: 4 }, () => owner.post('/v1/watchlists', list)),
        ...Array.from({ length: 8 }, (_, at) => ask(owner, at + 11)),
      ]);
      for (const answer of answers) if (answer.status !== 201) refused(answer);
      const made = answers.reduce(
        (sum, { status, body }) => sum + (status !== 201 ? 0 : 'watchlist_id' in body ? 2 : 1),
        0,
      );
      // A list of two may find one place left, and no alert comes after it.
      expect(made).to.be.oneOf([4, 5]);
      if (made === 4) bodyOf(await ask(owner, 50), 201);
      refused(await ask(owner, 51));
      refused(await owner.post('/v1/watchlists', list));
      expect(await alertsOf(owner)).to.have.length(5);
    });

    it('and another place at once when one is deleted, or its rule leaves a list', async () => {
      const owner = await world.client();
      bounds.alertsPerUserMax = 2;
      const { alert_id } = bodyOf(await ask(owner), 201);
      const list = { name: 'x', cards: [ids.lugia], rule: { when: '<= 1 USD' } };
      const { watchlist_id } = bodyOf(await owner.post('/v1/watchlists', list), 201);
      refused(await ask(owner, 2));
      expect((await owner.remove(`/v1/alerts/${alert_id}`)).status).to.equal(204);
      bodyOf(await ask(owner, 2), 201);
      refused(await ask(owner, 3));
      bodyOf(await owner.patch(`/v1/watchlists/${watchlist_id}`, { rule: null }), 200);
      bodyOf(await ask(owner, 3), 201);
      refused(await ask(owner, 4));
    });

    it('that counts neither what was refused nor what a process left behind', async () => {
      const owner = await world.client();
      bounds.alertsPerUserMax = 1;
      const past = { card_id: ids.lugia, when: '<= 1 USD', expires_at: '2020-01-01' };
      expectProblem(await owner.post('/v1/alerts', past), 400, 'VALIDATION_FAILED');
      const leave = (minutes: number) =>
        world.fixture.database.query(
          'insert into commands.own_alerts (alert_id, user_id, taken_at) values ($1, $2, $3)',
          [
            world.fixture.runtime.uuid(),
            owner.userId,
            new Date(world.fixture.runtime.now().getTime() - minutes * 60_000),
          ],
        );
      await leave(4);
      refused(await ask(owner));
      await world.fixture.database.query('delete from commands.own_alerts where user_id = $1', [owner.userId]);
      await leave(6);
      const { alert_id } = bodyOf(await ask(owner), 201);
      // Neither folded yet nor young: the log has it.
      await world.fixture.database.query('update commands.own_alerts set taken_at = $2 where alert_id = $1', [
        alert_id,
        '2020-01-01T00:00:00Z',
      ]);
      refused(await ask(owner, 2));
    });

    it('once, however often the command is sent', async () => {
      const owner = await world.client();
      bounds.alertsPerUserMax = 2;
      const body = { card_id: ids.lugia, when: '<= 1 USD' };
      const key = { 'idempotency-key': 'one' };
      const { alert_id } = bodyOf(await owner.post('/v1/alerts', body, key), 201);
      // As a process that died before it kept the answer.
      await world.fixture.database.query(
        `update commands.idempotency_keys set answer = null, started_at = started_at - interval '2 minutes'
         where user_id = $1`,
        [owner.userId],
      );
      expect(bodyOf(await owner.post('/v1/alerts', body, key), 201).alert_id).to.equal(alert_id);
      bodyOf(await ask(owner, 2), 201);
      refused(await ask(owner, 3));
    });
  });

  it('send a sample through their channels', async () => {
    const owner = await world.client();
    const { alert_id } = await create({ when: '<= 1 USD' }, owner);
    const path = `/v1/alerts/${alert_id}/test`;
    expectProblem(await owner.post(path), 409, 'NOTHING_TO_SEND');
    const channel = uuidFromName('channel of a test');
    await addChannel(world.fixture, owner.userId, channel);
    const key = { 'idempotency-key': 'sample' };
    const { notification_ids } = bodyOf(await owner.post(path, undefined, key), 202);
    expect(notification_ids).to.have.length(1);
    expect(bodyOf(await owner.post(path, undefined, key), 202).notification_ids).to.deep.equal(notification_ids);
    const { notifications } = bodyOf(await owner.get('/v1/notifications'), 200);
    expect(notifications, 'one of the fixture, and one sample for one key').to.have.length(2);
    expectProblem(await user.post(path), 404, 'ALERT_NOT_FOUND', 'id');
    expectProblem(
      await user.patch(`/v1/alerts/${(await create({ when: 'available' })).alert_id}`, { channels: [channel] }),
      404,
      'CHANNEL_NOT_FOUND',
    );
    expect(bodyOf(await owner.patch(`/v1/alerts/${alert_id}`, { channels: [channel] }), 200).channels).to.deep.equal([
      channel,
    ]);
  });

  it('refuse ids that are none, and channels that are not there', async () => {
    expectProblem(await user.get('/v1/alerts/x'), 400, 'VALIDATION_FAILED', 'id');
    expectProblem(await user.get(`/v1/alerts/${uuidFromName('none')}`), 404, 'ALERT_NOT_FOUND', 'id');
    const channels = ['00000000-0000-4000-8000-000000000000'];
    const answer = await user.post('/v1/alerts', { card_id: ids.lugia, when: 'available', channels });
    expect(answer.status).to.be.within(400, 404);
  });

  it('count for the most watched cards', async () => {
    const watcher = await world.client();
    for (let at = 0; at < 3; at += 1) await create({ card_id: ids.manga, when: 'available' }, watcher);
    for (let at = 0; at < 9; at += 1) await create({ card_id: ids.parallel, when: 'available' }, watcher);
    await world.settle();
    const { trending } = await world.fixture.body(
      '/v1/prices/trending?trend_type=most_watched&period=30d&min_observations=1',
    );
    const parallel = trending.find(({ card_id }: any) => card_id === ids.parallel);
    expect(parallel?.watched.alerts).to.equal(9);
  });
});
