/** The 7-day changes of cards in a list: one request for all that are shown. */
import { useAnswer } from './answer.js';
import { api, bodyOf, type Schemas } from './api.js';
import { useSettled } from './clock.js';

/** A card with the printing that its current price is of. */
interface Listed {
  readonly card_id: string;
  readonly current_price: Pick<Schemas['CurrentPrice'], 'printing' | 'source'> | null;
}

/** After a list has stood this long, its changes are asked for: not while one types. */
const quietMs = 400;

/** Returns changes by card id; no entry while they are on their way, `null` where there is none. */
export const useWeekChanges = (cards: readonly Listed[]): ReadonlyMap<string, Schemas['Change'] | null> => {
  const ids = useSettled(cards.map(({ card_id }) => card_id).join(' '), quietMs);
  const { data } = useAnswer(
    ['week-changes', ids],
    () => bodyOf(api.POST('/cards/batch', { body: { card_ids: ids.split(' ') } })),
    { enabled: ids !== '' },
  );
  const changes = new Map<string, Schemas['Change'] | null>();
  for (const { card, current_price: current, price_stats: stats } of data?.cards ?? []) {
    const ofCurrent = stats.find(({ printing, source }) => printing === current?.printing && source === current.source);
    changes.set(card.card_id, ofCurrent?.['7_day_change'] ?? null);
  }
  return changes;
};
