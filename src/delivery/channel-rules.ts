/** What a channel may be made of. Every error names its field and what was expected. */
import { isIP } from 'node:net';
import { ledgerError } from '../base/errors.js';
import type { Channel, ChannelKind, ChannelTarget, Digest, QuietHours } from './channel.js';
import { addressRefused, type NetworkGuard } from './network-guard.js';
import { isTimeZone } from './send-times.js';

export interface ChannelRules {
  readonly guard: NetworkGuard;
  /** Whether this ledger sends mail. */
  readonly sendsMail: boolean;
}

const urlCharsMax = 2_000;
const nameCharsMax = 100;

const invalid = (field: string, expected: string): Error =>
  ledgerError('VALIDATION_FAILED', `${field}: expected ${expected}`, { details: { [field]: `expected ${expected}` } });

/**
 * Returns the URL as it is asked for. A name is judged when it is connected to; an address is refused here already, so that
 * its owner hears of it. Throws VALIDATION_FAILED or WEBHOOK_ADDRESS_REFUSED.
 */
const checkUrl = (text: string, guard: NetworkGuard): URL => {
  const expected = `an https:// URL of at most ${urlCharsMax} characters, without user and password`;
  if (text.length > urlCharsMax || !URL.canParse(text)) throw invalid('url', expected);
  const url = new URL(text);
  const isWeb = url.protocol === 'https:' || url.protocol === 'http:';
  if (!isWeb || url.username !== '' || url.password !== '' || url.hostname === '') throw invalid('url', expected);
  const host = url.hostname.replace(/^\[|\]$/g, '');
  if (isIP(host) === 0) return url;
  const judgement = guard.judge(host);
  if (judgement === 'refused' || (judgement === 'public' && url.protocol === 'http:')) throw addressRefused();
  return url;
};

/** What each kind is made of. */
const wanted: Readonly<Record<ChannelKind, readonly (keyof ChannelTarget)[]>> = {
  webhook: ['url'],
  email: [],
  ntfy: ['url', 'token'],
  discord: ['url'],
  telegram: ['url', 'token', 'chat_id'],
};

/** Checks the parts of a target that are given; returns the target as it is stored. Throws as `checkUrl`. */
export const checkTarget = (
  kind: ChannelKind,
  target: ChannelTarget,
  { guard, sendsMail }: ChannelRules,
): ChannelTarget => {
  for (const field of ['url', 'token', 'chat_id'] as const) {
    if (target[field] !== undefined && !wanted[kind].includes(field)) {
      throw invalid(field, `no ${field} for ${kind}`);
    }
  }
  if (kind === 'email' && !sendsMail) throw invalid('kind', 'another kind: this ledger sends no mail');
  const { url, token, chat_id } = target;
  if (kind !== 'email' && kind !== 'telegram' && url === undefined) throw invalid('url', 'an https:// URL');
  const checked = url === undefined ? undefined : checkUrl(url, guard);
  if (kind === 'ntfy' && !/\/[A-Za-z0-9_-]{1,64}$/.test(checked?.pathname ?? '')) {
    throw invalid('url', 'the URL of a topic, such as https://ntfy.sh/my-topic');
  }
  if (kind === 'discord' && !/^\/api\/(v\d+\/)?webhooks\/\d+\/[\w-]+$/.test(checked?.pathname ?? '')) {
    throw invalid('url', 'the URL of a webhook, such as https://discord.com/api/webhooks/…/…');
  }
  if (kind === 'telegram') {
    if (!/^\d{1,20}:[\w-]{20,100}$/.test(token ?? ''))
      throw invalid('token', 'the token of a bot, such as 123456:ABC…');
    if (!/^(-?\d{1,20}|@\w{4,64})$/.test(chat_id ?? '')) throw invalid('chat_id', 'the id of a chat, or @channel');
  } else if (token !== undefined && !/^[\x21-\x7e]{1,200}$/.test(token)) {
    throw invalid('token', 'at most 200 characters without blanks');
  }
  return {
    ...(checked === undefined ? {} : { url: checked.href }),
    ...(token === undefined ? {} : { token }),
    ...(chat_id === undefined ? {} : { chat_id }),
  };
};

const timePattern = /^([01]\d|2[0-3]):[0-5]\d$/;

const checkTime = (field: string, time: string): void => {
  if (!timePattern.test(time)) throw invalid(field, 'a time of day such as 07:30');
};
const checkZone = (field: string, zone: string): void => {
  if (zone.length > 64 || !isTimeZone(zone)) throw invalid(field, 'a time zone such as Europe/Berlin');
};

/** Throws VALIDATION_FAILED naming the field that cannot be. */
export const checkTimes = (
  kind: ChannelKind,
  { quietHours, digest }: { readonly quietHours: QuietHours | null; readonly digest: Digest | null },
): void => {
  if (quietHours !== null) {
    checkTime('quiet_hours.from', quietHours.from);
    checkTime('quiet_hours.to', quietHours.to);
    checkZone('quiet_hours.time_zone', quietHours.time_zone);
    if (quietHours.from === quietHours.to) throw invalid('quiet_hours.to', 'another time than quiet_hours.from');
  }
  if (digest === null) return;
  // Its receiver is a program.
  if (kind === 'webhook') throw invalid('digest', 'no digest for webhook');
  checkTime('digest.at', digest.at);
  checkZone('digest.time_zone', digest.time_zone);
};

/** Returns a name without blanks around it. Throws VALIDATION_FAILED. */
export const checkName = (text: string): string => {
  const name = text.trim();
  if (name === '' || name.length > nameCharsMax || /\p{Cc}/u.test(name)) {
    throw invalid('name', `1 to ${nameCharsMax} characters in one line`);
  }
  return name;
};

/** Returns where a channel leads, as its owner recognises it; what would let others use it is left out. */
export const destinationOf = ({ kind, target }: Pick<Channel, 'kind' | 'target'>): string => {
  switch (kind) {
    case 'email':
      return 'the address of the account';
    case 'telegram':
      return `chat ${target.chat_id ?? ''}`;
    case 'discord':
      return `${new URL(target.url ?? '').origin}/…${(target.url ?? '').slice(-4)}`;
    case 'webhook':
    case 'ntfy':
      return target.url ?? '';
  }
};
