/**
 * An account on the demo's stories, with every role: a browser, receivers of mails and webhooks on loopback, and what most tests do
 * before they begin.
 */
import type { Page } from 'playwright-core';
import type { Ledger } from '../../../src/app/ledger.js';
import {
  type MailReceiver,
  startMailReceiver,
  startWebReceiver,
  type WebReceiver,
} from '../../delivery/support/receivers.js';
import { type DemoStories, startDemoStories } from '../../support/demo-stories.js';
import { openTestLedger } from '../../support/open-ledger.js';
import { freshDatabase, type TestDatabase } from '../../support/postgres.js';
import { waitFor } from '../../support/wait-for.js';
import { type DashboardBrowser, openBrowser, type Visit, type VisitOptions } from './dashboard.js';

export const password = 'correct horse battery staple';

/** Returns what makes a request that of a user. */
export const asUser = (token: string): RequestInit => ({ headers: { Authorization: `Bearer ${token}` } });

/** Opens everything before the tests of a suite, and closes it after. */
export const useAccountPages = () => {
  let browser: DashboardBrowser;
  let target: TestDatabase;
  let mails: MailReceiver;
  let hook: WebReceiver;
  let ledger: Ledger;
  let demo: DemoStories;
  let users = 0;

  before(async function () {
    this.timeout(300_000);
    browser = await openBrowser(this);
    [target, mails, hook] = await Promise.all([
      freshDatabase(),
      startMailReceiver(),
      startWebReceiver({ secure: false }),
    ]);
    const env = { SMTP_URL: mails.url, MAIL_FROM: 'ledger@shop.example', WEBHOOK_ALLOW: '127.0.0.0/8' };
    ledger = await openTestLedger(target.url, env);
    demo = await startDemoStories(ledger);
  });
  after(async () => {
    await browser?.close();
    await demo?.close();
    await ledger?.close();
    await Promise.all([hook?.close(), mails?.close()]);
    await target?.drop();
  });

  const api = async (path: string, init: RequestInit = {}): Promise<any> => {
    const response = await fetch(`${demo.url}/v1${path}`, init);
    const text = await response.text();
    return text === '' ? null : JSON.parse(text);
  };

  const send = (path: string, body: unknown, token?: string): Promise<any> =>
    api(path, {
      method: 'POST',
      headers: {
        'Content-Type': 'application/json',
        ...(token === undefined ? {} : { Authorization: `Bearer ${token}` }),
      },
      body: JSON.stringify(body),
    });

  const newAddress = (): string => `reader-${(users += 1)}@cards.example`;

  /** Makes an account; returns its address and an access token. */
  const register = async (): Promise<{ email: string; token: string }> => {
    const email = newAddress();
    await send('/auth/register', { email, password });
    return { email, token: (await send('/auth/login', { email, password })).access_token };
  };

  /** A visit of somebody whom the demo does not sign in by itself. */
  const visitor = async (options?: VisitOptions): Promise<Visit> => {
    const visit = await browser.visit(demo.url, options);
    await visit.page.addInitScript(`localStorage.setItem('tcgl-signed-out', '1')`);
    return visit;
  };

  const signIn = async (page: Page, email: string): Promise<void> => {
    await page.getByLabel('E-mail address').fill(email);
    await page.getByLabel('Password').fill(password);
    await page.getByRole('main').getByRole('button', { name: 'Sign in' }).click();
  };

  /** Opens a path of the account, signed in. */
  const openAs = async (visit: Visit, email: string, path: string): Promise<void> => {
    await visit.open(path);
    await signIn(visit.page, email);
    await visit.page.waitForURL((url) => url.pathname + url.search === path);
    await visit.page.locator('h1').first().waitFor();
  };

  /** Returns the link of the newest mail to an address. */
  const linkTo = async (email: string, part: string): Promise<string> => {
    const find = (): string | undefined =>
      mails.mails
        .filter(({ to }) => JSON.stringify(to).includes(email))
        .flatMap(({ text }) => text?.match(/https?:\/\/\S+/g) ?? [])
        .filter((link) => link.includes(part))
        .at(-1);
    return new URL(await waitFor(`a mail to ${email}`, () => find() ?? null, 15_000)).pathname;
  };

  return {
    get demo() {
      return demo;
    },
    get browser() {
      return browser;
    },
    get hook() {
      return hook;
    },
    ...{ api, send, newAddress, register, visitor, signIn, openAs, linkTo },
  };
};
