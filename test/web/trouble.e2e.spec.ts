/**
 * Goal: nothing that a source names, an address says or a network does breaks a page. Method: a real browser on the API's world of
 * tests with hostile cards; requests are refused, delayed and cut off in the browser.
 */
import { expect } from 'chai';
import { limits } from '../../src/base/limits.js';
import { ids, openMarket, sets } from '../support/api-fixture.js';
import { builtDashboard } from './support/dashboard.js';
import { useDashboard } from './support/use-dashboard.js';
import { hostileNames, hostileSet, hostileSetName, tellHostile } from './support/hostile-market.js';

describe('the dashboard in trouble', function () {
  this.timeout(180_000);
  const dashboard = useDashboard(async () => {
    const fixture = await openMarket({ end: '2025-09-30T21:00:00Z', api: { dashboard: builtDashboard } });
    await tellHostile(fixture);
    return fixture;
  });
  const visitUrl = () => dashboard.visit();

  it('shows any name as text, and fits a screen of 320 px', async () => {
    for (const id of ['pokemon-9001', 'pokemon-9003', 'pokemon-9006', 'pokemon-9008'] as const) {
      const visit = await dashboard.visit({ size: 'phone' });
      await visit.page.setViewportSize({ width: 320, height: 640 });
      await visit.open(`/cards/${id}`);
      await visit.page.locator('.chart-canvas canvas').first().waitFor();
      expect(await visit.page.locator('h1').textContent()).to.equal(hostileNames[id]);
      expect(await visit.page.title()).to.include(hostileNames[id]);
      await visit.look(`hostile-${id}`);
      await visit.leave();
    }
  });

  it('fits a phone and the side of a desktop with the dearest prices', async () => {
    for (const size of ['phone', 'desktop'] as const) {
      const visit = await dashboard.visit({ size });
      await visit.open('/cards/pokemon-9006');
      const table = visit.page.locator('.last-changes');
      await table.locator('tbody tr').first().waitFor();
      const hidden = await table.locator('> div').evaluate((box) => {
        const { scrollWidth, clientWidth } = box as unknown as Record<'clientWidth' | 'scrollWidth', number>;
        return scrollWidth - clientWidth;
      });
      expect(hidden, `${size}: pixels of the changes are cut off`).to.equal(0);
      await visit.look(`dearest-${size}`);
      await visit.leave();
    }
  });

  it('shows a hostile set, and its rows', async () => {
    const visit = await dashboard.visit({ size: 'phone' });
    await visit.page.setViewportSize({ width: 320, height: 640 });
    await visit.open(`/sets/${hostileSet}`);
    expect(await visit.page.locator('h1').textContent()).to.equal(hostileSetName);
    const shown = await visit.page.locator('.card-row strong').allTextContents();
    expect(shown).to.have.members(Object.values(hostileNames));
    await visit.look('hostile-set');
    await visit.leave();
  });

  it('shows the amounts of currencies with their own decimals', async () => {
    const visit = await visitUrl();
    await visit.open('/cards/pokemon-9007');
    const table = await visit.page.getByRole('table', { name: 'Market prices' }).innerText();
    for (const amount of ['¥123,457', '€10.50', '$11.06']) expect(table).to.include(amount);
    await visit.open('/cards/pokemon-9006');
    expect(await visit.page.locator('.price.large data').innerText()).to.equal('$999,999.99');
    await visit.open('/cards/pokemon-9005');
    expect(await visit.page.locator('.price.large data').innerText()).to.equal('$0.02');
    await visit.leave();
  });

  it('reads addresses once: a % and an & are themselves', async () => {
    const visit = await visitUrl();
    const q = 'Ruby & 100%25 + #1';
    await visit.open(`/search?q=${encodeURIComponent(q)}`);
    expect(await visit.page.locator('h1').textContent()).to.equal(`“${q}”`);
    await visit.open(`/sets/${encodeURIComponent(hostileSetName)}`);
    expect(await visit.page.locator('h1').textContent()).to.equal(hostileSetName);
    await visit.leave();
  });

  it('says of unknown cards and sets that there are none, with a way on', async () => {
    const visit = await visitUrl();
    for (const [path, title] of [
      ['/cards/pokemon-424242', 'No such card'],
      ['/cards/a%20b', 'No such card'],
      ['/cards/a%2Fb%25', 'No such card'],
      ['/sets/nonesuch', 'No such set'],
      ['/sets/a%2Fb%25', 'No such set'],
      ['/nonesuch', 'There is no such page'],
    ] as const) {
      await visit.open(path);
      await visit.page.getByRole('heading', { level: 1, name: title }).waitFor();
      expect(await visit.page.title(), path).to.match(/^(No such|Page not found)/);
      await visit.look(`unknown${path.replaceAll(/\W+/g, '-')}`);
    }
    await visit.page.goBack();
    await visit.page.getByRole('heading', { level: 1, name: 'No such set' }).waitFor();
    await visit.leave(['404', '400']);
  });

  it('works where the browser keeps nothing, and over plain http', async () => {
    const visit = await visitUrl();
    await visit.page.addInitScript(`
      Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('blocked', 'SecurityError'); } });
      delete Crypto.prototype.randomUUID;
    `);
    await visit.open(`/cards/${ids.lugia}?alert=below:11`);
    await visit.page.getByText('It would have fired').waitFor();
    await visit.leave();
  });

  it('says that the server is away or busy, and goes on when it is back', async () => {
    const visit = await visitUrl();
    const { page } = visit;
    await page.clock.install();
    let status = 503;
    await page.route('**/v1/prices/trending**', (route) =>
      status === 200 ? route.continue() : route.fulfill({ status, contentType: 'application/json', body: '{}' }),
    );
    await page.goto(`${dashboard.fixture.api.url}/movers`);
    await page.locator('.skeleton').first().waitFor();
    for (let at = 0; at < 4; at += 1) await page.clock.runFor(5_000);
    await page.getByText('The server answered 503.').waitFor();
    status = 429;
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByText('Too many requests').waitFor();
    status = 200;
    await page.clock.runFor(61_000);
    await page.locator('ol.cards, .nothing').first().waitFor();
    await visit.leave(['503', '429']);
  });

  it('says that it is offline instead of waiting, and loads a page again', async () => {
    const visit = await visitUrl();
    const { page } = visit;
    await visit.open('/');
    await page.context().setOffline(true);
    await page.getByRole('link', { name: 'Highs', exact: true }).click();
    await page.getByRole('heading', { name: 'This page did not load' }).waitFor();
    await page.getByRole('combobox').fill('lugia');
    await page.getByText('The server does not answer.').first().waitFor();
    await page.context().setOffline(false);
    await page.getByRole('button', { name: 'Load it again' }).click();
    await page.getByRole('heading', { level: 1, name: 'New highs' }).waitFor();
    await visit.leave(['ERR_INTERNET_DISCONNECTED', 'Failed to fetch']);
  });

  it('takes the first click beside an open search', async () => {
    const visit = await visitUrl();
    const { page } = visit;
    await visit.open('/');
    await page.getByRole('combobox').fill('nonesuch');
    await page.getByText('No card has “nonesuch”').waitFor();
    await page.getByRole('link', { name: 'All movers' }).click();
    await page.waitForURL('**/movers');
    await visit.leave();
  });

  it('goes back to the place one came from, and begins with the way to the content', async () => {
    const visit = await dashboard.visit({ size: 'phone' });
    const { page } = visit;
    await visit.open(`/sets/${sets.base}`);
    await page.keyboard.press('Tab');
    expect(await page.evaluate('document.activeElement.className')).to.equal('skip');
    const row = page.locator('.card-row a').nth(12);
    await row.scrollIntoViewIfNeeded();
    const before = await page.evaluate('scrollY');
    expect(before).to.be.above(300);
    await row.click();
    await page.waitForURL('**/cards/**');
    await page.locator('.card-head').waitFor();
    expect(await page.evaluate('[scrollY, document.activeElement.localName]')).to.deep.equal([0, 'main']);
    await page.goBack();
    await page.locator('.card-row a').nth(12).waitFor();
    expect(await page.evaluate('scrollY')).to.be.closeTo(Number(before), 150);
    await visit.leave();
  });
});

describe('the dashboard of a ledger whose reads need a key', function () {
  this.timeout(120_000);
  const dashboard = useDashboard(() => openMarket({ api: { dashboard: builtDashboard, readsNeedKey: true } }));

  it('asks to sign in, leads back, and shows prices after a reload as well', async () => {
    const visit = await dashboard.visit();
    const { page } = visit;
    await visit.open(`/sets/${sets.base}`);
    await page.getByRole('link', { name: 'sign in', exact: true }).first().click();
    await page.getByRole('link', { name: 'Make an account' }).click();
    await page.getByLabel('E-mail address').fill('collector@example.org');
    await page.getByLabel('Password').fill('several words of my own');
    await page.getByRole('button', { name: 'Make an account' }).click();
    await page.waitForURL(`**/sets/${sets.base}`);
    await page.getByRole('heading', { level: 1, name: 'Base Set' }).waitFor();
    await visit.open(`/cards/${ids.lugia}`);
    await page.locator('.price.large data').waitFor();
    expect(await page.getByText('sign in', { exact: true }).count()).to.equal(0);
    // An hour later the token holds no more: it is renewed, and nobody signs in again.
    const { runtime } = dashboard.fixture;
    await runtime.advance(limits.accessTokenS * 1_000 + 1);
    const renewal = page.waitForResponse(/auth\/refresh/);
    await page.getByRole('link', { name: 'Sets', exact: true }).click();
    expect((await renewal).status()).to.equal(200);
    await page.getByRole('link', { name: 'Base Set' }).waitFor();
    expect(await page.getByText('sign in', { exact: true }).count()).to.equal(0);
    await visit.leave(['401']);
  });
});
