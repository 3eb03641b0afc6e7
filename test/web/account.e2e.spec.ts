/**
 * Goal: an account can do everything with the pages that it can with the API, and nothing is lost or shown twice. Method: a real
 * browser on the demo's stories with every role; mails and webhooks arrive at receivers on loopback.
 */
import { readFile } from 'node:fs/promises';
import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { until } from '../support/wait-for.js';
import { asUser, password, useAccountPages } from './support/account-pages.js';
import { looks } from './support/dashboard.js';

const card = 'pokemon-97000002';

describe('the account pages', function () {
  this.timeout(120_000);
  const world = useAccountPages();
  const { api, send, newAddress, register, visitor, signIn, openAs, linkTo } = world;

  /** Waits until the field has the focus: it is moved after the reasons are drawn. */
  const focused = (page: Page, name: string): Promise<void> => page.locator(`[name="${name}"]:focus`).waitFor();

  it('makes an account, says what is wrong beside the field, and confirms the address by the link of the mail', async () => {
    const visit = await visitor();
    const { page } = visit;
    await visit.open('/account');
    await page.waitForURL('**/sign-in?to=%2Faccount');
    await page.getByRole('link', { name: 'Make an account' }).click();
    const email = newAddress();
    const make = page.getByRole('button', { name: 'Make an account' });
    await make.click();
    await focused(page, 'email');
    await page.getByLabel('E-mail address').fill(email);
    await page.getByLabel('Password').fill('password123');
    await make.click();
    // One of the commonest: the API's own reason, beside its field.
    await page.locator('.reason').waitFor();
    await focused(page, 'password');
    expect(await page.getByLabel('Password').inputValue(), 'nothing is lost').to.equal('password123');
    await page.getByLabel('Password').fill(password);
    await page.keyboard.press('Enter');
    await page.waitForURL('**/account');
    await page.getByText('not confirmed', { exact: true }).waitFor();

    await visit.open(await linkTo(email, '/verify/'));
    await visit.look('mail-verify');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.getByText('Thank you: the address is confirmed.').waitFor();
    await page.getByRole('link', { name: 'Your account' }).click();
    await page.getByText('confirmed', { exact: true }).waitFor();
    await visit.leave(['400 (Bad Request)']);
  });

  it("signs the demo's user in by itself, and out for good", async () => {
    const visit = await world.browser.visit(world.demo.url);
    const { page } = visit;
    await visit.open('/account');
    await page.getByRole('heading', { name: 'Profile' }).waitFor();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.waitForURL('**/sign-in**');
    await page.reload();
    await page.getByText('This is a demo').waitFor();
    await visit.leave();
  });

  it('says that a password is wrong, then how long to wait, and leads back to the page that one came from', async () => {
    const { email } = await register();
    const visit = await visitor();
    const { page } = visit;
    await visit.open('/status');
    await page.getByRole('link', { name: 'Sign in' }).click();
    await page.waitForURL('**/sign-in?to=%2Fstatus');
    await page.getByLabel('E-mail address').fill(email);
    const button = page.getByRole('main').getByRole('button', { name: 'Sign in' });
    const alert = page.getByRole('alert');
    for (let wrong = 1; !(await alert.getByText(/^Try again in \d+ s\.$/).isVisible()); wrong += 1) {
      expect(wrong, 'wrong passwords without a delay').to.be.lessThan(9);
      await page.getByLabel('Password').fill(`wrong password ${wrong}`);
      await button.click();
      await page.locator('form[aria-busy="false"]').waitFor();
      await alert.waitFor();
    }
    await alert.getByText('Try again now.').waitFor();
    await signIn(page, email);
    await page.waitForURL('**/status');
    await visit.leave(['401 (Unauthorized)', '429 (Too Many Requests)']);
  });

  it('chooses a new password by the link of a mail', async () => {
    const { email } = await register();
    const visit = await visitor();
    const { page } = visit;
    await visit.open('/sign-in?way=forgotten');
    await page.getByLabel('E-mail address').fill(email);
    await page.getByRole('button', { name: 'Mail me a link' }).click();
    await page.getByText(`Look into your mail at ${email}.`).waitFor();
    await visit.look('sign-in-forgotten');
    await visit.open(await linkTo(email, '/password/reset/'));
    await visit.look('mail-reset');
    await page.keyboard.press('Tab');
    await page.keyboard.type('another horse battery');
    await page.keyboard.press('Enter');
    await page.getByText('The password is changed. Sign in with it.').waitFor();
    await page.getByRole('link', { name: 'Sign in' }).click();
    await page.getByLabel('E-mail address').fill(email);
    await page.getByLabel('Password').fill('another horse battery');
    await page.keyboard.press('Enter');
    await page.waitForURL('**/account');
    await visit.leave();
  });

  it('leads from a channel and a back-test to an alert that fires, its explanation and its notification, and deletes it', async () => {
    const { email, token } = await register();
    const visit = await visitor();
    const { page } = visit;
    await openAs(visit, email, '/account/channels');
    await page.getByLabel('Name').fill('My bot');
    await page.getByLabel('Address').fill(`${world.hook.url}/hook`);
    await page.getByRole('button', { name: 'Add the channel' }).click();
    expect(await page.getByLabel('Signing secret', { exact: true }).inputValue()).to.match(/^whsec_/);
    await page.getByRole('button', { name: 'Test My bot' }).click();
    await page.getByText('webhook: delivered').waitFor();
    expect(world.hook.requests.at(-1)?.body).to.include('channel.test');

    await visit.open(`/account/alerts?card=${card}&when=${encodeURIComponent('<= 1 USD')}`);
    await page.getByText('It would not have fired').waitFor();
    await page.getByLabel('Amount', { exact: true }).fill('60');
    const asked = await send('/alerts/backtest', { card_id: card, when: '<= 60 USD' });
    expect(asked.firings).to.be.greaterThan(0);
    await page
      .getByText(asked.firings === 1 ? 'would have fired once' : `would have fired ${asked.firings} times`)
      .waitFor();
    await page.getByRole('img', { name: 'with its firings marked' }).waitFor();
    expect(await page.locator('.step-chart .mark').count()).to.be.above(0);
    await visit.look('account-backtest-chart');
    await page.getByLabel('Amount', { exact: true }).fill('1');
    await page.getByText('Fires when the market price (Holofoil) is at or below $1.00.').waitFor();
    await page.getByRole('button', { name: 'Create the alert' }).click();
    await page.waitForURL(/\/alerts\/[0-9a-f-]{36}$/);
    await page.locator('.state.armed').waitFor();
    const id = new URL(page.url()).pathname.split('/').at(-1) ?? '';

    // Another condition that holds already: it fires as if it were made now.
    await page.getByRole('button', { name: 'Edit' }).click();
    await page.getByLabel('Amount', { exact: true }).fill('1000');
    await page.getByText('More options').click();
    await page.getByLabel('Band').fill('5 percent');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.locator('.reason').waitFor();
    await focused(page, 'hysteresis');
    await page.getByLabel('Band').fill('5%');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('button', { name: 'Save' }).waitFor({ state: 'detached' });
    await until('the firing', async () => (await api(`/alerts/${id}`, asUser(token))).firings === 1);
    await visit.open(`/account/alerts/${id}`);
    await page.locator('.state.fired').waitFor();
    await page.getByText('armed again above $1,050.00').waitFor();
    const { history } = await api(`/alerts/${id}/history?type=AlertTriggered`, asUser(token));
    const [firing] = history;
    await page.getByText('Explain it').click();
    await page.getByText(firing.decision.triggering.event_id).waitFor();
    await page
      .getByText(`$${firing.decision.price.toFixed(2)}`)
      .first()
      .waitFor();
    await visit.look('account-alert-fired');

    await page.getByRole('link', { name: 'Its notifications' }).click();
    const sent = page.locator('.history > li').first();
    await sent.locator('.state.delivered').waitFor();
    await sent.getByText('1 try').click();
    await sent.getByText(/delivered, answered 204, \d+ ms/).waitFor();
    expect(world.hook.requests.at(-1)?.headers['webhook-id']).to.equal(firing.event_id);
    await visit.look('account-notifications-of-alert');

    await visit.open(`/account/alerts/${id}`);
    await page.getByRole('button', { name: 'Test', exact: true }).click();
    await page.getByText('webhook: delivered').waitFor();
    await page.getByRole('button', { name: 'Pause' }).click();
    await page.locator('.state.paused').waitFor();
    await visit.open('/account/alerts?status=paused');
    await page.getByRole('main').getByRole('listitem').getByText('Ashwing Prime').waitFor();
    await visit.look('account-alerts-paused');
    await page.getByText('Ashwing Prime').click();
    await page.getByRole('button', { name: 'Delete …' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
    await page.getByText('You have no alert yet.').waitFor();
    await visit.leave(['400 (Bad Request)']);
  });

  it('ends mails of a channel by the link that each has, and switches the channel on again', async () => {
    const { email, token } = await register();
    await send('/auth/verify', { token: (await linkTo(email, '/verify/')).split('/').at(-1) });
    const visit = await visitor();
    const { page } = visit;
    await openAs(visit, email, '/account/channels');
    await page.getByRole('button', { name: 'E-mail' }).click();
    await page.getByRole('button', { name: 'Add the channel' }).click();
    await page.getByRole('button', { name: 'Test email' }).click();
    await page.getByText('email: delivered').waitFor();
    await visit.open(await linkTo(email, '/unsubscribe/'));
    await visit.look('mail-unsubscribe');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.getByText('gets no more mail').waitFor();
    await page.getByRole('link', { name: 'Your channels' }).click();
    await page.locator('.state.failed').waitFor();
    await page.getByRole('button', { name: 'Switch on email' }).click();
    await page.locator('.state.delivered').waitFor();
    expect((await api('/channels', asUser(token))).channels[0].enabled).to.equal(true);
    await visit.leave();
  });

  it('keeps what is typed where another tab changed the alert, and replaces that when saved once more', async () => {
    const { email, token } = await register();
    const { alert_id: id } = await send('/alerts', { card_id: card, when: '<= 1 USD' }, token);
    const visit = await visitor();
    const { page } = visit;
    await openAs(visit, email, `/account/alerts/${id}`);
    await page.getByRole('button', { name: 'Edit' }).click();
    await page.getByLabel('Amount', { exact: true }).fill('2');
    await api(`/alerts/${id}`, {
      method: 'PATCH',
      headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
      body: JSON.stringify({ when: '<= 3 USD' }),
    });
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('It was changed since you opened it').waitFor();
    await page.getByText('is at or below $3.00').first().waitFor();
    expect(await page.getByLabel('Amount', { exact: true }).inputValue()).to.equal('2');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('button', { name: 'Save' }).waitFor({ state: 'detached' });
    await until('the change', async () => (await api(`/alerts/${id}`, asUser(token))).when.amount === 2);
    await visit.leave(['412 (Precondition Failed)']);
  });

  it('keeps a watchlist: cards with their prices, a rule, a feed, another name', async () => {
    const { email, token } = await register();
    const visit = await visitor();
    const { page } = visit;
    await openAs(visit, email, '/account/watchlists');
    await page.getByLabel('Name').fill('To buy');
    await page.getByRole('button', { name: 'Create' }).click();
    await page.getByRole('heading', { name: 'To buy' }).waitFor();
    await page.getByLabel('Add a card').fill('ashwing prime');
    await page.getByRole('option').first().waitFor();
    await page.keyboard.press('Enter');
    await page.getByText('Ashwing Prime is on the list.').waitFor();
    const { current_price: price } = await api(`/cards/${card}`);
    const row = page.locator('.watched');
    await row.getByText(`$${price.market_price.toFixed(2)}`).waitFor();
    await page.getByText('for one of each').waitFor();

    await page.getByRole('button', { name: 'Add a rule' }).click();
    await page.getByLabel('Tell me when').selectOption('change');
    await page.getByLabel('By percent').fill('12.5');
    // What it would have done on a card of the list, before it is saved.
    const tested = await send('/alerts/backtest', {
      card_id: card,
      when: { type: 'change', direction: 'down', basis_points: 1250 },
    });
    await page
      .getByText(
        tested.firings === 1 ? 'would have fired once' : new RegExp(`fired? (${tested.firings} times )?on the`),
      )
      .waitFor();
    await visit.look('account-watchlist-rule');
    await page.getByRole('button', { name: 'Save the rule' }).click();
    await page.getByText('On each card, an alert when the market price falls by 12.5 % or more.').waitFor();
    await row.getByRole('link', { name: 'Alert on Ashwing Prime' }).waitFor();

    await page.getByRole('button', { name: 'Make a feed' }).click();
    const atom = await page.getByLabel('Atom', { exact: true }).inputValue();
    expect((await fetch(atom)).headers.get('content-type')).to.include('atom');
    await page.getByLabel('Name of the list').fill('To sell');
    await page.getByRole('button', { name: 'Rename' }).click();
    await page.getByRole('heading', { name: 'To sell' }).waitFor();
    await visit.look('account-watchlist-feed');
    await row.getByRole('button', { name: 'Remove Ashwing Prime' }).click();
    await page.getByText('No card yet.').waitFor();
    const { watchlists } = await api('/watchlists', asUser(token));
    expect([watchlists[0].name, watchlists[0].cards]).to.deep.equal(['To sell', []]);
    await page.getByRole('button', { name: 'Delete the list …' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
    await page.getByText('You have no list yet.').waitFor();
    await visit.leave();
  });

  it('shows a key once, with the formula of a sheet token, and revokes it', async () => {
    const { email } = await register();
    const visit = await visitor();
    const { page } = visit;
    await openAs(visit, email, '/account/keys');
    await page.getByLabel('Name').fill('my bot');
    await page.getByLabel('account:').check();
    await page.getByRole('button', { name: 'Make it' }).click();
    const key = await page.getByLabel('API key', { exact: true }).inputValue();
    expect((await api('/me', { headers: { 'X-API-Key': key } })).email).to.equal(email);
    await visit.look('account-key-made');
    await page.getByLabel('Name').fill('my sheet');
    await page.getByLabel('Kind').selectOption('sheet');
    await page.getByRole('button', { name: 'Make it' }).click();
    const formula = await page.getByLabel('For a cell of Google Sheets', { exact: true }).inputValue();
    const address = /^=IMPORTDATA\("([^"]+)"\)$/.exec(formula)?.[1] ?? '';
    expect(await (await fetch(address)).text()).to.match(/^set_id,/);
    await page.reload();
    await page.getByText('my sheet', { exact: true }).waitFor();
    expect(await page.content()).to.not.include(key);
    await page
      .getByRole('row', { name: /my bot/ })
      .getByRole('button', { name: 'Revoke …' })
      .click();
    await page.getByRole('dialog').getByRole('button', { name: 'Revoke' }).click();
    await page.getByText('my bot', { exact: true }).waitFor({ state: 'detached' });
    expect((await api('/me', { headers: { 'X-API-Key': key } })).code).to.equal('UNAUTHENTICATED');
    await visit.leave();
  });

  it('signs out in every tab, and shows the next user nothing of the one before', async () => {
    const [first, second] = [await register(), await register()];
    await send('/watchlists', { name: 'Secret list' }, first.token);
    const visit = await visitor();
    const { page } = visit;
    await openAs(visit, first.email, '/account/watchlists');
    await page.getByText('Secret list').waitFor();
    const other = await page.context().newPage();
    await other.goto(`${world.demo.url}/account`);
    await other.getByRole('button', { name: 'Sign out' }).click();
    await page.waitForURL('**/sign-in?to=%2Faccount%2Fwatchlists');
    await signIn(page, second.email);
    await page.getByText('You have no list yet.').waitFor();
    await visit.leave();
  });

  it('works by keyboard alone: sign in, choose a card, create an alert, pause it', async () => {
    const { email } = await register();
    const visit = await visitor();
    const { page } = visit;
    const { keyboard } = page;
    /** Goes on by Tab until the focus is on what has this name. */
    const tabTo = async (name: string): Promise<void> => {
      const named = `((at) => at.matches('a, button, input, select, summary') ? (at.labels?.[0] ?? at).textContent + at.ariaLabel : '')(document.activeElement)`;
      for (let pressed = 0; !(await page.evaluate<string>(named)).includes(name); pressed += 1) {
        expect(pressed, `no way by Tab to ${name}`).to.be.lessThan(60);
        await keyboard.press('Tab');
      }
    };
    await visit.open('/account/alerts');
    await tabTo('E-mail address');
    await keyboard.type(email);
    await keyboard.press('Tab');
    await keyboard.type(password);
    await keyboard.press('Enter');
    await page.getByText('You have no alert yet.').waitFor();
    await tabTo('New alert');
    await keyboard.press('Enter');
    await tabTo('Card for the alert');
    await keyboard.type('fenmaw');
    await page.getByRole('option').first().waitFor();
    await keyboard.press('ArrowDown');
    await keyboard.press('Enter');
    await page.getByText('On what is recorded').waitFor();
    await tabTo('Amount');
    await keyboard.type('0.50');
    await keyboard.press('Enter');
    await page.locator('.state.armed').waitFor();
    await tabTo('Pause');
    await keyboard.press('Enter');
    await page.locator('.state.paused').waitFor();
    await tabTo('Delete …');
    await keyboard.press('Enter');
    await page.getByRole('dialog').waitFor();
    await keyboard.press('Escape');
    await page.locator('button:focus', { hasText: 'Delete …' }).waitFor();
    await visit.leave();
  });

  it('saves preferences, gives the data out, and deletes the account only after its address was typed', async () => {
    const { email, token } = await register();
    const visit = await visitor();
    const { page } = visit;
    await openAs(visit, email, '/account');
    await page.getByLabel('Time zone').fill('Europe/Nowhere');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.locator('.reason').waitFor();
    await page.getByLabel('Time zone').fill('Europe/Berlin');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Saved.').waitFor();
    expect((await api('/me', asUser(token))).time_zone).to.equal('Europe/Berlin');
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Download my data' }).click(),
    ]);
    expect(JSON.parse(await readFile(await download.path(), 'utf8')).account.email).to.equal(email);
    await page.getByLabel('Password up to now').fill('not the password');
    await page.getByLabel('New password').fill('another horse battery');
    await page.getByRole('button', { name: 'Change the password' }).click();
    await page.locator('.reason').waitFor();
    await page.getByLabel('Password up to now').fill(password);
    await page.getByRole('button', { name: 'Change the password' }).click();
    await page.getByText('All other sessions have ended.').waitFor();
    await page.getByRole('button', { name: 'Delete the account …' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Type').fill('somebody@else.example');
    await dialog.getByRole('button', { name: 'Delete it for good' }).click();
    await dialog.locator('.reason').waitFor();
    await dialog.getByLabel('Type').fill(email);
    await dialog.getByRole('button', { name: 'Delete it for good' }).click();
    await page.waitForURL('**/sign-in**');
    expect((await send('/auth/login', { email, password: 'another horse battery' })).code).to.equal('LOGIN_FAILED');
    await visit.leave(['400 (Bad Request)', '403 (Forbidden)']);
  });

  for (const [size, theme] of looks)
    it(`looks right, ${size}, ${theme}`, async () => {
      const { email, token } = await register();
      const { channel } = await send(
        '/channels',
        { kind: 'webhook', url: `${world.hook.url}/look`, name: 'My bot' },
        token,
      );
      await send(
        '/channels',
        { kind: 'ntfy', url: `${world.hook.url}/topic`, quiet_hours: nightly, digest: daily },
        token,
      );
      await send('/alerts', { card_id: card, when: '<= 1000 USD', cooldown_seconds: 86_400 }, token);
      const { alert_id: id } = await send('/alerts', { card_id: 'pokemon-97000001', when: 'up 10% in 7d' }, token);
      const list = await send('/watchlists', { name: 'To buy', cards: [card], rule: { when: 'down 10%' } }, token);
      await send(`/channels/${channel.channel_id}/test`, {}, token);
      const visit = await visitor({ size, theme });
      await visit.open('/sign-in');
      await visit.look('sign-in');
      await openAs(visit, email, '/account/alerts');
      await visit.look('account-alerts');
      const pages = {
        'alert-new': `/account/alerts?card=${card}&when=${encodeURIComponent('down 10% in 7d')}`,
        'alert-one': `/account/alerts/${id}`,
        watchlists: '/account/watchlists',
        watchlist: `/account/watchlists/${list.watchlist_id}`,
        channels: '/account/channels',
        notifications: '/account/notifications',
        keys: '/account/keys',
        profile: '/account',
      };
      for (const [name, path] of Object.entries(pages)) {
        await visit.open(path);
        await visit.look(`account-${name}`);
      }
      await visit.leave();
    });
});

const nightly = { from: '22:00', to: '07:00', time_zone: 'Europe/Berlin' };
const daily = { at: '18:00', time_zone: 'Europe/Berlin' };
