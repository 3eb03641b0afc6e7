import { createMemoryLog } from '../../../src/log/memory/memory-log.js';
import { systemRuntime } from '../../../src/base/runtime.js';
import { eventLogContract } from '../contract.js';

eventLogContract('memory', async () => ({
  log: createMemoryLog({ runtime: systemRuntime() }),
  close: async () => undefined,
}));
