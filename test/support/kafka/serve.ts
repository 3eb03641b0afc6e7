/** Runs a Kafka: prints its brokers as a line, ends with its stdin. Start: `npx tsx test/support/kafka/serve.ts`. */
import { once } from 'node:events';
import { lacksForKafka } from './jars.js';
import { startKafka } from './kafka.js';

const lacking = await lacksForKafka();
if (lacking !== undefined) {
  process.stderr.write(`no Kafka can be started here: ${lacking} is not installed\n`);
  process.exit(3);
}
const kafka = await startKafka();
process.stdout.write(`${kafka.brokers.join(',')}\n`);
process.stdin.resume();
await once(process.stdin, 'close');
await kafka.close();
