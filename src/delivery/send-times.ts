/**
 * When a notification is sent: at once, after the quiet hours of its channel, or with the channel's next digest. Times of
 * day are those of the channel's time zone, its summer time included.
 */
import { Cron } from 'croner';
import type { Channel, QuietHours } from './channel.js';

/** Returns whether the runtime has this IANA time zone. */
export const isTimeZone = (name: string): boolean => {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
};

/** Returns the time of day of an instant in a time zone: 07:05. */
const timeOfDay = (at: Date, timeZone: string): string =>
  new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(at);

/** Returns the first instant after `after` at which the clocks of a time zone show `time`. */
export const nextTimeOfDay = (time: string, timeZone: string, after: Date): Date => {
  const [hour, minute] = time.split(':').map(Number);
  const next = new Cron(`0 ${minute} ${hour} * * *`, { timezone: timeZone, paused: true }).nextRun(after);
  if (next === null) throw new RangeError(`no ${time} in ${timeZone}`);
  return next;
};

/** Returns whether `at` lies in the quiet hours, which may span midnight. */
export const isQuiet = ({ from, to, time_zone }: QuietHours, at: Date): boolean => {
  const time = timeOfDay(at, time_zone);
  return from <= to ? time >= from && time < to : time >= from || time < to;
};

/** Returns when a notification that is ready at `now` is sent through the channel. */
export const sendTime = ({ digest, quietHours }: Pick<Channel, 'digest' | 'quietHours'>, now: Date): Date => {
  const ready = digest === null ? now : nextTimeOfDay(digest.at, digest.time_zone, now);
  if (quietHours === null || !isQuiet(quietHours, ready)) return ready;
  return nextTimeOfDay(quietHours.to, quietHours.time_zone, ready);
};
