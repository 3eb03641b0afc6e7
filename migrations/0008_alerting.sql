-- Up Migration

-- What the alerter needs to decide on the next event: a fold of the log, as a read model is, moved with its checkpoint in
-- one transaction. All of it may be thrown away: the same log gives the same rows and the same decisions. Not tables of a
-- projection, which are built by whoever reads the log: this fold also writes to the log.
create schema alerting;
grant usage on schema alerting to tcg_ledger_app;

create table alerting.progress (
  single boolean primary key default true check (single),
  -- Of the decider. Another one begins anew at the start of the log …
  version integer not null,
  -- … but says nothing of events up to here: they were decided on, and nobody is told twice, or a year late.
  decided text not null,
  -- From here on the present version decided; what was before is not its to verify.
  decides_since text not null
);
insert into alerting.progress (version, decided, decides_since) values (1, '0', '0');

-- Cards that have alerts: their prices are followed.
create table alerting.cards (
  card_id text primary key,
  -- A rule looks back: points in time are kept too.
  pointed boolean not null
);

-- The newest price of every key of such a card. effective_at null: all that was seen is void.
create table alerting.keys (
  price_key text primary key,
  card_id text not null,
  -- json, not jsonb, which refuses \u0000.
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

-- Numbers that hold from effective_at to the next point, as far back as a rule may look.
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
  -- Where the rule's card is now: cards may have been merged since.
  card_id text not null,
  rule json not null,
  rule_version integer not null,
  status text not null check (status in ('active', 'paused', 'done', 'expired')),
  expires_at timestamptz,
  -- Up to this event of its stream, every decision of ours is known.
  revision integer not null
) with (fillfactor = 80);
create index on alerting.alerts (card_id);
create index on alerting.alerts (expires_at) where status in ('active', 'paused');

-- How alerts watch keys. No row: armed, with nothing to remember.
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

-- Cards that are another card's by now.
create table alerting.merges (
  card_id text primary key,
  merged_into text not null
);
create index on alerting.merges (merged_into);

grant select, insert, update, delete, truncate on all tables in schema alerting to tcg_ledger_app;
