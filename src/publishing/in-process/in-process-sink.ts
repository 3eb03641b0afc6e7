/**
 * The embedded default: messages go to handlers in this process and are not stored. A handler acknowledges by returning.
 * `publish` waits for it, so a slow handler holds its topic back instead of filling the memory. A handler that throws gets
 * the same messages again.
 */
import { errorCode, ledgerError } from '../../base/errors.js';
import type { EventSink, OutgoingMessage } from '../event-sink.js';
import { topicDefinitions, type TopicName } from '../topic-definitions.js';

/** Messages that may wait for one subscriber. */
export const bufferedMessagesMax = 10_000;

/** Handles one message; resolves when it is acknowledged. */
export type MessageHandler = (message: OutgoingMessage) => Promise<void> | void;

export interface InProcessSink extends EventSink {
  /**
   * Passes messages of `topic` to `handler`, one at a time, in the order of publication. Subscribe before the publisher
   * starts: it does not follow topics without a handler. Returns a function that unsubscribes.
   */
  subscribe(topic: TopicName, handler: MessageHandler): () => void;
}

interface Subscriber {
  readonly topic: TopicName;
  readonly handler: MessageHandler;
  /** Resolves when the messages published before are handled or failed. */
  last: Promise<void>;
  waiting: number;
}

/** Creates the bus of this process. */
export const createInProcessSink = (): InProcessSink => {
  const subscribers = new Set<Subscriber>();
  let closed = false;

  const give = (
    subscriber: Subscriber,
    messages: readonly OutgoingMessage[],
    beforeSend: () => void,
  ): Promise<void> => {
    if (subscriber.waiting + messages.length > bufferedMessagesMax) {
      throw ledgerError(
        'BROKER_UNAVAILABLE',
        `a subscriber of ${subscriber.topic} has ${subscriber.waiting} messages waiting`,
      );
    }
    subscriber.waiting += messages.length;
    const given = subscriber.last.then(async () => {
      try {
        beforeSend();
        for (const message of messages) if (subscribers.has(subscriber)) await subscriber.handler(message);
      } finally {
        subscriber.waiting -= messages.length;
      }
    });
    subscriber.last = given.catch(() => undefined);
    return given;
  };

  return {
    kind: 'in_process',
    wants: (topic) => [...subscribers].some((subscriber) => subscriber.topic === topic),
    subscribe(topic, handler) {
      const subscriber: Subscriber = { topic, handler, last: Promise.resolve(), waiting: 0 };
      subscribers.add(subscriber);
      return () => subscribers.delete(subscriber);
    },
    async publish(messages, { beforeSend = () => undefined } = {}) {
      if (closed) throw ledgerError('BROKER_UNAVAILABLE', 'the bus of this process is closed');
      beforeSend();
      const giving = [...subscribers].map(async (subscriber) => {
        const theirs = messages.filter(({ topic }) => topic === subscriber.topic);
        if (theirs.length > 0) await give(subscriber, theirs, beforeSend);
      });
      // All of them, so that no handler is still running when the caller retries.
      const results = await Promise.allSettled(giving);
      const failed = results.find((result): result is PromiseRejectedResult => result.status === 'rejected');
      if (failed === undefined) return;
      const error: unknown = failed.reason;
      // A failure of a handler may be transient: its messages come again.
      if (errorCode(error) !== 'INTERNAL') throw error;
      throw ledgerError('BROKER_UNAVAILABLE', `a subscriber failed: ${(error as Error).message}`, { cause: error });
    },
    describe: () =>
      Promise.resolve({
        kind: 'in_process',
        configured: 'in this process only, KAFKA_BROKERS is unset: nothing leaves it',
        reachable: !closed,
        trouble: closed ? 'closed' : null,
        version: null,
        brokers: [],
        topics: topicDefinitions.map(({ name, compacted }) => ({ name, partitions: 1, compacted })),
      }),
    async close() {
      closed = true;
      await Promise.all([...subscribers].map(({ last }) => last));
      subscribers.clear();
    },
  };
};
