/**
 * A browser for the specs of the dashboard: the system's Chromium, driven by playwright-core. Each visit is a fresh profile of a
 * phone or a desktop, light or dark. What a page may never do is asserted for all: errors in its console, requests to other
 * hosts, findings of axe, a page wider than the screen. Screenshots are kept in dist/screenshots.
 */
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { expect } from 'chai';
import { type Browser, chromium, type Page } from 'playwright-core';
import { packageRoot, webFolder } from '../../../src/base/paths.js';

const programs = [
  process.env['CHROMIUM'] ?? '',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
];

/** What an API is given to serve the built dashboard. */
export const builtDashboard = { folder: webFolder, demoUser: null };

export const sizes = { phone: { width: 375, height: 812 }, desktop: { width: 1280, height: 800 } } as const;
export type Size = keyof typeof sizes;
export type Theme = 'dark' | 'light';

/** Every size in every theme. */
export const looks: readonly (readonly [Size, Theme])[] = [
  ['phone', 'light'],
  ['phone', 'dark'],
  ['desktop', 'light'],
  ['desktop', 'dark'],
];

export interface Visit {
  readonly page: Page;
  /** Opens a path, and waits until nothing is loading any more. */
  open(path: string): Promise<void>;
  /** Keeps a picture of the whole page, and asserts what axe and the width of the page say. */
  look(name: string): Promise<void>;
  /** Asserts that there was no error and no request to another host, and leaves. `expected`: parts of errors that are right. */
  leave(expected?: readonly string[]): Promise<void>;
}

export interface VisitOptions {
  readonly size?: Size;
  readonly theme?: Theme;
  /** `false`: the browser runs no scripts. */
  readonly scripts?: boolean;
}

/** A name of this machine that browsers trust no more than any other without TLS, unlike `localhost`. */
export const plainHost = 'ledger.test';

export interface DashboardBrowser {
  visit(url: string, options?: VisitOptions): Promise<Visit>;
  close(): Promise<void>;
}

interface Finding {
  readonly id: string;
  readonly impact: string | null;
  readonly nodes: readonly { readonly html: string; readonly failureSummary?: string }[];
}

const axeSource = (): string => readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Returns what axe finds serious or critical, as text. */
const findings = async (page: Page): Promise<readonly string[]> => {
  // By the protocol of the browser's tools, which the page's policy does not concern.
  await page.evaluate(axeSource());
  const { violations } = await page.evaluate<{ violations: readonly Finding[] }>('axe.run()');
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary = '' }) => `${id}: ${html} ${failureSummary}`));
};

const startVisit = async (
  browser: Browser,
  url: string,
  { size = 'desktop', theme = 'light', scripts = true }: VisitOptions,
): Promise<Visit> => {
  const context = await browser.newContext({
    viewport: sizes[size],
    colorScheme: theme,
    locale: 'en-US',
    timezoneId: 'UTC',
    hasTouch: size === 'phone',
    isMobile: size === 'phone',
    reducedMotion: 'reduce',
    javaScriptEnabled: scripts,
  });
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  const errors: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(`${message.text()} ${message.location().url}`);
  });
  page.on('pageerror', (error) => errors.push(error.stack ?? error.message));
  const { origin } = new URL(url);
  const strangers: string[] = [];
  page.on('request', (request) => {
    if (!request.url().startsWith(origin) && !/^(data|blob):/.test(request.url())) strangers.push(request.url());
  });
  return {
    page,
    async open(path) {
      await page.goto(`${origin}${path}`);
      await page.locator('h1').first().waitFor();
      await page.locator('.skeleton').first().waitFor({ state: 'detached' });
    },
    async look(name) {
      const path = join(packageRoot, `dist/screenshots/${name}-${size}-${theme}.png`);
      await page.screenshot({ path, fullPage: true });
      const wide = await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth');
      expect(wide, `${name}: the page is wider than the screen`).to.equal(0);
      expect(await findings(page), `${name}: axe`).to.deep.equal([]);
    },
    async leave(expected = []) {
      await context.close();
      expect(errors.filter((error) => !expected.some((part) => error.includes(part)))).to.deep.equal([]);
      expect(strangers).to.deep.equal([]);
    },
  };
};

/** Starts the browser. Without one, `skip` is called; in CI it throws. */
export const openBrowser = async (context: Mocha.Context): Promise<DashboardBrowser> => {
  const executablePath = programs.find((path) => path !== '' && existsSync(path));
  if (executablePath === undefined) {
    if (process.env['CI'] === 'true') throw new Error('no Chromium: set CHROMIUM to its program');
    process.stderr.write('SKIPPED, browser: no Chromium; set CHROMIUM to its program\n');
    context.skip();
  }
  // Its sandbox needs a user namespace, which containers and root do not have.
  const args = ['--no-sandbox', '--disable-gpu', `--host-resolver-rules=MAP ${plainHost} 127.0.0.1`];
  const browser = await chromium.launch({ executablePath, args });
  return {
    visit: (url, options = {}) => startVisit(browser, url, options),
    close: () => browser.close(),
  };
};
