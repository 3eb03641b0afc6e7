/** What the API works with; the app keeps it where requests find it. */
import type { Request } from 'express';
import type { ReadCache } from './cache/read-cache.js';
import type { EventLog } from '../log/event-log.js';
import type { Database } from '../postgres/database.js';
import type { Runtime } from '../base/runtime.js';
import type { Logger } from '../base/logger.js';

export interface ApiDeps {
  /** For questions: bounded in time. */
  readonly database: Database;
  readonly log: EventLog;
  readonly runtime: Runtime;
  readonly logger: Logger;
  /** Without it every read is asked of the database. */
  readonly cache?: ReadCache;
  /** The ledger holds simulated prices: every answer says so. */
  readonly simulated: boolean;
}

/** The services behind a request. */
export const servicesOf = (request: Request): ApiDeps => request.app.locals['services'] as ApiDeps;
