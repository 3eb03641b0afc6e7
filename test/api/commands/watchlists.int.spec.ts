/**
 * Goal: a watchlist is its user's own; its rule has one alert on each card, made and deleted as cards enter and leave, whatever dies in
 * between.
 */
import { expect } from 'chai';
import { alertsOfErasedUsers } from '../../../projections/alerts/queries.js';
import { readAlert } from '../../../src/alerting/read-alert.js';
import { createAlert } from '../../../src/alerting/commands.js';
import { deleteAlertsOfErased } from '../../../src/alerting/delete-alerts-of-erased.js';
import { reconcileAlerts } from '../../../src/alerting/watchlists/reconcile.js';
import { ruleOnCard } from '../../../src/api/commands/list-rule.js';
import { limits } from '../../../src/base/limits.js';
import { uuidFromName } from '../../../src/domain/ids.js';
import { type AlertsWorld, bodyOf, type Client, openAlertsWorld } from '../../support/alerts-world.js';
import { bulkCards, expectProblem, ids } from '../../support/api-fixture.js';

describe('watchlists over REST', () => {
  let world: AlertsWorld;
  let user: Client;
  before(async () => {
    world = await openAlertsWorld();
  });
  beforeEach(async () => {
    user = await world.client();
  });
  after(() => world.close());

  const rule = { when: 'down 10%', on_create: 'skip' };
  const create = async (body: object): Promise<any> =>
    bodyOf(await user.post('/v1/watchlists', { name: 'To buy', ...body }), 201);
  const alertsOf = async (): Promise<any[]> => {
    await world.settle();
    return bodyOf(await user.get('/v1/alerts?limit=100'), 200).alerts;
  };
  const cardsOf = async (): Promise<string[]> => (await alertsOf()).map(({ card_id }) => card_id).sort();

  it('are lists of cards with a name, in their order', async () => {
    const made = await user.post('/v1/watchlists', { name: ' Favourites ', cards: [ids.box, ids.lugia, ids.box] });
    const list = bodyOf(made, 201);
    expect(made.headers.get('location')).to.equal(`/v1/watchlists/${list.watchlist_id}`);
    expect([list.name, list.rule]).to.deep.equal(['Favourites', null]);
    expect(list.cards.map(({ card_id, name }: any) => [card_id, name])).to.deep.equal([
      [ids.box, 'Silver Tempest Booster Box'],
      [ids.lugia, 'Lugia VSTAR'],
    ]);
    const path = `/v1/watchlists/${list.watchlist_id}`;
    const read = await user.get(path);
    expect(bodyOf(read, 200)).to.deep.equal(list);
    expect(read.headers.get('etag')).to.equal(made.headers.get('etag'));
    const changed = bodyOf(await user.patch(path, { add: [ids.leader], remove: [ids.box], name: 'Two' }), 200);
    expect(changed.cards.map(({ card_id }: any) => card_id)).to.deep.equal([ids.lugia, ids.leader]);
    const ordered = bodyOf(await user.patch(path, { cards: [ids.leader, ids.merged, ids.box] }), 200);
    expect(
      ordered.cards.map(({ card_id }: any) => card_id),
      'a merged card is the one that it is now',
    ).to.deep.equal([ids.leader, ids.lugia, ids.box]);
    expect(await alertsOf(), 'without a rule there are no alerts').to.deep.equal([]);
    expect(bodyOf(await user.get('/v1/watchlists'), 200)).to.deep.include({
      watchlists: [ordered],
      pagination: { total: 1, limit: 20, offset: 0, has_more: false },
    });
    expect((await user.remove(path)).status).to.equal(204);
    expectProblem(await user.get(path), 404, 'WATCHLIST_NOT_FOUND', 'id');
  });

  it('own one alert on each card, which fires as any other', async () => {
    const { watchlist_id, cards } = await create({ cards: [ids.revised, ids.box], rule });
    expect(await cardsOf()).to.deep.equal([ids.revised, ids.box].sort());
    const path = `/v1/watchlists/${watchlist_id}`;
    await world.prices(ids.revised, '2025-10-01', [115, 108, 107]);
    const alertId = cards.find(({ card_id }: any) => card_id === ids.revised).alert_id;
    const { history } = bodyOf(await user.get(`/v1/alerts/${alertId}/history?type=AlertTriggered`), 200);
    expect(history.map(({ decision }: any) => decision.price)).to.deep.equal([1.08]);

    bodyOf(await user.patch(path, { add: [ids.leader], remove: [ids.box] }), 200);
    expect(await cardsOf()).to.deep.equal([ids.revised, ids.leader].sort());
    const kept = bodyOf(await user.get(path), 200).cards.find(({ card_id }: any) => card_id === ids.revised);
    expect(kept.alert_id, 'a card that stays keeps its alert').to.equal(alertId);

    bodyOf(await user.patch(path, { rule: { when: '<= 1 USD' } }), 200);
    const changed = await alertsOf();
    expect(changed.map(({ when }) => when.type)).to.deep.equal(['threshold', 'threshold']);
    expect(changed.map(({ alert_id }) => alert_id)).to.include(alertId);

    bodyOf(await user.patch(path, { rule: null }), 200);
    expect(await alertsOf()).to.deep.equal([]);
    bodyOf(await user.patch(path, { rule }), 200);
    expect(await cardsOf()).to.deep.equal([ids.revised, ids.leader].sort());
    expect((await user.remove(path)).status).to.equal(204);
    expect(await alertsOf()).to.deep.equal([]);
  });

  it('say where the rule makes no alert, and make it when it does', async () => {
    const { watchlist_id, cards } = await create({ cards: [ids.lugia, ids.box], rule: { when: '<= 1 EUR' } });
    for (const card of cards) {
      expect(card.alert_id).to.equal(null);
      expect(card.problem).to.match(/currency: .* has no price with "EUR"; there is USD/);
    }
    const path = `/v1/watchlists/${watchlist_id}`;
    const changed = bodyOf(await user.patch(path, { rule: { when: '<= 1 USD' } }), 200);
    expect(changed.cards.map(({ problem }: any) => problem)).to.deep.equal([null, null]);
    expect(await cardsOf()).to.deep.equal([ids.lugia, ids.box].sort());
    bodyOf(await user.patch(path, { rule: { when: '<= 1 EUR' } }), 200);
    expect(await alertsOf(), 'the alerts of the rule before are gone').to.deep.equal([]);
    bodyOf(await user.patch(path, { rule: { when: '<= 2 USD' } }), 200);
    expect(await cardsOf()).to.deep.equal([ids.lugia, ids.box].sort());
  });

  it('bring back an alert that its owner deleted, with the next change of the rule', async () => {
    const { watchlist_id, cards } = await create({ cards: [ids.lugia], rule });
    expect((await user.remove(`/v1/alerts/${cards[0].alert_id}`)).status).to.equal(204);
    expect(await alertsOf()).to.deep.equal([]);
    const changed = bodyOf(await user.patch(`/v1/watchlists/${watchlist_id}`, { rule: { when: 'up 5%' } }), 200);
    expect(changed.cards[0].alert_id).to.not.equal(cards[0].alert_id);
    expect(await cardsOf()).to.deep.equal([ids.lugia]);
  });

  it('are completed where a process died after any step', async () => {
    const { fixture } = world;
    const { database, log, runtime } = fixture;
    const { watchlist_id, cards } = await create({ cards: [ids.lugia, ids.box, ids.leader], rule });
    const deps = { database, log, runtime, ruleOnCard: ruleOnCard(fixture) };
    const before = await alertsOf();
    // As if the alerts had been made, and the rows not written any more.
    await database.query('update watchlists.alerts set rule_version = 0 where list_id = $1', [watchlist_id]);
    // As if one had been wanted, and not been made.
    await database.query('insert into watchlists.cards (list_id, card_id, place, added_at) values ($1, $2, 9, now())', [
      watchlist_id,
      ids.parallel,
    ]);
    await database.query(
      `insert into watchlists.alerts (alert_id, user_id, list_id, card_id, wanted, rule_version, updated_at)
       values ($1, $2, $3, $4, true, 0, $5)`,
      [uuidFromName('wanted'), user.userId, watchlist_id, ids.parallel, runtime.now()],
    );
    // As if one had been deleted from the list, and its alert not.
    await database.query('delete from watchlists.cards where list_id = $1 and card_id = $2', [watchlist_id, ids.box]);
    await database.query('update watchlists.alerts set wanted = false where list_id = $1 and card_id = $2', [
      watchlist_id,
      ids.box,
    ]);
    expect(await reconcileAlerts(deps, { untouchedSince: new Date(0) }), 'not yet').to.equal(null);
    await reconcileAlerts(deps, { untouchedSince: runtime.now() });
    const after = await alertsOf();
    expect(after.map(({ card_id }) => card_id).sort()).to.deep.equal([ids.lugia, ids.leader, ids.parallel].sort());
    const idOf = (alerts: any[], card: string) => alerts.find(({ card_id }) => card_id === card).alert_id;
    expect(idOf(after, ids.lugia), 'no second alert').to.equal(idOf(before, ids.lugia));
    const head = await log.head();
    expect(await reconcileAlerts(deps, { untouchedSince: runtime.now() })).to.equal(null);
    expect(await log.head(), 'nothing is left to do').to.equal(head);
    expect(cards).to.have.length(3);
  });

  it('leave no alert behind when their user is erased', async () => {
    const { database, log, runtime } = world.fixture;
    await create({ cards: [ids.lugia, ids.box], rule });
    const stays = await world.client();
    bodyOf(await stays.post('/v1/alerts', { card_id: ids.lugia, when: 'available' }), 201);
    await database.query('delete from accounts.users where id = $1', [user.userId]);
    // Of somebody of whom this database has never heard, as beside a log that is older than it: they stay.
    const available = { card_id: ids.lugia, when: { type: 'availability', becomes: 'available' } } as const;
    const foreign = { actor: 'test', owner: uuidFromName('unknown'), channels: [], rule: available };
    const { alertId } = await createAlert({ log, runtime }, foreign);
    await world.settle();
    expect(await alertsOfErasedUsers(database, 10)).to.have.length(2);
    await deleteAlertsOfErased({ database, log, runtime });
    const head = await log.head();
    await deleteAlertsOfErased({ database, log, runtime });
    expect(await log.head(), 'a second look, before the read model was folded').to.equal(head);
    await world.settle();
    expect(await alertsOfErasedUsers(database, 10)).to.deep.equal([]);
    expect(bodyOf(await stays.get('/v1/alerts'), 200).alerts).to.have.length(1);
    expect(await readAlert(log, alertId)).to.include({ status: 'active' });
  });

  it('are not seen or changed by others', async () => {
    const { watchlist_id } = await create({ cards: [ids.lugia], rule });
    const other = await world.client();
    const path = `/v1/watchlists/${watchlist_id}`;
    for (const answer of [await other.get(path), await other.patch(path, { name: 'x' }), await other.remove(path)])
      expectProblem(answer, 404, 'WATCHLIST_NOT_FOUND', 'id');
    expect(bodyOf(await other.get('/v1/watchlists'), 200).watchlists).to.deep.equal([]);
    expect(bodyOf(await user.get(path), 200).name).to.equal('To buy');
    expectProblem(await world.fixture.get('/v1/watchlists'), 401, 'UNAUTHENTICATED');
  });

  it('are not changed over another change', async () => {
    const made = await user.post('/v1/watchlists', { name: 'One' });
    const path = `/v1/watchlists/${bodyOf(made, 201).watchlist_id}`;
    const tag = { 'if-match': made.headers.get('etag') ?? '' };
    bodyOf(await user.patch(path, { name: 'Two' }, tag), 200);
    expectProblem(await user.patch(path, { name: 'Three' }, tag), 412, 'PRECONDITION_FAILED', 'If-Match');
    const either = { 'if-match': `${tag['if-match']}, "r2"` };
    expect(bodyOf(await user.patch(path, { name: 'Two of several' }, either), 200).name).to.equal('Two of several');
    expectProblem(await user.patch(path, { name: 'x' }, { 'if-match': 'x' }), 400, 'VALIDATION_FAILED', 'If-Match');
  });

  it('are created once by one key', async () => {
    const key = { 'idempotency-key': 'list' };
    const body = { name: 'Once', cards: [ids.lugia], rule };
    const first = bodyOf(await user.post('/v1/watchlists', body, key), 201);
    expect(bodyOf(await user.post('/v1/watchlists', body, key), 201)).to.deep.equal(first);
    expect(await cardsOf()).to.deep.equal([ids.lugia]);
  });

  it('have limits', async () => {
    const bounds = limits as { watchlistsPerUserMax: number; watchlistCardsMax: number; alertsPerUserMax: number };
    const { watchlistsPerUserMax, watchlistCardsMax, alertsPerUserMax } = bounds;
    try {
      bounds.watchlistCardsMax = 2;
      const three = { name: 'x', cards: bulkCards.slice(0, 3) };
      expectProblem(await user.post('/v1/watchlists', three), 409, 'LIMIT_REACHED', 'cards');
      bounds.watchlistCardsMax = watchlistCardsMax;
      bounds.alertsPerUserMax = 2;
      expectProblem(await user.post('/v1/watchlists', { ...three, rule }), 409, 'LIMIT_REACHED', 'alerts');
      bounds.watchlistsPerUserMax = 1;
      await create({});
      expectProblem(await user.post('/v1/watchlists', { name: 'y' }), 409, 'LIMIT_REACHED', 'watchlists');
    } finally {
      Object.assign(bounds, { watchlistsPerUserMax, watchlistCardsMax, alertsPerUserMax });
    }
    expect(await alertsOf(), 'nothing of what was refused').to.deep.equal([]);
  });

  const refused: [string, object, number, string, string][] = [
    ['no name', {}, 400, 'VALIDATION_FAILED', 'name'],
    ['a blank name', { name: '  ' }, 400, 'VALIDATION_FAILED', 'name'],
    ['a card id that is none', { name: 'x', cards: ['x'] }, 400, 'VALIDATION_FAILED', 'cards[0]'],
    ['an unknown card', { name: 'x', cards: ['pokemon-9'] }, 404, 'CARD_NOT_FOUND', 'card_id'],
    ['a rule without a condition', { name: 'x', rule: {} }, 400, 'VALIDATION_FAILED', 'rule.when'],
    [
      'a half cent',
      { name: 'x', rule: { when: { type: 'threshold', comparison: '<=', amount: 0.005 } } },
      400,
      'VALIDATION_FAILED',
      'rule.when.amount',
    ],
    [
      'a card in the rule',
      { name: 'x', rule: { when: 'available', card_id: ids.lugia } },
      400,
      'VALIDATION_FAILED',
      'rule.card_id',
    ],
  ];
  for (const [what, body, status, code, field] of refused) {
    it(`refuse ${what}`, async () => {
      expectProblem(await user.post('/v1/watchlists', body), status, code, field);
    });
  }

  it('refuse cards beside add and remove', async () => {
    const { watchlist_id } = await create({});
    const answer = await user.patch(`/v1/watchlists/${watchlist_id}`, { cards: [], add: [ids.lugia] });
    expectProblem(answer, 400, 'VALIDATION_FAILED', 'cards');
  });

  it('count for the most watched cards', async () => {
    await create({ cards: [ids.returning] });
    await (await world.client()).post('/v1/watchlists', { name: 'x', cards: [ids.returning] });
    const path = '/v1/prices/trending?trend_type=most_watched&period=30d&min_observations=1';
    const { trending } = await world.fixture.body(path);
    const card = trending.find(({ card_id }: any) => card_id === ids.returning);
    expect(card?.watched).to.include({ alerts: 0, watchlists: 2 });
  });
});
