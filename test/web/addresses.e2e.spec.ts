/**
 * Goal: every address can be kept, sent and loaded again, and a page says what to do while its answers are on their way, or where it
 * cannot run. Method: a real browser on the API's world of tests; answers are held in the browser.
 */
import { expect } from 'chai';
import type { Page, Route } from 'playwright-core';
import { ids, sets } from '../support/api-fixture.js';
import { until } from '../support/wait-for.js';
import { useDashboard } from './support/use-dashboard.js';

/** Every kind of page, with what an address can say of it. */
const addresses = [
  '/',
  '/search?q=lugia',
  '/search?q=energy&offset=10',
  `/cards/${ids.lugia}`,
  `/cards/${ids.lugia}?range=30d&log=1&offers=1&alert=below%3A11`,
  `/cards/${ids.corrected}?range=all&explain=now`,
  `/cards/${ids.corrected}?known_at=2025-09-03`,
  '/sets',
  '/sets?tcg_type=onepiece',
  `/sets/${sets.base}`,
  `/sets/${sets.tempest}?product_type=sealed`,
  '/movers?period=30d&min_price=0&min_observations=0',
  '/movers?trend_type=losers&by=amount&period=30d',
  '/highs?period=30d&min_price=0&min_observations=0',
  '/lows',
  '/status',
  '/status?tcg_type=pokemon&missed=true',
  '/sign-in?way=register&to=%2Fstatus',
  '/sign-in?way=forgotten',
  '/account/alerts?status=paused',
];

/** What a page shows, without what moves by itself. */
const shownOn = async (page: Page): Promise<readonly string[]> => {
  await page.locator('h1').first().waitFor();
  await page.locator('.skeleton').first().waitFor({ state: 'detached' });
  const text = await page.locator('main').innerText();
  return [page.url(), await page.title(), text.replaceAll(/\d+ (?:seconds?|minutes?)/g, '')];
};

/** The same, once it rests: a title is set a moment after its page is drawn. */
const restingOn = async (page: Page): Promise<readonly string[]> => {
  let before: readonly string[] = [];
  await until('the page rests', async () => {
    const now = await shownOn(page);
    const isSame = String(now) === String(before);
    before = now;
    return isSame;
  });
  return before;
};

describe('addresses of the dashboard', function () {
  this.timeout(180_000);
  const dashboard = useDashboard();

  it('show the same when they are loaded again, with all their files named in the head', async () => {
    const visit = await dashboard.visit();
    const { page } = visit;
    for (const path of addresses) {
      const scripts: string[] = [];
      const note = (request: { url(): string }): void => {
        if (/\/assets\/.*\.(?:js|css)$/.test(request.url())) scripts.push(new URL(request.url()).pathname);
      };
      page.on('request', note);
      const answer = await page.goto(`${dashboard.fixture.api.url}${path}`);
      const shown = await restingOn(page);
      page.off('request', note);
      const html = (await answer?.text()) ?? '';
      // Who is not signed in is led on to another page.
      if (!path.startsWith('/account'))
        for (const script of scripts) expect(html, `${path}: a file that the head does not name`).to.include(script);
      expect(new Set(scripts).size, `${path}: a file is asked for twice`).to.equal(scripts.length);
      await page.reload();
      await until(`${path} is the same`, async () => String(await shownOn(page)) === String(shown));
    }
    await visit.leave();
  });

  it('go back and forward through filters, with their fields and rows', async () => {
    const visit = await dashboard.visit();
    const { page } = visit;
    await visit.open('/movers?period=30d&min_price=0&min_observations=0');
    const rows = page.locator('ol.cards > li');
    const states: (readonly string[])[] = [];
    const state = async (): Promise<readonly string[]> => [
      new URL(page.url()).search,
      String(await page.getByRole('button', { name: 'Down' }).getAttribute('aria-pressed')),
      await page.getByLabel('Game').inputValue(),
      await page.getByLabel('From a price of').inputValue(),
      String(await rows.allInnerTexts()),
    ];
    /** Waits until the rows are those of the address. */
    const settled = (): Promise<void> => page.locator('[aria-busy="true"]').first().waitFor({ state: 'detached' });
    states.push(await state());
    await page.getByLabel('Game').selectOption('pokemon');
    await page.waitForURL('**tcg_type=pokemon**');
    await settled();
    states.push(await state());
    await page.getByRole('button', { name: 'Down' }).click();
    await page.waitForURL('**trend_type=losers**');
    await settled();
    states.push(await state());
    await page.getByLabel('From a price of').fill('3');
    await page.keyboard.press('Enter');
    await page.waitForURL('**min_price=3**');
    await settled();
    states.push(await state());
    expect(new Set(states.map(String)).size).to.equal(4);
    const same = (at: number): Promise<void> =>
      until(`step ${at} is shown again`, async () => String(await state()) === String(states[at]));
    for (const at of [2, 1, 0]) {
      await page.goBack();
      await same(at);
    }
    for (const at of [1, 2, 3]) {
      await page.goForward();
      await same(at);
    }
    await visit.leave();
  });

  it('say what to do where scripts are off', async () => {
    const visit = await dashboard.visit({ size: 'phone', scripts: false });
    const { page } = visit;
    for (const path of ['/', `/cards/${ids.lugia}`]) {
      await page.goto(`${dashboard.fixture.api.url}${path}`);
      await page.locator('.no-scripts strong', { hasText: 'Switch JavaScript on' }).waitFor();
      const links = await page
        .locator('.no-scripts a')
        .evaluateAll((all) => all.map((link) => (link as unknown as { href: string }).href));
      expect(links.length).to.be.above(1);
      for (const link of links) expect((await fetch(link)).status, link).to.equal(200);
    }
    await page.screenshot({ path: 'dist/screenshots/no-scripts-phone-light.png' });
    await visit.leave();
  });

  it('ask for no picture where there are none, and name the card in its place', async () => {
    const visit = await dashboard.visit();
    const { page } = visit;
    const pictures: string[] = [];
    page.on('request', (request) => {
      if (request.url().includes('/pictures/')) pictures.push(request.url());
    });
    await visit.open(`/cards/${ids.lugia}`);
    expect(await page.locator('.picture.large.empty').innerText()).to.equal('Lugia VSTAR');
    await visit.open('/search?q=lugia');
    await page.locator('.picture.empty').first().waitFor();
    await visit.open('/');
    await page.getByRole('combobox').fill('lugia');
    await page.getByRole('option').first().waitFor();
    expect(pictures).to.deep.equal([]);
    await visit.leave();
  });

  /** Holds what matches until it is let go. */
  const hold = async (page: Page, pattern: RegExp): Promise<{ readonly held: Route[]; release(): Promise<void> }> => {
    const held: Route[] = [];
    let isHolding = true;
    await page.route(pattern, async (route) => {
      if (isHolding) held.push(route);
      else await route.fallback();
    });
    return {
      held,
      async release() {
        isHolding = false;
        await Promise.all(held.map((route) => route.continue()));
      },
    };
  };

  it('hold the places of answers that take five seconds, and show them when they come', async () => {
    const visit = await dashboard.visit({ size: 'phone' });
    const { page } = visit;
    await page.clock.install();
    for (const path of addresses.filter((address) => !/sign-in|account/.test(address))) {
      const api = await hold(page, /\/v1\/(?!auth)/);
      await page.goto(`${dashboard.fixture.api.url}${path}`);
      await page.locator('.skeleton').first().waitFor();
      await page.clock.runFor(5_000);
      expect(await page.locator('.skeleton').count(), `${path} waits`).to.be.above(0);
      expect(await page.getByRole('alert').count(), `${path} says that something is wrong`).to.equal(0);
      await api.release();
      await page.locator('.skeleton').first().waitFor({ state: 'detached' });
      expect(await page.getByRole('alert').count(), path).to.equal(0);
    }
    await visit.leave();
  });

  it('send a form once, however often it is sent while its answer is on its way', async () => {
    const visit = await dashboard.visit();
    const { page } = visit;
    await visit.open(`/sign-in?way=register&to=${encodeURIComponent(`/cards/${ids.lugia}?alert=below:9`)}`);
    const registration = await hold(page, /\/v1\/auth\/register/);
    await page.getByLabel('E-mail address').fill('patient@example.org');
    await page.getByLabel('Password').fill('several words of my own');
    await page.keyboard.press('Enter');
    await until('it is on its way', () => registration.held.length > 0);
    for (let at = 0; at < 3; at += 1) await page.keyboard.press('Enter');
    const button = page.getByRole('button', { name: 'Making it …' });
    expect(await button.isDisabled()).to.equal(true);
    expect(registration.held).to.have.length(1);
    await registration.release();
    await page.waitForURL(`**/cards/${ids.lugia}**`);

    const creation = await hold(page, /\/v1\/alerts$/);
    const create = page.getByRole('button', { name: 'Create alert' });
    await create.dblclick();
    await until('it is on its way', () => creation.held.length > 0);
    expect(await create.isDisabled()).to.equal(true);
    expect(creation.held).to.have.length(1);
    await creation.release();
    await page.getByText('Created and armed.').waitFor();
    await visit.leave();
  });
});
