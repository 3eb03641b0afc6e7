-- Up Migration

-- What the owner of an account at a source allowed the application: the token that stands for it, sealed under the application's key,
-- which is configured and never stored.
create table collecting.consents (
  source text primary key,
  -- Changes with each consent: access tokens of an earlier one are dropped.
  consent_id uuid not null,
  sealed bytea not null,
  granted_at timestamptz not null,
  -- null: the source states no end.
  expires_at timestamptz,
  -- When the source refused the token; null: it holds as far as is known.
  refused_at timestamptz
);

-- Consents that were asked for, by the hash of the state that the source hands back with the code.
create table collecting.consent_requests (
  source text primary key,
  state_hash bytea not null,
  requested_at timestamptz not null
);

grant select, insert, update, delete on collecting.consents, collecting.consent_requests to tcg_ledger_app;
