/** What every EventSink holds to, whatever stands behind it. */
import { expect } from 'chai';
import { errorCode, ledgerError } from '../../src/base/errors.js';
import { limits } from '../../src/base/limits.js';
import { type EventSink, messageBytes, type OutgoingMessage } from '../../src/publishing/event-sink.js';
import { type TopicName, topicDefinitions, topics } from '../../src/publishing/topic-definitions.js';
import { systemRuntime } from '../../src/base/runtime.js';

export interface SinkHarness {
  readonly sink: EventSink;
  /** What arrived on a topic, at least `count` messages of it; of one key in the order of arrival. */
  received(topic: TopicName, count: number): Promise<readonly Pick<OutgoingMessage, 'key' | 'value' | 'headers'>[]>;
  /** Makes the receiver of messages unavailable. */
  goAway(): Promise<void>;
  comeBack(): Promise<void>;
  end(): Promise<void>;
}

export const message = (
  topic: TopicName,
  key: string,
  value: unknown,
  id = `${key} ${JSON.stringify(value)}`,
): OutgoingMessage => ({
  topic,
  key,
  value: JSON.stringify(value),
  headers: { ce_id: id, 'content-type': 'application/json', ce_subject: 'Poké ♀ «δ»' },
});

const failure = async (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => undefined,
    (error: unknown) => error,
  );

/** Publishes, again where that may help: a topic just made has no leader for a moment, and a sink does not try twice. */
const published = async (sink: EventSink, messages: readonly OutgoingMessage[]): Promise<void> => {
  for (let tries = 1; ; tries += 1) {
    try {
      await sink.publish(messages);
      return;
    } catch (error) {
      if (errorCode(error) !== 'BROKER_UNAVAILABLE' || tries > 50) throw error;
      await systemRuntime().sleep(100);
    }
  }
};

/** Without what came again. */
const once = <T extends Pick<OutgoingMessage, 'headers'>>(messages: readonly T[]): T[] =>
  [...new Map(messages.toReversed().map((each) => [each.headers['ce_id'], each])).values()].reverse();

export const sinkContract = (name: string, start: () => Promise<SinkHarness>): void => {
  describe(`event sink: ${name}`, function () {
    this.timeout(120_000);
    let harness: SinkHarness;
    beforeEach(async () => {
      harness = await start();
    });
    afterEach(() => harness.end());

    it('delivers key, headers and value as they are', async () => {
      const sent = message(topics.prices, 'pokemon-1', { text: 'Nidoran♀ «δ»', nothing: null, number: 245 });
      await published(harness.sink, [sent]);
      const [got] = await harness.received(topics.prices, 1);
      expect({ key: got?.key, value: got?.value, headers: got?.headers }).to.deep.equal({
        key: sent.key,
        value: sent.value,
        headers: sent.headers,
      });
    });

    it('keeps the order of each key, within a batch and from batch to batch', async () => {
      const keys = Array.from({ length: 20 }, (_, n) => `pokemon-${n + 1}`);
      for (let round = 0; round < 5; round += 1) {
        await published(
          harness.sink,
          keys.flatMap((key) => [0, 1, 2].map((n) => message(topics.prices, key, round * 3 + n))),
        );
      }
      const got = await harness.received(topics.prices, 300);
      for (const key of keys) {
        const values = once(got.filter((each) => each.key === key)).map(({ value }) => Number(value));
        expect(values, key).to.deep.equal(Array.from({ length: 15 }, (_, n) => n));
      }
    });

    it('sends each message to its topic', async () => {
      await published(harness.sink, [
        message(topics.prices, 'a', 1),
        message(topics.cards, 'a', 2),
        message(topics.alerts, 'b', 3),
        message(topics.notificationsDlq, 'b', 4),
      ]);
      for (const [at, topic] of [topics.prices, topics.cards, topics.alerts, topics.notificationsDlq].entries()) {
        expect(once(await harness.received(topic, 1)).map(({ value }) => value)).to.deep.equal([String(at + 1)]);
      }
    });

    it('accepts concurrent calls', async () => {
      await Promise.all(
        Array.from({ length: 10 }, (_, n) =>
          published(harness.sink, [message(topics.prices, `pokemon-${n}`, n), message(topics.alerts, 'x', n)]),
        ),
      );
      const got = await harness.received(topics.prices, 10);
      expect(
        once(got)
          .map(({ value }) => Number(value))
          .sort((a, b) => a - b),
      ).to.deep.equal([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
      expect(once(await harness.received(topics.alerts, 10))).to.have.length(10);
    });

    it('accepts the largest batch, all of one key', async () => {
      const batch: OutgoingMessage[] = [];
      for (let bytes = 0; ;) {
        const next = message(topics.prices, 'pokemon-1', 'x'.repeat(150_000), `large ${batch.length}`);
        bytes += messageBytes(next);
        if (bytes > limits.publishBatchBytesMax) break;
        batch.push(next);
      }
      const left = limits.publishBatchBytesMax - batch.reduce((sum, each) => sum + messageBytes(each), 0);
      const base = messageBytes(message(topics.prices, 'pokemon-1', '', 'last'));
      batch.push(message(topics.prices, 'pokemon-1', 'y'.repeat(left - base), 'last'));
      expect(batch.reduce((sum, each) => sum + messageBytes(each), 0)).to.equal(limits.publishBatchBytesMax);
      await published(harness.sink, batch);
      const got = await harness.received(topics.prices, batch.length);
      expect(once(got).map(({ headers }) => headers['ce_id'])).to.deep.equal(
        batch.map(({ headers }) => headers['ce_id']),
      );
    });

    it('sends nothing when beforeSend throws, and rejects with its error', async () => {
      const lost = ledgerError('LEASE_LOST', 'taken over');
      const beforeSend = (): never => {
        throw lost;
      };
      expect(await failure(harness.sink.publish([message(topics.prices, 'a', 'stale')], { beforeSend }))).to.equal(
        lost,
      );
      await published(harness.sink, [message(topics.prices, 'a', 'fresh')]);
      expect(once(await harness.received(topics.prices, 1)).map(({ value }) => value)).to.deep.equal(['"fresh"']);
    });

    it('calls beforeSend as late as possible: a lease may be lost during the wait for connections', async () => {
      const lost = ledgerError('LEASE_LOST', 'taken over meanwhile');
      let asked = 0;
      const beforeSend = (): void => {
        asked += 1;
        if (asked > 1) throw lost;
      };
      expect(await failure(harness.sink.publish([message(topics.prices, 'a', 'stale')], { beforeSend }))).to.equal(
        lost,
      );
      await published(harness.sink, [message(topics.prices, 'a', 'fresh')]);
      expect(once(await harness.received(topics.prices, 1)).map(({ value }) => value)).to.deep.equal(['"fresh"']);
    });

    it('accepts an empty list', async () => {
      await harness.sink.publish([]);
    });

    it('rejects with BROKER_UNAVAILABLE while the server is unavailable, and works afterwards', async () => {
      await published(harness.sink, [message(topics.prices, 'a', 1)]);
      await harness.goAway();
      expect(errorCode(await failure(harness.sink.publish([message(topics.prices, 'a', 2)])))).to.equal(
        'BROKER_UNAVAILABLE',
      );
      await harness.comeBack();
      await published(harness.sink, [message(topics.prices, 'a', 2)]);
      const got = (await harness.received(topics.prices, 2)).map(({ value }) => value);
      // Rejected says that it may not have arrived, not that it has not.
      expect(got.filter((value, at) => value !== got[at - 1])).to.deep.equal(['1', '2']);
    });

    it('describes itself', async () => {
      await published(harness.sink, [message(topics.prices, 'a', 1)]);
      const said = await harness.sink.describe();
      expect(said).to.include({ kind: harness.sink.kind, reachable: true, trouble: null });
      expect(said.configured).to.contain('KAFKA_BROKERS');
      expect(said.topics.map(({ name, compacted }) => [name, compacted])).to.deep.equal(
        topicDefinitions.map(({ name, compacted }) => [name, compacted]),
      );
    });

    it('rejects once it is closed; closing twice is harmless', async () => {
      await published(harness.sink, [message(topics.prices, 'a', 1)]);
      await harness.sink.close();
      await harness.sink.close();
      expect(errorCode(await failure(harness.sink.publish([message(topics.prices, 'a', 2)])))).to.equal(
        'BROKER_UNAVAILABLE',
      );
    });
  });
};
