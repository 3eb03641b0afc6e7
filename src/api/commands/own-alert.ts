/** The alerts of the user of a request. Another user's alert is answered as one that is not there. */
import { alertFromEvents, type StoredAlert } from '../../../projections/alerts/queries.js';
import type { CommandResult } from '../../alerting/commands.js';
import { readAlert } from '../../alerting/read-alert.js';
import { errorCode, ledgerError } from '../../base/errors.js';
import type { AlertView } from '../../domain/alerts/alert-view.js';
import { alertStream } from '../../domain/streams.js';
import { decodeEvent } from '../../domain/upcasting.js';
import type { EventLog } from '../../log/event-log.js';
import { streamEvents } from '../../log/stream-events.js';
import { assertIfMatch } from '../if-match.js';

interface Asked {
  readonly userId: string;
  readonly alertId: string;
  /** The field that names the alert; default: `id`. */
  readonly field?: string;
}

/** Returns the alert if it is the user's. Throws ALERT_NOT_FOUND. */
export const ifOwn = <T extends { readonly owner: string }>(
  alert: T | null,
  { userId, alertId, field = 'id' }: Asked,
): T => {
  if (alert?.owner === userId) return alert;
  throw ledgerError('ALERT_NOT_FOUND', `you have no alert ${alertId}`, {
    details: { [field]: `${alertId} is unknown` },
  });
};

/** Returns the alert as its stream has it now, newer than any read model. Throws ALERT_NOT_FOUND. */
export const ownAlert = async (log: Pick<EventLog, 'readStream'>, asked: Asked): Promise<AlertView> =>
  ifOwn(await readAlert(log, asked.alertId), asked);

/** Returns the alert with its firings, as the read model will have it. Throws ALERT_NOT_FOUND. */
export const ownAlertRow = async (log: Pick<EventLog, 'readStream'>, asked: Asked): Promise<StoredAlert> => {
  const events = [];
  for await (const event of streamEvents(log, alertStream(asked.alertId))) events.push(decodeEvent(event));
  return ifOwn(alertFromEvents(events), asked);
};

/** How often a command is given again when another one came in between. */
const triesMax = 3;

/**
 * Gives a command to the user's alert as it is now: one that came in between is seen. Throws as `ownAlert`, `assertIfMatch` and
 * the command.
 */
export const onOwnAlert = async (
  log: Pick<EventLog, 'readStream'>,
  asked: { readonly userId: string; readonly alertId: string; readonly ifMatch: string | undefined },
  give: (alert: AlertView) => Promise<CommandResult>,
): Promise<CommandResult> => {
  for (let tries = 1; ; tries += 1) {
    const alert = await ownAlert(log, asked);
    // A command changes the tag, a firing does not.
    assertIfMatch(asked.ifMatch, 'alert', alert.commandRevision);
    try {
      return await give(alert);
    } catch (error) {
      if (errorCode(error) !== 'WRONG_EXPECTED_REVISION' || tries >= triesMax) throw error;
    }
  }
};
