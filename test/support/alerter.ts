/** The alerter without its loop: on tables of its own, page by page, for tests that say where a page ends or a life. */
import { alerterSubscriber, alerterVersion, startDeciding } from '../../src/alerting/alerter.js';
import { alerterName, decide as decideOn, type Deciding } from '../../src/alerting/process-page.js';
import type { LogPosition, NewEvent, RecordedEvent } from '../../src/domain/envelope.js';
import { startPosition } from '../../src/domain/envelope.js';
import { alertStream } from '../../src/domain/streams.js';
import type { EventLog } from '../../src/log/event-log.js';
import { type Database } from '../../src/postgres/database.js';
import { createCheckpoint, readCheckpoint } from '../../src/subscriptions/checkpoints.js';
import { processPage } from '../../src/subscriptions/process-page.js';
import { filterOf, type Started, startSubscriber, type SubscriberDeps } from '../../src/subscriptions/subscriber.js';

export const decisionTypes = ['AlertTriggered', 'AlertRearmed', 'AlertExpired'];

/** Empties all that the alerter remembers. */
export const forgetAlerts = async (database: Database): Promise<void> => {
  await database.query(
    'truncate alerting.cards, alerting.keys, alerting.points, alerting.alerts, alerting.watches, alerting.merges',
  );
  await database.query(`update alerting.progress set decided = '0', decides_since = '0'`);
  await database.query(`delete from subscriptions.checkpoints where subscriber = 'alerter'`);
  await createCheckpoint(database, { subscriber: alerterName, version: alerterVersion });
};

export const checkpointOf = async (database: Database): Promise<LogPosition> =>
  (await readCheckpoint(database, alerterName))?.position ?? startPosition;

export interface AlerterLife {
  /** Token of the lease; default: 1. */
  readonly token?: number;
  readonly throwIfLost?: () => void;
  /** In the place of the real thing. */
  readonly decide?: typeof decideOn;
}

/** Starts the alerter under a lease with the token given. */
export const startAlerter = (deps: SubscriberDeps, life: AlerterLife = {}): Promise<Started> => {
  const { token = 1, throwIfLost = () => undefined, decide = decideOn } = life;
  const subscriber = alerterSubscriber(deps);
  return startSubscriber(
    deps,
    { ...subscriber, start: async (holding) => decide(await startDeciding(deps, holding)) },
    { token, throwIfLost, stop: new AbortController().signal },
  );
};

/** Reads the page that an alerter comes to next. */
export const nextPage = (deps: SubscriberDeps, after: LogPosition, limit = 1_000) =>
  deps.log.readAll({ after, filter: filterOf(alerterSubscriber(deps)), limit });

/** Decides and appends nothing: an alerter that is of the opinion that nothing fires. */
export const decideSilently = (deciding: Deciding) =>
  decideOn({ ...deciding, sink: async () => new Map<string, number>() });

/**
 * A life of the alerter: from the checkpoint up to `until` (default: the head when it begins), in pages of the sizes given, over
 * and over.
 */
export const liveAlerter = async (
  deps: SubscriberDeps,
  options: AlerterLife & { pages?: readonly number[]; until?: LogPosition } = {},
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

/** All events of a log. */
export const allEvents = async (log: EventLog): Promise<RecordedEvent[]> => {
  const events: RecordedEvent[] = [];
  for (let after = startPosition; ;) {
    const page = await log.readAll({ after, limit: 10_000 });
    events.push(...page.events);
    after = page.position;
    if (page.atHead) return events;
  }
};

/** Decisions with the streams they belong to. */
export const inStreams = (decisions: readonly NewEvent[]): (NewEvent & { stream: string })[] =>
  decisions.map((each) => ({ ...each, stream: alertStream(String(each.data['alert_id'])) }));

/** `stream id`, sorted by stream, in each as they stand. */
export const byStream = (
  events: readonly { readonly id: string; readonly stream: string; readonly type: string }[],
): string[] =>
  events
    .map(({ id, stream, type }, order) => ({ text: `${stream} ${type} ${id}`, stream, order }))
    .sort((a, b) => (a.stream === b.stream ? a.order - b.order : a.stream < b.stream ? -1 : 1))
    .map(({ text }) => text);
