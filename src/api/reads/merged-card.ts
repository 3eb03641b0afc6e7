/** A merged card's own address leads to the card that it is now. */
import type { Request } from 'express';
import { mergedCards } from '../../../projections/catalog/id-changes.js';
import { ledgerError } from '../../base/errors.js';
import type { ApiDeps } from '../services.js';

/**
 * Throws CARD_MERGED, a redirect to the same question about the card that this one is now, if it was merged. With `knownAt`
 * before the merge it returns: the card's own record answers what was known then.
 */
export const redirectIfMerged = async (
  { database }: Pick<ApiDeps, 'database'>,
  request: Request,
  cardId: string,
  knownAt?: string,
): Promise<void> => {
  const merged = (await mergedCards(database, [cardId])).get(cardId);
  if (merged === undefined || (knownAt !== undefined && Date.parse(knownAt) < Date.parse(merged.mergedAt))) return;
  const location = request.originalUrl.replace(`/cards/${cardId}`, `/cards/${merged.cardId}`);
  throw ledgerError('CARD_MERGED', `${cardId} was merged into ${merged.cardId}: ask for that card`, {
    details: { card_id: `${merged.cardId} now`, location },
  });
};
