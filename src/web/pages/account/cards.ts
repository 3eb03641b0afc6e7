/** Cards of the user's lists and alerts, with their prices. */
import { useAnswer, type Asked } from '../../answer.js';
import { api, bodyOf, type Schemas } from '../../api.js';

/** Ids of one request. */
const atOnce = 100;

const askForCards = async (ids: readonly string[]): Promise<ReadonlyMap<string, Schemas['CardAnswer']>> => {
  const cards = new Map<string, Schemas['CardAnswer']>();
  for (let from = 0; from < ids.length; from += atOnce) {
    const part = ids.slice(from, from + atOnce);
    const answer = await bodyOf(api.POST('/cards/batch', { body: { card_ids: [...part] } }));
    const now = new Map(answer.merged.map(({ old_card_id: old, new_card_id: id }) => [old, id]));
    const found = new Map(answer.cards.map((each) => [each.card.card_id, each]));
    for (const id of part) {
      const card = found.get(now.get(id) ?? id);
      if (card !== undefined) cards.set(id, card);
    }
  }
  return cards;
};

/** Asks for cards by their ids; a merged one is answered as the card that it is now. */
export const useCards = (ids: readonly string[]): Asked<ReadonlyMap<string, Schemas['CardAnswer']>> => {
  const all = [...new Set(ids)];
  return useAnswer(['cards-of-account', all.join(' ')], () => askForCards(all), {
    enabled: all.length > 0,
    keep: true,
  });
};
