/** The cards that are watched most. */
import { type WindowPeriod, windowPeriods } from '../../projections/coverage/windows.js';
import { mostWatchedCards } from '../alerting/watched-cards.js';
import { mostListedCards } from '../alerting/watchlists/store.js';
import type { Runtime } from '../base/runtime.js';
import { dayMs, dayOf } from '../domain/instant.js';
import type { Database } from '../postgres/database.js';
import { mostRead, readsOf } from './card-reads.js';
import { mergedAsKnown } from './reads/merged-card.js';

/** Cards that are looked at for the most watched ones. */
const watchedCardsMax = 1_000;

/**
 * Returns the cards with most active alerts and watchlists, then most reads since the period began, in this order. A card of
 * a list that was merged since counts as the one that it is now, as it does for alerts.
 */
export const watchedCards = async (
  { database, runtime }: { readonly database: Database; readonly runtime: Pick<Runtime, 'now'> },
  period: WindowPeriod,
) => {
  const sinceDay = dayOf(new Date(runtime.now().getTime() - windowPeriods[period] * dayMs));
  const [alerted, listed, read] = await Promise.all([
    mostWatchedCards(database, watchedCardsMax),
    mostListedCards(database, watchedCardsMax),
    mostRead(database, { sinceDay, limit: watchedCardsMax }),
  ]);
  const merged = await mergedAsKnown(
    database,
    listed.map(({ card_id }) => card_id),
    undefined,
  );
  const alerts = new Map(alerted.map((each) => [each.card_id, each.alerts]));
  const watchlists = new Map<string, number>();
  for (const { card_id, lists } of listed) {
    const now = merged.get(card_id) ?? card_id;
    watchlists.set(now, (watchlists.get(now) ?? 0) + lists);
  }
  const watched = [...new Set([...alerts.keys(), ...watchlists.keys()])];
  const reads = new Map([
    ...read.map((each) => [each.card_id, each.reads] as const),
    ...(await readsOf(database, { sinceDay, cardIds: watched })),
  ]);
  return [...new Set([...watched, ...reads.keys()])]
    .map((cardId) => ({
      cardId,
      alerts: alerts.get(cardId) ?? 0,
      watchlists: watchlists.get(cardId) ?? 0,
      reads: reads.get(cardId) ?? 0,
    }))
    .sort(
      (a, b) =>
        b.alerts + b.watchlists - (a.alerts + a.watchlists) || b.reads - a.reads || (a.cardId < b.cardId ? -1 : 1),
    )
    .slice(0, watchedCardsMax);
};
