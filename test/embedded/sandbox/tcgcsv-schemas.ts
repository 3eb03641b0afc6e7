/** The bodies of tcgcsv, as strict as its documentation allows: any other field is rejected. */
import { z } from 'zod';

/** "2025-06-17T11:40:15.84": no zone, up to seven digits of a second. */
const zoneless = z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,7})?$/);
/** A set without a day of release has a moment with a zone instead: "2025-06-25T20:00:06.4541Z". */
const published = z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,7}Z?)?$/);
/** Dollars with at most two decimals. */
const dollars = z
  .number()
  .positive()
  .refine((value) => /^\d+(\.\d{1,2})?$/.test(String(value)), 'at most two decimals');

export const lastUpdated = z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+0000\n?$/);

export const priceSchema = z.strictObject({
  productId: z.int32().positive(),
  lowPrice: dollars,
  midPrice: dollars,
  highPrice: dollars,
  marketPrice: dollars.nullable(),
  directLowPrice: dollars.nullable(),
  subTypeName: z.string().min(1),
});

const groupSchema = z.strictObject({
  groupId: z.int32().positive(),
  name: z.string().min(1),
  abbreviation: z.string(),
  isSupplemental: z.boolean(),
  publishedOn: published,
  modifiedOn: zoneless,
  categoryId: z.int32().positive(),
});

export const productSchema = z.strictObject({
  productId: z.int32().positive(),
  name: z.string().min(1),
  cleanName: z.string().nullable(),
  imageUrl: z.url(),
  categoryId: z.int32().positive(),
  groupId: z.int32().positive(),
  url: z.url(),
  modifiedOn: zoneless,
  imageCount: z.int(),
  presaleInfo: z.strictObject({
    isPresale: z.boolean(),
    releasedOn: zoneless.nullable(),
    note: z.string().nullable(),
  }),
  extendedData: z.array(z.strictObject({ name: z.string(), displayName: z.string(), value: z.string() })),
});

const categorySchema = z.strictObject({
  categoryId: z.int32().positive(),
  name: z.string(),
  modifiedOn: zoneless,
  displayName: z.string(),
  seoCategoryName: z.string(),
  categoryDescription: z.string().nullable(),
  categoryPageTitle: z.string().nullable(),
  sealedLabel: z.string().nullable(),
  nonSealedLabel: z.string().nullable(),
  conditionGuideUrl: z.string(),
  isScannable: z.boolean(),
  popularity: z.int(),
  isDirect: z.boolean(),
});

const listOf = <Row extends z.ZodType>(row: Row) =>
  z
    .strictObject({
      totalItems: z.int().optional(),
      success: z.literal(true),
      errors: z.array(z.string()).length(0),
      results: z.array(row),
    })
    .refine((body) => (body.totalItems ?? 0) === body.results.length, 'totalItems is the number of results');

export const groupsBody = listOf(groupSchema);
export const productsBody = listOf(productSchema);
export const categoriesBody = listOf(categorySchema);
/** No totalItems here. */
export const pricesBody = z.strictObject({
  success: z.literal(true),
  errors: z.array(z.string()).length(0),
  results: z.array(priceSchema),
});
