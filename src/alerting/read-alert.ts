/** Reads an alert from its stream. */
import { type AlertView, foldAlert } from '../domain/alerts/alert-view.js';
import { alertStream } from '../domain/streams.js';
import { decodeEvent } from '../domain/upcasting.js';
import type { EventLog } from '../log/event-log.js';
import { streamEvents } from '../log/stream-events.js';

/** Reads an alert; `null` if there is none, or it was deleted. Throws EVENT_NOT_UNDERSTOOD. */
export const readAlert = async (log: Pick<EventLog, 'readStream'>, alertId: string): Promise<AlertView | null> => {
  let alert: AlertView | null = null;
  for await (const event of streamEvents(log, alertStream(alertId))) alert = foldAlert(alert, decodeEvent(event));
  return alert;
};
