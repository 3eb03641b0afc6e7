-- Up Migration

-- An erased user is looked for until no alert can turn up any more: the ids would grow for ever, and each look with them.
alter table accounts.erased_users add column erased_at timestamptz not null default now();
