/** Mail by SMTP, through nodemailer. */
import { createTransport } from 'nodemailer';
import { ledgerError } from '../base/errors.js';
import { reasonOf } from '../base/reason.js';
import type { Mail, Mailer } from './mailer.js';

/** Milliseconds: to connect, to be greeted, and without anything from the server. */
const connectMs = 10_000;
const greetingMs = 10_000;
const silenceMs = 20_000;
/** Connections open at once. */
const connectionsMax = 4;

export interface SmtpConfig {
  /** smtp:// or smtps:// */
  readonly url: string;
  /** Sender of all mails: an address, or `Name <address>`. */
  readonly from: string;
}

interface SmtpFailure extends Error {
  readonly code?: string;
  readonly responseCode?: number;
  readonly command?: string;
}

/** Removes addresses: servers repeat the recipient in their refusals. */
const withoutAddresses = (text: string): string => text.replace(/<?[^\s<>"]+@[^\s<>"]+>?/g, '(address)');

/**
 * A reply of 5yz to the envelope or the message is final. One to the login is not: the operator puts that right, and mails
 * that waited are sent then.
 */
const isFinal = ({ code, responseCode = 0 }: SmtpFailure): boolean =>
  responseCode >= 500 && responseCode < 600 && code !== 'EAUTH';

const failureOf = (error: unknown): Error => {
  const failure = error as SmtpFailure;
  const final = isFinal(failure);
  const status = failure.responseCode === undefined ? {} : { status: String(failure.responseCode) };
  return ledgerError(final ? 'MAIL_REFUSED' : 'MAIL_UNAVAILABLE', withoutAddresses(reasonOf(error)), {
    details: status,
  });
};

/** Returns a mail in the form of nodemailer. */
export const asNodemailerHasIt = ({ to, subject, text, html, messageId, headers, pictures = [] }: Mail) => ({
  // As an object: a text could name several recipients.
  to: { name: '', address: to },
  subject,
  text,
  ...(html === undefined ? {} : { html }),
  ...(messageId === undefined ? {} : { messageId }),
  ...(headers === undefined ? {} : { headers: { ...headers } }),
  attachments: pictures.map(({ cid, filename, contentType, content }) => ({
    ...{ cid, filename, contentType, content },
    contentDisposition: 'inline' as const,
  })),
  // Nothing that a text says is ever read from this machine.
  disableFileAccess: true,
  disableUrlAccess: true,
});

/** Creates the mailer. Nothing is connected until the first mail. */
export const createSmtpMailer = ({ url, from }: SmtpConfig): Mailer => {
  const { hostname, port, protocol, username, password } = new URL(url);
  const secure = protocol === 'smtps:';
  const transport = createTransport(
    {
      pool: true,
      maxConnections: connectionsMax,
      host: hostname.replace(/^\[|\]$/g, ''),
      port: port === '' ? (secure ? 465 : 587) : Number(port),
      secure,
      // Credentials are never sent in the clear; without them a server inside the network may have no TLS.
      requireTLS: !secure && username !== '',
      ...(username === '' ? {} : { auth: { user: decodeURIComponent(username), pass: decodeURIComponent(password) } }),
      connectionTimeout: connectMs,
      greetingTimeout: greetingMs,
      socketTimeout: silenceMs,
    },
    { from },
  );
  const underWay = new Set<Promise<unknown>>();
  return {
    async send(mail) {
      const sending = transport.sendMail(asNodemailerHasIt(mail));
      underWay.add(sending);
      try {
        await sending;
      } catch (error) {
        throw failureOf(error);
      } finally {
        underWay.delete(sending);
      }
    },
    async describe() {
      const server = `${hostname}:${port === '' ? (secure ? 465 : 587) : port}`;
      try {
        await transport.verify();
        return { server, from, trouble: null };
      } catch (error) {
        return { server, from, trouble: failureOf(error).message };
      }
    },
    async close() {
      await Promise.allSettled(underWay);
      transport.close();
    },
  };
};
