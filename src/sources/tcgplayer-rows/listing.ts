/**
 * The envelope of TCGplayer's lists, which tcgcsv mirrors. Rows are checked one by one, so that a bad one does not cost the
 * file; catalog-rows.ts reads groups and products, price-row.ts prices.
 */
import { z } from 'zod';
import { cleanRow, readJsonAs } from '../../collecting/read-json.js';

const envelope = z.object({
  success: z.literal(true),
  /** Only a hint, so an unreadable one costs nothing. */
  totalItems: z.int().min(0).nullish().catch(null),
  errors: z.array(z.unknown()).nullish().catch(null),
  results: z.array(z.unknown()),
});

export interface Listing {
  readonly rows: readonly unknown[];
  /** Items that the source has, by its own count; `null` if it states none. */
  readonly totalItems: number | null;
  /** Whether the source says that it did not answer in full. Then nothing in it proves that something is missing. */
  readonly faulty: boolean;
}

/** A listing with the sentences by which the source says that it did not answer in full. */
export interface ReadListing extends Listing {
  readonly errors: readonly unknown[];
}

/** Opens a body. Throws SOURCE_PAYLOAD_INVALID if it is not JSON (an HTML page, say) or not the envelope. */
export const parseListing = (path: string, text: string): ReadListing => {
  const { results, totalItems, errors } = readJsonAs(path, text, envelope);
  const said = errors ?? [];
  return { rows: results.map(cleanRow), totalItems: totalItems ?? null, faulty: said.length > 0, errors: said };
};

/** Ids are 32-bit integers in the format; identityPattern of the ledger allows ten digits. */
export const rowId = z.int().min(1).max(9_999_999_999);
