/** SASL over TLS: a ledger with KAFKA_TLS and credentials publishes; with a wrong password it says what is wrong. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect } from 'chai';
import { topics } from '../../../src/publishing/topic-definitions.js';
import { describeKafka, readTopic } from '../../support/kafka/engine.js';
import { startKafka, type TestKafka } from '../../support/kafka/kafka.js';
import { ownScript } from '../../support/own-script.js';

const run = promisify(execFile);

describeKafka('Kafka behind TLS and a password', function () {
  this.timeout(120_000);
  let kafka: TestKafka;
  before(async () => {
    kafka = await startKafka({ secure: { password: 'open sesame' } });
  });
  after(() => kafka.close());

  /** A process of its own: Node reads the certificates that it is to trust when it starts. */
  const publish = async (env: Record<string, string>): Promise<string> => {
    const { stdout } = await run(process.execPath, ownScript('../support/secure-child', import.meta.url), {
      env: {
        ...process.env,
        KAFKA_BROKERS: kafka.nodes[0]?.secureAddress ?? '',
        NODE_EXTRA_CA_CERTS: kafka.certificate ?? '',
        ...env,
      },
    });
    return stdout.trim();
  };
  const credentials = {
    KAFKA_TLS: 'true',
    KAFKA_SASL_MECHANISM: 'plain',
    KAFKA_USERNAME: 'ledger',
    KAFKA_PASSWORD: 'open sesame',
  };

  it('accepts messages with both', async () => {
    expect(await publish(credentials)).to.match(/^published, reachable: KAFKA_BROKERS=\S+ \(TLS, SASL plain\)$/);
    expect((await readTopic(kafka.brokers, topics.alerts)).map(({ value }) => value)).to.include('"by password"');
  });

  it('rejects a client without them, with a helpful message that contains no password', async () => {
    const refused = await publish({ ...credentials, KAFKA_PASSWORD: 'open barley' });
    expect(refused)
      .to.contain('BROKER_UNAVAILABLE')
      .and.to.match(/authentication|credentials/i)
      .and.not.to.contain('barley');
    expect(await publish({ ...credentials, NODE_EXTRA_CA_CERTS: '' })).to.match(/BROKER_UNAVAILABLE.*self.signed/i);
  });
});
