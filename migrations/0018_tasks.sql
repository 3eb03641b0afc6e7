-- Up Migration

-- Work that administrators ask for over the API and that another process may have to do: the one with the role for it takes the
-- task. Not events: that a read model was rebuilt changes no fact.
create table commands.tasks (
  id uuid primary key,
  kind text not null check (kind in ('collection', 'rebuild', 'retry')),
  -- What it is about: a source and sets; read models; the event of dead letters.
  subject json not null,
  -- Opaque id of the user.
  requested_by text not null,
  requested_at timestamptz not null,
  -- When it was begun, last; a task that was begun and not finished is begun again by the next holder of its lease.
  started_at timestamptz,
  finished_at timestamptz,
  outcome text check (outcome in ('done', 'failed')),
  -- What came of it, or why it failed.
  result json
);
create index on commands.tasks (kind, requested_at) where finished_at is null;
create index on commands.tasks (requested_at);
grant select, insert, update, delete on commands.tasks to tcg_ledger_app;
