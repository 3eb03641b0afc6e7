/**
 * Goal: every stop of the demo's tour shows what it says; a demo that is started again goes on. Method: it runs on a market of
 * nothing but its stories; each command of the tour is run, and its answer compared with the text beside it. An alert on one of
 * them is mailed.
 */
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect } from 'chai';
import { demoSeed, demoSource } from '../../src/app/demo.js';
import { demoTour, type TourStop, tourText } from '../../src/app/demo-tour.js';
import { demoUser } from '../../src/app/demo-user.js';
import type { Ledger } from '../../src/app/ledger.js';
import { openAccounts } from '../../src/app/open-accounts.js';
import { packageRoot } from '../../src/base/paths.js';
import { systemRuntime } from '../../src/base/runtime.js';
import { createSeededMarket } from '../../src/embedded/sandbox/seeded-market.js';
import { stories, storyCard, storySet } from '../../src/embedded/sandbox/stories.js';
import { eveningOf, withStories } from '../../src/embedded/sandbox/with-stories.js';
import { type MailReceiver, startMailReceiver } from '../delivery/support/receivers.js';
import { signUp } from '../support/accounts.js';
import { findTask } from '../../src/subscriptions/tasks.js';
import { startDemoStories } from '../support/demo-stories.js';
import { openTestLedger } from '../support/open-ledger.js';
import { ownScript } from '../support/own-script.js';
import { freshDatabase, type TestDatabase } from '../support/postgres.js';
import { until, waitFor } from '../support/wait-for.js';

const run = promisify(execFile);

type Eight<T> = readonly [T, T, T, T, T, T, T, T];

interface Shown {
  readonly tour: readonly TourStop[];
  readonly days: readonly Date[];
}

/** Runs the demo until its tour, and leaves it running while `look` asks. */
const withDemo = async (ledger: Ledger, look: (shown: Shown) => Promise<void>): Promise<void> => {
  const demo = await startDemoStories(ledger);
  try {
    await look(demo);
  } finally {
    await demo.close();
  }
};

describe('the demo', function () {
  this.timeout(300_000);
  let target: TestDatabase;
  let mails: MailReceiver;
  let offsetMs: number;

  const open = (): Promise<Ledger> => {
    const real = systemRuntime();
    const mail = { SMTP_URL: mails.url, MAIL_FROM: 'demo@shop.example' };
    return openTestLedger(target.url, mail, {}, { ...real, now: () => new Date(real.now().getTime() + offsetMs) });
  };
  before(async () => {
    [target, mails] = await Promise.all([freshDatabase(), startMailReceiver()]);
  });
  after(async () => {
    await mails.close();
    await target.drop();
  });

  /** Runs the command of a stop; returns its output, parsed if it is JSON. */
  const ask = async ({ command }: TourStop): Promise<any> => {
    const url = /^curl '(http:[^']+)'$/.exec(command)?.[1];
    if (url !== undefined) {
      const answer = await fetch(url);
      expect(answer.status, command).to.equal(200);
      expect(answer.headers.get('x-simulated')).to.equal('true');
      return answer.json();
    }
    const args = command.replace('npx tcg-ledger ', '').split(' ');
    const { PATH = '', HOME = '' } = process.env;
    const env = { PATH, HOME, DATABASE_URL: target.url };
    const script = ownScript('../../src/cli/main', import.meta.url);
    return (await run(process.execPath, [...script, ...args], { env })).stdout;
  };

  /** Asserts that each stop's answer has what the stop says. */
  const checkTour = async ({ tour }: Shown): Promise<void> => {
    expect(tour).to.have.length(8);
    const [climbs, crashes, returns, held, before, after, explained, printings] = tour as unknown as Eight<TourStop>;

    const { trending, period } = await ask(climbs);
    expect(period).to.equal('30d');
    const climber = trending.find(({ card_id }: any) => card_id === storyCard(stories.climbs));
    const { start, end, change } = climber;
    expect(climbs.shows).to.equal(
      `${climber.name} climbed all month: ${start.price.toFixed(2)} to ${end.price.toFixed(2)} USD, +${change.percentage} %`,
    );

    const { data_points: fall } = await ask(crashes);
    const at = fall.findIndex(({ market_price }: any) => market_price < 50);
    const fellOn = fall[at].effective_at.slice(0, 10);
    expect(crashes.shows).to.include(
      `from ${fall[at - 1].market_price.toFixed(2)} to ${fall[at].market_price.toFixed(2)} on ${fellOn}`,
    );
    const reprint = storyCard(stories.reprint);
    expect(crashes.shows).to.include(reprint);
    const api = new URL(/'(http:[^']+)'/.exec(crashes.command)?.[1] ?? '').origin;
    const ofReprint = await (await fetch(`${api}/v1/cards/${reprint}/prices/history?period=all`)).json();
    expect((ofReprint as any).data_points[0].effective_at.slice(0, 10)).to.equal(fellOn);

    const { gaps } = await ask(returns);
    const withdrawn = gaps.filter(({ reason }: any) => reason === 'withdrawn');
    expect(withdrawn).to.have.length(1);
    expect(returns.shows).to.include(
      `on ${withdrawn[0].from.slice(0, 10)} and showed it again on ${withdrawn[0].to.slice(0, 10)}`,
    );

    const [stands] = (await ask(held)).market;
    expect(held.shows).to.include(stands.market_price.toFixed(2));
    expect(stands.held).to.include({ reason: 'jump' });
    expect(stands.held.market_price / stands.market_price).to.be.above(100);

    const [wrong] = (await ask(before)).market;
    const [right] = (await ask(after)).market;
    expect(before.shows).to.include(wrong.market_price.toFixed(2)).and.include(wrong.effective_at.slice(0, 10));
    expect(after.shows).to.include(right.market_price.toFixed(2));
    expect(right.effective_at).to.equal(wrong.effective_at);
    expect(wrong.market_price).to.equal(10 * right.market_price);

    const { stated_by, same_stamp } = await ask(explained);
    expect(stated_by).to.include({ type: 'PriceCorrected', actor: 'demo' });
    expect(stated_by.reason).to.include('189.00 for 18.90');
    expect(same_stamp.map(({ type }: any) => type)).to.deep.equal(['PriceObserved', 'PriceCorrected']);

    const text = await ask(printings);
    for (const name of Object.keys(stories.printings.prices)) expect(text).to.include(name);
    expect(text)
      .to.match(/[▁▂▃▄▅▆▇█]/)
      .and.to.match(/simulated/i);
  };

  /** Asserts that /docs fills in ids that the ledger has. */
  const checkExamples = async ({ tour }: Shown): Promise<void> => {
    const origin = tour.flatMap(({ command }) => /'(http:\/\/[^/]+)/.exec(command)?.[1] ?? [])[0];
    const { paths } = (await (await fetch(`${origin}/openapi.json`)).json()) as any;
    const asked = Object.entries<any>(paths).flatMap(([path, { get }]) => {
      const ids = (get?.parameters ?? []).filter(
        ({ in: where, name }: any) => where === 'path' && /^(card|set)_id$/.test(name),
      );
      return ids.map(({ name, examples }: any) => `/v1${path.replace(`{${name}}`, examples.default.value)}`);
    });
    expect(asked).to.have.length.above(5);
    for (const path of asked) expect((await fetch(`${origin}${path}`)).status, path).to.equal(200);
  };

  /** Asserts that an alert made over REST fires and is told, and that an administrator's tasks are done. */
  const checkRoles = async (ledger: Ledger, { tour }: Shown): Promise<void> => {
    const origin = new URL(/'(http:[^']+)'/.exec(tour[0]?.command ?? '')?.[1] ?? '').origin;
    const accounts = await openAccounts(ledger, { simulated: true, ownUrl: () => origin });
    try {
      const { bearer, email } = await signUp({ accounts }, { admin: true });
      const headers = { authorization: `Bearer ${bearer}`, 'content-type': 'application/json' };
      const post = async (path: string, body: object, status: number): Promise<any> => {
        const answer = await fetch(`${origin}/v1${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
        const text = await answer.text();
        expect(answer.status, text).to.equal(status);
        return JSON.parse(text);
      };
      await post('/channels', { kind: 'email' }, 201);
      await post('/alerts', { card_id: storyCard(stories.climbs), when: '>= 1 USD' }, 201);
      const mailTo = (address: string) => mails.mails.find(({ to }) => [to].flat()[0]?.text === address);
      await until('the mail of the alert', () => mailTo(email) !== undefined);
      expect(mailTo(email)?.subject).to.include('Galehorn Regent');

      for (const [path, order] of [
        ['/admin/collections', { source: demoSource }],
        ['/admin/projections', { rebuild: ['coverage'] }],
      ] as const) {
        const { task_id } = await post(path, order, 202);
        // Asked of the database, because the API counts what each client asks.
        const ended = async () => (await findTask(ledger.database, task_id)).finished_at;
        await waitFor(`the end of ${path}`, ended, 30_000);
        const answer = await fetch(`${origin}/v1/admin/tasks/${task_id}`, { headers });
        const { state, result } = (await answer.json()) as any;
        expect(state, JSON.stringify(result)).to.equal('done');
      }
    } finally {
      await accounts.close();
    }
  };

  /** Asserts that the page can sign in, to alerts that fired on the days collected, and to mails of them; once each. */
  const checkUser = async ({ tour }: Shown): Promise<void> => {
    const origin = new URL(/'(http:[^']+)'/.exec(tour[0]?.command ?? '')?.[1] ?? '').origin;
    const ask = async (path: string, init: RequestInit = {}): Promise<any> => {
      const answer = await fetch(`${origin}${path}`, init);
      expect(answer.status, path).to.equal(200);
      return answer.json();
    };
    const login = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(demoUser) };
    const headers = { authorization: `Bearer ${(await ask('/v1/auth/login', login)).access_token}` };
    expect((await ask('/v1/me', { headers })).email_verified).to.equal(true);
    const { watchlists } = await ask('/v1/watchlists', { headers });
    expect(watchlists).to.have.length(1);
    expect(watchlists[0].cards.map(({ card_id }: any) => card_id)).to.include(storyCard(stories.returns));
    // Two of its own, and one on each card of the list.
    expect((await ask('/v1/alerts', { headers })).pagination.total).to.equal(7);
    const subjects = async (): Promise<string[]> => {
      const { notifications } = await ask('/v1/notifications?limit=100', { headers });
      return notifications.filter(({ state }: any) => state === 'delivered').map(({ title }: any) => title);
    };
    for (const { name } of [stories.climbs, stories.crashes, stories.returns])
      await waitFor(
        `the mail of ${name}`,
        async () => (await subjects()).some((title) => title.includes(name)) || null,
        20_000,
      );
    for (const { page } of tour) expect((await fetch(page)).status, page).to.equal(200);
    const { card_id: cardId } = watchlists[0].cards[0];
    expect((await fetch(`${origin}/pictures/${cardId}`)).headers.get('content-type')).to.match(/^image\/svg/);
  };

  it('shows what its tour says, after a stop and on a later day too, with one correction', async () => {
    const corrections = async (ledger: Ledger): Promise<unknown[]> => {
      const page = await ledger.log.readStream(`price-${storyCard(stories.corrected)}`, {
        direction: 'forwards',
        fromRevision: 0,
        limit: 100,
      });
      return page.outcome === 'read' ? page.events.filter(({ type }) => type === 'PriceCorrected') : [];
    };
    let tour: readonly TourStop[] = [];
    for (const [now, collected] of [
      ['2027-03-03T08:06:00Z', 37],
      ['2027-03-03T08:06:00Z', 0],
      ['2027-03-05T02:06:00Z', 3],
    ] as const) {
      offsetMs = Date.parse(now) - systemRuntime().now().getTime();
      const ledger = await open();
      try {
        await withDemo(ledger, async (shown) => {
          expect(shown.days).to.have.length(collected);
          const parts = shown.tour.map((stop) => ({
            ...stop,
            page: stop.page.replace(/:\d+\//, '/'),
            command: stop.command.replace(/:\d+\//, '/'),
          }));
          if (tour.length > 0) expect(parts).to.deep.equal(tour);
          tour = parts;
          await checkTour(shown);
          await checkExamples(shown);
          await checkUser(shown);
          expect(await corrections(ledger)).to.have.length(1);
          if (collected === 0) await checkRoles(ledger, shown);
        });
      } finally {
        await ledger.close();
      }
    }
  });
});

describe('the stories of the demo', () => {
  it('are among the first five gainers of the whole market', () => {
    const market = createSeededMarket({ seed: demoSeed });
    for (let month = 0; month < 12; month += 3) {
      const first = eveningOf(new Date(Date.UTC(2026, 10 + month, 1 + 2 * month, 20, 6)), 0);
      const shown = withStories(market, first);
      const prices = (evening: number): Map<string, number> => {
        const at = shown.at(eveningOf(first, evening));
        const rows = at.categoryIds.flatMap((category) =>
          at
            .groups(category)
            .flatMap((group: any) => at.prices(category, group.groupId) ?? [])
            .map((row: any) => [`${row.productId} ${row.subTypeName}`, row.marketPrice] as const),
        );
        return new Map(rows.filter(([, price]) => price !== null));
      };
      const [start, end] = [prices(4), prices(34)];
      const changes = [...end]
        .flatMap(([key, price]) => {
          const before = start.get(key) ?? 0;
          return before < 5 ? [] : [{ key, change: price / before }];
        })
        .sort((a, b) => b.change - a.change);
      const place = changes.findIndex(({ key }) => key.startsWith(String(stories.climbs.productId)));
      expect(place, `the climber from ${first.toISOString()}`).to.be.within(0, 4);
    }
  });

  it('are a set of their own, in ids and names that the market has not', () => {
    const market = createSeededMarket({ seed: demoSeed });
    const at = market.at(new Date('2027-03-03T20:06:00Z'));
    const groups = at.groups(3) as readonly { groupId: number; name: string; abbreviation: string }[];
    expect(
      groups.filter(
        ({ groupId, name, abbreviation }) =>
          groupId === storySet.groupId || name === storySet.name || abbreviation === storySet.abbreviation,
      ),
    ).to.deep.equal([]);
    const names = new Set(
      groups.flatMap(({ groupId }) => at.products(3, groupId) ?? []).map((row: any) => row.name.split(' ')[0]),
    );
    for (const { name, number } of Object.values(stories))
      if (number !== null) expect([...names]).to.not.include(name.split(' ')[0]);
  });

  it('are toured in the README as in the demo', async () => {
    const readme = await readFile(join(packageRoot, 'README.md'), 'utf8');
    const misprint = { wrongFrom: '2026-11-28T21:04:11Z', rightFrom: '2026-11-28T21:04:13Z' };
    const first = new Date('2026-10-25T20:05:33Z');
    const stops = demoTour({ url: 'http://127.0.0.1:8080', first, misprint });
    expect(readme).to.include(`\n${tourText(stops)}\n`);
  });

  it('have a price for each evening', () => {
    for (const { name, prices } of Object.values(stories)) {
      for (const [printing, of] of Object.entries(prices)) expect(of, `${name} ${printing}`).to.have.length(35);
    }
  });
});
