/** The mails of accounts, and their sending. Plain text: a mail that asks for a click should show where it leads. */
import { retry } from '../base/async/retry.js';
import { errorCode } from '../base/errors.js';
import type { Mail } from '../mail/mailer.js';
import type { Accounts } from './accounts.js';

/** Tries of one mail. */
const triesMax = 4;

type Text = Pick<Mail, 'subject' | 'text'>;

const signature = 'TCG Price Ledger';
const lines = (...parts: readonly string[]): string => `${[...parts, '', signature].join('\n')}\n`;

export const accountMails = {
  verify: (link: string): Text => ({
    subject: 'Confirm your e-mail address',
    text: lines(
      'An account of the TCG Price Ledger was made with this address. If it was you, confirm it within a day:',
      '',
      link,
      '',
      'If it was not, ignore this mail: the account is deleted after 30 days.',
    ),
  }),
  known: (link: string): Text => ({
    subject: 'You already have an account',
    text: lines(
      'Somebody, probably you, wanted to make an account with this address, which has one. Log in with it.',
      'If you forgot the password, choose a new one within 30 minutes:',
      '',
      link,
      '',
      'If it was not you, ignore this mail: nothing has changed.',
    ),
  }),
  reset: (link: string): Text => ({
    subject: 'Choose a new password',
    text: lines(
      'Somebody, probably you, asked for a new password. Choose one within 30 minutes:',
      '',
      link,
      '',
      'If it was not you, ignore this mail: nothing has changed.',
    ),
  }),
  passwordChanged: (forgotten: string): Text => ({
    subject: 'Your password was changed',
    text: lines(
      'The password of your account was changed, and its other sessions have ended.',
      `If it was not you, choose a new one: ${forgotten}`,
    ),
  }),
  confirmNewEmail: (link: string): Text => ({
    subject: 'Confirm your new e-mail address',
    text: lines(
      'This address is to become that of an account of the TCG Price Ledger. If you asked for that, confirm it within a day:',
      '',
      link,
      '',
      'If you did not, ignore this mail: nothing has changed.',
    ),
  }),
  emailChangeAsked: (): Text => ({
    subject: 'Your e-mail address is to be changed',
    text: lines(
      'Another e-mail address was given for your account, with your password. It takes effect once that address is confirmed.',
      'If it was not you, log in and change your password now: that stops it.',
    ),
  }),
  emailChanged: (): Text => ({
    subject: 'Your e-mail address was changed',
    text: lines('Your account has another e-mail address now. This one gets no further mails.'),
  }),
} as const;

/** Sends a mail, a few times if the server is away. Without a mailer it logs the link, where that is allowed. */
export const sendAccountMail = async (accounts: Accounts, to: string, mail: Text, link?: string): Promise<void> => {
  const { mailer, logger, logsLinks, runtime } = accounts;
  if (mailer === undefined) {
    if (link !== undefined && logsLinks) logger.info(`no mail without SMTP_URL: ${mail.subject}`, { link });
    return;
  }
  await retry(() => mailer.send({ to, ...mail }), {
    runtime,
    triesMax,
    isTransient: (error) => errorCode(error) === 'MAIL_UNAVAILABLE',
  });
};
