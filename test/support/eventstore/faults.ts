/** What the stand-in can be told to do wrong, and what it has been asked. */

export interface Faults {
  /** The probe for features answers INTERNAL. */
  featuresFail: boolean;
  /** Appends: written, then … never answered, or the call ended cleanly, or the connection dropped. */
  appends: 'none' | 'silent' | 'end' | 'drop' | 'hold' | 'not_ready' | 'timeout' | 'internal';
  /** How many appends go well first. */
  appendsBefore: number;
  /** How many appends the fault meets; then it is over. */
  appendsLeft: number;
  /** Reads and subscriptions are accepted and never answered. */
  readsSilent: boolean;
  /** Reads end with INTERNAL, as during an election. */
  readsFail: boolean;
  /** Called when a counted read of $all forwards has sent its last event: it ends no earlier than this. */
  readsEnd: () => Promise<void>;
  /** Answers to appends do not say where the events are, as when the index does not know. */
  forgetsPositions: boolean;
  /** Reads of streams do not say the last revision, as before 21.10. */
  tellsNoLastRevision: boolean;
  /** Each event of a subscription comes twice. */
  duplicates: boolean;
  /** A subscription confirms and then sends nothing more, whatever is written. */
  subscriptionsDeaf: boolean;
  /**
   * A subscription from a position begins behind the first event at the position or after it, as before 24.2: with a
   * checkpoint, where no event lies, that event is not sent (23.10, Enumerators.AllSubscriptionFiltered.Subscribe).
   */
  subscriptionsSkipNext: boolean;
  /**
   * A subscription is broken off as it goes live: before 24.2 so it is when events that match come faster just then than
   * the client takes them (23.10, Enumerators.AllSubscriptionFiltered.ConsumerTooSlow, RpcExceptions.Timeout).
   */
  subscriptionsTooSlow: boolean;
}

export const noFaults = (): Faults => ({
  featuresFail: false,
  appends: 'none',
  appendsBefore: 0,
  appendsLeft: Number.POSITIVE_INFINITY,
  readsSilent: false,
  readsFail: false,
  readsEnd: () => Promise.resolve(),
  forgetsPositions: false,
  tellsNoLastRevision: false,
  duplicates: false,
  subscriptionsDeaf: false,
  subscriptionsSkipNext: false,
  subscriptionsTooSlow: false,
});

export interface Counts {
  features: number;
  /** Calls, not appends. */
  batchAppendCalls: number;
  appends: number;
  reads: number;
  /** Events sent by counted reads of $all, forwards. */
  eventsSent: number;
  /** Subscriptions begun. */
  subscriptions: number;
  /** Subscriptions under way now. */
  subscribed: number;
  gossip: number;
  notLeader: number;
  unauthenticated: number;
}

export const noCounts = (): Counts => ({
  features: 0,
  batchAppendCalls: 0,
  appends: 0,
  reads: 0,
  eventsSent: 0,
  subscriptions: 0,
  subscribed: 0,
  gossip: 0,
  notLeader: 0,
  unauthenticated: 0,
});
