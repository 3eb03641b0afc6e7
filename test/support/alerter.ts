/** Runs the alerter without its loop, page by page, for tests that choose where a page or a process ends. */
import { type AlerterDeps, alerterEventTypes, takeOverAlerts } from '../../src/alerting/alerter.js';
import { alerterName, processPage } from '../../src/alerting/process-page.js';
import { alertDecisionTypes } from '../../src/domain/alerts/decider.js';
import { type LogPosition, type NewEvent, type RecordedEvent, startPosition } from '../../src/domain/envelope.js';
import { alertStream } from '../../src/domain/streams.js';
import type { EventLog } from '../../src/log/event-log.js';
import type { Database } from '../../src/postgres/database.js';
import { createCheckpoint, readCheckpoint } from '../../src/subscriptions/checkpoints.js';

/** Returns whether an event is a decision of the alerter. */
export const isDecision = ({ type }: { readonly type: string }): boolean =>
  (alertDecisionTypes as readonly string[]).includes(type);

/** Empties the alerter's tables and sets its checkpoint to the start of the log. */
export const resetAlerter = async (database: Database): Promise<void> => {
  await database.query(
    'truncate alerting.cards, alerting.keys, alerting.points, alerting.alerts, alerting.watches, alerting.merges',
  );
  await database.query(`update alerting.progress set decided = '0', decides_since = '0'`);
  await database.query(`delete from projecting.checkpoints where schema_name = 'alerter'`);
  await createCheckpoint(database, alerterName);
};

export const checkpointOf = async (database: Database): Promise<LogPosition> =>
  (await readCheckpoint(database, alerterName))?.position ?? startPosition;

/**
 * Runs an alerter process from the checkpoint up to `until` (default: the head at the call). `pages`: page sizes, repeated.
 * `decide` replaces `processPage`.
 */
export const runAlerterOnce = async (
  deps: AlerterDeps,
  options: {
    pages?: readonly number[];
    until?: LogPosition;
    token?: number;
    throwIfLost?: () => void;
    decide?: typeof processPage;
  } = {},
): Promise<void> => {
  const { pages = [1_000], token = 1, throwIfLost = () => undefined, decide = processPage } = options;
  const until = options.until ?? (await deps.log.head());
  const { deciding, from: start } = await takeOverAlerts(deps, { token, throwIfLost });
  let from = start;
  for (let turn = 0; from < until; turn += 1) {
    const limit = pages[turn % pages.length] as number;
    const page = await deps.log.readAll({ after: from, filter: { types: alerterEventTypes }, limit });
    await decide(deciding, page, from);
    from = page.position;
  }
};

/** Returns all events of a log. */
export const allEvents = async (log: EventLog): Promise<RecordedEvent[]> => {
  const events: RecordedEvent[] = [];
  for (let after = startPosition; ;) {
    const page = await log.readAll({ after, limit: 10_000 });
    events.push(...page.events);
    after = page.position;
    if (page.atHead) return events;
  }
};

/** Returns decisions with the streams that they are appended to. */
export const inStreams = (decisions: readonly NewEvent[]): (NewEvent & { stream: string })[] =>
  decisions.map((each) => ({ ...each, stream: alertStream(String(each.data['alert_id'])) }));

/** Returns events as `stream type id`, sorted by stream; those of one stream keep their order. */
export const byStream = (
  events: readonly { readonly id: string; readonly stream: string; readonly type: string }[],
): string[] =>
  events
    .map(({ id, stream, type }, order) => ({ text: `${stream} ${type} ${id}`, stream, order }))
    .sort((a, b) => (a.stream === b.stream ? a.order - b.order : a.stream < b.stream ? -1 : 1))
    .map(({ text }) => text);
