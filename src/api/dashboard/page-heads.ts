/** The heads of the dashboard's pages: fixed ones, and those of cards and sets, with the numbers that the API answers. */
import type { Request } from 'express';
import { listSets } from '../../../projections/catalog/sets.js';
import { resolveSet } from '../../../projections/catalog/resolve-set.js';
import { mergedCards } from '../../../projections/catalog/id-changes.js';
import { errorCode } from '../../base/errors.js';
import { limits } from '../../base/limits.js';
import { reasonOf } from '../../base/reason.js';
import { identityPattern } from '../../domain/cards/card.js';
import { changeText, priceText } from '../../domain/prices/price-text.js';
import { pngSize } from './charts.js';
import { rememberPastValues } from '../cache/past-values.js';
import { awaitedVersions } from '../reads/awaited-versions.js';
import { type CardAnswer, cardAnswers, cardModels } from '../reads/card-answers.js';
import { setModels } from '../reads/sets.js';
import type { ApiDeps } from '../services.js';
import type { PageHead } from './shell.js';

/** What becomes of a request for a page. */
export type Page =
  | { readonly status: 200 | 404; readonly head: PageHead }
  /** Another path has what it asks for. */
  | { readonly status: 308; readonly location: string };

const ofNothing = (title: string): Page => ({
  status: 404,
  head: { title, description: 'There is nothing at this address.', canonical: null, isPrivate: true },
});

/** A page of an address that leads nowhere. */
export const notFoundPage = ofNothing('Not found');

const fixed = (canonical: string, title: string, description: string, isPrivate = false): readonly [string, Page] => [
  canonical,
  { status: 200, head: { title, description, canonical, isPrivate } },
];

/** Pages with the same head whatever the ledger holds, by path. */
export const fixedPages: ReadonlyMap<string, Page> = new Map([
  fixed(
    '/',
    'TCG Price Ledger',
    'What trading cards cost, and what they cost before: every price with its source, its time and its proof.',
  ),
  fixed('/search', 'Search', 'Find cards and sealed products by name, number, set and price.'),
  fixed('/sets', 'Sets', 'Sets with their value, and how it moved.'),
  fixed('/movers', 'Movers', 'Cards whose prices rose or fell most.'),
  fixed('/highs', 'Highs', 'Cards at their highest price.'),
  fixed('/lows', 'Lows', 'Cards at their lowest price.'),
  fixed('/status', 'Status', 'Where prices come from, how fresh they are, and where there are gaps.'),
  fixed('/sign-in', 'Sign in', 'Alerts, watchlists and notifications.', true),
  fixed('/account', 'Account', 'Alerts, watchlists and notifications.', true),
]);

/** Parts of a description, those that there are. */
const sentences = (...parts: readonly (string | null)[]): string => parts.filter((part) => part !== null).join('. ');

const changes = [
  ['7_day_change', '7 days'],
  ['30_day_change', '30 days'],
] as const;

/** "56.40 USD (Holofoil, tcgcsv, 2026-11-28)" */
const priceSentence = ({ current_price: price }: CardAnswer): string => {
  if (price === null) return 'No price is known';
  const at = `${price.printing}, ${price.source}, ${price.effective_at.slice(0, 10)}`;
  if (price.withdrawn) return `No longer offered (${at})`;
  return price.market_price === null
    ? `No market price (${at})`
    : `${priceText(price.market_price, price.currency)} (${at})`;
};

/** "in 7 days +2.21 (+4.8 %), in 30 days …"; `null` if no window has a change. The statistics of the one price come first. */
const changeSentence = ({ price_stats: [stats] }: CardAnswer): string | null => {
  const parts = changes.flatMap(([name, days]) => {
    const change = stats?.[name] ?? null;
    return change === null || stats === undefined ? [] : [`in ${days} ${changeText(change, stats.currency)}`];
  });
  return parts.length === 0 ? null : parts.join(', ');
};

/** The chart of the card's one price, as a preview shows it. */
const previewOf = ({ card_id, name }: CardAnswer['card']) => ({
  ...{ path: `/charts/${card_id}.png`, ...pngSize },
  alt: `The price of ${name} in the last 30 days`,
});

const cardHead = (answer: CardAnswer): PageHead => {
  const { card, set_info: set } = answer;
  const name = [card.name, card.number === null || card.name.includes(card.number) ? null : card.number]
    .filter((part) => part !== null)
    .join(' ');
  return {
    title: set === null ? name : `${name} (${set.name})`,
    description: sentences(
      priceSentence(answer),
      changeSentence(answer),
      set === null ? null : `${card.name} of ${set.name}`,
    ),
    canonical: `/cards/${card.card_id}`,
    ...(answer.current_price === null ? {} : { image: previewOf(card) }),
  };
};

/** Answers what the read models do not have: the page explains it, and asks again. */
const orDefault = async (services: ApiDeps, fallback: PageHead, find: () => Promise<Page>): Promise<Page> => {
  try {
    return await find();
  } catch (error) {
    // A preview without numbers is better than no page: the page itself asks the API, and says what it answers.
    services.logger.warn('head of a page without numbers', { path: fallback.canonical, reason: reasonOf(error) });
    return { status: 200, head: fallback };
  }
};

/** Returns the page of a card. */
export const cardPage = async (services: ApiDeps, request: Request, cardId: string): Promise<Page> => {
  if (!identityPattern.test(cardId)) return ofNothing('No such card');
  const fallback: PageHead = { title: 'Card', description: 'A card and its prices.', canonical: `/cards/${cardId}` };
  // The head would tell what a read refuses.
  if (services.readsNeedKey === true) return { status: 200, head: fallback };
  return orDefault(services, fallback, async () => {
    const { marks } = await awaitedVersions(services, request, cardModels, undefined);
    const { answers } = await cardAnswers(services, [cardId], { asOf: undefined, knownAt: undefined }, marks);
    const found = answers.get(cardId);
    if (found === undefined) return ofNothing('No such card');
    const merged = found.answer.card.merged_into;
    if (merged === null) return { status: 200, head: cardHead(found.answer) };
    const { cardId: location } = (await mergedCards(services.database, [cardId])).get(cardId) ?? { cardId: merged };
    return { status: 308, location: `/cards/${location}` };
  });
};

const notResolved = new Set(['SET_NOT_FOUND', 'SET_AMBIGUOUS']);

/** Returns the page of a set; any name that the API takes leads to it. */
export const setPage = async (services: ApiDeps, request: Request, identifier: string): Promise<Page> => {
  if (identifier.length > limits.searchCharsMax) return ofNothing('No such set');
  const canonical = `/sets/${encodeURIComponent(identifier)}`;
  const fallback: PageHead = { title: 'Set', description: 'A set and the prices of its cards.', canonical };
  if (services.readsNeedKey === true) return { status: 200, head: fallback };
  return orDefault(services, fallback, async () => {
    const { database, runtime } = services;
    const { marks } = await awaitedVersions(services, request, setModels, undefined);
    const setId = await resolveSet(database, identifier, { field: 'set_id' }).catch((error: unknown) => {
      if (notResolved.has(errorCode(error))) return null;
      throw error;
    });
    if (setId === null) return ofNothing('No such set');
    const valuesAt = rememberPastValues(services, marks);
    const question = { setIds: [setId], limit: 1, offset: 0 };
    const [set] = (await listSets(database, question, { now: runtime.now(), valuesAt })).sets;
    if (set === undefined) return ofNothing('No such set');
    const { amount, currency, priced_cards: priced } = set.set_value;
    const { amount: by, percentage } = set.value_changes['30d'];
    const change =
      by === null || percentage === null ? null : `in 30 days ${changeText({ amount: by, percentage }, currency)}`;
    const value =
      amount === null
        ? 'No card of it has a price'
        : `One of each of ${priced} cards costs ${priceText(amount, currency)}`;
    const head = { title: set.name, description: sentences(value, change), canonical: `/sets/${setId}` };
    return { status: 200, head };
  });
};
