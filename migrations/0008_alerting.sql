-- Up Migration

-- The alerter's state for its next decision: a fold of the log like a read model, updated with its checkpoint in
-- one transaction. All of it may be deleted: the same log gives the same rows and the same decisions. Not tables of a
-- projection, because this fold also appends to the log.
create schema alerting;
grant usage on schema alerting to tcg_ledger_app;

create table alerting.progress (
  single boolean primary key default true check (single),
  -- Version of the decider. Another version restarts at the beginning of the log …
  version integer not null,
  -- … but appends no decisions on events up to here, so that no owner is notified twice, or a year late.
  decided text not null,
  -- The present version decided from here on; it does not verify decisions before.
  decides_since text not null
);
insert into alerting.progress (version, decided, decides_since) values (1, '0', '0');

-- Cards with alerts: the alerter follows their prices.
create table alerting.cards (
  card_id text primary key,
  -- Whether a rule needs past prices, so that points are stored too.
  pointed boolean not null
);

-- The newest price of every key of such a card. effective_at is null if all observations were voided.
create table alerting.keys (
  price_key text primary key,
  card_id text not null,
  -- Rejected: jsonb, because it does not accept \u0000.
  key json not null,
  market integer,
  low integer,
  mid integer,
  direct_low integer,
  withdrawn boolean not null,
  effective_at timestamptz,
  event_id uuid,
  position text
) with (fillfactor = 70);
create index on alerting.keys (card_id);

-- Numbers valid from effective_at to the next point, as far back as any rule needs.
create table alerting.points (
  price_key text not null,
  effective_at timestamptz not null,
  market integer,
  low integer,
  mid integer,
  direct_low integer,
  primary key (price_key, effective_at)
);

create table alerting.alerts (
  alert_id uuid primary key,
  -- The rule's card after merges.
  card_id text not null,
  rule json not null,
  rule_version integer not null,
  status text not null check (status in ('active', 'paused', 'done', 'expired')),
  expires_at timestamptz,
  -- Every decision of the alerter up to this event of the alert's stream is recorded here.
  revision integer not null
) with (fillfactor = 80);
create index on alerting.alerts (card_id);
create index on alerting.alerts (expires_at) where status in ('active', 'paused');

-- State of alerts on keys. Without a row the alert is armed and has no state.
create table alerting.watches (
  alert_id uuid not null,
  price_key text not null,
  phase text not null check (phase in ('armed', 'fired', 'cooling')),
  fired_at timestamptz,
  -- Minor units.
  reference integer,
  reference_at timestamptz,
  primary key (alert_id, price_key)
) with (fillfactor = 70);

-- Cards that were merged into another card.
create table alerting.merges (
  card_id text primary key,
  merged_into text not null
);
create index on alerting.merges (merged_into);

grant select, insert, update, delete, truncate on all tables in schema alerting to tcg_ledger_app;
