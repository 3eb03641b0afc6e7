/** The topics. Their names contain a version: an incompatible change goes to a new topic beside the old one. */
export const topics = {
  prices: 'tcg.prices.v1',
  currentPrices: 'tcg.prices.current.v1',
  collections: 'tcg.collections.v1',
  cards: 'tcg.cards.v1',
  alerts: 'tcg.alerts.v1',
  /** Written by the notifier: notifications that could not be delivered. */
  notificationsDlq: 'tcg.notifications.dlq.v1',
} as const;

export type TopicName = (typeof topics)[keyof typeof topics];

export interface TopicDefinition {
  readonly name: TopicName;
  /** Meaning of the key. */
  readonly key: string;
  /**
   * Whether the newest message of each key is kept forever. Such a topic gets no tombstones: a card or price that is gone
   * says so in its last state (docs/adr/0018).
   */
  readonly compacted: boolean;
  readonly summary: string;
}

export const topicDefinitions: readonly TopicDefinition[] = [
  {
    name: topics.prices,
    key: 'card id',
    compacted: false,
    summary: 'Every price observed, withdrawn, corrected, voided or released from quarantine, in log order per card.',
  },
  {
    name: topics.currentPrices,
    key: 'price key',
    compacted: true,
    summary:
      'The current price of a key after each change of it. Compacted: read from the beginning it gives every price.',
  },
  {
    name: topics.collections,
    key: 'source and scope',
    compacted: false,
    summary: 'Every snapshot of a set, changed or not, and how each run of a source ended.',
  },
  {
    name: topics.cards,
    key: 'card id',
    compacted: true,
    summary:
      'The whole card as it is after each change of it. Compacted: reading it from the beginning gives every card.',
  },
  { name: topics.alerts, key: 'alert id', compacted: false, summary: 'Every firing of an alert.' },
  {
    name: topics.notificationsDlq,
    key: 'alert id',
    compacted: false,
    summary: 'Notifications that could not be delivered, with the reason.',
  },
];
