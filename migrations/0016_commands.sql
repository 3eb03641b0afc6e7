-- Up Migration

-- Commands that were given with an Idempotency-Key, and how each was answered. Answers can hold what is a user's own, so the
-- rows go with the user. Of the key only a hash is kept: a client may make it of anything.
create schema commands;
grant usage on schema commands to tcg_ledger_app;

create table commands.idempotency_keys (
  user_id uuid not null references accounts.users (id) on delete cascade,
  -- Method and path.
  route text not null,
  key_hash bytea not null,
  -- Hash of the query and the body.
  fingerprint bytea not null,
  -- Ids of what the command makes are derived from it: done again after a crash, it makes the same.
  seed uuid not null,
  started_at timestamptz not null,
  expires_at timestamptz not null,
  -- Null while the command is under way. {status, headers, body} or {error}.
  answer json,
  primary key (user_id, route, key_hash)
) with (fillfactor = 80);
create index on commands.idempotency_keys (expires_at);

grant select, insert, update, delete on all tables in schema commands to tcg_ledger_app;
