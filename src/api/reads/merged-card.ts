/** A merged card's own address leads to the card that it is now. */
import type { Request } from 'express';
import { mergedCards } from '../../../projections/catalog/id-changes.js';
import { ledgerError } from '../../base/errors.js';
import type { Database } from '../../postgres/database.js';
import type { ApiDeps } from '../services.js';

/**
 * Returns the cards that some of `cardIds` were merged into. With `knownAt` those merged later are left out: the card's own
 * record answers what was known then.
 */
export const mergedAsKnown = async (
  database: Database,
  cardIds: readonly string[],
  knownAt: string | undefined,
): Promise<ReadonlyMap<string, string>> => {
  const merged = [...(await mergedCards(database, cardIds))];
  const known = merged.filter(
    ([, { mergedAt }]) => knownAt === undefined || Date.parse(knownAt) >= Date.parse(mergedAt),
  );
  return new Map(known.map(([id, { cardId }]) => [id, cardId]));
};

/** Throws CARD_MERGED, a redirect to the same question about the card that this one is now, if it was merged as known. */
export const redirectIfMerged = async (
  { database }: Pick<ApiDeps, 'database'>,
  request: Request,
  cardId: string,
  knownAt?: string,
): Promise<void> => {
  const merged = (await mergedAsKnown(database, [cardId], knownAt)).get(cardId);
  if (merged === undefined) return;
  const location = request.originalUrl.replace(`/cards/${cardId}`, `/cards/${merged}`);
  throw ledgerError('CARD_MERGED', `${cardId} was merged into ${merged}: ask for that card`, {
    details: { card_id: `${merged} now`, location },
  });
};
