/**
 * Goal: mails arrive as they were meant, and failures say whether a retry can help. Method: a real SMTP server
 * (smtp-server), whose mails are parsed by mailparser.
 */
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { expect } from 'chai';
import { type ParsedMail, simpleParser } from 'mailparser';
import { SMTPServer } from 'smtp-server';
import { errorCode } from '../../src/base/errors.js';
import type { Mailer } from '../../src/mail/mailer.js';
import { createSmtpMailer } from '../../src/mail/smtp.js';
import { smtpUrlProblem } from '../../src/mail/smtp-url.js';

interface Received {
  readonly to: readonly string[];
  readonly mail: ParsedMail;
}

describe('mail by SMTP', () => {
  const received: Received[] = [];
  /** Reply code to the next recipient; 250: taken. */
  let reply = 250;
  let server: SMTPServer;
  let mailer: Mailer;

  before(async () => {
    server = new SMTPServer({
      authOptional: true,
      disabledCommands: ['STARTTLS'],
      onRcptTo: ({ address }, _session, callback) => {
        if (reply === 250) callback();
        else callback(Object.assign(new Error(`no mailbox ${address} here`), { responseCode: reply }));
      },
      onData: (stream, session, callback) => {
        simpleParser(stream).then((mail) => {
          received.push({ to: session.envelope.rcptTo.map(({ address }) => address), mail });
          callback();
        }, callback);
      },
    });
    server.listen(0, '127.0.0.1');
    await once(server.server, 'listening');
    const { port } = server.server.address() as AddressInfo;
    mailer = createSmtpMailer({ url: `smtp://127.0.0.1:${port}`, from: 'Ledger <ledger@cards.example>' });
  });
  beforeEach(() => {
    received.length = 0;
    reply = 250;
  });
  after(async () => {
    await mailer.close();
    await new Promise<void>((resolve) => server.close(() => resolve()));
  });

  it('arrives with texts, headers and pictures', async () => {
    const content = Buffer.from('89504e470d0a1a0a', 'hex');
    await mailer.send({
      to: 'ann@cards.example',
      subject: 'Flabébé: 12.00 → 9.90 USD',
      text: 'plain',
      html: '<p>rich <img src="cid:chart"></p>',
      messageId: '<one@cards.example>',
      headers: { 'List-Unsubscribe': '<https://cards.example/u/1>' },
      pictures: [{ cid: 'chart', filename: 'chart.png', contentType: 'image/png', content }],
    });
    expect(received).to.have.length(1);
    const [{ to, mail }] = received as [Received];
    expect(to).to.deep.equal(['ann@cards.example']);
    expect([mail.subject, mail.text?.trim(), mail.from?.text, mail.messageId]).to.deep.equal([
      'Flabébé: 12.00 → 9.90 USD',
      'plain',
      '"Ledger" <ledger@cards.example>',
      '<one@cards.example>',
    ]);
    expect(mail.headers.get('list')).to.deep.include({ unsubscribe: { url: 'https://cards.example/u/1' } });
    const [picture] = mail.attachments;
    expect([picture?.cid, picture?.contentType, picture?.contentDisposition]).to.deep.equal([
      'chart',
      'image/png',
      'inline',
    ]);
    expect(picture?.content.equals(content)).to.equal(true);
  });

  it('goes to one recipient, whatever the address says', async () => {
    await mailer.send({ to: 'ann@cards.example, eve@cards.example', subject: 's', text: 't' }).catch(() => undefined);
    expect(received.flatMap(({ to }) => to)).not.to.include('eve@cards.example');
  });

  it('adds no header that a subject carries', async () => {
    await mailer.send({ to: 'ann@cards.example', subject: 'a\r\nBcc: eve@cards.example', text: 't' });
    const [{ to, mail }] = received as [Received];
    expect([to, mail.bcc]).to.deep.equal([['ann@cards.example'], undefined]);
  });

  for (const [code, expected] of [
    [550, 'MAIL_REFUSED'],
    [451, 'MAIL_UNAVAILABLE'],
  ] as const) {
    it(`${code} is ${expected}, and the recipient is not named`, async () => {
      reply = code;
      const error = await mailer.send({ to: 'ann@cards.example', subject: 's', text: 't' }).catch((e: unknown) => e);
      expect(errorCode(error)).to.equal(expected);
      expect((error as Error).message).not.to.include('ann');
      expect((error as { details: unknown }).details).to.deep.equal({ status: String(code) });
    });
  }

  it('is unavailable where nothing listens, and doctor says why', async () => {
    const nobody = createSmtpMailer({ url: 'smtp://127.0.0.1:1', from: 'ledger@cards.example' });
    const error = await nobody.send({ to: 'ann@cards.example', subject: 's', text: 't' }).catch((e: unknown) => e);
    expect(errorCode(error)).to.equal('MAIL_UNAVAILABLE');
    expect((await nobody.describe()).trouble).to.include('ECONNREFUSED');
    expect(await mailer.describe()).to.deep.include({ from: 'Ledger <ledger@cards.example>', trouble: null });
    await nobody.close();
  });

  it('takes smtp and smtps URLs only', () => {
    for (const url of ['smtp://localhost', 'smtps://u:p@host:465', 'smtp://[::1]:25/'])
      expect(smtpUrlProblem(url), url).to.equal(null);
    for (const url of ['host:25', 'http://host', 'smtp://', 'smtp://host/path'])
      expect(smtpUrlProblem(url), url).to.be.a('string');
  });
});
