/**
 * Goal: within a minute a newcomer has seen a mover, a card's history, and an alert with its back-test, without reading or
 * registering. Method: a real browser on the demo's stories; only what is on the screen is clicked.
 */
import { expect } from 'chai';
import type { Ledger } from '../../src/app/ledger.js';
import { type DemoStories, startDemoStories } from '../support/demo-stories.js';
import { openTestLedger } from '../support/open-ledger.js';
import { freshDatabase, type TestDatabase } from '../support/postgres.js';
import { type DashboardBrowser, openBrowser, type Size } from './support/dashboard.js';

describe("a newcomer's minute with the demo", function () {
  this.timeout(120_000);
  let browser: DashboardBrowser;
  let target: TestDatabase;
  let ledger: Ledger;
  let demo: DemoStories;

  before(async function () {
    this.timeout(300_000);
    browser = await openBrowser(this);
    target = await freshDatabase();
    ledger = await openTestLedger(target.url);
    demo = await startDemoStories(ledger, { onlyEvenings: true });
  });
  after(async () => {
    await browser?.close();
    await demo?.close();
    await ledger?.close();
    await target?.drop();
  });

  for (const size of ['phone', 'desktop'] satisfies Size[])
    it(`leads from the start page to a mover, its history, and an alert that would have fired, ${size}`, async () => {
      const visit = await browser.visit(demo.url, { size });
      const { page } = visit;
      await visit.open('/');
      await page.getByRole('note').getByText('Simulated.').waitFor();
      await visit.look('newcomer-start');
      const mover = page.locator('ul.cards a').first();
      await mover.click();
      await page.locator('.chart-canvas canvas').first().waitFor();
      await page.locator('.last-changes tbody tr').first().waitFor();
      await page.getByRole('button', { name: 'Try an alert' }).click();
      await page.getByText(/^It would have fired/).waitFor();
      expect(await page.locator('ul.firings li').count()).to.be.above(0);
      await visit.look('newcomer-alert');
      // The demo's user is signed in by the page: the alert is one click away.
      await page.getByRole('button', { name: 'Create alert' }).waitFor();
      await visit.leave();
    });

  it('says how far the demo is while its newest prices are old', async () => {
    const visit = await browser.visit(demo.url);
    await visit.open('/');
    expect(await visit.page.getByRole('note').innerText()).not.to.include('being collected');
    const { sources } = (await (await fetch(`${demo.url}/v1/sources`)).json()) as {
      sources: { newest_snapshot: string }[];
    };
    const newest = new Date(sources[0]?.newest_snapshot ?? '');
    await visit.page.clock.setFixedTime(new Date(newest.getTime() + 37 * 3_600_000));
    await visit.open('/movers');
    const day = new Intl.DateTimeFormat('en-US', { dateStyle: 'medium', timeZone: 'UTC' }).format(newest);
    await visit.page.getByRole('note').getByText(`up to ${day} so far`).waitFor();
    await visit.leave();
  });
});
