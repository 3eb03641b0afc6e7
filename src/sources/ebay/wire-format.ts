/** Paths and answers of eBay's Browse API, version 1. */
import { z } from 'zod';
import type { OtherAnswer } from '../../collecting/source.js';
import type { Marketplace } from './marketplaces.js';

/** Listings of a page: the most that the API gives. */
const pageListings = 200;
/** Listings of a search that can be reached at all. */
const searchDepth = 10_000;
export const pagesMax = searchDepth / pageListings;

/** CCG Individual Cards: of Pokémon, One Piece and all other games. */
const category = '183454';

export const tokenPath = '/identity/v1/oauth2/token';
export const applicationScope = 'https://api.ebay.com/oauth/api_scope';
/** Tokens in any 24 hours. */
export const tokensDailyMax = 1_000;

/** Returns the path of a page of a search for cards of one name: offers at a fixed price that are sent to the country. */
export const searchPath = (words: string, { country }: Pick<Marketplace, 'country'>, offset: number): string => {
  const query = new URLSearchParams({
    q: words,
    category_ids: category,
    filter: `buyingOptions:{FIXED_PRICE},deliveryCountry:${country}`,
    limit: String(pageListings),
    offset: String(offset),
  });
  return `/buy/browse/v1/item_summary/search?${query.toString()}`;
};

export const itemPath = (itemId: string): string => `/buy/browse/v1/item/${encodeURIComponent(itemId)}`;

/** The text of an item that is not offered any more. */
const goneItem = '{}';

const refusal = z.object({ errors: z.array(z.object({ errorId: z.number() })).min(1) });
/** "The specified item Id was not found", and that it is not for sale where it is asked for. */
const goneErrors = [11_001, 11_006];

/** Reads an answer with another status than 200. A listing that ended between search and item is an item without details. */
export const readAnswer = ({ path, status, text }: OtherAnswer): string | null => {
  if (status !== 404 || !path.startsWith(itemPath(''))) return null;
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return null;
  }
  const { data } = refusal.safeParse(json);
  return data?.errors.every(({ errorId }) => goneErrors.includes(errorId)) === true ? goneItem : null;
};
