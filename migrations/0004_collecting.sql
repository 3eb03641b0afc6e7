-- Up Migration

create schema collecting;
grant usage on schema collecting to tcg_ledger_app;

-- Every request to a source, written before it is sent: the budget counts it even when we die before the answer.
create table collecting.requests (
  request_id bigint generated always as identity primary key,
  source text not null,
  path text not null,
  run_id uuid,
  -- Our clock, not the server's: budget and guard are promises of the process that sends.
  requested_at timestamptz not null,
  finished_at timestamptz,
  status integer,
  bytes integer,
  -- The answer was whole and valid, and is kept: the file is not asked for again within the source's interval.
  received boolean not null default false,
  error text
);
create index on collecting.requests (source, requested_at);
create index on collecting.requests (source, path, requested_at) where received;
create index on collecting.requests (run_id);

-- What was received and not yet wholly recorded: a crash after the answer never needs the file again.
create table collecting.payloads (
  source text not null,
  path text not null,
  -- The source's stamp under which the file was received.
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

-- Notes of one source that no event carries.
create table collecting.sources (
  source text primary key,
  -- When the products of every set were last asked for.
  catalog_refreshed_at timestamptz,
  -- The last failure, also one so early that no stamp, and so no run, was known; null after a success.
  failed_at timestamptz,
  failure_code text,
  failure_detail text
);

grant select, insert, update, delete on all tables in schema collecting to tcg_ledger_app;
