/** What notifications say, and that no name of a card becomes markup. */
import { expect } from 'chai';
import { conditionText, firingFacts, firingTitle } from '../../../src/delivery/firing-text.js';
import {
  digestOf,
  discordRequest,
  escapeMarkdown,
  ntfyRequest,
  telegramRequest,
} from '../../../src/delivery/formats/chat.js';
import { notificationMail } from '../../../src/delivery/formats/email.js';
import { webhookBody } from '../../../src/delivery/formats/webhook.js';
import { messageText } from '../../../src/delivery/message-text.js';
import type { FiringContent, Message } from '../../../src/delivery/notification.js';
import { uuidFromName } from '../../../src/domain/ids.js';
import { goodData } from '../../support/events.js';

const base = goodData.AlertTriggered;
const contentOf = (
  firing: Partial<FiringContent['firing']> = {},
  more: Partial<FiringContent> = {},
): FiringContent => ({
  type: 'alert.triggered',
  firing: { ...base, ...firing },
  when: { type: 'threshold', comparison: '<=', amount: 200 },
  card: { name: 'Lugia VSTAR', set_name: 'Silver Tempest', number: '139/195' },
  simulated: false,
  ...more,
});
const messageOf = (content: FiringContent): Message => ({
  id: uuidFromName('message'),
  createdAt: '2025-09-22T10:00:00Z',
  content,
});
const textOf = (content: FiringContent) => messageText(messageOf(content), 'https://cards.example');

describe('the text of a firing', () => {
  it('is old → new in major units, of the printing that fired', () => {
    expect(firingTitle(contentOf())).to.equal('Lugia VSTAR (Holofoil): 2.45 → 1.90 USD');
    expect(firingTitle(contentOf({ currency: 'JPY', price: 1_234 }))).to.equal(
      'Lugia VSTAR (Holofoil): 245 → 1234 JPY',
    );
    expect(firingTitle(contentOf({ previous: null, price: 5 }))).to.equal('Lugia VSTAR (Holofoil): 0.05 USD');
  });

  it('names condition, grade and language where the event has them, and only those', () => {
    const grade = { grader: 'PSA', grade: '10', qualifier: null };
    expect(firingTitle(contentOf({ condition: 'NM', grade, language: 'en' }))).to.equal(
      'Lugia VSTAR (Holofoil, NM, PSA 10, en): 2.45 → 1.90 USD',
    );
    const facts = new Map(firingFacts(contentOf({ metric: 'low', kind: 'asking', source: 'tcgcsv' })));
    expect(facts.get('Copy')).to.equal('Holofoil');
    expect(facts.get('Source')).to.equal('tcgcsv, asking price');
    expect(facts.get('Now (lowest price)')).to.equal('1.90 USD, 2025-09-21 20:05 UTC');
  });

  it('says of availability what the event says, and states no price that is none', () => {
    const available = { when: { type: 'availability', becomes: 'available' } } as const;
    const withdrawn = { when: { type: 'availability', becomes: 'withdrawn' } } as const;
    expect(firingTitle(contentOf({ price: null, previous: null }, available))).to.match(/: offered again$/);
    expect(firingTitle(contentOf({ price: 900 }, available))).to.match(/: 2\.45 → 9\.00 USD$/);
    expect(firingTitle(contentOf({ price: null }, withdrawn))).to.match(/: 2\.45 USD → no longer offered$/);
    expect(firingTitle(contentOf({ price: null, previous: null }, withdrawn))).to.match(/: no longer offered$/);
  });

  it('says what was compared', () => {
    const words = [
      [{ type: 'threshold', comparison: '>', amount: 1_000 }, 'above 10.00 USD'],
      [
        { type: 'change', direction: 'down', basis_points: 1_050, amount: null, window_days: 7 },
        'down 10.5 % within 7 days',
      ],
      [
        { type: 'change', direction: 'either', basis_points: 1_000, amount: 100, window_days: null },
        'up or down 10 % and 1.00 USD',
      ],
      [{ type: 'new_high', window_days: 30 }, 'a new high of 30 days'],
      [{ type: 'new_low', window_days: 1 }, 'a new low of 1 day'],
      [{ type: 'availability', becomes: 'withdrawn' }, 'is no longer offered'],
    ] as const;
    for (const [when, text] of words) expect(conditionText(when, 'USD')).to.equal(text);
  });

  it('marks simulated prices and samples', () => {
    expect(firingTitle(contentOf({}, { simulated: true, sample: true }))).to.match(/^\[Sample\] \[Simulated\] Lugia/);
  });
});

const nasty = contentOf(
  {},
  { card: { name: '<b>@everyone</b> **x** [a](http://evil)\r\nBcc: eve', set_name: '"&\'', number: null } },
);

describe('formats', () => {
  it('webhook: type, timestamp, data; below 20 kB with the longest names', () => {
    const long = { name: 'é'.repeat(300), set_name: 'é'.repeat(300), number: 'x'.repeat(50) };
    const body = webhookBody(messageOf(contentOf({}, { card: long })));
    expect(Buffer.byteLength(body)).to.be.below(20_000);
    expect(JSON.parse(body)).to.have.all.keys('type', 'timestamp', 'data');
  });

  it('ntfy: JSON at the root of the server, the topic in the body', () => {
    const request = ntfyRequest({ url: 'https://ntfy.example/base/my-topic', token: 'tk' }, textOf(contentOf()));
    expect(request.url).to.equal('https://ntfy.example/base/');
    expect(request.headers['authorization']).to.equal('Bearer tk');
    const body = JSON.parse(request.body);
    expect([body.topic, body.title]).to.deep.equal(['my-topic', 'Lugia VSTAR (Holofoil): 2.45 → 1.90 USD']);
    expect(body.click).to.equal('https://cards.example/cards/pokemon-517045');
  });

  it('Discord: nobody is mentioned, nothing is markup', () => {
    const body = JSON.parse(discordRequest({ url: 'https://discord.example/x' }, textOf(nasty)).body);
    expect(body.allowed_mentions).to.deep.equal({ parse: [] });
    expect(body.embeds[0].title).to.include('\\<b\\>\\@everyone').and.include('\\[a\\]\\(http');
    expect(escapeMarkdown('a*b_c')).to.equal('a\\*b\\_c');
  });

  it('Telegram: HTML is escaped, the token is in the address only', () => {
    const request = telegramRequest({ token: '12:ab', chat_id: '-100' }, textOf(nasty));
    expect(request.url).to.equal('https://api.telegram.org/bot12:ab/sendMessage');
    const body = JSON.parse(request.body);
    expect(body.text).to.include('&lt;b&gt;@everyone').and.not.include('<b>@everyone');
    expect(request.body).not.to.include('12:ab');
  });

  it('mail: subject in one line, HTML escaped, text and HTML say the same', () => {
    const mail = notificationMail({
      to: 'a@b.example',
      messageId: '<1@x>',
      texts: [textOf(nasty)],
      chart: null,
      unsubscribeUrl: 'https://cards.example/unsubscribe/1',
    });
    expect(mail.subject).not.to.match(/[\r\n]/);
    expect(mail.html).to.include('&lt;b&gt;@everyone').and.not.include('<b>@everyone');
    expect(mail.html).to.include('&quot;&amp;&#39;');
    for (const part of [mail.text, mail.html]) expect(part).to.include('1.90 USD').and.include('/unsubscribe/1');
    expect(mail.headers).to.deep.include({ 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' });
  });

  it('a digest lists titles, each once', () => {
    const one = textOf(contentOf());
    expect(digestOf([one])).to.equal(one);
    const many = digestOf([one, textOf(contentOf({ price: 180 }))]);
    expect(many.title).to.equal('2 notifications');
    expect(many.facts.map(([, value]) => value)).to.deep.equal([one.title, one.title.replace('1.90', '1.80')]);
  });
});
