/** Acquires and releases the lock many times and records each step; a process of the lock's spec. */
import { appendFileSync } from 'node:fs';
import { acquireLock } from '../../../../src/embedded/postgres/lock.js';
import { systemRuntime } from '../../../../src/base/runtime.js';

const [folder = '', journal = '', rounds = ''] = process.argv.slice(2);
const runtime = systemRuntime();

for (let round = 0; round < Number(rounds); round += 1) {
  const lock = await acquireLock({ folder, runtime, waitMs: 30_000, pollMs: 1 });
  if ('heldBy' in lock) throw new Error(`held by ${lock.heldBy}`);
  appendFileSync(journal, `in ${process.pid}\n`);
  await runtime.sleep(0);
  appendFileSync(journal, `out ${process.pid}\n`);
  lock.release();
}
