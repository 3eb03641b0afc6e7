/** How kafkajs is set up: where it connects and as whom, what it may log, where keys go. */
import { expect } from 'chai';
import kafkajs from 'kafkajs';
import type { KafkaConfig } from '../../../src/publishing/kafka/config.js';
import { clientOptions, createPartitioner, openClient } from '../../../src/publishing/kafka/client.js';
import { silentLogger } from '../../../src/base/logger.js';
import { kafkaLimits } from '../../../src/publishing/kafka/limits.js';

const config: KafkaConfig = {
  brokers: ['one:9092', 'two:9092'],
  tls: true,
  sasl: { mechanism: 'scram-sha-512', username: 'ledger', password: 'secret-word' },
  partitions: 6,
  replication: 3,
};
const lines: unknown[] = [];
const logger = { debug: (...line: unknown[]) => lines.push(line) } as unknown as typeof silentLogger;

describe('the kafkajs client', () => {
  it('connects as configured, without retries', () => {
    const options = clientOptions(config, silentLogger);
    expect(options).to.deep.include({
      brokers: config.brokers,
      ssl: true,
      sasl: config.sasl,
      retry: { retries: 0 },
      requestTimeout: kafkaLimits.requestMs,
      connectionTimeout: kafkaLimits.connectMs,
    });
    expect(clientOptions({ ...config, sasl: undefined, tls: false }, silentLogger)).to.not.have.property('sasl');
  });

  it('logs at debug level, never on the console', () => {
    clientOptions(config, logger).logCreator?.(kafkajs.logLevel.ERROR)({
      namespace: 'Connection',
      level: kafkajs.logLevel.ERROR,
      label: 'ERROR',
      log: { timestamp: 'now', logger: 'kafkajs', message: 'Connection error', broker: 'one:9092', stack: 'long' },
    });
    expect(lines).to.deep.equal([
      ['kafka: Connection error', { broker: 'one:9092', part: 'Connection', said: 'error' }],
    ]);
  });

  it('fails at once when no broker listens', async () => {
    const client = openClient({ ...config, brokers: ['127.0.0.1:1'], tls: false, sasl: undefined }, silentLogger);
    const producer = client.producer({ partitioner: createPartitioner() });
    const failure = await producer.connect().catch((error: unknown) => String(error));
    expect(failure).to.contain('ECONNREFUSED');
    await producer.disconnect();
    expect(client.admin()).to.have.property('createTopics');
  });

  it('sends a key to the same partition as Java', () => {
    const partitionMetadata = Array.from({ length: 1_000 }, (_, partitionId) => ({ partitionId, leader: 1 }));
    const partition = createPartitioner();
    // murmur2 of Apache Kafka's own tests (UtilsTest), made positive, by 1,000 partitions.
    const known: Readonly<Record<string, number>> = {
      '21': -973932308,
      foobar: -790332482,
      'a-little-bit-long-string': -985981536,
      'a-little-bit-longer-string': -1486304829,
      lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8: -58897971,
    };
    for (const [key, hash] of Object.entries(known)) {
      const message = { key, value: '' };
      const found = partition({ topic: 't', message, partitionMetadata: partitionMetadata as never });
      expect(found, key).to.equal((hash & 0x7fffffff) % 1_000);
    }
  });
});
