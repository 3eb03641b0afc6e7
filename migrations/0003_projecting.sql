-- Up Migration

create schema projecting;
grant usage on schema projecting to tcg_ledger_app;

-- Checkpoint of each read model. One row a schema: the live one has the projection's name, a rebuild its own.
create table projecting.checkpoints (
  schema_name text primary key,
  projection text not null,
  version integer not null,
  -- The tables contain everything up to here: written in the transaction that wrote their rows.
  position text not null,
  events bigint not null default 0,
  state text not null check (state in ('live', 'rebuilding', 'stopped')),
  error text,
  -- Token of the lease that may write. A holder paused during a takeover has an older token and is rejected.
  fence bigint not null default 0,
  updated_at timestamptz not null default now()
);

-- Leases of work that exists once: each projection, each source's collector. Times are the server's: hosts may differ.
create table projecting.leases (
  name text primary key,
  holder text not null,
  token bigint not null,
  expires_at timestamptz not null
);

-- Dead letters: events that a live projection could not fold, with the reason. They do not block other events.
create table projecting.dead_letters (
  schema_name text not null references projecting.checkpoints on delete cascade,
  position text not null,
  event_id uuid not null,
  type text not null,
  stream text not null,
  reason text not null,
  parked_at timestamptz not null default now(),
  primary key (schema_name, position)
);

grant select, insert, update, delete on all tables in schema projecting to tcg_ledger_app;
