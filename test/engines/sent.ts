/** Compares the messages in Kafka, read by kcat, with the log. */
import { expect } from 'chai';
import { startPosition } from '../../src/domain/envelope.js';
import { openLogAt } from '../../src/app/engines.js';
import { pages } from '../../src/log/event-log.js';
import { systemRuntime } from '../../src/base/runtime.js';
import { silentLogger } from '../../src/base/logger.js';
import { kcat } from '../support/kafka/engine.js';
import { waitFor } from '../support/wait-for.js';
import type { World } from './world.js';

/** Ordered ids of events, by card or alert. */
type Sent = ReadonlyMap<string, readonly string[]>;

const published = {
  'tcg.prices.v1': ['PriceObserved', 'PriceWithdrawn', 'PriceCorrected', 'ObservationVoided', 'QuarantineReleased'],
  'tcg.alerts.v1': ['AlertTriggered'],
} as const;
export type Topic = keyof typeof published;

/** Returns the events of the log that a topic must contain. */
const expected = async (world: World, topic: Topic): Promise<Sent> => {
  const opened = await openLogAt(world.eventStoreUrl, { runtime: systemRuntime(), logger: silentLogger });
  try {
    const ids = new Map<string, string[]>();
    const wanted = { after: startPosition, filter: { types: [...published[topic]] }, pageEvents: 1_000 };
    for await (const page of pages(opened.log, wanted)) {
      for (const { id, stream } of page.events) {
        const key = stream.replace(/^(price|alert)-/, '');
        ids.set(key, [...(ids.get(key) ?? []), id]);
      }
    }
    return ids;
  } finally {
    await opened.close();
  }
};

/** Returns the events that a topic contains. */
const consumed = async (world: World, topic: Topic): Promise<Sent> => {
  const stdout = await kcat(world.brokers, ['-C', '-t', topic, '-o', 'beginning', '-e', '-q', '-f', '%k %h\n']);
  const ids = new Map<string, string[]>();
  for (const line of stdout.split('\n').filter((each) => each !== '')) {
    const [key = '', headers = ''] = line.split(' ');
    ids.set(key, [...(ids.get(key) ?? []), /ce_id=([^,]+)/.exec(headers)?.[1] ?? '']);
  }
  return ids;
};

const count = (sent: Sent): number => [...sent.values()].reduce((sum, ids) => sum + ids.length, 0);

/**
 * Waits until the topic holds every event of the log, and checks the order of each card's events. With `once`, rejects
 * duplicates; otherwise drops them by id, as a consumer does with at-least-once delivery. Returns the number of events.
 */
export const expectAllSent = async (world: World, topic: Topic, { once }: { once: boolean }): Promise<number> => {
  const events = await expected(world, topic);
  const messages = await waitFor(
    `${topic} holds all of the log`,
    async () => {
      const all = await consumed(world, topic);
      const found = once ? all : new Map([...all].map(([key, ids]) => [key, [...new Set(ids)]]));
      return count(found) >= count(events) ? found : null;
    },
    90_000,
  );
  expect(Object.fromEntries(messages)).to.deep.equal(Object.fromEntries(events));
  return count(events);
};
