/** Finds Kafka for the benches: the brokers of KAFKA_BROKERS, else a broker from Maven's jars if Java and Maven exist. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { readConfig } from '../src/app/config.js';
import type { KafkaConfig } from '../src/publishing/kafka/config.js';
import { packageRoot } from '../src/base/paths.js';

export interface Brokers {
  readonly config: KafkaConfig;
  close(): Promise<void>;
}

const configOf = (brokers: string): KafkaConfig => {
  const { kafka } = readConfig({ KAFKA_BROKERS: brokers });
  if (kafka === undefined) throw new Error('no brokers');
  return kafka;
};

/** Opens the brokers; `undefined` if there are none and none can be started. */
export const openBrokers = async (): Promise<Brokers | undefined> => {
  const given = process.env['KAFKA_BROKERS'];
  if (given !== undefined && given !== '') return { config: configOf(given), close: () => Promise.resolve() };
  // A separate process: benches do not import from test/.
  const script = join(packageRoot, 'test/support/kafka/serve.ts');
  const child = spawn(process.execPath, ['--import', 'tsx', script], { stdio: ['pipe', 'pipe', 'inherit'] });
  for await (const line of createInterface({ input: child.stdout })) {
    return {
      config: configOf(line),
      async close() {
        child.stdin.end();
        if (child.exitCode === null) await once(child, 'exit');
      },
    };
  }
  return undefined;
};
