/**
 * A lane: the events that become the messages of one topic, followed under a lease and a checkpoint of their own. Order is
 * promised within a topic only, so lanes need not wait for each other. Rejected: one checkpoint for all topics, with which
 * a firing of an alert waits behind the whole history of prices when that is sent for the first time, and behind every
 * snapshot that a price is still waiting for.
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
  /** Snapshots by id, as far as they are known (projections/coverage/provenance.ts). */
  readonly snapshots: (ids: readonly string[]) => Promise<ReadonlyMap<string, Provenance>>;
}

/** The events of a page that could be decoded, in their order. */
export interface TopicPage {
  readonly events: readonly LedgerEvent[];
  /** Where the page ends. */
  readonly position: LogPosition;
}

/**
 * What an event says; null: nothing for readers of the topic. Throws when the event makes no sense as a message. The same
 * event gives the same parts, whenever and in whatever page it comes.
 */
export type ToMessage = (event: LedgerEvent) => MessageParts | null;

export interface TopicPublisher {
  /** Last part of the names of its checkpoint and lease. */
  readonly name: string;
  readonly topic: TopicName;
  /** What it subscribes to; empty: there is no such event yet, and no lane. */
  readonly eventTypes: readonly string[];
  /** Starts mapping: reads, for a page, all that its mapping needs. `signal` ends waiting. */
  start(deps: TopicPublisherDeps): (page: TopicPage, signal: AbortSignal) => Promise<ToMessage>;
}
