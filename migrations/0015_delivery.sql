-- Up Migration

-- Notifications to people. All of it is personal data, or refers to it: rows go with their user. Nothing here follows from
-- the log but `firings`, which holds no personal data.
create schema delivery;
grant usage on schema delivery to tcg_ledger_app;

-- Where the notifications of a user go.
create table delivery.channels (
  id uuid primary key,
  user_id uuid not null references accounts.users (id) on delete cascade,
  kind text not null check (kind in ('webhook', 'email', 'ntfy', 'discord', 'telegram')),
  name text not null,
  -- URL, chat and access token, by kind. Rejected: jsonb, because it does not accept \u0000 in texts of users.
  target json not null,
  -- Signing secrets of a webhook, the newest first; earlier ones sign too until they expire.
  secrets json not null default '[]',
  quiet_hours json,
  digest json,
  enabled boolean not null,
  -- Why the service switched it off; null if it did not.
  disabled_reason text,
  -- First failure since the last success.
  failing_since timestamptz,
  created_at timestamptz not null
);
create index on delivery.channels (user_id);

-- Firings that were queued, by event id: one that comes again, in a replay or from Kafka, is recognised. No foreign key: a
-- firing of an erased user is not queued again either.
create table delivery.firings (
  event_id uuid primary key,
  position text not null,
  -- Notifications that were made of it.
  notifications integer not null,
  queued_at timestamptz not null
);

-- The job queue, and the history that users see: one row a message and channel.
create table delivery.notifications (
  id uuid primary key,
  user_id uuid not null references accounts.users (id) on delete cascade,
  channel_id uuid not null references delivery.channels (id) on delete cascade,
  type text not null,
  -- The same on every try and replay; of a firing, the id of its event.
  event_id uuid not null,
  alert_id text,
  content json not null,
  -- Sent together with all others of its channel that are due.
  digest boolean not null,
  state text not null check (state in ('waiting', 'delivered', 'failed', 'cancelled')),
  due_at timestamptz not null,
  -- Failures since it was queued or replayed: its place in the retry schedule.
  failures integer not null default 0,
  tries integer not null default 0,
  -- Lease of the process that is sending it, with its token.
  claimed_by text,
  reason text,
  created_at timestamptz not null,
  finished_at timestamptz,
  -- Whether the dead-letter topic has it.
  dead_lettered boolean not null default false,
  unique (channel_id, event_id)
) with (fillfactor = 80);
create index on delivery.notifications (due_at) where state = 'waiting';
create index on delivery.notifications (channel_id, due_at, id) where state = 'waiting';
create index on delivery.notifications (finished_at) where state = 'failed';
create index on delivery.notifications (user_id, created_at desc, id);
create index on delivery.notifications (event_id);

-- Every try.
create table delivery.attempts (
  notification_id uuid not null references delivery.notifications (id) on delete cascade,
  number integer not null,
  at timestamptz not null,
  duration_ms integer not null,
  outcome text not null check (outcome in ('delivered', 'retry', 'failed')),
  -- Status of HTTP, or reply code of SMTP.
  status integer,
  reason text,
  primary key (notification_id, number)
);
create index on delivery.attempts (at);

-- Links in mails by which a channel is switched off: SHA-256 of their tokens.
create table delivery.unsubscribe_links (
  token_hash bytea primary key,
  channel_id uuid not null references delivery.channels (id) on delete cascade,
  created_at timestamptz not null
);
create index on delivery.unsubscribe_links (channel_id);

-- Feeds that readers fetch by a secret address: SHA-256 of its token.
create table delivery.feeds (
  id uuid primary key,
  user_id uuid not null references accounts.users (id) on delete cascade,
  token_hash bytea not null unique,
  subject json not null,
  name text not null,
  created_at timestamptz not null
);
create index on delivery.feeds (user_id);

grant select, insert, update, delete on all tables in schema delivery to tcg_ledger_app;
