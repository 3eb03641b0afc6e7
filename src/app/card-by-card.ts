/** What a source is given that is asked card by card: the cards whose turn it is, and the matcher of the catalog. */
import { watchedCards } from '../api/watched-cards.js';
import type { Runtime } from '../base/runtime.js';
import { cardsInTurn, ringWithin } from '../collecting/cards-in-turn.js';
import type { CollectorDeps } from '../collecting/collection.js';
import type { Source } from '../collecting/source.js';
import { buildLedgerMatcher } from '../matching/ledger-matcher.js';
import type { Database } from '../postgres/database.js';

/** Watching is counted over this period. */
const watchedPeriod = '7d';

/** Creates it; `undefined` for a source whose runs are over sets. */
export const cardByCardFor = (
  { name, settings, cardRing }: Source,
  { database, runtime }: { readonly database: Database; readonly runtime: Runtime },
): CollectorDeps['cardByCard'] => {
  if (cardRing === undefined) return undefined;
  const watched = async () => (await watchedCards({ database, runtime }, watchedPeriod)).map(({ cardId }) => cardId);
  return (selection) => ({
    cardsInTurn: (callsLeft) =>
      cardsInTurn({
        database,
        source: name,
        ring: ringWithin(cardRing, callsLeft),
        watched,
        selection,
        sinceMs: runtime.now().getTime() - settings.minIntervalMs,
      }),
    // Of a run, as its catalog was at the start: a file that is read again has the same cards.
    matcher: () => buildLedgerMatcher(database),
  });
};
