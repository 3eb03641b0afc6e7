/** Maps the products of a source to cards while it is collected: the collector offers them, the matcher decides. */
import { listingSources } from '../../projections/catalog/listed.js';
import { isCollectedWhole } from '../../projections/coverage/collections.js';
import { ledgerError } from '../base/errors.js';
import type { IdentifyProducts } from '../collecting/collection.js';
import type { Source } from '../collecting/source.js';
import type { CorrectionDeps } from '../commands/command.js';
import { instantOf } from '../domain/instant.js';
import { identifyProducts } from '../matching/map-products.js';

/** A collection of a catalog takes minutes; one that began earlier and has no end has died. */
const collectionMsMax = 6 * 3_600_000;

/** Throws NOT_READY while the catalog is not whole: a name that is unique in half of it may not be unique. */
const assertCatalogWhole = async ({ database, runtime, caughtUp }: Omit<CorrectionDeps, 'signal'>): Promise<void> => {
  await caughtUp(['catalog', 'coverage']);
  const since = instantOf(new Date(runtime.now().getTime() - collectionMsMax));
  if (await isCollectedWhole(database, await listingSources(database), since)) return;
  throw ledgerError('NOT_READY', 'no catalog is collected to its end: products can be mapped once tcgcsv has finished');
};

/** Creates what maps the products of a source; `undefined` for a source whose rows name the ledger's own ids. */
export const identifierFor = (
  { externalSystem }: Pick<Source, 'externalSystem'>,
  deps: Omit<CorrectionDeps, 'signal'>,
): IdentifyProducts | undefined => {
  if (externalSystem === undefined) return undefined;
  return async (products, signal) => {
    await assertCatalogWhole(deps);
    const foreign = products.map(({ id, name, game }) => ({ system: externalSystem, id, name, game }));
    return identifyProducts({ ...deps, signal }, externalSystem, foreign);
  };
};
