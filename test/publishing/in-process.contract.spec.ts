/** The bus inside the process is an event sink, and what it does beyond that. */
import { expect } from 'chai';
import { errorCode } from '../../src/base/errors.js';
import type { OutgoingMessage } from '../../src/publishing/event-sink.js';
import { createInProcessSink, bufferedMessagesMax } from '../../src/publishing/in-process/in-process-sink.js';
import { topicDefinitions, topics } from '../../src/publishing/topic-definitions.js';
import { message, sinkContract } from './sink.contract.js';

sinkContract('in process', async () => {
  const sink = createInProcessSink();
  const got: OutgoingMessage[] = [];
  let away = false;
  for (const { name } of topicDefinitions) {
    sink.subscribe(name, async (each) => {
      if (away) throw new Error('the subscriber is not well');
      got.push(each);
    });
  }
  return {
    sink,
    received: async (topic) => got.filter((each) => each.topic === topic),
    goAway: async () => {
      away = true;
    },
    comeBack: async () => {
      away = false;
    },
    end: () => sink.close(),
  };
});

describe('the bus inside the process', () => {
  it('wants topics with a handler, until it unsubscribes', async () => {
    const sink = createInProcessSink();
    expect(sink.wants(topics.alerts)).to.equal(false);
    const got: string[] = [];
    const stop = sink.subscribe(topics.alerts, ({ value }) => void got.push(value));
    expect([sink.wants(topics.alerts), sink.wants(topics.prices)]).to.deep.equal([true, false]);
    await sink.publish([message(topics.alerts, 'a', 1)]);
    stop();
    await sink.publish([message(topics.alerts, 'a', 2)]);
    expect([sink.wants(topics.alerts), got]).to.deep.equal([false, ['1']]);
  });

  it('waits for a slow handler, passes one message at a time, and bounds its queue', async () => {
    const sink = createInProcessSink();
    const waiting: (() => void)[] = [];
    let under = 0;
    let most = 0;
    sink.subscribe(topics.alerts, async () => {
      under += 1;
      most = Math.max(most, under);
      await new Promise<void>((resolve) => waiting.push(resolve));
      under -= 1;
    });
    let done = 0;
    const publishing = [1, 2].map((n) => sink.publish([message(topics.alerts, 'a', n)]).then(() => (done += 1)));
    await new Promise((resolve) => setImmediate(resolve));
    expect([waiting.length, done]).to.deep.equal([1, 0]);
    const tooMany = Array.from({ length: bufferedMessagesMax }, (_, n) => message(topics.alerts, 'a', n));
    const refused = await sink.publish(tooMany).catch((error: unknown) => error);
    expect(errorCode(refused)).to.equal('BROKER_UNAVAILABLE');
    while (done < 2) {
      waiting.shift()?.();
      await new Promise((resolve) => setImmediate(resolve));
    }
    await Promise.all(publishing);
    expect(most).to.equal(1);
  });

  it('closes after the messages being handled', async () => {
    const sink = createInProcessSink();
    let finish = (): void => undefined;
    const order: string[] = [];
    sink.subscribe(topics.alerts, async () => {
      await new Promise<void>((resolve) => (finish = resolve));
      order.push('given');
    });
    const publishing = sink.publish([message(topics.alerts, 'a', 1)]);
    await new Promise((resolve) => setImmediate(resolve));
    const closing = sink.close().then(() => order.push('closed'));
    finish();
    await Promise.all([publishing, closing]);
    expect(order).to.deep.equal(['given', 'closed']);
    expect(await sink.describe()).to.include({ reachable: false });
  });
});
