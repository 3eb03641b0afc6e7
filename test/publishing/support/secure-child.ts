/** Publishes one message with the configuration of the environment, and says how that went. */
import { readConfig } from '../../../src/app/config.js';
import { errorCode } from '../../../src/base/errors.js';
import { publishWithRetry } from '../../../src/publishing/publish-with-retry.js';
import { createKafkaSink } from '../../../src/publishing/kafka/kafka-sink.js';
import { topics } from '../../../src/publishing/topic-definitions.js';
import { systemRuntime } from '../../../src/base/runtime.js';
import { silentLogger } from '../../../src/base/logger.js';
import { message } from '../sink.contract.js';

const { kafka } = readConfig(process.env);
if (kafka === undefined) throw new Error('KAFKA_BROKERS is unset');
const runtime = systemRuntime();
const sink = createKafkaSink(kafka, { logger: silentLogger, runtime });
try {
  const delivery = { sink, runtime, mayStillSend: () => undefined, signal: new AbortController().signal };
  await publishWithRetry(delivery, [message(topics.alerts, 'alert', 'by password')]);
  const { reachable, configured } = await sink.describe();
  process.stdout.write(`published, ${reachable ? 'reachable' : 'away'}: ${configured}\n`);
} catch (error) {
  process.stdout.write(`${errorCode(error)}: ${(error as Error).message}\n`);
} finally {
  await sink.close();
}
