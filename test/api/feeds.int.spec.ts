/** Goal: feeds are valid, show old → new under the ids of events, and answer to their addresses only. */
import { expect } from 'chai';
import { createAlert } from '../../src/alerting/commands.js';
import { newEvent } from '../../src/domain/upcasting.js';
import { alertStream } from '../../src/domain/streams.js';
import { type ApiFixture, expectProblem, ids, openMarket } from '../support/api-fixture.js';
import { type SignedUp, signUp } from '../support/accounts.js';
import { goodData, metadata } from '../support/events.js';

describe('feeds', () => {
  let fixture: ApiFixture;
  let user: SignedUp;
  before(async () => {
    fixture = await openMarket();
    user = await signUp(fixture);
  });
  after(() => fixture.close());

  const ask = (method: string, path: string, body?: unknown, by = user) =>
    fixture.send(method, path, {
      ...(body === undefined ? {} : { body }),
      headers: { authorization: `Bearer ${by.bearer}` },
    });
  const make = async (body: object) => {
    const answer = await ask('POST', '/v1/feeds', body);
    expect(answer.status, JSON.stringify(answer.body)).to.equal(201);
    return answer.body as { atom_url: string; json_url: string; feed: { feed_id: string } };
  };
  const pathOf = (url: string): string => new URL(url).pathname;
  const alertOf = async (owner: string, card_id: string): Promise<string> => {
    const { log, runtime } = fixture;
    const rule = { card_id, when: { type: 'threshold', comparison: '<=', amount: 200 } } as const;
    return (await createAlert({ log, runtime }, { actor: owner, owner, channels: [], rule })).alertId;
  };
  const fire = async (alert_id: string, id: string, data: object): Promise<void> => {
    const event = newEvent('AlertTriggered', id, { ...goodData.AlertTriggered, alert_id, source: 'tcgcsv', ...data });
    await fixture.log.append([{ stream: alertStream(alert_id), expectedRevision: 'any', events: [event] }], metadata);
  };

  it('of an alert: each firing once, under its event’s id, old → new in the title', async () => {
    const alert = await alertOf(user.userId, ids.lugia);
    const events = ['11111111-1111-4111-8111-111111111111', '22222222-2222-4222-8222-222222222222'];
    await fire(alert, events[0]!, { card_id: ids.lugia });
    await fire(alert, events[1]!, { card_id: ids.lugia, price: 150 });
    const { json_url, atom_url } = await make({ of: 'alert', alert_id: alert, name: 'Lugia' });
    const answer = await fixture.get(pathOf(json_url));
    expect(answer.headers.get('content-type')).to.match(/^application\/feed\+json/);
    const feed = typeof answer.body === 'string' ? JSON.parse(answer.body) : answer.body;
    expect(feed.version).to.match(/^https:\/\/jsonfeed\.org\/version\/1/);
    expect(feed.items.map(({ id, title }: { id: string; title: string }) => [id, title])).to.deep.equal([
      [`urn:uuid:${events[1]}`, 'Lugia VSTAR (Holofoil): 2.45 → 1.50 USD'],
      [`urn:uuid:${events[0]}`, 'Lugia VSTAR (Holofoil): 2.45 → 1.90 USD'],
    ]);
    const atom = await fixture.get(pathOf(atom_url));
    expect(atom.headers.get('content-type')).to.match(/^application\/atom\+xml/);
    expect(atom.headers.get('cache-control')).to.equal('private, max-age=300');
    expect(atom.body).to.include(`<id>urn:uuid:${events[0]}</id>`).and.include('2.45 → 1.90 USD');
    expect(atom.body).not.to.include('tcgl_feed_');
  });

  it('is escaped, whatever a card is called', async () => {
    const evil = 'pokemon-666';
    await fixture.tell('CardListed', { card_id: evil, name: ']]><script>alert(1)</script>&"\u0001' });
    await fixture.fold();
    const alert = await alertOf(user.userId, evil);
    await fire(alert, '33333333-3333-4333-8333-333333333333', { card_id: evil });
    const { atom_url } = await make({ of: 'alert', alert_id: alert });
    const { body } = await fixture.get(pathOf(atom_url));
    // Neither as XML nor as the HTML that a title of Atom is.
    expect(body).not.to.include('<script>').and.not.include('\u0001');
    expect(body).to.include('&lt;script&gt;');
    const { json_url } = await make({ of: 'alert', alert_id: alert });
    const { body: json } = await fixture.get(pathOf(json_url));
    const [item] = (typeof json === 'string' ? JSON.parse(json) : json).items;
    // Of JSON Feed a title is text, the content HTML.
    expect(item.title).to.include('<script>alert(1)</script>');
    expect(item.content_html).not.to.include('<script>');
  });

  it('of movers: gainers and losers of the day by the event of their price', async () => {
    const { json_url } = await make({ of: 'movers', tcg_type: 'pokemon' });
    const { body } = await fixture.get(pathOf(json_url));
    const feed = typeof body === 'string' ? JSON.parse(body) : body;
    const [lugia] = feed.items;
    expect(lugia.title).to.equal('Lugia VSTAR (Holofoil): 10.00 → 15.00 USD (+50.0 %)');
    const prices = await fixture.body(`/v1/cards/${ids.lugia}/prices`);
    const price = prices.market.find(({ printing }: { printing: string }) => printing === 'Holofoil');
    expect(lugia.id).to.equal(`urn:uuid:${price.event_id}`);
  });

  it('has the chart of each price, but none that its reader could not load', async () => {
    for (const readsNeedKey of [false, true]) {
      const other = await openMarket({ api: { readsNeedKey } });
      try {
        const { bearer } = await signUp(other);
        const made = await other.post('/v1/feeds', { of: 'movers' }, { authorization: `Bearer ${bearer}` });
        const feed = await other.get(pathOf(made.body.json_url));
        const [item] = (typeof feed.body === 'string' ? JSON.parse(feed.body) : feed.body).items;
        const chart = /<img src="([^"]+)"/.exec(item.content_html)?.[1];
        if (readsNeedKey) expect(chart).to.equal(undefined);
        else {
          const { pathname, search } = new URL(String(chart).replaceAll('&amp;', '&'));
          expect((await other.get(pathname + search)).status).to.equal(200);
        }
      } finally {
        await other.close();
      }
    }
  });

  it('of a watchlist: changes of the prices of its cards, merged ones too, while the list is there', async () => {
    const cards = [ids.unpriced, ids.lugia];
    const list = await ask('POST', '/v1/watchlists', { name: 'mine', cards });
    const { watchlist_id } = list.body;
    // As if it had entered before it was merged into Lugia.
    await fixture.database.query('update watchlists.cards set card_id = $2 where list_id = $1 and card_id = $3', [
      ...[watchlist_id, ids.merged, ids.lugia],
    ]);
    const { json_url, atom_url, feed } = await make({ of: 'watchlist', watchlist_id });
    expect(feed).to.include({ of: 'watchlist', watchlist_id, alert_id: null, tcg_type: null, name: 'Watchlist' });
    const itemsOf = async (): Promise<any[]> => {
      const { body } = await fixture.get(pathOf(json_url));
      return (typeof body === 'string' ? JSON.parse(body) : body).items;
    };
    const [newest, ...older] = await itemsOf();
    expect(newest.title).to.equal('Lugia VSTAR (Holofoil): 10.00 → 15.00 USD (+50.0 %)');
    const prices = await fixture.body(`/v1/cards/${ids.lugia}/prices`);
    const price = prices.market.find(({ printing }: { printing: string }) => printing === 'Holofoil');
    expect(newest.id).to.equal(`urn:uuid:${price.event_id}`);
    expect(older).to.have.length.above(0);
    for (const { title } of older) expect(title).to.match(/^Lugia VSTAR \(.+\): \S+ → \S+ USD/);
    expect((await fixture.get(pathOf(atom_url))).body).to.include(`<id>${newest.id}</id>`);

    const other = await signUp(fixture);
    expectProblem(await ask('POST', '/v1/feeds', { of: 'watchlist', watchlist_id }, other), 404, 'WATCHLIST_NOT_FOUND');
    for (const body of [
      { of: 'watchlist' },
      { of: 'movers', watchlist_id },
      { of: 'watchlist', watchlist_id, tcg_type: 'pokemon' },
    ])
      expectProblem(await ask('POST', '/v1/feeds', body), 400, 'VALIDATION_FAILED');
    expect((await ask('DELETE', `/v1/watchlists/${watchlist_id}`)).status).to.equal(204);
    expect(await itemsOf()).to.deep.equal([]);
  });

  it('answers to its address only, until it is deleted', async () => {
    const { atom_url, feed } = await make({ of: 'movers' });
    const path = pathOf(atom_url);
    for (const wrong of ['/v1/feeds/x.atom', path.replace('.atom', '.rss'), path.replace('.atom', ''), `${path}x`])
      expectProblem(await fixture.get(wrong), 404, 'FEED_NOT_FOUND');
    const listed = await ask('GET', '/v1/feeds');
    expect(JSON.stringify(listed.body)).to.include(feed.feed_id).and.not.include('tcgl_feed_');
    const other = await signUp(fixture);
    expectProblem(await ask('DELETE', `/v1/feeds/${feed.feed_id}`, undefined, other), 404, 'FEED_NOT_FOUND');
    expect((await ask('DELETE', `/v1/feeds/${feed.feed_id}`)).status).to.equal(204);
    expectProblem(await fixture.get(path), 404, 'FEED_NOT_FOUND');
  });

  it('is of the user’s own alerts only, and names what it is of', async () => {
    const other = await signUp(fixture);
    const theirs = await alertOf(other.userId, ids.lugia);
    expectProblem(
      await ask('POST', '/v1/feeds', { of: 'alert', alert_id: theirs }),
      404,
      'ALERT_NOT_FOUND',
      'alert_id',
    );
    for (const body of [
      { of: 'alert' },
      { of: 'movers', alert_id: theirs },
      { of: 'x' },
      { of: 'alert', alert_id: theirs, tcg_type: 'pokemon' },
    ])
      expectProblem(await ask('POST', '/v1/feeds', body), 400, 'VALIDATION_FAILED');
    expectProblem(await fixture.send('POST', '/v1/feeds', { body: { of: 'movers' } }), 401, 'UNAUTHENTICATED');
  });
});
