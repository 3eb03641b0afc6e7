/** Goal: sets show what the API tells of them. Method: a real browser on the API's world of tests. */
import { expect } from 'chai';
import { sets } from '../support/api-fixture.js';
import { looks } from './support/dashboard.js';
import { useDashboard } from './support/use-dashboard.js';

const money = (amount: number | null): string =>
  amount === null ? '–' : new Intl.NumberFormat('en-US', { style: 'currency', currency: 'USD' }).format(amount);

interface SetRow {
  readonly name: string;
  readonly set_value: { readonly amount: number | null };
}
interface Card {
  readonly name: string;
  readonly current_price: { readonly market_price: number | null; readonly withdrawn: boolean } | null;
}

describe('sets', function () {
  this.timeout(180_000);
  const dashboard = useDashboard();

  for (const [size, theme] of looks)
    it(`are whole and legible, ${size}, ${theme}`, async () => {
      const visit = await dashboard.visit({ size, theme });
      await visit.open('/sets');
      await visit.look('sets');
      await visit.open(`/sets/${sets.tempest}`);
      await visit.look('set');
      await visit.leave();
    });

  it('are listed with the values of the API, by game and by words', async () => {
    const visit = await dashboard.visit();
    const { page } = visit;
    for (const query of ['', '?tcg_type=onepiece', '?q=tempest']) {
      await visit.open(`/sets${query}`);
      const { sets: told } = await dashboard.fixture.body(`/v1/sets${query}`);
      const shown = await page.$$eval('tbody tr', (rows) =>
        rows.map((row) => [
          row.querySelector('a')?.textContent ?? '',
          row.querySelector('[data-label=Value]')?.textContent ?? '',
        ]),
      );
      expect(shown).to.deep.equal(told.map(({ name, set_value: value }: SetRow) => [name, money(value.amount)]));
    }
    await visit.leave();
  });

  it('are found while one types, and opened by keyboard alone', async () => {
    const visit = await dashboard.visit();
    const { page } = visit;
    await visit.open('/sets');
    await page.getByLabel('Name or code').focus();
    await page.keyboard.type('silver');
    await page.waitForURL('**/sets?q=silver');
    await page.locator('tbody tr').nth(1).waitFor({ state: 'detached' });
    await page.locator('tbody a').first().focus();
    await page.keyboard.press('Enter');
    await page.waitForURL(`**/sets/${sets.tempest}`);
    await page.getByRole('heading', { level: 1, name: 'Silver Tempest' }).waitFor();
    await visit.leave();
  });

  it('show value, complete set and series as the API has them', async () => {
    const visit = await dashboard.visit();
    const { page } = visit;
    await visit.open(`/sets/${sets.tempest}?period=30d`);
    const set = await dashboard.fixture.body(`/v1/sets/${sets.tempest}`);
    expect(await page.locator('.amount').allInnerTexts()).to.deep.equal([
      money(set.set_value.amount),
      money(set.complete_set.amount),
    ]);
    for (const number of set.complete_set.numbers_without_price) {
      const missing = page.locator('.numbers li', { hasText: number });
      expect(await missing.first().innerText()).to.equal(number);
    }
    await page.getByText('The same as a table').click();
    const { data_points: points } = await dashboard.fixture.body(`/v1/sets/${sets.tempest}/value?period=30d`);
    const shown = await page.locator('#main details table tbody tr td:nth-child(2)').allInnerTexts();
    expect(shown).to.deep.equal(
      [...points]
        .reverse()
        .map(({ collected, amount }: { collected: boolean; amount: number | null }) =>
          collected ? money(amount) : 'not looked at',
        ),
    );
    expect(shown).to.include('not looked at');
    // Two days in a row that were missed are one hatched span.
    expect(await page.locator('.step-chart rect').count()).to.equal(1);
    await visit.leave();
  });

  it('list cards and sealed products apart, by price and by rarity', async () => {
    const visit = await dashboard.visit();
    const { page } = visit;
    const expectCards = async (query: string): Promise<void> => {
      const { cards } = await dashboard.fixture.body(`/v1/sets/${sets.tempest}/cards?limit=24&${query}`);
      const shown = await page.$$eval('ul.cards > li', (rows) =>
        rows.map((row) => [
          row.querySelector('strong')?.textContent ?? '',
          row.querySelector('data')?.textContent ?? null,
        ]),
      );
      expect(shown).to.deep.equal(
        cards.map(({ name, current_price: price }: Card) => [
          name,
          price === null || price.withdrawn ? null : money(price.market_price),
        ]),
      );
    };
    await visit.open(`/sets/${sets.tempest}?sort=price_desc`);
    await expectCards('kind=single&sort=price_desc');
    await page.getByRole('button', { name: /^Sealed/ }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Sealed products' }).waitFor();
    await page.locator('.old').first().waitFor({ state: 'detached' });
    await expectCards('kind=sealed&sort=price_desc');
    const { facets } = await dashboard.fixture.body(`/v1/sets/${sets.tempest}/cards?kind=single&facets=rarity`);
    const [{ value: rarity, count }] = facets.rarity.values;
    await visit.open(`/sets/${sets.tempest}?rarity=${rarity}`);
    await expectCards(`kind=single&rarity=${rarity}`);
    expect(await page.getByLabel('Rarity').inputValue()).to.equal(rarity);
    expect(await page.locator('ul.cards > li').count()).to.equal(count);
    await visit.leave();
  });

  it('say what is wrong with an address', async () => {
    const visit = await dashboard.visit();
    await visit.open('/sets/nowhere');
    await visit.page.getByText('nowhere').waitFor();
    expect(await visit.page.title()).to.include('No such set');
    await visit.leave(['404']);
  });
});
