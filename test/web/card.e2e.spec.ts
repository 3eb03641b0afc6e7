/**
 * Goal: the page of a card says what the API says, to the cent, and every number can be asked why. Method: a real browser on the
 * API's world of tests, in which everything happens that can happen to a price.
 */
import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { signUp } from '../support/accounts.js';
import { gapDays, ids, lugiaPrice, sets } from '../support/api-fixture.js';
import { until } from '../support/wait-for.js';
import { looks, type Size } from './support/dashboard.js';
import { useDashboard } from './support/use-dashboard.js';

const usd = (amount: number): string =>
  new Intl.NumberFormat('en-US', { style: 'currency', currency: 'USD' }).format(amount);

const pathOf = (cardId: string, query: Readonly<Record<string, string>> = {}): string =>
  `/cards/${cardId}${Object.keys(query).length === 0 ? '' : `?${new URLSearchParams(query).toString()}`}`;

const whole = { range: 'all', with: '' };

/** Waits until the chart is drawn. */
const drawn = (page: Page) => page.locator('.chart-canvas canvas').first().waitFor();

/** Opens the table of the chart, all of it; returns its rows, the newest day first. */
const tableOf = async (page: Page): Promise<readonly (readonly string[])[]> => {
  await page.getByText('The chart as a table').click();
  const table = page.getByRole('region', { name: 'Prices by day' });
  await table.locator('tbody tr').first().waitFor();
  return table
    .locator('tbody tr')
    .evaluateAll((rows) =>
      rows.map((row) =>
        [...(row as unknown as { cells: Iterable<{ textContent: string }> }).cells].map((cell) => cell.textContent),
      ),
    );
};

const addressOf = (page: Page): URLSearchParams => new URL(page.url()).searchParams;

describe('the page of a card', function () {
  this.timeout(180_000);
  const dashboard = useDashboard();

  for (const [size, theme] of looks) {
    it(`shows what there is of a card, ${size}, ${theme}`, async () => {
      const visit = await dashboard.visit({ size, theme });
      for (const [name, path] of [
        ['card', pathOf(ids.lugia, { range: 'all', alert: 'below:10.5' })],
        ['card-withdrawn', pathOf(ids.returning, { range: 'all' })],
        ['card-explained', pathOf(ids.corrected, { range: 'all', explain: 'now' })],
      ] as const) {
        await visit.open(path);
        await drawn(visit.page);
        if (name === 'card') await visit.page.getByText('It would have fired').waitFor();
        await visit.look(name);
      }
      await visit.leave();
    });
  }

  it('has the numbers of the API, to the cent', async () => {
    const visit = await dashboard.visit();
    const { page } = visit;
    await visit.open(pathOf(ids.lugia, whole));
    const [stats] = (await dashboard.fixture.body(`/v1/cards/${ids.lugia}`)).price_stats;
    const head = await page.locator('.card-head').innerText();
    expect(await page.locator('.card-price data').getAttribute('value')).to.equal(String(stats.current_market_price));
    for (const amount of [stats.current_market_price, stats.all_time_high.price, stats.all_time_low.price])
      expect(head).to.include(usd(amount));
    for (const span of ['7_day_change', '30_day_change'])
      expect(head).to.include(`${stats[span].percentage}%`).and.to.include(usd(stats[span].amount));
    expect(head).to.include(`from ${stats.first_seen.slice(0, 10)}`);

    const { market, asking } = await dashboard.fixture.body(`/v1/cards/${ids.lugia}/prices`);
    expect(market).not.to.be.empty;
    expect(asking).not.to.be.empty;
    for (const [title, prices] of [
      ['Market prices', market],
      ['Asking prices', asking],
    ] as const)
      for (const price of prices) {
        const rows = page.getByRole('region', { name: title }).getByRole('row');
        const row = (await rows.allInnerTexts()).find((text) => text.startsWith(price.printing)) ?? '';
        for (const amount of [price.market_price, price.low_price, price.mid_price, price.high_price])
          if (amount !== null) expect(row).to.include(usd(amount));
      }

    const key = 'printing=Holofoil&kind=market&grade=none&period=all';
    const raw = await dashboard.fixture.body(`/v1/cards/${ids.lugia}/prices/history?interval=raw&${key}`);
    const changes = await page.locator('.last-changes tbody tr').allInnerTexts();
    expect(changes).to.have.length(raw.data_points.length);
    for (const [at, point] of raw.data_points.toReversed().entries())
      expect(changes[at]).to.include(usd(point.market_price));

    const days = await dashboard.fixture.body(`/v1/cards/${ids.lugia}/prices/history?interval=1d&${key}`);
    const rows = new Map((await tableOf(page)).map(([day, price]) => [day, price]));
    for (const { date, market_price: price } of days.data_points) expect(rows.get(date), date).to.equal(usd(price));
    await visit.leave();
  });

  it('tells withdrawn, unchanged and not looked at apart', async () => {
    const visit = await dashboard.visit();
    await visit.open(pathOf(ids.returning, whole));
    const rows = new Map((await tableOf(visit.page)).map(([day, price, what]) => [day, [price, what]]));
    expect(rows.get('2025-09-04')).to.deep.equal([usd(10), 'unchanged']);
    expect(rows.get('2025-09-06')).to.deep.equal(['–', 'withdrawn']);
    expect(rows.get('2025-09-12')).to.deep.equal([usd(11), 'changed']);
    await visit.open(pathOf(ids.lugia, whole));
    const gaps = new Map((await tableOf(visit.page)).map(([day, price, what]) => [day, [price, what]]));
    for (const day of gapDays) expect(gaps.get(day), day).to.deep.equal(['–', 'not collected']);
    await visit.leave();
  });

  it('leads on from a merged card, and has a way on from an unknown one', async () => {
    const visit = await dashboard.visit();
    await visit.open(pathOf(ids.merged, { log: '1' }));
    await until('the address is that of the card', () => new URL(visit.page.url()).pathname === pathOf(ids.lugia));
    expect(addressOf(visit.page).get('log')).to.equal('1');
    expect(await visit.page.locator('h1').innerText()).to.equal('Lugia VSTAR');
    await visit.open('/cards/pokemon-404');
    await visit.page.getByRole('heading', { name: 'No such card' }).waitFor();
    await visit.page.getByRole('main').getByRole('link', { name: 'the sets' }).waitFor();
    await visit.leave(['404']);
  });

  it('says what has to be known first', async () => {
    const visit = await dashboard.visit();
    for (const [card, text] of [
      [ids.withdrawn, 'no longer lists this card'],
      [ids.withdrawnKey, 'Reverse Holofoil'],
      [ids.box, 'sealed product'],
      [ids.unpriced, '–'],
    ] as const) {
      await visit.open(pathOf(card));
      expect(await visit.page.getByRole('main').innerText(), card).to.include(text);
    }
    await visit.leave();
  });

  for (const size of ['phone', 'desktop'] satisfies Size[]) {
    it(`explains numbers by keyboard alone, ${size}`, async () => {
      const visit = await dashboard.visit({ size });
      const { page } = visit;
      await visit.open(pathOf(ids.corrected, whole));
      await drawn(page);
      const explained = await dashboard.fixture.body(`/v1/cards/${ids.corrected}/prices/explain`);
      const button = page.getByRole('button', { name: 'Explain this price' });
      await button.focus();
      await page.keyboard.press('Enter');
      const dialog = page.getByRole('dialog', { name: 'Why this price?' });
      await dialog.getByText(explained.stated_by.event_id).first().waitFor();
      const text = await dialog.innerText();
      for (const part of [explained.stated_by.position, explained.stated_by.reason, usd(explained.price.market_price)])
        expect(text).to.include(part);
      expect(text).to.include('Corrections of this price: 1');
      await dialog.getByText('The file that proves it last').focus();
      await page.keyboard.press('Enter');
      await dialog.getByText(explained.confirmed_by.payload_sha256).waitFor();
      await page.keyboard.press('Escape');
      await dialog.waitFor({ state: 'detached' });
      expect(await button.evaluate('document.activeElement.textContent')).to.equal('Explain this price');

      await page.getByRole('application').focus();
      await page.keyboard.press('Home');
      await page.locator('.reading').getByText('2025-09-01').waitFor();
      expect(await page.locator('.reading').innerText()).to.include(usd(5.5));
      await page.keyboard.press('Enter');
      await dialog.waitFor();
      expect(addressOf(page).get('explain')).to.equal('2025-09-01');
      await page.keyboard.press('Escape');
      await visit.leave();
    });

    it(`shows what was known earlier, ${size}`, async () => {
      const visit = await dashboard.visit({ size });
      const { page } = visit;
      const knownAt = '2025-09-03';
      await visit.open(pathOf(ids.corrected, { ...whole, known_at: knownAt }));
      const { price } = await dashboard.fixture.body(`/v1/cards/${ids.corrected}/prices/explain?known_at=${knownAt}`);
      expect(price.market_price).to.equal(5);
      expect(await page.locator('.card-price').innerText()).to.include(usd(5));
      expect((await tableOf(page)).map(([, shown]) => shown))
        .to.include(usd(5))
        .and.not.to.include(usd(5.5));
      const slider = page.getByRole('slider', { name: 'What did we know' });
      await slider.focus();
      await page.keyboard.press('End');
      await page.locator('.card-price').getByText(usd(5.5)).waitFor();
      expect(addressOf(page).get('known_at')).to.equal(null);
      await page.keyboard.press('Home');
      await page.getByText('The page shows what the ledger had recorded by').waitFor();
      await until('what was chosen is there', async () => addressOf(page).get('known_at') === '2025-08-20');
      await visit.leave();
    });

    it(`moves the window of the chart, ${size}`, async () => {
      const visit = await dashboard.visit({ size });
      const { page } = visit;
      await visit.open(pathOf(ids.lugia));
      await drawn(page);
      const first = page.getByRole('slider', { name: 'First day shown' });
      await page.getByRole('button', { name: '7d' }).click();
      await until(
        'what was chosen is there',
        async () => (await first.getAttribute('aria-valuetext')) === '2025-09-23',
      );
      await first.focus();
      await page.keyboard.press('ArrowLeft');
      await until('what was chosen is there', async () => addressOf(page).get('from') === '2025-09-22');
      await page.getByRole('button', { name: 'all' }).click();
      await until(
        'what was chosen is there',
        async () => (await first.getAttribute('aria-valuetext')) === '2025-08-20',
      );
      await page.getByLabel('Log scale').check();
      await page.getByLabel('Lowest offer').check();
      const legend = page.getByRole('group', { name: 'Lines of the chart' }).getByRole('button');
      expect(await legend.count()).to.equal(3);
      await legend.last().click();
      await until(
        'what was chosen is there',
        async () => (await legend.last().getAttribute('aria-pressed')) === 'true',
      );
      expect([...addressOf(page).keys()]).to.include.members(['log', 'offers', 'with']);
      await visit.leave();
    });

    it(`tests an alert by its line, and creates it, ${size}`, async () => {
      const { bearer } = await signUp(dashboard.fixture);
      const visit = await dashboard.visit({ size });
      const { page } = visit;
      await visit.open(pathOf(ids.lugia, whole));
      await drawn(page);
      await page.getByRole('button', { name: 'Try an alert' }).click();
      const line = page.getByRole('slider', { name: 'Alert at or below' });
      await line.waitFor();
      await page.getByRole('link', { name: 'Sign in to be told' }).waitFor();
      // Firings are those of the API.
      const price = page.getByRole('spinbutton', { name: 'Price in USD' });
      await price.fill('10.5');
      const rule = {
        card_id: ids.lugia,
        printing: 'Holofoil',
        when: { type: 'threshold', comparison: '<=', amount: 10.5 },
      };
      const { body } = await dashboard.fixture.post('/v1/alerts/backtest', rule);
      const fired = body.decisions.filter(({ type }: { type: string }) => type === 'AlertTriggered');
      expect(fired).to.have.length(2);
      await page.getByText('It would have fired 2 times').waitFor();
      const firings = await page
        .locator('ul.firings data')
        .evaluateAll((all) => all.map((one) => (one as unknown as { value: string }).value));
      expect(firings).to.deep.equal(fired.map(({ data }: any) => String(data.price)).toReversed());
      // By keyboard, then dragged.
      await line.focus();
      await page.keyboard.press('ArrowUp');
      await until('what was chosen is there', async () => addressOf(page).get('alert') === 'below:10.55');
      const box = (await line.boundingBox())!;
      await page.mouse.move(box.x + 20, box.y + 10);
      await page.mouse.down();
      await page.mouse.move(box.x + 20, box.y - 40, { steps: 5 });
      await page.mouse.up();
      await until('what was chosen is there', async () => Number(addressOf(page).get('alert')?.slice(6)) > 11);
      // As somebody who is signed in: the session is a token of the fixture's.
      await page.route('**/v1/auth/refresh', (route) => route.fulfill({ json: { access_token: bearer } }));
      await page.evaluate("localStorage.setItem('tcgl-signed-in', 'reader@example.org')");
      await page.reload();
      await page.getByRole('button', { name: 'Create alert' }).click();
      await page.getByText('Created and armed.').waitFor();
      await dashboard.fixture.fold();
      const { alerts } = (await dashboard.fixture.get('/v1/alerts', { authorization: `Bearer ${bearer}` })).body;
      expect(alerts).to.have.length(1);
      expect(`below:${alerts[0].when.amount}`).to.equal(addressOf(page).get('alert'));
      await visit.leave();
    });
  }

  it('renews itself when a price changes, and not what was known earlier', async () => {
    const visit = await dashboard.visit();
    const stream = visit.page.waitForResponse(/prices\/stream/);
    await visit.open(pathOf(ids.lugia, whole));
    await drawn(visit.page);
    await stream;
    const { card_id, ...price } = lugiaPrice(1_625, '2025-10-01T20:05:33Z');
    await dashboard.fixture.observe({ card_id, ...price });
    await dashboard.fixture.tell('SnapshotTaken', { scope: sets.tempest, upstream_stamp: price.effective_at });
    await dashboard.fixture.fold();
    await visit.page.locator('.card-price').getByText(usd(16.25)).waitFor();
    await visit.page.locator('.last-changes').getByText(usd(16.25)).first().waitFor();
    expect((await tableOf(visit.page))[0]?.[1]).to.equal(usd(16.25));
    await visit.leave();
  });
});
