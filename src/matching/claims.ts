/** What other databases say which cards a marketplace's products are, as the newest file that was read has it. */
import { limits } from '../base/limits.js';
import type { Database, Row } from '../postgres/database.js';
import type { ForeignProduct } from './types.js';

interface Claim extends Row {
  readonly external_id: string;
  readonly number: string | null;
  readonly card_ids: readonly string[];
}

/** Keeps what the products state of cards and numbers; an earlier statement on the same product is replaced. */
const keepClaims = async (
  database: Pick<Database, 'query'>,
  { system, products, at }: { system: string; products: readonly ForeignProduct[]; at: string },
): Promise<void> => {
  const claims = products.flatMap(({ id: external_id, number = null, said_to_be: card_ids }) =>
    card_ids === undefined ? [] : [{ external_id, number, card_ids }],
  );
  for (let from = 0; from < claims.length; from += limits.matchesAtOnce) {
    await database.query(
      `insert into matching.claims (system, external_id, number, card_ids, claimed_at)
       select $1, c.external_id, c.number, c.card_ids, $3
       from jsonb_to_recordset($2) as c(external_id text, number text, card_ids text[])
       on conflict (system, external_id) do update
       set number = excluded.number, card_ids = excluded.card_ids, claimed_at = excluded.claimed_at`,
      [system, JSON.stringify(claims.slice(from, from + limits.matchesAtOnce)), at],
    );
  }
};

/**
 * Returns the products with what other databases say of them: what is stated here is kept for later lists, and a product
 * without a statement has the kept one.
 */
export const withClaims = async (
  database: Pick<Database, 'query'>,
  given: { readonly system: string; readonly products: readonly ForeignProduct[]; readonly at: string },
): Promise<readonly ForeignProduct[]> => {
  await keepClaims(database, given);
  const kept = await database.query<Claim>(
    'select external_id, number, card_ids from matching.claims where system = $1',
    [given.system],
  );
  const claims = new Map(kept.map((claim) => [claim.external_id, claim]));
  return given.products.map((product): ForeignProduct => {
    const claim = claims.get(product.id);
    if (claim === undefined) return product;
    return { ...product, number: product.number ?? claim.number ?? undefined, said_to_be: claim.card_ids };
  });
};
