/** The variables of the sources: where each is, how it is asked, with which credentials. */
import ms from 'ms';
import { z } from 'zod';
import { limits } from '../base/limits.js';
import type { SourceName } from '../domain/source.js';
import { categories, categoryOf, defaultCategories } from '../sources/tcgplayer-rows/categories.js';
import { callsDailyMin } from '../sources/ebay/ebay.js';
import { marketplaceIds } from '../sources/ebay/marketplaces.js';
import { pagesMax } from '../sources/ebay/wire-format.js';
import { duration, flag, httpUrl, integer } from './variables.js';
import type { SourceConfigs } from './sources.js';

/** Parses TCGplayer's categories, such as "3,68". */
const followed = z.string().transform((text, context) => {
  const ids = text.split(',').map((id) => Number(id.trim()));
  if (ids.every((id) => categoryOf(id) !== undefined)) return [...new Set(ids)];
  const allowed = categories.map(({ id }) => id).join(', ');
  context.addIssue({ code: 'custom', message: `a comma-separated list of ${allowed}` });
  return z.NEVER;
});

/** A key as a marketplace hands it out: one word. */
const credential = z.string().regex(/^[\x21-\x7E]{1,500}$/, 'a key of one word');

export const sourceVariables = {
  TCGCSV_URL: httpUrl.default('https://tcgcsv.com'),
  TCGCSV_PAUSE_MS: integer(0, limits.sourcePauseMsMax).default(100),
  TCGCSV_MIN_INTERVAL: duration.default(ms('24h')),
  TCGCSV_DAILY_BUDGET: integer(1, 10_000).default(10_000),
  TCGCSV_CATEGORIES: followed.default([...defaultCategories]),
  TCGPLAYER_URL: httpUrl.default('https://api.tcgplayer.com'),
  TCGPLAYER_PUBLIC_KEY: credential.optional(),
  TCGPLAYER_PRIVATE_KEY: credential.optional(),
  TCGPLAYER_STORE_URL: httpUrl.default('https://store.tcgplayer.com'),
  TCGPLAYER_PAUSE_MS: integer(0, limits.sourcePauseMsMax).default(100),
  TCGPLAYER_MIN_INTERVAL: duration.default(ms('30m')),
  TCGPLAYER_DAILY_BUDGET: integer(1, 1_000_000).default(10_000),
  TCGPLAYER_CATEGORIES: followed.default([...defaultCategories]),
  TCGPLAYER_CONDITIONS: flag.default(false),
  CARDMARKET_URL: httpUrl.default('https://downloads.s3.cardmarket.com'),
  CARDMARKET_PAUSE_MS: integer(0, limits.sourcePauseMsMax).default(1_000),
  CARDMARKET_MIN_INTERVAL: duration.default(ms('20h')),
  CARDMARKET_DAILY_BUDGET: integer(1, 1_000).default(50),
  EBAY_URL: httpUrl.default('https://api.ebay.com'),
  EBAY_CLIENT_ID: credential.optional(),
  EBAY_CLIENT_SECRET: credential.optional(),
  EBAY_AUTH_URL: httpUrl.default('https://auth.ebay.com'),
  EBAY_RU_NAME: credential.optional(),
  EBAY_MARKETPLACE: z.enum(marketplaceIds, `one of ${marketplaceIds.join(', ')}`).default('EBAY_US'),
  EBAY_PAUSE_MS: integer(0, 60_000).default(200),
  EBAY_MIN_INTERVAL: duration.default(ms('50m')),
  EBAY_DAILY_BUDGET: integer(1, 1_000_000).default(5_000),
  EBAY_PAGES: integer(1, pagesMax).default(1),
  EBAY_DETAILS: integer(0, 100).default(0),
  EBAY_DELETION_TOKEN: z
    .string()
    .regex(/^[A-Za-z0-9_-]{32,80}$/, '32 to 80 letters, digits, _ and -')
    .optional(),
  EBAY_DELETION_URL: z
    .string()
    .regex(/^https:\/\/[^\s?#]{1,500}$/, 'an https:// URL without query, as it was entered at eBay')
    .optional(),
} as const;

type Values = z.infer<z.ZodObject<typeof sourceVariables>>;

/** Returns the configuration of each source. A sandbox marketplace is configured by the variables of the real one. */
export const sourceConfigsOf = (value: Values): SourceConfigs => {
  const tcgcsv = {
    url: value.TCGCSV_URL,
    pauseMs: value.TCGCSV_PAUSE_MS,
    minIntervalMs: value.TCGCSV_MIN_INTERVAL,
    dailyBudget: value.TCGCSV_DAILY_BUDGET,
    categories: value.TCGCSV_CATEGORIES,
  };
  const tcgplayer = {
    url: value.TCGPLAYER_URL,
    pauseMs: value.TCGPLAYER_PAUSE_MS,
    minIntervalMs: value.TCGPLAYER_MIN_INTERVAL,
    dailyBudget: value.TCGPLAYER_DAILY_BUDGET,
    categories: value.TCGPLAYER_CATEGORIES,
    conditions: value.TCGPLAYER_CONDITIONS,
    publicKey: value.TCGPLAYER_PUBLIC_KEY,
    privateKey: value.TCGPLAYER_PRIVATE_KEY,
    storeUrl: value.TCGPLAYER_STORE_URL,
  };
  const cardmarket = {
    url: value.CARDMARKET_URL,
    pauseMs: value.CARDMARKET_PAUSE_MS,
    minIntervalMs: value.CARDMARKET_MIN_INTERVAL,
    dailyBudget: value.CARDMARKET_DAILY_BUDGET,
  };
  const ebay = {
    url: value.EBAY_URL,
    pauseMs: value.EBAY_PAUSE_MS,
    minIntervalMs: value.EBAY_MIN_INTERVAL,
    dailyBudget: value.EBAY_DAILY_BUDGET,
    marketplace: value.EBAY_MARKETPLACE,
    pages: value.EBAY_PAGES,
    details: value.EBAY_DETAILS,
    clientId: value.EBAY_CLIENT_ID,
    clientSecret: value.EBAY_CLIENT_SECRET,
    authUrl: value.EBAY_AUTH_URL,
    redirectName: value.EBAY_RU_NAME,
  };
  return {
    tcgcsv,
    'sandbox-tcgcsv': tcgcsv,
    tcgplayer,
    'sandbox-tcgplayer': tcgplayer,
    cardmarket,
    'sandbox-cardmarket': cardmarket,
    ebay,
    'sandbox-ebay': ebay,
  };
};

/** The variables without which a source cannot be collected. */
const needed: Readonly<Record<SourceName, readonly (keyof Values)[]>> = {
  tcgcsv: [],
  'sandbox-tcgcsv': [],
  tcgplayer: ['TCGPLAYER_PUBLIC_KEY', 'TCGPLAYER_PRIVATE_KEY'],
  'sandbox-tcgplayer': ['TCGPLAYER_PUBLIC_KEY', 'TCGPLAYER_PRIVATE_KEY'],
  cardmarket: [],
  'sandbox-cardmarket': [],
  ebay: ['EBAY_CLIENT_ID', 'EBAY_CLIENT_SECRET'],
  'sandbox-ebay': ['EBAY_CLIENT_ID', 'EBAY_CLIENT_SECRET'],
};

/** Returns the first variable that a source lacks; `undefined` if it has all that it needs. */
export const missingVariable = (source: SourceName, value: Values): string | undefined =>
  needed[source].find((name) => value[name] === undefined);

/** Returns the variable that does not go with the others of a source, with what was expected; `undefined` if all do. */
export const unfitVariable = (
  source: SourceName,
  value: Values,
): { readonly name: keyof Values; readonly expected: string } | undefined => {
  if (source !== 'ebay' && source !== 'sandbox-ebay') return undefined;
  const min = callsDailyMin({ pages: value.EBAY_PAGES, details: value.EBAY_DETAILS });
  if (value.EBAY_DAILY_BUDGET >= min) return undefined;
  const why = `one card an hour with EBAY_PAGES=${value.EBAY_PAGES} and EBAY_DETAILS=${value.EBAY_DETAILS}`;
  return { name: 'EBAY_DAILY_BUDGET', expected: `at least ${min}: ${why}` };
};
