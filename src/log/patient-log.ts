/** A log for commands that run to an end: reads wait for a log that was there and went away. */
import { outlast, type Patience } from '../base/async/patience.js';
import { isTransient } from '../base/errors.js';
import type { EventLog } from './event-log.js';

/**
 * Returns the log with reads that are repeated over an outage. A log that has never answered fails at once: its address is
 * more likely wrong than its server away. Appends are not repeated here but by their callers (append-with-retry.ts), which
 * look at their lease before each try.
 */
export const patientLog = (log: EventLog, patience: Patience): EventLog => {
  const { stored } = log;
  let hasAnswered = false;
  const read = <T>(call: () => Promise<T>): Promise<T> => {
    const noting = async (): Promise<T> => {
      const result = await call();
      hasAnswered = true;
      return result;
    };
    return outlast(noting, {
      ...patience,
      isOutage: (error) => hasAnswered && isTransient(error),
      onlyReads: true,
    });
  };
  return {
    ...log,
    readStream: (...args) => read(() => log.readStream(...args)),
    readAll: (...args) => read(() => log.readAll(...args)),
    id: () => read(() => log.id()),
    positionBefore: (...args) => read(() => log.positionBefore(...args)),
    head: () => read(() => log.head()),
    ...(stored === undefined
      ? {}
      : {
          stored: {
            ...stored,
            readPage: (options) => read(() => stored.readPage(options)),
            eventsAt: (positions) => read(() => stored.eventsAt(positions)),
            streamNames: (numbers) => read(() => stored.streamNames(numbers)),
          },
        }),
  };
};

/** Returns the log as it is, or with the patience that is given. */
export const withPatience = (log: EventLog, patience: Patience | undefined): EventLog =>
  patience === undefined ? log : patientLog(log, patience);
