/**
 * Mails of accounts, kept as rows until the server has taken them: neither a process that ends nor a server that is away loses one.
 * Sent at least once, with the same Message-ID each time. A row says what a mail is about, and its link is made when it is sent.
 *
 * Rejected: the queue of notifications, because it would hold links as they are, in a database that has only hashes of them, and
 * because the role that empties it may run nowhere. Rejected: a link made with the row, for the same reason.
 */
import { backoffMs } from '../base/async/backoff.js';
import { errorCode } from '../base/errors.js';
import { limits } from '../base/limits.js';
import type { Row } from '../postgres/database.js';
import { accountMails, type MailText } from './account-mails.js';
import type { Accounts } from './accounts.js';
import { type LinkPurpose, makeLink } from './links.js';

/** How long one try may take before another process repeats it. */
const claimMs = 120_000;
/** Delays between the tries of a mail. */
const delays = { minMs: 5_000, maxMs: 600_000 };
const pollMs = 5_000;
/** Mails sent in one go. */
const sentAtOnceMax = 10;

interface WithLink {
  readonly purpose: LinkPurpose;
  /** How long the link works, and how long the mail is of use. */
  readonly holdsMs: number;
  readonly text: (link: string) => MailText;
}

interface Notice {
  readonly purpose: null;
  readonly holdsMs: number;
  readonly text: (publicUrl: string) => MailText;
}

const { verificationLinkMs, resetLinkMs } = limits;

const mailKinds = {
  verify: { purpose: 'verify_email', holdsMs: verificationLinkMs, text: accountMails.verify },
  known: { purpose: 'reset_password', holdsMs: resetLinkMs, text: accountMails.known },
  reset: { purpose: 'reset_password', holdsMs: resetLinkMs, text: accountMails.reset },
  confirm_new_email: { purpose: 'change_email', holdsMs: verificationLinkMs, text: accountMails.confirmNewEmail },
  password_changed: { purpose: null, holdsMs: limits.noticeMailMs, text: accountMails.passwordChanged },
  email_change_asked: { purpose: null, holdsMs: limits.noticeMailMs, text: accountMails.emailChangeAsked },
  email_changed: { purpose: null, holdsMs: limits.noticeMailMs, text: accountMails.emailChanged },
} as const satisfies Readonly<Record<string, WithLink | Notice>>;

export interface AccountMail {
  readonly userId: string;
  readonly kind: keyof typeof mailKinds;
  /** Where it goes. */
  readonly email: string;
}

interface QueuedMail extends AccountMail {
  readonly id: string;
  readonly tries: number;
}

const kindOf = ({ kind }: Pick<AccountMail, 'kind'>): WithLink | Notice => mailKinds[kind];

/** Writes a mail as text, with a new link if it has one. */
const compose = async (
  accounts: Accounts,
  mail: AccountMail,
): Promise<{ text: MailText; link: string | undefined }> => {
  const kind = kindOf(mail);
  if (kind.purpose === null) return { text: kind.text(accounts.publicUrl()), link: undefined };
  const { userId, email } = mail;
  const link = await makeLink(accounts, { userId, email, purpose: kind.purpose }, kind.holdsMs);
  return { text: kind.text(link), link };
};

/** Sends a queued mail once. What the server puts off stays queued. */
const sendQueued = async (accounts: Accounts, queued: QueuedMail): Promise<void> => {
  const { database, mailer, runtime, logger, publicUrl } = accounts;
  if (mailer === undefined) return;
  const { id, email: to, kind } = queued;
  // Its link was made useless meanwhile, or its account is gone.
  const begun = await database.query(
    'update accounts.outgoing_mails set tries = tries + 1 where id = $1 returning id',
    [id],
  );
  if (begun.length === 0) return;
  try {
    const { text } = await compose(accounts, queued);
    await mailer.send({ to, ...text, messageId: `<${id}@${new URL(publicUrl()).hostname}>` });
  } catch (error) {
    if (errorCode(error) === 'MAIL_UNAVAILABLE') {
      const dueAt = new Date(runtime.now().getTime() + backoffMs(queued.tries, runtime.random(), delays));
      await database.query('update accounts.outgoing_mails set due_at = $2 where id = $1', [id, dueAt]);
      logger.warn('a mail of an account is put off', { kind, reason: (error as Error).message });
      return;
    }
    if (errorCode(error) !== 'MAIL_REFUSED') throw error;
    logger.warn('a mail of an account is refused', { kind, reason: (error as Error).message });
  }
  await database.query('delete from accounts.outgoing_mails where id = $1', [id]);
};

/** Queues a mail and tries to send it. Without a mailer it logs the link, where that is allowed. */
export const mailUser = async (accounts: Accounts, mail: AccountMail): Promise<void> => {
  const { database, mailer, runtime, logger, logsLinks } = accounts;
  if (mailer === undefined) {
    const { text, link } = await compose(accounts, mail);
    if (link !== undefined && logsLinks) logger.info(`no mail without SMTP_URL: ${text.subject}`, { link });
    return;
  }
  const [id, nowMs] = [runtime.uuid(), runtime.now().getTime()];
  const { purpose, holdsMs } = kindOf(mail);
  await database.query(
    `insert into accounts.outgoing_mails (id, user_id, kind, purpose, email, created_at, expires_at, due_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [
      ...[id, mail.userId, mail.kind, purpose, mail.email, new Date(nowMs)],
      ...[new Date(nowMs + holdsMs), new Date(nowMs + claimMs)],
    ],
  );
  await sendQueued(accounts, { ...mail, id, tries: 0 });
};

interface QueuedRow extends Row {
  readonly id: string;
  readonly user_id: string;
  readonly kind: AccountMail['kind'];
  readonly email: string;
  readonly tries: number;
}

/** Sends the mails that are due. Returns how many those were. */
export const sendDueMails = async (accounts: Accounts): Promise<number> => {
  const { database, runtime } = accounts;
  const now = runtime.now();
  const rows = await database.query<QueuedRow>(
    `update accounts.outgoing_mails m set due_at = $2
       from (select id from accounts.outgoing_mails where due_at <= $1 and expires_at > $1
              order by due_at limit $3 for update skip locked) due
      where m.id = due.id returning m.id, m.user_id, m.kind, m.email, m.tries`,
    [now, new Date(now.getTime() + claimMs), sentAtOnceMax],
  );
  await Promise.all(
    rows.map(({ id, user_id: userId, kind, email, tries }) => sendQueued(accounts, { id, userId, kind, email, tries })),
  );
  return rows.length;
};

/** Sends what was put off, or left by a process that ended, until `signal` aborts. Any number of processes do. Never throws. */
export const runAccountMails = async (accounts: Accounts, signal: AbortSignal): Promise<void> => {
  const { runtime, logger, mailer } = accounts;
  if (mailer === undefined) return;
  while (!signal.aborted) {
    try {
      while (!signal.aborted && (await sendDueMails(accounts)) > 0);
    } catch (error) {
      logger.warn('mails of accounts not sent', { reason: (error as Error).message });
    }
    await runtime.sleep(pollMs, signal).catch(() => undefined);
  }
};
