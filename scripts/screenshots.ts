/**
 * Takes the pictures of the README from a running demo: `npm run demo`, then
 * `npm run screenshots -- http://127.0.0.1:8080`. Needs Chromium (CHROMIUM names its program).
 */
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { packageRoot } from '../src/base/paths.js';
import { stories, storyCard } from '../src/embedded/sandbox/stories.js';

interface Shot {
  readonly name: string;
  readonly path: string;
  readonly theme: 'dark' | 'light';
  readonly width: number;
  readonly height: number;
}

const desktop = { width: 1280, height: 860 } as const;

const shots: readonly Shot[] = [
  { name: 'start', path: '/', theme: 'light', ...desktop },
  { name: 'card', path: `/cards/${storyCard(stories.climbs)}`, theme: 'light', width: 1280, height: 1180 },
  { name: 'card-phone', path: `/cards/${storyCard(stories.returns)}`, theme: 'dark', width: 390, height: 1150 },
];

const [url = 'http://127.0.0.1:8080'] = process.argv.slice(2);
const browser = await chromium.launch({
  executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu'],
});
for (const { name, path, theme, width, height } of shots) {
  const page = await browser.newPage({ viewport: { width, height }, colorScheme: theme, locale: 'en-US' });
  await page.goto(`${url}${path}`, { waitUntil: 'networkidle' });
  await page.locator('.skeleton').first().waitFor({ state: 'detached' });
  await page.screenshot({ path: join(packageRoot, `docs/screenshots/${name}.png`) });
  await page.close();
}
await browser.close();
