/** Rebuilds that begin at about the same time, as after an upgrade, share one pass over the log. */
import { limits } from '../base/limits.js';
import type { SubscriberDeps } from '../subscriptions/subscriber.js';
import { buildAndSwitch, type Rebuilding } from './rebuild.js';

interface Waiting extends Rebuilding {
  resolve(): void;
  reject(error: unknown): void;
}

/**
 * Creates a function that rebuilds a read model and resolves when its tables are switched; it throws what ended the
 * rebuild. Those asked for within limits.rebuildGatherMs of the first one are built together.
 */
export const createSharedRebuilds = (
  deps: Pick<SubscriberDeps, 'database' | 'log' | 'runtime'>,
): ((rebuilding: Rebuilding) => Promise<void>) => {
  let gathering: Waiting[] | null = null;

  const run = async (together: Waiting[]): Promise<void> => {
    await deps.runtime.sleep(limits.rebuildGatherMs);
    gathering = null;
    try {
      const outcomes = await buildAndSwitch(deps, together);
      outcomes.forEach((outcome, at) => {
        if (outcome.outcome === 'failed') together[at]?.reject(outcome.error);
        else together[at]?.resolve();
      });
    } catch (error) {
      for (const each of together) each.reject(error);
    }
  };

  return (rebuilding) =>
    new Promise((resolve, reject) => {
      const waiting = { ...rebuilding, resolve, reject };
      if (gathering === null) {
        gathering = [waiting];
        void run(gathering);
      } else gathering.push(waiting);
    });
};
