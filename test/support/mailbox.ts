/** A mailbox for tests of what is mailed: a real SMTP server on loopback, and a mailer that sends to it. */
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { type ParsedMail, simpleParser } from 'mailparser';
import { SMTPServer } from 'smtp-server';
import type { Mailer } from '../../src/mail/mailer.js';
import { createSmtpMailer } from '../../src/mail/smtp.js';

export interface ReceivedMail {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  /** The first address in the text. */
  readonly link: string | undefined;
}

export interface Mailbox {
  readonly mailer: Mailer;
  readonly received: ReceivedMail[];
  /** Returns the newest mail to an address; throws if there is none. */
  newest(to: string): ReceivedMail;
  /** Number of further recipients that the server puts off. */
  failures: number;
  close(): Promise<void>;
}

const receivedOf = (to: string, { subject = '', text = '' }: ParsedMail): ReceivedMail => ({
  to,
  subject,
  text,
  link: /https?:\/\/\S+/.exec(text)?.[0],
});

/** Opens a mailbox. */
export const openMailbox = async (): Promise<Mailbox> => {
  const received: ReceivedMail[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onRcptTo: (_address, _session, callback) => {
      if (mailbox.failures === 0) callback();
      else {
        mailbox.failures -= 1;
        callback(Object.assign(new Error('try again'), { responseCode: 451 }));
      }
    },
    onData: (stream, session, callback) => {
      simpleParser(stream).then((mail) => {
        received.push(receivedOf(session.envelope.rcptTo[0]?.address ?? '', mail));
        callback();
      }, callback);
    },
  });
  server.listen(0, '127.0.0.1');
  await once(server.server, 'listening');
  const { port } = server.server.address() as AddressInfo;
  const mailer = createSmtpMailer({ url: `smtp://127.0.0.1:${port}`, from: 'Ledger <ledger@cards.example>' });
  const mailbox: Mailbox = {
    mailer,
    received,
    failures: 0,
    newest(to) {
      const mail = received.filter((each) => each.to === to).at(-1);
      if (mail === undefined) throw new Error(`no mail to ${to}: ${JSON.stringify(received)}`);
      return mail;
    },
    async close() {
      await mailer.close();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
  return mailbox;
};
