/** Folding batches of events into one read model: rows, invalidations and checkpoint in one transaction. */
import type { PageProcessor, Process } from '../subscriptions/process-page.js';
import type { Fold, Projection } from './projection.js';
import { createInvalidationPublisher } from './invalidations.js';
import { createGrowthStatistics } from './statistics.js';

export interface FoldTarget {
  readonly projection: Projection;
  readonly schema: string;
  /** Whether readers query these tables: then a page publishes its invalidations. */
  readonly isLive?: boolean;
  /** Starts the fold; default: the projection's. */
  readonly startFold?: () => Fold;
}

/**
 * Starts folding into the tables of `schema`. A fold remembers what it wrote: after a failed transaction it is
 * replaced, since its memory is then ahead of the tables.
 */
export const foldInto = ({ projection, schema, isLive, startFold }: FoldTarget): Process => {
  const start = () => ({
    fold: startFold?.() ?? projection.startFold(schema),
    invalidate: isLive === true ? createInvalidationPublisher(schema) : undefined,
  });
  let current = start();
  const gather = isLive === true ? createGrowthStatistics(schema) : undefined;
  return async (batch) => {
    const { fold, invalidate } = current;
    try {
      await batch.commit(async (client) => {
        if (batch.events.length > 0) await fold(client, batch.events);
        await invalidate?.(client, batch.events, batch.to);
        await gather?.(client, batch.events.length);
      });
    } catch (error) {
      current = start();
      throw error;
    }
  };
};

/** Starts folding pages into the tables of `schema`, for `processPage`. */
export const startFolding = (options: Omit<PageProcessor, 'subscriber' | 'process'> & FoldTarget): PageProcessor => ({
  ...options,
  subscriber: options.schema,
  process: foldInto(options),
});
