/**
 * The source eBay, by its Browse API and an application of one's own: what sellers ask for single copies. It has no catalog and no
 * list of prices, so it is asked card by card: a search, and the details of a few items where they are wanted. Asking prices only:
 * eBay tells nobody what was paid.
 */
import { ledgerError } from '../../base/errors.js';
import type {
  Authorisation,
  CardInTurn,
  CopyMatcher,
  FileContent,
  PriceList,
  Source,
  SourceFile,
  SourceRun,
  SourceSettings,
} from '../../collecting/source.js';
import type { SourceName } from '../../domain/source.js';
import { askingPrices } from './asking-prices.js';
import { type ConsentSettings, ebayConsent } from './consent.js';
import { readItem } from './item-details.js';
import { type MarketplaceId, marketplaces } from './marketplaces.js';
import { type Details, knownOffers, matchOffers, worthAsking } from './match-offers.js';
import { browseQuota } from './quota.js';
import { reduceItem, reduceSearch } from './reduce.js';
import { fetchSearch, isWhole, type SearchEnd } from './search.js';
import { applicationScope, itemPath, readAnswer, tokenPath, tokensDailyMax } from './wire-format.js';

export interface EbaySettings extends SourceSettings, ConsentSettings {
  readonly marketplace: MarketplaceId;
  /** Pages of a search for a card, of 200 listings each. */
  readonly pages: number;
  /** Items of a card whose details are asked for, by one call each. */
  readonly details: number;
}

const runsADay = 24;
/** Cards that are followed. */
const cardsMax = 1_000;

/** Requests of a run beside those for cards: a token, which lasts two hours, and what is left of the quota. */
const requestsBeside = 2;

/** Returns the calls a day without which not even one card an hour can be asked for. */
export const callsDailyMin = ({ pages, details }: Pick<EbaySettings, 'pages' | 'details'>): number =>
  runsADay * (requestsBeside + pages + details);

/** Returns how many cards an hourly run carries. */
export const cardsEachRun = ({
  dailyBudget,
  pages,
  details,
}: Pick<EbaySettings, 'dailyBudget' | 'pages' | 'details'>) =>
  Math.max(0, Math.floor((Math.floor(dailyBudget / runsADay) - requestsBeside) / (pages + details)));

interface ItemFile extends FileContent {
  readonly details: {
    readonly grade: ReturnType<typeof readItem>['grade'];
    readonly condition: ReturnType<typeof readItem>['condition'];
  };
}

/** An item. One that cannot be had costs its details, and no price. */
const itemFile = (itemId: string): SourceFile<ItemFile> => {
  const path = itemPath(itemId);
  return {
    path,
    kind: 'cards',
    setId: null,
    reduce: (text) => reduceItem(path, text),
    read: (text) => {
      const { omissions, ...details } = readItem(path, text);
      return { omissions, details };
    },
  };
};

/** The prices of a card: the last page of its search, read again with what is known of all its offers. */
const pricesFile = (card: CardInTurn, { path, found }: SearchEnd, asked: Asked): SourceFile => {
  const { matcher, details, currency } = asked;
  const read = (): FileContent => {
    const matched = matchOffers(card, found.offers.values(), matcher, details);
    const rows = askingPrices(card.cardId, currency, knownOffers(matched, details));
    const list: PriceList = {
      setId: card.cardId,
      cardIds: [card.cardId],
      readable: true,
      whole: isWhole(found),
      withoutPrice: rows.length === 0 ? [card.cardId] : [],
      // Offers end one by one. A search that finds nothing at all any more may be a slip of its index: the next hour knows.
      inDoubt: found.ids.size === 0,
      rows: rows.length,
      readRows: () => rows,
    };
    return { prices: [list], unmatched: matched.unmatched };
  };
  return { path, kind: 'prices', setId: card.cardId, reduce: (text) => reduceSearch(path, text), read };
};

interface Asked {
  readonly matcher: CopyMatcher;
  readonly details: Details;
  readonly currency: (typeof marketplaces)[MarketplaceId]['currency'];
}

const fetchCard = async (
  run: SourceRun,
  card: CardInTurn,
  matcher: CopyMatcher,
  { marketplace: id, pages, details: most }: EbaySettings,
): Promise<void> => {
  if (run.isRecorded(card.cardId)) return;
  const marketplace = marketplaces[id];
  const search = await fetchSearch(run, { card, marketplace, pages });
  if (search === null) return;
  const details = new Map<string, ItemFile['details']>();
  for (const { itemId } of worthAsking(matchOffers(card, search.found.offers.values(), matcher), most)) {
    const item = await run.get(itemFile(itemId));
    if (item !== null) details.set(itemId, item.details);
  }
  await run.get(pricesFile(card, search, { matcher, details, currency: marketplace.currency }));
};

const fetchCards = async (run: SourceRun, settings: EbaySettings): Promise<void> => {
  if (run.cardByCard === null) throw ledgerError('INTERNAL', 'nothing names the cards that eBay is asked for');
  const cards = await run.cardByCard.cardsInTurn();
  if (cards.length === 0) return;
  const matcher = await run.cardByCard.matcher();
  const byId = new Map(cards.map((card) => [card.cardId, card]));
  await run.eachSet([...byId.keys()], (cardId) => fetchCard(run, byId.get(cardId) as CardInTurn, matcher, settings));
};

const authorisationOf = (settings: EbaySettings): Authorisation => ({
  path: tokenPath,
  form: { grant_type: 'client_credentials', scope: applicationScope },
  basic: { user: settings.clientId, password: settings.clientSecret },
  scheme: 'Bearer',
  dailyMax: tokensDailyMax,
  consent: ebayConsent(settings),
});

/** Creates the source. */
export const createEbaySource = (name: SourceName, settings: EbaySettings): Source => ({
  name,
  settings,
  parserVersion: 1,
  forbidsMissingFiles: false,
  authorisation: authorisationOf(settings),
  headers: { 'x-ebay-c-marketplace-id': settings.marketplace },
  readAnswer,
  // Each hour, with as many cards as its budget carries.
  schedule: { cron: '15 * * * *', lateAfterMs: 0 },
  cardRing: { cardsMax, cardsEachRun: cardsEachRun(settings), callsOfCard: settings.pages + settings.details },
  quota: browseQuota,
  // It has no catalog: the cards are those of the other sources.
  catalogRefreshMs: Number.POSITIVE_INFINITY,
  stamp: null,
  fetch: (run) => fetchCards(run, settings),
});
