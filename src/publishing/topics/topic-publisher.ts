/**
 * How the events of one topic become messages. Each topic has a lease and a checkpoint of its own, since order is promised
 * within a topic only. Rejected: one checkpoint for all topics, because a firing would wait behind the first publication of
 * the whole price history, and behind each snapshot that a price waits for.
 */
import type { LedgerEvent, LogPosition } from '../../domain/envelope.js';
import type { EventLog } from '../../log/event-log.js';
import type { Provenance } from '../../../projections/coverage/provenance.js';
import type { Runtime } from '../../base/runtime.js';
import type { MessageParts } from '../cloud-event.js';
import type { TopicName } from '../topic-definitions.js';

export interface TopicPublisherDeps {
  readonly log: EventLog;
  readonly runtime: Runtime;
  /** Returns the snapshots with these ids, as far as they are known (projections/coverage/provenance.ts). */
  readonly snapshots: (ids: readonly string[]) => Promise<ReadonlyMap<string, Provenance>>;
}

/** The events of a page that could be decoded, in log order. */
export interface TopicPage {
  readonly events: readonly LedgerEvent[];
  /** Position behind the page. */
  readonly position: LogPosition;
}

/**
 * Returns the parts of an event's message; `null` if it has none. Throws if the event cannot be a message. Deterministic:
 * the same event gives the same parts, in any page.
 */
export type ToMessage = (event: LedgerEvent) => MessageParts | null;

export interface TopicPublisher {
  /** Last part of its subscriber's name. */
  readonly name: string;
  readonly topic: TopicName;
  /** Event types that it is given. */
  readonly eventTypes: readonly string[];
  /** Starts publishing. The function returned reads what the messages of a page need; `signal` ends its waits. */
  start(deps: TopicPublisherDeps): (page: TopicPage, signal: AbortSignal) => Promise<ToMessage>;
}
