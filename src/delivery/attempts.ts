/**
 * Every try, as a row that is written when the try begins. One without an outcome whose sender died was interrupted: whether its
 * message arrived is not known, and it is sent again.
 *
 * Rejected: a row at the end of the try only, because a sender that was killed left a message at its receiver and no trace
 * of it here. The price is one more transaction a try.
 */
import { binaryArray } from '../postgres/binary-format.js';
import type { Client, Database, Row } from '../postgres/database.js';
import { deliveryLimits } from './limits.js';
import type { Outcome } from './outcome.js';
import { claimedByLiving } from './claims.js';
import type { Claimed } from './queue.js';

/** A notification that is being sent. */
export interface Begun {
  readonly notification: Claimed;
  /** Of this try, from 1. */
  readonly number: number;
}

export interface Attempt {
  readonly durationMs: number;
  readonly outcome: Outcome;
}

/** $1 notifications, $2 claimant, $3 now. Earlier tries that have no outcome were of senders that are gone. */
const beginSql = `
  with begun as (
    update delivery.notifications d set tries = tries + 1
     where d.id = any($1::uuid[]) and d.claimed_by = $2 and d.state = 'waiting'
    returning d.id, d.tries),
  interrupted as (
    update delivery.attempts a set outcome = 'interrupted' from begun
     where a.notification_id = begun.id and a.outcome = 'started'),
  started as (
    insert into delivery.attempts (notification_id, number, at, outcome) select id, tries, $3, 'started' from begun)
  select id, tries from begun`;

/**
 * Records that a try begins. Returns the notifications that may be sent: what another sender has claimed meanwhile, because
 * this one's lease ran out, is left to it.
 */
export const beginAttempt = async (
  { database, claimant }: { readonly database: Database; readonly claimant: string },
  claimed: readonly Claimed[],
  now: Date,
): Promise<readonly Begun[]> => {
  const ids = binaryArray(
    'uuid',
    claimed.map(({ id }) => id),
  );
  const rows = await database.query<Row & { id: string; tries: number }>(beginSql, [ids, claimant, now.toISOString()]);
  const numbers = new Map(rows.map(({ id, tries }) => [id, tries]));
  return claimed.flatMap((notification) => {
    const number = numbers.get(notification.id);
    return number === undefined ? [] : [{ notification, number }];
  });
};

/** Writes how a try ended, whoever has its notification by now. */
export const endAttempt = async (
  client: Client,
  { notification: { id }, number }: Begun,
  { outcome, durationMs }: Attempt,
): Promise<void> => {
  const reason = outcome.outcome === 'delivered' ? null : outcome.reason.slice(0, deliveryLimits.reasonCharsMax);
  await client.query(
    `update delivery.attempts set outcome = $3, duration_ms = $4, status = $5, reason = $6
      where notification_id = $1 and number = $2`,
    [id, number, outcome.outcome, Math.round(durationMs), outcome.status, reason],
  );
};

/** The outcome of an attempt `a` of the notification `d` as it is shown: the last one is under way while its sender lives. */
export const outcomeShown = `case when a.outcome = 'started' and (a.number < d.tries or not ${claimedByLiving})
  then 'interrupted' else a.outcome end`;
