/**
 * The listings of a page of a search as offers: one copy at a fixed price in the marketplace's own currency. A listing of several
 * variations is no one card, a bid is no asking price, and an amount that eBay converted is none that anybody asked for.
 */
import { z } from 'zod';
import { ledgerError } from '../../base/errors.js';
import { cleanRow, readJsonAs } from '../../collecting/read-json.js';
import type { RowOmission } from '../../collecting/source.js';
import { type Currency, parseAmount } from '../../domain/prices/money.js';

/** Minor units of the marketplace's currency. */
export interface Offer {
  readonly itemId: string;
  readonly title: string;
  readonly price: number;
  /** The cheapest that the listing states to the marketplace's country; `null` if it states none, as "calculated". */
  readonly shipping: number | null;
  /** What the seller chose from eBay's list; `null`: another condition, such as New, which says nothing of a card. */
  readonly graded: boolean | null;
}

export interface SearchPageRows {
  /** Listings that the search has, as far as eBay counts. */
  readonly total: number;
  /** Ids of all listings on the page, those included that are no offers. */
  readonly ids: readonly string[];
  /** Rows on the page. */
  readonly rows: number;
  /** Whether each row could be read. */
  readonly readable: boolean;
  readonly offers: readonly Offer[];
  readonly omissions: readonly RowOmission[];
}

const money = z.object({
  value: z.string(),
  currency: z.string(),
  convertedFromValue: z.unknown().optional(),
  convertedFromCurrency: z.unknown().optional(),
});
type Money = z.infer<typeof money>;

const summary = z.object({
  itemId: z.string().min(1).max(100),
  title: z.string().min(1).max(500),
  price: money,
  buyingOptions: z.array(z.string()),
  itemGroupType: z.string().optional(),
});
const shippingOptions = z.array(z.object({ shippingCost: money.optional() }));
const page = z.object({ total: z.int().min(0), itemSummaries: z.array(z.unknown()).optional() });

/** eBay's numbers of conditions: graded by a company, and not. */
const gradedId = '2750';
const ungradedId = '4000';

const issueOf = (error: z.ZodError): { path: string; message: string } => {
  const issue = error.issues[0];
  return { path: issue?.path.join('.') ?? '', message: issue?.message ?? 'invalid' };
};

const isConverted = ({ convertedFromCurrency, convertedFromValue }: Money): boolean =>
  convertedFromCurrency !== undefined || convertedFromValue !== undefined;

/** Returns an amount that is stated in the currency itself; `null` where there is none. */
const statedIn = (amount: Money, currency: Currency): ReturnType<typeof parseAmount> | null =>
  amount.currency !== currency || isConverted(amount) ? null : parseAmount(amount.value, currency);

type Note = (kind: RowOmission['kind'], field: string, detail: string) => void;

const shippingOf = (value: unknown, currency: Currency, note: Note): number | null => {
  if (value === undefined) return null;
  const parsed = shippingOptions.safeParse(value);
  if (!parsed.success) {
    const { path, message } = issueOf(parsed.error);
    note('field', ['shippingOptions', path].filter((part) => part !== '').join('.'), message);
    return null;
  }
  const costs = parsed.data.flatMap(({ shippingCost }) => {
    const amount = shippingCost === undefined ? null : statedIn(shippingCost, currency);
    return amount?.ok === true ? [amount.value] : [];
  });
  return costs.length === 0 ? null : Math.min(...costs);
};

const gradedOf = (value: unknown, note: Note): boolean | null => {
  if (value !== undefined && typeof value !== 'string') note('field', 'conditionId', 'expected a text');
  return value === gradedId ? true : value === ungradedId ? false : null;
};

/** Reads a listing; `null` if it is no offer. What cannot be read is noted. */
const readSummary = (raw: unknown, currency: Currency, note: Note): Offer | null => {
  const parsed = summary.safeParse(raw);
  if (!parsed.success) {
    const { path, message } = issueOf(parsed.error);
    note('row', path, message);
    return null;
  }
  const { itemId, title, price, buyingOptions, itemGroupType } = parsed.data;
  if (itemGroupType !== undefined || !buyingOptions.includes('FIXED_PRICE')) return null;
  const amount = statedIn(price, currency);
  if (amount === null) return null;
  if (!amount.ok) {
    note('row', 'price.value', amount.reason);
    return null;
  }
  if (amount.value === 0) return null;
  const fields = raw as Readonly<Record<string, unknown>>;
  const shipping = shippingOf(fields['shippingOptions'], currency, note);
  return { itemId, title, price: amount.value, shipping, graded: gradedOf(fields['conditionId'], note) };
};

const idOf = (raw: unknown): string | null => {
  const id = (raw as { itemId?: unknown } | null)?.itemId;
  return typeof id === 'string' && id !== '' ? id : null;
};

/** Reads a page of a search. Throws SOURCE_PAYLOAD_INVALID if it is none, or if the first page has no rows and eBay counts some. */
export const readSearchPage = (path: string, text: string, currency: Currency, isFirst: boolean): SearchPageRows => {
  const { total, itemSummaries: rows = [] } = readJsonAs(path, text, page);
  if (isFirst && total > 0 && rows.length === 0) {
    throw ledgerError('SOURCE_PAYLOAD_INVALID', `${path}: itemSummaries: expected some of ${total} listings`);
  }
  const omissions: RowOmission[] = [];
  const offers: Offer[] = [];
  const ids: string[] = [];
  let readable = true;
  for (const [at, raw] of rows.map(cleanRow).entries()) {
    const id = idOf(raw);
    if (id !== null) ids.push(id);
    const note: Note = (kind, field, detail) => {
      if (kind === 'row') readable = false;
      const place = ['itemSummaries', at, field].filter((part) => part !== '').join('.');
      omissions.push({ kind, setId: null, place, detail });
    };
    const offer = readSummary(raw, currency, note);
    if (offer !== null) offers.push(offer);
  }
  return { total, ids, rows: rows.length, readable, offers, omissions };
};
