/**
 * Goal: what an account does seldom works too, and a session that ends leads to signing in and back. Method: a real browser on the
 * demo's stories with every role; mails and webhooks arrive at receivers on loopback.
 */
import { expect } from 'chai';
import { Webhook } from 'standardwebhooks';
import { until } from '../support/wait-for.js';
import { asUser, password, useAccountPages } from './support/account-pages.js';
import { plainHost } from './support/dashboard.js';

const card = 'pokemon-97000002';

describe('the account pages, seldom used', function () {
  this.timeout(120_000);
  const world = useAccountPages();
  const { api, send, newAddress, register, visitor, signIn, openAs, linkTo } = world;

  const webhook = async (token: string, name: string, path: string): Promise<string> => {
    const { channel } = await send('/channels', { kind: 'webhook', url: `${world.hook.url}${path}`, name }, token);
    return channel.channel_id;
  };

  const sentTo = (path: string) => world.hook.requests.filter((request) => request.path === path);

  it('makes a new signing secret, which is copied, and by which the next message is signed', async () => {
    const { email, token } = await register();
    await webhook(token, 'My bot', '/rotated');
    const visit = await visitor();
    const { page } = visit;
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await openAs(visit, email, '/account/channels');
    await page.getByRole('button', { name: 'New secret …' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('For a day both secrets sign').waitFor();
    await visit.look('account-channel-new-secret');
    await dialog.getByRole('button', { name: 'Make it' }).click();
    await page.getByText('the former secret signs too').waitFor();
    const secret = await page.getByLabel('Signing secret', { exact: true }).inputValue();
    await page.getByRole('button', { name: 'Copy: Signing secret' }).click();
    await page.getByText('Copied.').waitFor();
    expect(await page.evaluate('navigator.clipboard.readText()')).to.equal(secret);
    await page.getByRole('button', { name: 'Test My bot' }).click();
    await page.getByText('webhook: delivered').waitFor();
    const [message] = sentTo('/rotated');
    const headers = message?.headers as Record<string, string>;
    expect(headers['webhook-signature']?.split(' ')).to.have.length(2);
    expect(new Webhook(secret).verify(message?.body ?? '', headers)).to.include({ type: 'channel.test' });
    await visit.leave();
  });

  it('says how to copy where the browser lets no page write to the clipboard', async () => {
    const { email, token } = await register();
    await webhook(token, 'My bot', '/uncopied');
    const visit = await visitor();
    const { page } = visit;
    await page.addInitScript("Object.defineProperty(navigator, 'clipboard', { value: undefined })");
    await openAs(visit, email, '/account/channels');
    await page.getByRole('button', { name: 'New secret …' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Make it' }).click();
    await page.getByRole('button', { name: 'Copy: Signing secret' }).click();
    await page.getByText('Press Ctrl+C or ⌘C: the text is selected.').waitFor();
    const field = page.getByLabel('Signing secret', { exact: true });
    expect(await page.evaluate('getSelection().toString()')).to.equal(await field.inputValue());
    await visit.leave();
  });

  it('sends again what a receiver refused, with the same id', async () => {
    const { email, token } = await register();
    const channel = await webhook(token, 'Gone for a while', '/gone');
    world.hook.replies.push({ status: 410 });
    await send('/alerts', { card_id: card, when: '<= 1000 USD', channels: [channel] }, token);
    await until('the firing is refused', () => sentTo('/gone').length === 1);
    const visit = await visitor();
    const { page } = visit;
    await openAs(visit, email, '/account/channels');
    // A channel that is gone is switched off, also while its page is open.
    await page.getByText('Switched off').waitFor();
    await page.getByRole('button', { name: 'Switch on Gone for a while' }).click();
    await page.locator('.state.delivered').waitFor();
    world.hook.replies.push({ status: 410 });
    await page.getByRole('button', { name: 'Test Gone for a while' }).click();
    await page.getByText('webhook: failed').waitFor();
    await page.getByText('Switched off').waitFor();
    await page.getByRole('button', { name: 'Switch on Gone for a while' }).click();
    await page.locator('.state.delivered').waitFor();

    await visit.open(`/account/notifications?channel_id=${channel}`);
    const sent = page.locator('.history > li').last();
    await sent.locator('.state.failed').waitFor();
    await sent.getByText(/answered 410/).waitFor();
    const replay = page.getByRole('region', { name: 'Send again' });
    // A day is missing: the browser's own reason, beside its field, and nothing is sent.
    await replay.getByRole('button', { name: 'Send again' }).click();
    await replay.locator('.reason').first().waitFor();
    const today = new Date().toISOString().slice(0, 10);
    await replay.getByLabel('From').fill(today);
    await replay.getByLabel('Through').fill(today);
    // What was mended is no longer wrong.
    expect(await replay.locator('.reason').count()).to.equal(0);
    await replay.getByLabel('Channel').selectOption(channel);
    await visit.look('account-notifications-again');
    await replay.getByRole('button', { name: 'Send again' }).click();
    await replay.getByText('1 are on their way.').waitFor();
    await until('the message comes again', () => sentTo('/gone').length === 3);
    const [first, , again] = sentTo('/gone').map(({ headers }) => headers['webhook-id']);
    expect(again).to.equal(first);
    await sent.locator('.state.delivered').waitFor();
    await replay.getByRole('button', { name: 'Send again' }).click();
    await replay.getByText('There is nothing to send again in these days.').waitFor();
    await visit.leave();
  });

  it('changes the address of the account by the link of a mail to the new one', async () => {
    const { email } = await register();
    const next = newAddress();
    const visit = await visitor();
    const { page } = visit;
    await openAs(visit, email, '/account');
    const form = page.getByRole('region', { name: 'E-mail address' });
    await form.getByLabel('New address').fill(next);
    await form.getByLabel('Password').fill('not my password');
    await form.getByRole('button', { name: 'Change the address' }).click();
    await form.locator('.reason').waitFor();
    expect(await form.getByLabel('New address').inputValue()).to.equal(next);
    await form.getByLabel('Password').fill(password);
    await form.getByRole('button', { name: 'Change the address' }).click();
    await form.getByText(`Look into your mail at ${next}`).waitFor();
    expect((await api('/me', asUser((await send('/auth/login', { email, password })).access_token))).email).to.equal(
      email,
    );
    await visit.open(await linkTo(next, '/verify/'));
    await visit.look('mail-change-address');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.getByText('Thank you: the address is confirmed.').waitFor();
    await visit.open('/account');
    if (new URL(page.url()).pathname === '/sign-in') await signIn(page, next);
    await page.getByRole('definition').filter({ hasText: next }).waitFor();
    expect((await send('/auth/login', { email: next, password })).access_token).to.be.a('string');
    expect((await send('/auth/login', { email, password })).code).to.equal('LOGIN_FAILED');
    await visit.leave(['403 (Forbidden)', '400 (Bad Request)']);
  });

  it('makes channels of Discord and Telegram, says what is wrong beside their fields, and shows no secret', async () => {
    const { email, token } = await register();
    const visit = await visitor({ size: 'phone' });
    const { page } = visit;
    await openAs(visit, email, '/account/channels');
    const add = page.getByRole('button', { name: 'Add the channel' });
    await page.getByRole('button', { name: 'Discord' }).click();
    await page.getByLabel('Address').fill('https://discord.com/channels/1/2');
    await add.click();
    await page.locator('.reason').getByText('discord.com/api/webhooks').waitFor();
    await page.getByLabel('Address').fill(`${world.hook.url}/api/webhooks/123/very-secret`);
    await add.click();
    await page.getByText('“discord” is made: test it above.').waitFor();
    await page.getByRole('button', { name: 'Test discord' }).click();
    await page.getByText('discord: delivered').waitFor();
    expect(JSON.parse(sentTo('/api/webhooks/123/very-secret')[0]?.body ?? '{}')).to.have.any.keys('content', 'embeds');

    await page.getByRole('button', { name: 'Telegram' }).click();
    await page.getByLabel('Token of the bot').fill('nonsense');
    await page.getByLabel('Chat').fill('@my_channel');
    await add.click();
    await page.locator('.reason').getByText('the token of a bot').waitFor();
    await page.getByLabel('Token of the bot').fill(`123456:${'A'.repeat(35)}`);
    await page.getByLabel('Name').fill('My phone');
    await add.click();
    await page.getByText('“My phone” is made').waitFor();
    await page.getByText('chat @my_channel').waitFor();
    await visit.look('account-channels-chats');
    expect(await page.content())
      .to.not.include('very-secret')
      .and.to.not.include('AAAAA');
    const { channels } = await api('/channels', asUser(token));
    expect(channels.map(({ kind }: { kind: string }) => kind)).to.have.members(['discord', 'telegram']);
    await visit.leave(['400 (Bad Request)']);
  });

  it('leads from every page to signing in, and back, where the session was ended elsewhere', async () => {
    const { email, token } = await register();
    const { alert_id: alert } = await send('/alerts', { card_id: card, when: '<= 1 USD' }, token);
    const { watchlist_id: list } = await send('/watchlists', { name: 'To buy', cards: [card] }, token);
    const visit = await visitor();
    const { page } = visit;
    await page.clock.install();
    await openAs(visit, email, '/account');
    for (const path of [
      '/account',
      '/account/alerts?status=armed',
      `/account/alerts?card=${card}&when=%3C%3D+1+USD`,
      `/account/alerts/${alert}`,
      '/account/watchlists',
      `/account/watchlists/${list}`,
      '/account/channels',
      '/account/notifications?state=failed',
      '/account/keys',
    ]) {
      await visit.open(path);
      // Signing out elsewhere, as by a change of the password: neither token holds any more.
      await page.route('**/v1/auth/refresh', (route) => route.fulfill({ status: 401, json: {} }));
      await page.route('**/v1/**', (route) =>
        route.request().url().includes('/auth/')
          ? route.fallback()
          : route.fulfill({ status: 401, json: { code: 'UNAUTHENTICATED', detail: 'ended', status: 401 } }),
      );
      // The page is looked at again after a while: it asks for what it shows.
      await page.clock.fastForward(61_000);
      await page.evaluate(`document.dispatchEvent(new Event('visibilitychange', { bubbles: true }))`);
      await page.waitForURL((url) => url.pathname === '/sign-in');
      await page.unrouteAll();
      await signIn(page, email);
      await page.waitForURL((url) => url.pathname + url.search === path);
      await page.locator('h1').first().waitFor();
    }
    await visit.leave(['401 (Unauthorized)']);
  });

  it('adds a card to a list over plain http, where browsers have fewer functions', async () => {
    const { email, token } = await register();
    const { watchlist_id: list } = await send('/watchlists', { name: 'To buy' }, token);
    const url = world.demo.url.replace('127.0.0.1', plainHost);
    const visit = await world.browser.visit(url);
    const { page } = visit;
    await page.addInitScript(`localStorage.setItem('tcgl-signed-out', '1')`);
    await openAs(visit, email, `/account/watchlists/${list}`);
    expect(await page.evaluate('isSecureContext')).to.equal(false);
    await page.getByLabel('Add a card').fill('ashwing prime');
    await page.getByRole('option').first().waitFor();
    await page.keyboard.press('Enter');
    await page.getByText('Ashwing Prime is on the list.').waitFor();
    await page.reload();
    await page.locator('.watched').getByText('Ashwing Prime').waitFor();
    // The browser says that it ignores a header of TLS pages.
    await visit.leave(['Cross-Origin-Opener-Policy']);
  });
});
