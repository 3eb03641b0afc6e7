/** Table of the rows that were set aside, and what became of them. */
export const quarantineTables = (schema: string): string => `
  create table ${schema}.rows (
    quarantine_id uuid primary key,
    stream text not null,
    source text not null,
    reason text not null,
    detail text not null,
    -- As the source sent it.
    row text not null,
    -- What would have been observed, with its card and key; null where the row could not be read that far.
    observation jsonb,
    -- The price that the row names, where only that could be read.
    key jsonb,
    card_id text,
    price_key text,
    effective_at timestamptz not null,
    recorded_at timestamptz not null,
    -- The snapshot that the row stood in.
    provenance uuid not null,
    position text not null,
    -- settled: another row was released with this one as evidence, or the source took it back.
    state text not null check (state in ('held', 'released', 'rejected', 'settled')),
    settled_at timestamptz
  );
  create index on ${schema}.rows (state, position);
  create index on ${schema}.rows (card_id);
  create index on ${schema}.rows (price_key) where state = 'held';
`;
