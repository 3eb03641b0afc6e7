/**
 * Goal: mails arrive readable, with the chart of the alert's own price, and can be ended with one click. Method: a real
 * SMTP server takes them, and mailparser reads them.
 */
import { expect } from 'chai';
import type { ParsedMail } from 'mailparser';
import type { Channel } from '../../src/delivery/channel.js';
import { channelOfUser } from '../../src/delivery/channels.js';
import { findUnsubscribeTarget, unsubscribe } from '../../src/delivery/unsubscribe.js';
import { priceObserved } from '../../src/domain/prices/price-events.js';
import { printingOf } from '../../src/domain/prices/price-key.js';
import { priceStream } from '../../src/domain/streams.js';
import type { Mailer } from '../../src/mail/mailer.js';
import { createSmtpMailer } from '../../src/mail/smtp.js';
import { metadata, numbers, observation } from '../support/events.js';
import { useDatabase } from '../support/postgres.js';
import { testProjector } from '../support/projector.js';
import { type MailReceiver, startMailReceiver } from './support/receivers.js';
import { openWorld, type World } from './support/world.js';

describe('mails', () => {
  const used = useDatabase();
  let receiver: MailReceiver;
  let mailer: Mailer;
  let world: World;
  let user: string;
  let channel: Channel;
  let alert: string;

  before(async () => {
    receiver = await startMailReceiver();
    mailer = createSmtpMailer({ url: receiver.url, from: 'Cards <cards@shop.example>' });
    used.defer(() => receiver.close());
    used.defer(() => mailer.close());
    world = await openWorld(used, { mailer });
  });
  beforeEach(async () => {
    receiver.mails.length = 0;
    receiver.replies.length = 0;
    user = await world.user();
    channel = await world.channel(user, { kind: 'email' });
    alert = await world.alert(user);
  });
  afterEach(() => world.database.query('delete from accounts.users'));

  const fireAndSend = async (data = {}): Promise<void> => {
    await world.fire(alert, data);
    await world.feed();
    await world.send();
  };
  const only = (): ParsedMail => {
    expect(receiver.mails).to.have.length(1);
    return receiver.mails[0]!;
  };
  const linkOf = (mail: ParsedMail): string =>
    (mail.headers.get('list') as any as { unsubscribe: { url: string } }).unsubscribe.url;
  const tokenOf = (mail: ParsedMail): string => linkOf(mail).split('/').at(-1)!;
  const isOn = async (): Promise<boolean> => (await channelOfUser(world.database, user, channel.id)).enabled;

  it('say old → new in text and HTML, to the address of the account', async () => {
    await fireAndSend();
    const mail = only();
    expect(mail.subject).to.equal('[Simulated] pokemon-517045 (Holofoil): 2.45 → 1.90 USD');
    expect([mail.to].flat()[0]?.text).to.match(/^user-\d+@cards\.example$/);
    for (const part of [mail.text!, String(mail.html)]) {
      expect(part).to.include('1.90 USD').and.include('at or below 2.00 USD').and.include('Holofoil');
    }
    expect(mail.headers.get('auto-submitted')).to.equal('auto-generated');
  });

  it('have a chart of the key that fired, as a picture in the mail, and none of another printing', async () => {
    const observe = async (cents: number, day: number, printing: string): Promise<void> => {
      const effective_at = `2025-09-${String(day).padStart(2, '0')}T20:05:33Z`;
      const event = priceObserved(observation({ ...numbers(cents), effective_at, printing: printingOf(printing) }));
      await world.log.append(
        [{ stream: priceStream('pokemon-517045'), expectedRevision: 'any', events: [event] }],
        metadata,
      );
    };
    for (const [cents, day] of [
      [300, 10],
      [245, 15],
      [190, 21],
    ] as const)
      await observe(cents, day, 'Holofoil');
    await testProjector({ database: world.database, log: world.log }).catchUp();
    await fireAndSend();
    const [picture] = only().attachments;
    expect([picture?.contentType, picture?.contentDisposition]).to.deep.equal(['image/png', 'inline']);
    expect(picture?.content.subarray(1, 4).toString()).to.equal('PNG');
    // The parser has put the picture in the place of its cid.
    expect(String(only().html)).to.include('src="data:image/png;base64,');
    receiver.mails.length = 0;
    await fireAndSend({ printing: printingOf('Reverse Holofoil') });
    expect(only().attachments).to.have.length(0);
  });

  it('are ended by RFC 8058: POST switches off, looking changes nothing', async () => {
    await fireAndSend();
    const mail = only();
    expect((mail.headers.get('list') as any).unsubscribe.url).to.match(
      /^https:\/\/cards\.example\/unsubscribe\/[0-9a-f]{48}$/,
    );
    expect(mail.headerLines.find(({ key }) => key === 'list-unsubscribe-post')?.line).to.equal(
      'List-Unsubscribe-Post: List-Unsubscribe=One-Click',
    );
    const token = tokenOf(mail);
    expect(await findUnsubscribeTarget(world.database, token)).to.deep.include({
      channelId: channel.id,
      enabled: true,
    });
    expect(await isOn()).to.equal(true);
    expect(await unsubscribe(world.deps, token)).to.deep.include({ channelId: channel.id });
    expect(await isOn()).to.equal(false);
    expect(await unsubscribe(world.deps, token)).to.deep.include({ enabled: false });
    for (const wrong of ['', 'ab'.repeat(24), `${token}0`, token.toUpperCase()])
      expect(await unsubscribe(world.deps, wrong), wrong).to.equal(null);
  });

  it('store hashes of the links only', async () => {
    await fireAndSend();
    const token = tokenOf(only());
    const [{ found } = { found: -1 }] = await world.database.query<{ found: number }>(
      `select count(*)::int4 as found from delivery.unsubscribe_links where encode(token_hash, 'hex') like '%' || $1 || '%'`,
      [token],
    );
    expect(found).to.equal(0);
  });

  it('wait for a server that is busy, under one Message-ID; a refusal is final', async () => {
    receiver.replies.push(451);
    await fireAndSend();
    expect(receiver.mails).to.have.length(0);
    await world.runtime.advance(6_000);
    await world.send();
    const first = only().messageId;
    const [row] = await world.notifications(channel.id);
    expect((await world.attempts(row!.id)).map(({ outcome, status }) => [outcome, status])).to.deep.equal([
      ['retry', 451],
      ['delivered', 250],
    ]);
    // Sent again, as after a death between the server's answer and its note: the same mail.
    await world.database.query(`update delivery.notifications set state = 'waiting', due_at = $1`, [
      world.runtime.now().toISOString(),
    ]);
    await world.send();
    expect(receiver.mails[1]!.messageId).to.equal(first);
    receiver.replies.push(550);
    await fireAndSend();
    const refused = (await world.notifications(channel.id)).find(({ state }) => state === 'failed');
    expect(refused?.reason).to.match(/not taken/);
  });

  it('go to confirmed addresses only', async () => {
    const other = await world.user({ verified: false });
    const theirs = await world.channel(other, { kind: 'email' });
    const of = await world.alert(other);
    await world.fire(of);
    await world.feed();
    await world.send();
    expect(receiver.mails).to.have.length(0);
    expect((await world.notifications(theirs.id))[0]?.reason).to.match(/not confirmed/);
  });

  it('of a digest are one, at its time', async () => {
    await world.database.query('delete from delivery.channels');
    const now = world.runtime.now();
    const inAnHour = new Date(now.getTime() + 3_600_000).toISOString().slice(11, 16);
    const daily = await world.channel(user, { kind: 'email', digest: { at: inAnHour, time_zone: 'UTC' } });
    for (const price of [190, 180, 170]) await world.fire(alert, { price });
    await world.feed();
    await world.send();
    expect(receiver.mails).to.have.length(0);
    await world.runtime.advance(3_600_000);
    await world.send();
    const mail = only();
    expect(mail.subject).to.equal('3 notifications of your alerts');
    for (const price of ['1.90', '1.80', '1.70']) expect(mail.text).to.include(`${price} USD`);
    expect((await world.notifications(daily.id)).map(({ state }) => state)).to.deep.equal(Array(3).fill('delivered'));
  });

  it('wait for the end of quiet hours, also those that were queued before them', async () => {
    await world.fire(alert);
    await world.feed();
    const minute = (offset: number): string =>
      new Date(world.runtime.now().getTime() + offset * 60_000).toISOString().slice(11, 16);
    await world.database.query('update delivery.channels set quiet_hours = $1', [
      JSON.stringify({ from: minute(-5), to: minute(30), time_zone: 'UTC' }),
    ]);
    await world.send();
    expect(receiver.mails).to.have.length(0);
    await world.runtime.advance(31 * 60_000);
    await world.send();
    only();
  });
});
