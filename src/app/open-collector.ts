/** Opens the collector of a source of a ledger. */
import type { CollectorDeps, CollectProgress } from '../collecting/collection.js';
import { type Collector, createCollector } from '../collecting/collector.js';
import type { Runtime } from '../base/runtime.js';
import type { SourceSettings } from '../collecting/source.js';
import type { Projector } from '../projecting/projector.js';
import type { SourceName } from '../domain/source.js';
import { cardByCardFor } from './card-by-card.js';
import { identifierFor } from './identify-products.js';
import type { Config } from './config.js';
import { createSource } from './sources.js';

export interface CollectorOptions {
  /** Overrides the configured settings: the demo has its own marketplace. */
  readonly settings?: SourceSettings;
  readonly onProgress?: (progress: CollectProgress) => void;
}

/** The parts of a ledger that its collectors share. */
interface CollectingParts extends Pick<CollectorDeps, 'log' | 'database' | 'runtime' | 'logger' | 'holder'> {
  /** The clock of the lease. */
  readonly leaseRuntime: Runtime;
  readonly config: Pick<Config, 'sources' | 'userAgent' | 'proxies' | 'kept'>;
  readonly projector: Pick<Projector, 'catchUp'>;
}

/** Creates the collector of a source, which maps products to cards where the source has ids of its own. */
export const openCollector = (
  { config, projector, ...parts }: CollectingParts,
  name: SourceName,
  { settings, onProgress }: CollectorOptions = {},
): Collector => {
  const source = createSource(name, { ...config.sources[name], ...settings });
  const caughtUp = (names: readonly string[]): Promise<void> => projector.catchUp(names);
  const identify = identifierFor(source, { ...parts, caughtUp });
  const cardByCard = cardByCardFor(source, parts);
  return createCollector({
    ...parts,
    source,
    caughtUp,
    userAgent: config.userAgent,
    proxies: config.proxies,
    requestsKeptMs: config.kept.requestsMs,
    ...(cardByCard === undefined ? {} : { cardByCard }),
    ...(identify === undefined ? {} : { identify }),
    ...(onProgress === undefined ? {} : { onProgress }),
  });
};
