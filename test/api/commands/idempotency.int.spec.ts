/** Goal: a command given twice with one Idempotency-Key is done once, whatever happens in between. */
import { expect } from 'chai';
import { limits } from '../../../src/base/limits.js';
import { type AlertsWorld, bodyOf, type Client, openAlertsWorld } from '../../support/alerts-world.js';
import { type Answer, expectProblem, ids } from '../../support/api-fixture.js';
import { addChannel } from '../../support/channels.js';

describe('Idempotency-Key', () => {
  let world: AlertsWorld;
  let user: Client;
  before(async () => {
    world = await openAlertsWorld();
    user = await world.client();
  });
  after(() => world.close());

  const rule = { card_id: ids.lugia, when: '<= 1 USD' };
  const create = (key: string, body: object = rule, who = user): Promise<Answer> =>
    who.post('/v1/alerts', body, { 'idempotency-key': key });
  const made = async (): Promise<number> => {
    const { events } = await world.fixture.log.readAll({
      after: '0' as never,
      filter: { types: ['AlertCreated'] },
      limit: 10_000,
    });
    return events.length;
  };

  it('gives the stored answer to the same command, quoted or bare', async () => {
    const before = await made();
    const first = await create('"one"');
    expect(first.headers.get('idempotent-replayed')).to.equal(null);
    for (const answer of [await create('"one"'), await create('one', { when: '<= 1 USD', card_id: ids.lugia })]) {
      expect(answer.headers.get('idempotent-replayed')).to.equal('true');
      expect([answer.status, answer.body]).to.deep.equal([201, first.body]);
      for (const name of ['location', 'ledger-position', 'etag', 'cache-control'])
        expect(answer.headers.get(name), name).to.equal(first.headers.get(name));
    }
    expect(await made()).to.equal(before + 1);
  });

  it('refuses another command with the same key', async () => {
    bodyOf(await create('two'), 201);
    const before = await made();
    expectProblem(await create('two', { ...rule, when: '<= 2 USD' }), 422, 'IDEMPOTENCY_KEY_REUSED', 'Idempotency-Key');
    expect(await made()).to.equal(before);
  });

  it('belongs to a user and a route', async () => {
    const { alert_id } = bodyOf(await create('three'), 201);
    const other = await world.client();
    expect((await create('three', rule, other)).headers.get('idempotent-replayed')).to.equal(null);
    const key = { 'idempotency-key': 'three' };
    const paused = await user.post(`/v1/alerts/${alert_id}/pause`, undefined, key);
    expect([bodyOf(paused, 200).status, paused.headers.get('idempotent-replayed')]).to.deep.equal(['paused', null]);
  });

  it('lets one of several at once append, the others wait or replay', async () => {
    const before = await made();
    const answers = await Promise.all(Array.from({ length: 6 }, () => create('four')));
    for (const answer of answers.filter(({ status }) => status !== 201))
      expectProblem(answer, 409, 'IDEMPOTENCY_IN_FLIGHT', 'Idempotency-Key');
    const done = answers.filter(({ status }) => status === 201);
    expect(new Set(done.map(({ body }) => body.alert_id)).size).to.equal(1);
    expect(done.filter(({ headers }) => headers.get('idempotent-replayed') === null)).to.have.length(1);
    expect(await made()).to.equal(before + 1);
  });

  describe('of what has secrets', () => {
    const hook = { kind: 'webhook', url: 'https://hooks.example/in' };
    const movers = { of: 'movers' };
    let user: Client;
    before(async () => {
      // The clock has moved on since the one of the other tests logged in.
      user = await world.client();
    });
    const channels = async () => bodyOf(await user.get('/v1/channels'), 200).channels;
    const feeds = async () => bodyOf(await user.get('/v1/feeds'), 200).feeds;
    const abandon = () =>
      world.fixture.database.query(
        `update commands.idempotency_keys set answer = null, started_at = started_at - interval '2 minutes'`,
      );
    const kept = () => world.fixture.database.query('select answer::text from commands.idempotency_keys');

    it('adds one channel, and shows its secret once', async () => {
      const key = { 'idempotency-key': 'channel' };
      const first = bodyOf(await user.post('/v1/channels', hook, key), 201);
      expect(first.signing_secret).to.match(/^whsec_/);
      const again = await user.post('/v1/channels', hook, key);
      expect(bodyOf(again, 201)).to.deep.equal({ ...first, signing_secret: null });
      expect(again.headers.get('location')).to.equal(`/v1/channels/${first.channel.channel_id}`);
      expect(JSON.stringify(await kept()), 'what is stored').to.not.include('whsec_');
      await abandon();
      expect(bodyOf(await user.post('/v1/channels', hook, key), 201), 'its process died').to.deep.equal(first);
      expect(await channels()).to.have.length(1);
    });

    it('makes one feed, and shows its address once', async () => {
      const key = { 'idempotency-key': 'feed' };
      const first = bodyOf(await user.post('/v1/feeds', movers, key), 201);
      const again = bodyOf(await user.post('/v1/feeds', movers, key), 201);
      expect(again).to.deep.equal({ feed: first.feed, atom_url: null, json_url: null });
      expect(JSON.stringify(await kept()), 'what is stored').to.not.include('tcgl_feed_');
      await abandon();
      const { feed, atom_url } = bodyOf(await user.post('/v1/feeds', movers, key), 201);
      expect(feed.feed_id).to.equal(first.feed.feed_id);
      expect((await user.get(new URL(atom_url).pathname)).status, 'the address that is told').to.equal(200);
      expect(await feeds()).to.have.length(1);
    });

    it('replays notifications once', async () => {
      const { fixture } = world;
      await addChannel(fixture, user.userId, fixture.runtime.uuid());
      const key = { 'idempotency-key': 'replay' };
      const range = { from: '2025-01-01', to: '2025-12-31' };
      const first = bodyOf(await user.post('/v1/notifications/replay', range, key), 202);
      expect(first).to.deep.equal({ queued: 1 });
      await fixture.database.query(`update delivery.notifications set state = 'failed', finished_at = now()`);
      const again = await user.post('/v1/notifications/replay', range, key);
      expect([bodyOf(again, 202), again.headers.get('idempotent-replayed')]).to.deep.equal([first, 'true']);
      const rows = await fixture.database.query<{ state: string }>('select state from delivery.notifications');
      expect(rows.map(({ state }) => state)).to.deep.equal(['failed']);
    });
  });

  it('keeps the answer of a refusal', async () => {
    const wrong = { card_id: 'pokemon-9', when: 'available' };
    expectProblem(await create('five', wrong), 404, 'CARD_NOT_FOUND');
    const again = await create('five', wrong);
    expectProblem(again, 404, 'CARD_NOT_FOUND');
    expect(again.headers.get('idempotent-replayed')).to.equal('true');
  });

  it('makes the same alert again where the process died before it answered', async () => {
    const { database, runtime } = world.fixture;
    const first = await create('six');
    // As if it had died after the append.
    await database.query('update commands.idempotency_keys set answer = null');
    expectProblem(await create('six'), 409, 'IDEMPOTENCY_IN_FLIGHT');
    await runtime.advance(limits.idempotencyInFlightMs);
    const before = await made();
    const again = await create('six');
    expect(bodyOf(again, 201).alert_id).to.equal(first.body.alert_id);
    expect(again.headers.get('ledger-position')).to.equal(first.headers.get('ledger-position'));
    expect(await made()).to.equal(before);
  });

  it('can be used anew after a day', async () => {
    const { database, runtime } = world.fixture;
    const first = await create('seven');
    await runtime.advance(limits.idempotencyKeptMs);
    const fresh = await world.client({ userId: user.userId });
    const second = await create('seven', { ...rule, when: '<= 3 USD' }, fresh);
    expect(bodyOf(second, 201).alert_id).to.not.equal(first.body.alert_id);
    const [left] = await database.query<{ keys: number }>('select count(*) as keys from commands.idempotency_keys');
    expect(left?.keys, 'expired keys went with the new one').to.be.below(limits.idempotencyKeysForgottenAtOnce);
  });

  const malformed = ['', '""', '"open', 'two words', '"a", "b"', 'x'.repeat(256), '"é"'];
  for (const key of malformed) {
    it(`refuses ${JSON.stringify(key.slice(0, 20))}`, async () => {
      const fresh = await world.client({ userId: user.userId });
      const answer = await create(encodeURI(key) === key || key !== '"é"' ? key : '"\u00e9"', rule, fresh);
      if (key === '') expect(answer.status, 'an empty header is none or an error').to.be.oneOf([201, 400]);
      else expectProblem(answer, 400, 'VALIDATION_FAILED', 'Idempotency-Key');
    });
  }
});
