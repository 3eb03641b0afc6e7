/** Lists of cards: one page of a search, with its cursor, and what changes it. */
import type { Request as HttpRequest } from 'express';
import type { CardSort } from '../../../projections/catalog/card-orders.js';
import { facetNames, type Facets } from '../../../projections/catalog/facets.js';
import type { FoundCard } from '../../../projections/catalog/found-cards.js';
import { cardsListedAt } from '../../../projections/catalog/memberships.js';
import { type FoundCards, searchCards } from '../../../projections/catalog/search-cards.js';
import { type CardFilters, isBounded } from '../../../projections/catalog/search-conditions.js';
import type { WindowPeriod } from '../../../projections/coverage/windows.js';
import { type ChangeName, cardPrices } from '../../../projections/price-history/price-stats.js';
import { limits } from '../../base/limits.js';
import type { AttributeName } from '../../domain/cards/attributes.js';
import type { Game } from '../../domain/cards/card.js';
import { instantOf } from '../../domain/instant.js';
import type { Database } from '../../postgres/database.js';
import { staleAtMs } from '../../domain/prices/freshness.js';
import type { VersionVector } from '../../projecting/read-model-versions.js';
import { snapshotsTag } from '../../projecting/invalidation-tags.js';
import { nextLink, type Pagination, paginationOf, questionOf, readCursor, writeCursor } from '../paging.js';
import { type AskedTimes, invalidField } from '../params.js';
import type { ApiDeps } from '../services.js';
import { answerRead } from './cacheable-read.js';
import { cardAnswers, cardModels, priceModels, tagsOfCard } from './card-answers.js';
import { type CardFilterQuery, checkFilters, readFilters } from './card-filters.js';

export interface CardListQuery extends CardFilterQuery {
  /**
   * Continue from a `Link: rel="next"`, with the same q, filters and sort. The walk returns every card once, also while prices change; ordered or bounded by
   * price it returns once those whose price stays.
   */
  cursor?: string;
  /** Count what the cards found are: `all`, or some of rarity, colour, card_type, subtype, stage, attribute, hp, cost, power, counter, life between commas. Each is counted under all filters but its own */
  facets?: string;
  /** Show the change of each current price over this time, with the windows of one card's answer */
  change?: WindowPeriod;
}

export interface CardList {
  readonly cards: readonly FoundCard[];
  /** `null` unless asked for. */
  readonly facets: Facets | null;
  readonly pagination: Pagination;
}

/** What a list is of, beside its filters. */
interface Listed {
  readonly q?: string | undefined;
  readonly game?: Game | undefined;
  readonly set?: { readonly identifier: string; readonly field: string } | undefined;
  readonly sort: CardSort;
  /** Of a set; undefined: now. */
  readonly times?: AskedTimes | undefined;
}

/** Returns the filters with the cards that were in their set at a time instead of the set. */
const cardsAt = async (
  database: Database,
  filters: CardFilters,
  times: AskedTimes,
  now: Date,
): Promise<CardFilters> => {
  const { setId, ...others } = filters;
  if (setId === undefined) return filters;
  const at = { at: times.validAt ?? instantOf(now), knownAt: times.knownAt };
  return { ...others, cardIds: await cardsListedAt(database, setId, at) };
};

/** Returns the cards with their one price at a time. */
const withPricesAt = async (
  database: Database,
  cards: readonly FoundCard[],
  { validAt, knownAt }: AskedTimes,
  now: Date,
): Promise<FoundCard[]> => {
  const ids = cards.map(({ card_id }) => card_id);
  const prices = await cardPrices(database, ids, { asOf: validAt, knownAt, now });
  return cards.map((card) => ({ ...card, current_price: prices.get(card.card_id)?.current ?? null }));
};

const changeOf: Readonly<Record<WindowPeriod, ChangeName>> = {
  '24h': '1_day_change',
  '7d': '7_day_change',
  '30d': '30_day_change',
};

/** Returns the cards with the changes of their current prices, and whether windows end now, for lack of a snapshot. */
const withChanges = async (
  services: ApiDeps,
  cards: readonly FoundCard[],
  { period, times, marks }: { period: WindowPeriod; times: AskedTimes | undefined; marks: VersionVector },
): Promise<{ readonly cards: readonly FoundCard[]; readonly isOfNow: boolean }> => {
  const ids = cards.map(({ card_id }) => card_id);
  const asked = { asOf: times?.validAt, knownAt: times?.knownAt };
  const { answers, isOfNow } = await cardAnswers(services, ids, asked, marks);
  const changed = cards.map((card) => {
    const stats = answers.get(card.card_id)?.answer.price_stats;
    const { printing, source } = card.current_price ?? {};
    const ofCurrent = stats?.find((each) => each.printing === printing && each.source === source);
    return { ...card, change: ofCurrent?.[changeOf[period]] ?? null };
  });
  return { cards: changed, isOfNow };
};

/** Returns the facets named. Throws VALIDATION_FAILED for one that there is not. */
const facetsField = (text: string | undefined): readonly AttributeName[] | undefined => {
  if (text === undefined) return undefined;
  if (text === 'all') return facetNames;
  const names = text.split(',').map((name) => (name === 'color' ? 'colour' : name));
  const known = facetNames.filter((name) => names.includes(name));
  const unknown = names.find((name) => !(facetNames as readonly string[]).includes(name));
  if (unknown !== undefined) throw invalidField('facets', `all, or some of ${facetNames.join(', ')}`, unknown);
  return known;
};

/** Sends a page of cards, as `toAnswer` makes it of the list. */
export const answerCardList = <T>(
  services: ApiDeps,
  request: HttpRequest,
  { query, listed }: { query: CardListQuery; listed: Listed },
  toAnswer: (list: CardList, found: FoundCards) => T,
): Promise<T | undefined> => {
  const { limit = limits.pageLimitDefault, offset = 0, cursor, min_position } = query;
  const { q, game, set, sort, times } = listed;
  checkFilters(query);
  const facets = facetsField(query.facets);
  if (cursor !== undefined && offset !== 0) throw invalidField('offset', 'none beside a cursor', offset);
  const question = questionOf(query, { sort, ...(set === undefined ? {} : { [set.field]: set.identifier }) });
  const place = cursor === undefined ? undefined : readCursor(cursor, question);
  const { database, runtime } = services;
  const models = query.change === undefined ? priceModels : cardModels;
  return answerRead(services, request, { models, minPosition: min_position }, async (draft) => {
    const now = runtime.now();
    const asked = await readFilters(services, query, { game, set });
    const filters = times === undefined ? asked : await cardsAt(database, asked, times, now);
    const after = place === undefined ? undefined : { value: place.value, cardId: place.id };
    const found = await searchCards(database, { q, filters, sort, limit, offset, after, facets }, now);
    const { total, next } = found;
    const cards = times === undefined ? found.cards : await withPricesAt(database, found.cards, times, now);
    const byPrice =
      isBounded(filters) || filters.updatedAfter !== undefined || sort === 'price_asc' || sort === 'price_desc';
    // The catalog decides which cards match; prices matter only where shown, unless they choose the cards.
    draft.dependsOnAny(byPrice || times !== undefined ? priceModels : ['catalog']);
    // The newest snapshot of any source decides what is still confirmed, and so which price speaks for a card.
    draft.dependsOn([...cards.flatMap((card) => tagsOfCard(card.card_id, card.set.set_id)), snapshotsTag]);
    if (times?.validAt === undefined)
      draft.freshUntil(staleAtMs(cards.flatMap(({ current_price }) => current_price ?? [])));
    const { cards: shown, isOfNow } =
      query.change === undefined
        ? { cards, isOfNow: false }
        : await withChanges(services, cards, { period: query.change, times, marks: draft.marks });
    if (isOfNow) draft.noStore();
    if (next !== null) {
      draft.link(nextLink(request, { cursor: writeCursor(question, { value: next.value, id: next.cardId }) }));
    }
    // Beside a cursor the offset is unknown; only whether more follows is known.
    const pagination = paginationOf({ total, limit, offset, count: cards.length });
    return toAnswer(
      { cards: shown, facets: found.facets, pagination: { ...pagination, has_more: next !== null } },
      found,
    );
  });
};
