/** Maps the products of a marketplace to cards: what is sure as events, what is not onto the list of those that wait. */
import { cardsByExternalId, externalIdsOfCards, rejectedCards } from '../../projections/catalog/external-ids.js';
import { ledgerError } from '../base/errors.js';
import { limits } from '../base/limits.js';
import { underCardLock } from '../commands/card-commands.js';
import type { CorrectionDeps } from '../commands/command.js';
import type { EventMetadata } from '../domain/envelope.js';
import { canonicalJson, uuidFromName } from '../domain/ids.js';
import { cardStream } from '../domain/streams.js';
import { newEvent } from '../domain/upcasting.js';
import { appendWithRetry } from '../log/append-with-retry.js';
import { buildLedgerMatcher } from './ledger-matcher.js';
import { withClaims } from './claims.js';
import { decideProducts, type Mapping, type ProductDecisions } from './decide-products.js';
import { replaceReviews } from './reviews.js';
import type { ForeignProduct, Matcher } from './types.js';

/** Who maps, in the metadata of the events. */
const matchingActor = 'matching';

/** What became of the products. */
export interface MappedProducts {
  readonly products: number;
  /** Mapped now. */
  readonly mapped: number;
  /** Mapped before. */
  readonly known: number;
  readonly waiting: number;
  readonly unmatched: number;
}

const eventOf = (system: string, mapping: Mapping) => {
  const data = { ...mapping, system };
  // By its data alone: a run that is repeated, here or elsewhere, appends nothing again.
  return newEvent('ExternalIdMapped', uuidFromName(`ExternalIdMapped ${canonicalJson(data)}`), data);
};

const append = async (deps: CorrectionDeps, system: string, mappings: readonly Mapping[]): Promise<void> => {
  const metadata: EventMetadata = { correlation_id: deps.runtime.uuid(), causation_id: null, actor: matchingActor };
  for (let from = 0; from < mappings.length; from += limits.matchesAtOnce) {
    const appends = mappings.slice(from, from + limits.matchesAtOnce).map((mapping) => ({
      stream: cardStream(mapping.card_id),
      expectedRevision: 'any' as const,
      events: [eventOf(system, mapping)],
    }));
    const outcomes = await appendWithRetry(deps, appends, metadata);
    const failed = outcomes.find(({ outcome }) => outcome !== 'appended' && outcome !== 'already_appended');
    if (failed !== undefined) throw ledgerError('INTERNAL', `${failed.stream}: a mapping has the id of another event`);
  }
};

const decide = async (
  { database }: CorrectionDeps,
  matcher: Matcher,
  { system, products }: { readonly system: string; readonly products: readonly ForeignProduct[] },
): Promise<ProductDecisions> => {
  const [cards, ids, rejected] = await Promise.all([
    cardsByExternalId(database, system),
    externalIdsOfCards(database, system),
    rejectedCards(database, system),
  ]);
  return decideProducts(matcher, products, { cards, ids, rejected });
};

/**
 * Maps products of `system`. What they are said to be is kept for later lists, which do not have it. No other process decides on cards
 * meanwhile. Throws LOG_BUSY and the errors of the engines; it can then be repeated.
 */
export const mapProducts = (
  deps: CorrectionDeps,
  matcher: Matcher,
  given: {
    readonly system: string;
    /** No two with one id. */
    readonly products: readonly ForeignProduct[];
    /** Whether these are all products of their games: what waited before and is not among them then waits no longer. */
    readonly isWhole: boolean;
  },
): Promise<MappedProducts> =>
  underCardLock(deps, async () => {
    await deps.caughtUp(['catalog']);
    const at = deps.runtime.now().toISOString();
    const { system, isWhole } = given;
    const products = await withClaims(deps.database, { ...given, at });
    const { mappings, reviews, known, unmatched, games } = await decide(deps, matcher, { system, products });
    await append(deps, system, mappings);
    const of = isWhole ? { games } : { ids: products.map(({ id }) => id) };
    await replaceReviews(deps.database, { system, of, items: reviews, at });
    const counts = { mapped: mappings.length, known, waiting: reviews.length, unmatched };
    return { products: given.products.length, ...counts };
  });

/**
 * Maps all products of `system` as mapProducts does, with the catalog as it is now. Returns card ids by the ids of all products
 * that are mapped, now or before.
 */
export const identifyProducts = async (
  deps: CorrectionDeps,
  system: string,
  products: readonly ForeignProduct[],
): Promise<ReadonlyMap<string, string>> => {
  await deps.caughtUp(['catalog', 'latest-prices']);
  await mapProducts(deps, await buildLedgerMatcher(deps.database), { system, products, isWhole: true });
  await deps.caughtUp(['catalog']);
  return cardsByExternalId(deps.database, system);
};
