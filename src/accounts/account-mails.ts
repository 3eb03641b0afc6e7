/** What the mails of accounts say. Plain text: a mail that asks for a click should show where it leads. */
import type { Mail } from '../mail/mailer.js';

export type MailText = Pick<Mail, 'subject' | 'text'>;

/** The address of the form that asks for a link. */
const forgottenHint = 'POST /v1/auth/password/forgot';

const signature = 'TCG Price Ledger';
const lines = (...parts: readonly string[]): string => `${[...parts, '', signature].join('\n')}\n`;

export const accountMails = {
  verify: (link: string): MailText => ({
    subject: 'Confirm your e-mail address',
    text: lines(
      'An account of the TCG Price Ledger was made with this address. If it was you, confirm it within a day:',
      '',
      link,
      '',
      'If it was not, ignore this mail: the account is deleted after 30 days.',
    ),
  }),
  known: (link: string): MailText => ({
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
  reset: (link: string): MailText => ({
    subject: 'Choose a new password',
    text: lines(
      'Somebody, probably you, asked for a new password. Choose one within 30 minutes:',
      '',
      link,
      '',
      'If it was not you, ignore this mail: nothing has changed.',
    ),
  }),
  passwordChanged: (publicUrl: string): MailText => ({
    subject: 'Your password was changed',
    text: lines(
      'The password of your account was changed, and its other sessions have ended.',
      `If it was not you, choose a new one: ${publicUrl} (${forgottenHint})`,
    ),
  }),
  confirmNewEmail: (link: string): MailText => ({
    subject: 'Confirm your new e-mail address',
    text: lines(
      'This address is to become that of an account of the TCG Price Ledger. If you asked for that, confirm it within a day:',
      '',
      link,
      '',
      'If you did not, ignore this mail: nothing has changed.',
    ),
  }),
  emailChangeAsked: (): MailText => ({
    subject: 'Your e-mail address is to be changed',
    text: lines(
      'Another e-mail address was given for your account, with your password. It takes effect once that address is confirmed.',
      'If it was not you, log in and change your password now: that stops it.',
    ),
  }),
  emailChanged: (): MailText => ({
    subject: 'Your e-mail address was changed',
    text: lines('Your account has another e-mail address now. This one gets no further mails.'),
  }),
} as const;
