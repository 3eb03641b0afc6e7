-- Up Migration

-- Users and their credentials. Personal data stands here only, never in the log: events carry the opaque id of a user. Deleting
-- a user deletes every row that refers to it, here and in the tables of others, by foreign keys. Of passwords, tokens and keys
-- only hashes are stored.
create schema accounts;
grant usage on schema accounts to tcg_ledger_app;

create table accounts.users (
  id uuid primary key,
  -- In lower case: one address is one account.
  email text not null unique check (email = lower(email)),
  -- Null until the link in a mail was used.
  email_verified_at timestamptz,
  password_hash text not null,
  role text not null default 'user' check (role in ('user', 'admin')),
  display_name text,
  -- IANA name, for times in mails.
  time_zone text not null default 'UTC',
  -- While true, no notification leaves through any channel of the user.
  notifications_paused boolean not null default false,
  created_at timestamptz not null,
  password_changed_at timestamptz not null
);
-- For the deletion of accounts whose address nobody ever confirmed.
create index on accounts.users (created_at) where email_verified_at is null;

-- A session begins with a login: a family of refresh tokens, each the successor of another. Ended: the row is deleted.
create table accounts.sessions (
  id uuid primary key,
  user_id uuid not null references accounts.users (id) on delete cascade,
  created_at timestamptz not null,
  -- However often it is refreshed.
  expires_at timestamptz not null
);
create index on accounts.sessions (user_id);
create index on accounts.sessions (expires_at);

create table accounts.refresh_tokens (
  token_hash bytea primary key,
  session_id uuid not null references accounts.sessions (id) on delete cascade,
  -- The successor is an HMAC of the token with this key: it can be computed once more from both, and from neither alone.
  successor_key bytea not null,
  expires_at timestamptz not null,
  -- When it was first exchanged for its successor.
  used_at timestamptz
);
create index on accounts.refresh_tokens (session_id);
create index on accounts.refresh_tokens (expires_at);

create table accounts.api_keys (
  id uuid primary key,
  user_id uuid not null references accounts.users (id) on delete cascade,
  -- sheet: reads only, accepted in an address.
  kind text not null check (kind in ('api', 'sheet')),
  name text not null,
  key_hash bytea not null unique,
  -- The last characters, by which its owner recognises it.
  hint text not null,
  scopes text[] not null,
  created_at timestamptz not null,
  expires_at timestamptz,
  last_used_at timestamptz
) with (fillfactor = 80);
create index on accounts.api_keys (user_id);
create index on accounts.api_keys (expires_at);

-- What a link in a mail carries. Used: the row is deleted.
create table accounts.one_time_tokens (
  token_hash bytea primary key,
  user_id uuid not null references accounts.users (id) on delete cascade,
  purpose text not null check (purpose in ('verify_email', 'reset_password', 'change_email')),
  -- The address that is to be verified, or to become the user's.
  email text not null,
  created_at timestamptz not null,
  expires_at timestamptz not null
);
create index on accounts.one_time_tokens (user_id, purpose);
create index on accounts.one_time_tokens (expires_at);

-- Failed logins of one source at one address, whether or not it has an account. No user is referred to: the rows would tell
-- which addresses have one. The key is a hash of both.
create table accounts.login_delays (
  attempt_hash bytea primary key,
  failures integer not null,
  -- No password is looked at before.
  next_at timestamptz not null
);
create index on accounts.login_delays (next_at);

grant select, insert, update, delete on all tables in schema accounts to tcg_ledger_app;
