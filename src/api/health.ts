/** Health checks. Live: the process answers. Ready: it can do its work. */
import type { RequestHandler } from 'express';
import type { LogPosition } from '../domain/envelope.js';
import { startPosition } from '../domain/envelope.js';
import { withDeadline } from '../base/async/deadline.js';
import { limits } from '../base/limits.js';
import type { EventLog } from '../log/event-log.js';
import { projections, readModels } from '../../projections/index.js';
import { missingTables } from '../projecting/tables.js';
import { type SubscriberLag, subscriberLag } from '../subscriptions/subscriber-lag.js';
import type { Runtime } from '../base/runtime.js';
import type { ApiDeps } from './services.js';

/** Answers 200 always. */
export const live: RequestHandler = (_request, response) => {
  response.json({ status: 'live' });
};

/** Settles as `work` does; `null` if it fails or takes longer than limits.healthCheckMs. */
export const inTime = <T>(runtime: Runtime, work: Promise<T>): Promise<T | null> =>
  withDeadline(
    work.catch(() => null),
    { runtime, ms: limits.healthCheckMs },
    () => null,
  );

/** Returns the end of the log; `null` while it is unavailable. */
export const headInTime = (log: EventLog, runtime: Runtime): Promise<LogPosition | null> => inTime(runtime, log.head());

type Ready = () => Promise<{ readonly ok: boolean; readonly body: Readonly<Record<string, unknown>> }>;

/** Creates the handler of /health/ready: 200 or 503 by `isReady`, 503 while the process drains. */
export const readiness =
  (isReady: Ready, isDraining: () => boolean): RequestHandler =>
  async (_request, response) => {
    response.setHeader('Cache-Control', 'no-store');
    if (isDraining()) {
      response.status(503).json({ status: 'draining' });
      return;
    }
    const { ok, body } = await isReady();
    response.status(ok ? 200 : 503).json({ status: ok ? 'ready' : 'not_ready', ...body });
  };

/** What makes the rows of subscribers wrong although they are live. */
interface Faults {
  /** Subscribers whose checkpoint lies beyond the last event of the log: events are lost, or somebody moved it. */
  readonly beyond_end?: readonly string[];
  readonly missing_tables?: readonly string[];
}

/** Returns the faults of `lags`, which were read after `head`; `null` if the database does not answer. */
export const faultsOf = async (
  { database, log, runtime }: Pick<ApiDeps, 'database' | 'log' | 'runtime'>,
  lags: readonly SubscriberLag[],
  head: LogPosition | null,
): Promise<Faults | null> => {
  const isBeyond = (end: LogPosition | null, { position }: SubscriberLag): boolean =>
    end !== null && log.isPosition(position) && position > end;
  let beyond = lags.filter((lag) => isBeyond(head, lag));
  // The log may have grown since.
  const end = beyond.length === 0 ? head : await headInTime(log, runtime);
  beyond = beyond.filter((lag) => isBeyond(end, lag));
  const names = lags.map(({ subscriber }) => subscriber);
  const models = projections.filter(({ schema }) => names.includes(schema));
  const missing = await inTime(runtime, missingTables(database, models));
  if (missing === null) return null;
  return {
    ...(beyond.length === 0 ? {} : { beyond_end: beyond.map(({ subscriber }) => subscriber) }),
    ...(missing.length === 0 ? {} : { missing_tables: missing }),
  };
};

/**
 * The API is ready if its database answers and no read model is missing, stopped, without one of its tables, or beyond the
 * end of the log. A lagging read model does not count: answers state their position. Nor does an unavailable external log.
 */
export const apiReady =
  ({ database, log, runtime }: Pick<ApiDeps, 'database' | 'log' | 'runtime'>): Ready =>
  async () => {
    const head = await headInTime(log, runtime);
    const lags = await inTime(runtime, subscriberLag(database, head ?? startPosition));
    const models = lags?.filter(({ subscriber }) => (readModels as readonly string[]).includes(subscriber));
    const faults = models === undefined ? null : await faultsOf({ database, log, runtime }, models, head);
    if (models === undefined || faults === null) return { ok: false, body: { database: 'down' } };
    const isWhole = models.length === readModels.length && Object.keys(faults).length === 0;
    const ok = isWhole && models.every(({ state }) => state !== 'stopped');
    const shown = head === null ? models.map(({ up_to_date: _unknown, ...lag }) => lag) : models;
    return { ok, body: { database: 'up', log: head === null ? 'down' : 'up', head, ...faults, projections: shown } };
  };
