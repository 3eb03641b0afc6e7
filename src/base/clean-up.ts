/** Deletion of what has expired, in steps. Each part has the steps for its own tables. */
import type { Logger } from './logger.js';
import { reasonOf } from './reason.js';
import type { Runtime } from './runtime.js';

export interface CleanupStep {
  /** What is deleted, in the log. */
  readonly name: string;
  /** Deletes what is over at `now`; returns how much that was. */
  readonly run: (now: Date) => Promise<number>;
}

export interface CleanedUp {
  /** How much each step deleted, by its name. */
  readonly deleted: Readonly<Record<string, number>>;
  /** The errors of the steps that failed, by their names. */
  readonly failures: ReadonlyMap<string, Error>;
}

/** Runs every step once; one that fails does not keep the others from running. */
export const cleanUp = async (
  { runtime, logger }: { readonly runtime: Pick<Runtime, 'now'>; readonly logger: Pick<Logger, 'info' | 'warn'> },
  steps: readonly CleanupStep[],
): Promise<CleanedUp> => {
  const deleted: Record<string, number> = {};
  const failures = new Map<string, Error>();
  for (const { name, run } of steps) {
    try {
      const gone = await run(runtime.now());
      deleted[name] = gone;
      if (gone > 0) logger.info(`expired: ${name}`, { deleted: gone });
    } catch (error) {
      failures.set(name, error as Error);
      logger.warn(`not cleaned up: ${name}`, { reason: reasonOf(error) });
    }
  }
  return { deleted, failures };
};
