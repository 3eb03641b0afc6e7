/** What the card page asks the API. All keys begin with the card, so that a live change renews all of them. */
import { queries, useAnswer } from '../../answer.js';
import { api, bodyOf } from '../../api.js';
import { type AlertLine, conditionOf } from '../../chart/alert-line.js';
import { gradeText, keyId, keyQuery, type PriceKey } from '../../chart/price-keys.js';
import { once, order } from '../account/mine.js';

/** After a live change: answers have to reflect it. */
const positions = new Map<string, string>();

/** Asks everything on the page again; the answers reflect `position`, where it is given. */
export const renewCard = async (cardId: string, position: string | null): Promise<void> => {
  if (position !== null) positions.set(cardId, position);
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

/** The most points that the API gives: 13 years of days. */
const mostPoints = 5_000;

/** Asks for the whole history of a key, a point a day. */
const askDays = (cardId: string, key: PriceKey, knownAt: string | null) =>
  bodyOf(
    api.GET('/cards/{card_id}/prices/history', {
      params: {
        path: path(cardId),
        query: {
          ...common(cardId, knownAt),
          ...keyQuery(key),
          interval: '1d',
          period: 'all',
          max_points: mostPoints,
        },
      },
    }),
  );

/** Asks for the histories of keys, in their order; one that is there already is not asked for again. */
export const useHistories = (cardId: string, keys: readonly PriceKey[], knownAt: string | null) =>
  useAnswer(
    ['card', cardId, 'histories', keys.map(keyId), knownAt],
    () =>
      Promise.all(
        keys.map((key) =>
          queries.query({
            queryKey: ['card', cardId, 'days', keyId(key), knownAt],
            queryFn: () => askDays(cardId, key, knownAt),
          }),
        ),
      ),
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

/** Terms of a rule for one key. */
const termsOf = (cardId: string, { source, kind, printing, condition, language, currency, ...key }: PriceKey) => ({
  card_id: cardId,
  ...{ source, kind, printing, condition, language, currency },
  grade: gradeText(key.grade),
  metric: kind === 'market' ? ('market' as const) : ('low' as const),
});

/** Asks when an alert at this line would have fired; a line that moves is not asked about. */
export const useBacktest = (cardId: string, key: PriceKey, line: AlertLine | null) =>
  useAnswer(
    ['card', cardId, 'backtest', keyId(key), line],
    () =>
      bodyOf(api.POST('/alerts/backtest', { body: { ...termsOf(cardId, key), when: conditionOf(line as AlertLine) } })),
    { enabled: line !== null, keep: line !== null },
  );

/** Creates the alert of a line. `key`: the name of this command, which is done once however often it is sent. */
export const createAlert = (cardId: string, priceKey: PriceKey, line: AlertLine, key: string) =>
  order(
    api.POST('/alerts', {
      params: { header: once(key) },
      body: { ...termsOf(cardId, priceKey), when: conditionOf(line) },
    }),
  );
