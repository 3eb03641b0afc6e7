/** Table of merged cards. */
export const idChangesTables = (schema: string): string => `
  create table ${schema}.merges (
    card_id text primary key,
    -- As the command stated it: that card may have been merged since.
    merged_into text not null,
    reason text not null,
    recorded_at timestamptz not null,
    position text not null
  );
  create index on ${schema}.merges (merged_into);
`;
