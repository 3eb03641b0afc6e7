/** What a notification says, as it is stored with it: names are those of the time when it was queued. */
import type { AlertRule } from '../domain/alerts/rule.js';
import type { EventData } from '../domain/events.js';
import type { ChannelKind } from './channel.js';

export interface CardNames {
  readonly name: string;
  /** `null` until the set is listed. */
  readonly set_name: string | null;
  readonly number: string | null;
}

/** An alert fired. */
export interface FiringContent {
  readonly type: 'alert.triggered';
  readonly firing: EventData<'AlertTriggered'>;
  /** The condition, of the rule version that fired. */
  readonly when: AlertRule['when'];
  readonly card: CardNames;
  /** Whether the price is of a simulated market. */
  readonly simulated: boolean;
  /** A sample that the owner asked for: no alert fired. */
  readonly sample?: true;
}

/** Another channel of the owner was switched off by the service. */
export interface DisabledContent {
  readonly type: 'channel.disabled';
  readonly channel: { readonly id: string; readonly kind: ChannelKind; readonly name: string };
  readonly reason: string;
}

/** The owner tries a channel. */
export interface TestContent {
  readonly type: 'channel.test';
  readonly channel: { readonly id: string; readonly kind: ChannelKind; readonly name: string };
}

/** Something is wrong with a source, or is over: told to the operator. */
export interface TroubleContent {
  readonly type: 'source.trouble';
  readonly source: string;
  /** Such as `run_failed`. */
  readonly trouble: string;
  readonly state: 'began' | 'ended';
  readonly since: string;
  readonly ended_at: string | null;
  readonly detail: string;
  readonly simulated: boolean;
}

export type NotificationContent = FiringContent | DisabledContent | TestContent | TroubleContent;

/** A notification as it is sent. */
export interface Message {
  /** The same on every try and replay: receivers recognise repetitions by it. */
  readonly id: string;
  /** When it was queued, RFC 3339. */
  readonly createdAt: string;
  readonly content: NotificationContent;
}
