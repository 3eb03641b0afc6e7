/** The event log on Postgres: the embedded default, and a production engine in its own right. */
import { limits } from '../../base/limits.js';
import { isTransient } from '../../base/errors.js';
import type { Database } from '../../postgres/database.js';
import { createNotifications } from '../../postgres/notifications.js';
import type { Runtime } from '../../base/runtime.js';
import { isNumericPosition } from '../numeric-position.js';
import type { EventLog } from '../event-log.js';
import { subscribePages } from '../subscription.js';
import { appendEvents, type Appending } from './append-events.js';
import { createDictionary } from './dictionary.js';
import { positionBefore } from './find-time.js';
import { readIdentity } from './identity.js';
import { createHeadCache } from './head-cache.js';
import { missingEvents } from './missing-events.js';
import { head, readAll, readStream } from './read-events.js';
import { createStoredEvents } from './stored-pages.js';

const lockTimeoutMsDefault = 10_000;

export interface PostgresLogOptions {
  /** A migrated database. It stays open when the log is closed. */
  readonly database: Database;
  readonly runtime: Runtime;
  /** Milliseconds that an append waits for others before it throws LOG_BUSY; default: 10 seconds. */
  readonly lockTimeoutMs?: number;
  /** Milliseconds between two polls of an idle subscription; default: limits.subscriptionPollMs. */
  readonly pollMs?: number;
}

/** Creates the log. `close` ends its subscriptions. */
export const createPostgresLog = (options: PostgresLogOptions): EventLog => {
  const { database, runtime } = options;
  const deps = { database, dictionary: createDictionary(database) };
  const lockTimeoutMs = options.lockTimeoutMs ?? lockTimeoutMsDefault;
  const appending: Appending = { database, runtime, lockTimeoutMs, cache: createHeadCache() };
  const notifications = createNotifications(database.url, runtime, 'ledger_appended');
  const closing = new AbortController();
  let id: Promise<string> | undefined;
  const log: EventLog = {
    id: () =>
      (id ??= readIdentity(database).catch((error: unknown) => {
        // The next call asks again.
        id = undefined;
        throw error;
      })),
    append: (...call) => appendEvents(appending, ...call),
    appendKeepsOrder: true,
    clockSkewMs: 0,
    positionsEndAtHead: true,
    readStream: (stream, range) => readStream(deps, stream, range),
    readAll: (range) => readAll(deps, range),
    subscribe: (range) =>
      subscribePages(
        {
          readAll: (page) => log.readAll(page),
          listen: notifications.listen,
          runtime,
          isTransient,
          pollMs: options.pollMs ?? limits.subscriptionPollMs,
        },
        { ...range, signal: AbortSignal.any([range.signal, closing.signal]) },
      ),
    positionBefore: (instant) => positionBefore(database, instant),
    head: () => head(database),
    missingEvents: () => missingEvents(database),
    isPosition: isNumericPosition,
    stored: createStoredEvents(deps),
    async close() {
      closing.abort();
      await notifications.close();
    },
  };
  return log;
};
