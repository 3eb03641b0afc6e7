/** Outages whose log lines are kept, each with its reason. */
import type { Logger } from '../../src/base/logger.js';
import { createOutages, type Outages } from '../../src/base/outages.js';
import { systemRuntime } from '../../src/base/runtime.js';

export const toldOutages = (): { readonly outages: Outages; readonly lines: string[] } => {
  const lines: string[] = [];
  const say = (message: string, { reason }: { reason?: string } = {}): void =>
    void lines.push(reason === undefined ? message : `${message}: ${reason}`);
  const logger = { debug: () => undefined, info: say, warn: say, error: say } as unknown as Logger;
  return { outages: createOutages({ runtime: systemRuntime(), logger }), lines };
};
