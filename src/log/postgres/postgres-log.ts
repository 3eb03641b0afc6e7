/** The event log on Postgres: the embedded default, and a production engine in its own right. */
import { limits } from '../../base/limits.js';
import { isTransient } from '../../base/errors.js';
import type { Database } from '../../postgres/database.js';
import { createNotifications } from '../../postgres/notifications.js';
import type { Runtime } from '../../base/runtime.js';
import { isNumericPosition } from '../numeric-position.js';
import type { EventLog } from '../event-log.js';
import { subscribePages } from '../subscription.js';
import { appendEvents } from './append-events.js';
import { createDictionary } from './dictionary.js';
import { head, readAll, readStream } from './read-events.js';

/** Milliseconds that an append waits for the log's lock before it fails as LOG_BUSY. */
const lockTimeoutMs = 10_000;

export interface PostgresLogOptions {
  /** Migrated; stays open when the log is closed. */
  readonly database: Database;
  readonly runtime: Runtime;
  /** Milliseconds to wait for other appends; default lockTimeoutMs. */
  readonly lockTimeoutMs?: number;
  /** Milliseconds between the looks of an idle subscription; default limits.subscriptionPollMs. */
  readonly pollMs?: number;
}

/** Opens the log. `close` ends its subscriptions. */
export const createPostgresLog = (options: PostgresLogOptions): EventLog => {
  const { database, runtime } = options;
  const reading = { database, names: createDictionary(database) };
  const appending = { database, runtime, lockTimeoutMs: options.lockTimeoutMs ?? lockTimeoutMs };
  const wakeUps = createNotifications(database.url, runtime, 'ledger_appended');
  const closing = new AbortController();
  const log: EventLog = {
    append: (...call) => appendEvents(appending, ...call),
    appendKeepsOrder: true,
    clockSkewMs: 0,
    readStream: (stream, wanted) => readStream(reading, stream, wanted),
    readAll: (wanted) => readAll(reading, wanted),
    subscribe: (wanted) =>
      subscribePages(
        {
          readAll: (page) => log.readAll(page),
          listen: wakeUps.listen,
          runtime,
          isTransient,
          pollMs: options.pollMs ?? limits.subscriptionPollMs,
        },
        { ...wanted, signal: AbortSignal.any([wanted.signal, closing.signal]) },
      ),
    head: () => head(database),
    isPosition: isNumericPosition,
    async close() {
      closing.abort();
      await wakeUps.close();
    },
  };
  return log;
};
