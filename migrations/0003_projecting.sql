-- Up Migration

create schema projecting;
grant usage on schema projecting to tcg_ledger_app;

-- How far each read model is. One row a schema: the live one bears the projection's name, a rebuild its own.
create table projecting.checkpoints (
  schema_name text primary key,
  projection text not null,
  version integer not null,
  -- Everything up to here is in the tables: written in the transaction that wrote the rows.
  position text not null,
  events bigint not null default 0,
  state text not null check (state in ('live', 'rebuilding', 'stopped')),
  error text,
  -- Token of the lease that may write. A holder that was paused while another took over has an older one: refused.
  fence bigint not null default 0,
  updated_at timestamptz not null default now()
);

-- Who does what exists once: each projection, each source's collector. Times are the server's: hosts may disagree.
create table projecting.leases (
  name text primary key,
  holder text not null,
  token bigint not null,
  expires_at timestamptz not null
);

-- Events a live projection could not fold: parked with the reason, so that one of them holds up nothing else.
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
