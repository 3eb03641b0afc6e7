/** The alerts of the user of a request. Another user's alert is answered as one that is not there. */
import { alertFromEvents, type StoredAlert } from '../../../projections/alerts/queries.js';
import type { CommandResult } from '../../alerting/commands.js';
import { ledgerError } from '../../base/errors.js';
import { alertStream } from '../../domain/streams.js';
import { decodeEvent } from '../../domain/upcasting.js';
import type { EventLog } from '../../log/event-log.js';
import { streamEvents } from '../../log/stream-events.js';

/** Returns ALERT_NOT_FOUND. */
export const alertNotFound = (alertId: string): Error =>
  ledgerError('ALERT_NOT_FOUND', `you have no alert ${alertId}`, { details: { id: `${alertId} is unknown` } });

/** Returns the alert as its stream has it now, newer than any read model. Throws ALERT_NOT_FOUND, for another user's too. */
export const ownAlert = async (
  log: Pick<EventLog, 'readStream'>,
  userId: string,
  alertId: string,
): Promise<StoredAlert> => {
  const events = [];
  for await (const event of streamEvents(log, alertStream(alertId))) events.push(decodeEvent(event));
  const alert = alertFromEvents(events);
  if (alert === null || alert.owner !== userId) throw alertNotFound(alertId);
  return alert;
};

/** Returns the ETag of an alert: a command changes it, a firing does not. */
export const alertTag = ({ command_revision }: Pick<StoredAlert, 'command_revision'>): string =>
  `"r${command_revision}"`;

/** Throws PRECONDITION_FAILED unless the alert is the one that the client has seen, as `If-Match` says. */
export const assertMatches = (alert: StoredAlert, ifMatch: string | undefined): void => {
  if (ifMatch === undefined || ifMatch.trim() === '*') return;
  const tags = ifMatch.split(',').map((text) => text.trim());
  if (tags.includes(alertTag(alert))) return;
  const problem = `expected ${alertTag(alert)}, got ${ifMatch.slice(0, 100)}`;
  throw ledgerError('PRECONDITION_FAILED', `If-Match: the alert was changed since; ${problem}`, {
    details: { 'If-Match': problem },
  });
};

/** How often a command is given again when another one came in between. */
const triesMax = 3;

/**
 * Gives a command to the user's alert as it is now: one that came in between is seen. Throws as `ownAlert`, `assertMatches`
 * and the command.
 */
export const onOwnAlert = async (
  log: Pick<EventLog, 'readStream'>,
  asked: { readonly userId: string; readonly alertId: string; readonly ifMatch: string | undefined },
  give: (alert: StoredAlert) => Promise<CommandResult>,
): Promise<CommandResult> => {
  for (let tries = 1; ; tries += 1) {
    const alert = await ownAlert(log, asked.userId, asked.alertId);
    assertMatches(alert, asked.ifMatch);
    try {
      return await give(alert);
    } catch (error) {
      const isConflict = error instanceof Error && 'code' in error && error.code === 'WRONG_EXPECTED_REVISION';
      if (!isConflict || tries >= triesMax) throw error;
    }
  }
};
