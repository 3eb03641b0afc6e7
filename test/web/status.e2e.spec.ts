/** Goal: the status page says how fresh and whole the ledger is, live. Method: a real browser on the API's world of tests. */
import { expect } from 'chai';
import { lugiaPrice, openApiFixture, sets } from '../support/api-fixture.js';
import { builtDashboard, looks } from './support/dashboard.js';
import { useDashboard } from './support/use-dashboard.js';

describe('the status page', function () {
  this.timeout(180_000);
  const dashboard = useDashboard();

  for (const [size, theme] of looks)
    it(`is whole and legible, ${size}, ${theme}`, async () => {
      const visit = await dashboard.visit({ size, theme });
      await visit.open('/status');
      await visit.look('status');
      await visit.leave();
    });

  it('tells of sources, runs and read models what the API tells', async () => {
    const visit = await dashboard.visit();
    await visit.open('/status');
    const text = await visit.page.locator('main').innerText();
    const { sources } = await dashboard.fixture.body('/v1/sources');
    for (const { source, budget } of sources) {
      expect(text).to.include(source);
      expect(text).to.include(`${budget.used} of ${budget.max} in 24 hours, ${budget.left} left`);
    }
    const { runs } = await dashboard.fixture.body('/v1/coverage?limit=1');
    expect(await visit.page.getByRole('region', { name: 'Recent runs' }).locator('tbody tr').count()).to.equal(
      runs.length,
    );
    for (const name of ['catalog', 'latest_prices', 'price_history', 'trending']) expect(text).to.include(name);
    expect(text).to.include('up to date');
    await visit.leave();
  });

  it('has the coverage of the API, in words beside its shapes', async () => {
    const visit = await dashboard.visit();
    const { page } = visit;
    await visit.open('/status');
    const { sets } = await dashboard.fixture.body('/v1/coverage/calendar');
    const shown = await page.$$eval('.calendars tbody tr', (rows) =>
      rows.map((row) => [
        row.querySelector('a')?.textContent ?? '',
        row.querySelector('td:last-child')?.textContent ?? '',
        (row.querySelector('.missed')?.getAttribute('d') ?? '').split('M').length - 1,
      ]),
    );
    expect(shown.map(([name]) => name)).to.deep.equal(sets.map(({ name }: { name: string }) => name));
    for (const [at, { days, missed }] of sets.entries()) {
      const changed = days.replaceAll(/[^C]/g, '').length;
      expect(shown[at]?.[1]).to.match(new RegExp(`^${changed} changed, ${missed} missed: Sep`));
      expect(shown[at]?.[2]).to.equal(missed);
    }
    await page.getByLabel('Game').selectOption('onepiece');
    await page.waitForURL('**/status?tcg_type=onepiece');
    const ofGame = await dashboard.fixture.body('/v1/coverage/calendar?tcg_type=onepiece');
    await page.locator('.calendars tbody tr').nth(ofGame.sets.length).waitFor({ state: 'detached' });
    expect(await page.locator('.calendars tbody tr').count()).to.equal(ofGame.sets.length);
    await visit.leave();
  });

  it('names the source of each row where a set has several, and counts the set once', async () => {
    const visit = await dashboard.visit();
    await visit.page.route('**/v1/coverage/calendar*', async (route) => {
      const response = await route.fetch();
      const body = (await response.json()) as { sets: { source: string }[] };
      const sets = body.sets.flatMap((set) => [set, { ...set, source: 'cardmarket' }]);
      await route.fulfill({ response, json: { ...body, sets } });
    });
    await visit.open('/status');
    const { sets } = await dashboard.fixture.body('/v1/coverage/calendar');
    const rows = await visit.page.locator('.calendars tbody th').allTextContents();
    const [{ name, source }] = sets;
    expect(rows.slice(0, 2)).to.deep.equal([`${name} ${source}`, `${name} cardmarket`]);
    expect(await visit.page.getByText(`${sets.length} sets from`).count()).to.equal(1);
    await visit.leave();
  });

  it('shows a price change as it is recorded', async () => {
    const visit = await dashboard.visit();
    const { page } = visit;
    await visit.open('/status');
    await page.getByText('no price changed since this page was opened').waitFor();
    await dashboard.fixture.observe(lugiaPrice(1_712, '2025-10-01T20:05:33Z'));
    await page.getByText('1 change since this page was opened').waitFor();
    // Its name comes when the changes pause.
    const row = page.getByRole('row', { name: /Lugia VSTAR/ });
    await row.getByRole('link', { name: 'Lugia VSTAR' }).waitFor();
    expect(await row.innerText()).to.include('$17.12');
    await visit.leave();
  });

  it('draws a day on which nothing changed as a dot, and says so', async () => {
    const { tell, fold } = dashboard.fixture;
    const none = { changed: 0, withdrawn: 0, unchanged: 18, rows: 18 };
    await tell('SnapshotTaken', { scope: sets.base, upstream_stamp: '2025-10-02T20:05:33Z', ...none });
    await fold();
    const visit = await dashboard.visit();
    await visit.open('/status');
    const row = visit.page.locator('.calendars tbody tr', { hasText: 'Base Set' });
    await row.getByText('1 unchanged').waitFor();
    expect(await row.locator('path.unchanged').getAttribute('d')).to.match(/^M\d+ 4h2v2h-2z$/);
    await visit.look('status-unchanged');
    await visit.leave();
  });

  it('says of an empty ledger how to begin', async () => {
    const empty = await openApiFixture({ api: { dashboard: builtDashboard } });
    try {
      const visit = await dashboard.browser.visit(empty.api.url, { size: 'phone' });
      for (const path of ['/', '/status']) {
        await visit.open(path);
        const told = visit.page.locator('.notice', { hasText: 'Nothing was collected yet' });
        expect(await told.first().innerText()).to.include('npx tcg-ledger collect tcgcsv --wait');
      }
      await visit.look('status-empty');
      await visit.leave();
    } finally {
      await empty.close();
    }
  });
});
