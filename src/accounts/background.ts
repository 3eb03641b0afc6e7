/**
 * Work that an answer does not wait for: mails. Whether one is sent, how long its server takes and whether it fails would
 * otherwise tell which addresses have accounts.
 */
import type { Logger } from '../base/logger.js';

export interface Background {
  /** Starts work. A failure is logged by the work's name, without what it was about. */
  run(name: string, work: () => Promise<void>): void;
  /** Resolves when nothing is under way. */
  idle(): Promise<void>;
}

/** Creates it. */
export const createBackground = ({ logger }: { readonly logger: Pick<Logger, 'warn'> }): Background => {
  const underWay = new Set<Promise<void>>();
  return {
    run(name, work) {
      const running = work()
        .catch((error: unknown) => {
          logger.warn(`${name} failed`, { reason: (error as Error).message });
        })
        .finally(() => underWay.delete(running));
      underWay.add(running);
    },
    async idle() {
      while (underWay.size > 0) await Promise.all(underWay);
    },
  };
};
