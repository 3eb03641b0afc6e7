/** Tables that say which prices changed after a position of the log, and which position an instant of recording has. */
export const changesTables = (schema: string): string => `
  -- The last event about each price. Rejected: the prices before and after it, or every change of a price, because the
  -- streams of the cards on a page say both exactly, and a row for each event doubles the history.
  create table ${schema}.newest (
    price_key text primary key,
    card_id text not null,
    source text not null,
    position text collate "C" not null
  ) with (fillfactor = 70);
  create index on ${schema}.newest (position);

  -- The last event about a price that was recorded up to each second.
  create table ${schema}.seconds (
    recorded_at timestamptz primary key,
    position text collate "C" not null
  );
`;
