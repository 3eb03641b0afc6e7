-- Up Migration

-- Named lists of cards. They are their users' own: no event tells of them, but of the alerts that a list makes.
create schema watchlists;
grant usage on schema watchlists to tcg_ledger_app;

create table watchlists.lists (
  id uuid primary key,
  user_id uuid not null references accounts.users (id) on delete cascade,
  name text not null,
  -- The rule of all its cards as the user stated it, without a card; null: none. Rejected: jsonb, because it reorders what
  -- the user wrote.
  rule json,
  -- Grows with each change of the rule: alerts of an earlier one are changed.
  rule_version integer not null,
  -- Grows with each change.
  revision integer not null,
  created_at timestamptz not null,
  updated_at timestamptz not null
);
create index on watchlists.lists (user_id, created_at, id);

create table watchlists.cards (
  list_id uuid not null references watchlists.lists (id) on delete cascade,
  card_id text not null,
  place integer not null,
  added_at timestamptz not null,
  primary key (list_id, card_id)
);
create index on watchlists.cards (card_id);

-- The alerts that lists want on their cards, written with the change that wants them. What is asked for here is done in the log
-- afterwards, and again until it is done: a process that dies in between leaves rows that say what is missing.
create table watchlists.alerts (
  alert_id uuid primary key,
  user_id uuid not null references accounts.users (id) on delete cascade,
  -- Null once the list is gone: the alert goes too.
  list_id uuid references watchlists.lists (id) on delete set null,
  card_id text not null,
  -- False: the alert is to be deleted.
  wanted boolean not null,
  -- Version of the list's rule that the alert has; 0: it is not made yet.
  rule_version integer not null,
  -- Why it could not be made by that version; null if it was.
  problem text,
  updated_at timestamptz not null
);
create unique index on watchlists.alerts (list_id, card_id) where wanted;
create index on watchlists.alerts (user_id);

grant select, insert, update, delete on all tables in schema watchlists to tcg_ledger_app;
