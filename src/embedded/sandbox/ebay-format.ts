/** The Browse API of eBay, for any market: tokens, searches in pages of at most 200, items. What is offered: ebay-listings.ts. */
import { marketplaceIds, marketplaces, type MarketplaceId } from '../../sources/ebay/marketplaces.js';
import { dayMs } from '../../domain/instant.js';
import { consentLifeS, createEbayConsents } from './ebay-consents.js';
import { listingsOf, type OfferedCard, offeredCards, type SellersListing } from './ebay-listings.js';
import type { EbayNotices } from './ebay-notices.js';
import { faultyRows, type FormatAnswer, type FormatRequest, json, type MarketFormat } from './format.js';
import { mix } from './hash.js';

const tokenPath = '/identity/v1/oauth2/token';
const searchPath = '/buy/browse/v1/item_summary/search';
const itemPath = /^\/buy\/browse\/v1\/item\/([^/]{1,100})$/;
const limitDefault = 50;
const limitMax = 200;
const depthMax = 10_000;
const tokenLifeS = 7_200;

const answer = (status: number, body: object): FormatAnswer => ({
  status,
  type: json,
  body: JSON.stringify(body),
  known: true,
});
const failure = (status: number, errorId: number, message: string): FormatAnswer =>
  answer(status, { errors: [{ errorId, domain: 'API_BROWSE', category: 'REQUEST', message }] });
const invalidGrant = answer(400, {
  error: 'invalid_grant',
  error_description: 'the provided authorization grant code is invalid or was issued to another client',
});
const missing = failure(404, 11_001, 'The specified item Id was not found.');

const wordsIn = (text: string): string[] =>
  text
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');

interface Indexed {
  readonly card: OfferedCard;
  readonly words: ReadonlySet<string>;
}

/** The cards of the publication that was asked for last: taking a market apart takes a second. */
const createCards = () => {
  let stampMs = Number.NaN;
  let byProduct = new Map<number, Indexed>();
  return ({ publication }: FormatRequest): ReadonlyMap<number, Indexed> => {
    if (publication.stamp.getTime() === stampMs) return byProduct;
    byProduct = new Map(
      offeredCards(publication).map((card) => [
        card.productId,
        { card, words: new Set(wordsIn(`${card.name} ${card.number} ${card.setName}`)) },
      ]),
    );
    stampMs = publication.stamp.getTime();
    return byProduct;
  };
};

const marketplaceOf = ({ headers }: FormatRequest): MarketplaceId => {
  const asked = headers['x-ebay-c-marketplace-id'];
  return marketplaceIds.find((id) => id === asked) ?? 'EBAY_US';
};

const moneyOf = (amount: number, currency: string): object => ({ value: amount.toFixed(2), currency });

/** A seller, as the API shows one: nothing of it may be kept. */
const sellerOf = (itemId: string): object => ({
  username: `simulated.seller.${mix(7, Number(itemId.split('|')[1]) % 1_000_000) % 1_000}`,
  feedbackPercentage: '99.3',
  feedbackScore: 1_234,
});

const shared = ({ itemId, title, price, conditionId, isConverted, shipping }: SellersListing, id: MarketplaceId) => {
  const { currency, country } = marketplaces[id];
  const amount = moneyOf(price, currency);
  return {
    itemId,
    legacyItemId: itemId.split('|')[1],
    title,
    price: isConverted
      ? { ...amount, convertedFromValue: (price * 1.3).toFixed(2), convertedFromCurrency: 'AUD' }
      : amount,
    condition: conditionId === '2750' ? 'Graded' : 'Ungraded',
    conditionId,
    shippingOptions: [
      shipping === null
        ? { shippingCostType: 'CALCULATED' }
        : { shippingCostType: 'FIXED', shippingCost: moneyOf(shipping, currency) },
    ],
    seller: sellerOf(itemId),
    itemLocation: { city: 'Springfield', postalCode: '974**', country },
    itemWebUrl: `https://sandbox.invalid/itm/${itemId.split('|')[1]}`,
  };
};

const summaryOf = (listing: SellersListing, id: MarketplaceId): object => {
  const { buyingOptions, isChoice, price } = listing;
  return {
    ...shared(listing, id),
    buyingOptions,
    ...(buyingOptions.includes('AUCTION')
      ? { currentBidPrice: moneyOf(price, marketplaces[id].currency), bidCount: 1 }
      : {}),
    ...(isChoice ? { itemGroupType: 'SELLER_DEFINED_VARIATIONS' } : {}),
    categories: [{ categoryId: '183454', categoryName: 'CCG Individual Cards' }],
  };
};

const itemOf = (listing: SellersListing, id: MarketplaceId): object => ({
  ...shared(listing, id),
  conditionDescriptors: listing.descriptors.map(([name, content]) => ({ name, values: [{ content }] })),
});

const wholeNumber = (text: string | null, otherwise: number): number =>
  text !== null && /^\d{1,9}$/.test(text) ? Number(text) : otherwise;

const dayOf = ({ publication }: FormatRequest): number => Math.floor(publication.stamp.getTime() / dayMs);

const keyPath = /^\/commerce\/notification\/v1\/public_key\/([^/]{1,200})$/;
const quotaPath = '/developer/analytics/v1_beta/rate_limit/';
const callsADayDefault = 5_000;
/** The hour of the day, in UTC, at which the quota is whole again. */
const quotaHour = 7;

/** The quota of Browse calls, by the time that is shown. */
const createQuota = (limit: number) => {
  let used = 0;
  let day = Number.NaN;
  const shiftMs = quotaHour * 3_600_000;
  const dayOfQuota = ({ publication }: FormatRequest): number =>
    Math.floor((publication.stamp.getTime() - shiftMs) / dayMs);
  const usedAt = (request: FormatRequest): number => {
    if (dayOfQuota(request) !== day) used = 0;
    day = dayOfQuota(request);
    return used;
  };
  return {
    /** Counts a call. Returns whether the quota had room for it. */
    take(request: FormatRequest): boolean {
      if (usedAt(request) >= limit) return false;
      used += 1;
      return true;
    },
    answer(request: FormatRequest): FormatAnswer {
      const count = usedAt(request);
      const reset = new Date((dayOfQuota(request) + 1) * dayMs + shiftMs).toISOString();
      const rates = [{ count, limit, remaining: limit - count, reset, timeWindow: 86_400 }];
      const bulk = [{ ...rates[0], count: 0, remaining: limit }];
      const resources = [
        { name: 'buy.browse', rates },
        { name: 'buy.browse.item.bulk', rates: bulk },
      ];
      return answer(200, { rateLimits: [{ apiContext: 'buy', apiName: 'Browse', apiVersion: 'v1', resources }] });
    },
  };
};

export interface EbayOptions {
  /** Browse calls that are answered a day; default: 5,000. */
  readonly callsADay?: number | undefined;
  readonly notices: Pick<EbayNotices, 'keyOf'>;
}

/** Returns the answer to a request for a public key; `null` for another path. */
const keyAnswer = (path: string, notices: EbayOptions['notices']): FormatAnswer | null => {
  const [, kid] = keyPath.exec(path) ?? [];
  if (kid === undefined) return null;
  const key = notices.keyOf(kid);
  return key === null ? failure(404, 195_000, 'The specified public key was not found.') : answer(200, key);
};

/** Creates the format. It hands out tokens, and recognises those that hold. */
export const createEbayFormat = ({ callsADay = callsADayDefault, notices }: EbayOptions): MarketFormat => {
  const tokens = new Map<string, 'Application' | 'User'>();
  const quota = createQuota(callsADay);
  const consents = createEbayConsents();
  const cardsOf = createCards();
  let minted = 0;

  const newToken = (kind: 'Application' | 'User'): object => {
    minted += 1;
    const access_token = `simulated-token-${minted}`;
    tokens.set(access_token, kind);
    return { access_token, expires_in: tokenLifeS, token_type: `${kind} Access Token` };
  };

  const token = ({ method, body, headers }: FormatRequest): FormatAnswer => {
    const [scheme, encoded = ''] = String(headers['authorization'] ?? '').split(' ');
    const [id = '', secret = ''] = Buffer.from(encoded, 'base64').toString('utf8').split(':');
    const form = new URLSearchParams(body);
    const grant = form.get('grant_type');
    if (method !== 'POST' || !['client_credentials', 'authorization_code', 'refresh_token'].includes(grant ?? '')) {
      return answer(400, { error: 'unsupported_grant_type' });
    }
    // Any pair does, but one that says that it is wrong: for trying what happens then.
    if (scheme !== 'Basic' || id === '' || secret === '' || secret === 'wrong') {
      return answer(401, { error: 'invalid_client', error_description: 'client authentication failed' });
    }
    if (grant === 'client_credentials') return answer(200, newToken('Application'));
    if (grant === 'refresh_token') {
      return consents.isGiven(id, form.get('refresh_token')) ? answer(200, newToken('User')) : invalidGrant;
    }
    const refresh_token = consents.give(id, form);
    if (refresh_token === null) return invalidGrant;
    return answer(200, { ...newToken('User'), refresh_token, refresh_token_expires_in: consentLifeS });
  };

  const search = (request: FormatRequest): FormatAnswer => {
    const { query, fault } = request;
    const words = wordsIn(query.get('q') ?? '');
    if (words.length === 0) return failure(400, 12_001, 'The call must have a valid q, category_ids, epid or gtin.');
    const limit = wholeNumber(query.get('limit'), limitDefault);
    const asked = wholeNumber(query.get('offset'), 0);
    if (limit === 0 || limit > limitMax) return failure(400, 12_002, 'The limit value should be between 1 and 200.');
    if (asked + limit > depthMax) return failure(400, 12_003, 'The offset value should be between 0 and 9,999.');
    const found = [...cardsOf(request).values()].filter((each) => words.every((word) => each.words.has(word)));
    const isFixed = query.get('filter')?.includes('buyingOptions:{FIXED_PRICE}') ?? true;
    const all = found
      .flatMap(({ card }) => listingsOf(card, dayOf(request)))
      // As eBay does at times, one auction in some pages all the same.
      .filter(({ buyingOptions, price }) => !isFixed || buyingOptions.includes('FIXED_PRICE') || price < 0.02);
    const rows = fault === 'duplicate' ? all : (faultyRows(all, fault) as readonly SellersListing[]);
    const offset = fault === 'duplicate' ? Math.max(0, asked - limit) : asked;
    const id = marketplaceOf(request);
    const itemSummaries = rows.slice(offset, offset + limit).map((listing) => summaryOf(listing, id));
    return answer(200, {
      href: `https://sandbox.invalid${searchPath}?q=${encodeURIComponent(query.get('q') ?? '')}`,
      total: rows.length,
      limit,
      offset: asked,
      ...(itemSummaries.length === 0 ? {} : { itemSummaries }),
    });
  };

  const item = (request: FormatRequest, itemId: string): FormatAnswer => {
    const productId = Math.floor(Number(itemId.split('|')[1] ?? '') / 100);
    const card = cardsOf(request).get(productId)?.card;
    const listings = card === undefined ? [] : listingsOf(card, dayOf(request));
    const listing = listings.find((each) => each.itemId === itemId);
    return listing === undefined ? missing : answer(200, itemOf(listing, marketplaceOf(request)));
  };

  return {
    owns: (path) =>
      ['/identity/', '/buy/', '/oauth2/', '/developer/', '/commerce/'].some((start) => path.startsWith(start)),
    answer: (request) => {
      const { path, method, headers } = request;
      if (path === tokenPath) return token(request);
      if (path.startsWith('/oauth2/')) return consents.page(request) ?? { ...missing, known: false };
      const given = /^Bearer (\S+)$/.exec(String(headers['authorization'] ?? ''))?.[1];
      if (given === undefined || !tokens.has(given)) return failure(401, 1_001, 'Invalid access token');
      if (method !== 'GET') return failure(405, 1_002, 'The method is not supported.');
      const key = keyAnswer(path, notices);
      if (key !== null) return key;
      if (path === quotaPath) {
        const isAllowed = tokens.get(given) === 'Application';
        return isAllowed ? quota.answer(request) : failure(403, 1_100, 'Insufficient permissions.');
      }
      if (!quota.take(request)) return failure(429, 2_001, 'Too many requests.');
      if (path === searchPath) return search(request);
      const [, encoded] = itemPath.exec(path) ?? [];
      return encoded === undefined ? { ...missing, known: false } : item(request, decodeURIComponent(encoded));
    },
    missing,
    validates: false,
    expireTokens: () => tokens.clear(),
    endConsents: () => consents.end(),
  };
};
