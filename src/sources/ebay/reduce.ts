/**
 * What of eBay's answers is kept at all: the fields that a price follows from. Sellers, locations, images, links and certificate
 * numbers are dropped before anything is stored, so that an account that is closed at eBay leaves nothing to delete here.
 */
import { ledgerError } from '../../base/errors.js';
import { readJson } from '../../collecting/read-json.js';

type Fields = Readonly<Record<string, unknown>>;

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A value that was expected to be an object or a list, and is not: its type is what a fault is named by, not its text. */
const scalar = (value: unknown): unknown => (typeof value === 'string' ? '' : value);

const pick = (value: unknown, names: readonly string[]): unknown => {
  if (Array.isArray(value)) return [];
  if (!isFields(value)) return scalar(value);
  const kept = names.flatMap((name) => (Object.hasOwn(value, name) ? [[name, leaf(value[name])] as const] : []));
  return Object.fromEntries(kept);
};

/** A value without parts: what has some is not of the expected type, and none of it is kept. */
const leaf = (value: unknown): unknown => {
  if (Array.isArray(value)) return [];
  return isFields(value) ? {} : value;
};

const each = (value: unknown, reduce: (item: unknown) => unknown): unknown => {
  if (Array.isArray(value)) return value.map(reduce);
  return isFields(value) ? {} : scalar(value);
};

const money = (value: unknown): unknown =>
  pick(value, ['value', 'currency', 'convertedFromValue', 'convertedFromCurrency']);

const shipping = (value: unknown): unknown =>
  isFields(value)
    ? {
        ...(pick(value, ['shippingCostType']) as Fields),
        ...(Object.hasOwn(value, 'shippingCost') ? { shippingCost: money(value['shippingCost']) } : {}),
      }
    : pick(value, []);

/** Returns the fields of a listing, each by its own rule; a field that is absent stays absent. */
const reduceBy =
  (rules: Readonly<Record<string, (value: unknown) => unknown>>) =>
  (value: unknown): unknown => {
    if (!isFields(value)) return pick(value, []);
    const kept = Object.entries(rules).flatMap(([name, rule]) =>
      Object.hasOwn(value, name) ? [[name, rule(value[name])] as const] : [],
    );
    return Object.fromEntries(kept);
  };

const reduceSummary = reduceBy({
  itemId: leaf,
  title: leaf,
  price: money,
  conditionId: leaf,
  buyingOptions: (value) => each(value, leaf),
  shippingOptions: (value) => each(value, shipping),
  itemGroupType: leaf,
});

/** Names of descriptors that identify the one copy: eBay's label, and its id. */
const certificates = ['Certification Number', '27503'];

const reduceDescriptor = reduceBy({
  name: leaf,
  values: (value) => each(value, (item) => (isFields(item) ? pick(item, ['content']) : leaf(item))),
});

const reduceDescriptors = (value: unknown): unknown =>
  Array.isArray(value)
    ? value
        .filter((item) => !(isFields(item) && certificates.includes(String(item['name']))))
        .map((item) => reduceDescriptor(item))
    : each(value, leaf);

const reduceItemFields = reduceBy({
  itemId: leaf,
  conditionId: leaf,
  conditionDescriptors: reduceDescriptors,
});

const objectIn = (path: string, text: string): Fields => {
  const json = readJson(path, text);
  if (isFields(json)) return json;
  throw ledgerError('SOURCE_PAYLOAD_INVALID', `${path}: expected an object`);
};

const reducePage = reduceBy({
  total: leaf,
  limit: leaf,
  offset: leaf,
  itemSummaries: (value) => each(value, reduceSummary),
});

/** Returns a page of a search without what is not used. Throws SOURCE_PAYLOAD_INVALID if it is not JSON. */
export const reduceSearch = (path: string, text: string): string => JSON.stringify(reducePage(objectIn(path, text)));

/** Returns an item without what is not used. Throws SOURCE_PAYLOAD_INVALID if it is not JSON. */
export const reduceItem = (path: string, text: string): string =>
  JSON.stringify(reduceItemFields(objectIn(path, text)));
