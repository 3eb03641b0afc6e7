/** Goal: the start page is what a newcomer needs. Method: a real browser on the API's world of tests, in every look. */
import { expect } from 'chai';
import { type ApiFixture, openMarket } from '../support/api-fixture.js';
import { builtDashboard, type DashboardBrowser, looks, openBrowser } from './support/dashboard.js';

describe('the start page', function () {
  this.timeout(120_000);
  let fixture: ApiFixture;
  let browser: DashboardBrowser;
  before(async function () {
    browser = await openBrowser(this);
    fixture = await openMarket({ api: { dashboard: builtDashboard } });
  });
  after(async () => {
    await browser?.close();
    await fixture?.close();
  });

  for (const [size, theme] of looks)
    it(`shows movers, sets and freshness, ${size}, ${theme}`, async () => {
      const visit = await browser.visit(fixture.api.url, { size, theme });
      await visit.open('/');
      await visit.look('start');
      await visit.leave();
    });

  it('finds a card by keyboard alone, at its price', async () => {
    const visit = await browser.visit(fixture.api.url);
    await visit.open('/');
    const { page } = visit;
    await page.getByRole('combobox').focus();
    await page.keyboard.type('lugia');
    const option = page.getByRole('option').first();
    await option.waitFor();
    const { cards } = await fixture.body('/v1/cards/search?q=lugia&limit=1');
    expect(await option.innerText()).to.include(`$${cards[0].current_price.market_price.toFixed(2)}`);
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.waitForURL(`**/cards/${cards[0].card_id}`);
    await visit.leave();
  });
});
