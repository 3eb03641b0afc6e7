/** The marketplaces of eBay whose currencies the ledger has, and the country to which shipping is asked for. */
import type { Currency } from '../../domain/prices/money.js';

export interface Marketplace {
  readonly currency: Currency;
  /** ISO 3166-1. */
  readonly country: string;
}

export const marketplaces = {
  EBAY_US: { currency: 'USD', country: 'US' },
  EBAY_GB: { currency: 'GBP', country: 'GB' },
  EBAY_DE: { currency: 'EUR', country: 'DE' },
  EBAY_FR: { currency: 'EUR', country: 'FR' },
  EBAY_IT: { currency: 'EUR', country: 'IT' },
  EBAY_ES: { currency: 'EUR', country: 'ES' },
  EBAY_NL: { currency: 'EUR', country: 'NL' },
  EBAY_BE: { currency: 'EUR', country: 'BE' },
  EBAY_AT: { currency: 'EUR', country: 'AT' },
  EBAY_IE: { currency: 'EUR', country: 'IE' },
} as const satisfies Readonly<Record<string, Marketplace>>;
export type MarketplaceId = keyof typeof marketplaces;
export const marketplaceIds = Object.keys(marketplaces) as [MarketplaceId, ...MarketplaceId[]];
