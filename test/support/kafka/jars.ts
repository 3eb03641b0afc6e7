/** The jars of a Kafka broker, fetched once by Maven into node_modules/.cache. */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { packageRoot } from '../../../src/base/paths.js';

const run = promisify(execFile);
const pom = join(packageRoot, 'test/support/kafka/pom.xml');

/** What lacks for running a broker here; undefined: nothing. */
export const lacksForKafka = async (): Promise<string | undefined> => {
  for (const [command, argument] of [
    ['java', '-version'],
    ['mvn', '-version'],
  ] as const) {
    try {
      await run(command, [argument]);
    } catch {
      return command;
    }
  }
  return undefined;
};

/** The folder of the jars. */
export const kafkaJars = async (): Promise<string> => {
  const cache = join(packageRoot, 'node_modules/.cache/kafka');
  const folder = join(cache, createHash('sha256').update(readFileSync(pom)).digest('hex').slice(0, 16));
  if (existsSync(folder)) return folder;
  await mkdir(cache, { recursive: true });
  // Whole or not there: two runs may fetch at once, and the second's is as good.
  const part = await mkdtemp(join(cache, 'part-'));
  await run('mvn', ['-q', '-B', '-f', pom, 'dependency:copy-dependencies', `-DoutputDirectory=${part}`], {
    timeout: 300_000,
  });
  await rename(part, folder).catch(async (error: unknown) => {
    await rm(part, { recursive: true, force: true });
    if (!existsSync(folder)) throw error;
  });
  return folder;
};
