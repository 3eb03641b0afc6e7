-- Up Migration

-- What a source last said of its own quota of calls; null: it never did.
alter table collecting.sources add column quota_limit integer;
alter table collecting.sources add column quota_remaining integer;
alter table collecting.sources add column quota_resets_at timestamptz;
alter table collecting.sources add column quota_read_at timestamptz;
