/**
 * Goal: the numbers on the pages are the files', and the API's, to the cent. Method: days of tcgcsv are collected over HTTP; a
 * browser opens pages of a sample of their cards, and every amount shown is compared with one computed from the files alone.
 * Uses the compact fixture, or some days of TCGCSV_REAL_DATA.
 */
import { expect } from 'chai';
import type { Locator, Page } from 'playwright-core';
import type { Ledger } from '../../src/app/ledger.js';
import type { RunningApi } from '../../src/api/server.js';
import { dayMs } from '../../src/domain/instant.js';
import { expectedMovers } from '../support/expected-movers.js';
import { type Replay, startReplay } from '../support/fake-source.js';
import { type DayValue, valuesOfFiles } from '../support/file-values.js';
import { openTestLedger, replayEnv } from '../support/open-ledger.js';
import { freshDatabase, type TestDatabase } from '../support/postgres.js';
import { serveApi } from '../support/serve-api.js';
import { builtDashboard, type DashboardBrowser, openBrowser, type Visit } from './support/dashboard.js';
import {
  dollars,
  expectedChanges,
  type ExpectedChange,
  type RecordedPrinting,
  recordedPrintings,
  sample,
} from './support/recorded-prices.js';

const folder = process.env['TCGCSV_REAL_DATA'];
/** A real day has 48,000 rows: some are enough to have a week and a day between two of them. */
const daysOf = ({ days }: Replay): readonly string[] =>
  folder === undefined ? days.slice(-10) : [-8, -4, -3, -2, -1].map((at) => days.at(at) as string);

const textsOf = async (cells: Locator): Promise<string[]> =>
  (await cells.allInnerTexts()).map((text) => text.replaceAll(/\s+/g, ' ').trim());

/** Returns the rows of a table, cell by cell. */
const rowsOf = async (table: Locator): Promise<string[][]> => {
  const rows: string[][] = [];
  for (const row of await table.locator('tbody tr').all()) rows.push(await textsOf(row.locator('th, td')));
  return rows;
};

const groupBy = <T>(items: readonly T[], keyOf: (item: T) => string): T[][] => {
  const groups = new Map<string, T[]>();
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
  return [...groups.values()];
};

/** Expects what a page says of a change: percent to a tenth, and the amount to the cent. */
const expectChange = (text: string, [from, to]: readonly [number, number], why: string): void => {
  const [, sign = '', percent = '', amount = ''] = /^[▲▼] ([+-])([\d,.]+)% [+-](\$[\d,.]+)/.exec(text) ?? [];
  expect(sign, `${why}: ${text}`).to.equal(to > from ? '+' : '-');
  expect(amount, why).to.equal(dollars(Math.abs(to - from)));
  const exact = (Math.abs(to - from) / from) * 100;
  expect(Math.abs(Number(percent.replaceAll(',', '')) - exact), `${why}: ${text}, ${exact}`).to.be.at.most(0.0501);
};

describe('pages of real days', function () {
  this.timeout(600_000);
  let database: TestDatabase;
  let replay: Replay;
  let ledger: Ledger;
  let api: RunningApi;
  let browser: DashboardBrowser;
  let visit: Visit;
  let page: Page;
  let days: readonly string[];
  let printings: RecordedPrinting[];

  before(async function () {
    browser = await openBrowser(this);
    database = await freshDatabase();
    replay = await startReplay(folder);
    ledger = await openTestLedger(database.url, replayEnv(replay.url));
    days = daysOf(replay);
    const collector = ledger.collector('tcgcsv');
    for (const day of days) {
      replay.setDay(day);
      const result = await collector.collect({ trigger: 'command', signal: AbortSignal.timeout(300_000) });
      expect(result.outcome, day).to.equal('finished');
    }
    await collector.close();
    await ledger.projector.catchUp();
    printings = recordedPrintings(days, (day) => replay.rows(day));
    api = await serveApi({ ...ledger, dashboard: builtDashboard });
  });
  after(async () => {
    await browser?.close();
    await api?.close();
    await ledger?.close();
    await replay?.close();
    await database?.drop();
  });
  beforeEach(async () => {
    visit = await browser.visit(api.url);
    ({ page } = visit);
  });
  afterEach(() => visit.leave());

  const askApi = async (path: string): Promise<any> => {
    const answer = await fetch(`${api.url}/v1${path}`);
    expect(answer.status, path).to.equal(200);
    return answer.json();
  };

  /** Expects the table of current prices, and what the API answers, to be the newest file's. */
  const expectCurrent = async (card: string, its: readonly RecordedPrinting[]): Promise<void> => {
    const expected = its.map(({ printing, days: all }) => {
      const row = all.at(-1)?.row ?? null;
      if (row === null) return [printing, 'withdrawn'];
      return [printing, ...[row.market, row.low, row.mid, row.high].map(dollars)];
    });
    const shown: string[][] = [];
    for (const row of await page.getByRole('table', { name: 'Market prices' }).locator('tbody tr').all()) {
      const [printing = '', , , low = '', mid = '', high = ''] = await textsOf(row.locator('th, td'));
      const [market = ''] = await textsOf(row.locator('.price > :first-child'));
      shown.push(market === 'withdrawn' ? [printing, market] : [printing, market, low, mid, high]);
    }
    expect(shown.sort(), card).to.deep.equal(expected.sort());
    const { market: answered } = await askApi(`/cards/${card}/prices`);
    const cents = (amount: number | null): string => dollars(amount === null ? null : Math.round(amount * 100));
    expect(
      answered
        .map((price: any) =>
          price.withdrawn
            ? [price.printing, 'withdrawn']
            : [price.printing, ...[price.market_price, price.low_price, price.mid_price, price.high_price].map(cents)],
        )
        .sort(),
      card,
    ).to.deep.equal(expected);
  };

  const expectChanges = async (changes: readonly ExpectedChange[], why: string): Promise<void> => {
    const rows = await rowsOf(page.locator('.last-changes table'));
    expect(
      rows.map(([stamp = '', price = '']) => [stamp, price]),
      why,
    ).to.deep.equal(
      changes
        .slice(0, 20)
        .map(({ day, price }) => [
          new Intl.DateTimeFormat('en-US', { dateStyle: 'medium', timeStyle: 'short', timeZone: 'UTC' })
            .format(new Date(`${day}T20:05:33Z`))
            .replaceAll(/\s+/g, ' '),
          price,
        ]),
    );
    for (const [at, { ends, day }] of changes.slice(0, 20).entries()) {
      const text = rows[at]?.[2] ?? '';
      if (ends !== null) expectChange(text, ends, `${why} ${day}`);
      else expect(text, `${why} ${day}`).not.to.match(/[▲▼]/);
    }
  };

  /** Expects the price of every collected day in the table of the chart's points. */
  const expectPoints = async ({ days: all }: RecordedPrinting, why: string): Promise<void> => {
    await page.getByRole('group', { name: 'Time shown' }).getByRole('button', { name: 'all' }).click();
    await page.getByText('The chart as a table').click();
    const table = page.getByRole('region', { name: 'Prices by day' }).locator('table');
    await table.waitFor();
    const more = page.getByRole('button', { name: 'Earlier days' });
    while ((await more.count()) > 0) await more.click();
    const shown = new Map((await rowsOf(table)).map(([day = '', price = '']) => [day, price]));
    for (const { day, row } of all) expect(shown.get(day), `${why} ${day}`).to.equal(dollars(row?.market ?? null));
  };

  const factOf = (name: string): Locator =>
    page
      .locator('.card-head .facts div')
      .filter({ has: page.getByText(name, { exact: true }) })
      .locator('dd');

  /** Expects the large price, its changes, and the extremes of the head. */
  const expectHead = async ({ days: all }: RecordedPrinting, why: string): Promise<void> => {
    const newest = all.at(-1)?.row ?? null;
    const [large] = await textsOf(page.locator('.price.large > :first-child'));
    expect(large, why).to.equal(newest === null ? 'withdrawn' : dollars(newest.market));
    const priced = all.flatMap(({ day, row }) => (row?.market == null ? [] : [{ day, market: row.market }]));
    const amounts = priced.map(({ market }) => market);
    for (const [name, amount] of [
      ['Highest', Math.max(...amounts)],
      ['Lowest', Math.min(...amounts)],
    ] as const) {
      const [text = ''] = await textsOf(factOf(name));
      const first = priced.find(({ market }) => market === amount);
      expect(text, why).to.equal(first === undefined ? '–' : `${dollars(amount)} ${first.day}`);
    }
    const last = days.at(-1) as string;
    for (const [name, length] of [
      ['1 day', 1],
      ['7 days', 7],
    ] as const) {
      const begin = new Date(Date.parse(last) - length * dayMs).toISOString().slice(0, 10);
      if (!days.includes(begin)) continue;
      const from = all.find(({ day }) => day === begin)?.row?.market ?? null;
      const to = newest?.market ?? null;
      const [text = ''] = await textsOf(factOf(name));
      if (from !== null && to !== null && from !== to) expectChange(text, [from, to], `${why} ${name}`);
      else expect(text, `${why} ${name}`).not.to.match(/[▲▼]/);
    }
  };

  /** Cards of every kind that files have, the same ones in every run. */
  const sampledCards = (): RecordedPrinting[][] => {
    const cards = groupBy(printings, ({ card }) => card);
    const nameOf = ([first]: readonly RecordedPrinting[]): string => first?.card ?? '';
    const some = (count: number, fits: (its: readonly RecordedPrinting[]) => boolean): RecordedPrinting[][] => {
      const found = sample(cards.filter(fits), count, nameOf);
      expect(found).to.have.length.above(0);
      return found;
    };
    const last = ({ days: all }: RecordedPrinting) => all.at(-1)?.row ?? null;
    const names = (its: readonly RecordedPrinting[]): string => nameOf(its);
    const chosen = [
      ...some(2, (its) => its.length > 1),
      ...some(2, (its) => its.some((one) => last(one) !== null && last(one)?.market === null)),
      ...some(2, (its) => its.some((one) => last(one) === null)),
      ...some(1, (its) =>
        its.some(({ days: all }) => all.some(({ row }, at) => row === null && all[at + 1]?.row != null)),
      ),
      ...some(2, (its) => names(its).startsWith('onepiece')),
      ...some(1, (its) => its.some((one) => (last(one)?.market ?? 0) >= 100_000)),
      ...some(1, (its) => its.some((one) => (last(one)?.market ?? 100) < 10)),
      ...some(2, (its) => its.some((one) => expectedChanges(one).length === days.length)),
      ...some(2, () => true),
    ];
    return [...new Map(chosen.map((its) => [nameOf(its), its])).values()];
  };

  it('shows cards as the files have them: current prices, changes, points, extremes', async () => {
    for (const its of sampledCards())
      for (const one of its) {
        const { card, printing } = one;
        const why = `${card} ${printing}`;
        await visit.open(`/cards/${card}?of=${encodeURIComponent(`tcgcsv~market~${printing}~USD`)}`);
        if (its.length > 1) expect(await page.locator('.of-key').innerText()).to.equal(printing);
        await expectHead(one, why);
        await expectCurrent(card, its);
        await expectChanges(expectedChanges(one), why);
        await expectPoints(one, why);
      }
  });

  it('ranks movers with both ends of the files', async () => {
    const recorded = { days, rows: (day: string) => replay.rows(day) };
    for (const [direction, trend] of [
      [1, 'gainers'],
      [-1, 'losers'],
    ] as const)
      for (const [period, length] of [
        ['24h', 1],
        ['7d', 7],
      ] as const) {
        const begin = new Date(Date.parse(days.at(-1) as string) - length * dayMs).toISOString().slice(0, 10);
        const { rows } = expectedMovers(recorded, days.indexOf(begin), {
          ...{ floor: 100, minObservations: 2, limit: 20, direction },
        });
        await visit.open(`/movers?trend_type=${trend}&period=${period}&min_price=1&min_observations=2`);
        const items = await page.locator('ol.cards > li').all();
        expect(items).to.have.length(rows.length);
        expect(rows).to.have.length.above(0);
        for (const [at, item] of items.entries()) {
          const [, card = '', printing = '', from = '', to = ''] =
            /^(\S+) (.+) (\d+) (\d+)$/.exec(rows[at] ?? '') ?? [];
          const why = `${trend} ${period} ${at}`;
          expect(await item.locator('a').getAttribute('href'), why).to.equal(`/cards/${card}`);
          const [ends = ''] = await textsOf(item.locator('.ends'));
          expect(ends.replaceAll(/ \([^)]*\)/g, ''), why).to.equal(`${dollars(Number(from))} → ${dollars(Number(to))}`);
          expect(await item.locator('.of-card > small').first().innerText(), why).to.match(new RegExp(`${printing}$`));
          expect(await item.locator('.price data').innerText(), why).to.equal(dollars(Number(to)));
          expectChange((await textsOf(item.locator('.change')))[0] ?? '', [Number(from), Number(to)], why);
        }
      }
  });

  const expectValues = async (values: readonly DayValue[], set: string): Promise<void> => {
    await page.getByText('The same as a table').click();
    const table = page.getByRole('region', { name: 'Value by day' }).locator('table');
    await table.waitFor();
    const shown = new Map((await rowsOf(table)).map(([day = '', amount = '']) => [day, amount]));
    for (const [at, day] of days.entries()) {
      const name = new Intl.DateTimeFormat('en-US', { dateStyle: 'medium', timeZone: 'UTC' }).format(new Date(day));
      expect(shown.get(name), `${set} ${day}`).to.equal(dollars(values[at]?.amount ?? null));
    }
  };

  it('values sets as the files do, on every day, and shows the prices of their cards', async () => {
    // The compact days name no product, so that their kind is not known: no value, but prices.
    const kind = folder === undefined ? 'unknown' : 'single';
    const sets = await ledger.database.query<{ set_id: string; cards: string[] }>(
      `select set_id, array_agg(card_id) as cards from catalog.cards
       where product_type = $1 and withdrawn_at is null group by set_id order by count(*) desc, set_id limit 12`,
      [kind],
    );
    const files = days.map((day) => replay.rows(day));
    let prices = 0;
    for (const { set_id: set, cards } of sample(sets, 3, ({ set_id: id }) => id)) {
      const products = new Set(kind === 'single' ? cards.map((id) => Number(id.split('-')[1])) : []);
      const values = valuesOfFiles(files, products);
      await visit.open(`/sets/${set}?period=all&kind=${kind}&sort=price_desc`);
      expect(await page.locator('[aria-labelledby=value] data.amount').innerText(), set).to.equal(
        dollars(values.at(-1)?.amount ?? null),
      );
      if (kind === 'single') await expectValues(values, set);
      for (const item of await page.locator('[aria-labelledby=cards] .card-row').all()) {
        const card = (await item.locator('a').getAttribute('href'))?.split('/').at(-1);
        const detail = await item.locator('.of-card > small').first().innerText();
        const found = printings.find(
          (one) => one.card === card && (detail === one.printing || detail.endsWith(` ${one.printing}`)),
        );
        const row = found?.days.at(-1)?.row ?? null;
        const expected = row === null ? 'withdrawn' : dollars(row.market);
        if (found === undefined) expect(await item.locator('.price').innerText(), card).to.equal('no price yet');
        else expect(await textsOf(item.locator('.price > :first-child')), `${set} ${card}`).to.deep.equal([expected]);
        if (expected.startsWith('$')) prices += 1;
      }
    }
    expect(prices).to.be.above(0);
  });
});
