/** Goal: movers, highs and lows show what the API ranks, with every filter. Method: a real browser on the API's world of tests. */
import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { signUp } from '../support/accounts.js';
import { openApiFixture } from '../support/api-fixture.js';
import { builtDashboard, looks, type Visit } from './support/dashboard.js';
import { useDashboard } from './support/use-dashboard.js';
import { tellFigure } from './support/figures.js';

const money = (amount: number): string =>
  new Intl.NumberFormat('en-US', { style: 'currency', currency: 'USD' }).format(amount);

/** What a row shows: name, price now, price before. */
const shownRows = (page: Page): Promise<readonly (readonly string[])[]> =>
  page.$$eval('ol.cards > li', (rows) =>
    rows.map((row) => [
      row.querySelector('strong')?.textContent ?? '',
      row.querySelector('data')?.textContent ?? '',
      (row.querySelector('.ends')?.textContent ?? '').split(' ')[0] ?? '',
    ]),
  );

interface Row {
  readonly name: string;
  readonly start?: { readonly price: number };
  readonly end?: { readonly price: number };
  readonly previous?: { readonly price: number };
  readonly price?: { readonly price: number };
}

const toldRows = (rows: readonly Row[]): readonly (readonly string[])[] =>
  rows.map(({ name, start, end, previous, price }) => [
    name,
    money((end ?? price)?.price ?? NaN),
    money((start ?? previous)?.price ?? NaN),
  ]);

describe('movers, highs and lows', function () {
  this.timeout(180_000);
  const dashboard = useDashboard();

  const all = 'period=30d&min_price=0&min_observations=0&limit=50';

  const expectRows = async (visit: Visit, path: string, name: string): Promise<number> => {
    await visit.open(path);
    const { [name]: rows } = await dashboard.fixture.body(`/v1/prices/${path.slice(1).replace('movers', 'trending')}`);
    expect(await shownRows(visit.page), path).to.deep.equal(toldRows(rows));
    return rows.length;
  };

  for (const [size, theme] of looks)
    it(`are whole and legible, ${size}, ${theme}`, async () => {
      const visit = await dashboard.visit({ size, theme });
      await visit.open(`/movers?${all}`);
      await visit.page.locator('summary', { hasText: 'left out' }).click();
      await visit.look('movers');
      await visit.open(`/highs?${all}`);
      await visit.look('highs');
      await visit.leave();
    });

  it('show the numbers of the API, to the cent', async () => {
    const visit = await dashboard.visit();
    let rows = 0;
    rows += await expectRows(visit, `/movers?${all}`, 'trending');
    rows += await expectRows(visit, `/movers?trend_type=losers&by=amount&${all}`, 'trending');
    rows += await expectRows(visit, `/movers?as_of=2025-09-20&${all}`, 'trending');
    rows += await expectRows(visit, `/movers?reliable=true&source=tcgcsv&tcg_type=pokemon&${all}`, 'trending');
    rows += await expectRows(visit, `/highs?${all}`, 'highs');
    rows += await expectRows(visit, `/lows?${all}`, 'lows');
    expect(rows).to.be.greaterThan(0);
    await visit.leave();
  });

  it('say what was left out, with the counts of the API', async () => {
    const visit = await dashboard.visit();
    await visit.open('/movers');
    const { excluded } = await dashboard.fixture.body('/v1/prices/trending');
    const counts = Object.values(excluded as Record<string, number>);
    await visit.page.locator('summary', { hasText: 'left out' }).click();
    const shown = await visit.page.$$eval('.left-out li strong', (items) =>
      items.map((item) => Number(item.textContent)),
    );
    expect(shown).to.have.members(counts);
    await visit.leave();
  });

  it('keep filters in the address, and take them from it; by keyboard alone', async () => {
    const visit = await dashboard.visit();
    const { page } = visit;
    await visit.open('/movers');
    await page.getByRole('button', { name: 'Down' }).focus();
    await page.keyboard.press('Enter');
    await page.waitForURL('**/movers?trend_type=losers');
    await page.getByLabel('From a price of').focus();
    await page.keyboard.type('2.5');
    await page.keyboard.press('Enter');
    await page.waitForURL('**/movers?trend_type=losers&min_price=2.5');
    await page.getByText('More filters').focus();
    await page.keyboard.press('Enter');
    await page.getByLabel('Up to the day').fill('2025-09-20');
    await page.waitForURL('**as_of=2025-09-20');
    await page.reload();
    await page.getByLabel('Up to the day').waitFor();
    expect(await page.getByLabel('From a price of').inputValue()).to.equal('2.5');
    expect(await page.getByRole('button', { name: 'Down' }).getAttribute('aria-pressed')).to.equal('true');
    await page.getByRole('button', { name: 'Reset filters' }).focus();
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/movers$/);
    await page.goBack();
    await page.waitForURL('**as_of=2025-09-20');
    await visit.leave();
  });

  it('lead to a card', async () => {
    const visit = await dashboard.visit();
    await visit.open(`/movers?${all}`);
    const { trending } = await dashboard.fixture.body(`/v1/prices/trending?${all}`);
    await visit.page.locator('ol.cards a').first().focus();
    await visit.page.keyboard.press('Enter');
    await visit.page.waitForURL(`**/cards/${trending[0].card_id}*`);
    await visit.leave();
  });

  it('are a feed for those who sign in', async () => {
    const { bearer } = await signUp(dashboard.fixture);
    const visit = await dashboard.visit({ size: 'phone' });
    const { page } = visit;
    await visit.open(`/movers?${all}`);
    await page.getByText('As a feed:').getByRole('link', { name: 'sign in' }).waitFor();
    // As somebody who is signed in: the session is a token of the fixture's.
    await page.route('**/v1/auth/refresh', (route) => route.fulfill({ json: { access_token: bearer } }));
    await page.evaluate("localStorage.setItem('tcgl-signed-in', 'reader@example.org')");
    await page.reload();
    await page.getByRole('button', { name: 'As a feed …' }).click();
    await page.getByRole('button', { name: 'Make a feed' }).click();
    const address = await page.getByLabel('JSON Feed', { exact: true }).inputValue();
    const feed = (await (await fetch(new URL(address).pathname.replace(/^/, dashboard.fixture.api.url))).json()) as {
      readonly items: readonly unknown[];
    };
    expect(feed.items).not.to.be.empty;
    await visit.look('movers-feed');
    await visit.leave();
  });

  it('say what is wrong with an address, and lead out of it', async () => {
    const visit = await dashboard.visit();
    await visit.open('/movers?period=9d');
    expect(await visit.page.getByRole('alert').innerText()).to.include('period: expected one of');
    await visit.page.getByRole('button', { name: 'Reset filters' }).click();
    await visit.page.getByText('left out').waitFor();
    await visit.leave(['400']);
  });

  it('say how to begin where nothing was collected', async () => {
    const empty = await openApiFixture({ api: { dashboard: builtDashboard } });
    try {
      const visit = await dashboard.browser.visit(empty.api.url);
      for (const path of ['/movers', '/lows']) {
        await visit.open(path);
        // Said once the sources have answered.
        await visit.page.locator('.notice').getByText('npx tcg-ledger collect tcgcsv').first().waitFor();
      }
      await visit.leave();
    } finally {
      await empty.close();
    }
  });

  it('answer to the reader within 1.5 seconds on a processor four times as slow', async () => {
    const times: number[] = [];
    for (let at = 0; at < 5; at += 1) {
      const visit = await dashboard.visit({ size: 'phone' });
      const tools = await visit.page.context().newCDPSession(visit.page);
      await tools.send('Emulation.setCPUThrottlingRate', { rate: 4 });
      await visit.page.goto(`${dashboard.fixture.api.url}/movers?${all}`);
      await visit.page.locator('ol.cards > li').first().waitFor();
      // A task of the page's own: it runs when the page is free to answer.
      times.push(
        await visit.page.evaluate(() => new Promise<number>((done) => setTimeout(() => done(performance.now()), 0))),
      );
      await visit.leave();
    }
    // Other work on the machine makes it longer, nothing makes it shorter.
    tellFigure('movers, interactive', Math.min(...times), 1_500, `, of ${times.map(Math.round).join(', ')}`);
  });
});
