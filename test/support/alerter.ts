/** Runs the alerter without its loop, page by page, for tests that choose where a page or a process ends. */
import { alerterSubscriber, alerterVersion, startDeciding } from '../../src/alerting/alerter.js';
import { alerterName, decide as decideOn, type Deciding } from '../../src/alerting/process-page.js';
import { alertDecisionTypes } from '../../src/domain/alerts/decider.js';
import { type LogPosition, type NewEvent, type RecordedEvent, startPosition } from '../../src/domain/envelope.js';
import { alertStream } from '../../src/domain/streams.js';
import type { EventLog, EventPage } from '../../src/log/event-log.js';
import type { Database } from '../../src/postgres/database.js';
import { createCheckpoint, readCheckpoint } from '../../src/subscriptions/checkpoints.js';
import { type Process, processPage } from '../../src/subscriptions/process-page.js';
import { filterOf, type Started, startSubscriber, type SubscriberDeps } from '../../src/subscriptions/subscriber.js';

/** Returns whether an event is a decision of the alerter. */
export const isDecision = ({ type }: { readonly type: string }): boolean =>
  (alertDecisionTypes as readonly string[]).includes(type);

/** Empties the alerter's tables and sets its checkpoint to the start of the log. */
export const resetAlerter = async (database: Database): Promise<void> => {
  await database.query(
    'truncate alerting.cards, alerting.keys, alerting.points, alerting.alerts, alerting.watches, alerting.merges',
  );
  await database.query(`update alerting.progress set decided_up_to = '0', silent_up_to = '0'`);
  await database.query(`delete from subscriptions.checkpoints where subscriber = 'alerter'`);
  await createCheckpoint(database, { subscriber: alerterName, version: alerterVersion });
};

export const checkpointOf = async (database: Database): Promise<LogPosition> =>
  (await readCheckpoint(database, alerterName))?.position ?? startPosition;

export interface AlerterRun {
  /** Token of the lease; default: 1. */
  readonly token?: number;
  readonly throwIfLost?: () => void;
  /** Replaces the alerter's own. */
  readonly decide?: typeof decideOn;
}

/** Starts the alerter as the holder of a lease. */
export const startAlerter = (deps: SubscriberDeps, run: AlerterRun = {}): Promise<Started> => {
  const { token = 1, throwIfLost = () => undefined, decide = decideOn } = run;
  const subscriber = alerterSubscriber(deps);
  return startSubscriber(
    deps,
    { ...subscriber, start: async (holding) => decide(await startDeciding(deps, holding)) },
    { token, throwIfLost, stop: new AbortController().signal },
  );
};

/** Reads the page that follows `after` for the alerter. */
export const nextPage = (deps: SubscriberDeps, after: LogPosition, limit = 1_000): Promise<EventPage> =>
  deps.log.readAll({ after, filter: filterOf(alerterSubscriber(deps)), limit });

/** Decides like the alerter and appends nothing. */
export const decideSilently = (deciding: Deciding): Process =>
  decideOn({ ...deciding, sink: async () => new Map<string, number>() });

/**
 * Runs an alerter process from the checkpoint up to `until` (default: the head at the call). `pages`: page sizes, repeated.
 */
export const runAlerterOnce = async (
  deps: SubscriberDeps,
  options: AlerterRun & { pages?: readonly number[]; until?: LogPosition } = {},
): Promise<void> => {
  const { pages = [1_000] } = options;
  const until = options.until ?? (await deps.log.head());
  const { processor, from: start } = await startAlerter(deps, options);
  let from = start;
  for (let turn = 0; from < until; turn += 1) {
    const page = await nextPage(deps, from, pages[turn % pages.length]);
    await processPage(processor, page, from);
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
