/** What the card page asks the API. All keys begin with the card, so that a live change renews all of them. */
import { queries, useAnswer } from '../../answer.js';
import { api, bodyOf } from '../../api.js';
import { keyId, keyQuery, type PriceKey } from '../../chart/price-keys.js';

/** After a live change: answers have to reflect it. */
const positions = new Map<string, string>();

/** Asks everything on the page again; the answers reflect `position`. */
export const renewCard = async (cardId: string, position: string): Promise<void> => {
  positions.set(cardId, position);
  await queries.invalidateQueries({ queryKey: ['card', cardId] });
  positions.delete(cardId);
};

const common = (cardId: string, knownAt: string | null) => {
  const position = positions.get(cardId);
  return {
    ...(knownAt === null ? {} : { known_at: knownAt }),
    ...(position === undefined ? {} : { min_position: position }),
  };
};

const path = (cardId: string) => ({ card_id: cardId });

export const useCard = (cardId: string, knownAt: string | null) =>
  useAnswer(
    ['card', cardId, 'card', knownAt],
    () => bodyOf(api.GET('/cards/{card_id}', { params: { path: path(cardId), query: common(cardId, knownAt) } })),
    { keep: true },
  );

export const usePrices = (cardId: string, knownAt: string | null) =>
  useAnswer(
    ['card', cardId, 'prices', knownAt],
    () =>
      bodyOf(api.GET('/cards/{card_id}/prices', { params: { path: path(cardId), query: common(cardId, knownAt) } })),
    { keep: true },
  );

const periods = ['30d', '1y', 'all'] as const;

/** Asks for the newest changes of a key: of the shortest period that has `wanted` of them. */
const askChanges = async (cardId: string, key: PriceKey, knownAt: string | null, wanted: number) => {
  for (const period of periods) {
    const history = await bodyOf(
      api.GET('/cards/{card_id}/prices/history', {
        params: {
          path: path(cardId),
          query: { ...common(cardId, knownAt), ...keyQuery(key), interval: 'raw', period },
        },
      }),
    );
    if (period === 'all' || history.data_points.length > wanted) return history;
  }
  throw new Error('the last period is answered always');
};

export const useChanges = (cardId: string, key: PriceKey, knownAt: string | null, wanted: number) =>
  useAnswer(['card', cardId, 'changes', keyId(key), knownAt, wanted], () => askChanges(cardId, key, knownAt, wanted), {
    keep: true,
  });

/** `validAt`: `null` for the current price. */
export const useExplanation = (cardId: string, key: PriceKey, knownAt: string | null, validAt: string | null) =>
  useAnswer(['card', cardId, 'explain', keyId(key), knownAt, validAt], () =>
    bodyOf(
      api.GET('/cards/{card_id}/prices/explain', {
        params: {
          path: path(cardId),
          query: {
            ...common(cardId, knownAt),
            ...keyQuery(key),
            ...(validAt === null ? {} : { valid_at: validAt }),
          },
        },
      }),
    ),
  );
