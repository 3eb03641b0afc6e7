/**
 * Goal: the head of a page says what the page shows, with the API's numbers, whatever a name contains. Method: the market over
 * HTTP, and cards whose names are markup.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { createShell } from '../../../src/api/dashboard/shell.js';
import { packageRoot } from '../../../src/base/paths.js';
import { type ApiFixture, ids, openApiFixture, openMarket, sets } from '../../support/api-fixture.js';
import { type BuiltDashboard, builtDashboard } from '../../support/built-dashboard.js';
import { numbers } from '../../support/events.js';
import { serveApi, testAccounts } from '../../support/serve-api.js';
import type { RunningApi } from '../../../src/api/server.js';

type Head = Partial<Record<'title' | 'canonical' | 'description' | 'robots' | 'og:description', string>>;

const unescaped = (text: string): string =>
  text.replace(/&#(\d+);/g, (_all, code: string) => String.fromCharCode(Number(code)));

/** Returns the contents of the tags of a head, by name or property. */
const headOf = (html: string): Head => {
  const metas = [...html.matchAll(/<meta (?:name|property)="([^"]+)" content="([^"]*)">/g)];
  const [, title = ''] = /<title>([^<]*)<\/title>/.exec(html) ?? [];
  const [, canonical = ''] = /<link rel="canonical" href="([^"]*)">/.exec(html) ?? [];
  return Object.fromEntries([
    ['title', unescaped(title)],
    ['canonical', unescaped(canonical)],
    ...metas.map(([, name = '', content = '']) => [name, unescaped(content)]),
  ]) as Head;
};

const factsOf = (html: string): unknown =>
  JSON.parse(/<script type="application\/json" id="ledger">([^<]*)<\/script>/.exec(html)?.[1] ?? 'null');

describe('heads of the dashboard', () => {
  let built: BuiltDashboard;
  let fixture: ApiFixture;
  let site: RunningApi;
  const ask = (path: string, init: RequestInit = {}): Promise<Response> =>
    fetch(`${site.url}${path}`, { redirect: 'manual', ...init });
  const html = async (path: string, status = 200): Promise<string> => {
    const answer = await ask(path);
    expect(answer.status, path).to.equal(status);
    return answer.text();
  };
  const head = async (path: string, status = 200): Promise<Head> => headOf(await html(path, status));

  before(async () => {
    built = await builtDashboard();
    fixture = await openMarket();
    const { database, log, runtime } = fixture;
    const accounts = testAccounts({ database, runtime, publicUrl: () => 'https://cards.example' });
    site = await serveApi({ database, log, runtime, accounts, dashboard: { folder: built.folder, demoUser: null } });
  });
  after(async () => {
    await site.close();
    await fixture.close();
    await built.remove();
  });

  it('names the page, once, with its one address', async () => {
    const page = await html('/movers?trend_type=gainers');
    expect(page.match(/<title>/g)).to.have.length(1);
    expect(page).to.not.include('<!--head-->');
    expect(headOf(page)).to.include({
      title: 'Movers · TCG Price Ledger',
      canonical: 'https://cards.example/movers',
      'og:url': 'https://cards.example/movers',
      'og:title': 'Movers · TCG Price Ledger',
      'twitter:card': 'summary',
    });
    expect(await head('/')).to.include({ title: 'TCG Price Ledger', canonical: 'https://cards.example/' });
    expect((await head('/')).robots).to.equal(undefined);
    expect((await head('/account/alerts')).robots).to.equal('noindex');
  });

  it("shows a card's price and its change as the API has them", async () => {
    const { card, current_price, price_stats, set_info } = await fixture.body(`/v1/cards/${ids.lugia}`);
    const { amount, percentage } = price_stats[0]['30_day_change'];
    const found = await head(`/cards/${ids.lugia}`);
    expect(found.title).to.equal(`${card.name} ${card.number} (${set_info.name}) · TCG Price Ledger`);
    expect(found.canonical).to.equal(`https://cards.example/cards/${ids.lugia}`);
    expect(found.description).to.include(`${current_price.market_price.toFixed(2)} USD (Holofoil, tcgcsv, 2025-09-30)`);
    expect(found.description).to.include(`in 30 days +${amount.toFixed(2)} (+${percentage.toFixed(1)} %)`);
    expect(found['og:description']).to.equal(found.description);
    expect((await head(`/cards/${ids.unpriced}`)).description).to.match(/^No market price/);
  });

  it("shows a set's value and its change, by any of its names", async () => {
    const { set_value, value_changes } = await fixture.body(`/v1/sets/${sets.base}`);
    for (const path of [`/sets/${sets.base}`, '/sets/base-set', '/sets/BS']) {
      const found = await head(path);
      expect(found.title).to.equal('Base Set · TCG Price Ledger');
      expect(found.canonical).to.equal(`https://cards.example/sets/${sets.base}`);
      expect(found.description).to.include(`${set_value.priced_cards} cards costs ${set_value.amount.toFixed(2)} USD`);
      if (value_changes['30d'].amount !== null) expect(found.description).to.include('in 30 days');
    }
  });

  it('answers what is no card or set with a page and 404', async () => {
    for (const path of [
      '/cards/pokemon-999999',
      '/cards/nothing',
      '/cards/%3Cscript%3E',
      '/sets/pokemon-999999',
      '/sets/zzzz',
    ]) {
      const found = await head(path, 404);
      expect(found.title, path).to.match(/^No such (card|set) · /);
      expect(found.robots, path).to.equal('noindex');
      expect(found.canonical, path).to.equal('');
    }
    expect((await ask(`/sets/${'a'.repeat(600)}`)).status).to.equal(404);
    expect((await ask('/cards/%')).status).to.equal(400);
  });

  it('leads from a merged card to the card that it is now', async () => {
    const answer = await ask(`/cards/${ids.merged}`);
    expect([answer.status, answer.headers.get('location')]).to.deep.equal([308, `/cards/${ids.lugia}`]);
    const { headers } = await ask(`/cards/${ids.merged}?range=all&log=1`);
    expect(headers.get('location')).to.equal(`/cards/${ids.lugia}?range=all&log=1`);
  });

  it('puts names into the page as texts, never as markup', async () => {
    const evil = `</title><script>alert("1")</script> $& $' ' "`;
    await fixture.tell('CardListed', { card_id: 'pokemon-666', name: evil, number: '6/6', set_id: 'pokemon-667' });
    await fixture.tell('SetListed', {
      set_id: 'pokemon-667',
      name: `<img src=x onerror=alert(1)>`,
      abbreviation: 'EVL',
    });
    await fixture.observe({ card_id: 'pokemon-666', ...numbers(100), effective_at: '2025-09-30T20:05:33Z' });
    await fixture.fold();
    const page = await html('/cards/pokemon-666');
    expect(page).to.not.match(/<script>|<img|onerror=alert\(1\)>/);
    expect(page.match(/<script/g)).to.have.length(2);
    expect(headOf(page).title).to.equal(`${evil} 6/6 (<img src=x onerror=alert(1)>) · TCG Price Ledger`);
    expect(await html('/sets/pokemon-667')).to.not.include('<img');
  });

  it('tells the browser what the ledger is, in JSON that ends no element', async () => {
    const password = '</script><script>alert(1)</script>';
    const demoUser = { email: 'demo@tcg-ledger.example', password };
    const other = await openApiFixture({ simulated: true, api: { dashboard: { folder: built.folder, demoUser } } });
    try {
      const { body } = await other.get('/');
      expect(body).to.not.include('</script><script>alert');
      expect(factsOf(body)).to.deep.include({ simulated: true, demo_user: demoUser, version: '0.1.0' });
      expect(headOf(body).description).to.match(/^Simulated prices\. /);
      expect(headOf(body).robots).to.equal('noindex');
    } finally {
      await other.close();
    }
    expect(factsOf(await html('/'))).to.deep.include({ simulated: false, demo_user: null });
  });

  it('shows no numbers where reads need a key', async () => {
    const { database, log, runtime } = fixture;
    const closed = await serveApi({
      database,
      log,
      runtime,
      readsNeedKey: true,
      dashboard: { folder: built.folder, demoUser: null },
    });
    try {
      const answer = await fetch(`${closed.url}/cards/${ids.lugia}`);
      expect(answer.status).to.equal(200);
      expect(await answer.text()).to.not.match(/Lugia|USD/);
    } finally {
      await closed.close();
    }
  });

  it('serves the page without numbers while the database is away', async () => {
    const { log, runtime, database } = fixture;
    const broken = { ...database, query: () => Promise.reject(new Error('gone')) };
    const down = await serveApi({
      ...{ database: broken, log, runtime, accounts: testAccounts({ database, runtime }) },
      dashboard: { folder: built.folder, demoUser: null },
    });
    try {
      const answer = await fetch(`${down.url}/cards/${ids.lugia}`);
      expect(answer.status).to.equal(200);
      expect(headOf(await answer.text()).title).to.equal('Card · TCG Price Ledger');
    } finally {
      await down.close();
    }
  });
});

describe('the shell of the sources', () => {
  it('has the places that the server fills', async () => {
    const html = await readFile(join(packageRoot, 'src/web/index.html'), 'utf8');
    const facts = { simulated: true, demo_user: null, pictures: false, version: '1' };
    const page = createShell(html, facts)('<title>A page</title>');
    expect(page).to.include(JSON.stringify(facts)).and.to.include('<title>A page</title>');
    expect(page.match(/<title>/g)).to.have.length(1);
  });
});
