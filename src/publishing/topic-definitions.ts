/** The topics. Their names contain a version: an incompatible change goes to a new topic beside the old one. */
export const topics = {
  prices: 'tcg.prices.v1',
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
   * Whether the newest message of each key is kept forever. Such a topic gets no tombstones: prices and alerts go on naming
   * a card that was withdrawn or merged, so its last state stays.
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
