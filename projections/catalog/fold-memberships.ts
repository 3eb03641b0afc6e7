/** Folds in which set a card was, and as what, from when on: a row for each change, none for other changes of a card. */
import type { LedgerEvent } from '../../src/domain/envelope.js';
import type { Client } from '../../src/postgres/database.js';

/** What a card counts as. */
export interface Membership {
  readonly set_id: string;
  readonly product_type: string;
  readonly withdrawn_at: string | null;
}

/** The rows that a page adds. */
export type MembershipRows = Readonly<Record<string, unknown>>[];

/** Adds a row if the event changes what the card counts as; `before` is `null` for a card that was not listed. */
export const addMembership = (
  rows: MembershipRows,
  event: LedgerEvent & { readonly data: { readonly card_id: string; readonly collection: string } },
  before: Membership | null,
  after: Membership,
): void => {
  const isSame =
    before?.set_id === after.set_id &&
    before.product_type === after.product_type &&
    (before.withdrawn_at === null) === (after.withdrawn_at === null);
  if (isSame) return;
  rows.push({
    card_id: event.data.card_id,
    set_id: after.set_id,
    product_type: after.product_type,
    withdrawn: after.withdrawn_at !== null,
    effective_at: after.withdrawn_at,
    run_id: event.data.collection,
    recorded_at: event.recorded_at,
    position: event.position,
  });
};

/** Writes the rows of a page. */
export const writeMemberships = async (client: Client, schema: string, rows: MembershipRows): Promise<void> => {
  if (rows.length === 0) return;
  await client.query(
    `insert into ${schema}.memberships select * from jsonb_populate_recordset(null::${schema}.memberships, $1)`,
    [JSON.stringify(rows)],
  );
};
