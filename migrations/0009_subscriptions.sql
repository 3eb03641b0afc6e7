-- Up Migration

-- Checkpoints, leases and dead letters belong to every subscriber of the log, not to projections alone.
alter schema projecting rename to subscriptions;

-- A subscriber's checkpoint and its lease have one name.
alter table subscriptions.checkpoints rename column schema_name to subscriber;
alter table subscriptions.dead_letters rename column schema_name to subscriber;
alter table subscriptions.dead_letters rename constraint dead_letters_schema_name_fkey to dead_letters_subscriber_fkey;

-- Name of the lease under which the checkpoint is moved: the subscriber's own name, or, while tables are rebuilt, that of
-- the live ones.
alter table subscriptions.checkpoints rename column projection to lease;
update subscriptions.checkpoints set lease = replace(lease, '-', '_');
-- In place: tokens must go on growing, since the checkpoints remember the newest one as their fence.
update subscriptions.leases set name = replace(substr(name, length('projection-') + 1), '-', '_')
  where name like 'projection-%';

-- How often an event was tried, and when last. A retry that fails changes `reason` and keeps `parked_at`.
alter table subscriptions.dead_letters
  add column attempts integer not null default 1,
  add column tried_at timestamptz not null default now();
update subscriptions.dead_letters set tried_at = parked_at;
-- By event: `events parked show` and `retry` take its id.
create index on subscriptions.dead_letters (event_id);

-- What a page invalidated stays with the read models.
create schema projecting;
grant usage on schema projecting to tcg_ledger_app;
alter table subscriptions.touches rename to invalidations;
alter table subscriptions.invalidations set schema projecting;
alter table projecting.invalidations rename column schema_name to read_model;
alter table projecting.invalidations rename constraint touches_pkey to invalidations_pkey;
alter table projecting.invalidations rename constraint touches_schema_name_fkey to invalidations_read_model_fkey;

alter table collecting.nature rename to data_origin;
alter table collecting.data_origin rename constraint nature_pkey to data_origin_pkey;
alter table collecting.data_origin rename constraint nature_only_row_check to data_origin_only_row_check;

-- The version that decided is the version of the alerter's checkpoint, as with every other subscriber.
update subscriptions.checkpoints set version = (select version from alerting.progress) where subscriber = 'alerter';
alter table alerting.progress drop column version;
alter table alerting.progress rename column single to only_row;
-- Decisions on events up to here are not appended: an earlier version made them.
alter table alerting.progress rename column decides_since to silent_up_to;
alter table alerting.progress rename column decided to decided_up_to;
-- Rules look back: the points in time of such a card are kept too.
alter table alerting.cards rename column pointed to has_points;
