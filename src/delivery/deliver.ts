/** One message, or a digest of several, sent once through a channel. */
import type { Dispatcher } from 'undici';
import { errorCode, isLedgerError } from '../base/errors.js';
import type { Runtime } from '../base/runtime.js';
import { type ChartPoint, chartSvg } from '../charts/price-chart.js';
import { rasterise } from '../charts/rasterise.js';
import { uuidFromName } from '../domain/ids.js';
import type { Mailer } from '../mail/mailer.js';
import type { Database } from '../postgres/database.js';
import type { Channel } from './channel.js';
import { digestOf, discordRequest, ntfyRequest, type OutgoingRequest, telegramRequest } from './formats/chat.js';
import { notificationMail } from './formats/email.js';
import { webhookBody } from './formats/webhook.js';
import { deliveryLimits } from './limits.js';
import { messageText } from './message-text.js';
import type { Message } from './notification.js';
import type { Outcome } from './outcome.js';
import { post } from './post.js';
import { priceTrail } from './price-trail.js';
import { createUnsubscribeToken } from './unsubscribe.js';
import { signedHeaders, signingSecrets } from './webhook-secret.js';

export interface DeliverDeps {
  readonly database: Database;
  /** For the chart: may be a replica. */
  readonly queries: Database;
  readonly runtime: Runtime;
  /** `undefined` if this ledger sends no mail. */
  readonly mailer: Mailer | undefined;
  /** The guarded agent. */
  readonly dispatcher: Dispatcher;
  /** Where users reach the API, without a slash at its end. */
  readonly publicUrl: string;
}

const failed = (reason: string): Outcome => ({ outcome: 'failed', status: null, reason, disable: false });
const later = (reason: string, status: number | null = null): Outcome => ({
  ...{ outcome: 'retry', retryAfterMs: null, throttled: false },
  ...{ status, reason },
});

const webhookRequest = ({ target, secrets }: Channel, message: Message, at: Date): OutgoingRequest => {
  const body = webhookBody(message);
  const signing = signingSecrets(secrets, at);
  return {
    url: target.url ?? '',
    headers: { 'content-type': 'application/json', ...signedHeaders({ id: message.id, at, body }, signing) },
    body,
  };
};

interface Recipient {
  readonly email: string;
  readonly verified: boolean;
}

const recipientOf = async (database: Database, { userId, target }: Channel): Promise<Recipient | undefined> => {
  if (userId === null) return target.address === undefined ? undefined : { email: target.address, verified: true };
  const [row] = await database.query<{ email: string; verified: boolean }>(
    'select email, email_verified_at is not null as verified from accounts.users where id = $1',
    [userId],
  );
  return row;
};

/** Pixels of a mail's picture, which is shown at half its width: for dense screens. */
const chartWidth = 1_120;

/** Returns the chart as PNG; `null` if fewer than two prices are known: a line without a step says nothing beside the words. */
export const chartPng = async (points: readonly ChartPoint[], untilMs: number): Promise<Buffer | null> => {
  const svg = points.filter(({ price }) => price !== null).length < 2 ? null : chartSvg({ points, untilMs });
  return svg === null ? null : rasterise(svg, chartWidth);
};

/** Returns the chart of a single firing; `null` where there is none, or it cannot be drawn: the mail matters more. */
const chartOf = async (queries: Database, messages: readonly Message[]): Promise<Buffer | null> => {
  const [only] = messages;
  if (messages.length !== 1 || only?.content.type !== 'alert.triggered') return null;
  const { firing } = only.content;
  try {
    return await chartPng(await priceTrail(queries, firing), Date.parse(firing.effective_at));
  } catch {
    return null;
  }
};

const sendMail = async (deps: DeliverDeps, channel: Channel, messages: readonly Message[]): Promise<Outcome> => {
  const { mailer, database, publicUrl } = deps;
  if (mailer === undefined) return later('this ledger sends no mail (SMTP_URL is not set)');
  const recipient = await recipientOf(database, channel);
  if (recipient === undefined) return failed('the account is gone');
  // To an address that nobody confirmed, anybody could have mails sent.
  if (!recipient.verified) return later('the e-mail address of the account is not confirmed');
  const token = channel.userId === null ? null : await createUnsubscribeToken(deps, channel.id);
  const id = uuidFromName(
    `mail ${channel.id} ${messages
      .map((message) => message.id)
      .sort()
      .join(' ')}`,
  );
  const mail = notificationMail({
    to: recipient.email,
    messageId: `<${id}@${new URL(publicUrl).hostname}>`,
    texts: messages.map((message) => messageText(message, publicUrl)),
    chart: await chartOf(deps.queries, messages),
    unsubscribeUrl: token === null ? null : `${publicUrl}/unsubscribe/${token}`,
  });
  try {
    await mailer.send(mail);
    return { outcome: 'delivered', status: 250 };
  } catch (error) {
    if (!isLedgerError(error)) throw error;
    const status = Number(error.details['status'] ?? 0) || null;
    if (errorCode(error) !== 'MAIL_REFUSED') return later(error.message, status);
    return { outcome: 'failed', status, reason: error.message, disable: false };
  }
};

/**
 * Sends messages, several as a digest, through a channel. Throws only what the database throws. A webhook takes one at a
 * time: its receiver is a program.
 */
export const deliver = async (
  deps: DeliverDeps,
  channel: Channel,
  messages: readonly [Message, ...Message[]],
): Promise<Outcome> => {
  const { kind, target } = channel;
  if (kind === 'email') return sendMail(deps, channel, messages);
  if (kind === 'webhook') {
    const request = webhookRequest(channel, messages[0], deps.runtime.now());
    const bytes = Buffer.byteLength(request.body);
    if (bytes > deliveryLimits.webhookBytesMax) return failed(`${bytes} bytes, more than a webhook may have`);
    return post(deps, request);
  }
  const text = digestOf(messages.map((message) => messageText(message, deps.publicUrl)));
  const requestOf = { ntfy: ntfyRequest, discord: discordRequest, telegram: telegramRequest }[kind];
  return post(deps, requestOf(target, text));
};
