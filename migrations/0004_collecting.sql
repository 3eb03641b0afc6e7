-- Up Migration

create schema collecting;
grant usage on schema collecting to tcg_ledger_app;

-- Every request to a source, written before it is sent: the budget counts it even if the process dies before the answer.
create table collecting.requests (
  request_id bigint generated always as identity primary key,
  source text not null,
  path text not null,
  run_id uuid,
  -- The clock of the sending process, not the server's: that process enforces budget and interval.
  requested_at timestamptz not null,
  finished_at timestamptz,
  status integer,
  bytes integer,
  -- The answer was complete and valid, and is stored: no second request for the file within the source's interval.
  received boolean not null default false,
  error text
);
create index on collecting.requests (source, requested_at);
create index on collecting.requests (source, path, requested_at) where received;
create index on collecting.requests (run_id);

-- Received files that are not completely recorded: a crash after the answer needs no second request.
create table collecting.payloads (
  source text not null,
  path text not null,
  -- The source's stamp at the time of receipt.
  stamp timestamptz not null,
  received_at timestamptz not null,
  last_modified timestamptz,
  sha256 text not null,
  -- gzip of the body as received.
  body bytea not null,
  primary key (source, path, stamp)
);
-- The body is compressed already.
alter table collecting.payloads alter column body set storage external;

-- Status of a source that no event contains.
create table collecting.sources (
  source text primary key,
  -- Time of the last request for the products of every set.
  catalog_refreshed_at timestamptz,
  -- The last failure, also one before the stamp, and so the run, was known; null after a success.
  failed_at timestamptz,
  failure_code text,
  failure_detail text
);

grant select, insert, update, delete on all tables in schema collecting to tcg_ledger_app;
