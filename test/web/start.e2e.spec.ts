/** Goal: the start page is what a newcomer needs. Method: a real browser on the API's world of tests, in every look. */
import { expect } from 'chai';
import { looks } from './support/dashboard.js';
import { useDashboard } from './support/use-dashboard.js';

describe('the start page', function () {
  this.timeout(120_000);
  const dashboard = useDashboard();

  for (const [size, theme] of looks)
    it(`shows movers, sets and freshness, ${size}, ${theme}`, async () => {
      const visit = await dashboard.visit({ size, theme });
      await visit.open('/');
      await visit.look('start');
      await visit.leave();
    });

  it('shows the sets of the API with their values, and how fresh they are', async () => {
    const visit = await dashboard.visit();
    await visit.open('/');
    const text = await visit.page.locator('main').innerText();
    for (const game of ['pokemon', 'onepiece']) {
      const { sets } = await dashboard.fixture.body(`/v1/sets?tcg_type=${game}&limit=5`);
      for (const { name, set_value: value } of sets) {
        expect(text).to.include(name);
        expect(text).to.include(`$${value.amount.toFixed(2)}`);
      }
    }
    expect(text).to.match(/tcgcsv: older than expected, newest prices of Sep 30, 2025/);
    await visit.leave();
  });

  it('shows the change of seven days beside a card that is found, in the same request', async () => {
    const visit = await dashboard.visit();
    const { page } = visit;
    const asked: string[] = [];
    page.on('request', (request) => asked.push(`${request.method()} ${request.url()}`));
    await visit.open('/');
    await page.getByRole('combobox').fill('lugia');
    await page.getByRole('option').first().waitFor();
    const { cards } = await dashboard.fixture.body('/v1/cards/search?q=lugia&limit=8&change=7d');
    const shown = await page.locator('[role=option] .change').allInnerTexts();
    const told = cards.map(({ change }: { change: { percentage: number } | null }) =>
      change === null ? '–' : `${change.percentage > 0 ? '+' : ''}${change.percentage}%`,
    );
    expect(shown.map((text) => text.replace(/^[▲▼=] /, ''))).to.deep.equal(told);
    expect(asked.filter((request) => request.startsWith('POST'))).to.deep.equal([]);
    await visit.leave();
  });

  it('leaves twenty searches of a minute far below the limit of a hundred requests', async () => {
    const visit = await dashboard.visit();
    const { page } = visit;
    await visit.open('/');
    let requests = 0;
    page.on('request', (request) => {
      if (new URL(request.url()).pathname.startsWith('/v1/')) requests += 1;
    });
    const words = ['lugia', 'charizard', 'pikachu', 'tempest', 'base set'];
    for (let at = 0; at < 20; at += 1) {
      const q = `${words[at % 5]} ${at}`;
      const found = page.waitForResponse((response) => new URL(response.url()).searchParams.get('q') === q);
      await page.getByRole('combobox').fill('');
      await page.getByRole('combobox').pressSequentially(q, { delay: 60 });
      await found;
    }
    process.stdout.write(`      20 searches: ${requests} requests\n`);
    expect(requests).to.be.within(20, 60);
    await visit.leave();
  });

  it('finds a card by keyboard alone, at its price', async () => {
    const visit = await dashboard.visit();
    await visit.open('/');
    const { page } = visit;
    await page.getByRole('combobox').focus();
    await page.keyboard.type('lugia');
    const option = page.getByRole('option').first();
    await option.waitFor();
    const { cards } = await dashboard.fixture.body('/v1/cards/search?q=lugia&limit=1');
    expect(await option.innerText()).to.include(`$${cards[0].current_price.market_price.toFixed(2)}`);
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.waitForURL(`**/cards/${cards[0].card_id}`);
    await visit.leave();
  });
});
